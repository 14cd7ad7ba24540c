//! Columns of values that are told apart by the names of stations.

use crate::domain::Quantity;
use crate::ingest::profile::ColumnRef;

use super::build::Builder;
use super::facts::unit_in;
use super::lexicon;
use super::roles::Is;
use super::values::Value;

impl Builder<'_> {
    /// Whether several columns are named like stations: by words or numbers that mean nothing else.
    pub(super) fn look_like_stations(&self, columns: &[usize]) -> bool {
        columns.len() > 1
            && self.scan.header.is_some()
            && columns.iter().all(|at| {
                let name = &self.scan.names[*at];
                let own: Vec<String> = lexicon::words(name)
                    .into_iter()
                    .filter(|word| {
                        lexicon::quantities(word).is_empty()
                            && super::facts::unit_of(word).is_empty()
                    })
                    .collect();
                let letters: usize = own
                    .iter()
                    .map(|word| word.chars().filter(|c| c.is_alphabetic()).count())
                    .max()
                    .unwrap_or(0);
                let digits: usize = own
                    .iter()
                    .map(|word| word.chars().filter(char::is_ascii_digit).count())
                    .max()
                    .unwrap_or(0);
                (letters >= 4 || digits >= 3 || (letters >= 1 && digits >= 2))
                    && !lexicon::is_counting(name)
                    && !lexicon::is_other(name)
            })
    }

    /// Whether the columns are stations: several of one quantity, told apart by their names alone.
    pub(super) fn are_stations(&self, values: &[Value], roles: &[Is]) -> bool {
        let [first, second, ..] = values else {
            return false;
        };
        if roles.contains(&Is::Station) || self.scan.header.is_none() {
            return false;
        }
        let one = values.iter().all(|value| value.quantity == first.quantity);
        let statistic = |value: &Value| lexicon::statistic(&self.heading(value.at));
        let units = |value: &Value| unit_in(&self.heading(value.at));
        one && values
            .iter()
            .all(|value| statistic(value).is_none() && units(value) == units(first))
            && self.scan.names[first.at] != self.scan.names[second.at]
            && self.look_like_stations(&values.iter().map(|value| value.at).collect::<Vec<_>>())
    }

    /// Stations are named without the unit in brackets behind their name.
    pub(super) fn strip_units(&mut self) {
        for (open, close) in [('[', ']'), ('(', ')')] {
            let is_bracketed =
                |name: &&String| name.trim_end().ends_with(close) && name.contains(open);
            if self.scan.names.iter().filter(is_bracketed).count() < 2 {
                continue;
            }
            self.rules.brackets = Some(format!("{open}{close}"));
            let bare = |column: &mut ColumnRef| {
                if let ColumnRef::Name(name) | ColumnRef::Nth { name, .. } = column
                    && let Some((stem, _)) = name
                        .strip_suffix(close)
                        .and_then(|rest| rest.rsplit_once(open))
                {
                    *name = stem.trim().to_owned();
                }
            };
            if let Some(time) = &mut self.rules.time {
                bare(&mut time.column);
                time.time_column.iter_mut().for_each(bare);
            }
            self.rules
                .series
                .iter_mut()
                .for_each(|series| bare(&mut series.column));
            self.rules.unread.iter_mut().for_each(bare);
            return;
        }
    }

    pub(super) fn likely_quantities(&self) -> Vec<String> {
        let mut all: Vec<Quantity> = vec![
            Quantity::Discharge,
            Quantity::Stage,
            Quantity::Rain,
            Quantity::Storage,
        ];
        if let [quantity] = lexicon::quantities(self.name)[..] {
            all.retain(|known| *known != quantity);
            all.insert(0, quantity);
        }
        let mut choices: Vec<String> = all
            .into_iter()
            .map(|quantity| quantity.word().to_owned())
            .collect();
        choices.push("nothing to read".to_owned());
        choices
    }
}
