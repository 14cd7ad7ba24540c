//! What stands where in a row, for the walk over rows that are like the row before.

use crate::ingest::lines::LineEnd;

use super::fast_stamp::Clock;
use super::word;
use super::{Extras, FlagPlan, RowPlan, StationAt, ValuePlan};

/// What a field is; the flag says whether it is the last of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The station.
    Station,
    /// The date, or the whole stamp.
    Stamp,
    /// The time of day.
    TimeOfDay,
    /// The nth value column.
    Value(u16, bool),
    /// The nth flag column.
    Flag(u16),
    /// The nth of the cells that must stay as they are.
    Same(u16),
    /// Nothing that is read.
    Skip(bool),
}

/// What ends a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldEnd {
    /// Its first byte in all places of a word.
    pub(super) wanted: u64,
    /// How many bytes it has.
    pub(super) len: usize,
    second: u8,
}

impl FieldEnd {
    /// Whether the rest of it stands at `at`, where its first byte was found.
    #[inline(always)]
    pub(super) fn stands(self, text: &[u8], at: usize) -> bool {
        self.len == 1 || text.get(at + 1) == Some(&self.second)
    }
}

/// A column of values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// From 1.
    pub(super) number: u16,
    /// Which of the flag columns is its own.
    pub(super) flag: Option<usize>,
    /// Whether an empty cell says "no value".
    pub(super) empty_is_missing: bool,
    /// A number that says "no value"; NaN where there is none.
    pub(super) code: f64,
    /// Whether there are further ones.
    pub(super) has_codes: bool,
}

/// What stands where in a row.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Field by field.
    pub(super) steps: Vec<Step>,
    /// The value columns.
    pub(super) values: Vec<Column>,
    /// For each flag column a value column that it belongs to.
    pub(super) flags: Vec<usize>,
    /// Fields that must stay as they are.
    pub(super) same: Vec<usize>,
    /// For each pattern of the stamp its places.
    pub(super) clocks: Vec<Option<Clock>>,
    /// For each pattern of the time of day its places.
    pub(super) day_clocks: Vec<Option<Clock>>,
    /// The decimal mark in all places of a word.
    pub(super) mark: u64,
    /// Whether a row must begin with a digit, since nothing else tells it from a remark.
    pub(super) begins_with_digit: bool,
    /// Whether a row is perhaps the station, then the stamp, values, and perhaps one flag: what most exports write.
    pub(super) is_plain: bool,
    /// Whether the station is the first field.
    pub(super) station_is_first: bool,
    /// Whether the station is the last field.
    pub(super) station_is_last: bool,
    /// Whether the stamp is the last field.
    pub(super) stamp_is_last: bool,
    /// What lines begin with that are no rows.
    others: Vec<Vec<u8>>,
    delimiter: u8,
    quote: Option<u8>,
    line_end: u8,
    ends: [FieldEnd; 2],
}

impl Layout {
    /// The layout of a plan; `None` where rows have rules that only the checked walk knows.
    pub(super) fn of(plan: &RowPlan<'_>, line_end: LineEnd) -> Option<Self> {
        // A further entry of a plan is named here, so that it cannot be passed over in silence.
        let RowPlan {
            delimiter,
            quote,
            decimal,
            fields,
            station,
            time,
            time_of_day,
            offset,
            values,
            unit,
            comment,
            footer,
            header: _,
            section,
            names: _,
            extras,
            forms: _,
        } = plan;
        let Extras {
            // Rows that end early and numbers with marks in them are left to the checked walk one by one.
            ragged: _,
            thousands: _,
            parts,
            cuts,
            zones,
            parameter,
            name: _,
        } = extras;
        let is_odd =
            parts.is_some() || !cuts.is_empty() || !zones.is_empty() || parameter.is_some();
        if unit.is_some() || is_odd || *delimiter == b' ' || plan.is_picky() {
            return None;
        }
        let mut steps: Vec<Option<Step>> = vec![None; *fields];
        let mut put = |field: usize, step: Step| {
            let place = steps.get_mut(field)?;
            let free = place.is_none();
            *place = Some(step);
            free.then_some(())
        };
        if let StationAt::Field(field) = station {
            put(*field, Step::Station)?;
        }
        put(time.0, Step::Stamp)?;
        if let Some((field, _)) = time_of_day {
            put(*field, Step::TimeOfDay)?;
        }
        let mut same = Vec::new();
        if let Some(offset) = offset {
            put(offset.field, Step::Same(0))?;
            same.push(offset.field);
        }
        let last = |field: usize| field + 1 == *fields;
        for (nth, value) in values.iter().enumerate() {
            let nth = u16::try_from(nth).ok()?;
            put(value.field, Step::Value(nth, last(value.field)))?;
        }
        let (columns, flags) = flag_columns(values)?;
        for (nth, &value) in flags.iter().enumerate() {
            let nth = u16::try_from(nth).ok()?;
            put(values[value].flags[0].field, Step::Flag(nth))?;
        }
        let is_at = |field: usize| matches!(station, StationAt::Field(at) if *at == field);
        let mut others: Vec<Vec<u8>> = footer.clone();
        others.extend(comment.iter().chain(section).cloned());
        let clocks = time
            .1
            .iter()
            .map(|pattern| Clock::of_stamp(&pattern.places()?));
        let day_clocks = time_of_day
            .iter()
            .flat_map(|(_, patterns)| patterns)
            .map(|pattern| Clock::of_time(&pattern.places()?));
        let steps: Vec<Step> = steps
            .into_iter()
            .enumerate()
            .map(|(field, step)| step.unwrap_or(Step::Skip(last(field))))
            .collect();
        Some(Self {
            is_plain: is_plain(&steps),
            steps,
            values: columns,
            flags,
            same,
            clocks: clocks.collect(),
            day_clocks: day_clocks.collect(),
            mark: word::all(*decimal),
            begins_with_digit: !is_at(0),
            station_is_first: is_at(0),
            station_is_last: matches!(station, StationAt::Field(at) if last(*at)),
            stamp_is_last: last(time.0),
            others,
            delimiter: *delimiter,
            quote: *quote,
            line_end: line_end.byte(),
            ends: ends(*delimiter, line_end),
        })
    }

