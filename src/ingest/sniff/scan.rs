//! From bytes to a table of cells: encoding, delimiter, where rows begin, and every column looked at in one pass.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::cells::{Column, marks};
use super::forms::parts;
use super::lexicon;
use crate::ingest::decode::{Coding, Source};
use crate::ingest::lines::{Fields, Line, Lines};

/// Lines from the front that decide about the dialect.
const HEAD: usize = 600;
/// Rows that are kept as text.
const KEPT: usize = 2000;
/// A text with fewer equal rows shows no shape.
const FEWEST_ROWS: usize = 2;
/// More fields than this are no table of ours.
const MOST_FIELDS: usize = 4096;

/// Delimiters in the order of preference where two explain the lines equally well.
const DELIMITERS: [u8; 6] = *b"\t;|,# ";

/// A line as text.
#[derive(Clone, Debug)]
pub(super) struct TextLine {
    pub(super) number: u32,
    pub(super) text: String,
}

/// A row as texts.
#[derive(Clone, Debug)]
pub(super) struct TextRow {
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

/// What a person already said about the dialect.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) encoding: Option<String>,
    pub(super) delimiter: Option<char>,
}

/// A file as a table of cells.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    /// Label for the profile.
    pub(super) encoding: String,
    /// Whether the label is a guess among encodings of one byte.
    pub(super) encoding_is_guess: bool,
    /// As a person names it.
    pub(super) encoding_name: String,
    pub(super) line_end: &'static str,
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    /// Lines before the row of names.
    pub(super) before: Vec<TextLine>,
    /// The row of names.
    pub(super) header: Option<TextLine>,
    /// Names by field; empty texts where there is no row of names.
    pub(super) names: Vec<String>,
    /// Rows between names and readings.
    pub(super) between: Vec<TextRow>,
    /// Whether rows end early.
    pub(super) ragged: bool,
    pub(super) columns: Vec<Column>,
    /// First rows as text.
    pub(super) rows: Vec<TextRow>,
    /// Rows in all.
    pub(super) count: u64,
    /// Lines behind the first row that are no rows, with how many fields they have.
    pub(super) odd: Vec<(TextLine, usize)>,
    /// How many such lines there are.
    pub(super) odd_count: u64,
    /// The mark before remarks among the rows.
    pub(super) comment: Option<String>,
}

/// Looks at a text; `None` when it shows no rows.
pub(super) fn scan(source: &Source<'_>, said: &Said) -> Option<Scan> {
    let (encoding, encoding_is_guess) = encoding(source, said);
    let coding = source.coding(std::slice::from_ref(&encoding));
    let head: Vec<Line<'_>> = Lines::new(&source.bytes, source.line_end)
        .filter(|line| !line.is_blank() && !line.is_endless())
        .take(HEAD)
        .collect();
    let quote = head
        .iter()
        .any(|line| memchr::memchr(b'"', line.bytes).is_some())
        .then_some(b'"');
    let (delimiter, n) = dialect(&head, quote, said)?;
    let first = head
        .iter()
        .position(|line| is_row(line.bytes, delimiter, quote, n))?;
    let mut scan = Scan {
        encoding,
        encoding_is_guess,
        encoding_name: coding.name.clone(),
        line_end: source.line_end.name(),
        delimiter,
        quote,
        before: Vec::new(),
        header: None,
        names: vec![String::new(); n],
        between: Vec::new(),
        ragged: false,
        columns: vec![Column::default(); n],
        rows: Vec::new(),
        count: 0,
        odd: Vec::new(),
        odd_count: 0,
        comment: None,
    };
    scan.top(&head[..first], n, &coding);
    scan.walk(source, head[first].number, n, &coding);
    (scan.rows.len() >= FEWEST_ROWS).then_some(scan)
}

