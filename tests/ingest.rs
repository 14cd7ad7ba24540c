//! Exports in the true dialects of their agencies, with invented values; and a zoo of bad ones.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::io::Write as _;

use proptest::prelude::*;
use thalweg::domain::{
    Cause, Clock, Finding, Findings, Instant, LabelSide, Origin, ProfileId, Quantity, Receipt,
    Reliability, Review, Severity, StampMark, Statistic, Step,
};
use thalweg::ingest::{Profiles, RawClock, RawSeries, RawTable, read};

const FORMATS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/");

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{FORMATS}{name}")).expect(name)
}

fn import(bytes: &[u8], name: &str) -> (Vec<RawTable>, Findings) {
    let mut findings = Findings::new();
    let tables = read(bytes, name, &Profiles::shipped(), None, &mut findings);
    for table in &tables {
        assert!(table.receipt.balances(), "{name}: {}", table.receipt);
        for series in &table.series {
            let n = series.time.len();
            assert_eq!(
                (n, n, n, n),
                (
                    series.value.len(),
                    series.flag.len(),
                    series.line.len(),
                    series.column.len()
                )
            );
            assert!(
                series
                    .flag
                    .iter()
                    .all(|&flag| usize::from(flag) < table.flags.len())
            );
        }
        assert_eq!(table.flags.len(), table.qualities.len());
    }
    for finding in findings.iter() {
        assert!(finding.hint.is_some(), "no remedy: {finding}");
        assert!(
            finding
                .file
                .as_deref()
                .is_some_and(|file| file.starts_with(name)),
            "no file: {finding}"
        );
    }
    (tables, findings)
}

fn one(bytes: &[u8], name: &str) -> (RawTable, Findings) {
    let (mut tables, findings) = import(bytes, name);
    assert_eq!(tables.len(), 1, "{findings:?}");
    (tables.remove(0), findings)
}

fn receipt(counts: [u64; 5]) -> Receipt {
    let [read, kept, rejected, duplicate, missing] = counts;
    Receipt {
        read,
        kept,
        rejected,
        duplicate,
        ambiguous_time: 0,
        missing,
    }
}

/// Station, quantity, statistic, step, unit, readings, first and last stamp.
fn tell(series: &RawSeries) -> String {
    let stamp = |at: Option<&i64>| Instant::from_millis(*at.expect("a reading")).to_string();
    format!(
        "{} {} {} {} [{}] {} {}..{}",
        series.station,
        series.quantity.word(),
        series.statistic.word(),
        series.step.map_or("-".to_owned(), |step| step.to_string()),
        series.unit,
        series.time.len(),
        stamp(series.time.first()),
        stamp(series.time.last()),
    )
}

struct Expect {
    file: &'static str,
    profile: &'static str,
    encoding: &'static str,
    /// read, kept, rejected, duplicate, missing
    receipt: [u64; 5],
    series: &'static [&'static str],
}

