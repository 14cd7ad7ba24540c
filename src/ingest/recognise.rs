//! Whose file is it? Every profile is asked; "not mine" is an answer with a reason.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::columns::{Names, column_names, field, folded};
use super::fixed;
use super::lines::Fields;
use super::number;
use super::profile::{Begin, Rules, ShapeName};
use super::stamp::{DateCache, Pattern, read_any};

/// So many rows are looked at.
const ROWS: usize = 200;
/// So many lines are kept as names are compared; a row of names seldom stands further down.
const FOLDED: usize = 120;
/// One of so many rows must fit where a profile knows its file by the shape of its rows.
const FIRST_ROWS: usize = 5;

/// Why a profile declines a file whose columns are its own and whose times are not.
pub(super) const NO_TIMES: &str =
    "none of its first rows has a time of the export's form in its place";

/// The first part of a file as a profile's encoding reads it.
pub(super) struct Head<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    /// The first lines as names are compared.
    folded: Vec<String>,
    /// Texts that a profile has looked for, and whether they stand there: many profiles look for the same.
    looked_for: RefCell<BTreeMap<String, bool>>,
}

impl<'a> Head<'a> {
    /// Lines without ends, whatever ends them.
    pub(super) fn new(text: &'a str) -> Self {
        let lines: Vec<&str> = if text.contains('\n') {
            text.split('\n')
                .map(|line| line.trim_end_matches('\r'))
                .collect()
        } else {
            text.split('\r').collect()
        };
        let folded = lines.iter().take(FOLDED).map(|line| folded(line)).collect();
        Self {
            text,
            lines,
            folded,
            looked_for: RefCell::default(),
        }
    }

    /// Whether a text stands anywhere.
    fn holds(&self, part: &str) -> bool {
        if let Some(known) = self.looked_for.borrow().get(part) {
            return *known;
        }
        let found = memchr::memmem::find(self.text.as_bytes(), part.as_bytes()).is_some();
        self.looked_for.borrow_mut().insert(part.to_owned(), found);
        found
    }

    /// The first rows of a profile's file, and the names of its columns.
    fn rows(&self, rules: &Rules) -> (Names, Vec<&'a str>) {
        let mut names = rules.columns.iter().map(|it| (it.clone(), None)).collect();
        let mut lines = self.lines.iter();
        match &rules.begin {
            Begin::FirstRow => {}
            Begin::AfterLine(begin, _) => {
                lines.find(|line| is_begin(begin, line));
            }
            Begin::AfterHeader => {
                if let Some(header) = lines.find(|line| is_header(rules, line)) {
                    names = column_names(rules, header);
                }
            }
        }
        let rows = lines
            .filter(|line| !line.trim().is_empty() && !is_remark(rules, line))
            .skip(rules.rows_after_header)
            .take(ROWS)
            .copied()
            .collect();
        (names, rows)
    }
}

/// `Ok` when the profile claims the file, else why it declines.
pub(super) fn claims(rules: &Rules, head: &Head<'_>) -> Result<(), String> {
    let recognise = &rules.recognise;
    if let Some(starts) = &recognise.starts
        && !head.text.trim_start().starts_with(starts.as_str())
    {
        return Err(format!("does not begin with \"{starts}\""));
    }
    if let Some(absent) = recognise.contains.iter().find(|part| !head.holds(part)) {
        return Err(format!("\"{absent}\" stands nowhere"));
    }
    if let Some(there) = recognise.absent.iter().find(|part| head.holds(part)) {
        return Err(format!("\"{there}\" stands there"));
    }
    let looked_at = looked_at(rules, head);
    if let Some(absent) = recognise
        .lines
        .iter()
        .find(|begin| !begins_a_line(&looked_at, begin))
    {
        return Err(format!("no line begins with \"{absent}\""));
    }
    header(rules, head, &looked_at)?;
    rows(rules, head)
}

