//! Triggers: events without a volume.

use super::condition::{STATISTICS, comparison, daily_statistic, figure_of};
use super::fields::{Fields, Flag};
use super::names::Kind;
use super::rule::Reader;
use super::written::Written;
use crate::domain::agreement::amount::{Amount, LedgerFigure};
use crate::domain::agreement::measure::AgreementUnit;
use crate::domain::agreement::rules::{Trigger, TriggerLevel};

const FIGURES: [(&str, LedgerFigure); 7] = [
    ("delivered_minus_prorata", LedgerFigure::AheadOfPace),
    ("ahead_of_pace", LedgerFigure::AheadOfPace),
    ("balance", LedgerFigure::Balance),
    ("delivered", LedgerFigure::Delivered),
    ("entitlement", LedgerFigure::Entitlement),
    ("carried_in", LedgerFigure::CarriedIn),
    ("carried_out", LedgerFigure::CarriedOut),
];

/// Reads a trigger: a test, a table, or zones.
pub(super) fn trigger(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Trigger> {
    if fields.has("levels") {
        for stray in ["when", "level"] {
            if fields.has(stray) {
                fields.fault(
                    stray,
                    format!("{stray} is given beside levels"),
                    "write it as one of the levels",
                );
            }
            fields.get(stray);
        }
        let calendar = reader
            .names
            .reference(fields, "calendar", &[Kind::Calendar]);
        let mut levels = Vec::new();
        for table in fields.tables("levels") {
            levels.push(level(reader, &table, unit));
            table.finish();
        }
        let levels: Vec<TriggerLevel> = levels.into_iter().collect::<Option<_>>()?;
        return Some(Trigger {
            calendar: calendar?,
            levels,
        });
    }
    let level = fields.text("level", "consultation");
    let (calendar, when) = match fields.get("when") {
        Some(value) if value.get_ref().is_table() => table(reader, fields)?,
        _ => {
            let calendar = reader
                .names
                .reference(fields, "calendar", &[Kind::Calendar]);
            let when =
                Written::required(fields, "when", "\"mean(flow) < 50000\"").and_then(|written| {
                    written.amount(
                        reader.scope,
                        reader.counting(unit),
                        crate::domain::agreement::measure::Measure::Truth,
                    )
                });
            (calendar?, when?)
        }
    };
    Some(Trigger {
        calendar,
        levels: vec![TriggerLevel {
            level: level?,
            when,
            calls: true,
        }],
    })
}

fn level(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<TriggerLevel> {
    let level = fields.text("level", "severe");
    if !fields.has("when") {
        fields.get("when");
        fields.fault("when", "when is missing", "add when = \"kratie < 1801\"");
    }
    let when = reader.test(fields, "when", unit);
    let calls = fields.flag("calls", Flag::Yes);
    Some(TriggerLevel {
        level: level?,
        when: when?,
        calls,
    })
}

/// `when = { series, calendar, stat, op, value }`, or of a ledger.
fn table(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<(String, Amount)> {
    let table = fields.table("when")?;
    let read = if table.has("ledger") {
        let ledger = reader.names.reference(&table, "ledger", &[Kind::Ledger]);
        let figure = table.choice("stat", &FIGURES, None);
        let is = comparison(&table);
        let calendar = ledger
            .as_ref()
            .and_then(|id| reader.scope.ledger_calendars.get(id).cloned());
        ledger.zip(figure).zip(is).zip(calendar).map(
            |(((ledger, figure), (op, value)), calendar)| {
                let unit = reader.unit(Some(&ledger));
                (calendar, figure_of(ledger, figure, (op, value), unit))
            },
        )
    } else {
        let series = reader
            .names
            .reference(&table, "series", &[Kind::Station, Kind::Series]);
        let calendar = reader
            .names
            .reference(&table, "calendar", &[Kind::Calendar]);
        let statistic = table.choice("stat", &STATISTICS, None);
        let is = comparison(&table);
        let tested = series
            .zip(statistic)
            .zip(is)
            .and_then(|((series, statistic), is)| {
                daily_statistic(reader, &table, &series, (statistic, is))
            });
        calendar.zip(tested)
    };
    table.finish();
    read
}
