//! What the shapes of lines have in common: from a profile's entries to places in a row.

use std::collections::BTreeMap;

use crate::domain::{Cause, Clock, DayRule, Finding};
pub(super) use crate::ingest::columns::{Names, field};
use crate::ingest::decode::Coding;
use crate::ingest::number;
use crate::ingest::preamble::Preamble;
use crate::ingest::profile::{ClockRule, ColumnRef, CutRule, DayText, Rules, SeriesRule};
use crate::ingest::raw::RawClock;
use crate::ingest::rows::{Cut, Extras, FlagPlan, Missing, Offsets, Only, Parts};
use crate::ingest::stamp::{Pattern, offset_minutes};
use crate::ingest::table::{Proto, Table};

/// A mark as a byte; a mark outside ASCII cannot part fields.
pub(super) fn byte(mark: char) -> u8 {
    u8::try_from(mark).unwrap_or(b',')
}

/// The names of the columns, with those that are parts of others behind the last field.
pub(super) fn with_cuts(rules: &Rules, mut names: Names, fields: usize) -> Names {
    if !rules.cut.is_empty() {
        names.resize(fields, (String::new(), None));
        names.extend(rules.cut.iter().map(|cut| (cut.name.clone(), None)));
    }
    names
}

/// The patterns of a profile; they were checked when it was read.
pub(super) fn patterns(texts: &[String]) -> Vec<Pattern> {
    patterns_from(texts, None)
}

/// The same, for a profile that says what years of two digits mean.
pub(super) fn patterns_from(texts: &[String], first_year: Option<i32>) -> Vec<Pattern> {
    texts
        .iter()
        .filter_map(|text| Pattern::compile_from(text, first_year).ok())
        .collect()
}

/// Cells that mean "no value", as this file writes them.
pub(super) fn missing(rules: &Rules, own: Option<&Vec<String>>, coding: &Coding) -> Missing {
    let texts = own.unwrap_or(&rules.missing);
    let encode = |texts: &[String]| texts.iter().map(|text| coding.encode(text)).collect();
    let decimal = byte(rules.decimal);
    Missing {
        texts: encode(texts),
        numbers: texts
            .iter()
            .filter_map(|text| number::parse(text.as_bytes(), decimal))
            .collect(),
        flags: encode(&rules.missing_flags),
    }
}

/// The rows that a series takes; `None` when it asks for a column that the file does not have.
pub(super) fn only(
    rules: &Rules,
    series: &SeriesRule,
    names: &Names,
    coding: &Coding,
) -> Option<Only> {
    let encode = |texts: &[String]| texts.iter().map(|text| coding.encode(text)).collect();
    let code = match &series.only {
        None => None,
        Some(filter) => Some((field(&filter.column, names)?, encode(&filter.is))),
    };
    let units = if rules.unit_column.is_some() {
        encode(&series.in_units)
    } else {
        Vec::new()
    };
    Some(Only { code, units })
}

/// The flag columns of a series; one that the file does not have is no flag.
pub(super) fn flags<'r>(
    rules: &'r Rules,
    series: &'r SeriesRule,
    names: &Names,
    coding: &Coding,
) -> Vec<FlagPlan<'r>> {
    series
        .flags
        .iter()
        .filter_map(|flag| {
            Some(FlagPlan {
                field: field(&flag.column, names)?,
                codes: rules.quality.get(&flag.codes),
                split: &flag.split,
                required: flag.required,
                missing: flag
                    .missing
                    .iter()
                    .map(|text| coding.encode(text))
                    .collect(),
            })
        })
        .collect()
}

/// What only some exports do, as a file with these columns does it; `None` when a column is not there.
pub(super) fn extras(rules: &Rules, names: &Names, coding: &Coding) -> Option<Extras> {
    let optional = |column: &Option<ColumnRef>| match column {
        Some(column) => field(column, names).map(Some),
        None => Some(None),
    };
    let parts = match rules.time.as_ref().and_then(|time| time.parts.as_ref()) {
        None => None,
        Some(parts) => Some(Parts {
            year: field(&parts.year, names)?,
            month: field(&parts.month, names)?,
            day: optional(&parts.day)?,
            hour: optional(&parts.hour)?,
            year_begins: i64::from(parts.year_begins),
        }),
    };
    let encode = |texts: &[String]| texts.iter().map(|text| coding.encode(text)).collect();
    let cut = |rule: &CutRule| {
        Some(Cut {
            whole: field(&rule.column, names)?,
            after: encode(&rule.after),
            after_last: rule.after_last,
            until: encode(&rule.until),
        })
    };
    let zones = rules.time.iter().flat_map(|time| &time.zones);
    let zones = zones.filter_map(|(word, clock)| match clock {
        Clock::Fixed(minutes) => Some((coding.encode(word), *minutes)),
        Clock::Zone(_) => None,
    });
    Some(Extras {
        zones: zones.collect(),
        ragged: rules.ragged,
        thousands: rules.thousands,
        parts,
        cuts: rules.cut.iter().map(cut).collect::<Option<_>>()?,
        parameter: optional(&rules.parameter)?,
        name: rules
            .station
            .as_ref()
            .and_then(|rule| rule.name_column.as_ref())
            .and_then(|column| field(column, names)),
    })
}

