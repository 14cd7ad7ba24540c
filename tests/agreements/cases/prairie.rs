//! St. Mary and Milk, and the streams of the Prairie Provinces.

use thalweg::agreements::Outcome;
use thalweg::domain::agreement::Agreement;

use super::realise::{
    ACRE_FOOT_M3, CFS, evaluated, even, flow_of, length, reading, row_at, share_at, shares_of,
    treaty,
};
use super::{Case, Verdict, same};
use crate::support::{Given, day};

const ST_MARY: &str = "st-mary-milk-1921";
const PPWB: &str = "ppwb-1969";
/// A flow of one cfs held for a day, dam³.
const CFS_DAY_DAM3: f64 = CFS * 86.4;

pub(super) fn run(case: &Case<'_>) -> Verdict {
    match case.id() {
        "STM-NON-120" => division(case, "St Mary", "2013-01-16", "2013-01-31"),
        "STM-ETRIB" => eastern_tributary(case),
        "STM-JENSEN" => jensen(case),
        "MLK-1978" => season(
            case,
            "Milk",
            "natural_flow_dam3",
            "published_US_allotment_dam3",
        ),
        id if id.contains("-IRR-") => {
            division(case, case.input_text("river"), "2013-06-01", "2013-06-15")
        }
        id if id.starts_with("STM-SEASON") => season(
            case,
            "St Mary",
            "natural_flow_dam3_apr1_oct31",
            "published_CA_allotment_dam3",
        ),
        id if id.starts_with("STM-RECEIVED") => received(case),
        id if id.starts_with("STM-UNIT") => units(case),
        id if id.starts_with("PPW-SSR-MIN") => boundary_flow(case),
        id if id.starts_with("PPW-SSR-AB") => alberta(case),
        "PPW-ETRIB" => creek(case),
        _ => case.no_runner(),
    }
}

/// One of the two rivers with this natural flow from day to day, in m³/s; nothing is used, diverted or stored.
fn natural(river: &str, first: &str, flow: Vec<f64>) -> Given {
    let none = vec![0.0; flow.len()];
    // What a day stores and what a lag brings come from the days before.
    let before = (day(first) - chrono::Duration::days(5)).to_string();
    let longer = vec![0.0; flow.len() + 5];
    let (st_mary, milk) = if river == "Milk" {
        (none.clone(), flow)
    } else {
        (flow, none.clone())
    };
    Given::default()
        .with("stm_boundary", first, st_mary)
        .with("stm_canal", first, none.clone())
        .with("sherburne", &before, longer.clone())
        .with("milk_east", first, milk)
        .with("canal_water_west", &before, longer)
        .with("milk_ca_use", first, none.clone())
        .with("milk_us_use", first, none)
}

fn rule_of(river: &str, irrigation: bool) -> &'static str {
    match (river, irrigation) {
        ("Milk", true) => "milk_irr",
        ("Milk", false) => "milk_off",
        (_, true) => "stm_irr",
        (_, false) => "stm_off",
    }
}

fn division(case: &Case<'_>, river: &str, first: &str, last: &str) -> Verdict {
    let flow = even(first, last, case.input("natural_flow_cfs") * CFS);
    let outcome = evaluated(&treaty(ST_MARY), &natural(river, first, flow), first, last);
    let rule = rule_of(river, case.input_text("season") == "irrigation");
    for party in ["CA", "US"] {
        case.holds(party, share_at(&outcome, rule, party, first))?;
    }
    Ok(())
}

fn eastern_tributary(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2013-06-01", "2013-06-15");
    let flow = flow_of(case.input("natural_flow_dam3") / 1e3, first, last);
    for stream in ["lodge", "battle", "frenchman"] {
        let given = Given::default().with(stream, first, even(first, last, flow));
        let outcome = evaluated(&treaty(ST_MARY), &given, first, last);
        for party in ["CA", "US"] {
            let rows = outcome
                .shares
                .iter()
                .filter(|row| row.rule.starts_with("eastern_tributaries"));
            let mut of_party =
                rows.filter(|row| row.party.as_str() == party && row.rule.contains(stream));
            let share = of_party.next().and_then(|row| row.value);
            case.holds(party, share.map(|share| share * CFS_DAY_DAM3))?;
        }
    }
    Ok(())
}

