//! Who is bound, and in what the agreement counts: `[treaty]`.

use super::fields::{Fields, Flag};
use super::unit;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::clauses::{PrintedPair, Reading, TreatyParty, Units};
use crate::domain::agreement::measure::{AgreementUnit, DisplayUnit, Measure};
use crate::domain::{AgreementId, AllowedMissing, Clock, DayRule, LabelSide, PartyId};

/// Reads `[treaty]` into an agreement without clauses.
pub(super) fn treaty(fields: &Fields<'_, '_>) -> Option<Agreement> {
    let id = fields.text("id", "river-2011");
    let title = fields.text("title", "Agreement on …");
    if !fields.has("unit") {
        fields.text("unit", "m3/s");
    }
    let units = units(fields);
    let in_force = in_force(fields);
    let (clock, day, day_start_stated) = clock(fields);
    let agreed = Reading {
        id: "agreed".to_owned(),
        title: fields
            .optional_text("reading_title")
            .unwrap_or_else(|| "as the file has it".to_owned()),
        article: None,
        set: Vec::new(),
    };
    let parties = parties(fields);
    let allowed_missing = allowed_missing(fields);
    let (display_units, printed_pairs) = (display_units(fields), printed(fields));
    Some(Agreement {
        id: AgreementId::new(id?),
        title: title?,
        in_force,
        parties,
        units: units?,
        display_units,
        printed_pairs,
        clock,
        day,
        day_start_stated,
        allowed_missing,
        stations: Vec::new(),
        series: Vec::new(),
        parameters: Vec::new(),
        tables: Vec::new(),
        calendars: Vec::new(),
        conditions: Vec::new(),
        rules: Vec::new(),
        ledgers: Vec::new(),
        readings: vec![agreed],
    })
}

/// A unit under a key that may be left out.
pub(super) fn unit_at(fields: &Fields<'_, '_>, key: &'static str) -> Option<AgreementUnit> {
    let text = fields.optional_text(key)?;
    let unit = unit::parse(&text);
    if unit.is_none() {
        fields.fault(key, format!("unit \"{text}\" is not known"), unit::HINT);
    }
    unit
}

/// Units of the agreement; what is wrong with them is named at `[treaty]`.
pub(super) fn units(fields: &Fields<'_, '_>) -> Option<Units> {
    let main = unit_at(fields, "unit");
    let mut further = Vec::new();
    if let Some(table) = fields.table("units") {
        for (key, measure) in [
            ("flow", Measure::Flow),
            ("volume", Measure::Volume),
            ("depth", Measure::Depth),
            ("level", Measure::Level),
            ("area", Measure::Area),
        ] {
            let Some(text) = table.optional_text(key) else {
                continue;
            };
            match unit::parse_for(&text, measure) {
                Some(unit) => further.push(unit),
                None => table.fault(
                    key,
                    format!("unit \"{text}\" is no unit of {key}"),
                    unit::HINT,
                ),
            }
        }
        table.finish();
    }
    main.map(|main| Units { main, further })
}

/// First and last day in force, in their order.
pub(super) fn in_force(
    fields: &Fields<'_, '_>,
) -> (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>) {
    fields.table("in_force").map_or((None, None), |force| {
        let days = (force.optional_date("from"), force.optional_date("to"));
        if let (Some(from), Some(to)) = days
            && to < from
        {
            force.fault(
                "to",
                "the last day in force lies before the first",
                "exchange the two",
            );
        }
        force.finish();
        days
    })
}

/// Whether a span of years ends after it begins; a fault if not.
pub(super) fn in_order(
    fields: &Fields<'_, '_>,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
) -> bool {
    if to <= from {
        fields.fault(
            "to",
            "the climatology ends before it begins",
            "exchange from and to",
        );
    }
    to > from
}

