//! One stamp a line: a preamble of keys, perhaps a row of names, then rows of one or more values.

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, Statistic, Step};
use crate::ingest::blocks::Blocks;
use crate::ingest::columns::column_names;
use crate::ingest::diagnose::Forms;
use crate::ingest::lines::{Fields, Line, Lines};
use crate::ingest::preamble::{Preamble, part_of};
use crate::ingest::profile::{
    Begin, Between, ParameterRule, Rules, SeriesRule, StationRule, TimeRule,
};
use crate::ingest::raw::RawClock;
use crate::ingest::recognise::is_header;
use crate::ingest::rows::{RowPlan, StationAt, ValuePlan, Walk};
use crate::ingest::stamp::{DateCache, date_text, read_any};
use crate::ingest::table::Table;

use super::plan::{self, Names};

/// Walks the file; a further export behind the first is read like the first. `each` is called after every block.
pub(in crate::ingest) fn read(
    rules: &Rules,
    blocks: &mut dyn Blocks,
    table: &mut Table<'_>,
    each: &mut dyn FnMut(&mut Table<'_>),
) {
    let Some(mut lines) = blocks.more(0) else {
        return;
    };
    loop {
        table.begin_export();
        let Some(top) = Top::read(&mut lines, rules, table) else {
            return;
        };
        let Some(plan) = row_plan(rules, &top, table) else {
            return;
        };
        let preamble = top.preamble;
        let mut walk = Walk::new(&plan, table, lines.end());
        let section = loop {
            if walk.feed(&mut lines) {
                break Some((lines.rest().len(), lines.number()));
            }
            each(walk.table());
            let number = lines.number();
            match blocks.more(number) {
                Some(next) => lines = next,
                None => break None,
            }
        };
        walk.finish();
        compare_period(rules, &preamble, table);
        let Some((left, number)) = section else {
            return;
        };
        lines = blocks.again(left, number);
        say_section(lines, table);
    }
}

/// What stands before the rows.
pub(super) struct Top<'a> {
    pub(super) preamble: Preamble,
    pub(super) names: Names,
    pub(super) header: Option<&'a [u8]>,
    /// How many fields a row has.
    pub(super) fields: usize,
    /// The first line of the preamble.
    first: Option<&'a [u8]>,
}

