//! Which series a record belongs to, and what is left aside.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Cause, Clock, DayRule, Finding, Quantity, Statistic, Step};
use crate::ingest::profile::{ClockRule, DayText, ParameterRule};
use crate::ingest::raw::RawClock;
use crate::ingest::stamp::{DateCache, Stamp, offset_minutes, read_any};
use crate::ingest::table::{Proto, Table};
use crate::ingest::tree::{Doc, NodeId, Record};

use super::cell::Seeker;
use super::plan::Plan;
use super::{nothing_read, records};

/// What a record measures by its codes.
pub(super) struct What<'r> {
    /// By the parameter's code.
    parameter: Option<&'r ParameterRule>,
    /// By the statistic's code.
    statistic: Option<Statistic>,
}

/// What tells series apart.
#[derive(PartialEq)]
struct Same {
    station: String,
    quantity: Quantity,
    statistic: Statistic,
    step: Option<Step>,
    unit: String,
    clock: RawClock,
    date_only: bool,
    own: String,
}

impl Same {
    fn of(station: &str, proto: &Proto, stamp: &Stamp, own: String) -> Self {
        Self {
            station: station.to_owned(),
            quantity: proto.quantity,
            statistic: proto.statistic,
            step: proto.step,
            unit: proto.unit.clone(),
            clock: proto.clock,
            date_only: stamp.date_only,
            own,
        }
    }
}

/// The series so far, and what is left aside.
pub(super) struct Book<'w, 'r, 'd, 'a> {
    doc: &'d Doc<'a>,
    plan: &'w Plan<'r>,
    known: BTreeMap<String, usize>,
    last: Option<(Same, usize)>,
    /// The first series of its kind, by the column that tells several apart.
    first: BTreeMap<String, String>,
    others: u64,
    aside: BTreeMap<String, u64>,
    no_readings: u64,
    /// Objects around records of which at least one stamp has an offset.
    with_offset: BTreeSet<NodeId>,
    unknown_clock: Option<String>,
    /// The station, where the name of the file holds it.
    named_by_file: String,
    unnamed: bool,
    /// Whether numbers stood in quotation marks.
    pub(super) quoted: bool,
}

impl<'w, 'r, 'd, 'a> Book<'w, 'r, 'd, 'a> {
    pub(super) fn new(doc: &'d Doc<'a>, plan: &'w Plan<'r>, file: &str) -> Self {
        Self {
            doc,
            plan,
            known: BTreeMap::new(),
            last: None,
            first: BTreeMap::new(),
            others: 0,
            aside: BTreeMap::new(),
            no_readings: 0,
            with_offset: with_offset(doc, plan),
            unknown_clock: None,
            named_by_file: plan.named_by_file(file).unwrap_or_default(),
            unnamed: false,
            quoted: false,
        }
    }

    /// What the record measures; `None` when it is no reading, or none of a quantity that is read.
    pub(super) fn what(&mut self, record: &Record<'_>) -> Option<What<'r>> {
        let plan = self.plan;
        let fits = |column: &Seeker<'_>, is: &[String]| {
            let text = column.cell(self.doc, record).listed();
            is.contains(&text)
        };
        if !plan.only.iter().all(|only| fits(&only.column, only.is)) {
            self.no_readings += 1;
            return None;
        }
        let mut what = What {
            parameter: None,
            statistic: None,
        };
        let mut told = String::new();
        if let Some(column) = &plan.parameter {
            let code = column.cell(self.doc, record).listed();
            what.parameter = plan.rules.parameters.get(&code);
            told = code;
            if what.parameter.is_none() {
                *self.aside.entry(told).or_default() += 1;
                return None;
            }
        }
        if let Some(column) = &plan.statistic {
            let code = column.cell(self.doc, record).listed();
            what.statistic = plan.rules.statistics.get(&code).copied();
            let says = !code.is_empty() && !plan.tree.no_statistic.contains(&code);
            if what.statistic.is_none() && says {
                *self.aside.entry(format!("{told} {code}")).or_default() += 1;
                return None;
            }
        }
        Some(what)
    }

    /// The value columns that the record is for.
    pub(super) fn chosen(&mut self, record: &Record<'_>, what: &What<'_>) -> Vec<usize> {
        let plan = self.plan;
        let unit = match &plan.unit {
            Some(column) => column.cell(self.doc, record).listed(),
            None => String::new(),
        };
        let mut told = String::new();
        let mut chosen: Vec<usize> = Vec::new();
        for (at, series) in plan.series.iter().enumerate() {
            let filter = series.only.as_ref().map(|only| {
                let text = only.column.cell(self.doc, record).listed();
                (only.is.contains(&text), text)
            });
            let in_units = series.rule.in_units.is_empty() || series.rule.in_units.contains(&unit);
            match filter {
                Some((false, text)) => told = text,
                _ if in_units => chosen.push(at),
                _ => told.clone_from(&unit),
            }
        }
        // With a parameter code, the rule of the code's quantity; one rule alone serves all codes.
        if let Some(parameter) = what.parameter
            && chosen
                .iter()
                .any(|&at| plan.series[at].rule.quantity == parameter.quantity)
        {
            chosen.retain(|&at| plan.series[at].rule.quantity == parameter.quantity);
        }
        if chosen.is_empty() {
            *self.aside.entry(told).or_default() += 1;
        }
        chosen
    }