/// Sixteen days of a division: shares of their mean, and the mean of the daily shares.
fn jensen(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2013-05-16", "2013-05-31");
    let flow: Vec<f64> = case.inputs("days").iter().map(|flow| flow * CFS).collect();
    let given = natural("St Mary", first, flow);
    let outcome = evaluated(&treaty(ST_MARY), &given, first, last);
    case.holds(
        "CA_share_of_mean",
        share_at(&outcome, "stm_irr", "CA", first),
    )?;
    let outcome = evaluated(&reading(ST_MARY, "daily"), &given, first, last);
    case.holds(
        "CA_mean_of_daily_shares",
        share_at(&outcome, "stm_irr", "CA", first),
    )
}

/// A season's natural flow in dam³ spread in several ways: as much each day, a flood in June, two weeks of all
/// of it, a drought with one flood.
fn patterns(river: &str, dam3: f64) -> Vec<Given> {
    let (first, last) = ("2013-04-01", "2013-10-31");
    let n = length(day(first), day(last));
    let weights: [fn(usize) -> f64; 4] = [
        |_| 1.0,
        |at| (-((at as f64 - 75.0) / 25.0).powi(2)).exp(),
        |at| if (61..75).contains(&at) { 1.0 } else { 0.0 },
        |at| if at == 70 { 400.0 } else { 1.0 },
    ];
    let spread = |weight: fn(usize) -> f64| {
        let sum: f64 = (0..n).map(weight).sum();
        let flow = (0..n)
            .map(|at| weight(at) / sum * dam3 * 1e3 / 86_400.0)
            .collect();
        natural(river, first, flow)
    };
    weights.into_iter().map(spread).collect()
}

/// Volume of a party's shares over the season, dam³.
fn season_volume(
    treaty: &Agreement,
    given: &Given,
    rule: &str,
    party: &str,
) -> Result<f64, String> {
    let outcome: Outcome = evaluated(treaty, given, "2013-04-01", "2013-10-31");
    let mut sum = 0.0;
    for row in shares_of(&outcome, rule, party) {
        let days = length(row.period.days.0, row.period.days.1) as f64;
        sum += row
            .value
            .ok_or_else(|| format!("no share in {}", row.period.label))?
            * days
            * CFS_DAY_DAM3;
    }
    Ok(sum)
}

fn season(case: &Case<'_>, river: &str, flow: &str, published: &str) -> Verdict {
    let (lower, upper) = (case.expected("lower_dam3"), case.expected("upper_dam3"));
    let party = if river == "Milk" { "US" } else { "CA" };
    let published = case.input(published);
    same(
        "published inside of the bounds",
        Some(lower <= published && published <= upper),
        Some(true),
    )?;
    for treaty in [treaty(ST_MARY), reading(ST_MARY, "daily")] {
        for given in patterns(river, case.input(flow)) {
            let share = season_volume(&treaty, &given, rule_of(river, true), party)?;
            if share < lower - 1e-6 || share > upper + 1.0 {
                return Err(format!("{share} dam³ lies outside of {lower} to {upper}"));
            }
        }
    }
    Ok(())
}

/// A season with the published allotment, and what was recorded of it.
fn received(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2013-04-01", "2013-10-31");
    let allotted = case.input("CA_allotment_dam3");
    let mean = allotted / (length(day(first), day(last)) as f64 * CFS_DAY_DAM3);
    // 500 and half of what is above 666 is the share, in every division.
    let natural_flow = (666.0 + 2.0 * (mean - 500.0)) * CFS;
    let recorded = case.input("recorded_pct_of_allotment") / 100.0 * mean * CFS;
    let given = natural("St Mary", first, even(first, last, recorded)).with(
        "stm_canal",
        first,
        even(first, last, natural_flow - recorded),
    );
    let outcome = evaluated(&treaty(ST_MARY), &given, first, last);
    let rows = || outcome.ledger.iter().filter(|row| row.rule == "stm_ca");
    let due: Option<f64> = rows().map(|row| row.entitlement).sum();
    let passed: Option<f64> = rows().map(|row| row.delivered).sum();
    case.equals("allotment", due.map(|due| due * CFS_DAY_DAM3), allotted)?;
    case.holds("recorded_dam3", passed.map(|passed| passed * CFS_DAY_DAM3))
}