/// Counted by hand in the fixtures.
const EXPECT: [Expect; 15] = [
    Expect {
        file: "at-ehyd-csv.csv",
        profile: "at-ehyd-csv",
        encoding: "ISO-8859-1",
        receipt: [5, 3, 0, 0, 2],
        series: &["207101 discharge mean day [m³/s] 5 2024-02-27T00:00:00Z..2024-03-02T00:00:00Z"],
    },
    Expect {
        file: "at-ehyd-csv.rain.csv",
        profile: "at-ehyd-csv",
        encoding: "ISO-8859-1",
        receipt: [3, 2, 0, 0, 1],
        series: &["107020 rain sum day [mm] 3 2020-01-01T07:00:00Z..2020-01-03T07:00:00Z"],
    },
    Expect {
        file: "br-ana-csv.csv",
        profile: "br-ana-csv",
        encoding: "ISO-8859-1",
        // May: 31. April, level 1: 29 values, 1 blank, 1 on the 31st; level 2: 28 values, 2 blanks. 29 days of
        // April have a value, so 29 + 28 - 29 are superseded.
        receipt: [92, 60, 1, 28, 3],
        series: &[
            "58476000 discharge mean day [m³/s] 61 2023-04-01T00:00:00Z..2023-05-31T00:00:00Z",
        ],
    },
    Expect {
        file: "br-ana-csv.chuvas.csv",
        profile: "br-ana-csv",
        encoding: "ISO-8859-1",
        receipt: [29, 29, 0, 0, 0],
        series: &["58476000 rain sum day [mm] 29 2024-02-01T00:00:00Z..2024-02-29T00:00:00Z"],
    },
    Expect {
        file: "br-ana-csv.cotas.csv",
        profile: "br-ana-csv",
        encoding: "ISO-8859-1",
        receipt: [56, 56, 0, 0, 0],
        series: &[
            "58476000 stage mean day [cm] 28 2023-02-01T00:00:00Z..2023-02-28T00:00:00Z",
            "58476000 stage instantaneous - [cm] 28 2023-02-01T07:00:00Z..2023-02-28T07:00:00Z",
        ],
    },
    Expect {
        file: "ca-wsc-csv.csv",
        profile: "ca-wsc-csv",
        encoding: "UTF-8 with BOM",
        receipt: [8, 7, 0, 0, 1],
        series: &[
            "08BR196 stage instantaneous - [m] 2 2026-05-31T22:00:00Z..2026-05-31T22:15:00Z",
            "08BR196 discharge instantaneous - [cms] 2 2026-05-31T22:00:00Z..2026-05-31T22:15:00Z",
            "08BR412 stage instantaneous - [m] 2 2026-05-31T22:00:00Z..2026-06-01T03:45:00Z",
            "08BR412 discharge instantaneous - [cms] 2 2026-05-31T22:00:00Z..2026-06-01T03:45:00Z",
        ],
    },
    Expect {
        file: "de-gkd-csv.csv",
        profile: "de-gkd-csv",
        encoding: "UTF-8 with BOM",
        receipt: [4, 3, 0, 0, 1],
        series: &[
            "16196007 stage instantaneous - [cm] 4 2025-03-30T01:45:00Z..2025-03-30T02:30:00Z",
        ],
    },
    Expect {
        file: "de-gkd-csv.2019.csv",
        profile: "de-gkd-csv",
        encoding: "ISO-8859-1",
        receipt: [2, 2, 0, 0, 0],
        series: &[
            "16196007 discharge instantaneous - [m³/s] 2 2019-01-01T00:00:00Z..2019-01-01T00:15:00Z",
        ],
    },
    Expect {
        file: "de-gkd-csv.rain.csv",
        profile: "de-gkd-csv",
        encoding: "UTF-8 with BOM",
        receipt: [2, 2, 0, 0, 0],
        series: &["200020 rain sum - [mm] 2 2025-03-30T01:00:00Z..2025-03-30T02:00:00Z"],
    },
    Expect {
        file: "de-gkd-csv.daily.csv",
        profile: "de-gkd-csv",
        encoding: "UTF-8 with BOM",
        receipt: [6, 6, 0, 0, 0],
        series: &[
            "16196007 discharge mean day [m³/s] 2 2025-03-30T00:00:00Z..2025-03-31T00:00:00Z",
            "16196007 discharge max day [m³/s] 2 2025-03-30T00:00:00Z..2025-03-31T00:00:00Z",
            "16196007 discharge min day [m³/s] 2 2025-03-30T00:00:00Z..2025-03-31T00:00:00Z",
        ],
    },
    Expect {
        file: "nl-knmi-txt.txt",
        profile: "nl-knmi-txt",
        encoding: "UTF-8",
        receipt: [4, 3, 0, 0, 1],
        series: &["470 rain sum day [0.1 mm] 4 2024-02-28T00:00:00Z..2024-03-02T00:00:00Z"],
    },
    Expect {
        file: "us-usgs-rdb.dv.txt",
        profile: "us-usgs-rdb",
        encoding: "UTF-8",
        receipt: [7, 4, 1, 0, 2],
        series: &[
            "04291000 discharge mean day [ft3/s] 4 2020-02-27T00:00:00Z..2020-03-02T00:00:00Z",
            "04412000 discharge mean day [ft3/s] 2 2020-02-27T00:00:00Z..2020-02-28T00:00:00Z",
        ],
    },
    Expect {
        file: "us-usgs-rdb.iv.txt",
        profile: "us-usgs-rdb",
        encoding: "UTF-8",
        receipt: [8, 5, 2, 0, 1],
        // 03:30 EEST is 00:30 UTC, and an hour later 03:30 EET is 01:30 UTC.
        series: &[
            "04380100 rain sum - [in] 3 2025-10-26T00:30:00Z..2025-10-26T02:30:00Z",
            "04380100 stage instantaneous - [ft] 3 2025-10-26T00:30:00Z..2025-10-26T02:30:00Z",
        ],
    },
    Expect {
        file: "us-usgs-waterml-json.json",
        profile: "us-usgs-waterml-json",
        encoding: "UTF-8",
        receipt: [5, 3, 1, 0, 1],
        series: &[
            "04412000 discharge instantaneous - [ft3/s] 3 2020-02-13T22:00:00Z..2020-02-13T22:45:00Z",
            "04412000 discharge mean day [ft3/s] 1 2020-02-14T00:00:00Z..2020-02-14T00:00:00Z",
        ],
    },
    Expect {
        file: "xx-wiski-tsv.csv",
        profile: "xx-wiski-tsv",
        encoding: "UTF-8",
        receipt: [4, 3, 0, 0, 1],
        series: &["CO476 stage instantaneous - [m] 4 2025-10-25T23:45:00Z..2025-10-26T00:30:00Z"],
    },
];