    /// The agency's id of the station; `None` when the record should name one and does not.
    pub(super) fn station(&mut self, record: &Record<'_>) -> Option<String> {
        if let Some(column) = &self.plan.station {
            let id = column.cell(self.doc, record).listed();
            if !id.is_empty() {
                return Some(id);
            }
            if !self.plan.is_often_unnamed() {
                return None;
            }
        }
        let rule = self.plan.rules.station.as_ref();
        if let Some(fixed) = rule.and_then(|rule| rule.fixed.clone()) {
            return Some(fixed);
        }
        self.unnamed |= self.named_by_file.is_empty();
        Some(self.named_by_file.clone())
    }

    /// The clock of the series; `None` where the stamp should have an offset and has none.
    pub(super) fn clock(&mut self, record: &Record<'_>, stamp: &Stamp) -> Option<RawClock> {
        if stamp.offset.is_some() {
            return Some(RawClock::Instants);
        }
        if let Some((column, map)) = &self.plan.clock {
            let said = column.cell(self.doc, record).listed();
            let known = map.get(&said).copied();
            return Some(match known.or_else(|| hours(&said).map(Clock::Fixed)) {
                Some(clock) => RawClock::Stated(clock),
                None => {
                    self.unknown_clock.get_or_insert(said);
                    RawClock::Unstated
                }
            });
        }
        Some(match &self.plan.rules.clock {
            ClockRule::InStamp => return self.without_offset(record, stamp),
            ClockRule::Assumed(clock) => RawClock::Assumed(*clock),
            ClockRule::Stated(clock) => RawClock::Stated(*clock),
            _ => RawClock::Unstated,
        })
    }

    /// Days have no offset; they are of the clock that the document names beside them, or of nobody's.
    fn without_offset(&self, record: &Record<'_>, stamp: &Stamp) -> Option<RawClock> {
        let Some(column) = &self.plan.offset else {
            return stamp.date_only.then_some(RawClock::Unstated);
        };
        if record
            .outer
            .is_some_and(|outer| self.with_offset.contains(&outer))
        {
            return None;
        }
        let said = column.cell(self.doc, record).listed();
        Some(hours(&said).map_or(RawClock::Unstated, |minutes| {
            RawClock::Stated(Clock::Fixed(minutes))
        }))
    }

    /// What the series of a reading is.
    pub(super) fn proto(
        &self,
        record: &Record<'_>,
        at: usize,
        what: &What<'_>,
        clock: RawClock,
    ) -> Proto {
        let plan = self.plan;
        let rule = plan.series[at].rule;
        let parameter = what.parameter;
        let quantity = parameter.map_or(rule.quantity, |it| it.quantity);
        let by_rule = parameter.map_or(rule.statistic, |it| it.statistic);
        let statistic = match what.statistic.unwrap_or(by_rule) {
            Statistic::Mean if quantity == Quantity::Rain => Statistic::Sum,
            statistic => statistic,
        };
        let said = match &plan.unit {
            Some(column) => column.cell(self.doc, record).listed(),
            None => String::new(),
        };
        let unit = match plan.tree.units.get(&said) {
            Some(ours) => ours.clone(),
            None if said.is_empty() => parameter
                .map(|it| it.unit.clone())
                .or_else(|| rule.unit.clone())
                .unwrap_or_default(),
            None => said,
        };
        let own = |of: fn(&ParameterRule) -> Option<DayText>| parameter.and_then(of);
        Proto {
            quantity,
            statistic,
            daily_statistic: parameter.map_or(rule.daily_statistic, |it| it.daily_statistic),
            step: parameter.and_then(|it| it.step).or(rule.step),
            unit,
            clock,
            stamp: parameter
                .and_then(|it| it.stamp)
                .or(rule.stamp)
                .unwrap_or(plan.rules.stamp),
            day: own(|it| it.day.clone())
                .or_else(|| rule.day.clone())
                .map_or(DayRule::MIDNIGHT, |day| day.rule()),
        }
    }

