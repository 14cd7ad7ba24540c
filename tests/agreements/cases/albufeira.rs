//! The four rivers of the Convention of Albufeira.

use chrono::NaiveDate;
use thalweg::agreements::{Declaration, Outcome, evaluate};
use thalweg::domain::agreement::{Agreement, LedgerRow};
use thalweg::domain::{PartyId, Status};

use super::realise::{even, flow_of, on, row_at, treaty};
use super::{Case, Verdict, same};
use crate::support::{Given, day, known};

/// Rain of a whole normal year falls on 15 January, so that every span of the tests holds it.
const NORMAL_MM: f64 = 1_000.0;
const FIRST: &str = "1945-10-01";

/// A river with its stations of reference rain.
pub(super) struct River {
    pub(super) id: &'static str,
    rain: &'static [&'static str],
}

pub(super) const MINHO: River = River {
    id: "albufeira-minho",
    rain: &["lugo", "orense", "ponferrada"],
};
pub(super) const DOURO: River = River {
    id: "albufeira-douro",
    rain: &["salamanca", "leon", "soria"],
};
pub(super) const TEJO: River = River {
    id: "albufeira-tejo",
    rain: &["caceres", "madrid_retiro"],
};
pub(super) const GUADIANA: River = River {
    id: "albufeira-guadiana",
    rain: &["talavera_la_real", "ciudad_real"],
};

/// A hydrological year: what is known of it, and how much of the normal rain fell in it and the year before.
pub(super) struct Year {
    pub(super) ends: i32,
    pub(super) known_to: String,
    pub(super) rain: f64,
    pub(super) rain_before: f64,
    pub(super) declared: bool,
    pub(super) declared_before: bool,
}

impl Year {
    pub(super) fn normal(ends: i32) -> Self {
        Self {
            ends,
            known_to: format!("{ends}-09-30"),
            rain: 1.0,
            rain_before: 1.0,
            declared: false,
            declared_before: false,
        }
    }

    fn first(&self) -> String {
        format!("{}-10-01", self.ends - 1)
    }

    fn last(&self) -> String {
        format!("{}-09-30", self.ends)
    }
}

/// Spain's word for the year that ends in a year.
fn declaration(ends: i32) -> Declaration {
    Declaration {
        agreement: None,
        condition: "exception_year".to_owned(),
        party: PartyId::from("ES"),
        on: NaiveDate::from_ymd_opt(ends, 7, 1).expect("date"),
        period: format!("{}/{:02}", ends - 1, ends % 100),
    }
}

impl River {
    /// Reference rain of all years; each year's on its 15 January.
    fn rain(&self, year: &Year) -> Given {
        let mut fallen = even(FIRST, &year.known_to, 0.0);
        for ends in 1946..=year.ends {
            let part = match year.ends - ends {
                0 => year.rain,
                1 => year.rain_before,
                _ => 1.0,
            };
            let rains = NaiveDate::from_ymd_opt(ends, 1, 15).expect("date");
            fallen = on(fallen, FIRST, rains, part * NORMAL_MM);
        }
        let mut given = Given::default();
        for station in self.rain {
            given = given.with(station, FIRST, fallen.clone());
        }
        for (is_declared, ends) in [
            (year.declared_before, year.ends - 1),
            (year.declared, year.ends),
        ] {
            given
                .facts
                .declarations
                .extend(is_declared.then(|| declaration(ends)));
        }
        given
    }

    /// The year with these volumes, hm³, passed at stations, evenly over what is known of it.
    pub(super) fn year(&self, year: &Year, volumes: &[(&str, f64)]) -> Outcome {
        self.read_as(&treaty(self.id), year, volumes)
    }

