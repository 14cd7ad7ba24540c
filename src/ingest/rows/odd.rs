//! Rows that are not as a row should be: what exactly is odd about them.

use crate::domain::{Cause, Finding};
use crate::ingest::complaints::Kind;
use crate::ingest::lines::{Fields, LONGEST_FIELD, Line, Lines};
use crate::ingest::table::Table;

use super::RowPlan;
use super::kinds::{CONFLICT, FEW, LONG_FIELD, MANY, OTHER_DELIMITER, STRAY, TRUNCATED, WORDS};

/// What may part fields.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// The field, from 1, that holds bytes which are no UTF-8 (0 where the fields cannot be told), and whether the file
/// was cut inside a character.
pub(super) fn broken_field(line: Line<'_>, plan: &RowPlan<'_>) -> (usize, bool) {
    let valid = encoding_rs::Encoding::utf8_valid_up_to(line.bytes);
    let is_cut = !line.ended
        && line.bytes.len() - valid < 4
        && !line.bytes[valid..].contains(&plan.delimiter);
    let mut fields = Fields::default();
    if fields
        .split(line.bytes, plan.delimiter, plan.quote)
        .is_err()
    {
        return (0, is_cut);
    }
    let is_broken = |field: &[u8]| encoding_rs::Encoding::utf8_valid_up_to(field) < field.len();
    let field = fields.iter(line.bytes).position(is_broken);
    (field.map_or(0, |field| field + 1), is_cut)
}

/// A field that is no field, from 0, and what is the matter with it.
///
/// A quotation mark inside a cell that is not read does no harm: names of stations have them.
pub(super) fn odd_field(
    line: Line<'_>,
    fields: &Fields,
    plan: &RowPlan<'_>,
) -> Option<(Kind, usize)> {
    if line.bytes.len() > LONGEST_FIELD {
        let long = fields
            .iter(line.bytes)
            .position(|field| field.len() > LONGEST_FIELD);
        if let Some(field) = long {
            return Some((LONG_FIELD, field));
        }
    }
    let is_there = |quote: &u8| memchr::memchr(*quote, line.bytes).is_some();
    let quote = plan.quote.filter(is_there)?;
    let flags = plan.values.iter().flat_map(|value| &value.flags);
    let read = [Some(plan.time.0), plan.unit].into_iter().flatten();
    read.chain(plan.values.iter().map(|value| value.field))
        .chain(flags.map(|flag| flag.field))
        .find(|&field| fields.is_stray(line.bytes, field, quote))
        .map(|field| (STRAY, field))
}

/// What the matter is with a row of `n` fields where another number is asked for.
pub(super) fn other_shape(line: Line<'_>, n: usize, plan: &RowPlan<'_>) -> Kind {
    if is_conflict_marker(line.bytes) {
        CONFLICT
    } else if n < plan.fields && !line.ended {
        TRUNCATED
    } else if n == 1 && has_other_delimiter(line.bytes, plan) {
        OTHER_DELIMITER
    } else if !line.bytes.iter().any(u8::is_ascii_digit) {
        WORDS
    } else if n < plan.fields {
        FEW
    } else {
        MANY
    }
}

/// Whether a line names columns, and the one behind it has as many fields: another table.
pub(super) fn is_header(line: Line<'_>, mut rest: Lines<'_>, plan: &RowPlan<'_>) -> bool {
    let mut fields = Fields::default();
    let mut count = |line: Line<'_>| {
        let is_split = fields.split(line.bytes, plan.delimiter, plan.quote).is_ok();
        let is_word = |field: &[u8]| {
            field.iter().any(u8::is_ascii_alphabetic) && !field.iter().any(u8::is_ascii_digit)
        };
        let are_words = fields.iter(line.bytes).all(is_word);
        (is_split.then(|| fields.len()), are_words)
    };
    let (n, are_words) = count(line);
    let next = rest.next().map(|next| count(next).0);
    are_words && n.is_some_and(|n| n > 2) && next == Some(n)
}

/// Refuses the file: a quotation mark that opens on this line swallows everything behind it.
pub(super) fn refuse_open(line: Line<'_>, table: &mut Table<'_>) {
    refuse(
        line,
        "a quotation mark opens on this line and is never closed, so none of the file is taken in",
        "close the quotation mark, or ask the agency for the export again",
        table,
    );
}

/// Refuses the file: another table begins on this line.
pub(super) fn refuse_table(line: Line<'_>, table: &mut Table<'_>) {
    refuse(
        line,
        "a second table with other columns begins here, so none of the file is taken in",
        "import each table as a file of its own",
        table,
    );
}

fn refuse(line: Line<'_>, message: &str, hint: &str, table: &mut Table<'_>) {
    let text = table
        .coding
        .decode(&line.bytes[..line.bytes.len().min(400)]);
    let finding = Finding::error(Cause::BadShape, message)
        .line(line.number)
        .text(&text)
        .hint(hint);
    table.complaints.say(finding);
    table.refused = true;
}

fn is_conflict_marker(line: &[u8]) -> bool {
    line.starts_with(b"<<<<<<< ") || line.starts_with(b">>>>>>> ") || line == b"======="
}

fn has_other_delimiter(line: &[u8], plan: &RowPlan<'_>) -> bool {
    let mut fields = Fields::default();
    plan.fields > 1
        && DELIMITERS
            .iter()
            .filter(|delimiter| **delimiter != plan.delimiter)
            .any(|&delimiter| {
                fields.split(line, delimiter, plan.quote).is_ok() && fields.len() == plan.fields
            })
}

/// Whether a stamp says 24:00.
pub(super) fn is_24(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"24:00").is_some_and(|at| at > 0 && !text[at - 1].is_ascii_digit())
        || text.starts_with(b"24:00")
}

/// The digits behind the minus sign U+2212.
pub(super) fn minus(text: &[u8]) -> Option<&[u8]> {
    text.strip_prefix("\u{2212}".as_bytes())
}