fn units(case: &Case<'_>) -> Verdict {
    let units = treaty(ST_MARY).display_units;
    let factor = |id: &str| {
        units
            .iter()
            .find(|unit| unit.id == id)
            .and_then(|unit| unit.cubic_metres)
    };
    let (dam3, af) = (
        factor("dam3").ok_or("no dam³")?,
        factor("af").ok_or("no acre-foot")?,
    );
    case.holds("acre_feet", Some(case.input("dam3") * dam3 / af))
}

/// The South Saskatchewan: passed at the boundary and natural flow, m³/s.
fn south_saskatchewan(first: &str, last: &str, passed: f64, natural: f64) -> Given {
    let before = (day(first) - chrono::Duration::days(1)).to_string();
    let none = even(&before, last, 0.0);
    let mut given = Given::default()
        .with("ss_boundary", first, even(first, last, passed))
        .with("ss_net_use", first, even(first, last, natural - passed));
    for station in [
        "ss_us_diversion",
        "ss_storage",
        "ss_lakes",
        "ss_pan",
        "ss_rain",
    ] {
        given = given.with(station, &before, none.clone());
    }
    given
}

fn boundary_flow(case: &Case<'_>) -> Verdict {
    let date = "2013-08-01";
    let given = south_saskatchewan(
        date,
        date,
        case.input("actual_boundary_flow_m3s"),
        case.input("natural_flow_m3s"),
    );
    let outcome = evaluated(&treaty(PPWB), &given, date, date);
    let row = row_at(&outcome, "south_saskatchewan_flow", date)?;
    case.holds("required_m3s", row.entitlement)?;
    same(
        "met",
        row.balance.map(|balance| balance >= 0.0),
        case.expects("met"),
    )
}

/// Shares of Alberta and Saskatchewan in a year of so many acre-feet.
pub(super) fn south_saskatchewan_shares(natural_af: f64) -> (Option<f64>, Option<f64>) {
    let (first, last) = ("2013-01-01", "2013-12-31");
    let natural = flow_of(natural_af * ACRE_FOOT_M3 / 1e6, first, last);
    let given = south_saskatchewan(first, last, 0.5 * natural, natural);
    let outcome = evaluated(&treaty(PPWB), &given, first, last);
    let share = |party| share_at(&outcome, "south_saskatchewan", party, last);
    (share("AB"), share("SK"))
}

fn alberta(case: &Case<'_>) -> Verdict {
    let shares = south_saskatchewan_shares(case.input("natural_flow_af"));
    case.holds("alberta_max_net_depletion_af", shares.0)?;
    case.holds("saskatchewan_min_af", shares.1)
}

fn creek(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2013-01-01", "2013-12-31");
    for stream in ["lodge", "battle", "middle"] {
        let flow = even(
            first,
            last,
            flow_of(case.input("natural_flow_dam3") / 1e3, first, last),
        );
        let given = Given::default().with(stream, first, flow.clone()).with(
            &format!("{stream}_natural"),
            first,
            flow,
        );
        let outcome = evaluated(&treaty(PPWB), &given, first, last);
        for party in ["AB", "SK"] {
            let mut rows = outcome
                .shares
                .iter()
                .filter(|row| row.rule.starts_with("creeks") && row.rule.contains(stream));
            case.holds(
                party,
                rows.find(|row| row.party.as_str() == party)
                    .and_then(|row| row.value),
            )?;
        }
        let row = row_at(&outcome, &format!("{stream}_volume"), last)?;
        case.equals("due", row.entitlement, case.expected("SK"))?;
    }
    Ok(())
}