fn encoding(source: &Source<'_>, said: &Said) -> (String, bool) {
    if let Some(label) = &said.encoding {
        return (label.clone(), false);
    }
    if !source.is_broken_utf8() {
        return ("UTF-8".to_owned(), false);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let end = source.bytes.len().min(1 << 20);
    detector.feed(&source.bytes[..end], true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    (guess.name().to_owned(), true)
}

/// The fields of a line; `None` where its quotes are broken.
fn split(line: &[u8], delimiter: u8, quote: Option<u8>, fields: &mut Fields) -> Option<usize> {
    fields.split(line, delimiter, quote).ok()?;
    Some(fields.len())
}

/// The mark that makes most lines rows of readings with one number of fields, and that number.
fn dialect(head: &[Line<'_>], quote: Option<u8>, said: &Said) -> Option<(u8, usize)> {
    let mut best: Option<(usize, u8, usize)> = None;
    let own = said.delimiter.and_then(|mark| u8::try_from(mark).ok());
    for mark in DELIMITERS {
        if own.is_some_and(|own| own != mark) {
            continue;
        }
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut fields = Fields::default();
        for line in head {
            if let Some(n) = split(line.bytes, mark, quote, &mut fields)
                && (2..=MOST_FIELDS).contains(&n)
                && is_typed(line.bytes, &fields)
            {
                *counts.entry(n).or_default() += 1;
            }
        }
        let usual = counts.into_iter().max_by_key(|(n, lines)| (*lines, *n));
        if let Some((n, lines)) = usual
            && lines >= FEWEST_ROWS
            && best.is_none_or(|(most, ..)| lines > most)
        {
            best = Some((lines, mark, n));
        }
    }
    best.map(|(_, mark, n)| (mark, n))
}

/// Whether fields look like a row of readings: a stamp, or parts of a date, and a number beside it.
fn is_typed(line: &[u8], fields: &Fields) -> bool {
    let mut scratch = Vec::new();
    let (mut stamps, mut numbers) = (0, 0);
    for cell in fields.iter(line) {
        if cell.is_empty() {
            continue;
        }
        let is_number = marks(cell).is_some();
        if parts(cell, &mut scratch) && (!is_number || (stamps == 0 && cell.len() >= 6)) {
            stamps += 1;
        } else if is_number || lexicon::is_missing_word(&String::from_utf8_lossy(cell)) {
            numbers += 1;
        }
    }
    let year = fields.iter(line).any(|cell| {
        cell.len() == 4 && cell.iter().all(u8::is_ascii_digit) && matches!(cell[0], b'1' | b'2')
    });
    let serial = fields.iter(line).next().is_some_and(|cell| {
        cell.len() >= 5 && cell[..5].iter().all(u8::is_ascii_digit) && marks(cell).is_some()
    });
    (stamps > 0 && (numbers > 0 || fields.len() == 2 || fields.iter(line).any(<[u8]>::is_empty)))
        || (year && numbers >= 3)
        || (serial && numbers >= 2)
}

fn is_row(line: &[u8], delimiter: u8, quote: Option<u8>, n: usize) -> bool {
    let mut fields = Fields::default();
    split(line, delimiter, quote, &mut fields) == Some(n) && is_typed(line, &fields)
}

impl Scan {
    /// Sorts the lines before the first row: preamble, names, units or a second language.
    fn top(&mut self, lines: &[Line<'_>], n: usize, coding: &Coding) {
        let mut tops: Vec<(TextLine, Vec<String>)> = lines
            .iter()
            .map(|line| {
                let mut fields = Fields::default();
                let cells = match split(line.bytes, self.delimiter, self.quote, &mut fields) {
                    Some(_) => fields
                        .iter(line.bytes)
                        .map(|cell| coding.decode(cell).trim().to_owned())
                        .collect(),
                    None => Vec::new(),
                };
                let text = TextLine {
                    number: line.number,
                    text: coding.decode(line.bytes),
                };
                (text, cells)
            })
            .collect();
        // The last lines that have as many fields as a row: the first of them with names is the row of names.
        let fits = |cells: &Vec<String>| {
            let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
            (cells.len() == n
                || (cells.len() == n + 1 && cells[n].is_empty())
                || (cells.len() + 1 == n && n > 2))
                && filled * 2 > n.min(cells.len())
        };
        let run = tops
            .iter()
            .rev()
            .take(4)
            .take_while(|(_, cells)| fits(cells))
            .count();
        let from = tops.len() - run;
        let header = (from..tops.len()).find(|&at| looks_like_names(&tops[at].1));
        if let Some(at) = header {
            let rest = tops.split_off(at + 1);
            if let Some((line, cells)) = tops.pop() {
                self.names = cells
                    .into_iter()
                    .chain(std::iter::repeat(String::new()))
                    .take(n)
                    .collect();
                self.header = Some(line);
            }
            self.between = rest
                .into_iter()
                .map(|(line, cells)| TextRow {
                    line: line.number,
                    cells,
                })
                .collect();
        }
        self.before = tops.into_iter().map(|(line, _)| line).collect();
    }

    /// Looks at every row.
    fn walk(&mut self, source: &Source<'_>, first: u32, n: usize, coding: &Coding) {
        let mut fields = Fields::default();
        let header = self.header.as_ref().map(|line| coding.encode(&line.text));
        let lines = Lines::new(&source.bytes, source.line_end).filter(|line| line.number >= first);
        for line in lines {
            if line.is_blank() || line.bytes == b"\x1a" || header.as_deref() == Some(line.bytes) {
                continue;
            }
            let found = if line.is_endless() {
                None
            } else {
                split(line.bytes, self.delimiter, self.quote, &mut fields)
            };
            let trailing = found == Some(n + 1) && fields.get(line.bytes, n).is_empty();
            if found != Some(n) && !trailing {
                self.odd_count += 1;
                if self.odd.len() < 40 {
                    let text = TextLine {
                        number: line.number,
                        text: coding.decode(&line.bytes[..line.bytes.len().min(400)]),
                    };
                    self.odd.push((text, found.unwrap_or(0)));
                }
                continue;
            }
            self.count += 1;
            for (at, column) in self.columns.iter_mut().enumerate() {
                column.add(fields.get(line.bytes, at), line.number);
            }
            if self.rows.len() < KEPT {
                let cells = (0..n)
                    .map(|at| coding.decode(fields.get(line.bytes, at)))
                    .collect();
                self.rows.push(TextRow {
                    line: line.number,
                    cells,
                });
            }
        }
        self.remarks();
    }

    /// Lines among the rows that begin with the same mark are remarks.
    fn remarks(&mut self) {
        for mark in ["#", "%", "!", "//", "*"] {
            let begins = self
                .odd
                .iter()
                .filter(|(line, _)| line.text.trim_start().starts_with(mark))
                .count();
            if begins > 0 && self.delimiter != mark.as_bytes()[0] {
                self.comment = Some(mark.to_owned());
                self.odd
                    .retain(|(line, _)| !line.text.trim_start().starts_with(mark));
                self.odd_count -= begins as u64;
                return;
            }
        }
    }
}

/// Whether the fields are names: words, and no more numbers than words.
fn looks_like_names(cells: &[String]) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    let is_word = |cell: &&&String| cell.chars().any(char::is_alphabetic);
    let named = filled.iter().filter(is_word).count();
    let numbers = filled
        .iter()
        .filter(|cell| marks(cell.as_bytes()).is_some())
        .count();
    named > 0
        && (numbers == 0 || named >= 1 && numbers + named == filled.len() && is_stampless(&filled))
}

/// Wide tables name their columns by station numbers; a row of readings begins with a stamp.
fn is_stampless(cells: &[&String]) -> bool {
    let mut scratch = Vec::new();
    cells.first().is_some_and(|cell| {
        cell.chars().any(char::is_alphabetic) && !parts(cell.as_bytes(), &mut scratch)
    })
}

/// Whether a label names an encoding.
pub(super) fn is_encoding(label: &str) -> bool {
    Encoding::for_label(label.as_bytes()).is_some()
}
