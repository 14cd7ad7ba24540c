//! One stamp a line: a preamble of keys, perhaps a row of names, then rows of one or more values.

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, Statistic, Step};
use crate::ingest::decode::Source;
use crate::ingest::lines::{Line, Lines};
use crate::ingest::preamble::Preamble;
use crate::ingest::profile::{Begin, Rules, SeriesRule, TimeRule};
use crate::ingest::raw::RawClock;
use crate::ingest::recognise::{column_names, is_header};
use crate::ingest::rows::{End, RowPlan, StationAt, ValuePlan, walk};
use crate::ingest::stamp::{DateCache, date_text, read_any};
use crate::ingest::table::Table;

use super::plan::{self, Names};

/// Walks the file; a further export behind the first is read like the first.
pub(in crate::ingest) fn read(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let mut lines = Lines::new(&source.bytes, source.line_end);
    loop {
        let first = table.series.len();
        let Some(top) = Top::read(&mut lines, rules, table) else {
            return;
        };
        let Some(plan) = row_plan(rules, &top, table) else {
            return;
        };
        let end = walk(lines, &plan, table);
        compare_period(rules, &top.preamble, first, table);
        match end {
            End::OfFile => return,
            End::OfSection(rest) => {
                lines = rest;
                say_section(lines, table);
            }
        }
    }
}

/// What stands before the rows.
struct Top<'a> {
    preamble: Preamble,
    names: Names,
    header: Option<&'a [u8]>,
    /// How many fields a row has.
    fields: usize,
    /// The first line of the preamble.
    first: Option<&'a [u8]>,
}

impl<'a> Top<'a> {
    fn read(lines: &mut Lines<'a>, rules: &Rules, table: &mut Table<'_>) -> Option<Self> {
        let mut preamble = Preamble::default();
        let mut first = None;
        if rules.begin == Begin::FirstRow {
            return Some(Self {
                preamble,
                names: rules.columns.iter().map(|it| (it.clone(), None)).collect(),
                header: None,
                fields: rules.columns.len(),
                first,
            });
        }
        for line in lines.by_ref() {
            let bytes = line
                .bytes
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(line.bytes);
            let line = Line { bytes, ..line };
            let text = table.coding.decode(bytes);
            match &rules.begin {
                Begin::AfterLine(begin, fields)
                    if text.trim_start().starts_with(begin.as_str()) =>
                {
                    return Some(Self {
                        preamble,
                        names: Vec::new(),
                        header: None,
                        fields: *fields,
                        first,
                    });
                }
                Begin::AfterHeader if is_header(rules, &text) => {
                    let names = column_names(rules, &text);
                    return Some(Self {
                        preamble,
                        fields: names.len(),
                        names,
                        header: Some(bytes),
                        first,
                    });
                }
                Begin::AfterLine(..) | Begin::AfterHeader | Begin::FirstRow => {
                    first = first.or(Some(bytes));
                    preamble.take(line, rules, &table.coding);
                }
            }
        }
        table.complaints.say(
            Finding::error(Cause::BadShape, "the file ends before its readings begin")
                .hint("the file may be cut; download it again"),
        );
        None
    }
}

fn say_section(mut lines: Lines<'_>, table: &mut Table<'_>) {
    if let Some(line) = lines.next() {
        table.complaints.say(
            Finding::note(
                Cause::BadShape,
                "a further export begins here in the same file; it is read on its own",
            )
            .line(line.number)
            .hint("nothing needs to be done"),
        );
    }
}

fn row_plan<'r>(rules: &'r Rules, top: &Top<'_>, table: &mut Table<'_>) -> Option<RowPlan<'r>> {
    let time = rules.time.as_ref()?;
    let (clock, offset) = plan::clock(rules, &top.preamble, &top.names, table);
    let values = value_plans(rules, top, clock, table)?;
    let Some(time_at) = plan::field(&time.column, &top.names) else {
        table.complaints.say(
            Finding::error(Cause::BadShape, "no column holds the time")
                .hint("download the export again, or ask the agency for it"),
        );
        return None;
    };
    let Some(station) = station(rules, top) else {
        table.complaints.say(
            Finding::error(Cause::BadShape, "the header names no station")
                .hint("download the export again, or ask the agency for it"),
        );
        return None;
    };
    // A key of the preamble that comes again after the readings begins a further export.
    let section = rules
        .recognise
        .lines
        .first()
        .filter(|begin| {
            top.first
                .is_some_and(|line| line.starts_with(&table.coding.encode(begin)))
        })
        .map(|begin| table.coding.encode(begin));
    Some(RowPlan {
        delimiter: plan::byte(rules.delimiter?),
        quote: rules.quote.map(plan::byte),
        decimal: plan::byte(rules.decimal),
        fields: top.fields,
        station,
        time: (
            time_at,
            plan::patterns_from(&time.patterns, time.two_digit_years_from),
        ),
        time_of_day: time_of_day(time, &top.names),
        offset,
        values,
        unit: rules
            .unit_column
            .as_ref()
            .and_then(|column| plan::field(column, &top.names)),
        comment: rules.comment.as_ref().map(|text| table.coding.encode(text)),
        footer: rules
            .footer
            .iter()
            .map(|text| table.coding.encode(text))
            .collect(),
        header: top.header.map(<[u8]>::to_vec),
        section,
        names: BTreeMap::new(),
    })
}

fn time_of_day(
    time: &TimeRule,
    names: &Names,
) -> Option<(usize, Vec<crate::ingest::stamp::Pattern>)> {
    let at = plan::field(time.time_column.as_ref()?, names)?;
    Some((at, plan::patterns(&time.time_patterns)))
}