#[test]
fn every_dialect_is_read_by_its_profile_and_claimed_by_no_other() {
    for expect in EXPECT {
        let bytes = fixture(expect.file);
        let (table, _) = one(&bytes, expect.file);
        assert_eq!(table.profile.as_str(), expect.profile, "{}", expect.file);
        assert_eq!(table.facts.encoding, expect.encoding, "{}", expect.file);
        assert_eq!(table.receipt, receipt(expect.receipt), "{}", expect.file);
        let told: Vec<String> = table.series.iter().map(tell).collect();
        assert_eq!(told, expect.series, "{}", expect.file);
        for other in Profiles::shipped().iter().map(|profile| &profile.id) {
            if other.as_str() != expect.profile {
                let mut findings = Findings::new();
                let none = read(
                    &bytes,
                    "x",
                    &Profiles::shipped(),
                    Some(other),
                    &mut findings,
                );
                assert!(none.is_empty(), "{other} claims {}", expect.file);
                assert_eq!(
                    findings.iter().next().map(|it| it.cause),
                    Some(Cause::Unrecognised)
                );
            }
        }
    }
}

#[test]
fn every_shipped_profile_and_every_fixture_is_in_the_table() {
    for profile in Profiles::shipped().iter() {
        assert!(
            EXPECT
                .iter()
                .any(|expect| expect.profile == profile.id.as_str()),
            "no fixture for {}",
            profile.id
        );
    }
    for entry in std::fs::read_dir(FORMATS).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || EXPECT.iter().any(|expect| expect.file == name),
            "{name} is in no table"
        );
    }
}

fn values(series: &RawSeries) -> Vec<Option<f64>> {
    series
        .value
        .iter()
        .map(|&value| (!value.is_nan()).then_some(value))
        .collect()
}

