//! Every figure leads down to the daily values that it rests on.

use thalweg::agreements::{OpeningBalance, explain, shipped};
use thalweg::domain::agreement::Trace;

use super::loader::SOUND;
use super::support::{CUSEC, Given, agreement, day, days, near, span};

/// A trace as indented lines: what, value, article, reason.
fn lines(trace: &Trace, depth: usize, out: &mut Vec<String>) {
    let value = trace
        .value
        .map_or("–".to_owned(), |value| format!("{value:.3}"));
    let article = trace
        .article
        .as_deref()
        .map_or(String::new(), |article| format!(" [{article}]"));
    let because = trace
        .because
        .as_deref()
        .map_or(String::new(), |because| format!(" ({because})"));
    let daily = trace.daily.as_ref().map_or(String::new(), |daily| {
        format!(" <{} {}..{}>", daily.series, daily.days.0, daily.days.1)
    });
    out.push(format!(
        "{}{} = {value} {}{article}{because}{daily}",
        "  ".repeat(depth),
        trace.what,
        trace.unit
    ));
    for input in &trace.inputs {
        lines(input, depth + 1, out);
    }
}

fn text(trace: &Trace) -> Vec<String> {
    let mut out = Vec::new();
    lines(trace, 0, &mut out);
    out
}

#[test]
fn a_share_names_its_value_before_the_proviso() {
    let treaty = agreement(shipped("ganges-1996").unwrap());
    let given = Given::default()
        .with("below_barrage", "2024-04-01", vec![35_000.0 * CUSEC; 10])
        .with("feeder_canal", "2024-04-01", vec![24_000.0 * CUSEC; 10])
        .with("nav_lock", "2024-04-01", vec![1_000.0 * CUSEC; 10]);
    let span = span("2024-04-01", "2024-04-10");
    let trace = explain(
        &treaty,
        &given,
        &span,
        "ganges-1996/bd_formula/BD/2024-04/1/balance",
    )
    .unwrap();
    assert_eq!(
        text(&trace),
        [
            "balance of BD, Bangladesh, by the formula, 2024-04/1 = 0.000 cusec [Annexure I] (35,000 delivered less 35,000 entitled)",
            "  share of BD, Shares at Farakka, 2024-04/1 = 35000.000 cusec [Annexure I] (30,000 by Annexure I; 35,000 by Annexure I, proviso)",
            "    mean of farakka_total from 2024-04-01 to 2024-04-10 = 60000.000 cusec (10 of 10 days have a value)",
            "      farakka_total, mean of 10 days = 60000.000 cusec [Art. I, II, V] (below_barrage + feeder_canal + nav_lock)",
            "        below_barrage, mean of 10 days = 35000.000 cusec <below_barrage 2024-04-01..2024-04-10>",
            "        feeder_canal, mean of 10 days = 24000.000 cusec <feeder_canal 2024-04-01..2024-04-10>",
            "        nav_lock, mean of 10 days = 1000.000 cusec <nav_lock 2024-04-01..2024-04-10>",
            "  delivered from 2024-04-01 to 2024-04-10 = 35000.000 cusec (10 of 10 days have a value)",
            "    below_barrage, mean of 10 days = 35000.000 cusec <below_barrage 2024-04-01..2024-04-10>",
        ]
    );
}

fn sound() -> Given {
    let n = days("2021-10-01", "2022-09-30");
    Given::default()
        .with("weir", "2021-10-01", vec![100.0; n])
        .with("canal", "2021-10-01", vec![20.0; n])
        .with("lake", "2021-09-30", vec![30.0; n + 1])
        .with("rain", "2021-10-01", vec![1.4; n])
}

