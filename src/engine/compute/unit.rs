//! Units of a file's values: converted where they are said, named where a heading only hints at them.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Quantity, Unit};

/// In the order in which a unit's text is tried: "mm" is rain before it is a stage.
const QUANTITIES: [Quantity; 4] = [
    Quantity::Discharge,
    Quantity::Rain,
    Quantity::Stage,
    Quantity::Storage,
];

/// The unit that a text names.
pub(super) fn parse(text: &str) -> Option<(Unit, Quantity)> {
    QUANTITIES
        .into_iter()
        .find_map(|quantity| Some((Unit::parse(text, quantity)?, quantity)))
}

/// A series as a message names it.
pub(super) fn called(name: &str) -> &str {
    if name.is_empty() { "the series" } else { name }
}

/// Converts the values of one file, and knows what to say about it.
pub(super) struct Units {
    set: Option<(Unit, Quantity)>,
    known: BTreeMap<String, Option<(Unit, Quantity)>>,
    headings: BTreeSet<String>,
}

impl Units {
    /// With the unit that was set, if one was.
    pub(super) fn new(set: Option<&str>) -> Self {
        Self {
            set: set.and_then(parse),
            known: BTreeMap::new(),
            headings: BTreeSet::new(),
        }
    }

    /// A value in SI: by the unit that was set, else by the row's own; as it is where neither says.
    pub(super) fn convert(&mut self, value: f64, of_row: &str, heading: &str) -> f64 {
        if let Some((unit, _)) = self.set {
            return unit.to_si(value);
        }
        if of_row.is_empty() {
            if !self.headings.contains(heading) {
                self.headings.insert(heading.to_owned());
            }
            return value;
        }
        let known = match self.known.get(of_row) {
            Some(known) => *known,
            None => {
                let known = parse(of_row);
                self.known.insert(of_row.to_owned(), known);
                known
            }
        };
        known.map_or(value, |(unit, _)| unit.to_si(value))
    }

    /// What was converted, and what was not although a heading names a unit that is not SI.
    pub(super) fn notes(&self) -> Vec<String> {
        let said = |(unit, quantity): (Unit, Quantity)| {
            let si = quantity.facts().unit;
            (unit != si).then(|| {
                format!(
                    "values were converted from {} to {}",
                    unit.symbol(),
                    si.symbol()
                )
            })
        };
        let mut notes: Vec<String> = self.set.and_then(said).into_iter().collect();
        for (text, known) in &self.known {
            match known {
                Some(known) => notes.extend(said(*known)),
                None => notes.push(format!(
                    "the unit \"{text}\" is not known; its values are used as they are written"
                )),
            }
        }
        for heading in &self.headings {
            if let Some((unit, quantity)) = of_heading(heading)
                && unit != quantity.facts().unit
            {
                notes.push(format!(
                    "\"{heading}\" names {}; the values are used as they are written, so results are in that unit too, \
                     also where a key names an SI unit; --set unit={} converts them",
                    unit.symbol(),
                    unit.symbol()
                ));
            }
        }
        notes
    }
}

/// The unit that ends a heading, as in `flow_cfs` or `Q [l/s]`.
fn of_heading(heading: &str) -> Option<(Unit, Quantity)> {
    let bracketed = heading
        .split_once(['[', '('])
        .map(|(_, rest)| rest.trim_end_matches([']', ')']));
    let last = heading.rsplit('_').next().filter(|last| *last != heading);
    bracketed.or(last).and_then(parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_unit_converts_and_a_heading_only_speaks() {
        let mut units = Units::new(None);
        assert!((units.convert(1.0, "cfs", "value") - 0.028_316_846_592).abs() < 1e-15);
        assert!((units.convert(3.0, "", "flow_cfs") - 3.0).abs() < f64::EPSILON);
        assert_eq!(units.notes().len(), 2);
        assert_eq!(of_heading("flow"), None);
    }
}
