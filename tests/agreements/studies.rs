//! Studies against figures worked by hand: spread of a linear account, a station left out, a gap at its ends, data of
//! two sides, two readings, a proposed rule.

use chrono::Datelike as _;
use thalweg::agreements::study::{
    DiffersIn, FillBasis, NoVerdict, Reading, ReadingLabel, Sampling, Standing, StationError,
    UncertainRow, View, ViewLabel, apply, dual, effect, evaluate_with_rivals, leverage, parse_edit,
    readings, uncertainty, variants,
};
use thalweg::agreements::{Span, evaluate};
use thalweg::domain::RelativeUncertainty;
use thalweg::domain::agreement::Agreement;

use super::support::{Given, agreement, day, days, known, near, span};

/// A minimum of 3,000 hm³ a calendar year out of two gauges.
const TWO_GAUGES: &str = r#"
schema = "treaty/1"
station = [ { id = "main" }, { id = "side" } ]
series = [ { id = "both", article = "Art. 1", terms = [ { s = "main" }, { s = "side" } ] } ]

[treaty]
id = "two-gauges"
title = "A minimum of two gauges together"
parties = [ { id = "UP", name = "Upland" }, { id = "LO", name = "Lowland" } ]
unit = "hm3"
clock = { tz = "UTC" }

[calendar]
year = { kind = "year", start = "01-01" }

[[rule]]
id = "least"
kind = "minimum"
article = "Art. 2"
owed = { by = "UP", to = "LO" }
input = { series = "both", calendar = "year", eval = "volume" }
target = 3000
"#;

/// 86,400 s in hm³ at 1 m³/s.
const DAY: f64 = 0.0864;

fn year_of(main: f64, side: f64) -> Given {
    let n = days("2021-01-01", "2021-12-31");
    Given::default()
        .with("main", "2021-01-01", vec![main; n])
        .with("side", "2021-01-01", vec![side; n])
}

fn one_year() -> Span {
    span("2021-01-01", "2021-12-31")
}

fn error(station: &str, percent_95: f64, systematic_share: f64) -> StationError {
    StationError {
        station: station.to_owned(),
        uncertainty: RelativeUncertainty {
            percent_95,
            systematic_share,
        },
        stated: true,
    }
}

fn sampled(given: &Given, span: &Span, errors: Vec<StationError>) -> Vec<UncertainRow> {
    uncertainty(
        &agreement(TWO_GAUGES),
        given,
        span,
        &Sampling::of(errors),
        &|_, _| true,
    )
    .expect("nobody stopped it")
    .rows
}

#[test]
fn a_systematic_error_spreads_a_linear_balance_by_just_that_share_of_the_delivery() {
    // 80 m³/s for 365 days are 2522.88 hm³; 20 m³/s are 630.72 hm³.
    let rows = sampled(
        &year_of(80.0, 20.0),
        &one_year(),
        vec![error("main", 8.0, 1.0)],
    );
    let row = &rows[0];
    near(row.cell.margin, 2522.88 + 630.72 - 3000.0, 1e-9);
    near(row.mean, 153.6, 1e-9);
    near(row.p50, 153.6, 1e-6);
    // Four per cent of what the one gauge delivered.
    near(row.standard_deviation, 0.04 * 2522.88, 1e-6);
    // A normal deviate is below −153.6 / 100.9 = −1.522 with a chance of 6.4 %.
    near(row.below_zero, 0.064, 0.006);
    near(row.p05, 153.6 - 1.645 * 100.9152, 2.0);
    near(row.p95, 153.6 + 1.645 * 100.9152, 2.0);
    assert_eq!(row.n_assessed, 200);
    assert_eq!(row.verdict, Standing::WithinError);
    assert_eq!(row.cell.standing, Standing::Above);
}

