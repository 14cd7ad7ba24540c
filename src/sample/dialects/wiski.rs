//! Corvia's stages: the layout of a time-series export of KISTERS WISKI. Tabulators, fifteen keys, then date and time in
//! two columns; the file does not say on which clock, and it is the civil one with summer time.

use std::fmt::Write as _;

use super::Note;

/// What an export is about.
pub(crate) struct Head<'a> {
    pub(crate) site: &'a str,
    pub(crate) number: &'a str,
    pub(crate) name: &'a str,
    pub(crate) km: f64,
    /// Gauge zero, m.
    pub(crate) zero: f64,
}

/// A row: the civil time that the export shows, m above the gauge zero, and what is known of it.
pub(crate) struct Row {
    pub(crate) civil: chrono::NaiveDateTime,
    pub(crate) value: Option<f64>,
    pub(crate) note: Note,
}

/// The file.
pub(crate) fn file(head: &Head<'_>, rows: &[Row]) -> Vec<u8> {
    let mut text = String::new();
    let place = 400_000.0 + head.km * 700.0;
    for (key, value) in [
        ("Station Site", head.site.to_owned()),
        ("Station Name", head.name.to_owned()),
        ("Station Number", head.number.to_owned()),
        ("LocalX", format!("{place:.0}")),
        ("LocalY", "4512000".to_owned()),
        ("Datum", format!("{:.3}", head.zero)),
        ("Parameter Name", "Nivel da agua".to_owned()),
        ("Parameter Type", "W".to_owned()),
        ("Parameter Type Name", "NIVEL [m]".to_owned()),
        ("Time series Name", format!("{}/W/15min.O", head.number)),
        ("Time series Unit", "m".to_owned()),
        ("GlobalX", format!("{place:.0}")),
        ("GlobalY", "4512000".to_owned()),
        ("Longitude", "0.000".to_owned()),
        ("Latitude", "0.000".to_owned()),
    ] {
        let _ = writeln!(text, "{key}:\t{value}");
    }
    text.push_str("Date\tTime\tValue[m]\tState of value\n");
    for row in rows {
        let stamp = row.civil.format("%d-%m-%Y\t%H:%M:%S");
        let _ = match (row.value, row.note) {
            (Some(value), Note::Plain) => writeln!(text, "{stamp}\t{value:.3}\t40"),
            (Some(value), _) => writeln!(text, "{stamp}\t{value:.3}\t80"),
            (None, _) => writeln!(text, "{stamp}\t---\t255"),
        };
    }
    text.into_bytes()
}
