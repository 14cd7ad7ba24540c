//! Long tables in which a column says what each row measures.

use crate::domain::{Cause, Finding, Quantity, Unit};
use crate::ingest::profile::{FlagColumn, ParameterRule, SeriesRule};

use super::build::Builder;
use super::facts::unit_in;
use super::lexicon;
use super::roles::Is;
use super::times::Times;
use super::values::{Value, unit_choices};

impl Builder<'_> {
    /// The one column of values beside a column that says what is measured.
    pub(super) fn value_of_parameter(&self, roles: &[Is]) -> Option<usize> {
        let all: Vec<usize> = (0..roles.len())
            .filter(|at| matches!(roles[*at], Is::Value(_) | Is::Something))
            .collect();
        let named: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| lexicon::speaks(&self.heading(*at), lexicon::Role::Value))
            .collect();
        match (&all[..], &named[..]) {
            ([one], _) | (_, [one]) => Some(*one),
            _ => None,
        }
    }

    /// A long table in which a column says what each row measures.
    pub(super) fn by_parameter(
        &mut self,
        parameter: usize,
        at: usize,
        times: &Times,
        roles: &mut [Is],
    ) {
        let units = roles.iter().position(|role| *role == Is::UnitText);
        let texts: Vec<String> = self.scan.columns[parameter]
            .all
            .texts
            .keys()
            .map(|text| String::from_utf8_lossy(text).into_owned())
            .collect();
        let mut read: Vec<(String, Quantity)> = Vec::new();
        let mut left: Vec<String> = Vec::new();
        for text in texts {
            let named = match lexicon::quantities(&text)[..] {
                [quantity] => Some(quantity),
                _ => None,
            };
            match self.answers.quantity(&text).unwrap_or(named) {
                Some(quantity) => read.push((text, quantity)),
                None => left.push(text),
            }
        }
        if !left.is_empty() {
            self.find(
                Finding::note(Cause::BadShape, "rows of these parameters are not read, since they measure nothing that is known here")
                    .text(&left.join(", "))
                    .hint("say it if they are to be read: --set \"quantity.<parameter>=…\""),
            );
        }
        self.rules.parameter = Some(self.column_ref(parameter));
        self.say(
            "parameter",
            &format!(
                "column {} says what each row measures",
                self.label(parameter)
            ),
            None,
        );
        roles[at] = Is::Something;
        if let Some(units) = units {
            self.rules.unit_column = Some(self.column_ref(units));
        }
        for (text, quantity) in read {
            self.parameter_rule(&text, quantity, at, units, times);
        }
        let flags = self.flags_of_all(roles);
        if let Ok(mut rule) = toml::from_str::<SeriesRule>("column = 1\nquantity = \"stage\"\n") {
            rule.column = self.column_ref(at);
            rule.flags = flags;
            rule.missing = self.missing(&Value {
                at,
                quantity: Quantity::Discharge,
            });
            self.rules.series.push(rule);
        }
    }

    fn flags_of_all(&mut self, roles: &[Is]) -> Vec<FlagColumn> {
        let own: Vec<usize> = (0..roles.len())
            .filter(|at| roles[*at] == Is::Flag)
            .collect();
        self.flag_columns(own)
    }

    /// Flag columns at these places, all with one list of codes.
    pub(super) fn flag_columns(&mut self, own: Vec<usize>) -> Vec<FlagColumn> {
        if own.is_empty() {
            return Vec::new();
        }
        self.rules.quality.entry("flags".to_owned()).or_default();
        own.into_iter()
            .map(|at| FlagColumn {
                required: false,
                column: self.column_ref(at),
                codes: "flags".to_owned(),
                split: String::new(),
                missing: Vec::new(),
            })
            .collect()
    }

    fn parameter_rule(
        &mut self,
        text: &str,
        quantity: Quantity,
        at: usize,
        units: Option<usize>,
        times: &Times,
    ) {
        let value = Value { at, quantity };
        let fits = |unit: &String| Unit::parse(unit, quantity).is_some();
        let own = unit_in(text)
            .filter(fits)
            .or_else(|| unit_in(&self.heading(at)).filter(fits));
        let unit = match (own, units) {
            (Some(unit), _) => unit,
            (None, Some(_)) => String::new(),
            (None, None) => {
                match self.answers.unit(text, quantity) {
                    Some(unit) => unit,
                    None => {
                        self.ask(&format!("unit.{text}"), format!("which unit is the {} of \"{text}\" in; nothing in the file says it", quantity.word()), unit_choices(quantity, 0.0), true);
                        String::new()
                    }
                }
            }
        };
        let said = lexicon::statistic(text).filter(|_| quantity != Quantity::Rain);
        let (default, daily) = self.statistic(&value, times);
        let statistic = said.unwrap_or(default);
        let (step, day, stamp) = self.span(statistic, times);
        let Ok(mut rule) = toml::from_str::<ParameterRule>("quantity = \"stage\"\nunit = \"\"\n")
        else {
            return;
        };
        rule.quantity = quantity;
        rule.unit = unit;
        rule.statistic = statistic;
        rule.daily_statistic = if said.is_some() { None } else { daily };
        (rule.step, rule.day, rule.stamp) = (step, day, stamp);
        self.rules.parameters.insert(text.to_owned(), rule);
    }
}