    /// What ends a field.
    #[inline(always)]
    pub(super) fn end(&self, last: bool) -> FieldEnd {
        self.ends[usize::from(last)]
    }

    /// The cell at `at` without blanks, and where the next one begins; `None` where the row has another shape.
    pub(super) fn cell<'a>(
        &self,
        text: &'a [u8],
        at: usize,
        last: bool,
    ) -> Option<(&'a [u8], usize)> {
        let rest = text.get(at..)?;
        let end = memchr::memchr2(self.delimiter, self.line_end, rest)?;
        if (rest[end] == self.line_end) != last {
            return None;
        }
        let cell = &rest[..end];
        let cell = match cell {
            [cell @ .., b'\r'] if last => cell,
            cell => cell,
        };
        (!self.has_quote(cell)).then(|| (cell.trim_ascii(), at + end + 1))
    }

    /// Whether a quotation mark stands anywhere.
    pub(super) fn has_quote(&self, text: &[u8]) -> bool {
        self.quote
            .is_some_and(|quote| memchr::memchr(quote, text).is_some())
    }

    /// Whether a row that begins so can be nothing but a row.
    pub(super) fn may_begin_row(&self, begin: &[u8]) -> bool {
        // A byte-order mark or the end mark of an old system may stand before a remark.
        !begin.trim_ascii().is_empty()
            && !matches!(begin, [0xef | 0x1a, ..])
            && !self
                .others
                .iter()
                .any(|other| other.starts_with(begin) || begin.starts_with(other))
    }
}

/// Whether the fields are perhaps the station, then the stamp, values in their order, and perhaps one flag.
fn is_plain(steps: &[Step]) -> bool {
    let steps = steps.strip_prefix(&[Step::Station]).unwrap_or(steps);
    let steps = steps.strip_suffix(&[Step::Flag(0)]).unwrap_or(steps);
    matches!(steps, [Step::Stamp, values @ ..] if !values.is_empty()
        && values.iter().enumerate().all(|(at, step)| matches!(step, Step::Value(nth, _) if usize::from(*nth) == at)))
}

/// The value columns, and for each flag column the first value column that it belongs to. `None` where a column has
/// several flag columns, or columns share one that means another thing for each.
fn flag_columns(values: &[ValuePlan<'_>]) -> Option<(Vec<Column>, Vec<usize>)> {
    let mut flags: Vec<usize> = Vec::new();
    let mut columns = Vec::new();
    for (nth, value) in values.iter().enumerate() {
        let ValuePlan {
            field,
            flags: own,
            proto: _,
            missing,
            only: _,
            station: _,
            gauge: _,
            suffixes: _,
        } = value;
        if own.iter().any(|flag| !flag.missing.is_empty()) {
            return None;
        }
        let flag = match own.as_slice() {
            [] => None,
            [one] => {
                let known = flags
                    .iter()
                    .position(|&other| values[other].flags[0].field == one.field);
                match known {
                    Some(known) if !alike(&values[flags[known]].flags[0], one) => return None,
                    Some(known) => Some(known),
                    None => {
                        flags.push(nth);
                        Some(flags.len() - 1)
                    }
                }
            }
            _ => return None,
        };
        columns.push(Column {
            number: u16::try_from(field + 1).unwrap_or(u16::MAX),
            flag,
            empty_is_missing: missing.texts.iter().any(Vec::is_empty),
            code: missing.numbers.first().copied().unwrap_or(f64::NAN),
            has_codes: missing.numbers.len() > 1,
        });
    }
    Some((columns, flags))
}

/// Whether two columns read a flag column in the same way.
fn alike(a: &FlagPlan<'_>, b: &FlagPlan<'_>) -> bool {
    let FlagPlan {
        field,
        codes,
        split,
        missing: _,
        required: _,
    } = a;
    let same_codes = match (codes, b.codes) {
        (Some(a), Some(b)) => std::ptr::eq(*a, b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    *field == b.field && same_codes && *split == b.split
}

/// What ends the fields of a row, and its last one.
fn ends(delimiter: u8, line_end: LineEnd) -> [FieldEnd; 2] {
    let (first, len, second) = match line_end {
        LineEnd::Lf => (b'\n', 1, 0),
        LineEnd::CrLf => (b'\r', 2, b'\n'),
        LineEnd::Cr => (b'\r', 1, 0),
    };
    [
        FieldEnd {
            wanted: word::all(delimiter),
            len: 1,
            second: 0,
        },
        FieldEnd {
            wanted: word::all(first),
            len,
            second,
        },
    ]
}
