//! Accounting periods over leap years, New Year and seasons; expected days counted by hand.

use thalweg::agreements::calendar::{DayBoundary, windows};
use thalweg::domain::{Clock, DayRule};

use super::support::{agreement, day};

/// A calendar of this form, with nothing around it.
fn cut(calendar: &str, from: &str, to: &str) -> Vec<(String, String, i64)> {
    let text = format!(
        "schema = \"treaty/1\"\n[treaty]\nid = \"a\"\ntitle = \"A\"\nunit = \"m3/s\"\n\
         parties = [ {{ id = \"AA\" }} ]\nclock = {{ tz = \"UTC\" }}\n[calendar]\nc = {{ {calendar} }}\n"
    );
    let agreement = agreement(&text);
    let boundary = DayBoundary {
        clock: Clock::UTC,
        day: DayRule::MIDNIGHT,
    };
    windows(&agreement.calendars[0], boundary, (day(from), day(to)))
        .into_iter()
        .map(|window| {
            let days = (window.last() - window.first()).num_days() + 1;
            (
                window.period.label.clone(),
                window.first().to_string(),
                days,
            )
        })
        .collect()
}

fn check(calendar: &str, from: &str, to: &str, expected: &[(&str, &str, i64)]) {
    let found = cut(calendar, from, to);
    let found: Vec<(&str, &str, i64)> = found
        .iter()
        .map(|(label, first, days)| (label.as_str(), first.as_str(), *days))
        .collect();
    assert_eq!(found, expected, "{calendar}");
}

#[test]
fn the_third_part_of_february_has_eight_or_nine_days() {
    let decad = "kind = \"split_month\", starts = [1, 11, 21]";
    check(
        decad,
        "2023-02-15",
        "2023-03-01",
        &[
            ("2023-02/2", "2023-02-11", 10),
            ("2023-02/3", "2023-02-21", 8),
            ("2023-03/1", "2023-03-01", 10),
        ],
    );
    check(
        decad,
        "2024-02-21",
        "2024-02-29",
        &[("2024-02/3", "2024-02-21", 9)],
    );
    check(
        decad,
        "1900-02-21",
        "1900-02-28",
        &[("1900-02/3", "1900-02-21", 8)],
    );
    check(
        decad,
        "2024-12-31",
        "2025-01-01",
        &[
            ("2024-12/3", "2024-12-21", 11),
            ("2025-01/1", "2025-01-01", 10),
        ],
    );
}

#[test]
fn fifteen_ten_day_periods_from_january_to_may() {
    let season = "kind = \"split_month\", starts = [1, 11, 21], season = { from = \"01-01\", to = \"05-31\" }";
    for (year, days) in [(2023, 151), (2024, 152)] {
        let found = cut(season, &format!("{year}-01-01"), &format!("{year}-12-31"));
        assert_eq!(found.len(), 15);
        assert_eq!(found.iter().map(|(_, _, days)| days).sum::<i64>(), days);
    }
}

#[test]
fn half_months_have_thirteen_to_sixteen_days() {
    let half = "kind = \"split_month\", starts = [1, 16]";
    for (from, days) in [
        ("2023-02-16", 13),
        ("2024-02-16", 14),
        ("2024-04-16", 15),
        ("2024-05-16", 16),
        ("2024-05-01", 15),
    ] {
        assert_eq!(cut(half, from, from)[0].2, days, "{from}");
    }
}

#[test]
fn quarters_of_a_hydrological_year() {
    let quarter = "kind = \"quarter\", starts = [\"10-01\", \"01-01\", \"04-01\", \"07-01\"]";
    check(
        quarter,
        "2023-10-01",
        "2024-09-30",
        &[
            ("2023/24 Q1", "2023-10-01", 92),
            ("2023/24 Q2", "2024-01-01", 91),
            ("2023/24 Q3", "2024-04-01", 91),
            ("2023/24 Q4", "2024-07-01", 92),
        ],
    );
    check(
        quarter,
        "2023-02-01",
        "2023-02-01",
        &[("2022/23 Q2", "2023-01-01", 90)],
    );
}

#[test]
fn years_are_called_as_the_calendar_says() {
    let year = "kind = \"year\", start = \"10-01\"";
    check(
        year,
        "2024-02-29",
        "2024-02-29",
        &[("2023/24", "2023-10-01", 366)],
    );
    check(
        &format!("{year}, label = \"end_year\""),
        "2023-01-01",
        "2023-01-01",
        &[("2023", "2022-10-01", 365)],
    );
    check(
        &format!("{year}, label = \"start_year\""),
        "2023-01-01",
        "2023-01-01",
        &[("2022", "2022-10-01", 365)],
    );
    check(
        "kind = \"year\", start = \"01-01\"",
        "2024-06-01",
        "2024-06-01",
        &[("2024", "2024-01-01", 366)],
    );
}

