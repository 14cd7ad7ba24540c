//! RDB: remarks, a row of names, a row of widths, rows. A value column is named by the agency's number of the
//! series, the parameter code and, for daily values, the statistic code: `69928_00060_00003`; its flags stand in
//! the column of the same name with `_cd` behind it.

use std::collections::BTreeMap;

use crate::domain::{Cause, DayRule, Finding, Quantity, StampMark, Statistic};
use crate::ingest::columns::column_names;
use crate::ingest::decode::Source;
use crate::ingest::diagnose::Forms;
use crate::ingest::lines::Lines;
use crate::ingest::preamble::Preamble;
use crate::ingest::profile::Rules;
use crate::ingest::raw::RawClock;
use crate::ingest::recognise::is_header;
use crate::ingest::rows::{End, Extras, FlagPlan, Only, RowPlan, StationAt, ValuePlan, walk};
use crate::ingest::table::{Proto, Table};

use super::plan::{self, Names};

/// Walks the file; each row of names begins a further site.
pub(in crate::ingest) fn read(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let mut lines = Lines::new(&source.bytes, source.line_end);
    let mut sites = BTreeMap::new();
    while let Some(names) = names_row(&mut lines, rules, &mut sites, table) {
        skip_widths(&mut lines, names.len());
        let Some(plan) = row_plan(rules, &names, &sites, table) else {
            return;
        };
        match walk(lines, &plan, table) {
            End::OfFile => return,
            End::OfSection(rest) => lines = rest,
        }
    }
}

/// The next row of names; remarks before it name the sites.
fn names_row(
    lines: &mut Lines<'_>,
    rules: &Rules,
    sites: &mut BTreeMap<String, String>,
    table: &Table<'_>,
) -> Option<Names> {
    for line in lines.by_ref() {
        let text = table.coding.decode(line.bytes);
        let remark = rules
            .comment
            .as_ref()
            .and_then(|comment| text.strip_prefix(comment.as_str()));
        if let Some(remark) = remark {
            if let Some((id, name)) = site(remark) {
                sites.insert(id, name);
            }
        } else if is_header(rules, &text) {
            return Some(column_names(rules, &text));
        }
    }
    None
}

/// Reads `    USGS 02177000 CHATTOOGA RIVER NEAR CLAYTON, GA`.
fn site(remark: &str) -> Option<(String, String)> {
    let mut words = remark.trim().splitn(3, char::is_whitespace);
    let (agency, id, name) = (words.next()?, words.next()?, words.next()?);
    let capitals = !agency.is_empty() && agency.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits = id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_digit());
    (capitals && digits).then(|| (id.to_owned(), name.trim().to_owned()))
}

/// Passes over the widths, such as `5s 15s 20d 14n 10s` parted by tabulators.
fn skip_widths(lines: &mut Lines<'_>, fields: usize) {
    let mut after = *lines;
    let Some(line) = after.next() else {
        return;
    };
    let widths = line.bytes.split(|&byte| byte == b'\t');
    let all = widths.clone().count() == fields
        && widths.into_iter().all(|width| {
            matches!(width.split_last(), Some((b's' | b'd' | b'n', digits))
                if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
        });
    if all {
        *lines = after;
    }
}

fn row_plan<'r>(
    rules: &'r Rules,
    names: &Names,
    sites: &BTreeMap<String, String>,
    table: &mut Table<'_>,
) -> Option<RowPlan<'r>> {
    let time = rules.time.as_ref()?;
    let (clock, offset) = plan::clock(rules, &Preamble::default(), names, table);
    let values = value_plans(rules, names, clock, table);
    if values.is_empty() {
        let said: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        table.complaints.say(
            Finding::error(
                Cause::BadShape,
                "no column holds a parameter that the profile reads",
            )
            .text(&said.join(" "))
            .hint(
                "add the parameter code to the profile if it is stage, discharge, rain or storage",
            ),
        );
        return None;
    }
    let station = rules.station.as_ref()?.column.as_ref()?;
    Some(RowPlan {
        forms: Forms::of(&time.patterns),
        delimiter: plan::byte(rules.delimiter?),
        quote: rules.quote.map(plan::byte),
        decimal: plan::byte(rules.decimal),
        fields: names.len(),
        station: StationAt::Field(plan::field(station, names)?),
        time: (
            plan::field(&time.column, names)?,
            plan::patterns(&time.patterns),
        ),
        time_of_day: None,
        offset,
        values,
        unit: None,
        comment: rules.comment.as_ref().map(|text| table.coding.encode(text)),
        footer: Vec::new(),
        header: None,
        section: names
            .first()
            .map(|(name, _)| format!("{name}\t").into_bytes()),
        names: sites.clone(),
        extras: Extras::default(),
    })
}