#[test]
fn ehyd_values_stand_with_their_place_and_the_clock_is_only_assumed() {
    let (table, findings) = one(&fixture("at-ehyd-csv.csv"), "a.csv");
    let series = &table.series[0];
    assert_eq!(
        values(series),
        [Some(41.25), Some(1040.5), None, Some(39.0), None]
    );
    assert_eq!((series.line[0], series.column[0]), (23, 2));
    assert_eq!(series.station_name.as_deref(), Some("Hochstein"));
    assert_eq!(series.clock, RawClock::Assumed(Clock::Fixed(60)));
    assert_eq!(series.stamp, StampMark::Start);
    assert_eq!(table.qualities[0].review, Review::Approved);
    assert_eq!(table.facts.line_ending, "LF");
    let told: Vec<(Cause, Option<u32>)> = findings.iter().map(|it| (it.cause, it.line)).collect();
    assert_eq!(told, [(Cause::HeaderDisagrees, Some(19))]);

    let (table, findings) = one(&fixture("at-ehyd-csv.rain.csv"), "a.csv");
    let day = table.series[0].day;
    assert_eq!((day.begins_at, day.label), (420, LabelSide::Start));
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn gkd_states_its_clock_and_its_review() {
    let (table, findings) = one(&fixture("de-gkd-csv.csv"), "a.csv");
    let series = &table.series[0];
    assert_eq!(values(series), [Some(96.0), Some(97.5), None, Some(-1.25)]);
    assert_eq!(series.clock, RawClock::Stated(Clock::Fixed(60)));
    let reviews: Vec<Review> = series
        .flag
        .iter()
        .map(|&flag| table.qualities[usize::from(flag)].review)
        .collect();
    assert_eq!(
        reviews,
        [Review::Approved, Review::Approved, Review::Raw, Review::Raw]
    );
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn rdb_keeps_words_in_the_place_of_values_as_flags() {
    let (table, findings) = one(&fixture("us-usgs-rdb.dv.txt"), "a.txt");
    let series = &table.series[0];
    assert_eq!(
        series.station_name.as_deref(),
        Some("TORRIN RIVER AT TORRIN BRIDGE")
    );
    assert_eq!(series.clock, RawClock::Unstated);
    assert_eq!(values(series), [Some(466.0), None, Some(480.0), None]);
    let flags: Vec<&str> = series
        .flag
        .iter()
        .map(|&flag| table.flags[usize::from(flag)].as_str())
        .collect();
    assert_eq!(flags, ["A", "Ice, P", "A, e", "P"]);
    let estimated = table.qualities[usize::from(series.flag[2])];
    assert_eq!(
        (estimated.origin, estimated.review),
        (Origin::Estimated, Review::Approved)
    );
    let told: Vec<(Severity, Cause, Option<u32>, Option<u32>)> = findings
        .iter()
        .map(|it| (it.severity, it.cause, it.line, it.column))
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Note, Cause::UnknownUnit, None, None),
            (Severity::Error, Cause::BadNumber, Some(19), Some(4)),
        ]
    );
}

#[test]
fn ana_prefers_the_better_level_that_has_a_value() {
    let (table, findings) = one(&fixture("br-ana-csv.csv"), "a.csv");
    let series = &table.series[0];
    // 9, 10 and 11 April: consistent value; blank at both levels; blank at level 2, so level 1 counts.
    assert_eq!(values(series)[8..11], [Some(58.5), None, Some(50.5)]);
    let flag = |row: usize| table.flags[usize::from(series.flag[row])].as_str();
    assert_eq!((flag(8), flag(10)), ("consistido, real", "bruto, real"));
    assert_eq!((series.line[8], series.column[8]), (15, 15));
    let quality = |row: usize| table.qualities[usize::from(series.flag[row])];
    assert_eq!(quality(32).origin, Origin::Estimated);
    assert_eq!(quality(33).reliability, Reliability::Suspect);
    let told: Vec<(Cause, Option<u32>, Option<u32>, Option<&str>)> = findings
        .iter()
        .map(|it| (it.cause, it.line, it.column, it.text.as_deref()))
        .collect();
    assert_eq!(told, [(Cause::BadTime, Some(14), Some(37), Some("7,5"))]);
}

#[test]
fn json_readings_have_the_line_of_their_value() {
    let (table, findings) = one(&fixture("us-usgs-waterml-json.json"), "a.json");
    let series = &table.series[0];
    assert_eq!(values(series), [Some(466.0), None, Some(470.0)]);
    assert_eq!(series.line, [5, 6, 8]);
    assert_eq!(series.column, [11, 11, 11]);
    assert_eq!(table.series[1].clock, RawClock::Stated(Clock::Fixed(120)));
    assert_eq!(table.series[1].stamp, StampMark::Start);
    let bad = findings
        .iter()
        .find(|it| it.cause == Cause::BadNumber)
        .expect("finding");
    assert_eq!((bad.line, bad.text.as_deref()), (Some(7), Some("46x")));
}

#[test]
fn knmi_days_end_at_eight_and_wiski_names_no_clock() {
    let (table, _) = one(&fixture("nl-knmi-txt.txt"), "a.txt");
    let series = &table.series[0];
    assert_eq!(
        (series.day.begins_at, series.day.label),
        (480, LabelSide::End)
    );
    assert_eq!(series.stamp, StampMark::End);
    assert_eq!(series.clock, RawClock::Stated(Clock::UTC));
    assert_eq!(values(series), [Some(0.0), Some(196.0), None, Some(15.0)]);

    let (table, findings) = one(&fixture("xx-wiski-tsv.csv"), "a.csv");
    assert_eq!(table.series[0].clock, RawClock::Unstated);
    assert_eq!(
        values(&table.series[0]),
        [Some(2.607), Some(2.61), None, Some(-0.015)]
    );
    let unknown = findings.iter().next().expect("an unknown flag");
    assert_eq!(
        (unknown.severity, unknown.text.as_deref()),
        (Severity::Note, Some("77"))
    );
}

