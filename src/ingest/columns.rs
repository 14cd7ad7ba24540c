//! Names of columns, and where a column of a profile stands in a file.

use super::lines::Fields;
use super::profile::{ColumnRef, Rules};

/// Names of columns without units, and the units.
pub(super) type Names = Vec<(String, Option<String>)>;

/// A name as it is compared: agencies change capitals and blanks from one year to the next.
pub(super) fn folded(name: &str) -> String {
    name.chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}')
        .flat_map(char::to_lowercase)
        .collect()
}

/// The field of a column, from 0.
pub(super) fn field(column: &ColumnRef, names: &Names) -> Option<usize> {
    let (name, nth) = match column {
        ColumnRef::Place(place) => return place.checked_sub(1),
        ColumnRef::Name(name) => (name, 1),
        ColumnRef::Nth { name, nth } => (name, *nth),
        ColumnRef::Begins { begins } => {
            let begins = folded(begins);
            return names
                .iter()
                .position(|(name, _)| folded(name).starts_with(&begins));
        }
    };
    let name = folded(name);
    names
        .iter()
        .enumerate()
        .filter(|(_, (known, _))| folded(known) == name)
        .map(|(at, _)| at)
        .nth(nth.checked_sub(1)?)
}

/// The names of the columns of a header row, each without its unit, and the unit.
pub(super) fn column_names(rules: &Rules, line: &str) -> Names {
    let Some(delimiter) = rules.delimiter.and_then(|mark| u8::try_from(mark).ok()) else {
        return Vec::new();
    };
    let brackets = rules.brackets.as_ref().and_then(|pair| {
        let mut pair = pair.chars();
        Some((pair.next()?, pair.next()?))
    });
    let mut fields = Fields::default();
    // A header with a stray quotation mark is still a header.
    let quote = rules.quote.and_then(|mark| u8::try_from(mark).ok());
    if fields
        .split(line.as_bytes(), delimiter, quote.or(Some(b'"')))
        .is_err()
        && fields.split(line.as_bytes(), delimiter, None).is_err()
    {
        return Vec::new();
    }
    fields
        .iter(line.as_bytes())
        .map(|field| {
            let field = String::from_utf8_lossy(field);
            let field = field
                .trim_matches('\u{feff}')
                .trim()
                .trim_matches('"')
                .trim();
            let parts = brackets.and_then(|(open, close)| {
                let (name, unit) = field.strip_suffix(close)?.rsplit_once(open)?;
                Some((name.trim().to_owned(), Some(unit.trim().to_owned())))
            });
            parts.unwrap_or_else(|| (field.to_owned(), None))
        })
        .collect()
}
