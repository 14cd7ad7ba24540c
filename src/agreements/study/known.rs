//! What a study starts from: the daily values that an agreement asks for, taken once and shared.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::agreements::{Facts, Inputs};
use crate::domain::agreement::Agreement;
use crate::series::Daily;

/// Inputs that were asked once. Cloning shares the values; a study replaces those of a few series.
#[derive(Clone, Debug, Default)]
pub struct Known {
    daily: BTreeMap<String, Arc<Daily>>,
    facts: Facts,
}

impl Known {
    /// Asks for every station and series of the agreements.
    pub fn of<'a>(
        agreements: impl IntoIterator<Item = &'a Agreement>,
        inputs: &dyn Inputs,
    ) -> Self {
        let mut daily = BTreeMap::new();
        for agreement in agreements {
            let stations = agreement.stations.iter().map(|station| &station.id);
            for id in stations.chain(agreement.series.iter().map(|series| &series.id)) {
                if !daily.contains_key(id)
                    && let Some(values) = inputs.daily(id)
                {
                    daily.insert(id.clone(), values);
                }
            }
        }
        Self {
            daily,
            facts: inputs.facts(),
        }
    }

    /// The same with other values of one series.
    #[must_use]
    pub(super) fn with(&self, id: &str, values: Daily) -> Self {
        let mut changed = self.clone();
        changed.set(id, values);
        changed
    }

    /// The same with the values of other series in place of its own.
    #[must_use]
    pub fn overlaid(&self, other: BTreeMap<String, Arc<Daily>>) -> Self {
        let mut changed = self.clone();
        changed.daily.extend(other);
        changed
    }

    pub(super) fn set(&mut self, id: &str, values: Daily) {
        self.daily.insert(id.to_owned(), Arc::new(values));
    }

    /// Series that have values, by id.
    pub(super) fn series(&self) -> impl Iterator<Item = (&str, &Daily)> {
        self.daily
            .iter()
            .filter(|(_, daily)| !daily.values.is_empty())
            .map(|(id, daily)| (id.as_str(), daily.as_ref()))
    }
}

impl Inputs for Known {
    fn daily(&self, id: &str) -> Option<Arc<Daily>> {
        self.daily.get(id).cloned()
    }

    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}