#[test]
fn seasons_leave_gaps_and_may_pass_over_new_year() {
    check(
        "kind = \"season\", from = \"04-01\", to = \"10-31\"",
        "2023-01-01",
        "2024-12-31",
        &[("2023", "2023-04-01", 214), ("2024", "2024-04-01", 214)],
    );
    check(
        "kind = \"season\", from = \"10-16\", to = \"05-14\"",
        "2024-01-01",
        "2024-01-01",
        &[("2023/24", "2023-10-16", 212)],
    );
    check(
        "kind = \"season\", from = \"01-01\", to = \"02-29\"",
        "2023-01-01",
        "2024-12-31",
        &[("2023", "2023-01-01", 59), ("2024", "2024-01-01", 60)],
    );
}

#[test]
fn cycles_of_five_years_and_weeks() {
    check(
        "kind = \"cycle\", years = 5, anchor = 2020-10-25",
        "2019-01-01",
        "2020-10-25",
        &[
            ("2015/20", "2015-10-25", 1827),
            ("2020/25", "2020-10-25", 1826),
        ],
    );
    check(
        "kind = \"week\", start = \"mon\"",
        "2024-12-30",
        "2025-01-06",
        &[("2025-W01", "2024-12-30", 7), ("2025-W02", "2025-01-06", 7)],
    );
    check(
        "kind = \"week\", start = \"sun\"",
        "2024-02-29",
        "2024-02-29",
        &[("week of 2024-02-25", "2024-02-25", 7)],
    );
}

#[test]
fn months_and_single_days() {
    check(
        "kind = \"month\"",
        "2024-02-10",
        "2024-03-01",
        &[("2024-02", "2024-02-01", 29), ("2024-03", "2024-03-01", 31)],
    );
    check(
        "kind = \"day\"",
        "2023-12-31",
        "2024-01-01",
        &[
            ("2023-12-31", "2023-12-31", 1),
            ("2024-01-01", "2024-01-01", 1),
        ],
    );
}

#[test]
fn cycles_that_are_counted() {
    // Cycle 36 began on 25 October 2020.
    check(
        "kind = \"cycle\", years = 5, anchor = 2020-10-25, number = 36",
        "2015-10-25",
        "2025-10-25",
        &[
            ("35 (2015/20)", "2015-10-25", 1827),
            ("36 (2020/25)", "2020-10-25", 1826),
            ("37 (2025/30)", "2025-10-25", 1826),
        ],
    );
}

#[test]
fn rolling_years_overlap_and_end_with_each_year() {
    // The record begins in the water year 2019/20, the last day lies in 2022/23.
    check(
        "kind = \"rolling\", years = 3, start = \"10-01\"",
        "2019-11-05",
        "2022-12-31",
        &[
            ("2019/22", "2019-10-01", 1096),
            ("2020/23", "2020-10-01", 1095),
        ],
    );
}

#[test]
fn a_period_begins_on_the_agreements_own_clock_and_hour() {
    let boundary = DayBoundary {
        clock: Clock::parse("Europe/Lisbon").unwrap(),
        day: DayRule {
            begins_at: 480,
            ..DayRule::MIDNIGHT
        },
    };
    let text = "schema = \"treaty/1\"\n[treaty]\nid = \"a\"\ntitle = \"A\"\nunit = \"m3/s\"\nparties = [ { id = \"AA\" } ]\n\
                clock = { tz = \"UTC\" }\n[calendar]\nc = { kind = \"quarter\", starts = [\"01-01\", \"04-01\"] }\n";
    let windows = windows(
        &agreement(text).calendars[0],
        boundary,
        (day("2024-03-31"), day("2024-04-01")),
    );
    // Summer time began on 31 March 2024: 8 o'clock is 07:00 UTC on 1 April and 08:00 UTC on 1 January.
    assert_eq!(
        windows[0].period.span.start.to_string(),
        "2024-01-01T08:00:00Z"
    );
    assert_eq!(
        windows[1].period.span.start.to_string(),
        "2024-04-01T07:00:00Z"
    );
    assert_eq!(windows[0].period.span.end, windows[1].period.span.start);
}
