//! What a profile knows of an export besides its readings.

use serde::{Deserialize, Serialize};

use super::schema::{ColumnRef, Rules};

/// What remarks declare about the rows: the text before what is declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declares {
    /// Before the number of rows; a file that has another number is cut, and refused.
    pub rows: Option<String>,
    /// Before the period, `2012-01-01/2013-01-01`.
    pub period: Option<String>,
}

impl Rules {
    /// The names of all columns that the profile reads.
    pub fn column_texts(&self) -> Vec<String> {
        let mut columns: Vec<&ColumnRef> = self.unit_column.iter().collect();
        if let Some(station) = &self.station {
            columns.extend(station.column.iter().chain(&station.name_column));
        }
        if let Some(time) = &self.time {
            columns.push(&time.column);
            columns.extend(&time.time_column);
        }
        for series in &self.series {
            columns.push(&series.column);
            columns.extend(series.flags.iter().map(|flag| &flag.column));
            columns.extend(series.only.iter().map(|only| &only.column));
        }
        let names = columns.into_iter().filter_map(|column| match column {
            ColumnRef::Name(name) | ColumnRef::Nth { name, .. } => Some(name.clone()),
            ColumnRef::Place(_) | ColumnRef::Begins { .. } => None,
        });
        names.chain(self.recognise.header.iter().cloned()).collect()
    }
}
