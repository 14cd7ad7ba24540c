//! Traps of real exports: nothing is lost or invented in silence.

use thalweg::domain::{Cause, Severity};

use crate::{Case, check_all, see};

#[test]
fn traps_are_read_or_named() {
    check_all(&[
        Case {
            file: "footer.csv",
            text: "id,time (UTC),flow (m3/s)\nA,2024-01-30 00:00,1.5\nA,2024-01-30 12:00,2.5\nDISCLAIMER: provisional data\n",
            answers: &[],
            asks: &[],
            expect: &["A discharge instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "zeros.csv",
            text: "station_no,time (UTC),flow (m3/s)\n00123,2024-01-30 00:00,1.5\n00123,2024-01-30 12:00,2.5\n",
            answers: &[],
            asks: &[],
            expect: &["00123 discharge instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "coordinates.csv",
            text: "site,lat,lon,time (UTC),level (m),temp (C)\nA,45.5,12.25,2024-01-30 00:00,1.5,4.5\nA,45.5,12.25,2024-01-30 12:00,2.5,4.6\n",
            answers: &[],
            asks: &[],
            expect: &["A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "newestfirst.csv",
            text: "site;time (UTC);level (m)\nA;2024-01-30 12:00;2,5\nA;2024-01-30 00:00;1,5\n",
            answers: &[],
            asks: &[],
            expect: &["A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"],
        },
        Case {
            file: "repeated.csv",
            text: "site;time (UTC);level (m)\nA;2024-01-30 00:00;1,5\nA;2024-01-30 12:00;2,5\nsite;time (UTC);level (m)\nB;2024-01-30 00:00;3,5\nB;2024-01-30 12:00;4,5\n",
            answers: &[],
            asks: &[],
            expect: &[
                "A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5",
                "B stage instantaneous 720min 2024-01-30=3.5 2024-01-30T12:00Z=4.5",
            ],
        },
    ]);
}

#[test]
fn a_code_that_nobody_declares_is_named_and_can_be_a_reading() {
    let text = b"site;time (UTC);flow (m3/s)\nA;2024-01-30 00:00;1,5\nA;2024-01-30 06:00;-999\nA;2024-01-30 12:00;2,5\n";
    let seen = see(text, "codes.csv", &[]);
    assert_eq!(seen.asked, ["missing"]);
    assert_eq!(
        seen.series,
        [
            "A discharge instantaneous 360min 2024-01-30=1.5 2024-01-30T06:00Z=- 2024-01-30T12:00Z=2.5"
        ]
    );
    let warned = seen.findings.iter().any(|it| {
        it.cause == Cause::Sentinel && it.severity == Severity::Warning && it.line == Some(3)
    });
    assert!(warned, "{:#?}", seen.findings);
    let kept = see(text, "codes.csv", &[("missing", "none")]);
    assert!(kept.series[0].contains("T06:00Z=-999"), "{:?}", kept.series);
}

#[test]
fn decimal_commas_that_a_delimiter_has_split_are_not_drafted() {
    let text = b"date,value\n2024-01-30 00:00,12,5\n2024-01-30 12:00,13,5\n";
    assert!(thalweg::ingest::sniff::draft(text, "a.csv").is_none());
}

#[test]
fn words_that_are_no_value_are_rejected_row_by_row() {
    let text = b"site;time (UTC);level (m)\nA;2024-01-30 00:00;1,5\nA;2024-01-30 06:00;Ice\nA;2024-01-30 12:00;2,5\n";
    let seen = see(text, "ice.csv", &[]);
    assert_eq!(
        seen.series,
        ["A stage instantaneous 720min 2024-01-30=1.5 2024-01-30T12:00Z=2.5"]
    );
    let named = seen.findings.iter().any(|it| {
        it.cause == Cause::BadNumber && it.line == Some(3) && it.text.as_deref() == Some("Ice")
    });
    assert!(named, "{:#?}", seen.findings);
}
