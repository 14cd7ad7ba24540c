//! Tiny bad files, each with the exact findings. Rows of eHYD and of GKD begin on line 7.

use thalweg::domain::{Cause, Reliability, Severity};
use thalweg::ingest::RawClock;

use crate::common::{A, ehyd, ehyd_of, gkd, latin1, one, receipt, tell, values};

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
            ('e', BadShape, 8, 0),
        ),
        (
            "too many fields",
            "02.01.2024 00:00:00   ;  42;  43",
            ('e', BadShape, 8, 0),
        ),
        (
            "a disclaimer",
            "NOTICE: provisional, subject to revision",
            ('e', BadShape, 8, 0),
        ),
        ("a conflict marker", "<<<<<<< HEAD", ('e', BadShape, 8, 0)),
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
        &[('e', Cause::BadEncoding, 8, 3)],
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
        &[('e', Cause::BadShape, 8, 0)],
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
        // That a file was converted is said.
        let n_notes = usize::from(encoding.starts_with("UTF-16"));
        assert_eq!(findings.len(), n_notes, "{findings:?}");
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