#[test]
fn a_daily_error_shrinks_with_the_root_of_the_days() {
    let rows = sampled(
        &year_of(80.0, 20.0),
        &one_year(),
        vec![error("main", 8.0, 0.0)],
    );
    // 4 % of a day's 6.912 hm³, times the root of 365.
    let expected = 0.04 * 80.0 * DAY * 365.0_f64.sqrt();
    near(rows[0].standard_deviation, expected, 0.15 * expected);
    assert_eq!(rows[0].verdict, Standing::Above);
    near(rows[0].below_zero, 0.0, 0.0);
}

#[test]
fn errors_of_two_stations_add_in_quadrature_and_none_is_none() {
    let both = vec![error("main", 8.0, 1.0), error("side", 20.0, 1.0)];
    let rows = sampled(&year_of(80.0, 20.0), &one_year(), both);
    let expected = (0.04 * 2522.88_f64).hypot(0.1 * 630.72);
    near(rows[0].standard_deviation, expected, 0.15 * expected);
    let exact = sampled(&year_of(80.0, 20.0), &one_year(), Vec::new());
    near(exact[0].standard_deviation, 0.0, 1e-9);
    assert_eq!(exact[0].p05, exact[0].cell.margin);
    assert_eq!(exact[0].verdict, Standing::Above);
}

#[test]
fn the_same_seed_gives_the_same_figures_and_another_one_others() {
    let given = year_of(80.0, 20.0);
    let with_seed = |seed| {
        let sampling = Sampling {
            seed,
            ..Sampling::of(vec![error("main", 8.0, 0.5)])
        };
        uncertainty(
            &agreement(TWO_GAUGES),
            &given,
            &one_year(),
            &sampling,
            &|_, _| true,
        )
        .map(|found| found.rows[0].p05)
    };
    assert_eq!(with_seed(1), with_seed(1));
    assert_ne!(with_seed(1), with_seed(2));
}

#[test]
fn a_study_stops_when_it_is_told_to() {
    let sampling = Sampling::of(vec![error("main", 8.0, 1.0)]);
    let (agreement, given, span) = (agreement(TWO_GAUGES), year_of(80.0, 20.0), one_year());
    assert!(uncertainty(&agreement, &given, &span, &sampling, &|done, _| done < 3).is_none());
    assert!(leverage(&agreement, &given, &span, &|_, _| false).is_none());
}

/// Three years of 100 m³/s; the first half of 2021 is missing, and was 60 in 2020 and 140 in 2022.
fn with_gap() -> Given {
    let values = day("2020-01-01")
        .iter_days()
        .take_while(|day| day.year() <= 2022)
        .map(|day| match (day.year(), day.ordinal() <= 181) {
            (2020, true) => 60.0,
            (2021, true) => f64::NAN,
            (2022, true) => 140.0,
            _ => 100.0,
        });
    let n = days("2020-01-01", "2022-12-31");
    Given::default()
        .with("main", "2020-01-01", values.collect())
        .with("side", "2020-01-01", vec![0.0; n])
}

#[test]
fn a_gap_leaves_the_range_between_what_other_years_had_on_the_same_days() {
    let span = span("2021-01-01", "2021-12-31");
    let found = leverage(&agreement(TWO_GAUGES), &with_gap(), &span, &|_, _| true);
    let found = found.expect("nobody stopped it");
    assert_eq!(found.gaps.len(), 1);
    let gap = &found.gaps[0];
    let place = (
        gap.gap.station.as_str(),
        gap.gap.from,
        gap.gap.to,
        gap.gap.n_days,
    );
    // 30 June is day 182 of the leap year 2020 and had 100 there; the gap of 2021 ends on day 181.
    assert_eq!(place, ("main", day("2021-01-01"), day("2021-06-30"), 181));
    assert_eq!(gap.basis, FillBasis::DayOfYear);
    let row = &gap.rows[0];
    assert_eq!(row.as_is, None);
    // 184 days of 100; below them 180 days of 60 and 30 June of 100, or 181 days of 140.
    near(
        row.at_lowest,
        (184.0 * 100.0 + 180.0 * 60.0 + 100.0) * DAY - 3000.0,
        1e-6,
    );
    near(
        row.at_highest,
        (184.0 * 100.0 + 181.0 * 140.0) * DAY - 3000.0,
        1e-6,
    );
    assert_eq!(row.standing, (Standing::Below, Standing::Above));

    // The samples take the one year or the other, never anything outside.
    let rows = sampled(&with_gap(), &span, Vec::new());
    assert_eq!(rows[0].cell.margin, None);
    assert_eq!((rows[0].p05, rows[0].p95), (row.at_lowest, row.at_highest));
    assert_eq!(rows[0].verdict, Standing::NotAssessable);
}