/// How many of the things that the profile asks for stand there, of a hundred: for saying whose the file nearly is.
pub(super) fn closeness(rules: &Rules, head: &Head<'_>) -> usize {
    let recognise = &rules.recognise;
    let looked_at = looked_at(rules, head);
    let starts = recognise.starts.iter();
    let (mut asked, mut found) = (1, 0);
    for there in starts
        .map(|text| head.text.trim_start().starts_with(text.as_str()))
        .chain(recognise.contains.iter().map(|text| head.holds(text)))
        .chain(
            recognise
                .lines
                .iter()
                .map(|begin| begins_a_line(&looked_at, begin)),
        )
    {
        asked += 1;
        found += usize::from(there);
    }
    let wanted: Vec<String> = recognise.header.iter().map(|name| folded(name)).collect();
    let in_line = |line: &String| wanted.iter().filter(|name| line.contains(*name)).count();
    asked += wanted.len();
    found += head.folded.iter().map(in_line).max().unwrap_or(0);
    100 * found / asked
}

/// The lines that a profile looks at, with their places.
fn looked_at<'a>(rules: &Rules, head: &Head<'a>) -> Vec<(usize, &'a str)> {
    head.lines
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, line)| !is_remark(rules, line))
        .take(rules.recognise.within)
        .collect()
}

fn begins_a_line(lines: &[(usize, &str)], begin: &str) -> bool {
    lines
        .iter()
        .any(|(_, line)| line.trim_start().starts_with(begin))
}

fn header(rules: &Rules, head: &Head<'_>, lines: &[(usize, &str)]) -> Result<(), String> {
    let recognise = &rules.recognise;
    let Some(first) = recognise.header.first() else {
        return Ok(());
    };
    let wanted: Vec<String> = recognise.header.iter().map(|name| folded(name)).collect();
    let mut best = (0, first);
    for &(at, line) in lines {
        let text = head
            .folded
            .get(at)
            .map_or_else(|| Cow::Owned(folded(line)), Cow::Borrowed);
        // Most lines hold none of the names, which is seen without parting them into fields.
        let Some(absent) = wanted.iter().position(|name| !text.contains(name)) else {
            if is_header(rules, line) {
                return Ok(());
            }
            continue;
        };
        let found = wanted.iter().filter(|name| text.contains(*name)).count();
        if found > best.0 {
            best = (found, &recognise.header[absent]);
        }
    }
    Err(format!("no line has the column \"{}\"", best.1))
}

/// Whether `line` is the row of column names that the profile asks for.
pub(super) fn is_header(rules: &Rules, line: &str) -> bool {
    let recognise = &rules.recognise;
    if recognise.header.is_empty() {
        return false;
    }
    let names: Vec<String> = column_names(rules, line)
        .into_iter()
        .map(|(name, _)| folded(&name))
        .collect();
    let has = |wanted: &String| names.contains(&folded(wanted));
    recognise.header.iter().all(has)
        && (recognise.any_header.is_empty() || recognise.any_header.iter().any(has))
}

/// Whether `line` is the one behind which readings begin; an empty text stands for an empty line.
pub(super) fn is_begin(begin: &str, line: &str) -> bool {
    let line = line.trim();
    line.starts_with(begin) && begin.is_empty() == line.is_empty()
}

fn is_remark(rules: &Rules, line: &str) -> bool {
    rules
        .comment
        .as_ref()
        .is_some_and(|comment| line.starts_with(comment.as_str()))
}

/// What the first rows must look like, where a profile knows its file by them.
fn rows(rules: &Rules, head: &Head<'_>) -> Result<(), String> {
    if rules.shape != ShapeName::Long {
        return Ok(());
    }
    let (names, rows) = head.rows(rules);
    let counts: Vec<usize> = match rules.begin {
        Begin::FirstRow if rules.recognise.fields.is_empty() => vec![rules.columns.len()],
        Begin::FirstRow => rules.recognise.fields.clone(),
        // A trailing delimiter is no field; blanks do not trail.
        Begin::AfterLine(_, fields) if rules.delimiter == Some(' ') => vec![fields],
        Begin::AfterLine(_, fields) => vec![fields, fields + 1],
        // Names of columns that many exports share are not enough: a time must stand where the profile looks.
        Begin::AfterHeader => Vec::new(),
    };
    let any = rows
        .iter()
        .take(FIRST_ROWS)
        .any(|row| match rules.fixed.as_slice() {
            [] => is_row(rules, &names, &counts, row),
            _ => fixed::is_row(rules, row),
        });
    let may_be_none = match rules.begin {
        Begin::FirstRow => false,
        // An export of no rows, or of a single bad one, is an export all the same.
        Begin::AfterLine(..) => rows.is_empty(),
        Begin::AfterHeader => rows.len() < 2,
    };
    if !any && !may_be_none {
        return Err(NO_TIMES.to_owned());
    }
    let other = if rules.decimal == '.' { ',' } else { '.' };
    let marks = decimals(rules, &names, &rows);
    if rules.recognise.values && marks.of_other > 0 {
        return Err(format!("its numbers have the decimal mark \"{other}\""));
    }
    Ok(())
}

