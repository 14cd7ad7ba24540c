//! Accounts worked by hand: the step of evaluation, carry-over, minima with their exception, running periods,
//! missing days.

use thalweg::agreements::{Declaration, OpeningBalance, evaluate};
use thalweg::domain::agreement::RowKind;
use thalweg::domain::{Cause, PartyId, Status};

use super::loader::SOUND;
use super::support::{CUSEC, Given, agreement, day, days, known, near, row, run, share, span};

/// A boundary river: a prior share of three quarters up to 666 cfs, half of what is above, by half-months of the
/// irrigation season; half each for the rest of the year. (Order of the International Joint Commission of
/// 4 October 1921; boundary gauge, diversion canal, and the reservoir above it a day earlier.)
const PRIOR_SHARE: &str = r#"
schema = "treaty/1"
station = [ { id = "boundary" }, { id = "diversion", kind = "canal" }, { id = "upper-lake", kind = "reservoir" } ]
series = [ { id = "natural", article = "Order V(a)", terms = [ { s = "boundary" }, { s = "diversion" }, { storage_change = "upper-lake", lag_days = 1 } ] } ]

[treaty]
id = "prior-share"
title = "Order of 1921"
parties = [ { id = "CA" }, { id = "US" } ]
unit = "cfs"
clock = { tz = "America/Edmonton" }

[calendar]
division = { kind = "split_month", starts = [1, 16] }
irrigation = { kind = "season", from = "04-01", to = "10-31" }

[[rule]]
id = "season"
kind = "split"
article = "Order I(a),(b)"
input = { series = "natural", calendar = "division", eval = "period_mean", during = "irrigation" }
bands = [ { from = 0, CA = [0, 0.75], US = [0, 0.25] }, { from = 666, CA = [500, 0.5], US = [166, 0.5] } ]

[[rule]]
id = "winter"
kind = "split"
article = "Order I(c)"
input = { series = "natural", calendar = "division", eval = "period_mean", outside = "irrigation" }
bands = [ { from = 0, CA = [0, 0.5], US = [0, 0.5] } ]

[ledger]
canada = { entitlement = "season.CA + winter.CA", delivered = "boundary", carry = "next_period", unit = "cfs_day" }
states = { entitlement = "season.US + winter.US", delivered = "diversion + storage_change:upper-lake", carry = "next_period", unit = "cfs_day" }
"#;

/// Kinds of clauses that are kept but not evaluated.
pub(crate) const CYCLE: &str = r#"
schema = "treaty/1"
station = [ { id = "tributary" }, { id = "dam", kind = "reservoir", accounts = ["UP", "LO"] }, { id = "transfers", kind = "manual" } ]

[treaty]
id = "cycle"
title = "An average over five years"
parties = [ { id = "UP" }, { id = "LO" } ]
unit = "hm3"
clock = { tz = "station", day_start_stated = false }

[calendar]
cycle = { kind = "cycle", years = 5, anchor = 2020-10-25 }
year = { kind = "year", start = "anchor" }

[[condition]]
id = "full"
article = "Art. 6"
all = [ { reservoir = "dam", account = "LO", conservation_fill = { op = ">=", value = 1.0 } } ]

[[rule]]
id = "third"
kind = "split"
article = "Art. 1"
input = { series = "tributary", calendar = "year", eval = "volume" }
bands = [ { from = 0, LO = [0, 0.25], UP = [0, 0.75] } ]

[[rule]]
id = "five-years"
kind = "cycle"
article = "Art. 2"
owed = { by = "UP", to = "LO" }
calendar = "cycle"
credit = ["third.LO", "transfers"]
per_year = 400
total = 2000

[[rule]]
id = "repayment"
kind = "carry"
article = "Art. 3"
of = "five-years"
repay_within = "next_cycle"
apply_first = true

[[rule]]
id = "spill"
kind = "cycle_reset"
article = "Art. 4"
of = "five-years"
when = "full"
effect = { close_cycle = true, zero_debt = true, new_anchor = "next_day" }