#[test]
fn twin_columns_of_the_datamart_keep_their_own_flags() {
    let (table, _) = one(&fixture("ca-wsc-csv.csv"), "a.csv");
    let flags = |at: usize| -> Vec<&str> {
        let series = &table.series[at];
        series
            .flag
            .iter()
            .map(|&flag| table.flags[usize::from(flag)].as_str())
            .collect()
    };
    assert_eq!(
        flags(0),
        [
            "QA/QC 1 (preliminary)",
            "E (estimated), QA/QC 1 (preliminary)"
        ]
    );
    assert_eq!(
        flags(1),
        ["QA/QC 1 (preliminary)", "B (ice), QA/QC 2 (reviewed)"]
    );
    assert_eq!(flags(3), ["", "revised, QA/QC 4 (approved)"]);
    assert_eq!((table.series[3].line[1], table.series[3].column[1]), (5, 7));
}

// The zoo. Rows of eHYD begin on line 7, rows of GKD on line 7 too.

fn ehyd(rows: &str) -> Vec<u8> {
    ehyd_of("207101", rows)
}

fn ehyd_of(station: &str, rows: &str) -> Vec<u8> {
    latin1(&format!(
        "Messstelle:                ;Hochstein\nHZB-Nummer:                ;{station}\n\
         Exportzeitreihe:           ;Abfluss,I,Mit,T,1,F,Z,0,,,\nEinheit:                   ;m³/s\n\
         Werteformat:               ;2 Nachkommast.\nWerte:\n{rows}"
    ))
}

fn gkd(rows: &str) -> Vec<u8> {
    format!(
        "\u{feff}Quelle:;\"Landesamt\"\nZeitbezug:;MEZ\nMessstellen-Name:;Grenzau\n\
         Messstellen-Nr.:;16196007\n\nDatum;\"Wasserstand [cm]\";Prüfstatus\n{rows}"
    )
    .into_bytes()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).expect("latin-1"))
        .collect()
}

/// Checks the receipt and the findings: severity letter, cause, line, column.
fn check(what: &str, bytes: &[u8], counts: [u64; 5], expect: &[(char, Cause, u32, u32)]) {
    let (table, findings) = one(bytes, what);
    assert_eq!(table.receipt, receipt(counts), "{what}: {findings:?}");
    let told: Vec<(char, Cause, u32, u32)> = findings
        .iter()
        .map(|it| {
            let severity = match it.severity {
                Severity::Note => 'n',
                Severity::Warning => 'w',
                Severity::Error => 'e',
            };
            (
                severity,
                it.cause,
                it.line.unwrap_or(0),
                it.column.unwrap_or(0),
            )
        })
        .collect();
    assert_eq!(told, expect, "{what}: {findings:?}");
}

const A: &str = "01.01.2024 00:00:00   ;  41,25\n";
const C: &str = "03.01.2024 00:00:00   ;  43\n";

