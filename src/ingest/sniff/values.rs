//! The series of a row: quantity, unit, statistic, day, codes for "no value", flags.

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, LabelSide, Quantity, StampMark, Statistic, Step, Unit};
use crate::ingest::profile::{DayText, FlagColumn, SeriesRule, StationRule};

use super::build::Builder;
use super::clocks::DaySaid;
use super::facts::unit_in;
use super::lexicon;
use super::roles::Is;
use super::times::{Spacing, Times};

/// A column of values that is settled.
pub(super) struct Value {
    pub(super) at: usize,
    pub(super) quantity: Quantity,
}

impl Builder<'_> {
    /// Drafts the series; `None` when no column can hold values.
    pub(super) fn values(&mut self, times: &Times, roles: &mut [Is]) -> Option<()> {
        let somethings: Vec<usize> = (0..roles.len())
            .filter(|at| roles[*at] == Is::Something)
            .collect();
        let known = roles.iter().any(|role| matches!(role, Is::Value(_)));
        if !known && somethings.is_empty() {
            return None;
        }
        let numeric: Vec<usize> = (0..roles.len())
            .filter(|at| matches!(roles[*at], Is::Value(_) | Is::Something))
            .collect();
        self.marks(&numeric, roles);
        if let Some(parameter) = roles.iter().position(|role| *role == Is::Parameter)
            && let Some(value) = self.value_of_parameter(roles)
        {
            self.by_parameter(parameter, value, times, roles);
            return Some(());
        }
        self.settle(roles, &somethings, known);
        let values: Vec<Value> = (0..roles.len())
            .filter_map(|at| match roles[at] {
                Is::Value(quantity) => Some(Value { at, quantity }),
                _ => None,
            })
            .collect();
        let stations = self.are_stations(&values, roles);
        let units = self.units(&values, roles, stations);
        let kept = if stations {
            values
        } else {
            self.distinct(values, &units, times)
        };
        for value in &kept {
            let unit = units.get(&value.at).cloned().flatten();
            let mut rule = self.series_rule(value, unit, times)?;
            rule.flags = self.flags(value.at, roles);
            self.rules.series.push(rule);
        }
        if stations {
            self.rules.series.truncate(1);
            self.rules.station = Some(StationRule {
                per_column: true,
                ..StationRule::default()
            });
            self.say("station", "every column of values is a station", None);
            for (at, role) in roles.iter().enumerate() {
                if !matches!(role, Is::Value(_) | Is::Time) && !self.scan.names[at].is_empty() {
                    let column = self.column_ref(at);
                    self.rules.unread.push(column);
                }
            }
            self.strip_units();
        }
        self.say_unread(roles);
        Some(())
    }

    /// Gives a quantity to columns whose name says nothing.
    fn settle(&mut self, roles: &mut [Is], somethings: &[usize], known: bool) {
        // One answer for all holds where they are one thing: values by name, or stations.
        let generic: Vec<usize> = somethings
            .iter()
            .copied()
            .filter(|at| lexicon::speaks(&self.heading(*at), lexicon::Role::Value))
            .collect();
        let alike = somethings.len() == 1 || self.look_like_stations(somethings);
        let one_answer = !known && (generic.len() == 1 || alike);
        for (at, role) in roles.iter_mut().enumerate() {
            let is_named = self.answers.names_column(&self.key_of(at));
            let is_beside = generic.len() == 1 && *role == Is::Something && at != generic[0];
            if (is_beside || !one_answer) && !is_named {
                continue;
            }
            if matches!(role, Is::Something | Is::Value(_))
                && let Some(said) = self.answers.quantity(&self.key_of(at))
                && (*role == Is::Something || said.is_none())
            {
                *role = said.map_or(Is::Apart("a person said so"), Is::Value);
                self.say(
                    "series.quantity",
                    &format!("a person said what column {} holds", self.label(at)),
                    None,
                );
            }
        }
        self.infer(roles, somethings, (known, alike), &generic);
        if !known && !roles.iter().any(|role| matches!(role, Is::Value(_))) {
            self.ask_quantities(roles, somethings);
        }
    }

    /// What a unit or the header says of columns whose names say nothing; `known` whether another column is read,
    /// `alike` whether all of them can be one thing.
    fn infer(
        &mut self,
        roles: &mut [Is],
        somethings: &[usize],
        (known, alike): (bool, bool),
        generic: &[usize],
    ) {
        for &at in somethings {
            if roles[at] != Is::Something {
                continue;
            }
            let heading = self.heading(at);
            let is_value = lexicon::speaks(&heading, lexicon::Role::Value);
            let may_be = is_value || (!known && generic.is_empty() && alike);
            let by_unit = unit_in(&heading)
                .and_then(|unit| only_quantity(&unit))
                .filter(|_| {
                    lexicon::quantities(&heading).is_empty() && !lexicon::names_several(&heading)
                })
                // A volume may be anything: what flowed in, what was drawn, what fits in.
                .filter(|quantity| *quantity == Quantity::Discharge || is_value);
            let by_header = self.facts.quantity.clone().filter(|_| may_be);
            let by_header_unit = self
                .facts
                .unit
                .as_ref()
                .and_then(|unit| only_quantity(&unit.says))
                .filter(|_| may_be && !known);
            if let Some(quantity) = by_unit {
                roles[at] = Is::Value(quantity);
                let says = format!(
                    "only {} is measured in the unit of column {}",
                    quantity.word(),
                    self.label(at)
                );
                self.say("series.quantity", &says, None);
            } else if let Some(fact) = by_header {
                roles[at] = Is::Value(fact.says);
                let says = format!("\"{}\" says what is measured", fact.text);
                self.contains.push(fact.text);
                self.say("series.quantity", &says, Some(fact.line));
            } else if let Some(quantity) = by_header_unit {
                roles[at] = Is::Value(quantity);
                self.say(
                    "series.quantity",
                    "only one quantity is measured in the unit that the header gives",
                    None,
                );
            }
        }
    }

    /// Asks what the columns measure: once where they are stations, else of each.
    fn ask_quantities(&mut self, roles: &[Is], somethings: &[usize]) {
        let open: Vec<usize> = somethings
            .iter()
            .copied()
            .filter(|at| roles[*at] == Is::Something)
            .collect();
        let named: Vec<usize> = open
            .iter()
            .copied()
            .filter(|at| lexicon::speaks(&self.heading(*at), lexicon::Role::Value))
            .collect();
        let asked = if named.is_empty() { open } else { named };
        let choices = self.likely_quantities();
        let of = |label: String| {
            format!("what does column {label} measure; neither its name nor the header says it")
        };
        if let [at] = asked[..] {
            let question = of(self.label(at));
            self.ask("quantity", question, choices, true);
        } else if self.look_like_stations(&asked) {
            let labels: Vec<String> = asked.iter().take(6).map(|at| self.label(*at)).collect();
            let question = format!(
                "what is measured; columns {} are taken for stations, and nothing in the file says it",
                labels.join(", ")
            );
            self.ask("quantity", question, choices, true);
        } else {
            for at in asked {
                let question = of(self.label(at));
                self.ask(
                    &format!("quantity.{}", self.key_of(at)),
                    question,
                    choices.clone(),
                    true,
                );
            }
        }
    }

    /// The unit of each value column; what nothing says is asked.
    fn units(
        &mut self,
        values: &[Value],
        roles: &[Is],
        stations: bool,
    ) -> BTreeMap<usize, Option<String>> {
        let mut units = BTreeMap::new();
        let mut open: Vec<usize> = Vec::new();
        let column = roles.iter().position(|role| *role == Is::UnitText);
        for value in values {
            let known = self.unit(value, column);
            if known.is_none() && column.is_none() {
                open.push(units.len());
            }
            units.insert(value.at, known);
        }
        if let Some(at) = column
            && units.values().any(Option::is_none)
        {
            self.rules.unit_column = Some(self.column_ref(at));
            self.say(
                "unit_column",
                &format!("column {} gives the unit of each row", self.label(at)),
                None,
            );
        }
        let open: Vec<&Value> = open.iter().map(|at| &values[*at]).collect();
        let one = open
            .iter()
            .all(|value| Some(value.quantity) == open.first().map(|first| first.quantity));
        for value in open.iter().take(if stations { 1 } else { usize::MAX }) {
            let key = if one {
                "unit".to_owned()
            } else {
                format!("unit.{}", self.key_of(value.at))
            };
            let labels: Vec<String> = if one {
                open.iter()
                    .take(6)
                    .map(|value| self.label(value.at))
                    .collect()
            } else {
                vec![self.label(value.at)]
            };
            let said = super::facts::foreign_unit(&self.heading(value.at)).map_or_else(
                || "nothing in the file says it".to_owned(),
                |unit| format!("the file writes {unit:?}, which is no unit of it that is known"),
            );
            let question = format!(
                "which unit is the {} of column {} in; {said}",
                value.quantity.word(),
                labels.join(", ")
            );
            self.ask(
                &key,
                question,
                unit_choices(value.quantity, self.scan.columns[value.at].numbers.most),
                true,
            );
        }
        units
    }

    pub(super) fn unit(&mut self, value: &Value, column: Option<usize>) -> Option<String> {
        let heading = self.heading(value.at);
        let fits = |unit: &String| Unit::parse(unit, value.quantity).is_some();
        let line = self.scan.header.as_ref().map(|line| line.number);
        if let Some(unit) = unit_in(&heading).filter(fits) {
            self.say(
                "series.unit",
                &format!("column {} is in {unit}", self.label(value.at)),
                line,
            );
            return Some(unit);
        }
        if column.is_some() {
            return None;
        }
        let foreign = super::facts::foreign_unit(&heading).is_some();
        if let Some(fact) = self
            .facts
            .unit
            .as_ref()
            .filter(|fact| fits(&fact.says) && !foreign)
        {
            self.contains.push(fact.text.clone());
            let (says, line, unit) = (
                format!("\"{}\" gives the unit", fact.text),
                fact.line,
                fact.says.clone(),
            );
            self.say("series.unit", &says, Some(line));
            return Some(unit);
        }
        let unit = self.answers.unit(&self.key_of(value.at), value.quantity)?;
        self.say(
            "series.unit",
            &format!(
                "a person said which unit column {} is in",
                self.label(value.at)
            ),
            None,
        );
        Some(unit)
    }

    /// Two columns of one quantity and statistic would be one series: the first is read, and a finding names the other.
    fn distinct(
        &mut self,
        values: Vec<Value>,
        units: &BTreeMap<usize, Option<String>>,
        times: &Times,
    ) -> Vec<Value> {
        let mut kept: Vec<Value> = Vec::new();
        let mut seen: Vec<(Quantity, Statistic)> = Vec::new();
        for value in values {
            let statistic = self.statistic(&value, times).0;
            if seen.contains(&(value.quantity, statistic)) {
                let unit = units.get(&value.at).cloned().flatten().unwrap_or_default();
                self.find(
                    Finding::warning(Cause::BadShape, format!("column {} is a second {} of the same kind ({unit}) and is not read", self.label(value.at), value.quantity.word()))
                        .hint("if it is the one to read, answer --set quantity.<the other column>=nothing"),
                );
                continue;
            }
            seen.push((value.quantity, statistic));
            kept.push(value);
        }
        kept
    }

    /// The statistic of a column, and of its daily values.
    pub(super) fn statistic(&self, value: &Value, times: &Times) -> (Statistic, Option<Statistic>) {
        let key = self.key_of(value.at);
        let said = self
            .answers
            .statistic(&key)
            .or_else(|| lexicon::statistic(&self.heading(value.at)))
            .or_else(|| self.facts.statistic.as_ref().map(|fact| fact.says));
        let said = match (value.quantity, said) {
            // A mean or "total" of another quantity is no sum, and rain is one in every case.
            (Quantity::Rain, Some(Statistic::Mean) | None) => Some(Statistic::Sum),
            (Quantity::Discharge | Quantity::Stage | Quantity::Storage, Some(Statistic::Sum)) => {
                None
            }
            (_, said) => said,
        };
        let daily = matches!(times.spacing, Spacing::Daily(0)) || times.dates_alone;
        match said {
            Some(statistic) => (statistic, None),
            None if times.is_interval || (daily && !times.dates_alone) => (Statistic::Mean, None),
            None => (Statistic::Instantaneous, Some(Statistic::Mean)),
        }
    }

    pub(super) fn series_rule(
        &mut self,
        value: &Value,
        unit: Option<String>,
        times: &Times,
    ) -> Option<SeriesRule> {
        let mut rule: SeriesRule = toml::from_str("column = 1\nquantity = \"stage\"\n").ok()?;
        rule.column = self.column_ref(value.at);
        rule.quantity = value.quantity;
        rule.unit = unit;
        (rule.statistic, rule.daily_statistic) = self.statistic(value, times);
        let (step, day, stamp) = self.span(rule.statistic, times);
        (rule.step, rule.day, rule.stamp) = (step, day, stamp);
        if rule.statistic == Statistic::Instantaneous
            && times.has_offset
            && times.spacing == Spacing::Daily(0)
        {
            let question = format!(
                "the values of column {} are one a day, stamped with an instant: is each a mean of the day or a reading at that time",
                self.label(value.at)
            );
            self.ask(
                "statistic",
                question,
                ["mean", "instantaneous", "max", "min"]
                    .map(str::to_owned)
                    .to_vec(),
                false,
            );
            self.find(
                Finding::warning(Cause::Incomplete, "nothing says whether the daily values are means; they are taken as readings at their stamps")
                    .hint("say it: --set statistic=mean"),
            );
        }
        rule.missing = self.missing(value);
        rule.suffixes = self.suffixes(value.at);
        Some(rule)
    }

    /// Step, day and mark of a series whose values belong to intervals.
    pub(super) fn span(
        &mut self,
        statistic: Statistic,
        times: &Times,
    ) -> (Option<Step>, Option<DayText>, Option<StampMark>) {
        match times.spacing {
            Spacing::Monthly => {
                self.find(
                    Finding::warning(Cause::BadTime, "the values are one a month; they are kept at the stamps that the file gives")
                        .hint("nothing needs to be done; a monthly value stands for no day"),
                );
                (None, None, Some(StampMark::End))
            }
            Spacing::Daily(0) | Spacing::Other
                if times.dates_alone
                    || (times.spacing == Spacing::Daily(0) && !times.has_offset) =>
            {
                let day = self.day();
                let step = (!times.dates_alone).then_some(Step::Day);
                (step, Some(day), None)
            }
            _ if statistic == Statistic::Instantaneous => (None, None, None),
            _ => (None, None, Some(self.stamp_mark(times))),
        }
    }

    /// The day that daily values cover.
    fn day(&mut self) -> DayText {
        let midnight = DayText {
            begins: "00:00".to_owned(),
            label: LabelSide::Start,
        };
        if let Some(day) = self.answers.day() {
            self.say("series.day", "a person said when the day begins", None);
            return day;
        }
        let fact = self.facts.day.clone();
        match fact.as_ref().map(|fact| &fact.says) {
            Some(DaySaid::Sure(day)) => {
                if let Some(fact) = &fact {
                    self.contains.push(fact.text.clone());
                    self.say(
                        "series.day",
                        &format!("\"{}\" says when the day begins", fact.text),
                        Some(fact.line),
                    );
                }
                day.clone()
            }
            Some(DaySaid::Begins(at)) => {
                let text = fact
                    .as_ref()
                    .map(|fact| fact.text.clone())
                    .unwrap_or_default();
                let choices = vec![
                    format!("{at} end"),
                    format!("{at} start"),
                    "00:00".to_owned(),
                ];
                self.ask("day", format!("\"{text}\": does the date name the start or the end of the day that begins at {at}"), choices, true);
                DayText {
                    begins: at.clone(),
                    label: LabelSide::End,
                }
            }
            None => {
                let choices = [
                    "00:00",
                    "07:00 start",
                    "07:00 end",
                    "08:00 end",
                    "09:00 start",
                ]
                .map(str::to_owned)
                .to_vec();
                self.ask("day", "values are one a day: when does the day begin, and does its date name the start (as in 07:00 start) or the end (08:00 end) of it".to_owned(), choices, true);
                midnight
            }
        }
    }

    /// Flag columns of a value: those right of it up to the next value, or all where there is only one value.
    fn flags(&mut self, at: usize, roles: &[Is]) -> Vec<FlagColumn> {
        let is_value = |at: &usize| matches!(roles[*at], Is::Value(_));
        let n_values = (0..roles.len()).filter(is_value).count();
        let next = (at + 1..roles.len())
            .find(|at| is_value(at))
            .unwrap_or(roles.len());
        let adjoining = (at + 1..next).any(|at| roles[at] == Is::Flag);
        let last = (0..roles.len()).rev().find(|at| is_value(at)).unwrap_or(at);
        let own: Vec<usize> = if n_values == 1 {
            (0..roles.len())
                .filter(|at| roles[*at] == Is::Flag)
                .collect()
        } else if adjoining {
            (at + 1..next).filter(|at| roles[*at] == Is::Flag).collect()
        } else {
            // Flags behind the last of several values hold for the whole row.
            (last + 1..roles.len())
                .filter(|at| roles[*at] == Is::Flag)
                .collect()
        };
        self.flag_columns(own)
    }

    /// Numbers that nobody reads are named.
    fn say_unread(&mut self, roles: &[Is]) {
        for (at, role) in roles.iter().enumerate() {
            if *role == Is::Something && !self.rules.series.is_empty() {
                self.find(
                    Finding::note(Cause::BadShape, format!("column {} holds numbers, and nothing says what they measure; they are not read", self.label(at)))
                        .hint(format!("say it if they are to be read: --set \"quantity.{}=…\"", self.key_of(at))),
                );
            }
        }
    }
}

/// The one quantity that is measured in a unit, where no other depth or length can be meant.
pub(super) fn only_quantity(unit: &str) -> Option<Quantity> {
    match super::facts::unit_of(unit)[..] {
        [(quantity @ (Quantity::Discharge | Quantity::Storage), _)] => Some(quantity),
        _ => None,
    }
}

/// Usual units of a quantity, the commonest first.
pub(super) fn unit_choices(quantity: Quantity, most: f64) -> Vec<String> {
    let mut units: Vec<Unit> = Unit::ALL
        .into_iter()
        .filter(|unit| unit.measures(quantity))
        .collect();
    // Which of them comes first decides nothing.
    if quantity == Quantity::Stage && most > 60.0 {
        units.swap(0, 1);
    }
    units
        .into_iter()
        .map(|unit| unit.symbol().to_owned())
        .collect()
}