fn parties(fields: &Fields<'_, '_>) -> Vec<TreatyParty> {
    let mut parties: Vec<TreatyParty> = Vec::new();
    for party in fields.tables("parties") {
        if let Some(id) = party.text("id", "AA") {
            let name = party.optional_text("name").unwrap_or_else(|| id.clone());
            parties.push(TreatyParty {
                id: PartyId::new(id),
                name,
            });
        }
        party.finish();
    }
    if parties.is_empty() {
        fields.fault(
            "parties",
            "no party is named",
            "add parties = [ { id = \"AA\", name = \"…\" }, { id = \"BB\", name = \"…\" } ]",
        );
    }
    parties
}

fn display_units(fields: &Fields<'_, '_>) -> Vec<DisplayUnit> {
    let mut units = Vec::new();
    for unit in fields.tables("display_units") {
        let (cubic_metres, factor) = (unit.optional_number("m3"), unit.optional_number("factor"));
        if let Some(id) = unit.text("id", "af") {
            units.push(DisplayUnit {
                id,
                cubic_metres,
                factor,
            });
        }
        unit.finish();
    }
    units
}

fn printed(fields: &Fields<'_, '_>) -> Vec<PrintedPair> {
    let mut pairs = Vec::new();
    for pair in fields.tables("printed") {
        let (first, second) = (figure(&pair, "a"), figure(&pair, "b"));
        let article = pair.optional_text("article");
        pair.finish();
        if let (Some(first), Some(second)) = (first, second) {
            pairs.push(PrintedPair {
                first,
                second,
                article,
            });
        }
    }
    pairs
}

/// "350000 af": a number and, as it is printed, its unit.
fn figure(fields: &Fields<'_, '_>, key: &'static str) -> Option<(f64, String)> {
    let text = fields.text(key, "350000 af")?;
    let parted = text.trim().split_once(' ').and_then(|(number, unit)| {
        let number: f64 = number.replace([',', '_'], "").parse().ok()?;
        let unit = unit.trim();
        (number.is_finite() && !unit.is_empty()).then(|| (number, unit.to_owned()))
    });
    if parted.is_none() {
        fields.fault(
            key,
            format!("\"{text}\" is no figure with a unit"),
            &format!("write {key} = \"350000 af\""),
        );
    }
    parted
}

fn allowed_missing(fields: &Fields<'_, '_>) -> AllowedMissing {
    /// The share of days that most services still compute a period from.
    const USUAL: f64 = 0.1;
    let share = fields.optional_number("allowed_missing").unwrap_or(USUAL);
    if !(0.0..1.0).contains(&share) {
        fields.fault(
            "allowed_missing",
            format!("{share} is no share of days"),
            "write a number from 0 up to, and without, 1, such as 0.1",
        );
    }
    AllowedMissing(share)
}

fn clock(fields: &Fields<'_, '_>) -> (Option<Clock>, DayRule, bool) {
    let Some(clock) = fields.table("clock") else {
        return (None, DayRule::MIDNIGHT, false);
    };
    let tz = clock.text("tz", "UTC+01:00").and_then(|tz| {
        let parsed = Clock::parse(&tz);
        if parsed.is_none() && tz != "station" {
            clock.fault(
                "tz",
                format!("\"{tz}\" is no clock"),
                "write UTC+01:00, an IANA zone such as Europe/Lisbon, or station",
            );
        }
        parsed
    });
    let begins_at = clock.optional_text("day_start").map_or(Some(0), |text| {
        let minutes = text.split_once(':').and_then(|(hours, minutes)| {
            let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
            (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
        });
        if minutes.is_none() {
            clock.fault(
                "day_start",
                format!("\"{text}\" is no time of day"),
                "write day_start = \"08:00\"",
            );
        }
        minutes
    });
    let stated = clock.flag("day_start_stated", Flag::Yes);
    clock.finish();
    let day = DayRule {
        begins_at: begins_at.unwrap_or(0),
        label: LabelSide::Start,
    };
    (tz, day, stated)
}
