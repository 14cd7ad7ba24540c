//! Lines, gaps, status, scales, which series and which stations.

use std::sync::Arc;

use thalweg::domain::{Freshness, Period, Quality, Quantity, StationId, Statistic, Step};
use thalweg::engine::Evaluation;
use thalweg::present::{
    DashboardView, HydrographView, LineStatus, Preset, TimeSpan, ViewRequest, dashboard,
};
use thalweg::series::Series;

use crate::basin::{APPROVED, BAD, ESTIMATED, at, evaluation, key, seconds, series, words};

const PROVISIONAL: Quality = Quality::PROVISIONAL;

fn stage(station: &str, readings: &[(&str, f64, Quality)]) -> Arc<Series> {
    let step = Step::Minutes(60);
    series(
        key(station, Quantity::Stage, step, Statistic::Instantaneous),
        readings,
    )
}

fn daily(station: &str, readings: &[(&str, f64, Quality)]) -> Arc<Series> {
    series(
        key(station, Quantity::Discharge, Step::Day, Statistic::Mean),
        readings,
    )
}

fn shown(evaluation: &Evaluation, span: TimeSpan, stations: &[&str]) -> DashboardView {
    let request = ViewRequest {
        span,
        stations: Some(stations.iter().map(StationId::new).collect()),
        compare_twins: true,
    };
    dashboard(evaluation, &request, &words("en"))
}

fn one_day() -> TimeSpan {
    TimeSpan::Explicit(Period::new(at("2026-06-13"), at("2026-06-14")))
}

fn plot<'a>(view: &'a DashboardView, state: usize, quantity: &str) -> &'a HydrographView {
    view.states[state]
        .plots
        .iter()
        .find(|plot| plot.quantity.starts_with(quantity))
        .unwrap()
}

/// "12:00 1.5" per point, "gap" for NaN.
fn points(plot: &HydrographView, status: LineStatus) -> Vec<String> {
    let line = plot.lines.iter().find(|line| line.status == status);
    let Some(line) = line else {
        return Vec::new();
    };
    line.time
        .iter()
        .zip(line.value.iter())
        .map(|(time, value)| {
            let minutes = ((time - seconds("2026-06-13")) / 60.0) as i64;
            if value.is_nan() {
                "gap".to_owned()
            } else {
                format!("{:02}:{:02} {value}", minutes / 60, minutes % 60)
            }
        })
        .collect()
}

#[test]
fn a_gap_stays_a_gap_and_status_changes_without_a_hole() {
    let mut evaluation = evaluation();
    evaluation.series = vec![stage(
        "hill",
        &[
            ("2026-06-13T01:00:00Z", 1.0, APPROVED),
            ("2026-06-13T02:00:00Z", 2.0, APPROVED),
            ("2026-06-13T03:00:00Z", 3.0, PROVISIONAL),
            // Three steps are bridged, four are not.
            ("2026-06-13T06:00:00Z", 4.0, PROVISIONAL),
            ("2026-06-13T10:00:00Z", 5.0, PROVISIONAL),
            ("2026-06-13T11:00:00Z", 6.0, ESTIMATED),
            ("2026-06-13T12:00:00Z", 99.0, BAD),
            ("2026-06-13T13:00:00Z", 7.0, ESTIMATED),
            ("2026-06-13T14:00:00Z", f64::NAN, PROVISIONAL),
            ("2026-06-13T15:00:00Z", 8.0, APPROVED),
        ],
    )];
    let view = shown(&evaluation, one_day(), &["hill"]);
    let plot = plot(&view, 0, "stage");
    assert_eq!(
        points(plot, LineStatus::Approved),
        ["01:00 1", "02:00 2", "gap", "15:00 8"]
    );
    assert_eq!(
        points(plot, LineStatus::Provisional),
        ["02:00 2", "03:00 3", "06:00 4", "gap", "10:00 5"]
    );
    assert_eq!(
        points(plot, LineStatus::Estimated),
        ["10:00 5", "11:00 6", "gap", "13:00 7"]
    );
    assert_eq!(plot.notes, ["1 reading marked bad is not drawn"]);
    assert_eq!(plot.title, "Stage at HILL");
    let names: Vec<&str> = plot.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["HILL", "HILL", "HILL"]);
    for line in &plot.lines {
        assert!(line.time.is_sorted_by(|a, b| a < b));
    }
}

