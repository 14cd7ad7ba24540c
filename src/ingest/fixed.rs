//! Fields at fixed places of a line → fields parted by TAB, so that the ordinary walk reads them.

use super::decode::{Coding, Source};
use super::lines::{Line, Lines};
use super::profile::{Begin, ColumnRef, FixedColumn, Rules};
use super::stamp::{DateCache, Pattern};

/// The rules for the text that [`laid_out`] gives.
pub(super) fn rules(rules: &Rules) -> Rules {
    let mut rules = rules.clone();
    let n = rules.fixed.len();
    rules.columns = rules.fixed.iter().map(|it| it.name.clone()).collect();
    if let Begin::AfterLine(_, fields) = &mut rules.begin {
        *fields = n;
    }
    rules.delimiter = Some('\t');
    rules.quote = None;
    rules
}

/// The text with its rows cut into fields. Lines before the rows, remarks and blank lines stay as they are; each
/// line keeps its number. Whatever stands between the fields makes a field of its own behind the last, so that a
/// number that is wider than its field is refused as a row and never cut.
pub(super) fn laid_out(rules: &Rules, source: &Source<'_>) -> Vec<u8> {
    let coding = source.coding(&rules.encodings);
    let mut laid = Vec::with_capacity(source.bytes.len() * 2);
    let mut is_row = rules.begin == Begin::FirstRow;
    for line in Lines::new(&source.bytes, source.line_end) {
        if is_row && !line.is_blank() && !is_apart(rules, line, &coding) {
            cut(&rules.fixed, line.bytes, &coding, &mut laid);
        } else {
            laid.extend_from_slice(line.bytes);
        }
        if line.ended {
            laid.push(b'\n');
        }
        if let Begin::AfterLine(begin, _) = &rules.begin {
            is_row |= coding
                .decode(line.bytes)
                .trim_start()
                .starts_with(begin.as_str());
        }
    }
    laid
}

/// Whether a line has a date at its place.
pub(super) fn is_row(rules: &Rules, line: &str) -> bool {
    let Some(time) = &rules.time else {
        return false;
    };
    let column = rules
        .fixed
        .iter()
        .find(|column| time.column == ColumnRef::Name(column.name.clone()));
    let Some(column) = column else {
        return false;
    };
    let skipped = column.from.saturating_sub(1);
    let text: String = line
        .chars()
        .skip(skipped)
        .take(column.to.saturating_sub(skipped))
        .collect();
    let patterns = time
        .patterns
        .iter()
        .filter_map(|text| Pattern::compile_from(text, time.two_digit_years_from).ok());
    patterns.into_iter().any(|pattern| {
        pattern
            .read(text.trim().as_bytes(), &mut DateCache::default())
            .is_some()
    })
}

/// Whether a line among the rows is none: a remark, or what follows them.
fn is_apart(rules: &Rules, line: Line<'_>, coding: &Coding) -> bool {
    rules
        .comment
        .iter()
        .chain(&rules.footer)
        .any(|begin| line.bytes.starts_with(&coding.encode(begin)))
}

fn cut(columns: &[FixedColumn], line: &[u8], coding: &Coding, laid: &mut Vec<u8>) {
    // A place is a character: a byte in every encoding but UTF-8.
    let text = if line.is_ascii() || !coding.is_utf8() {
        None
    } else {
        std::str::from_utf8(line).ok()
    };
    let at = |place: usize| match text {
        Some(text) => text
            .char_indices()
            .nth(place)
            .map_or(line.len(), |(at, _)| at),
        None => place.min(line.len()),
    };
    let mut outside = line.to_vec();
    for (n, column) in columns.iter().enumerate() {
        let from = at(column.from.saturating_sub(1));
        let to = at(column.to).max(from);
        if n > 0 {
            laid.push(b'\t');
        }
        laid.extend_from_slice(line[from..to].trim_ascii());
        outside[from..to].fill(b' ');
    }
    if !outside.iter().all(u8::is_ascii_whitespace) {
        laid.push(b'\t');
        laid.extend_from_slice(outside.trim_ascii());
    }
}