fn is_row(rules: &Rules, names: &Names, counts: &[usize], row: &str) -> bool {
    let mut fields = Fields::default();
    let bytes = row.as_bytes();
    let is_split =
        split(rules, row, &mut fields) && (counts.is_empty() || counts.contains(&fields.len()));
    let Some(time) = rules.time.as_ref().filter(|_| is_split) else {
        return false;
    };
    let cell = |column| field(column, names).map(|at| fields.get(bytes, at));
    if let Some(parts) = &time.parts {
        let columns = [Some(&parts.year), Some(&parts.month), parts.day.as_ref()];
        let is_number = |text: &[u8]| number::parse(text, b'.').is_some();
        return columns
            .into_iter()
            .flatten()
            .all(|column| cell(column).is_some_and(is_number));
    }
    let patterns: Vec<Pattern> = time
        .patterns
        .iter()
        .filter_map(|text| Pattern::compile_from(text, time.two_digit_years_from).ok())
        .collect();
    cell(&time.column)
        .is_some_and(|text| read_any(&patterns, text, &mut 0, &mut DateCache::default()).is_some())
}

fn split(rules: &Rules, row: &str, fields: &mut Fields) -> bool {
    let byte = |mark: Option<char>| mark.and_then(|mark| u8::try_from(mark).ok());
    byte(rules.delimiter).is_some_and(|delimiter| {
        fields
            .split(row.as_bytes(), delimiter, byte(rules.quote))
            .is_ok()
    })
}

/// Which decimal marks the cells of the series have.
#[derive(Default)]
struct Marks {
    of_profile: usize,
    of_other: usize,
    /// Cells with the other mark in which it cannot be a mark of thousands.
    certain: usize,
}

fn decimals(rules: &Rules, names: &Names, rows: &[&str]) -> Marks {
    let own = u8::try_from(rules.decimal).unwrap_or(b'.');
    let other = if own == b'.' { b',' } else { b'.' };
    let mut marks = Marks::default();
    let columns: Vec<usize> = rules
        .series
        .iter()
        .filter_map(|series| field(&series.column, names))
        .collect();
    let mut fields = Fields::default();
    for row in rows.iter().filter(|row| !row.is_empty()) {
        if !split(rules, row, &mut fields) {
            continue;
        }
        for &column in &columns {
            let text = fields.get(row.as_bytes(), column);
            // A remark may follow the number.
            let end = text
                .iter()
                .rposition(u8::is_ascii_digit)
                .map_or(0, |at| at + 1);
            let text = &text[..end];
            if number::parse(text, own).is_some() {
                marks.of_profile += usize::from(text.contains(&own));
            } else if number::parse(text, other).is_some() {
                marks.of_other += 1;
                let decimals = text
                    .rsplit(|byte| *byte == other)
                    .next()
                    .unwrap_or_default();
                marks.certain += usize::from(decimals.len() != 3);
            }
        }
    }
    marks
}

/// The decimal mark that the numbers have, where it is certainly not the profile's: none has the profile's, and in
/// one at least the other mark does not stand before three digits, so that it marks no thousands.
pub(super) fn other_decimal(rules: &Rules, head: &Head<'_>) -> Option<char> {
    let (names, rows) = head.rows(rules);
    let marks = decimals(rules, &names, &rows);
    let is_other = marks.of_profile == 0 && marks.certain > 0;
    is_other.then_some(if rules.decimal == '.' { ',' } else { '.' })
}