[[rule]]
id = "spring"
kind = "deficit_allowance"
article = "Letter"
enabled = false
allow = [ { ledger = "lower", party = "UP", months = [3, 4, 5], max_deficit = 4000, unit = "cfs_day" } ]
settle = { by = "10-31", offset_between = ["lower"] }

[[rule]]
id = "pace"
kind = "trigger"
article = "Art. 5"
when = { ledger = "lower", stat = "delivered_minus_prorata", op = "<", value = -400 }
level = "warning"

[ledger]
lower = { entitlement = "five-years", delivered = "five-years.credit", carry = "repayment", reset = "spill", progress = true }
"#;

fn constant(station: &str, from: &str, to: &str, value: f64) -> Given {
    Given::default().with(station, from, vec![value; days(from, to)])
}

/// Half a June: so many cfs at the boundary, nothing in the canal, a full lake.
fn june(natural_cfs: &[f64]) -> Given {
    let n = natural_cfs.len();
    Given::default()
        .with(
            "boundary",
            "2023-06-16",
            natural_cfs.iter().map(|q| q * CUSEC).collect(),
        )
        .with("diversion", "2023-06-16", vec![0.0; n])
        .with("upper-lake", "2023-06-01", vec![50.0; 15 + n])
}

#[test]
fn the_prior_share_jumps_where_the_order_makes_it_jump() {
    for (natural, canada, states) in [
        (0.0, 0.0, 0.0),
        (400.0, 300.0, 100.0),
        (665.9, 499.425, 166.475),
        (666.0, 499.5, 166.5),
        (666.1, 500.05, 166.05),
        (1000.0, 667.0, 333.0),
        (2500.0, 1417.0, 1083.0),
    ] {
        let outcome = run(
            PRIOR_SHARE,
            &june(&[natural; 15]),
            &span("2023-06-16", "2023-06-30"),
        );
        near(share(&outcome, "season", "CA", "2023-06/2"), canada, 1e-9);
        near(share(&outcome, "season", "US", "2023-06/2"), states, 1e-9);
    }
}

#[test]
fn the_step_of_evaluation_is_part_of_the_rule() {
    // Eight days of 300 and eight of 1,000 cfs: the mean is 650, below the joint at 666. By the mean Canada
    // has 0.75 × 650 = 487.5; day by day (8 × 225 + 8 × 667) / 16 = 446.
    let flows: Vec<f64> = [vec![300.0; 8], vec![1000.0; 8]].concat();
    let given = Given::default()
        .with(
            "boundary",
            "2023-05-16",
            flows.iter().map(|q| q * CUSEC).collect(),
        )
        .with("diversion", "2023-05-16", vec![0.0; 16])
        .with("upper-lake", "2023-05-01", vec![50.0; 31]);
    let by_mean = run(PRIOR_SHARE, &given, &span("2023-05-16", "2023-05-31"));
    near(share(&by_mean, "season", "CA", "2023-05/2"), 487.5, 1e-6);
    let daily = PRIOR_SHARE.replacen(
        "eval = \"period_mean\", during",
        "eval = \"daily\", during",
        1,
    );
    let by_day = run(&daily, &given, &span("2023-05-16", "2023-05-31"));
    near(share(&by_day, "season", "CA", "2023-05/2"), 446.0, 1e-6);
}