#[test]
fn a_carried_balance_an_entitlement_and_a_delivery_explain_themselves() {
    let agreement = agreement(SOUND);
    let span = span("2022-09-30", "2022-09-30");
    // The figure lies outside of the span that is shown.
    let trace = explain(
        &agreement,
        &sound(),
        &span,
        "sound/account/BB/2022-04/2/balance",
    )
    .unwrap();
    // Natural 120: BB 50 + 0.75 × 20 = 65 of 120; 35 m³/s too much in 15 and again in 15 days.
    near(trace.value, 2.0 * 35.0 * 15.0 * 0.0864, 1e-9);
    let whole = text(&trace);
    assert!(
        whole.iter().any(
            |line| line.contains("carried in from 2022-04/1 = 45.360 hm³")
                && line.contains(
                    "balance of the period before: see sound/account/BB/2022-04/1/balance"
                )
        ),
        "{whole:#?}"
    );
    assert!(
        whole
            .iter()
            .any(|line| line.contains("share × 15 days, as hm³")),
        "{whole:#?}"
    );
    assert!(
        whole.iter().any(|line| line
            .contains("storage at the end of 2022-04-30 less storage at the end of 2022-04-15")),
        "{whole:#?}"
    );
    let entitlement = explain(
        &agreement,
        &sound(),
        &span,
        "sound/account/BB/2022-04/2/entitlement",
    )
    .unwrap();
    near(entitlement.value, 65.0 * 15.0 * 0.0864, 1e-9);
    let delivered = explain(
        &agreement,
        &sound(),
        &span,
        "sound/account/BB/2022-04/2/delivered",
    )
    .unwrap();
    near(delivered.value, 100.0 * 15.0 * 0.0864, 1e-9);
    assert_eq!(
        explain(
            &agreement,
            &sound(),
            &span,
            "sound/account/BB/2022-04/3/balance"
        ),
        None
    );
    assert_eq!(explain(&agreement, &sound(), &span, "nonsense"), None);
}

#[test]
fn an_exempt_figure_shows_both_facts_and_the_test() {
    let agreement = agreement(SOUND);
    let span = span("2021-10-01", "2022-09-30");
    let trace = explain(
        &agreement,
        &sound(),
        &span,
        "sound/least/BB/2021/22 Q1/balance",
    )
    .unwrap();
    let whole = text(&trace);
    assert!(
        whole[0].contains("the obligation is off by the exception, which is not the same as met"),
        "{whole:#?}"
    );
    assert!(
        whole.iter().any(|line| line.contains(
            "63.7 % of the mean of 400.0 mm (by the agreement); below 65 % is asked for: met"
        )),
        "{whole:#?}"
    );
    assert!(
        whole
            .iter()
            .any(|line| line.contains("AA lets pass at least 300 hm³")),
        "{whole:#?}"
    );
}

#[test]
fn an_opening_balance_and_a_period_without_a_figure_say_so_where_they_are_carried_in() {
    let agreement = agreement(SOUND);
    let span = span("2021-10-01", "2022-09-30");
    let mut weir = vec![100.0; days("2021-10-01", "2022-09-30")];
    let second = days("2021-10-01", "2022-04-16") - 1;
    weir[second..second + 15].fill(f64::NAN);
    let mut given = sound().with("weir", "2021-10-01", weir);
    given.facts.opening_balances.push(OpeningBalance {
        agreement: None,
        ledger: "account".to_owned(),
        on: day("2022-04-01"),
        value: -12.5,
    });
    let carried = |period: &str| {
        let figure = format!("sound/account/BB/{period}/balance");
        let whole = text(&explain(&agreement, &given, &span, &figure).unwrap());
        let mut lines = whole.into_iter().filter(|line| line.contains("carried in"));
        // The head says it in its sentence, where there is a figure.
        lines.rfind(|line| line.starts_with("  ")).unwrap()
    };
    assert_eq!(
        carried("2022-04/1"),
        "  carried in: opening balance on 2022-04-01 = -12.500 hm³ [Art. 1] \
         (opening balance of the ledger, as the facts of the basin state it)"
    );
    // −12.5 + 45.36 from the first half of April, through the half-month that has no days.
    assert_eq!(
        carried("2022-05/1"),
        "  carried in from 2022-04/2 = 32.860 hm³ [Art. 1] \
         (a period without a figure passes on what it was given: see sound/account/BB/2022-04/2/balance)"
    );
}

