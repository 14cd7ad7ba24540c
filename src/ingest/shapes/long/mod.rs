//! One stamp a line: a preamble of keys, perhaps a row of names, then rows of one or more values.

mod station;
mod values;

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding};
use crate::ingest::blocks::Blocks;
use crate::ingest::columns::column_names;
use crate::ingest::diagnose::Forms;
use crate::ingest::lines::{Fields, Line, Lines};
use crate::ingest::preamble::Preamble;
use crate::ingest::profile::{Begin, Rules, TimeRule};
use crate::ingest::recognise::{is_begin, is_header};
use crate::ingest::rows::{RowPlan, Walk};
use crate::ingest::stamp::{DateCache, date_text, read_any};
use crate::ingest::table::Table;

use super::plan::{self, Names};
pub(super) use station::station;
use values::{say_unread, value_plans};

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
    let mut above = Preamble::default();
    loop {
        table.begin_export(rules);
        let Some(mut top) = Top::read(&mut lines, rules, table) else {
            return;
        };
        // What stands above the first of several tables holds for those that do not say it anew.
        if rules.table_begins.is_some() {
            top.preamble.add(&above);
            above = top.preamble.clone();
        }
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
                Begin::AfterLine(begin, fields) if is_begin(begin, &text) => {
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

pub(super) fn say_section(mut lines: Lines<'_>, table: &mut Table<'_>) {
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
    let first = rules.recognise.lines.first().filter(|begin| {
        top.first
            .is_some_and(|line| line.starts_with(&table.coding.encode(begin)))
    });
    let section = rules.table_begins.as_ref().or(first);
    let section = section.map(|begin| table.coding.encode(begin));
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