#[test]
fn natural_flow_counts_the_reservoir_a_day_late_and_the_balance_goes_on() {
    // Boundary 620, canal 430, the lake gives 50 cfs: natural 1,000, Canada 667, United States 333.
    // In 15 days: Canada (620 − 667) × 15 = −705 cfs-days; United States 430 − 50 − 333 = +47 a day, +705.
    let lake: Vec<f64> = (0..40)
        .map(|n| 100.0 - 50.0 * CUSEC * 0.0864 * f64::from(n))
        .collect();
    let given = Given::default()
        .with("boundary", "2023-06-01", vec![620.0 * CUSEC; 30])
        .with("diversion", "2023-06-01", vec![430.0 * CUSEC; 30])
        .with("upper-lake", "2023-05-28", lake);
    let outcome = run(PRIOR_SHARE, &given, &span("2023-06-01", "2023-06-30"));
    near(share(&outcome, "season", "CA", "2023-06/1"), 667.0, 1e-6);
    let canada = row(&outcome, "canada", "2023-06/1");
    near(canada.balance, -705.0, 1e-6);
    assert_eq!(canada.unit, "cfs-days");
    assert_eq!(canada.figure, "prior-share/canada/CA/2023-06/1/balance");
    near(row(&outcome, "states", "2023-06/1").balance, 705.0, 1e-6);
    let second = row(&outcome, "canada", "2023-06/2");
    near(Some(second.carried_in), -705.0, 1e-6);
    near(second.balance, -1410.0, 1e-6);
    // 1 cfs-day is 2.446575545 dam³: −1,725 dam³ as the two countries print it.
    near(Some(-705.0 * 2.446_575_545), -1725.0, 0.5);
}

#[test]
fn outside_of_the_irrigation_season_the_other_rule_holds() {
    let given = Given::default()
        .with("boundary", "2023-11-01", vec![120.0 * CUSEC; 15])
        .with("diversion", "2023-11-01", vec![0.0; 15])
        .with("upper-lake", "2023-10-01", vec![50.0; 46]);
    let outcome = run(PRIOR_SHARE, &given, &span("2023-11-01", "2023-11-15"));
    assert_eq!(outcome.shares.len(), 2);
    near(share(&outcome, "winter", "CA", "2023-11/1"), 60.0, 1e-9);
    near(
        row(&outcome, "canada", "2023-11/1").entitlement,
        900.0,
        1e-6,
    );
}

/// Weir with a constant flow over a hydrological year; rain so many mm a day from October to March.
fn quarters(flow: f64, rain: f64, known_to: &str) -> Given {
    constant("weir", "2021-10-01", known_to, flow).with(
        "rain",
        "2021-10-01",
        vec![rain; days("2021-10-01", known_to)],
    )
}

#[test]
fn a_minimum_per_quarter_in_volumes() {
    // 30 m³/s: 92 days 238.464 hm³ of 300, 90 days 233.28 of 350, 91 days 235.872 of 220, 92 days of 130.
    let outcome = run(
        SOUND,
        &quarters(30.0, 2.0, "2022-09-30"),
        &span("2021-10-01", "2022-09-30"),
    );
    for (label, due, delivered) in [
        ("2021/22 Q1", 300.0, 238.464),
        ("2021/22 Q2", 350.0, 233.28),
        ("2021/22 Q3", 220.0, 235.872),
        ("2021/22 Q4", 130.0, 238.464),
    ] {
        let row = row(&outcome, "least", label);
        assert_eq!((row.kind, row.unit.as_str()), (RowKind::Minimum, "hm³"));
        assert_eq!((row.party.as_str(), row.status), ("BB", Status::Final));
        near(row.entitlement, due, 0.0);
        near(row.delivered, delivered, 1e-9);
        near(row.balance, delivered - due, 1e-9);
        // 2 mm on 182 days are 364 of 400 mm: 91 %, no exception.
        let fact = row.condition.as_ref().unwrap();
        assert_eq!((fact.met, fact.declared), (Some(false), None));
    }
}

#[test]
fn an_exception_makes_a_row_exempt_not_met() {
    // 1.4 mm on 182 days are 254.8 mm, 63.7 % of 400; 260 mm would be 65 % exactly, which is not below.
    for (rain, met) in [(1.4, true), (260.0 / 182.0, false)] {
        let outcome = run(
            SOUND,
            &quarters(30.0, rain, "2022-09-30"),
            &span("2021-10-01", "2022-09-30"),
        );
        let row = row(&outcome, "least", "2021/22 Q1");
        assert_eq!(row.condition.as_ref().unwrap().met, Some(met));
        assert_eq!(row.status, if met { Status::Exempt } else { Status::Final });
        near(row.balance, 238.464 - 300.0, 1e-9);
    }
}

