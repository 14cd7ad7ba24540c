//! Who is bound, what is measured where: `[treaty]`, `station`, `series`.

use super::fields::{Fields, Flag};
use super::names::{Kind, Names};
use super::unit;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::clauses::{
    Climatology, DerivedSeries, DisplayUnit, Measure, MissingPolicy, Term, TermOf, TreatyParty,
    TreatyStation, TreatyStationKind,
};
use crate::domain::{AgreementId, AllowedMissing, Clock, DayRule, LabelSide, PartyId};

/// Reads `[treaty]` into an agreement without clauses.
pub(super) fn treaty(fields: &Fields<'_, '_>) -> Option<Agreement> {
    let id = fields.text("id", "river-2011");
    let title = fields.text("title", "Agreement on …");
    let unit_text = fields.text("unit", "m3/s");
    let unit = unit_text.and_then(|text| {
        let unit = unit::parse(&text);
        if unit.is_none() {
            fields.fault("unit", format!("unit \"{text}\" is not known"), unit::HINT);
        }
        unit
    });
    let in_force = fields.table("in_force").map_or((None, None), |force| {
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
    });
    let (clock, day, day_start_stated) = clock(fields);
    let parties = parties(fields);
    let allowed_missing = allowed_missing(fields);
    Some(Agreement {
        id: AgreementId::new(id?),
        title: title?,
        in_force,
        parties,
        unit: unit?,
        display_units: display_units(fields),
        clock,
        day,
        day_start_stated,
        allowed_missing,
        stations: Vec::new(),
        series: Vec::new(),
        calendars: Vec::new(),
        conditions: Vec::new(),
        rules: Vec::new(),
        ledgers: Vec::new(),
    })
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
        fields.fault(
            "clock",
            "clock is missing",
            "add clock = { tz = \"UTC+01:00\", day_start = \"00:00\" }",
        );
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

/// Reads `station`.
pub(super) fn stations(root: &Fields<'_, '_>, names: &Names) -> Vec<TreatyStation> {
    let kinds = [
        ("gauge", TreatyStationKind::Gauge),
        ("canal", TreatyStationKind::Canal),
        ("dam_release", TreatyStationKind::DamRelease),
        ("rain", TreatyStationKind::Rain),
        ("reservoir", TreatyStationKind::Reservoir),
        ("manual", TreatyStationKind::Manual),
    ];
    let mut stations = Vec::new();
    for station in root.tables("station") {
        let id = station.text("id", "grenzau");
        let kind = station.choice("kind", &kinds, Some(TreatyStationKind::Gauge));
        let role = station.optional_text("role");
        let accounts = station.texts("accounts");
        for party in &accounts {
            names.require(&station, "accounts", &[Kind::Party], party);
        }
        if let (Some(id), Some(kind)) = (id, kind) {
            stations.push(TreatyStation {
                id,
                kind,
                role,
                accounts: accounts.into_iter().map(PartyId::new).collect(),
            });
        }
        station.finish();
    }
    stations
}

/// Reads `series`; what each measures is settled by [`settle_measures`].
pub(super) fn series(root: &Fields<'_, '_>, names: &Names) -> Vec<(DerivedSeries, usize)> {
    let policies = [
        ("withhold", MissingPolicy::Withhold),
        ("estimate_and_flag", MissingPolicy::EstimateAndFlag),
    ];
    let mut all = Vec::new();
    for series in root.tables("series") {
        let id = series.text("id", "natural_flow");
        let article = series.optional_text("article");
        let missing = series.choice("missing", &policies, Some(MissingPolicy::Withhold));
        let mut terms = Vec::new();
        for fields in series.tables("terms") {
            terms.extend(term(&fields, names));
            fields.finish();
        }
        if terms.is_empty() && series.list("terms").is_empty() {
            series.fault(
                "terms",
                "a derived series needs terms",
                "add terms = [ { s = \"a station or series\" } ]",
            );
        }
        let climatology = series.table("climatology").and_then(|fields| {
            let climatology = climatology(&fields);
            fields.finish();
            climatology
        });
        if let (Some(id), Some(missing)) = (id, missing) {
            let derived = DerivedSeries {
                id,
                article,
                terms,
                climatology,
                missing,
                measure: Measure::Flow,
            };
            all.push((derived, series.place("")));
        }
        series.finish();
    }
    all
}

fn term(fields: &Fields<'_, '_>, names: &Names) -> Option<Term> {
    const SOURCES: [Kind; 2] = [Kind::Station, Kind::Series];
    let of = if fields.has("storage_change") {
        let id = names.reference(fields, "storage_change", &[Kind::Station]);
        id.map(TermOf::StorageChange)
    } else {
        names.reference(fields, "s", &SOURCES).map(TermOf::Series)
    };
    let coef = fields.optional_number("coef");
    let lag_days = fields.optional_whole("lag_days").unwrap_or(0);
    let loss = fields.optional_text("loss");
    Some(Term {
        of: of?,
        coef: coef.unwrap_or(1.0),
        lag_days,
        loss,
    })
}

fn climatology(fields: &Fields<'_, '_>) -> Option<Climatology> {
    let (from, to) = (fields.optional_date("from"), fields.optional_date("to"));
    let update_years = fields.optional_whole("update_years");
    let (Some(from), Some(to)) = (from, to) else {
        if !fields.has("from") || !fields.has("to") {
            fields.fault(
                "",
                "a climatology needs its first and last day",
                "add from = 1991-10-01, to = 2020-09-30",
            );
        }
        return None;
    };
    if to <= from {
        fields.fault(
            "to",
            "the climatology ends before it begins",
            "exchange from and to",
        );
    }
    Some(Climatology {
        from,
        to,
        update_years,
    })
}
