//! Facts that are no series, as the commission keeps them in `agreements/facts.toml`.
//!
//! ```toml
//! [[declaration]]        # a party declared an exception
//! condition = "exception_year"
//! party = "BR"
//! on = "2022-04-20"
//! period = "2021/22"
//!
//! [[opening_balance]]    # a ledger starts with this much, in its own unit
//! ledger = "border"
//! on = "2016-04-01"
//! value = -3.2
//!
//! [[forecast]]           # a clause goes by a forecast, in SI
//! series = "reservoir_level"
//! on = "2022-08-15"
//! target = "2023-01-01"
//! value = 319.4
//! ```

use chrono::NaiveDate;
use toml::Table;

use super::EngineError;
use super::entry::{Entry, tables};
use crate::agreements::{Declaration, Facts, Forecast, OpeningBalance};
use crate::domain::{Cause, Finding, Findings, PartyId};

/// Reads the text of a facts file; `name` is the file as a person knows it.
///
/// # Errors
/// When it has faults: all of them.
pub(super) fn facts(text: &str, name: &str) -> Result<Facts, EngineError> {
    let mut findings = Findings::new();
    let mut facts = Facts::default();
    match text.parse::<Table>() {
        Ok(root) => {
            facts.declarations = tables(&root, "declaration", &mut findings, declaration);
            facts.opening_balances =
                tables(&root, "opening_balance", &mut findings, opening_balance);
            facts.forecasts = tables(&root, "forecast", &mut findings, forecast);
            Entry::new(String::new(), &root, &mut findings).finish(&[
                "declaration",
                "opening_balance",
                "forecast",
            ]);
        }
        Err(error) => findings.push(
            Finding::error(
                Cause::Configuration,
                format!("this is no TOML: {}", error.message()),
            )
            .hint("correct the file; nothing could be read"),
        ),
    }
    for finding in findings.iter_mut() {
        finding.file.get_or_insert_with(|| name.to_owned());
    }
    if findings.has_errors() {
        Err(EngineError::Basin(findings))
    } else {
        Ok(facts)
    }
}

fn declaration(entry: &mut Entry<'_>) -> Declaration {
    Declaration {
        condition: entry.text("condition"),
        party: PartyId::new(entry.text("party")),
        on: date(entry, "on"),
        period: entry.text("period"),
    }
}

fn opening_balance(entry: &mut Entry<'_>) -> OpeningBalance {
    OpeningBalance {
        ledger: entry.text("ledger"),
        on: date(entry, "on"),
        value: entry.number("value"),
    }
}

fn forecast(entry: &mut Entry<'_>) -> Forecast {
    Forecast {
        series: entry.text("series"),
        on: date(entry, "on"),
        target: date(entry, "target"),
        value: entry.number("value"),
    }
}

fn date(entry: &mut Entry<'_>, key: &'static str) -> NaiveDate {
    let text = entry.text(key);
    entry
        .parsed(key, text.parse().ok(), "a date such as 2022-04-20")
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_and_faults_are_named_all_at_once() {
        let text = "[[declaration]]\ncondition = \"exc\"\nparty = \"BR\"\non = 2022-04-20\nperiod = \"2021/22\"\n";
        let read = facts(text, "facts.toml").unwrap();
        assert_eq!(
            read.declarations[0].on,
            NaiveDate::from_ymd_opt(2022, 4, 20).unwrap()
        );
        let broken =
            "[[declaration]]\ncondition = \"exc\"\non = \"spring\"\nperiod = \"2021/22\"\n";
        let Err(EngineError::Basin(findings)) = facts(broken, "facts.toml") else {
            panic!("two faults")
        };
        assert_eq!(findings.len(), 2, "{findings:?}");
    }
}