#[test]
fn before_its_day_the_test_is_open_and_nothing_is_final() {
    let given = quarters(30.0, 1.4, "2022-03-15");
    let outcome = run(SOUND, &given, &span("2021-10-01", "2022-03-15"));
    let closed = row(&outcome, "least", "2021/22 Q1");
    assert_eq!(closed.condition.as_ref().unwrap().met, None);
    assert_eq!(closed.status, Status::Provisional);
}

#[test]
fn a_declaration_is_a_fact_of_its_own() {
    let text = SOUND.replace("scope = \"year\"", "scope = \"year\"\ndeclared_by = \"AA\"");
    let mut given = quarters(30.0, 1.4, "2022-09-30");
    let all = span("2021-10-01", "2022-09-30");
    let undeclared = run(&text, &given, &all);
    let fact = row(&undeclared, "least", "2021/22 Q1")
        .condition
        .clone()
        .unwrap();
    assert_eq!((fact.met, fact.declared), (Some(true), Some(false)));
    assert_eq!(
        row(&undeclared, "least", "2021/22 Q1").status,
        Status::Final
    );
    given.facts.declarations.push(Declaration {
        agreement: None,
        condition: "dry".to_owned(),
        party: PartyId::new("AA"),
        on: day("2022-04-12"),
        period: "2021/22".to_owned(),
    });
    let declared = run(&text, &given, &all);
    assert_eq!(row(&declared, "least", "2021/22 Q1").status, Status::Exempt);
    // On 11 April nobody knew of it.
    let earlier = run(
        &text,
        &given,
        &known("2021-10-01", "2022-04-11", "2022-04-11"),
    );
    assert_eq!(row(&earlier, "least", "2021/22 Q1").status, Status::Final);
}

#[test]
fn the_mean_of_the_years_comes_from_the_record() {
    // Three winters of 182 days (2020/21 to 2022/23): 2, 1 and 3 mm a day; the mean is 364 mm.
    let text = SOUND.replace(", mean = 400", "");
    let mut rain = Vec::new();
    let mut date = day("2020-10-01");
    while date <= day("2023-09-30") {
        rain.push(match date {
            date if date < day("2021-10-01") => 2.0,
            date if date < day("2022-10-01") => 1.0,
            _ => 3.0,
        });
        date = date.succ_opt().unwrap();
    }
    let given = constant("weir", "2020-10-01", "2023-09-30", 30.0).with("rain", "2020-10-01", rain);
    let outcome = run(&text, &given, &span("2020-10-01", "2023-09-30"));
    for (label, met) in [
        ("2020/21 Q1", false),
        ("2021/22 Q1", true),
        ("2022/23 Q1", false),
    ] {
        assert_eq!(
            row(&outcome, "least", label)
                .condition
                .as_ref()
                .unwrap()
                .met,
            Some(met),
            "{label}"
        );
    }
}

#[test]
fn a_running_period_says_what_is_due_so_far_and_what_is_needed() {
    // Q3 2022 has 91 days; after 45 of them at 20 m³/s: 77.76 hm³ of 220, due so far 220 × 45 / 91.
    let given = quarters(20.0, 2.0, "2022-05-15").provisional("weir");
    let outcome = run(SOUND, &given, &span("2022-04-01", "2022-05-15"));
    let row = row(&outcome, "least", "2021/22 Q3");
    assert_eq!(row.status, Status::Provisional);
    near(row.delivered, 77.76, 1e-9);
    let running = row.running.as_ref().unwrap();
    assert_eq!(running.to, day("2022-05-15"));
    near(Some(running.required_to_date), 220.0 * 45.0 / 91.0, 1e-9);
    near(Some(running.remaining), 142.24, 1e-9);
    // 142.24 hm³ in 46 days.
    near(running.pace_needed_m3s, 142.24 / (46.0 * 0.0864), 1e-9);
    assert_eq!(running.delivered_curve.len(), 45);
    near(Some(running.delivered_curve[44].1), 77.76, 1e-9);
    near(Some(f64::from(row.completeness.expected)), 45.0, 0.0);
}

