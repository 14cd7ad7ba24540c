//! The command line as a person or a script meets it, on the sample basin.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn thalweg(args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_thalweg"))
        .args(args)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the program starts");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(!talk.contains("panicked"), "{args:?} panicked:\n{talk}");
    output
}

fn json(args: &[&str]) -> Value {
    let output = thalweg(args);
    let text = String::from_utf8(output.stdout).expect("stdout is UTF-8");
    serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!(
            "{args:?} printed no JSON ({error}):\n{text}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() {
            if name != "archive" && name != "pictures" {
                copy_folder(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// A copy of the committed sample basin, without an archive.
fn sample() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let basin = dir.path().join("basin");
    copy_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data"),
        &basin,
    );
    (dir, basin)
}

#[test]
fn evaluating_twice_prints_the_same_bytes() {
    let (_dir, basin) = sample();
    let basin = basin.to_str().unwrap();
    let first = thalweg(&["evaluate", basin, "--json"]);
    let second = thalweg(&["evaluate", basin, "--json"]);
    assert!(
        first.stdout.len() > 10_000,
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    assert!(
        first.stdout == second.stdout,
        "two evaluations of one archive differ"
    );
    // The archive made anew gives the same figures, whatever the day.
    fs::remove_dir_all(Path::new(basin).join("archive")).unwrap();
    let third = thalweg(&["evaluate", basin, "--json"]);
    assert!(
        first.stdout == third.stdout,
        "an evaluation of a fresh archive differs"
    );
}

/// The first reading at the end of an explanation.
fn first_reading(tree: &Value) -> Option<&Value> {
    if let Some(reading) = tree.get("reading").filter(|reading| !reading.is_null()) {
        return Some(reading);
    }
    tree.get("inputs")?
        .as_array()?
        .iter()
        .find_map(first_reading)
}

#[test]
fn a_ledger_figure_explains_itself_down_to_the_line_of_a_file() {
    let (_dir, basin) = sample();
    let path = basin.to_str().unwrap();
    let evaluation = json(&["evaluate", path, "--json"]);
    let ledger = evaluation["ledger"].as_array().expect("a ledger");
    let mut n_explained = 0;
    for rule in ledger
        .iter()
        .filter_map(|row| row["rule"].as_str())
        .collect::<std::collections::BTreeSet<_>>()
    {
        let row = ledger
            .iter()
            .rev()
            .find(|row| row["rule"] == rule && row["delivered"].is_number());
        let Some(row) = row else { continue };
        let figure = row["figure"].as_str().unwrap();
        let tree = json(&["explain", path, figure, "--json"]);
        assert_eq!(
            tree["value"], row["balance"],
            "{figure} explains another value than the ledger shows"
        );
        let reading =
            first_reading(&tree).unwrap_or_else(|| panic!("{figure} ends in no reading: {tree:#}"));
        let file = reading["file"].as_str().unwrap();
        let line = usize::try_from(reading["line"].as_u64().unwrap()).unwrap();
        let text = reading["text"].as_str().unwrap();
        assert!(
            !file.contains('!'),
            "ledger figures of the sample stand on plain text files, not {file}"
        );
        let bytes = fs::read(basin.join(file)).unwrap();
        let decoded: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let there = decoded.lines().nth(line - 1).unwrap();
        assert_eq!(there, text, "{file}:{line}");
        assert!(
            text.chars().any(|c| c.is_ascii_digit()),
            "{text:?} holds no reading"
        );
        n_explained += 1;
    }
    assert!(
        n_explained >= 3,
        "only {n_explained} rules have a figure that could be explained"
    );
}

#[test]
fn rain_on_the_board_is_the_sum_of_the_readings_that_explain_it() {
    let (_dir, basin) = sample();
    let path = basin.to_str().unwrap();
    // Hourly stations (Avaria on time, Bresk an hour late) and one that reports days alone.
    for (station, hours, n_parts) in [
        ("rain-hochtal", "6h", 6),
        ("rain-torrin", "6h", 6),
        ("rain-torrin", "24h", 24),
        ("rain-torrin", "72h", 72),
        ("rain-salto", "72h", 3),
    ] {
        let tree = json(&[
            "explain",
            path,
            &format!("gauge/{station}/rain_{hours}"),
            "--json",
        ]);
        let parts = tree["inputs"].as_array().unwrap();
        assert_eq!(parts.len(), n_parts, "{station} {hours}: {tree:#}");
        let sum: f64 = parts
            .iter()
            .map(|part| part["value"].as_f64().unwrap())
            .sum();
        let value = tree["value"].as_f64().unwrap();
        assert!(
            (value - sum).abs() < 1e-9,
            "{station} {hours}: {value}, not {sum}"
        );
    }
    let evaluation = json(&["evaluate", path, "--json"]);
    let gauges = evaluation["gauges"].as_array().unwrap();
    let days_alone = gauges
        .iter()
        .find(|gauge| gauge["station"] == "rain-salto")
        .unwrap();
    assert!(
        days_alone["rain_mm"]["6h"].is_null(),
        "six hours cannot be told from days"
    );
}

#[test]
fn importing_twice_changes_nothing() {
    let (_dir, basin) = sample();
    let path = basin.to_str().unwrap();
    let first = json(&["import", path, "--json"]);
    let second = json(&["import", path, "--json"]);
    assert_eq!(first["revision"], second["revision"]);
    let sum = |report: &Value, key: &str| -> u64 {
        report["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file[key].as_u64().unwrap())
            .sum()
    };
    assert!(sum(&first, "added") > 300_000);
    assert!(
        sum(&first, "revised") > 0,
        "the re-issued year revises readings"
    );
    assert_eq!(sum(&second, "added"), 0);
    assert_eq!(sum(&second, "revised"), 0);
    for file in first["files"].as_array().unwrap() {
        let receipt = |key: &str| file["receipt"][key].as_u64().unwrap();
        let accounted = receipt("kept")
            + receipt("rejected")
            + receipt("duplicate")
            + receipt("ambiguous_time")
            + receipt("missing");
        assert_eq!(
            receipt("read"),
            accounted,
            "{} does not balance",
            file["file"]
        );
    }
}

#[test]
fn what_is_no_export_is_named_and_never_panics() {
    let dir = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let folder = dir.path().to_str().unwrap().to_owned();
    let cases = [
        (write("empty.csv", b""), "empty"),
        (folder, "folder"),
        (
            write("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
            "PNG",
        ),
        (
            write(
                "error.csv",
                b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n",
            ),
            "web page",
        ),
    ];
    for (file, word) in &cases {
        let output = thalweg(&["inspect", file, "--json"]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let file = &report["files"][0];
        assert_eq!(file["recognised"], false);
        let finding = &file["findings"][0];
        assert_eq!(finding["severity"], "error");
        let message = finding["message"].as_str().unwrap();
        assert!(message.contains(word), "{message:?} does not say {word:?}");
        assert!(
            finding["hint"].is_string(),
            "{message:?} says nothing to do"
        );
    }
}

#[test]
fn three_mistakes_of_a_basin_are_named_at_once() {
    let (_dir, basin) = sample();
    let toml = basin.join("basin.toml");
    let text = fs::read_to_string(&toml).unwrap();
    let broken = text
        .replacen("state = \"AV\"", "state = \"AX\"", 1)
        .replacen("clock = \"UTC+01:00\"", "clock = \"CST\"", 1)
        .replacen("km = 42", "kn = 42", 1);
    assert_ne!(text, broken);
    fs::write(&toml, broken).unwrap();
    let output = thalweg(&["check", basin.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["ok"], false);
    let said = report["findings"].to_string();
    for word in ["AX", "IANA", "kn"] {
        assert!(said.contains(word), "{word} is not named in {said}");
    }
    let evaluated = thalweg(&["evaluate", basin.to_str().unwrap()]);
    assert_eq!(evaluated.status.code(), Some(2));
}

#[test]
fn a_feed_that_does_not_answer_is_silent_and_shows_the_age_of_its_last_reading() {
    let (_dir, basin) = sample();
    let evaluation = json(&["evaluate", basin.to_str().unwrap(), "--json"]);
    let source = |id: &str| {
        let sources = evaluation["sources"].as_array().unwrap();
        sources
            .iter()
            .find(|source| source["source"] == id)
            .unwrap_or_else(|| panic!("no source {id}"))
            .clone()
    };
    // The payload that is kept ends 9 hours before the as-of instant.
    let foz = source("co-foz-live");
    assert_eq!(foz["freshness"], "silent");
    assert_eq!(foz["age_minutes"], 540);
    let gauges = evaluation["gauges"].as_array().unwrap();
    let gauge = |id: &str| {
        gauges
            .iter()
            .find(|gauge| gauge["station"] == id)
            .unwrap_or_else(|| panic!("no gauge {id}"))
    };
    for silent in ["foz", "salto"] {
        assert!(
            gauge(silent)["warning"]["rank"].is_null(),
            "{silent} is unknown, not calm: {:#}",
            gauge(silent)
        );
    }
    assert_eq!(
        gauge("salto")["age_minutes"],
        2895,
        "salto died two days before the as-of instant"
    );
}

#[test]
fn an_agreement_is_evaluated_on_a_tidy_csv() {
    let dir = TempDir::new().unwrap();
    let csv = dir.path().join("flows.csv");
    // TREATIES: 1-10 April at 60,000 cusec: half each is 30,000, the guarantee gives BD 35,000 and IN 25,000.
    let rows: String = (1..=10).map(|day| format!("below_barrage,1999-04-{day:02},20000\nfeeder_canal,1999-04-{day:02},39800\nnav_lock,1999-04-{day:02},200\n")).collect();
    fs::write(&csv, format!("series,time,value\n{rows}")).unwrap();
    let report = json(&[
        "agreement",
        "ganges-1996",
        "--inputs",
        csv.to_str().unwrap(),
        "--json",
    ]);
    let share = |party: &str| {
        let shares = report["shares"].as_array().unwrap();
        let row = shares
            .iter()
            .find(|row| row["rule"] == "formula" && row["party"] == party);
        row.unwrap_or_else(|| panic!("no share of {party}: {report:#}"))["value"]
            .as_f64()
            .unwrap()
    };
    assert!((share("BD") - 35_000.0).abs() < 1e-6);
    assert!((share("IN") - 25_000.0).abs() < 1e-6);
}

#[test]
fn shipped_agreements_are_named_shown_and_checked() {
    let said = |args: &[&str]| {
        let output = thalweg(args);
        assert!(output.status.success(), "{args:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    let list = said(&["agreement", "--list"]);
    let ids: Vec<&str> = list
        .lines()
        .skip(2)
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(ids.len() >= 19, "{list}");
    let language = said(&["agreement", "--language"]);
    let help = said(&["agreement", "--help"])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for id in ids {
        assert!(
            language.contains(id) && help.contains(id),
            "{id} is in the page and the help"
        );
        let file = said(&["agreement", id, "--show"]);
        assert!(
            file.contains(&format!("id = \"{id}\"")),
            "{id} shows its file"
        );
        assert_eq!(said(&["check", id]).trim(), "nothing to report", "{id}");
    }
}

#[test]
fn the_price_of_two_gauges_at_one_section_is_what_awk_makes_of_the_exports() {
    let (_dir, basin) = sample();
    let basin = basin.to_str().expect("path");
    let study = json(&[
        "study",
        basin,
        "dual",
        "--ledger",
        "br-at-grenzau",
        "--json",
    ]);
    let found = &study["dual"];
    let views: Vec<&str> = texts(&found["views"], "id");
    assert_eq!(views, ["agreed", "AV", "BR"]);
    assert_eq!(found["views"][2]["instead"][0][1], "grenzau-br");
    let rows = found["rows"].as_array().expect("rows");
    // Summed by awk from Q-Tagesmittel-207196.csv, Speicherinhalt-207130.csv and 04196000_dv.rdb: natural flow, nine
    // tenths up to 120 m³/s and four fifths above, half-month by half-month with carry-over; left bank, right bank.
    let by_hand = [
        ("2020-05/1", 1.48, -0.18, None),
        ("2022-06/1", -26.05, -28.18, Some("below")),
        ("2023-04/2", 1.13, -0.20, None),
        ("2023-09/2", 8.57, -1.19, None),
        ("2025-09/2", 280.80, 238.49, Some("above")),
    ];
    for (label, left, right, verdict) in by_hand {
        let row = rows
            .iter()
            .find(|row| row["period"]["label"] == label)
            .unwrap_or_else(|| panic!("no row {label}"));
        let margin = |n: usize| row["cells"][n]["margin"].as_f64().expect("a figure");
        for (found, expected) in [(margin(0), left), (margin(1), left), (margin(2), right)] {
            assert!(
                (found - expected).abs() < 0.006,
                "{label}: {found} for {expected}"
            );
        }
        assert_eq!(row["verdict"].as_str(), verdict, "{label}");
        let price = row["price"]["hm3"].as_f64();
        assert_eq!(price.is_some(), verdict.is_none(), "{label}");
        if let Some(price) = price {
            assert!((price - (left - right)).abs() < 0.011, "{label}: {price}");
        }
    }
    assert_eq!(found["sums"][0]["n_periods"], 113);
    assert_eq!(found["sums"][0]["n_verdicts"], 110);
}

#[test]
fn studies_print_documents_and_say_what_is_wrong_with_a_proposal() {
    let (_dir, basin) = sample();
    let basin = basin.to_str().expect("path");
    let change = "rule.dravec-year.target=4500";
    let effect = json(&["study", basin, "effect", "--set", change, "--json"]);
    let sum = effect["effect"]["sums"]
        .as_array()
        .and_then(|sums| sums.iter().find(|sum| sum["rule"] == "dravec-year"))
        .expect("the account");
    // Nine whole years of 300 hm³ more, and 256 of 365 days of the tenth (1 October to 13 June).
    let expected = -300.0 * (9.0 + 256.0 / 365.0);
    assert!((sum["change_hm3"].as_f64().expect("hm³") - expected).abs() < 1e-6);

    let found = json(&["study", basin, "uncertainty", "--samples", "20", "--json"]);
    let errors = texts(&found["uncertainty"]["errors"], "station");
    assert_eq!(errors, ["grenzau-av", "dravec", "westkanal"]);
    let decides = json(&[
        "study",
        basin,
        "decides",
        "--ledger",
        "dravec-year",
        "--json",
    ]);
    assert_eq!(decides["decides"]["stations"][0]["station"], "dravec");

    for (args, words) in [
        (vec!["effect"], "no change is proposed"),
        (
            vec!["effect", "--set", "rule.nobody.target=1"],
            "no such place",
        ),
        (
            vec!["effect", "--set", "rule.dravec-year.target=soon"],
            "the study cannot be made",
        ),
        (
            vec!["dual", "--agreement", "other"],
            "no agreement \"other\"",
        ),
        (vec!["everything"], "which study is not said"),
    ] {
        let all: Vec<&str> = ["study", basin].into_iter().chain(args).collect();
        let output = thalweg(&all);
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{all:?}: {talk}");
        assert!(talk.contains(words), "{all:?}: {talk}");
    }
}

#[test]
fn rival_readings_stand_beside_the_ledger_and_explain_themselves() {
    let (_dir, basin) = sample();
    let file = basin.join("agreements/arvena-2011.toml");
    let text = fs::read_to_string(&file).expect("agreement");
    let reading = r#"
[[reading]]
id = "strict"
title = "The exception does not touch the year"
article = "Art. 6"
set = { "rule.dravec-year.target" = 4500 }
"#;
    fs::write(&file, format!("{text}\n{reading}")).expect("written");
    let basin = basin.to_str().expect("path");
    let report = json(&["evaluate", basin, "--json"]);
    let ledger = report["ledger"].as_array().expect("ledger");
    let under = |reading: &str| -> Vec<&Value> {
        let rows = ledger.iter().filter(|row| row["reading"] == reading);
        rows.collect()
    };
    let rival = under("strict");
    assert_eq!(under("agreed").len(), 172);
    assert!(rival.iter().all(|row| row["rule"] == "dravec-year"));
    assert_eq!(rival.len(), 10);
    let figure = rival[0]["figure"].as_str().expect("figure");
    assert_eq!(figure, "arvena-2011@strict/dravec-year/CO/2016/17/balance");
    let tree = json(&["explain", basin, figure, "--json"]);
    assert_eq!(tree["value"], rival[0]["balance"]);

    let study = json(&[
        "study",
        basin,
        "readings",
        "--ledger",
        "dravec-year",
        "--json",
    ]);
    let found = &study["readings"];
    assert_eq!(
        texts(&found["readings"], "id"),
        ["agreed", "day-by-day", "strict"]
    );
    let stretch = &found["differs"][0];
    assert_eq!(stretch["from"], "2016-10-01");
    assert_eq!(stretch["n_periods"], 10);
    let row = &found["rows"][0];
    assert!((row["difference"]["hm3"].as_f64().expect("hm³") - 300.0).abs() < 1e-6);
}

/// The texts under a key of every item of a list.
fn texts<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    let items = list.as_array().expect("a list");
    items.iter().filter_map(|item| item[key].as_str()).collect()
}

#[test]
fn the_window_is_drawn_without_a_display() {
    let (_dir, basin) = sample();
    let path = basin.to_str().unwrap();
    for (name, head) in [
        ("board.png", &b"\x89PNG\r\n\x1a\n"[..]),
        ("board.svg", b"<svg"),
        ("board.pdf", b"%PDF"),
    ] {
        let out = basin.join(name);
        let output = thalweg(&[
            "render",
            path,
            "--out",
            out.to_str().unwrap(),
            "--size",
            "1920x1080",
            "--theme",
            "light",
        ]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let bytes = fs::read(&out).unwrap();
        assert!(bytes.starts_with(head), "{name}");
        assert!(
            bytes.len() > 20_000,
            "{name} has only {} bytes",
            bytes.len()
        );
        if name == "board.png" {
            assert_eq!(
                &bytes[16..24],
                &[0, 0, 7, 128, 0, 0, 4, 56],
                "1920 by 1080 pixels"
            );
        }
    }
    let svg = fs::read_to_string(basin.join("board.svg")).unwrap();
    for word in ["Arvena", "Grenzau", "Meldestufe", "m³/s"] {
        assert!(svg.contains(word), "{word} is not in the picture");
    }
}