fn station(rules: &Rules, top: &Top<'_>) -> Option<StationAt> {
    let rule = rules.station.as_ref()?;
    if let Some(column) = &rule.column {
        return plan::field(column, &top.names).map(StationAt::Field);
    }
    let id = top.preamble.value(rule.key.as_ref()?)?;
    let name = rule
        .name_key
        .as_ref()
        .and_then(|key| top.preamble.value(key));
    Some(StationAt::Fixed(id.to_owned(), name.map(str::to_owned)))
}

/// The value columns that the file has and the profile knows.
fn value_plans<'r>(
    rules: &'r Rules,
    top: &Top<'_>,
    clock: RawClock,
    table: &mut Table<'_>,
) -> Option<Vec<ValuePlan<'r>>> {
    let words = rules
        .words
        .as_ref()
        .map(|words| top.preamble.words(&words.key))
        .unwrap_or_default();
    let plans: Vec<ValuePlan<'r>> = rules
        .series
        .iter()
        .filter_map(|series| {
            let field = applies(rules, series, &words, &top.names)?;
            let mut proto = plan::proto(rules, series, unit(rules, top, field), clock);
            proto.statistic = said_statistic(rules, &words).unwrap_or(proto.statistic);
            proto.step = said_step(rules, &words).or(proto.step);
            Some(ValuePlan {
                field,
                flags: plan::flags(rules, series, &top.names),
                missing: plan::missing(rules, series.missing.as_ref(), &table.coding),
                proto,
                only: plan::only(rules, series, &top.names, &table.coding)?,
            })
        })
        .collect();
    if plans.is_empty() {
        table.complaints.say(nothing_to_read(rules, top, &words));
        return None;
    }
    Some(plans)
}

/// The field of a series, when the file has it.
fn applies(rules: &Rules, series: &SeriesRule, words: &[&str], names: &Names) -> Option<usize> {
    if let Some(word) = &series.word
        && !words.contains(&word.as_str())
    {
        return None;
    }
    let field = plan::field(&series.column, names)?;
    // Where every row says its unit, the rows are chosen by it and not the column.
    if series.in_units.is_empty() || rules.unit_column.is_some() {
        return Some(field);
    }
    let unit = names.get(field)?.1.as_deref()?;
    series
        .in_units
        .iter()
        .any(|known| known == unit)
        .then_some(field)
}

/// The unit that the file gives: beside the name of the column, or behind a key.
fn unit(rules: &Rules, top: &Top<'_>, field: usize) -> Option<String> {
    let beside = top.names.get(field).and_then(|(_, unit)| unit.clone());
    beside.or_else(|| {
        let text = top.preamble.value(rules.unit_key.as_ref()?)?;
        Some(text.trim_matches(['[', ']', ' ']).to_owned())
    })
}

fn said_statistic(rules: &Rules, words: &[&str]) -> Option<Statistic> {
    let known = &rules.words.as_ref()?.statistic;
    words.iter().find_map(|word| known.get(*word).copied())
}

fn said_step(rules: &Rules, words: &[&str]) -> Option<Step> {
    let known = &rules.words.as_ref()?.step;
    words.iter().find_map(|word| known.get(*word).copied())
}

fn nothing_to_read(rules: &Rules, top: &Top<'_>, words: &[&str]) -> Finding {
    let said = if words.is_empty() {
        let names: Vec<String> = top
            .names
            .iter()
            .map(|(name, unit)| match unit {
                Some(unit) => format!("{name} [{unit}]"),
                None => name.clone(),
            })
            .collect();
        names.join(", ")
    } else {
        words.join(", ")
    };
    let finding = Finding::error(
        Cause::BadShape,
        "the header names no quantity that the profile reads",
    )
    .text(&said)
    .hint("stage, discharge, rain and storage are read; add the column to the profile if it is one of them");
    let line = rules
        .words
        .as_ref()
        .and_then(|words| top.preamble.entry(&words.key));
    match line {
        Some(entry) => finding.line(entry.line),
        None => finding,
    }
}

/// Says when readings lie outside the period that the header claims; the rows are believed.
fn compare_period(rules: &Rules, preamble: &Preamble, first: usize, table: &mut Table<'_>) {
    let (Some(key), Some(time)) = (&rules.period, &rules.time) else {
        return;
    };
    let Some(entry) = preamble.entry(key) else {
        return;
    };
    let patterns = plan::patterns_from(&time.patterns, time.two_digit_years_from);
    let read = |text: Option<&String>| {
        let stamp = read_any(
            &patterns,
            text?.as_bytes(),
            &mut 0,
            &mut DateCache::default(),
        )?;
        Some(stamp.millis)
    };
    let (from, to) = (read(entry.fields.first()), read(entry.fields.last()));
    let stamps = || table.series.iter().skip(first).flat_map(|it| &it.time);
    let (Some(&least), Some(&most)) = (stamps().min(), stamps().max()) else {
        return;
    };
    if from.is_some_and(|from| least < from) || to.is_some_and(|to| most > to) {
        let finding = Finding::note(
            Cause::HeaderDisagrees,
            format!(
                "the header claims another period than the rows cover, {} to {}; the rows are believed",
                date_text(least),
                date_text(most)
            ),
        )
        .line(entry.line)
        .text(&format!("{key} {}", entry.fields.join(" ")))
        .hint("nothing needs to be done; tell the agency that its header is not updated");
        table.complaints.say(finding);
    }
}
