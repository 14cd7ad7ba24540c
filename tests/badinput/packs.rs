//! Data packs: those of the corpus, and right ones that are made here.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use tempfile::TempDir;
use thalweg::domain::{FileHash, Finding, Severity};
use thalweg::engine;

use crate::Verdict;
use crate::check;
use crate::corpus::{Case, Corpus, Expectation};

const UNSIGNED: &str = "unsigned: its origin is not proven";

pub(crate) fn run(corpus: &Corpus, case: &Case) -> Verdict {
    let path = corpus.folder.join(&case.file);
    assert!(engine::is_pack(&path));
    let mut said = said_of(&path);
    if case.expectation == Expectation::Accept {
        // The control is the unsigned pack of another case.
        said.retain(|finding| finding.message != UNSIGNED);
    }
    let mut differences = Vec::new();
    check::findings(case, &said, &mut differences);
    Verdict::Ran(differences)
}

fn said_of(path: &Path) -> Vec<Finding> {
    engine::check_pack(path).unwrap().into_iter().collect()
}

/// A right pack of two files, by name.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![
        (
            "bagit.txt",
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec(),
        ),
        ("data/a.csv", b"time,flow\n2024-05-01,3.5\n".to_vec()),
        ("data/more/b.csv", b"time,flow\n".to_vec()),
        ("bag-info.txt", b"Payload-Oxum: 35.2\n".to_vec()),
    ];
    let sums = |files: &[(&str, Vec<u8>)], is_payload: bool| {
        let lines: Vec<String> = files
            .iter()
            .filter(|(name, _)| name.starts_with("data/") == is_payload)
            .map(|(name, bytes)| format!("{}  {name}\n", FileHash::of(bytes).as_str()))
            .collect();
        lines.concat().into_bytes()
    };
    files.push(("manifest-sha256.txt", sums(&files, true)));
    files.push(("tagmanifest-sha256.txt", sums(&files, false)));
    files
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn zip(files: &[(&str, Vec<u8>)]) -> (TempDir, std::path::PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("pack.zip");
    let mut writer = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
    (folder, path)
}

fn is_right_but_unsigned(said: &[Finding]) {
    assert_eq!(said.len(), 1, "{}", check::all(said));
    assert_eq!(said[0].severity, Severity::Warning);
    assert_eq!(said[0].message, UNSIGNED);
}

#[test]
fn a_right_pack_is_right_as_a_folder_and_as_a_zip() {
    let files = files();
    let pack = folder(&files);
    assert!(engine::is_pack(pack.path()));
    is_right_but_unsigned(&said_of(pack.path()));
    let (_kept, path) = zip(&files);
    assert!(engine::is_pack(&path));
    is_right_but_unsigned(&said_of(&path));
}

/// One change of a right pack, and a word that must be said.
fn must_say(word: &str, change: impl Fn(&mut Vec<(&'static str, Vec<u8>)>)) {
    let mut files = files();
    change(&mut files);
    let pack = folder(&files);
    let (_kept, path) = zip(&files);
    for said in [said_of(pack.path()), said_of(&path)] {
        assert!(
            said.iter().any(|finding| {
                finding.severity == Severity::Error && finding.message.contains(word)
            }),
            "{word}: {}",
            check::all(&said)
        );
    }
}

#[test]
fn every_change_of_a_pack_is_said() {
    must_say("SHA-256 sum differs", |files| files[1].1[0] = b'T');
    must_say("is missing", |files| drop(files.remove(2)));
    must_say("not listed", |files| {
        files.push(("data/c.csv", b"x".to_vec()));
    });
    must_say("BagIt 1.0", |files| {
        files[0].1 = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n".to_vec();
    });
    must_say("Payload-Oxum", |files| {
        files[3].1 = b"Payload-Oxum: 36.2\n".to_vec();
    });
    must_say("listed twice", |files| {
        let manifest = String::from_utf8(files[4].1.clone()).unwrap();
        let twice = format!("{manifest}{}", manifest.replace("a.csv", "A.csv")).into_bytes();
        files[4].1 = twice;
    });
    must_say("same name", |files| {
        files.push(("data/A.CSV", b"x".to_vec()));
    });
    must_say("download", |files| {
        files.push((
            "fetch.txt",
            b"https://data.example/ 1 data/d.csv\n".to_vec(),
        ));
    });
}

#[test]
fn an_archive_without_a_declaration_is_no_pack() {
    let (_kept, path) = zip(&[("a.csv", b"time,flow\n".to_vec())]);
    let said = said_of(&path);
    assert_eq!(said.len(), 1);
    assert!(said[0].message.contains("no bagit.txt"));
}
