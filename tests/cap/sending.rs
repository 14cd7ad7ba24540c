//! Messages of the sample basin as the command line sends them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use thalweg::domain::cap::{MessageType, Status};
use thalweg::ingest::cap::check;

fn thalweg(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thalweg"))
        .args(args)
        .output()
        .unwrap()
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() && name != "archive" {
            copy_folder(&path, &to.join(name));
        } else if path.is_file() {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

fn messages(basin: &Path, out: &Path, more: &[&str]) -> Vec<Value> {
    let mut args = vec![
        "cap",
        basin.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--json",
    ];
    args.extend(more);
    let output = thalweg(&args);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        unreachable!("{error}: {}", String::from_utf8_lossy(&output.stderr))
    });
    said["messages"].as_array().unwrap().clone()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn messages_are_sent_once_kept_in_a_book_and_never_cleared_over_silence() {
    let dir = tempfile::tempdir().unwrap();
    let (basin, out) = (dir.path().join("basin"), dir.path().join("out"));
    copy_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data"),
        &basin,
    );
    let first = messages(&basin, &out, &[]);
    // Two states stand above levels; of the third, two gauges are silent and none is above.
    let outcomes: Vec<&str> = first
        .iter()
        .map(|it| it["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["alert", "alert", "nothing"]);
    let silence = first[2]["reason"].as_str().unwrap();
    assert!(silence.starts_with("1 of 3 gauges"), "{silence}");
    assert_eq!(files(&out).len(), 2);
    for file in files(&out) {
        let (alert, findings) = check(&fs::read(&file).unwrap(), "sent.xml");
        assert!(findings.is_empty(), "{findings:?}");
        let alert = alert.unwrap();
        assert_eq!(
            (alert.status, alert.message_type),
            (Status::Exercise, MessageType::Alert)
        );
        assert_eq!(alert.sender, "warnings@arvena.invalid");
        let languages: Vec<&str> = alert
            .infos
            .iter()
            .map(|info| info.language.as_str())
            .collect();
        assert_eq!(languages, ["en", "fr"]);
        assert!(
            alert
                .infos
                .iter()
                .all(|info| info.areas.len() == 2 && info.expires.is_some())
        );
        let said = thalweg(&["check", file.to_str().unwrap()]);
        assert!(said.status.success());
    }
    // Without news the same message stands, byte for byte.
    let again = dir.path().join("again");
    let second = messages(&basin, &again, &[]);
    assert_eq!(second[0]["outcome"], "unchanged");
    assert_eq!(second[0]["identifier"], first[0]["identifier"]);
    for (one, other) in files(&out).iter().zip(files(&again)) {
        assert_eq!(fs::read(one).unwrap(), fs::read(other).unwrap());
    }
    // Nobody can clear what stands above a level, and nobody can clear without a name.
    let clear = messages(
        &basin,
        &again,
        &["--all-clear", "--confirmed-by", "A. Person"],
    );
    assert_eq!(clear[0]["outcome"], "refused");
    let unnamed = thalweg(&[
        "cap",
        basin.to_str().unwrap(),
        "--out",
        again.to_str().unwrap(),
        "--all-clear",
    ]);
    assert_eq!(unnamed.status.code(), Some(2));
    let back = [
        "--cancel",
        "BR",
        "--reason",
        "gauge zero was wrong",
        "--confirmed-by",
        "B. Person",
    ];
    assert_eq!(messages(&basin, &again, &back)[1]["outcome"], "cancel");
    // Whoever changes a line of the book is found out.
    let book = basin.join("journal/cap.jsonl");
    let text = fs::read_to_string(&book).unwrap();
    assert_eq!(text.lines().count(), 3);
    fs::write(&book, text.replacen("Exercise", "Actual", 1)).unwrap();
    let changed = thalweg(&[
        "cap",
        basin.to_str().unwrap(),
        "--out",
        again.to_str().unwrap(),
    ]);
    assert_eq!(changed.status.code(), Some(2));
    let why = String::from_utf8_lossy(&changed.stderr).into_owned();
    assert!(
        why.contains("line 2 does not follow the line before it"),
        "{why}"
    );
}

#[test]
fn messages_are_meant_only_when_two_persons_confirmed_it() {
    let dir = tempfile::tempdir().unwrap();
    let basin = dir.path().join("basin");
    copy_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data"),
        &basin,
    );
    let file = basin.join("basin.toml");
    let text = fs::read_to_string(&file).unwrap();
    let rows = [
        ("status = \"Actual\"", false),
        ("status = \"Actual\"\nconfirmed_by = [\"A. Person\"]", false),
        (
            "status = \"Actual\"\nconfirmed_by = [\"A. Person\", \"a.  person\"]",
            false,
        ),
        (
            "status = \"Actual\"\nconfirmed_by = [\"A. Person\", \"B. Person\"]",
            true,
        ),
        ("status = \"Exercise\"", true),
        ("status = \"Drill\"", false),
        ("expires_h = 1000", false),
        (
            "polygons = { AV = \"44.8,21.3 44.9,21.3 44.8,21.3\" }",
            false,
        ),
        (
            "polygons = { AV = \"44.8,21.3 44.9,21.3 44.9,21.5 44.8,21.3\" }",
            true,
        ),
    ];
    for (entry, is_right) in rows {
        fs::write(&file, text.replacen("expires_h = 24.0", entry, 1)).unwrap();
        let said = thalweg(&["check", basin.to_str().unwrap()]);
        assert_eq!(
            said.status.success(),
            is_right,
            "{entry}: {}",
            String::from_utf8_lossy(&said.stdout)
        );
    }
}