/// Parameter and statistic code of a value column.
fn codes(name: &str) -> Option<(&str, Option<&str>)> {
    let is_code = |part: &str| part.len() == 5 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = name.split('_').collect();
    match parts[..] {
        [_, parameter, statistic] if is_code(parameter) && is_code(statistic) => {
            Some((parameter, Some(statistic)))
        }
        [_, parameter] if is_code(parameter) => Some((parameter, None)),
        _ => None,
    }
}

fn value_plans<'r>(
    rules: &'r Rules,
    names: &Names,
    clock: RawClock,
    table: &mut Table<'_>,
) -> Vec<ValuePlan<'r>> {
    let mut plans: Vec<ValuePlan<'r>> = Vec::new();
    for (field, (name, _)) in names.iter().enumerate() {
        let Some((parameter, statistic)) = codes(name) else {
            continue;
        };
        let Some(proto) = proto(rules, parameter, statistic, clock) else {
            table.complaints.say(left_aside(name, field));
            continue;
        };
        if let Some(same) = plans.iter().find(|plan| {
            (plan.proto.quantity, plan.proto.statistic) == (proto.quantity, proto.statistic)
        }) {
            table
                .complaints
                .say(second(name, field, &names[same.field].0));
            continue;
        }
        let codes = rules.quality.get("remark");
        let flag = names
            .iter()
            .position(|(other, _)| other.strip_suffix("_cd").is_some_and(|stem| stem == name));
        plans.push(ValuePlan {
            field,
            flags: flag
                .map(|field| FlagPlan {
                    required: false,
                    field,
                    codes,
                    split: " :",
                    missing: Vec::new(),
                })
                .into_iter()
                .collect(),
            missing: plan::missing(rules, None, &table.coding),
            proto,
            only: Only::default(),
            station: None,
            gauge: None,
            suffixes: None,
        });
    }
    plans
}

/// What a parameter and a statistic code mean; `None` where the profile does not read them.
pub(super) fn proto(
    rules: &Rules,
    parameter: &str,
    statistic: Option<&str>,
    clock: RawClock,
) -> Option<Proto> {
    let rule = rules.parameters.get(parameter)?;
    let statistic: Statistic = match statistic {
        Some(code) => *rules.statistics.get(code)?,
        None => rule.statistic,
    };
    let summed = rule.quantity == Quantity::Rain && statistic == Statistic::Mean;
    Some(Proto {
        quantity: rule.quantity,
        statistic: if summed { Statistic::Sum } else { statistic },
        daily_statistic: None,
        step: None,
        unit: rule.unit.clone(),
        clock,
        stamp: StampMark::End,
        day: DayRule::MIDNIGHT,
    })
}

fn left_aside(name: &str, field: usize) -> Finding {
    Finding::note(
        Cause::UnknownUnit,
        format!(
            "column {} holds a parameter or statistic that is not read; it is left aside",
            field + 1
        ),
    )
    .text(name)
    .hint("add its code to the profile if it is stage, discharge, rain or storage")
}

fn second(name: &str, field: usize, first: &str) -> Finding {
    Finding::warning(
        Cause::Duplicate,
        format!(
            "column {} measures the same as column {first}; it is left aside",
            field + 1
        ),
    )
    .text(name)
    .hint("export each series of the site into a file of its own")
}
