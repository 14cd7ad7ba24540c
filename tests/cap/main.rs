//! Warning messages of CAP 1.2: a thousand of them are written and read back, and one fault of each kind is refused.
//!
//! `THALWEG_CAP_SCHEMA` names the standard's own schema (CAP-v1.2.xsd) and needs `xmllint`; without it the messages
//! are held against our rules alone, and the test says so.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first surprise and says what it did"
)]

mod faults;
mod made;
mod sending;

use std::process::Command;

use thalweg::domain::Severity;
use thalweg::ingest::cap::check;
use thalweg::report::cap_xml;

/// How many messages are made.
const MESSAGES: u64 = 1000;

#[test]
fn a_thousand_messages_are_valid_and_read_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for seed in 0..MESSAGES {
        let alert = made::alert(seed);
        let xml = cap_xml(&alert).unwrap();
        let (read, findings) = check(xml.as_bytes(), "made.xml");
        let serious: Vec<String> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(ToString::to_string)
            .collect();
        assert!(serious.is_empty(), "message {seed}: {serious:?}\n{xml}");
        assert_eq!(
            read.expect("a message without faults"),
            made::as_read(&alert),
            "message {seed}\n{xml}"
        );
        let path = folder.path().join(format!("{seed}.xml"));
        std::fs::write(&path, xml).unwrap();
        files.push(path);
    }
    let Some(schema) = std::env::var_os("THALWEG_CAP_SCHEMA") else {
        println!("CAP: THALWEG_CAP_SCHEMA is not set, so the schema's own validation did NOT run");
        return;
    };
    let said = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .args(&files)
        .output()
        .expect("xmllint");
    let text = String::from_utf8_lossy(&said.stderr);
    let valid = text
        .lines()
        .filter(|line| line.ends_with(" validates"))
        .count();
    println!("CAP: xmllint calls {valid} of {MESSAGES} messages valid");
    assert!(
        said.status.success(),
        "{}",
        text.lines()
            .filter(|line| !line.ends_with(" validates"))
            .take(20)
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn names_out_of_a_file_are_text_and_never_markup() {
    for name in made::HOSTILE {
        let alert = made::named(name);
        let xml = cap_xml(&alert).unwrap();
        for mark in [
            "<script",
            "<img",
            "<area>]",
            "&lt;lt;",
            "\u{0}",
            "\u{1b}",
            "<!ENTITY",
            "<![CDATA[",
        ] {
            assert!(!xml.contains(mark), "{mark:?} in\n{xml}");
        }
        let (read, findings) = check(xml.as_bytes(), "named.xml");
        assert!(
            !findings.has_errors(),
            "{:?}\n{xml}",
            findings.iter().map(ToString::to_string).collect::<Vec<_>>()
        );
        assert_eq!(read.unwrap(), made::as_read(&alert));
    }
}