#[test]
fn sixty_days_show_readings_and_longer_spans_daily_means() {
    let mut evaluation = evaluation();
    evaluation.series = vec![
        daily(
            "hill",
            &[
                ("2026-01-02", 70.0, APPROVED),
                ("2026-06-13", 80.0, APPROVED),
            ],
        ),
        series(
            key(
                "hill",
                Quantity::Discharge,
                Step::Minutes(15),
                Statistic::Instantaneous,
            ),
            &[("2026-06-13T06:00:00Z", 93.0, PROVISIONAL)],
        ),
    ];
    let check = |start: &str, expect_value: f64, expect_title: &str, expect_time: &str| {
        let span = TimeSpan::Explicit(Period::new(at(start), at("2026-06-14")));
        let view = shown(&evaluation, span, &["hill"]);
        let plot = plot(&view, 0, "discharge");
        assert_eq!(plot.title, expect_title);
        let line = &plot.lines[0];
        assert_eq!(line.value.last(), Some(&expect_value));
        assert_eq!(line.time.last(), Some(&seconds(expect_time)));
    };
    check(
        "2026-04-15",
        93.0,
        "Discharge at HILL",
        "2026-06-13T06:00:00Z",
    );
    // The mean of the day that ends at midnight stands at its noon.
    check(
        "2026-04-14",
        80.0,
        "Discharge, daily means at HILL",
        "2026-06-12T12:00:00Z",
    );
    // Where the finest series is silent the next one speaks.
    let span = TimeSpan::Explicit(Period::new(at("2026-01-01"), at("2026-01-20")));
    let view = shown(&evaluation, span, &["hill"]);
    assert_eq!(plot(&view, 0, "discharge").lines[0].value[0], 70.0);
}

#[test]
fn a_plot_without_readings_says_so() {
    let view = shown(&evaluation(), one_day(), &["hill"]);
    assert_eq!(
        plot(&view, 0, "stage").empty_reason.as_deref(),
        Some("No stage reported in this period")
    );
    assert_eq!(
        plot(&view, 1, "stage").empty_reason.as_deref(),
        Some("No station of this state is shown")
    );
}

#[test]
fn scales_of_one_quantity_can_be_linked_across_states() {
    let mut evaluation = evaluation();
    let noon = "2026-06-13T12:00:00Z";
    evaluation.series = vec![
        stage(
            "hill",
            &[
                ("2026-06-13T11:00:00Z", 1.0, APPROVED),
                (noon, 2.6, APPROVED),
            ],
        ),
        stage(
            "town",
            &[
                ("2026-06-13T11:00:00Z", 0.9, APPROVED),
                (noon, 1.1, APPROVED),
            ],
        ),
    ];
    let view = shown(&evaluation, one_day(), &["hill", "town"]);
    let (upper, lower) = (plot(&view, 0, "stage"), plot(&view, 1, "stage"));
    // 1.0 to 2.6 with the level at 3.0 in reach (2.6 + 1.6): in steps of 0.5 with 4 % of 2.0 above 3.0.
    assert_eq!(upper.y_range, (1.0, 3.5));
    // 0.9 to 1.1 is blown up to half a metre at most, and 3.0 is out of reach: steps of 0.1.
    let (low, high) = lower.y_range;
    assert!(
        (low - 0.9).abs() < 1e-9 && (high - 1.4).abs() < 1e-9,
        "{low} {high}"
    );
    assert_eq!(upper.linked_range, lower.linked_range);
    assert!((upper.linked_range.0 - 0.9).abs() < 1e-9);
    assert_eq!(upper.linked_range.1, 3.5);
    assert_eq!(upper.levels.len(), 2);
    assert_eq!(upper.levels[0].name, "UP watch");
    assert_eq!(upper.levels[0].station, "HILL");
}

#[test]
fn a_border_gauge_above_a_level_lends_its_levels_before_a_higher_one_inland() {
    let readings = [("2026-06-13T12:00:00Z", 3.5, APPROVED)];
    let mut evaluation = evaluation();
    evaluation.series = ["hill", "left", "right", "town"]
        .map(|station| stage(station, &readings))
        .to_vec();
    // (rank of the inland gauge, of the border gauge, whose levels)
    for (inland, border, expect) in [
        (2, 1, "LEFT"),
        (1, 2, "LEFT"),
        (1, 0, "HILL"),
        (0, 0, "HILL"),
    ] {
        for (gauge, rank) in evaluation.gauges.iter_mut().zip([inland, border]) {
            gauge.warning.rank = Some(rank);
        }
        let view = shown(&evaluation, one_day(), &["hill", "left"]);
        let stage = plot(&view, 0, "stage");
        assert_eq!(
            stage.levels[0].station, expect,
            "ranks {inland} and {border}"
        );
    }
}