#[test]
fn the_station_that_carries_the_account_comes_first() {
    let found = leverage(
        &agreement(TWO_GAUGES),
        &year_of(80.0, 20.0),
        &one_year(),
        &|_, _| true,
    );
    let stations = found.expect("nobody stopped it").stations;
    let order: Vec<&str> = stations.iter().map(|s| s.station.as_str()).collect();
    assert_eq!(order, ["main", "side"]);
    let (main, side) = (&stations[0], &stations[1]);
    // Without the gauge its whole volume is gone; read one per cent higher, a hundredth of it is more.
    near(
        main.without[0].change.as_ref().map(|c| c.value),
        -2522.88,
        1e-6,
    );
    near(
        side.without[0].change.as_ref().and_then(|c| c.hm3),
        -630.72,
        1e-6,
    );
    near(
        main.one_percent_more[0].change.as_ref().map(|c| c.value),
        25.2288,
        1e-6,
    );
    assert_eq!((main.n_standing_changes, side.n_standing_changes), (1, 1));
    near(Some(main.largest), 2522.88, 1e-6);
}

fn sides<'a>(agreed: &'a Given, own: &'a Given) -> [View<'a>; 2] {
    let label = |id: &str| ViewLabel {
        id: id.to_owned(),
        title: id.to_owned(),
        instead: Vec::new(),
    };
    [
        View {
            label: label("agreed"),
            inputs: agreed,
        },
        View {
            label: label("LO"),
            inputs: own,
        },
    ]
}

#[test]
fn a_verdict_stands_only_where_both_sides_data_give_it() {
    let terms = agreement(TWO_GAUGES);
    // 3153.6 against 2838.24 hm³: above and below 3,000, apart by ten m³/s over a year.
    let (agreed, own) = (year_of(80.0, 20.0), year_of(70.0, 20.0));
    let found = dual(&terms, &sides(&agreed, &own), &one_year());
    let row = &found.rows[0];
    assert_eq!(row.verdict, None);
    assert_eq!(row.no_verdict, Some(NoVerdict::DataDisagree));
    near(row.price.as_ref().and_then(|price| price.hm3), 315.36, 1e-6);
    near(Some(found.sums[0].price_hm3), 315.36, 1e-6);
    near(found.sums[0].own[1], 2838.24 - 3000.0, 1e-6);

    // 3153.6 against 3122.064: both above, so the difference costs nothing, and is still shown.
    let own = year_of(79.0, 20.0);
    let found = dual(&terms, &sides(&agreed, &own), &one_year());
    assert_eq!(found.rows[0].verdict, Some(Standing::Above));
    assert_eq!(found.rows[0].price, None);
    near(
        found.rows[0].difference.as_ref().map(|d| d.value),
        31.536,
        1e-6,
    );

    // Half of the other side's year is missing: no figure, no verdict, no price.
    let half = Given::default()
        .with("main", "2021-01-01", vec![80.0; 180])
        .with("side", "2021-01-01", vec![20.0; 365]);
    let found = dual(&terms, &sides(&agreed, &half), &one_year());
    assert_eq!(found.rows[0].no_verdict, Some(NoVerdict::NoFigure));
    assert_eq!(found.rows[0].price, None);
}

fn changed(text: &str, change: &str) -> Agreement {
    let edit = parse_edit(change).unwrap_or_else(|finding| panic!("{finding}"));
    agreement(&apply(text, &[edit]).unwrap_or_else(|finding| panic!("{finding}")))
}

