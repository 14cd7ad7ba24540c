//! From bytes to a table of cells: encoding, delimiter, where rows begin, and every column looked at in one pass.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::cells::{Column, marks};
use super::facts::unit_of;
use super::forms::{Form, parts};
use super::lexicon::{self, Role, speaks};
use crate::ingest::decode::{Coding, Source};
use crate::ingest::lines::{Fields, Line, Lines};

/// Lines from the front that decide about the dialect.
const HEAD: usize = 600;
/// Bytes of text outside ASCII that decide about the encoding.
const ENOUGH: usize = 1 << 14;
/// Of these, so many at the end decide about the delimiter.
const SAMPLE: usize = 120;
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
    // Lines of ASCII alone say nothing, and a few pages of the others say all that there is to say.
    let mut left = ENOUGH;
    for line in Lines::new(&source.bytes, source.line_end) {
        if !line.bytes.is_ascii() {
            let part = &line.bytes[..line.bytes.len().min(left)];
            detector.feed(part, false);
            detector.feed(b"\n", false);
            left -= part.len();
        }
        if left == 0 {
            break;
        }
    }
    detector.feed(b"", true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let end = source.bytes.len().min(ENOUGH);
    (best_known(guess, &source.bytes[..end]), true)
}

/// The encoding in which the words of agencies are found; the guess where none says more than it does.
fn best_known(guess: &'static Encoding, head: &[u8]) -> String {
    const OTHERS: [&Encoding; 15] = [
        encoding_rs::WINDOWS_1252,
        encoding_rs::WINDOWS_1250,
        encoding_rs::WINDOWS_1251,
        encoding_rs::ISO_8859_2,
        encoding_rs::WINDOWS_1253,
        encoding_rs::WINDOWS_1254,
        encoding_rs::WINDOWS_1257,
        encoding_rs::KOI8_R,
        encoding_rs::IBM866,
        encoding_rs::GBK,
        encoding_rs::BIG5,
        encoding_rs::SHIFT_JIS,
        encoding_rs::EUC_JP,
        encoding_rs::EUC_KR,
        encoding_rs::WINDOWS_874,
    ];
    // The last line may be cut within a character.
    let end = memchr::memrchr(b'\n', head).unwrap_or(head.len());
    let score = |encoding: &'static Encoding| {
        let (text, broken) = encoding.decode_without_bom_handling(&head[..end]);
        if broken {
            0
        } else {
            lexicon::known_words(&text)
        }
    };
    let mut best = (score(guess), guess);
    for other in OTHERS {
        let found = score(other);
        if found > best.0 {
            best = (found, other);
        }
    }
    best.1.name().to_owned()
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
    let sample = &head[head.len().saturating_sub(SAMPLE)..];
    for mark in DELIMITERS {
        if own.is_some_and(|own| own != mark) {
            continue;
        }
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut fields = Fields::default();
        for line in sample {
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
    let (mut stamps, mut numbers, mut others) = (0, 0, 0);
    let (mut year, mut serial) = (false, false);
    for cell in fields.iter(line) {
        if cell.is_empty() {
            continue;
        }
        let is_number = marks(cell).is_some();
        if is_stamp(cell) && (!is_number || (stamps == 0 && cell.len() >= 6)) {
            stamps += 1;
        } else if is_number || lexicon::is_missing_word(&String::from_utf8_lossy(cell)) {
            numbers += 1;
            let digits = cell.iter().take_while(|byte| byte.is_ascii_digit()).count();
            year |= digits == 4 && cell.len() == 4 && matches!(cell[0], b'1' | b'2');
            serial |= digits == 5 && (cell.len() == 5 || cell[5] == b'.');
        } else {
            others += 1;
        }
    }
    let gap = fields.iter(line).any(<[u8]>::is_empty);
    (stamps > 0 && (numbers > 0 || gap || others > 0 && fields.len() > 2))
        || (year && numbers >= 3)
        || (serial && numbers >= 2)
        // A day, and a value for each month.
        || (others == 0 && stamps == 0 && numbers >= 12)
}

/// Whether a cell is a stamp that some pattern reads.
fn is_stamp(cell: &[u8]) -> bool {
    let mut found = Vec::new();
    if !parts(cell, &mut found) {
        return false;
    }
    let mut form = Form::new(&found, 0, cell);
    form.add(cell, &found);
    form.readings().iter().any(|reading| reading.has_date)
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
            let units = cells
                .iter()
                .filter(|cell| !cell.is_empty())
                .all(|cell| !unit_of(cell).is_empty());
            (cells.len() == n || (cells.len() == n + 1 && cells[n].is_empty()))
                && (filled * 2 > n.min(cells.len()) || (units && filled > 0))
        };
        let run = tops
            .iter()
            .rev()
            .take(4)
            .take_while(|(_, cells)| fits(cells))
            .count();
        let from = tops.len() - run;
        let short = tops
            .last()
            .is_some_and(|(_, cells)| cells.len() + 1 == n && n > 2 && looks_like_names(cells));
        let header = if run == 0 && short {
            Some(tops.len() - 1)
        } else {
            (from..tops.len())
                .filter(|&at| looks_like_names(&tops[at].1))
                .max_by_key(|&at| (worth(&tops[at].1), at))
        };
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
        if self.header.is_none() && self.delimiter == b' ' {
            self.names_by_blanks(&mut tops, n);
        }
        self.before = tops.into_iter().map(|(line, _)| line).collect();
    }

    /// A line of words over columns parted by blanks: the last words name the last columns.
    fn names_by_blanks(&mut self, tops: &mut Vec<(TextLine, Vec<String>)>, n: usize) {
        let Some((line, _)) = tops.last() else {
            return;
        };
        let text = line
            .text
            .trim()
            .trim_start_matches(['#', '%', '!', '*', ' ']);
        let by_two: Vec<&str> = text
            .split("  ")
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .collect();
        let words: Vec<&str> = if by_two.len() == n {
            by_two
        } else {
            text.split_whitespace().collect()
        };
        let named = words.last().is_some_and(|word| {
            !lexicon::quantities(word).is_empty()
                || speaks(word, Role::Value)
                || !unit_of(word).is_empty()
        });
        if !named || words.len() < n || words.len() > 2 * n + 2 {
            return;
        }
        let skip = words.len() - n;
        // "Q [m3/s]" over one column is one name.
        self.names = words[skip..]
            .iter()
            .map(|word| (*word).to_owned())
            .collect();
        if let Some((line, _)) = tops.pop() {
            self.header = Some(line);
        }
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

/// How much speaks for fields being the names of columns: words for time and quantities, and no numbers.
fn worth(cells: &[String]) -> usize {
    const TYPES: [&str; 9] = [
        "string", "float", "double", "int", "integer", "text", "datetime", "date", "number",
    ];
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    if filled
        .iter()
        .all(|cell| TYPES.contains(&cell.to_lowercase().as_str()))
    {
        return 0;
    }
    let is_time = |cell: &str| {
        [Role::Date, Role::Stamp, Role::Time, Role::Year]
            .into_iter()
            .any(|role| speaks(cell, role))
    };
    let times = filled
        .iter()
        .any(|cell| is_time(cell) && !is_stamp(cell.as_bytes()));
    let named = filled
        .iter()
        .filter(|cell| !lexicon::quantities(cell).is_empty() || speaks(cell, Role::Value))
        .count();
    let plain = filled.iter().all(|cell| {
        marks(cell.as_bytes()).is_none() && !is_stamp(cell.as_bytes()) && unit_of(cell).is_empty()
    });
    usize::from(times) * 20 + named.min(8) * 2 + usize::from(plain) * 10 + 1
}

/// Whether the fields are names: words, and no more numbers than words.
fn looks_like_names(cells: &[String]) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    let is_word = |cell: &&&String| cell.chars().any(char::is_alphabetic);
    let named = filled.iter().filter(is_word).count();
    let is_hour = |cell: &str| {
        let mut found = Vec::new();
        cell.len() <= 8 && cell.contains(':') && parts(cell.as_bytes(), &mut found)
    };
    let numbers = filled
        .iter()
        .filter(|cell| marks(cell.as_bytes()).is_some() || is_hour(cell))
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