impl<'a> Top<'a> {
    pub(super) fn read(
        lines: &mut Lines<'a>,
        rules: &Rules,
        table: &mut Table<'_>,
    ) -> Option<Self> {
        let mut preamble = Preamble::default();
        let mut first = None;
        if rules.begin == Begin::FirstRow {
            let fields = first_row(lines, rules, &mut preamble, table);
            return Some(Self {
                preamble,
                names: plan::with_cuts(
                    rules,
                    rules.columns.iter().map(|it| (it.clone(), None)).collect(),
                    fields,
                ),
                header: None,
                fields,
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
                        names: plan::with_cuts(
                            rules,
                            rules.columns.iter().map(|it| (it.clone(), None)).collect(),
                            *fields,
                        ),
                        header: None,
                        fields: *fields,
                        first,
                    });
                }
                Begin::AfterHeader if is_header(rules, &text) => {
                    let names = column_names(rules, &text);
                    let fields = names.len();
                    skip(lines, rules.rows_after_header);
                    return Some(Self {
                        preamble,
                        fields,
                        names: plan::with_cuts(rules, names, fields),
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

impl Top<'_> {
    /// Whether a line before the readings holds the text.
    fn says(&self, text: &str, table: &Table<'_>) -> bool {
        let in_header = |header: &[u8]| table.coding.decode(header).contains(text);
        self.preamble.says(text) || self.header.is_some_and(in_header)
    }
}

/// Passes over rows that are neither names nor readings.
fn skip(lines: &mut Lines<'_>, mut count: usize) {
    while count > 0 {
        match lines.next() {
            Some(line) if line.is_blank() => {}
            Some(_) => count -= 1,
            None => return,
        }
    }
}

/// Takes remarks into the preamble and stops before the first row; gives how many fields that has.
fn first_row(
    lines: &mut Lines<'_>,
    rules: &Rules,
    preamble: &mut Preamble,
    table: &Table<'_>,
) -> usize {
    let comment = rules.comment.as_ref().map(|text| table.coding.encode(text));
    loop {
        let before = *lines;
        let Some(line) = lines.next() else {
            return rules.columns.len();
        };
        let is_remark = comment
            .as_ref()
            .is_some_and(|mark| line.bytes.starts_with(mark));
        if is_remark || line.is_blank() {
            preamble.take(line, rules, &table.coding);
            continue;
        }
        *lines = before;
        let mut fields = Fields::default();
        let mark = |mark: Option<char>| mark.map(plan::byte);
        let is_split = !line.is_endless()
            && mark(rules.delimiter).is_some_and(|delimiter| {
                fields
                    .split(line.bytes, delimiter, mark(rules.quote))
                    .is_ok()
            });
        let is_known = rules.recognise.fields.contains(&fields.len());
        return if is_split && is_known {
            fields.len()
        } else {
            rules.columns.len()
        };
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
    say_unread(rules, top, table);
    let extras = plan::extras(rules, &top.names, &table.coding);
    let (Some(extras), Some(time_at)) = (extras, plan::field(&time.column, &top.names)) else {
        table.complaints.say(
            Finding::error(Cause::BadShape, "no column holds the time")
                .hint("download the export again, or ask the agency for it"),
        );
        return None;
    };
    let Some(station) = station(rules, top, table) else {
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
        forms: Forms::of(&time.patterns),
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
        extras,
    })
}

fn time_of_day(
    time: &TimeRule,
    names: &Names,
) -> Option<(usize, Vec<crate::ingest::stamp::Pattern>)> {
    let at = plan::field(time.time_column.as_ref()?, names)?;
    Some((at, plan::patterns(&time.time_patterns)))
}

pub(super) fn station(rules: &Rules, top: &Top<'_>, table: &mut Table<'_>) -> Option<StationAt> {
    let rule = rules.station.as_ref()?;
    if let Some(column) = &rule.column {
        return plan::field(column, &top.names).map(StationAt::Field);
    }
    let id = if rule.per_column {
        String::new()
    } else {
        station_id(rule, top, table)?
    };
    let name = rule
        .name_key
        .as_ref()
        .and_then(|key| top.preamble.value(key));
    Some(StationAt::Fixed(id, name.map(str::to_owned)))
}

/// The one station of a file: behind a key, within a line, within the name of the file, or never named.
fn station_id(rule: &StationRule, top: &Top<'_>, table: &mut Table<'_>) -> Option<String> {
    if let Some(key) = &rule.key
        && let Some(id) = top.preamble.value(key)
    {
        return Some(id.to_owned());
    }
    if let Some(between) = &rule.in_line {
        let header = || {
            let text = table.coding.decode(top.header?);
            part_of(text.trim().trim_matches('"'), between)
        };
        if let Some(id) = top.preamble.part(between).or_else(header) {
            return Some(id);
        }
    }
    if let Some(between) = &rule.in_file_name {
        return Some(id_in_file_name(between, table));
    }
    rule.fixed.clone()
}

/// The id within the name of the file; the whole name without its ending, and a finding, where it is not there.
fn id_in_file_name(between: &Between, table: &mut Table<'_>) -> String {
    let path = table.complaints.file();
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or(path);
    if let Some(id) = part_of(name, between) {
        return id;
    }
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned();
    table.complaints.say(
        Finding::warning(
            Cause::UnknownStation,
            "the export names its station in the name of its file alone, and this name has another form; the name stands for the station",
        )
        .text(&stem)
        .hint("give the file the name that the agency gave it, or map this name to the station in basin.toml"),
    );
    stem
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
    let mut plans: Vec<ValuePlan<'r>> = Vec::new();
    for series in &rules.series {
        let is_said = |text: &String| top.says(text, table);
        if !series.said.is_empty() && !series.said.iter().any(is_said) {
            continue;
        }
        let Some(field) = applies(rules, series, &words, &top.names) else {
            continue;
        };
        let Some(only) = plan::only(rules, series, &top.names, &table.coding) else {
            continue;
        };
        let mut proto = plan::proto(rules, series, unit(rules, top, field), clock);
        proto.statistic = said_statistic(rules, &words).unwrap_or(proto.statistic);
        proto.step = said_step(rules, &words).or(proto.step);
        let one = ValuePlan {
            field,
            flags: plan::flags(rules, series, &top.names, &table.coding),
            missing: plan::missing(rules, series.missing.as_ref(), &table.coding),
            proto,
            only,
            station: None,
            gauge: None,
            suffixes: series
                .suffixes
                .as_ref()
                .and_then(|name| rules.quality.get(name)),
        };
        match &rules.parameter {
            Some(column) => {
                let at = plan::field(column, &top.names)?;
                plans.extend(of_parameters(rules, &one, at, table));
            }
            None if rules.station.as_ref().is_some_and(|rule| rule.per_column) => {
                plans.extend(of_columns(rules, &one, top));
            }
            None => plans.push(one),
        }
    }
    if plans.is_empty() {
        table.complaints.say(nothing_to_read(rules, top, &words));
        return None;
    }
    Some(plans)
}

/// The same value column for every code that says what a row measures, the most telling code first.
fn of_parameters<'r>(
    rules: &'r Rules,
    one: &ValuePlan<'r>,
    at: usize,
    table: &Table<'_>,
) -> Vec<ValuePlan<'r>> {
    let mut codes: Vec<(&String, &ParameterRule)> = rules.parameters.iter().collect();
    codes.sort_by_key(|(code, _)| std::cmp::Reverse(code.len()));
    codes
        .into_iter()
        .map(|(code, rule)| {
            let mut plan = one.clone();
            plan.only.code = Some((at, vec![table.coding.encode(code)]));
            plan.gauge = rule.gauge.as_deref();
            plan.proto.quantity = rule.quantity;
            plan.proto.statistic = rule.statistic;
            plan.proto.daily_statistic = rule.daily_statistic;
            plan.proto.step = rule.step.or(plan.proto.step);
            plan.proto.unit.clone_from(&rule.unit);
            if let Some(day) = &rule.day {
                plan.proto.day = day.rule();
            }
            plan.proto.stamp = rule.stamp.unwrap_or(plan.proto.stamp);
            plan
        })
        .collect()
}

/// The same series for every column that is a station: all but those of the time, and those without a name.
fn of_columns<'r>(rules: &Rules, one: &ValuePlan<'r>, top: &Top<'_>) -> Vec<ValuePlan<'r>> {
    let time = rules.time.iter();
    let columns = time.flat_map(|time| {
        let parts = time.parts.iter().flat_map(|parts| {
            let optional = parts.day.iter().chain(&parts.hour);
            [&parts.year, &parts.month].into_iter().chain(optional)
        });
        std::iter::once(&time.column)
            .chain(&time.time_column)
            .chain(parts)
    });
    let taken: Vec<usize> = columns
        .chain(&rules.unread)
        .filter_map(|column| plan::field(column, &top.names))
        .collect();
    let named = top.names.iter().enumerate();
    named
        .filter(|(at, (name, _))| !taken.contains(at) && !name.is_empty())
        .map(|(field, (name, _))| {
            let mut plan = one.clone();
            plan.field = field;
            plan.station = Some(name.clone());
            if let Some(unit) = unit(rules, top, field) {
                plan.proto.unit = unit;
            }
            plan
        })
        .collect()
}

/// Says which columns hold quantities that are not read here.
fn say_unread(rules: &Rules, top: &Top<'_>, table: &mut Table<'_>) {
    let names: Vec<&str> = rules
        .unread
        .iter()
        .filter_map(|column| top.names.get(plan::field(column, &top.names)?))
        .map(|(name, _)| name.as_str())
        .collect();
    if !names.is_empty() {
        table.complaints.say(
            Finding::note(
                Cause::UnknownUnit,
                "some columns hold quantities that are not read here",
            )
            .text(&names.join(" · "))
            .hint("stage, discharge, rain and storage are read; nothing needs to be done"),
        );
    }
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
fn compare_period(rules: &Rules, preamble: &Preamble, table: &mut Table<'_>) {
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
    let Some((least, most)) = table.period() else {
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