#[test]
fn one_bad_row_never_costs_its_neighbours() {
    use Cause::{BadNumber, BadShape, BadTime};
    for (what, row, finding) in [
        (
            "a word",
            "02.01.2024 00:00:00   ;  Eis",
            ('e', BadNumber, 8, 2),
        ),
        (
            "letters behind",
            "02.01.2024 00:00:00   ;  42,5 m",
            ('e', BadNumber, 8, 2),
        ),
        (
            "another decimal mark",
            "02.01.2024 00:00:00   ;  42.5",
            ('e', BadNumber, 8, 2),
        ),
        (
            "two marks",
            "02.01.2024 00:00:00   ;  1,042,5",
            ('e', BadNumber, 8, 2),
        ),
        (
            "not a number",
            "02.01.2024 00:00:00   ;  NaN",
            ('e', BadNumber, 8, 2),
        ),
        (
            "infinite",
            "02.01.2024 00:00:00   ;  1e999",
            ('e', BadNumber, 8, 2),
        ),
        ("empty", "02.01.2024 00:00:00   ;", ('e', BadNumber, 8, 2)),
        (
            "a NUL",
            "02.01.2024 00:00:00   ;  4\0 2",
            ('e', BadNumber, 8, 2),
        ),
        (
            "a sheet's error",
            "02.01.2024 00:00:00   ;  #REF!",
            ('e', BadNumber, 8, 2),
        ),
        (
            "no such day",
            "31.02.2024 00:00:00   ;  42",
            ('e', BadTime, 8, 1),
        ),
        (
            "no such month",
            "02.13.2024 00:00:00   ;  42",
            ('e', BadTime, 8, 1),
        ),
        (
            "no such hour",
            "02.01.2024 25:00:00   ;  42",
            ('e', BadTime, 8, 1),
        ),
        (
            "two-digit year",
            "02.01.24 00:00:00   ;  42",
            ('e', BadTime, 8, 1),
        ),
        ("a sum row", "Summe;  84,25", ('e', BadTime, 8, 1)),
        (
            "too few fields",
            "02.01.2024 00:00:00",
            ('e', BadShape, 8, 1),
        ),
        (
            "too many fields",
            "02.01.2024 00:00:00   ;  42;  43",
            ('e', BadShape, 8, 3),
        ),
        (
            "a disclaimer",
            "NOTICE: provisional, subject to revision",
            ('e', BadShape, 8, 1),
        ),
        ("a conflict marker", "<<<<<<< HEAD", ('e', BadShape, 8, 1)),
    ] {
        check(
            what,
            &ehyd(&format!("{A}{row}\n{C}")),
            [3, 2, 1, 0, 0],
            &[finding],
        );
    }
}

#[test]
fn rows_that_are_no_readings_are_named_and_not_counted() {
    use Cause::{BadShape, Duplicate};
    check(
        "nothing",
        &ehyd(&format!("{A};\n\n{C}")),
        [2, 2, 0, 0, 0],
        &[('n', BadShape, 8, 0)],
    );
    check(
        "trailing delimiters",
        &ehyd("01.01.2024 00:00:00   ;  41;\n02.01.2024 00:00:00   ;  42;\n"),
        [2, 2, 0, 0, 0],
        &[('n', BadShape, 7, 0)],
    );
    check(
        "the header again",
        &gkd(
            "\"2025-01-01 00:00\";96,00;Geprueft\nDatum;\"Wasserstand [cm]\";Prüfstatus\n\"2025-01-01 00:15\";97,00;Geprueft\n",
        ),
        [2, 2, 0, 0, 0],
        &[('n', Duplicate, 8, 0)],
    );
    check(
        "no rows",
        &ehyd(""),
        [0; 5],
        &[('w', Cause::Incomplete, 0, 0)],
    );
}

#[test]
fn quotation_marks_never_swallow_the_file() {
    let row = |text: &str| {
        gkd(&format!(
            "\"2025-01-01 00:00\";96,00;Geprueft\n{text}\n\"2025-01-01 00:30\";98,00;Geprueft\n"
        ))
    };
    check(
        "open",
        &row("\"2025-01-01 00:15;97,00;Geprueft"),
        [3, 2, 1, 0, 0],
        &[('e', Cause::BadShape, 8, 1)],
    );
    check(
        "after",
        &row("\"2025-01-01 00:15\"x;97,00;Geprueft"),
        [3, 2, 1, 0, 0],
        &[('e', Cause::BadShape, 8, 1)],
    );
}

#[test]
fn bytes_outside_the_encoding_cost_their_row() {
    let mut bytes = gkd(
        "\"2025-01-01 00:00\";96,00;Geprueft\n\"2025-01-01 00:15\";97,00;Gepr?ft\n\"2025-01-01 00:30\";98,00;Geprueft\n",
    );
    let at = bytes.iter().rposition(|&byte| byte == b'?').unwrap();
    bytes[at] = 0xfc;
    check(
        "an invalid byte",
        &bytes,
        [3, 2, 1, 0, 0],
        &[('e', Cause::BadEncoding, 8, 0)],
    );
}

#[test]
fn a_last_line_without_end_is_kept_as_suspect() {
    let bytes = ehyd(&format!("{A}02.01.2024 00:00:00   ;  4"));
    check(
        "cut",
        &bytes,
        [2, 2, 0, 0, 0],
        &[('w', Cause::BadShape, 8, 0)],
    );
    let (table, _) = one(&bytes, "a.csv");
    let reliability =
        |row: usize| table.qualities[usize::from(table.series[0].flag[row])].reliability;
    assert_eq!(
        (reliability(0), reliability(1)),
        (Reliability::Good, Reliability::Suspect)
    );
    let cut = ehyd(&format!("{A}02.01.2024 00:0"));
    check(
        "cut in the stamp",
        &cut,
        [2, 1, 1, 0, 0],
        &[('e', Cause::BadShape, 8, 1)],
    );
}

