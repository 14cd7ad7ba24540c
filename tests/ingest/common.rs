//! What the tests share: reading with the rules that always hold, and files built row by row.

use thalweg::domain::{Findings, Instant, Receipt};
use thalweg::ingest::{Profiles, RawSeries, RawTable, read};

pub(crate) const FORMATS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/");

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{FORMATS}{name}")).expect(name)
}

pub(crate) fn import(bytes: &[u8], name: &str) -> (Vec<RawTable>, Findings) {
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

pub(crate) fn one(bytes: &[u8], name: &str) -> (RawTable, Findings) {
    let (mut tables, findings) = import(bytes, name);
    assert_eq!(tables.len(), 1, "{findings:?}");
    (tables.remove(0), findings)
}

pub(crate) fn receipt(counts: [u64; 5]) -> Receipt {
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
pub(crate) fn tell(series: &RawSeries) -> String {
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

pub(crate) fn values(series: &RawSeries) -> Vec<Option<f64>> {
    series
        .value
        .iter()
        .map(|&value| (!value.is_nan()).then_some(value))
        .collect()
}

pub(crate) fn ehyd(rows: &str) -> Vec<u8> {
    ehyd_of("207101", rows)
}

pub(crate) fn ehyd_of(station: &str, rows: &str) -> Vec<u8> {
    latin1(&format!(
        "Messstelle:                ;Hochstein\nHZB-Nummer:                ;{station}\n\
         Exportzeitreihe:           ;Abfluss,I,Mit,T,1,F,Z,0,,,\nEinheit:                   ;m³/s\n\
         Werteformat:               ;2 Nachkommast.\nWerte:\n{rows}"
    ))
}

pub(crate) fn gkd(rows: &str) -> Vec<u8> {
    format!(
        "\u{feff}Quelle:;\"Landesamt\"\nZeitbezug:;MEZ\nMessstellen-Name:;Grenzau\n\
         Messstellen-Nr.:;16196007\n\nDatum;\"Wasserstand [cm]\";Prüfstatus\n{rows}"
    )
    .into_bytes()
}

pub(crate) fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).expect("latin-1"))
        .collect()
}

/// A good row of eHYD.
pub(crate) const A: &str = "01.01.2024 00:00:00   ;  41,25\n";