#[test]
fn readings_differ_on_the_days_of_the_periods_in_which_their_figures_do() {
    let quarters = TWO_GAUGES
        .replace(
            r#"year = { kind = "year", start = "01-01" }"#,
            r#"year = { kind = "quarter", starts = ["01-01", "04-01", "07-01", "10-01"] }"#,
        )
        .replace("target = 3000", "target = [700, 750, 800, 650]");
    let reading = |id: &str, agreement| Reading {
        label: ReadingLabel {
            id: id.to_owned(),
            ..ReadingLabel::default()
        },
        agreement,
    };
    let rivals = [
        reading("agreed", agreement(&quarters)),
        reading(
            "other",
            changed(&quarters, "rule.least.target=[700, 740, 780, 650]"),
        ),
    ];
    let found = readings(&rivals, &year_of(80.0, 20.0), &one_year());
    let differing: Vec<bool> = found.rows.iter().map(|row| row.differs).collect();
    assert_eq!(differing, [false, true, true, false]);
    near(
        found.rows[2].difference.as_ref().and_then(|d| d.hm3),
        20.0,
        1e-9,
    );
    assert_eq!(found.differs.len(), 1);
    let stretch = &found.differs[0];
    assert_eq!((stretch.what, stretch.n_periods), (DiffersIn::Balance, 2));
    assert_eq!(
        (stretch.from, stretch.to),
        (day("2021-04-01"), day("2021-09-30"))
    );
}

/// The four quarters of the year, and another reading of what is due in the second and third.
fn two_readings() -> String {
    let quarters = TWO_GAUGES
        .replace(
            r#"year = { kind = "year", start = "01-01" }"#,
            r#"year = { kind = "quarter", starts = ["01-01", "04-01", "07-01", "10-01"] }"#,
        )
        .replace("target = 3000", "target = [700, 750, 800, 650]");
    format!(
        r#"{quarters}
[[reading]]
id = "lowland"
title = "As Lowland reads Art. 2"
article = "Art. 2, second sentence"
set = {{ "rule.least.target.2" = 740, "rule.least.target.3" = 780 }}
"#
    )
}

#[test]
fn a_file_says_its_rival_readings_and_only_what_differs_is_added() {
    let (all, findings) = variants(&two_readings(), "two.toml");
    assert!(findings.is_empty(), "{findings:?}");
    let labels: Vec<&str> = all
        .iter()
        .map(|reading| reading.label.id.as_str())
        .collect();
    assert_eq!(labels, ["agreed", "lowland"]);
    assert_eq!(all[1].label.article, "Art. 2, second sentence");

    let given = year_of(80.0, 20.0);
    let outcome = evaluate_with_rivals(&all[0].agreement, &[&all[1]], &given, &one_year());
    let rows: Vec<(&str, &str)> = outcome
        .ledger
        .iter()
        .map(|row| (row.reading.as_str(), row.period.label.as_str()))
        .collect();
    let labels: Vec<&str> = rows.iter().take(4).map(|row| row.1).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[4], ("lowland", labels[1]));
    assert_eq!(rows[5], ("lowland", labels[2]));
    assert!(rows.iter().take(4).all(|row| row.0 == "agreed"));
    assert!(
        outcome.ledger[4]
            .figure
            .starts_with("two-gauges@lowland/least/LO/")
    );
    // 91 days of 100 m³/s are 786.24 hm³.
    near(outcome.ledger[1].balance, 36.24, 1e-9);
    near(outcome.ledger[4].balance, 46.24, 1e-9);
}

#[test]
fn a_reading_that_names_no_place_is_a_fault_of_the_file() {
    let text = two_readings().replace("rule.least.target.2", "rule.nobody.target");
    let (_, findings) = variants(&text, "two.toml");
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.has_errors(), "{said:?}");
    assert!(said.iter().any(|text| text.contains("nobody")), "{said:?}");
}

