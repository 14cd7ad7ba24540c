//! What is no export, what nobody or too many claim, and archives.

use std::io::Write as _;

use thalweg::domain::{Cause, Finding, Findings, ProfileId, Severity};
use thalweg::ingest::{Profiles, read};

use crate::common::{A, ehyd, fixture, import};

fn refusal(bytes: &[u8]) -> Finding {
    let (tables, findings) = import(bytes, "x");
    assert!(tables.is_empty());
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.into_iter().next().unwrap()
}

#[test]
fn what_is_no_export_is_refused_with_what_it_is() {
    for (bytes, word) in [
        (&b""[..], "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (
            b"<!DOCTYPE html>\n<html><head><title>Sign in</title>",
            "web page",
        ),
        (
            b"{\"error\":{\"message\":\"quota exceeded\"}}",
            "error message of a service",
        ),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "git-lfs",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (
            &archive(&[
                ("[Content_Types].xml", b"<x/>"),
                ("xl/workbook.xml", b"<x/>"),
            ]),
            "Excel workbook",
        ),
    ] {
        let finding = refusal(bytes);
        assert_eq!(finding.cause, Cause::NotAnExport, "{finding}");
        assert_eq!(finding.severity, Severity::Error);
        assert!(finding.message.contains(word), "{word}: {finding}");
    }
}

#[test]
fn an_unknown_export_is_not_guessed_and_the_nearest_profiles_say_why() {
    let finding = refusal(b"date,flow\n2024-01-01,3.5\n");
    assert_eq!(finding.cause, Cause::Unrecognised);
    let others = Profiles::shipped().iter().count() - 3;
    assert!(
        finding.message.contains("nearest are ")
            && finding
                .message
                .contains(&format!("; {others} others are further away")),
        "{finding}"
    );
    assert!(
        finding.message.contains("no line has the column \"ID\""),
        "{finding}"
    );
}

#[test]
fn two_claims_are_a_finding_and_a_person_can_settle_them() {
    let mut profiles = Profiles::shipped();
    let text = include_str!("../../assets/formats/at-ehyd-csv.toml");
    profiles.add("at-own", text).expect("profile");
    let bytes = ehyd(A);
    let mut findings = Findings::new();
    assert!(read(&bytes, "x", &profiles, None, &mut findings).is_empty());
    let finding = findings.into_iter().next().unwrap();
    assert_eq!(
        finding.message,
        "more than one profile claims the file: at-ehyd-csv, at-own"
    );
    let own = ProfileId::new("at-own");
    let mut findings = Findings::new();
    let tables = read(&bytes, "x", &profiles, Some(&own), &mut findings);
    assert_eq!(tables[0].profile, own);
    let nobody = ProfileId::new("nobody");
    assert!(read(&bytes, "x", &profiles, Some(&nobody), &mut findings).is_empty());
    assert_eq!(
        findings.iter().last().unwrap().message,
        "there is no profile \"nobody\""
    );
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zip_gives_a_table_a_member() {
    let stage = fixture("de-gkd-csv.csv");
    let rain = fixture("de-gkd-csv.rain.csv");
    let bytes = archive(&[
        (
            "readme.txt",
            b"In diesem ZIP-Archiv finden Sie die angefragten Daten.\n",
        ),
        ("stage/b.csv", &stage),
        ("a.csv", &rain),
    ]);
    let (tables, findings) = import(&bytes, "gkd.zip");
    let names: Vec<&str> = tables.iter().map(|table| table.file.as_str()).collect();
    assert_eq!(names, ["gkd.zip!a.csv", "gkd.zip!stage/b.csv"]);
    assert_eq!(tables[0].facts.bytes, rain.len() as u64);
    assert_ne!(tables[0].sha256, tables[1].sha256);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings.iter().next().unwrap().severity, Severity::Note);
}

#[test]
fn a_dangerous_archive_is_refused_as_a_whole() {
    let good = fixture("de-gkd-csv.csv");
    let nulls = vec![b' '; 3 << 20];
    let inner = archive(&[("a.csv", &good)]);
    for (what, bytes, message) in [
        (
            "name",
            archive(&[("a.csv", &good), ("../b.csv", &good)]),
            "leaves its folder",
        ),
        (
            "drive",
            archive(&[("C:\\b.csv", &good)]),
            "leaves its folder",
        ),
        (
            "device",
            archive(&[("CON.csv", &good)]),
            "leaves its folder",
        ),
        (
            "case",
            archive(&[("a.csv", &good), ("A.csv", &good)]),
            "same name",
        ),
        (
            "bomb",
            archive(&[("a.csv", &good), ("b.csv", &nulls)]),
            "more than 200 times",
        ),
        (
            "cut",
            inner[..inner.len() - 30].to_vec(),
            "cannot be opened",
        ),
    ] {
        let finding = refusal(&bytes);
        assert!(finding.message.contains(message), "{what}: {finding}");
        assert_eq!(finding.cause, Cause::NotAnExport, "{what}");
    }
    let mut flipped = archive(&[("a.csv", &good)]);
    flipped[60] ^= 0x10;
    assert_eq!(refusal(&flipped).cause, Cause::NotAnExport);
}