#[test]
fn every_line_end_and_every_mark_of_order_is_read() {
    let unix = ehyd(&format!("{A}{C}"));
    let text: String = unix.iter().map(|&byte| char::from(byte)).collect();
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, line_ending, encoding) in [
        (latin1(&text.replace('\n', "\r")), "CR", "ISO-8859-1"),
        (latin1(&text.replace('\n', "\r\n")), "CRLF", "ISO-8859-1"),
        (text.clone().into_bytes(), "LF", "UTF-8"),
        (
            format!("\u{feff}{text}").into_bytes(),
            "LF",
            "UTF-8 with BOM",
        ),
        (utf16, "LF", "UTF-16LE with BOM"),
    ] {
        let (table, findings) = one(&bytes, "a.csv");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(table.facts.line_ending, line_ending);
        assert_eq!(table.facts.encoding, encoding);
        assert_eq!(values(&table.series[0]), [Some(41.25), Some(43.0)]);
        assert_eq!(table.series[0].line, [7, 8]);
        assert_eq!(table.series[0].unit, "m³/s");
    }
}

#[test]
fn two_exports_in_one_file_stay_two() {
    let mut bytes = ehyd(A);
    bytes.extend(ehyd_of("207115", C));
    let (table, findings) = one(&bytes, "a.csv");
    let told: Vec<String> = table.series.iter().map(tell).collect();
    assert_eq!(
        told,
        [
            "207101 discharge mean day [m³/s] 1 2024-01-01T00:00:00Z..2024-01-01T00:00:00Z",
            "207115 discharge mean day [m³/s] 1 2024-01-03T00:00:00Z..2024-01-03T00:00:00Z",
        ]
    );
    assert_eq!(table.series[1].line, [14]);
    assert_eq!(
        findings.iter().map(|it| it.line).collect::<Vec<_>>(),
        [Some(8)]
    );
}

#[test]
fn a_header_that_the_profile_does_not_fully_know_is_a_question() {
    let snow = latin1(
        "Messstelle:;Höhe\nHZB-Nummer:;123133\nExportzeitreihe:;Neuschnee,I,Sum,T,1,O,Z,0,,,\n\
         Einheit:;cm\nWerte:\n01.09.1998 07:00:00;0\n",
    );
    check("snow", &snow, [0; 5], &[('e', Cause::BadShape, 3, 0)]);

    let text = String::from_utf8(gkd("\"2025-01-01 00:00\";96,00;Geprueft\n")).unwrap();
    let summer = text.replace("MEZ", "Ortszeit").into_bytes();
    check(
        "a clock",
        &summer,
        [1, 1, 0, 0, 0],
        &[('w', Cause::BadTime, 2, 0)],
    );
    assert_eq!(one(&summer, "a.csv").0.series[0].clock, RawClock::Unstated);
}

#[test]
fn many_equal_findings_become_one_and_the_receipt_counts_them_all() {
    let mut rows = String::new();
    for n in 0..5000 {
        let value = if n % 10 == 0 { "x" } else { "1,5" };
        rows.push_str(&format!(
            "{:02}.{:02}.{:04} 00:00:00;{value}\n",
            n % 28 + 1,
            n / 28 % 12 + 1,
            1900 + n / 336
        ));
    }
    let (table, findings) = one(&ehyd(&rows), "a.csv");
    assert_eq!(table.receipt, receipt([5000, 4500, 500, 0, 0]));
    assert_eq!(findings.len(), 201);
    let last = findings.iter().last().unwrap();
    assert_eq!(
        last.message,
        "300 more of the same kind, 500 in all: the cell is no number"
    );
}