#[test]
fn a_proposed_rule_changes_every_past_year_and_the_sum() {
    let before = agreement(TWO_GAUGES);
    let after = changed(TWO_GAUGES, "least.target=3200");
    let n = days("2020-01-01", "2021-12-31");
    // 366 and 365 days of 100 m³/s: 3162.24 and 3153.6 hm³.
    let given = Given::default()
        .with("main", "2020-01-01", vec![80.0; n])
        .with("side", "2020-01-01", vec![20.0; n]);
    let span = span("2020-01-01", "2021-12-31");
    let found = effect(
        (&before, &after),
        vec!["least.target=3200".to_owned()],
        &given,
        &span,
    );
    let changes: Vec<f64> = found
        .rows
        .iter()
        .filter_map(|row| row.change.as_ref()?.hm3)
        .collect();
    assert_eq!(changes, [-200.0, -200.0]);
    let stands: Vec<_> = found.rows[0]
        .before
        .iter()
        .chain(&found.rows[0].after)
        .map(|cell| cell.standing)
        .collect();
    assert_eq!(stands, [Standing::Above, Standing::Below]);
    let sum = &found.sums[0];
    assert_eq!((sum.n_periods, sum.n_standing_changes), (2, 2));
    near(sum.change_hm3, -400.0, 1e-9);
}

#[test]
fn a_running_period_is_judged_by_what_is_due_to_date() {
    // On 10 April a hundred days of 365 are over: 100 m³/s are 864 hm³, and 3000 × 100/365 = 821.92 are due.
    let n = days("2021-01-01", "2021-04-10");
    let given = Given::default()
        .with("main", "2021-01-01", vec![80.0; n])
        .with("side", "2021-01-01", vec![20.0; n]);
    let span = known("2021-01-01", "2021-12-31", "2021-04-10");
    let rows = sampled(&given, &span, vec![error("main", 4.0, 1.0)]);
    assert!(rows[0].subject.running);
    near(rows[0].cell.margin, 864.0 - 3000.0 * 100.0 / 365.0, 1e-6);
    near(rows[0].standard_deviation, 0.02 * 691.2, 1e-6);
    let outcome = evaluate(&agreement(TWO_GAUGES), &given, &span);
    near(outcome.ledger[0].balance, 864.0 - 3000.0, 1e-6);
    // The record begins with the running year: no past year can be repeated.
    assert_eq!(rows[0].closing, None);
}

#[test]
fn a_running_period_closes_as_past_years_did_within_the_error_of_what_was_delivered() {
    // From 11 April to the end of the year are 265 days, with 90 m³/s in 2019 and 100 in 2020; until 10 April of 2021,
    // a hundred days, 100 m³/s came, 80 of them at the gauge with an error.
    let values = day("2019-01-01")
        .iter_days()
        .take_while(|date| *date <= day("2021-04-10"))
        .map(|date| if date.year() == 2019 { 70.0 } else { 80.0 });
    let n = days("2019-01-01", "2021-04-10");
    let given = Given::default()
        .with("main", "2019-01-01", values.collect())
        .with("side", "2019-01-01", vec![20.0; n]);
    let span = known("2021-01-01", "2021-12-31", "2021-04-10");
    let ends = [90.0, 100.0].map(|rest: f64| (100.0 * 100.0 + 265.0 * rest) * DAY - 3000.0);

    let exact = sampled(&given, &span, Vec::new());
    let closing = exact[0].closing.as_ref().expect("two past years");
    assert_eq!(closing.n_years, 2);
    near(Some(closing.p05), ends[0], 1e-6);
    near(Some(closing.p95), ends[1], 1e-6);
    near(Some(closing.in_balance), 0.5, 0.0);

    // Two per cent of 691.2 hm³ are 13.824. The one year ends 75.36 short, the other 153.6 above: 5.5 and 11 of those,
    // so that the chance stays; the fifth percentile of all is the tenth of the lower year, 1.2816 deviations down.
    let shaken = sampled(&given, &span, vec![error("main", 4.0, 1.0)]);
    let closing = shaken[0].closing.as_ref().expect("two past years");
    near(Some(closing.in_balance), 0.5, 0.0);
    near(Some(closing.p05), ends[0] - 1.2816 * 13.824, 0.5);
    near(Some(closing.p95), ends[1] + 1.2816 * 13.824, 0.5);
}
