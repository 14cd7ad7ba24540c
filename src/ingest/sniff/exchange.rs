//! Keys of the exchange format ZRXP in files that name neither parameter nor unit.

use crate::domain::Statistic;
use crate::ingest::profile::Between;

use super::facts::{Fact, Facts};
use super::scan::TextLine;

impl Facts {
    /// A line of keys in the exchange format ZRXP, in which no mark stands between a key and its value.
    pub(super) fn exchange(&mut self, line: &TextLine) {
        let text = line.text.trim();
        let behind = |key: &str| {
            let (before, rest) = text.split_once(key)?;
            let value = rest.split("|*|").next().unwrap_or(rest).trim();
            let is_key = before.ends_with("|*|") || before.trim_start_matches('#').is_empty();
            (is_key && !matches!(value, "" | "*")).then_some((before.len() + key.len(), value))
        };
        if let Some((at, id)) = behind("SANR") {
            self.station_text.get_or_insert_with(|| id.to_owned());
            self.station.get_or_insert_with(|| Fact {
                says: Between {
                    line: text[..at].to_owned(),
                    after: String::new(),
                    until: "|*|".to_owned(),
                },
                line: line.number,
                text: text.to_owned(),
            });
        }
        // One value a day that is stamped at noon or at midnight is the mean of its day.
        if let Some((_, "1")) = behind("CMW") {
            self.statistic.get_or_insert_with(|| Fact {
                says: Statistic::Mean,
                line: line.number,
                text: text.to_owned(),
            });
        }
        if let Some((_, code)) = behind("RINVAL") {
            self.missing.push(Fact {
                says: code.to_owned(),
                line: line.number,
                text: text.to_owned(),
            });
        }
    }
}