#[test]
fn a_file_of_which_more_than_a_fifth_is_not_understood_is_refused() {
    let mut rows = String::new();
    for day in 1..=28 {
        rows.push_str(&format!(
            "{day:02}.01.2024 00:00:00;1,5\n{day:02}.02.2024 00:00:00,1.5\n"
        ));
    }
    let (table, findings) = one(&ehyd(&rows), "a.csv");
    assert_eq!(table.receipt, receipt([56, 0, 56, 0, 0]));
    assert!(table.series.is_empty());
    assert!(
        findings
            .iter()
            .any(|it| it.message.starts_with("28 of 56 readings"))
    );
}

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
fn an_unknown_export_is_not_guessed_and_every_profile_says_why() {
    let finding = refusal(b"date,flow\n2024-01-01,3.5\n");
    assert_eq!(finding.cause, Cause::Unrecognised);
    for profile in Profiles::shipped().iter() {
        assert!(finding.message.contains(profile.id.as_str()), "{finding}");
    }
    assert!(
        finding
            .message
            .contains("no line begins with \"Messstelle:\""),
        "{finding}"
    );
    assert!(
        finding
            .message
            .contains("no line has the column \"agency_cd\""),
        "{finding}"
    );
}

#[test]
fn two_claims_are_a_finding_and_a_person_can_settle_them() {
    let mut profiles = Profiles::shipped();
    let text = include_str!("../assets/formats/at-ehyd-csv.toml");
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
        (
            "nested",
            archive(&[("inner.zip", &inner)]),
            "further archive",
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

/// Complete rows before a cut: those whose line end is still there.
fn complete_rows(bytes: &[u8], first: usize) -> usize {
    bytes
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        .saturating_sub(first)
}

fn long_fixture() -> Vec<u8> {
    let mut rows = String::new();
    for n in 0..200 {
        rows.push_str(&format!(
            "\"2025-01-{:02} {:02}:{:02}\";{},{:02};{}\n",
            n / 96 + 1,
            n / 4 % 24,
            n % 4 * 15,
            90 + n,
            n % 100,
            if n % 7 == 0 { "Rohdaten" } else { "Geprueft" }
        ));
    }
    gkd(&rows)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_loses_no_complete_row(cut in 0_usize..7_000) {
        let whole = long_fixture();
        let cut = cut.min(whole.len());
        let (all, _) = one(&whole, "a.csv");
        let (tables, _) = import(&whole[..cut], "a.csv");
        let rows = complete_rows(&whole[..cut], 6);
        if rows > 0 {
            let kept = &tables[0].series[0];
            prop_assert!(kept.time.len() >= rows);
            prop_assert_eq!(&kept.time[..rows], &all.series[0].time[..rows]);
            prop_assert_eq!(&kept.value[..rows], &all.series[0].value[..rows]);
        }
    }

    #[test]
    fn a_changed_byte_costs_at_most_its_own_rows(at in 0_usize..7_000, byte: u8) {
        let mut bytes = long_fixture();
        let first = bytes.len() - long_fixture().len() + 140;
        let at = (first + at).min(bytes.len() - 1);
        bytes[at] = byte;
        let (tables, _) = import(&bytes, "a.csv");
        let kept: u64 = tables.iter().map(|table| table.receipt.kept).sum();
        prop_assert!(kept >= 198, "{}", kept);
    }

    #[test]
    fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), at in 0_usize..15) {
        let (tables, _) = import(&bytes, "x");
        prop_assert!(tables.is_empty());
        let mut glued = fixture(EXPECT[at].file);
        glued.extend(bytes);
        import(&glued, "x");
    }

    #[test]
    fn any_cut_and_any_byte_of_any_dialect_never_panics(at in 0_usize..15, cut in 0_usize..2_000, byte: u8) {
        let mut bytes = fixture(EXPECT[at].file);
        let place = cut % bytes.len();
        import(&bytes[..place], "x");
        bytes[place] = byte;
        import(&bytes, "x");
    }
}

#[test]
fn steps_and_statistics_come_from_the_words_of_the_header() {
    let text: String = ehyd(A).iter().map(|&byte| char::from(byte)).collect();
    let highest = latin1(
        &text
            .replace("Abfluss,I,Mit,T,1", "(2001073,Wasserstand,I,Max,T,1")
            .replace("m³/s", "[cm]"),
    );
    let (table, _) = one(&highest, "a.csv");
    let series = &table.series[0];
    assert_eq!(
        (
            series.quantity,
            series.statistic,
            series.step,
            series.unit.as_str()
        ),
        (Quantity::Stage, Statistic::Max, Some(Step::Day), "cm")
    );
}
