//! One file of an agency, on its way through an exercise.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Silence;
use super::text::{Cell, Marks, Text};
use crate::domain::{Basin, Findings, Instant, Source};
use crate::harmonise::{self, Harmonised};
use crate::ingest::{self, Profiles, RawTable};

/// How a file is handed over.
enum Content {
    /// Lines, perhaps in a zip that holds them under this name.
    Lines(Text, Option<String>),
    /// Something else, which arrives as a whole with its last reading; at once when it has none.
    Whole(Vec<u8>, Option<Instant>),
}

/// A file of an agency.
pub(super) struct Export {
    /// Folder below the basin.
    folder: PathBuf,
    /// Name of the file.
    name: String,
    content: Content,
}

/// What is needed to understand a file.
pub(super) struct Reading<'a> {
    pub(super) basin: &'a Basin,
    pub(super) source: &'a Source,
    pub(super) profiles: &'a Profiles,
    pub(super) silences: &'a [Silence],
}

impl Export {
    /// Understands a file. One that cannot be understood arrives as it is.
    pub(super) fn read(path: &Path, bytes: Vec<u8>, reading: &Reading<'_>) -> Self {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // What is wrong with it is said when it is taken in.
        let mut ignored = Findings::new();
        let source = reading.source;
        let tables = ingest::read(
            &bytes,
            &name,
            reading.profiles,
            source.profile.as_ref(),
            &mut ignored,
        );
        let content = content(&name, bytes, &tables, reading);
        Self {
            folder: PathBuf::from(source.kind.folder()),
            name,
            content,
        }
    }

    /// Its lines, where it has any.
    pub(super) fn text_mut(&mut self) -> Option<&mut Text> {
        match &mut self.content {
            Content::Lines(text, _) => Some(text),
            Content::Whole(..) => None,
        }
    }

    /// When something of it arrives.
    pub(super) fn arrivals(&self) -> Vec<Instant> {
        match &self.content {
            Content::Lines(text, _) => text.arrivals().collect(),
            Content::Whole(_, at) => at.iter().copied().collect(),
        }
    }

    /// What has come before the exercise: path below the basin, and bytes.
    pub(super) fn before(&self, start: Instant) -> Option<(PathBuf, Vec<u8>)> {
        let path = self.folder.join(&self.name);
        match &self.content {
            Content::Lines(text, member) => {
                let bytes = text.as_of(None, start)?;
                Some((path, packed(bytes, member.as_deref())))
            }
            Content::Whole(bytes, at) => at
                .is_none_or(|at| at <= start)
                .then(|| (path, bytes.clone())),
        }
    }

    /// What has come in the exercise so far, as a file of its own beside the one from before.
    pub(super) fn since(&self, start: Instant, until: Instant) -> Option<(PathBuf, Vec<u8>)> {
        match &self.content {
            Content::Lines(text, member) => {
                let bytes = text.as_of(Some(start), until)?;
                let member = member.as_deref().map(played);
                let path = self.folder.join(played(&self.name));
                Some((path, packed(bytes, member.as_deref())))
            }
            Content::Whole(bytes, at) => at
                .is_some_and(|at| start < at && at <= until)
                .then(|| (self.folder.join(&self.name), bytes.clone())),
        }
    }
}

/// `a.csv` → `a_exercise.csv`.
fn played(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}_exercise.{ending}"),
        None => format!("{name}_exercise"),
    }
}

fn packed(bytes: Vec<u8>, member: Option<&str>) -> Vec<u8> {
    let Some(member) = member else { return bytes };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let written = writer
        .start_file(member, options)
        .and_then(|()| Ok(writer.write_all(&bytes)?))
        .and_then(|()| writer.finish());
    // Memory refuses nothing below 4 GB; the text itself is an export too.
    written.map_or(bytes, Cursor::into_inner)
}

fn content(name: &str, bytes: Vec<u8>, tables: &[RawTable], reading: &Reading<'_>) -> Content {
    let mut ignored = Findings::new();
    let harmonised: Vec<Harmonised> = tables
        .iter()
        .map(|table| {
            let now = Instant::now();
            harmonise::harmonise(table, reading.basin, reading.source, now, &mut ignored)
        })
        .collect();
    let last = harmonised
        .iter()
        .flat_map(|one| &one.series)
        .filter_map(|series| series.columns().time.last().copied())
        .max()
        .map(Instant::from_millis);
    let parts = ingest::parts(&bytes, name, &mut ignored);
    let first = tables.first();
    let (Some(table), [part]) = (first, parts.as_slice()) else {
        return Content::Whole(bytes, last);
    };
    let is_of_lines = ["long", "rdb", "wide_days", "grid", "zrxp"]
        .iter()
        .any(|shape| table.facts.shape.starts_with(shape));
    let is_plain = part.name == name || ingest::is_zip(&bytes);
    if !is_of_lines || !is_plain || table.facts.encoding.starts_with("UTF-16") {
        return Content::Whole(bytes, last);
    }
    let mut text = Text::new(&part.bytes, marks(table));
    for series in harmonised.iter().flat_map(|one| &one.series) {
        let columns = series.columns();
        for row in 0..series.len() {
            let at = Instant::from_millis(columns.time[row]);
            let station = series.key.station.clone();
            let died = reading.silences.iter();
            let is_silenced = died
                .filter(|silence| silence.station == station)
                .any(|silence| at > silence.at);
            let line = usize::try_from(columns.line[row]).unwrap_or(usize::MAX);
            text.add(
                line,
                Cell {
                    column: usize::from(columns.column[row]),
                    at,
                    station,
                    quantity: series.key.quantity,
                    value: columns.value[row],
                    is_silenced,
                },
            );
        }
    }
    text.settle();
    let member = part
        .name
        .rsplit_once('!')
        .map(|(_, member)| member.to_owned());
    Content::Lines(text, member)
}

fn marks(table: &RawTable) -> Marks {
    let one = |text: &str| match text.as_bytes() {
        [byte] => Some(*byte),
        _ if text.eq_ignore_ascii_case("tab") || text == "\\t" => Some(b'\t'),
        _ => None,
    };
    Marks {
        delimiter: one(&table.facts.delimiter),
        decimal: one(&table.facts.decimal).unwrap_or(b'.'),
    }
}