    /// The same under a reading of the treaty.
    pub(super) fn read_as(
        &self,
        treaty: &Agreement,
        year: &Year,
        volumes: &[(&str, f64)],
    ) -> Outcome {
        let mut given = self.rain(year);
        for (station, volume) in volumes {
            let flow = flow_of(*volume, &year.first(), &year.known_to);
            given = given.with(
                station,
                &year.first(),
                even(&year.first(), &year.known_to, flow),
            );
        }
        evaluate(
            treaty,
            &given,
            &known(&year.first(), &year.last(), &year.known_to),
        )
    }

    /// The Guadiana's year with so much stored.
    fn stored(&self, year: &Year, hm3: f64) -> Outcome {
        let mut given = self.rain(year);
        for station in [
            "la_serena",
            "zujar",
            "cijara",
            "garcia_de_sola",
            "orellana",
            "alange",
        ] {
            let stored = if station == "la_serena" { hm3 } else { 0.0 };
            given = given.with(
                station,
                &year.first(),
                even(&year.first(), &year.known_to, stored),
            );
        }
        let flow = even(&year.first(), &year.known_to, 10.0);
        given = given.with("badajoz", &year.first(), flow);
        evaluate(
            &treaty(self.id),
            &given,
            &known(&year.first(), &year.last(), &year.known_to),
        )
    }
}

pub(super) fn run(case: &Case<'_>) -> Verdict {
    match case.id() {
        id if id.starts_with("ALB-MIN-EXC") => exception(case, &MINHO, "frieira_year"),
        id if id.starts_with("ALB-DOU-EXC") => exception(case, &DOURO, "miranda_year"),
        id if id.starts_with("ALB-TEJ-EXC") => exception(case, &TEJO, "cedillo_year"),
        id if id.starts_with("ALB-GUA-A") => guadiana_year(case),
        id if id.starts_with("ALB-GUA-Q") => guadiana_quarters(case),
        "ALB-TEJ-2008-09" => cedillo_2008_09(case),
        "ALB-TEJ-2021-22" => part_of_2021_22(case, &TEJO, "cedillo"),
        "ALB-DOU-2021-22" => part_of_2021_22(case, &DOURO, "miranda"),
        "ALB-MIN-2021-22" => part_of_2021_22(case, &MINHO, "frieira"),
        "ALB-MIR-APR30" => to_30_april(case, "miranda", "miranda_year"),
        "ALB-SAU-APR30" => to_30_april(case, "saucelle", "saucelle_agueda_year"),
        "ALB-WEEK-M3S" => week(case),
        _ => case.no_runner(),
    }
}

fn exception(case: &Case<'_>, river: &River, rule: &str) -> Verdict {
    let mut year = Year::normal(2021);
    year.rain = case.input("accum_pct_of_mean") / 100.0;
    if case.has_input("previous_year_pct_of_mean") {
        year.rain_before = case.input("previous_year_pct_of_mean") / 100.0;
    }
    let station = rule.trim_end_matches("_year");
    for declared in [false, true] {
        year.declared = declared;
        let outcome = river.year(&year, &[(station, 1_000.0)]);
        let row = row_at(&outcome, rule, &year.last())?;
        let fact = row
            .condition
            .as_ref()
            .ok_or("no condition stands behind the row")?;
        same("exception", fact.met, case.expects("exception"))?;
        same("declared", fact.declared, Some(declared))?;
        // The test and the declaration are two facts: only both switch the obligation off.
        let exempt = declared && fact.met == Some(true);
        same("exempt", Some(row.status == Status::Exempt), Some(exempt))?;
    }
    Ok(())
}

fn guadiana(storage: f64, percent: f64) -> (Year, Outcome) {
    let mut year = Year::normal(2021);
    year.rain = percent / 100.0;
    let outcome = GUADIANA.stored(&year, storage);
    (year, outcome)
}

fn guadiana_year(case: &Case<'_>) -> Verdict {
    let (year, outcome) = guadiana(
        case.input("storage_hm3_on_0301"),
        case.input("accum_pct_of_mean"),
    );
    let row = row_at(&outcome, "badajoz_year", &year.last())?;
    same(
        "exception",
        Some(row.status == Status::Exempt),
        case.expects("exception"),
    )?;
    if case.wants("annual_hm3") {
        case.holds("annual_hm3", row.entitlement)?;
    }
    Ok(())
}