/// The clock of the file, and the column of its codes where rows name it.
pub(super) fn clock(
    rules: &Rules,
    preamble: &Preamble,
    names: &Names,
    table: &mut Table<'_>,
) -> (RawClock, Option<Offsets>) {
    match &rules.clock {
        ClockRule::InStamp => (RawClock::Instants, None),
        ClockRule::Unstated => (RawClock::Unstated, None),
        ClockRule::Assumed(clock) => (RawClock::Assumed(*clock), None),
        ClockRule::Stated(clock) => (RawClock::Stated(*clock), None),
        ClockRule::Header { key, map } => {
            let said = preamble.value(key).unwrap_or_default();
            match map.get(said) {
                Some(clock) => (RawClock::Stated(*clock), None),
                None => {
                    table.complaints.say(unknown_clock(key, said, preamble));
                    (RawClock::Unstated, None)
                }
            }
        }
        ClockRule::InText(map) => {
            let said = names.iter().map(|(name, unit)| match unit {
                Some(unit) => format!("{name} ({unit})"),
                None => name.clone(),
            });
            let text: Vec<String> = said.chain(preamble.texts()).collect();
            match clock_in(&text, map) {
                Some(clock) => (RawClock::Stated(clock), None),
                None => (RawClock::Unstated, None),
            }
        }
        ClockRule::Column { column, map } => match field(column, names) {
            Some(at) => {
                let codes = map.iter().filter_map(|(code, clock)| match clock {
                    Clock::Fixed(minutes) => Some((code.clone().into_bytes(), *minutes)),
                    Clock::Zone(_) => None,
                });
                let offsets = Offsets {
                    field: at,
                    codes: codes.collect(),
                };
                (RawClock::Instants, Some(offsets))
            }
            None => (RawClock::Unstated, None),
        },
    }
}

/// The clock that a header names: the longest known text in it, or an offset as `UTC-06:00`.
fn clock_in(texts: &[String], map: &BTreeMap<String, Clock>) -> Option<Clock> {
    let known = map
        .iter()
        .filter(|(words, _)| texts.iter().any(|text| text.contains(words.as_str())))
        .max_by_key(|(words, _)| words.len());
    if let Some((_, clock)) = known {
        return Some(*clock);
    }
    texts.iter().find_map(|text| offset_in(text))
}

/// The offset behind the first `UTC+` or `UTC-` (or `GMT`) of a text.
fn offset_in(text: &str) -> Option<Clock> {
    let signed = |name: &str| {
        let behind = text.split_once(name)?.1;
        behind.starts_with(['+', '-']).then_some(behind)
    };
    let behind = signed("UTC").or_else(|| signed("GMT"))?;
    let is_outside = |letter: char| !letter.is_ascii_digit() && !matches!(letter, '+' | '-' | ':');
    let offset = behind.split(is_outside).next()?;
    offset_minutes(offset.as_bytes()).map(Clock::Fixed)
}

fn unknown_clock(key: &str, said: &str, preamble: &Preamble) -> Finding {
    let finding = Finding::warning(
        Cause::BadTime,
        "the header names a clock that the profile does not know",
    )
    .text(&format!("{key} {said}"))
    .hint("name the clock of the source in basin.toml");
    match preamble.entry(key) {
        Some(entry) => finding.line(entry.line),
        None => finding,
    }
}

/// What a series is by its rule, in a file that says `unit`.
pub(super) fn proto(
    rules: &Rules,
    series: &SeriesRule,
    unit: Option<String>,
    clock: RawClock,
) -> Proto {
    Proto {
        quantity: series.quantity,
        statistic: series.statistic,
        daily_statistic: series.daily_statistic,
        step: series.step,
        unit: series.unit.clone().or(unit).unwrap_or_default(),
        clock,
        stamp: series.stamp.unwrap_or(rules.stamp),
        day: series.day.as_ref().map_or(DayRule::MIDNIGHT, DayText::rule),
    }
}