#[test]
fn an_exempt_period_that_still_runs_needs_no_pace() {
    // 1.4 mm a day make the year dry: 142.24 hm³ are left to the minimum, and none of it is owed.
    let given = quarters(20.0, 1.4, "2022-05-15");
    let outcome = run(SOUND, &given, &span("2022-04-01", "2022-05-15"));
    let row = row(&outcome, "least", "2021/22 Q3");
    assert_eq!(row.status, Status::Exempt);
    let running = row.running.as_ref().unwrap();
    near(Some(running.remaining), 142.24, 1e-9);
    assert_eq!(running.pace_needed_m3s, None);
}

#[test]
fn a_pace_of_a_commission_that_printed_it() {
    // A year's minimum of 3,500 hm³, 3,191 delivered by 30 April: 309 hm³ in 153 days are 23.4 m³/s.
    let flow = 3191.0 / (212.0 * 0.0864);
    let text = SOUND
        .replace("calendar = \"quarter\", eval", "calendar = \"year\", eval")
        .replace("target = [300, 350, 220, 130]", "target = 3500");
    let outcome = run(
        &text,
        &quarters(flow, 2.0, "2022-04-30"),
        &span("2022-04-30", "2022-04-30"),
    );
    let running = row(&outcome, "least", "2021/22").running.clone().unwrap();
    near(Some(running.remaining), 309.0, 1e-6);
    near(running.pace_needed_m3s, 23.4, 0.05);
}

#[test]
fn too_many_missing_days_give_no_figure_but_a_reason() {
    for (missing, status) in [
        (0, Status::Final),
        (9, Status::Provisional),
        (10, Status::NotAssessable),
    ] {
        let mut flow = vec![30.0; days("2021-10-01", "2022-09-30")];
        flow[20..20 + missing].fill(f64::NAN);
        let given = quarters(30.0, 2.0, "2022-09-30").with("weir", "2021-10-01", flow);
        let outcome = run(
            SOUND,
            &given,
            &known("2021-10-01", "2021-12-31", "2022-09-30"),
        );
        let row = row(&outcome, "least", "2021/22 Q1");
        assert_eq!(row.status, status, "{missing} of 92 days");
        assert_eq!(
            row.completeness.to_string(),
            format!("{} of 92", 92 - missing)
        );
        let said = outcome.findings.iter().any(|finding| {
            finding.cause == Cause::Incomplete
                && finding.message.contains("2021/22 Q1 (82 of 92 days)")
        });
        assert_eq!(said, status == Status::NotAssessable);
        // What is there stands for what is missing: missing is not zero.
        if status != Status::NotAssessable {
            near(row.delivered, 238.464, 1e-9);
        } else {
            assert_eq!(row.delivered, None);
        }
    }
}

#[test]
fn a_balance_is_carried_within_the_season_only() {
    // 100 m³/s at the weir, nothing else: BB's share is 50, or 40 at least in early June; the rest is surplus.
    let given = constant("weir", "2022-01-01", "2023-09-30", 100.0)
        .with(
            "canal",
            "2022-01-01",
            vec![0.0; days("2022-01-01", "2023-09-30")],
        )
        .with(
            "lake",
            "2021-12-31",
            vec![10.0; days("2021-12-31", "2023-09-30")],
        );
    let outcome = run(SOUND, &given, &span("2022-01-01", "2023-09-30"));
    let rows: Vec<_> = outcome
        .ledger
        .iter()
        .filter(|row| row.rule == "account")
        .collect();
    assert_eq!(rows.len(), 24);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(row.unit, "hm³");
        if n % 12 == 0 {
            near(Some(row.carried_in), 0.0, 0.0);
        } else {
            near(Some(row.carried_in), rows[n - 1].carried_out, 0.0);
        }
    }
    // 183 days of 50 m³/s.
    near(rows[11].balance, 183.0 * 50.0 * 0.0864, 1e-6);
}

