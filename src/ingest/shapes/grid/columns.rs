//! Which fields of a row are its values, and which day, hour or month each of them counts.

use crate::ingest::profile::{ColumnRef, Counted, FlagColumn, GridRule, Rules, SeriesRule};
use crate::ingest::rows::FlagPlan;
use crate::ingest::shapes::plan::Names;
use crate::ingest::stamp;

/// Roman numbers of the months, as hydrological yearbooks write them.
const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];

/// A value column.
pub(super) struct ValueAt<'r> {
    /// Field, from 0.
    pub(super) field: usize,
    /// Day or month from 1, or minutes after midnight.
    pub(super) number: i64,
    /// Its flag columns; none where the file lacks one.
    pub(super) flags: Vec<Option<FlagPlan<'r>>>,
}

/// The value columns of a series in the order of the file; fewer than two are no grid.
pub(super) fn of<'r>(
    rules: &'r Rules,
    grid: &GridRule,
    series: &'r SeriesRule,
    names: &Names,
) -> Option<Vec<ValueAt<'r>>> {
    let ColumnRef::Name(stem) = &series.column else {
        return None;
    };
    let number = |name: &str, stem: &str, suffix: &str| {
        let rest = name.strip_prefix(stem)?.trim_start().strip_suffix(suffix)?;
        counted(grid, rest.trim_end())
    };
    let mut seen = Vec::new();
    let mut values = Vec::new();
    for (field, (name, _)) in names.iter().enumerate() {
        let Some(counts) = number(name, stem, &grid.suffix) else {
            continue;
        };
        // The first of two columns of one day is the value; a second one is told apart by no name.
        if seen.contains(&counts) {
            continue;
        }
        seen.push(counts);
        let flag = |flag: &'r FlagColumn| {
            let at = match &flag.column {
                ColumnRef::Name(suffix) => {
                    let name = format!("{name}{suffix}");
                    names.iter().position(|(known, _)| *known == name)
                }
                ColumnRef::Begins { begins } => names
                    .iter()
                    .position(|(known, _)| number(known, begins, "") == Some(counts)),
                ColumnRef::Place(behind) => Some(field + behind).filter(|at| *at < names.len()),
                ColumnRef::Nth { .. } => None,
            };
            at.map(|field| FlagPlan {
                required: false,
                field,
                codes: rules.quality.get(&flag.codes),
                split: &flag.split,
                missing: Vec::new(),
            })
        };
        values.push(ValueAt {
            field,
            number: counts,
            flags: series.flags.iter().map(flag).collect(),
        });
    }
    (values.len() > 1).then_some(values)
}

/// What the name of a column counts.
fn counted(grid: &GridRule, name: &str) -> Option<i64> {
    match grid.columns {
        Counted::Days => number(name).filter(|day| (1..=31).contains(day)),
        Counted::Hours => minutes(name),
        Counted::Months => month(name.as_bytes(), grid.month_one),
    }
}

/// A whole number of at most four digits.
pub(super) fn number(text: &str) -> Option<i64> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Minutes after midnight of `0`, `01`, `24`, `6:30` or `06:30:00`.
fn minutes(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let hour = number(parts.next()?)?;
    let minute = parts.next().map_or(Some(0), number)?;
    let second = parts.next().map_or(Some(0), number)?;
    let is_time = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
    (is_time && second == 0 && parts.next().is_none()).then_some(hour * 60 + minute)
}

/// The calendar month of a number that counts from `one`, of a name or of a Roman number.
pub(super) fn month(text: &[u8], one: u32) -> Option<i64> {
    let words = std::str::from_utf8(text).ok();
    if let Some(n) = words.and_then(number) {
        return (1..=12)
            .contains(&n)
            .then(|| (n - 2 + i64::from(one)).rem_euclid(12) + 1);
    }
    let roman = words.and_then(|words| ROMAN.iter().position(|known| *known == words));
    match roman {
        Some(at) => i64::try_from(at + 1).ok(),
        None => stamp::month_of_name(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_months_are_counted_as_they_are_named() {
        for (text, expect) in [
            ("0", Some(0)),
            ("07", Some(420)),
            ("24", Some(1440)),
            ("6:30", Some(390)),
            ("06:00:00", Some(360)),
            ("24:30", None),
            ("25", None),
            ("1.5", None),
            ("", None),
        ] {
            assert_eq!(minutes(text), expect, "{text}");
        }
        for (text, one, expect) in [
            ("1", 1, Some(1)),
            ("01", 11, Some(11)),
            ("3", 11, Some(1)),
            ("12", 11, Some(10)),
            ("13", 1, None),
            ("XI", 1, Some(11)),
            ("Oct", 1, Some(10)),
            ("Ene", 10, Some(1)),
            ("Mean", 1, None),
        ] {
            assert_eq!(month(text.as_bytes(), one), expect, "{text}");
        }
    }
}
