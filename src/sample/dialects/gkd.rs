//! Avaria's single values: the layout of GKD (Bavaria). A zip that holds one CSV with UTF-8 BOM, LF, `;`, quotes and
//! decimal comma; Central European time all year; a column that says whether a value was checked.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Reading, comma};
use crate::sample::clock::Minute;

/// What a download is about.
pub(crate) struct Head<'a> {
    pub(crate) name: &'a str,
    pub(crate) number: &'a str,
    pub(crate) river: &'a str,
    /// Gauge zero or height of the station, as the header states it.
    pub(crate) height: &'a str,
    /// Quantity with its unit, as the column is called.
    pub(crate) column: &'a str,
    /// When the file was asked for, as the header states it.
    pub(crate) asked: &'a str,
    /// Readings until here were checked.
    pub(crate) checked_until: Minute,
}

/// The CSV.
pub(crate) fn csv(head: &Head<'_>, readings: &[Reading]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let _ = writeln!(
        text,
        "Quelle:;\"Gewässerkundlicher Dienst Avaria (erfunden)\""
    );
    let _ = writeln!(text, "Datenbankabfrage:;\"{}\"", head.asked);
    let _ = writeln!(text, "Zeitbezug:;MEZ");
    let _ = writeln!(text, "Messstellen-Name:;{}", quoted(head.name));
    let _ = writeln!(text, "Messstellen-Nr.:;{}", head.number);
    let _ = writeln!(text, "Gewässer:;{}", head.river);
    let _ = writeln!(text, "{}", head.height);
    let _ = writeln!(text, "\nDatum;\"{}\";Prüfstatus", head.column);
    for reading in readings {
        let stamp = reading.at.ahead(60).format("%Y-%m-%d %H:%M");
        let value = reading
            .value
            .map_or_else(String::new, |value| comma(value, 2));
        let status = if reading.at <= head.checked_until {
            "Geprueft"
        } else {
            "Rohdaten"
        };
        let _ = writeln!(text, "\"{stamp}\";{value};{status}");
    }
    text.into_bytes()
}

fn quoted(name: &str) -> String {
    if name.contains([' ', ',', ';']) {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

/// A zip of one member, the same bytes whenever and wherever it is made. They change only when `Cargo.lock` brings a
/// deflate that packs otherwise; then the sample is written anew.
pub(crate) fn zip(member: &str, content: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let written = writer
        .start_file(member, options)
        .and_then(|()| Ok(writer.write_all(content)?))
        .and_then(|()| writer.finish());
    // Writing to memory fails only for members above 4 GB; an empty file would be seen by every test.
    written.map_or_else(|_| Vec::new(), Cursor::into_inner)
}
