//! From a profile's entries to columns of records.

use std::collections::BTreeMap;

use crate::domain::Clock;
use crate::ingest::decode::Coding;
use crate::ingest::diagnose::Forms;
use crate::ingest::flags::Codes;
use crate::ingest::profile::{
    ClockRule, ColumnRef, IntervalEnd, RowFilter, Rules, SeriesRule, TreeRule,
};
use crate::ingest::rows::{Extras, Missing};
use crate::ingest::shapes::plan;
use crate::ingest::stamp::Pattern;
use crate::ingest::tree::{Column, Path};

use super::cell::Seeker;

/// Where everything stands in a record.
pub(super) struct Plan<'r> {
    pub(super) rules: &'r Rules,
    pub(super) tree: &'r TreeRule,
    pub(super) records: Vec<Path>,
    pub(super) header: Option<Column>,
    pub(super) station: Option<Seeker<'r>>,
    pub(super) station_name: Option<Seeker<'r>>,
    pub(super) time: Seeker<'r>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) time_of_day: Option<(Seeker<'r>, Vec<Pattern>)>,
    pub(super) interval: Option<IntervalEnd>,
    pub(super) clock: Option<(Seeker<'r>, &'r BTreeMap<String, Clock>)>,
    pub(super) offset: Option<Seeker<'r>>,
    pub(super) unit: Option<Seeker<'r>>,
    pub(super) parameter: Option<Seeker<'r>>,
    pub(super) statistic: Option<Seeker<'r>>,
    pub(super) no_data: Option<Seeker<'r>>,
    pub(super) distinct: Option<Seeker<'r>>,
    pub(super) only: Vec<Filter<'r>>,
    pub(super) series: Vec<SeriesPlan<'r>>,
    pub(super) decimal: u8,
    /// For marks between thousands.
    pub(super) extras: Extras,
    /// What its stamps have.
    pub(super) forms: Forms,
    pub(super) quoted_numbers: bool,
}

/// A value column.
pub(super) struct SeriesPlan<'r> {
    pub(super) rule: &'r SeriesRule,
    pub(super) value: Seeker<'r>,
    pub(super) only: Option<Filter<'r>>,
    pub(super) flags: Vec<FlagSeeker<'r>>,
    pub(super) missing: Missing,
}

/// A column and what it may hold.
pub(super) struct Filter<'r> {
    pub(super) column: Seeker<'r>,
    pub(super) is: &'r [String],
}

/// A column of flags.
pub(super) struct FlagSeeker<'r> {
    pub(super) column: Seeker<'r>,
    pub(super) codes: Option<&'r Codes>,
    pub(super) split: &'r str,
    pub(super) missing: &'r [String],
}

/// Whether a column may stand around the record too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Record,
    Around,
}

impl<'r> Plan<'r> {
    pub(super) fn new(rules: &'r Rules, coding: &Coding) -> Option<Self> {
        let tree = rules.tree.as_ref()?;
        let time = rules.time.as_ref()?;
        let station = rules.station.as_ref();
        let seek = |text: &str, scope: Scope| Seeker::new(tree, text, scope == Scope::Around);
        let seek_ref = |column: &ColumnRef, scope| seek(&name(column), scope);
        let around = |text: &Option<String>| Some(seek(text.as_deref()?, Scope::Around));
        let clock = match &rules.clock {
            ClockRule::Column { column, map } => Some((seek_ref(column, Scope::Around), map)),
            ClockRule::Header { key, map } => Some((seek(key, Scope::Around), map)),
            _ => None,
        };
        let filter = |filter: &'r RowFilter| Filter {
            column: seek_ref(&filter.column, Scope::Around),
            is: &filter.is,
        };
        Some(Self {
            rules,
            tree,
            records: tree
                .records
                .iter()
                .filter_map(|path| Path::compile(path).ok())
                .collect(),
            header: tree.header.as_ref().map(|text| Column::compile(text, true)),
            station: station
                .and_then(|rule| rule.column.as_ref())
                .map(|column| seek_ref(column, Scope::Around)),
            station_name: station
                .and_then(|rule| rule.name_column.as_ref())
                .map(|column| seek_ref(column, Scope::Around)),
            time: seek_ref(&time.column, Scope::Record),
            patterns: plan::patterns_from(&time.patterns, time.two_digit_years_from),
            time_of_day: time.time_column.as_ref().map(|column| {
                (
                    seek_ref(column, Scope::Record),
                    plan::patterns(&time.time_patterns),
                )
            }),
            interval: tree.interval,
            clock,
            offset: around(&tree.offset),
            unit: rules
                .unit_column
                .as_ref()
                .map(|column| seek_ref(column, Scope::Around)),
            parameter: rules
                .parameter
                .as_ref()
                .map(|column| seek_ref(column, Scope::Around)),
            statistic: around(&tree.statistic),
            no_data: around(&tree.no_data),
            distinct: around(&tree.distinct),
            only: tree.only.iter().map(filter).collect(),
            series: rules
                .series
                .iter()
                .map(|rule| SeriesPlan {
                    rule,
                    value: seek_ref(&rule.column, Scope::Record),
                    only: rule.only.as_ref().map(filter),
                    flags: rule
                        .flags
                        .iter()
                        .map(|flag| FlagSeeker {
                            column: seek_ref(&flag.column, Scope::Record),
                            codes: rules.quality.get(&flag.codes),
                            split: &flag.split,
                            missing: &flag.missing,
                        })
                        .collect(),
                    missing: plan::missing(rules, rule.missing.as_ref(), coding),
                })
                .collect(),
            decimal: plan::byte(rules.decimal),
            extras: Extras {
                thousands: rules.thousands,
                ..Extras::default()
            },
            forms: Forms::of(&time.patterns),
            quoted_numbers: tree.quoted_numbers,
        })
    }
}

impl Plan<'_> {
    /// Whether the export leaves the station out at times: then the name of the file, or a person, says it.
    pub(super) fn is_often_unnamed(&self) -> bool {
        self.rules
            .station
            .as_ref()
            .is_none_or(|rule| rule.in_file_name.is_some())
    }

    /// The station, where the name of the file holds it.
    pub(super) fn named_by_file(&self, file: &str) -> Option<String> {
        let rule = self.rules.station.as_ref()?.in_file_name.as_ref()?;
        let name = file.rsplit(['/', '\\', '!']).next()?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let rest = match rule.after.as_str() {
            _ if !stem.starts_with(rule.line.as_str()) => return None,
            "" => stem,
            after => stem.split_once(after)?.1,
        };
        let id = match rule.until.as_str() {
            "" => rest,
            until => rest.split(until).next()?,
        };
        (!id.is_empty()).then(|| id.to_owned())
    }
}

/// Columns of records have names; a place counts the values of a list.
pub(super) fn name(column: &ColumnRef) -> String {
    match column {
        ColumnRef::Place(place) => place.to_string(),
        ColumnRef::Name(name) | ColumnRef::Nth { name, .. } => name.clone(),
        ColumnRef::Begins { begins } => begins.clone(),
    }
}