/// The sound agreement with an exception by the rain of two stations, 0.6 and 0.4.
fn two_rains() -> String {
    SOUND
        .replace(
            "{ id = \"rain\", kind = \"rain\" }",
            "{ id = \"east\", kind = \"rain\" }, { id = \"west\", kind = \"rain\" }",
        )
        .replace(
            "series = [",
            "series = [ { id = \"both\", article = \"Art. 9(2)\", terms = \
             [ { s = \"east\", coef = 0.6 }, { s = \"west\", coef = 0.4 } ] },",
        )
        .replace("index = \"rain\"", "index = \"both\"")
        .replace(", mean = 400", "")
}

#[test]
fn the_index_of_a_condition_leads_to_stations_and_its_mean_to_years() {
    // East and west, mm a day in four hydrological years; west begins late in the first.
    let years = [
        ("2019-10-01", "2020-09-30", 2.0, 2.0),
        ("2020-10-01", "2021-09-30", 2.0, 1.0),
        ("2021-10-01", "2022-09-30", 1.0, 0.5),
        ("2022-10-01", "2023-09-30", 3.0, 2.0),
    ];
    let (mut east, mut west) = (Vec::new(), Vec::new());
    for (from, to, of_east, of_west) in years {
        let n = days(from, to);
        east.extend(vec![of_east; n]);
        west.extend(vec![of_west; n]);
    }
    west[..100].fill(f64::NAN);
    let given = Given::default()
        .with("weir", "2019-10-01", vec![30.0; east.len()])
        .with("east", "2019-10-01", east)
        .with("west", "2019-10-01", west);
    let trace = explain(
        &agreement(&two_rains()),
        &given,
        &span("2021-10-01", "2023-09-30"),
        "sound/least/BB/2021/22 Q3/balance",
    )
    .unwrap();
    let whole = text(&trace);
    let at = whole
        .iter()
        .position(|line| line.contains("both from 2021-10-01 to 2022-03-31"))
        .unwrap();
    // 182 days: 0.6 × 182 + 0.4 × 91 = 145.6 mm; the other years 1.6 and 2.6 mm a day; mean 910 / 3.
    assert_eq!(
        whole[at..],
        [
            "    both from 2021-10-01 to 2022-03-31 = 145.600 mm (48.0 % of the mean of 303.3 mm \
             (3 years, beginning 2020 to 2022); below 65 % is asked for: met)",
            "      both, sum of 182 days = 145.600 mm [Art. 9(2)] (0.6 × east + 0.4 × west)",
            "        east, sum of 182 days = 182.000 mm (counts as 0.6 × east) <east 2021-10-01..2022-03-31>",
            "        west, sum of 182 days = 91.000 mm (counts as 0.4 × west) <west 2021-10-01..2022-03-31>",
            "      mean of both over the years = 303.333 mm (3 years, beginning 2020 to 2022)",
            "        both from 2019-10-01 to 2020-03-31 = – mm (left out: only 83 of 183 days have a value)",
            "        both from 2020-10-01 to 2021-03-31 = 291.200 mm (182 of 182 days have a value)",
            "        both from 2021-10-01 to 2022-03-31 = 145.600 mm (182 of 182 days have a value; the year that is judged)",
            "        both from 2022-10-01 to 2023-03-31 = 473.200 mm (182 of 182 days have a value)",
        ]
    );
}

#[test]
fn every_leaf_of_every_figure_is_daily_values() {
    fn leaves(trace: &Trace) {
        // A number that a clause states, or a balance that was carried in, rests on no series.
        let stated = trace.because.as_deref().is_some_and(|because| {
            because.contains("lets pass")
                || because.contains("by the agreement")
                || because.contains("see sound/account/BB/")
                || because.contains("from the period before")
        });
        assert!(
            !trace.inputs.is_empty() || trace.daily.is_some() || stated,
            "{trace:#?}"
        );
        trace.inputs.iter().for_each(leaves);
    }
    let agreement = agreement(SOUND);
    let span = span("2021-10-01", "2022-09-30");
    let outcome = thalweg::agreements::evaluate(&agreement, &sound(), &span);
    let figures: Vec<&str> = outcome
        .ledger
        .iter()
        .map(|row| row.figure.as_str())
        .chain(outcome.shares.iter().map(|row| row.figure.as_str()))
        .collect();
    assert_eq!(figures.len(), 12 + 4 + 24);
    for figure in figures {
        leaves(&explain(&agreement, &sound(), &span, figure).expect(figure));
    }
}