#[test]
fn rain_hangs_as_bars_of_its_own_step() {
    let mut evaluation = evaluation();
    evaluation.series = vec![
        series(
            key("rain", Quantity::Rain, Step::Minutes(60), Statistic::Sum),
            &[
                ("2026-06-13T01:00:00Z", 4.2, PROVISIONAL),
                ("2026-06-13T09:00:00Z", 0.0, PROVISIONAL),
            ],
        ),
        series(
            key("rain", Quantity::Rain, Step::Day, Statistic::Sum),
            &[("2026-06-13", 31.0, PROVISIONAL)],
        ),
    ];
    let view = shown(&evaluation, one_day(), &["rain"]);
    let plot = plot(&view, 1, "rain");
    assert!(plot.is_rain);
    assert_eq!(plot.title, "Rain per hour at RAIN");
    assert_eq!(plot.quantity, "rain/60min");
    // The hour that ends at 01:00 has its middle at 00:30; no gap is put between bars.
    assert_eq!(
        points(plot, LineStatus::Provisional),
        ["00:30 4.2", "08:30 0"]
    );
    assert_eq!(plot.lines[0].step_seconds, 3600.0);
    assert_eq!(plot.y_range, (0.0, 5.0));
}

#[test]
fn both_banks_of_a_border_are_compared_where_they_can_share_an_axis() {
    let mut evaluation = evaluation();
    let discharge = |station: &str, value| daily(station, &[("2026-06-13", value, APPROVED)]);
    let noon = "2026-06-13T12:00:00Z";
    evaluation.series = vec![
        discharge("left", 500.0),
        discharge("right", 465.0),
        stage("left", &[(noon, 4.1, APPROVED)]),
        stage("right", &[(noon, 2.0, APPROVED)]),
    ];
    let names = |view: &DashboardView, state, quantity| -> Vec<(String, usize)> {
        plot(view, state, quantity)
            .lines
            .iter()
            .map(|line| (line.name.clone(), line.party))
            .collect()
    };
    let view = shown(&evaluation, one_day(), &["left", "right"]);
    assert_eq!(
        names(&view, 0, "discharge"),
        [("LEFT".to_owned(), 0), ("RIGHT (Lowland)".to_owned(), 1)]
    );
    assert_eq!(
        names(&view, 1, "discharge"),
        [("RIGHT".to_owned(), 1), ("LEFT (Upland)".to_owned(), 0)]
    );
    // Two gauge zeros of which nobody stated the datum are not compared.
    assert_eq!(names(&view, 0, "stage"), [("LEFT".to_owned(), 0)]);

    let request = ViewRequest {
        span: one_day(),
        stations: Some(vec!["left".into()]),
        compare_twins: false,
    };
    let view = dashboard(&evaluation, &request, &words("en"));
    assert_eq!(names(&view, 0, "discharge"), [("LEFT".to_owned(), 0)]);
}

#[test]
fn a_state_shows_its_border_and_what_is_highest_when_nobody_chose() {
    let mut evaluation = evaluation();
    for station in ["hill", "left", "right", "creek", "town"] {
        evaluation
            .series
            .push(stage(station, &[("2026-06-13", 1.0, APPROVED)]));
    }
    let shown = |evaluation: &Evaluation| -> Vec<String> {
        dashboard(evaluation, &ViewRequest::default(), &words("en"))
            .stations
            .rows
            .into_iter()
            .filter(|row| row.is_shown)
            .map(|row| row.station)
            .collect()
    };
    assert_eq!(
        shown(&evaluation),
        ["hill", "left", "right", "rain", "town"]
    );
    // A silent gauge's old warning does not push a live one aside.
    evaluation.gauges.last_mut().unwrap().freshness = Freshness::Silent;
    assert_eq!(
        shown(&evaluation),
        ["hill", "left", "right", "rain", "creek"]
    );
}

#[test]
fn presets_end_now_and_the_year_begins_on_the_basin_s_clock() {
    let mut evaluation = evaluation();
    evaluation.series = vec![daily("hill", &[("2016-01-02", 1.0, APPROVED)])];
    let check = |preset, expect: &str| {
        let view = shown(&evaluation, TimeSpan::Preset(preset), &["hill"]);
        assert_eq!(view.period, (seconds(expect), view.now), "{preset:?}");
    };
    check(Preset::Week, "2026-06-07T18:00:00Z");
    check(Preset::Month, "2026-05-15T18:00:00Z");
    check(Preset::WaterYear, "2025-09-30T23:00:00Z");
    check(Preset::All, "2016-01-02T00:00:00Z");
}

#[test]
fn the_same_evaluation_gives_the_same_bytes() {
    let json = || {
        let view = dashboard(&evaluation(), &ViewRequest::default(), &words("en"));
        serde_json::to_string(&view).unwrap()
    };
    assert_eq!(json(), json());
    assert!(json().contains("\"figure\":\"gauge/left/latest\""));
}