fn guadiana_quarters(case: &Case<'_>) -> Verdict {
    let classes = [
        (600.0, 4_100.0, 70.0),
        (500.0, 3_500.0, 70.0),
        (400.0, 4_100.0, 60.0),
        (300.0, 3_500.0, 60.0),
    ];
    let annual = case.input("annual_hm3");
    let class = classes
        .iter()
        .find(|class| class.0 == annual)
        .ok_or("no such class")?;
    let (_, outcome) = guadiana(class.1, class.2);
    let days = ["2020-11-01", "2021-02-01", "2021-05-01", "2021-08-01"];
    for (expected, date) in case.expected_list("quarters_hm3").into_iter().zip(days) {
        case.equals(
            date,
            row_at(&outcome, "badajoz_quarter", date)?.entitlement,
            expected,
        )?;
    }
    Ok(())
}

fn is_met(row: &LedgerRow) -> Option<bool> {
    row.balance
        .or_else(|| Some(row.delivered? - row.entitlement?))
        .map(|balance| balance >= 0.0)
}

fn cedillo_2008_09(case: &Case<'_>) -> Verdict {
    let outcome = TEJO.year(
        &Year::normal(2009),
        &[("cedillo", case.input("delivered_hm3"))],
    );
    let row = row_at(&outcome, "cedillo_year", "2009-09-30")?;
    case.equals("required", row.entitlement, case.input("required_hm3"))?;
    case.holds("balance_hm3", row.balance)?;
    same("met", is_met(row), case.expects("met"))
}

fn part_of_2021_22(case: &Case<'_>, river: &River, station: &str) -> Verdict {
    let exempt = case.expects("obligation_applies") == Some(false);
    let mut year = Year::normal(2022);
    year.declared = exempt;
    year.rain = if exempt { 0.5 } else { 1.0 };
    let delivered = case.input("required_hm3") * case.input("delivered_pct") / 100.0;
    let outcome = river.year(&year, &[(station, delivered)]);
    let row = row_at(&outcome, &format!("{station}_year"), &year.last())?;
    same("exempt", Some(row.status == Status::Exempt), Some(exempt))?;
    case.holds("delivered_hm3", row.delivered)?;
    if !exempt {
        case.equals("required", row.entitlement, case.input("required_hm3"))?;
        same("met", is_met(row), case.expects("met"))?;
    }
    Ok(())
}

fn to_30_april(case: &Case<'_>, station: &str, rule: &str) -> Verdict {
    let mut year = Year::normal(2021);
    year.known_to = "2021-04-30".to_owned();
    let delivered = case.input("delivered_to_date_hm3");
    let outcome = DOURO.year(&year, &[(station, delivered), ("agueda", 0.0)]);
    let row = row_at(&outcome, rule, &year.known_to)?;
    let running = row.running.as_ref().ok_or("the year is over")?;
    case.holds("remaining_hm3", Some(running.remaining))?;
    let required = row.entitlement.ok_or("no entitlement")?;
    case.equals("required", Some(required), case.input("required_hm3"))?;
    case.holds(
        "pct",
        row.delivered.map(|delivered| 100.0 * delivered / required),
    )?;
    same(
        "known to",
        Some(running.to == day("2021-04-30")),
        Some(true),
    )
}

fn week(case: &Case<'_>) -> Verdict {
    let outcome = TEJO.year(&Year::normal(2021), &[("cedillo", 2_700.0)]);
    let row = row_at(&outcome, "cedillo_week", "2021-02-01")?;
    case.equals("weekly_hm3", row.entitlement, case.input("weekly_hm3"))?;
    let seconds = 86_400.0 * case.input("days");
    case.holds(
        "mean_m3s",
        row.entitlement
            .map(|volume| volume * row.counted_in.factor * 1e6 / seconds),
    )
}