#[test]
fn a_season_of_a_whole_year_begins_anew_on_its_first_day() {
    let text = SOUND.replace(
        "from = \"04-01\", to = \"09-30\" }",
        "from = \"04-01\", to = \"03-31\" }",
    );
    let given = constant("natural", "2022-03-16", "2022-04-15", 200.0).with(
        "weir",
        "2022-03-16",
        vec![100.0; 31],
    );
    let outcome = run(&text, &given, &span("2022-03-16", "2022-04-15"));
    // BB has 50 + 0.75 × 100 = 125 of 200: a deficit in March that lapses with the season.
    let march = row(&outcome, "account", "2022-03/2");
    near(Some(march.lapsed), -25.0 * 16.0 * 0.0864, 1e-9);
    near(Some(march.carried_out), 0.0, 0.0);
    near(
        Some(row(&outcome, "account", "2022-04/1").carried_in),
        0.0,
        0.0,
    );
}

#[test]
fn a_derived_series_that_is_given_is_taken_as_it_is() {
    // A commission may have agreed on the natural flow itself: its stations are not asked for then.
    let given = constant("natural", "2022-04-01", "2022-04-15", 120.0).with(
        "weir",
        "2022-04-01",
        vec![65.0; 15],
    );
    let outcome = run(SOUND, &given, &span("2022-04-01", "2022-04-15"));
    near(share(&outcome, "shares", "BB", "2022-04/1"), 65.0, 1e-9);
    near(row(&outcome, "account", "2022-04/1").balance, 0.0, 1e-9);
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| !finding.message.contains("canal"))
    );
}

#[test]
fn an_opening_balance_is_inherited() {
    let mut given = constant("weir", "2022-04-01", "2022-04-15", 50.0)
        .with("canal", "2022-04-01", vec![50.0; 15])
        .with("lake", "2022-03-31", vec![10.0; 16]);
    given.facts.opening_balances.push(OpeningBalance {
        agreement: None,
        ledger: "account".to_owned(),
        on: day("2022-04-01"),
        value: -12.5,
    });
    let outcome = run(SOUND, &given, &span("2022-04-01", "2022-04-15"));
    near(row(&outcome, "account", "2022-04/1").balance, -12.5, 1e-9);
}

#[test]
fn a_maximum_counts_the_other_way() {
    let text = SOUND
        .replace("kind = \"minimum\"", "kind = \"maximum\"")
        .replace("owed = { by = \"AA\", to = \"BB\" }", "party = \"BB\"");
    let outcome = run(
        &text,
        &quarters(30.0, 2.0, "2022-09-30"),
        &span("2021-10-01", "2021-12-31"),
    );
    let row = row(&outcome, "least", "2021/22 Q1");
    assert_eq!((row.kind, row.party.as_str()), (RowKind::Maximum, "BB"));
    near(row.balance, 238.464 - 300.0, 1e-9);
}

#[test]
fn the_first_year_of_a_cycle_stands_against_a_fifth_of_it() {
    // Nothing was entered by hand.
    let given = constant("tributary", "2020-10-25", "2021-10-24", 10.0).with(
        "transfers",
        "2020-10-25",
        vec![f64::NAN; 365],
    );
    let outcome = evaluate(&agreement(CYCLE), &given, &span("2020-10-25", "2021-10-24"));
    // 365 days of 10 m³/s are 315.36 hm³, a quarter of it 78.84.
    near(share(&outcome, "third", "LO", "2020/21"), 78.84, 1e-9);
    let row = row(&outcome, "lower", "2020/25");
    near(row.delivered, 78.84, 1e-9);
    near(row.entitlement, 2000.0, 1e-9);
    let running = row.running.as_ref().unwrap();
    near(Some(running.required_to_date), 400.0, 1e-9);
    near(Some(running.ahead), 78.84 - 400.0, 1e-9);
    near(Some(running.remaining), 2000.0 - 78.84, 1e-9);
}