    /// The series of a reading, begun where it is new; `None` where a sister series came first.
    pub(super) fn series(
        &mut self,
        record: &Record<'_>,
        station: &str,
        proto: &Proto,
        stamp: &Stamp,
        table: &mut Table<'_>,
    ) -> Option<usize> {
        let own = match &self.plan.distinct {
            Some(column) => column.cell(self.doc, record).listed(),
            None => String::new(),
        };
        let same = Same::of(station, proto, stamp, own);
        if let Some((last, at)) = &self.last
            && *last == same
        {
            return Some(*at);
        }
        let kind = format!(
            "{station}\u{1f}{:?}\u{1f}{:?}\u{1f}{:?}\u{1f}{}",
            proto.quantity, proto.statistic, proto.step, stamp.date_only
        );
        if self.plan.distinct.is_some() {
            let own = &same.own;
            let first = self
                .first
                .entry(kind.clone())
                .or_insert_with(|| own.clone());
            if first != own {
                self.others += 1;
                return None;
            }
        }
        let key = format!("{kind}\u{1f}{}\u{1f}{:?}", proto.unit, proto.clock);
        let at = match self.known.get(&key) {
            Some(&at) => at,
            None => {
                let name = self
                    .plan
                    .station_name
                    .as_ref()
                    .map(|column| column.cell(self.doc, record).listed())
                    .filter(|name| !name.is_empty());
                let at = table.series.len();
                table
                    .series
                    .push(proto.series(station.to_owned(), name, stamp.date_only));
                self.known.insert(key, at);
                at
            }
        };
        self.last = Some((same, at));
        Some(at)
    }

    /// Whether a value is the document's own code of "no value".
    pub(super) fn is_no_data(&self, record: &Record<'_>, value: f64) -> bool {
        let Some(column) = &self.plan.no_data else {
            return false;
        };
        let cell = column.cell(self.doc, record);
        cell.text()
            .and_then(|text| crate::ingest::number::parse(text.trim().as_bytes(), b'.'))
            .is_some_and(|code| code.total_cmp(&value).is_eq())
    }

    /// Says what was left aside.
    pub(super) fn finish(self, table: &mut Table<'_>) {
        let codes: Vec<String> = self
            .aside
            .iter()
            .map(|(code, count)| format!("{code} ({count})"))
            .collect();
        if !codes.is_empty() {
            let count: u64 = self.aside.values().sum();
            if table.series.is_empty() && table.receipt.read == 0 {
                table.complaints.say(nothing_read(&codes.join(", ")));
            } else {
                table.complaints.say(aside(count, &codes.join(", ")));
            }
        }
        if self.no_readings > 0 {
            table.complaints.say(
                Finding::note(
                    Cause::BadShape,
                    format!(
                        "{} records are no readings by the profile's rule and were passed over",
                        self.no_readings
                    ),
                )
                .hint("nothing needs to be done"),
            );
        }
        if self.others > 0 {
            table.complaints.say(Finding::warning(
                Cause::Duplicate,
                format!("{} readings are of a further method or sensor for the same quantity; those of the first are read", self.others),
            ).hint("ask the service for each series on its own, or give the series a station of its own"));
        }
        if self.quoted {
            table.complaints.say(
                Finding::note(super::QUOTED.cause, super::QUOTED.message).hint(super::QUOTED.hint),
            );
        }
        if let Some(said) = self.unknown_clock {
            table.complaints.say(
                Finding::warning(
                    Cause::BadTime,
                    "the document names a clock that the profile does not know",
                )
                .text(&said)
                .hint("name the clock of the source in basin.toml"),
            );
        }
        if self.unnamed {
            table.complaints.say(
                Finding::warning(Cause::UnknownStation, "the document names no station")
                    .hint("say which station it is: stations = { \"\" = \"<id of the station>\" } in the source of basin.toml"),
            );
        }
    }
}

fn aside(count: u64, codes: &str) -> Finding {
    Finding::note(
        Cause::UnknownUnit,
        format!("{count} records hold a parameter, unit or statistic that is not read; they are left aside"),
    )
    .text(codes)
    .hint("add the code to the profile if it is stage, discharge, rain or storage")
}

/// Minutes ahead of UTC of an offset, or of a number of hours.
fn hours(text: &str) -> Option<i32> {
    let text = text.trim();
    if let Some(minutes) = offset_minutes(text.as_bytes()) {
        return Some(minutes);
    }
    let hours = crate::ingest::number::parse(text.as_bytes(), b'.')?;
    let minutes = hours * 60.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range is checked in the same breath"
    )]
    let whole = (minutes.abs() <= 840.0 && minutes.fract() == 0.0).then_some(minutes as i32);
    whole
}

/// Objects around records of which at least one stamp has an offset: there, a stamp without one is a fault.
fn with_offset(doc: &Doc<'_>, plan: &Plan<'_>) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    if plan.offset.is_none() {
        return found;
    }
    let (mut pattern, mut cache) = (0, DateCache::default());
    for path in &plan.records {
        records::each(doc, path, plan, &mut |record| {
            let cell = plan.time.cell(doc, record);
            let stamp = cell.text().and_then(|text| {
                read_any(
                    &plan.patterns,
                    text.trim().as_bytes(),
                    &mut pattern,
                    &mut cache,
                )
            });
            if let (Some(outer), Some(true)) = (record.outer, stamp.map(|it| it.offset.is_some())) {
                found.insert(outer);
            }
        });
    }
    found
}
