//! Header, river line, stations, board, explanation.

use thalweg::domain::{
    Cause, Explanation, FileHash, Finding, Freshness, Quantity, ReadingRef, Statistic, Step,
};
use thalweg::engine::evaluation::ReachStatus;
use thalweg::engine::{Evaluation, SourceStatus};
use thalweg::present::{
    ItemKind, Standing, ViewRequest, board, dashboard, explanation, river, stations, summary,
};

use crate::basin::{APPROVED, at, evaluation, gauge, key, series, station, words};

/// The evaluation with `town` silent and `right` late.
fn half_blind() -> Evaluation {
    let mut evaluation = evaluation();
    let town = evaluation.gauges.last_mut().unwrap();
    town.freshness = Freshness::Silent;
    town.age_minutes = Some(2 * 1440 + 60);
    evaluation.gauges[2].freshness = Freshness::Late;
    evaluation.gauges[2].age_minutes = Some(540);
    evaluation
}

#[test]
fn what_is_not_known_is_never_calm() {
    let station = station("a", "UP", 1.0);
    let check = |freshness, has_value: bool, rank: Option<u8>, expect| {
        let mut gauge = gauge(&station, 0, 1.0);
        gauge.freshness = freshness;
        gauge.warning.rank = rank;
        if !has_value {
            gauge.latest = None;
        }
        let found = thalweg::present::standing::standing(&station, &gauge);
        assert_eq!(
            found, expect,
            "{freshness:?}, value {has_value}, rank {rank:?}"
        );
        if found != Standing::Below && found != Standing::LastSeenBelow {
            assert_ne!(found.rank(), Some(0));
        }
    };
    for has_value in [true, false] {
        for rank in [None, Some(0), Some(2)] {
            check(Freshness::Silent, has_value, rank, Standing::Unknown);
        }
    }
    for freshness in [Freshness::OnTime, Freshness::Late] {
        check(freshness, true, None, Standing::Unknown);
        check(freshness, true, Some(2), Standing::Above(2));
        for rank in [None, Some(0), Some(2)] {
            check(freshness, false, rank, Standing::Unknown);
        }
    }
    check(Freshness::OnTime, true, Some(0), Standing::Below);
    check(Freshness::Late, true, Some(0), Standing::LastSeenBelow);
}

#[test]
fn the_summary_counts_every_gauge_with_levels_once() {
    // hill, left, right, town; the creek has no levels, the rain station is no gauge.
    let words = words("en");
    assert_eq!(
        summary(&evaluation(), &words),
        "2 of 4 gauges above a warning level"
    );
    assert_eq!(
        summary(&half_blind(), &words),
        "1 of 4 gauges above a warning level, 1 unknown, 1 late"
    );
    assert_eq!(
        summary(&half_blind(), &crate::basin::words("fr")),
        "1 station sur 4 au-dessus d'un seuil d'alerte, 1 inconnue, 1 en retard"
    );
}

#[test]
fn the_board_puts_the_highest_first_and_the_unknown_above_the_calm() {
    let mut evaluation = half_blind();
    evaluation.gauges[1].rate_of_rise_m_per_h = Some(0.118);
    evaluation.gauges[0].warning.rank = Some(1);
    evaluation.gauges[0].warning.native = Some("watch".to_owned());
    evaluation.gauges[0].latest.as_mut().unwrap().stage_m = Some(3.62);
    let view = board(&evaluation, &words("en"));
    let (title, items) = &view.sections[0];
    assert_eq!(title, "Warnings");
    let lines: Vec<String> = items
        .iter()
        .map(|item| format!("{}|{}", item.headline, item.detail))
        .collect();
    assert_eq!(
        lines,
        [
            "LEFT: UP level 2|4.12 m, 15 min ago, rising 0.12 m/h",
            "HILL: watch|3.62 m, 15 min ago, 0.38 m below UP alarm",
            "TOWN: unknown|last reading 12 Jun 2026 17:00 UTC, 2 d ago",
            "RIGHT: last seen below all levels|2.00 m, 9 h ago, 1.00 m below LO watch",
        ]
    );
    assert_eq!(items[2].kind, ItemKind::Unknown);
    assert_eq!(items[0].figure, "gauge/left/latest");
}

#[test]
fn a_crest_is_announced_below_until_it_has_come() {
    let mut evaluation = evaluation();
    let reach = |passed: &str, expected: &str| ReachStatus {
        from: "hill".into(),
        to: "left".into(),
        travel_h: 14.0,
        observed_travel_h: Some(13.25),
        crest_above: Some(at(passed)),
        crest_expected_below: Some(at(expected)),
    };
    evaluation.reaches = vec![
        reach("2026-06-14T10:00:00Z", "2026-06-15T00:00:00Z"),
        reach("2026-06-14T04:00:00Z", "2026-06-14T18:00:00Z"),
    ];
    let view = board(&evaluation, &words("en"));
    let (_, items) = view
        .sections
        .iter()
        .find(|(title, _)| title == "Crests under way")
        .unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(
        items[0].headline,
        "LEFT: crest expected 15 Jun 2026 00:00 UTC, in 6 h"
    );
    assert_eq!(
        items[0].detail,
        "passed HILL 14 Jun 2026 10:00 UTC, 14 h of travel, 13.2 h by the record"
    );
    // Overdue, and the gauge below still rises: it has not come.
    evaluation.gauges[1].rate_of_rise_m_per_h = Some(0.02);
    let view = board(&evaluation, &words("en"));
    assert_eq!(
        view.sections[1].1[0].headline,
        "LEFT: crest was expected 14 Jun 2026 18:00 UTC, 0 min ago; still rising"
    );
    assert_eq!(view.sections[1].1.len(), 2);
}

#[test]
fn late_sources_are_named_with_the_age_of_their_last_reading() {
    let mut evaluation = evaluation();
    let source = |id: &str, freshness, age: Option<i64>| SourceStatus {
        source: id.into(),
        state: "LO".into(),
        agency: format!("Agency {id}"),
        newest: age.map(|age| evaluation.as_of.plus_minutes(-age)),
        age_minutes: age,
        freshness,
        fetch: None,
    };
    let sources = vec![
        source("a", Freshness::OnTime, Some(10)),
        source("b", Freshness::Late, Some(90)),
        source("c", Freshness::Silent, None),
    ];
    evaluation.sources = sources;
    // Source b is as late as its worst station, however new the other one's readings are.
    for (station, time) in [
        ("hill", "2026-06-14T18:00:00Z"),
        ("left", "2026-06-14T16:30:00Z"),
    ] {
        let mut key = key(
            station,
            Quantity::Stage,
            Step::Minutes(15),
            Statistic::Instantaneous,
        );
        key.source = "b".into();
        evaluation
            .series
            .push(series(key, &[(time, 1.0, APPROVED)]));
    }
    let view = board(&evaluation, &words("en"));
    let (_, items) = view
        .sections
        .iter()
        .find(|(title, _)| title == "Late feeds")
        .unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0].headline, "Agency c (c): silent");
    assert_eq!(items[0].detail, "nothing was ever reported");
    assert_eq!(items[1].headline, "Agency b (b): late");
    assert_eq!(
        items[1].detail,
        "LEFT: last reading 14 Jun 2026 16:30 UTC, 90 min ago"
    );
}

#[test]
fn the_age_is_that_of_the_value_shown() {
    // Discharge goes on once a day, the stage that the levels are set on died two days ago.
    let mut evaluation = evaluation();
    evaluation.series = vec![
        series(
            key(
                "town",
                Quantity::Stage,
                Step::Minutes(15),
                Statistic::Instantaneous,
            ),
            &[("2026-06-12T17:00:00Z", 3.1, APPROVED)],
        ),
        series(
            key("town", Quantity::Discharge, Step::Day, Statistic::Mean),
            &[("2026-06-14T00:00:00Z", 80.0, APPROVED)],
        ),
    ];
    let town = evaluation.gauges.last_mut().unwrap();
    town.freshness = Freshness::Late;
    town.warning.rank = None;
    town.age_minutes = Some(18 * 60);
    let words = words("en");
    assert_eq!(stations(&evaluation, &[], &words).rows[5].age, "2 d");
    assert_eq!(river(&evaluation, &words).marks[4].age, "2 d");
    let view = board(&evaluation, &words);
    let item = view.sections[0].1.last().unwrap();
    assert_eq!(item.detail, "last reading 12 Jun 2026 17:00 UTC, 2 d ago");
}

#[test]
fn findings_come_errors_first_and_many_of_one_cause_as_one() {
    let mut evaluation = evaluation();
    evaluation
        .findings
        .push(Finding::note(Cause::Revised, "9 values were revised"));
    for line in 1..=5 {
        evaluation.findings.push(
            Finding::error(Cause::BadNumber, "no number")
                .file("a.csv")
                .line(line)
                .column(2)
                .hint("correct the cell"),
        );
    }
    // Said in a section of its own already.
    evaluation
        .findings
        .push(Finding::warning(Cause::Late, "the source is late"));
    evaluation.findings.push(
        Finding::error(Cause::UnknownUnit, "no unit")
            .file("b.csv")
            .text("furlong")
            .hint("state it"),
    );
    let view = board(&evaluation, &words("en"));
    let (title, items) = view.sections.last().unwrap();
    assert_eq!(title, "Findings");
    let lines: Vec<String> = items
        .iter()
        .map(|item| format!("{} {}|{}", item.rank, item.headline, item.detail))
        .collect();
    assert_eq!(
        lines,
        [
            "3 No number: 5 findings|such as a.csv:1:2: no number; correct the cell",
            "3 no unit|b.csv; \"furlong\"; state it",
            "1 9 values were revised|",
        ]
    );
}

#[test]
fn the_header_shows_utc_and_the_clock_of_each_party() {
    let view = dashboard(&evaluation(), &ViewRequest::default(), &words("en"));
    assert_eq!(view.header.as_of, "as of 14 Jun 2026 18:00 UTC");
    // Vienna is two hours ahead in summer; in Tokyo, nine ahead, it is already the next day.
    assert_eq!(
        view.header.clocks,
        [
            (0, "20:00 Upland".to_owned()),
            (1, "15 Jun 03:00 Lowland".to_owned())
        ]
    );
    assert_eq!(
        view.header.archive,
        "revision 3 · 1 file · 402,114 readings"
    );
    let view = dashboard(&evaluation(), &ViewRequest::default(), &words("fr"));
    assert_eq!(view.header.as_of, "état au 14 juin 2026 18:00 UTC");
    assert_eq!(
        view.header.archive,
        "révision 3 · 1 fichier · 402\u{202f}114 mesures"
    );
}

#[test]
fn the_river_line_shows_each_border_once_and_no_rain() {
    let view = river(&evaluation(), &words("en"));
    let ids: Vec<&str> = view
        .marks
        .iter()
        .map(|mark| mark.station.as_str())
        .collect();
    assert_eq!(ids, ["hill", "left", "right", "creek", "town"]);
    assert_eq!(view.borders, [(190.0, 0, 1)]);
    assert_eq!(view.reaches, [(40.0, 190.0, "14 h".to_owned())]);
    assert_eq!(view.length_km, 310.0);
    let creek = &view.marks[3];
    assert!(!creek.is_main_stem && !creek.has_levels);
    assert_eq!(
        (creek.rank, creek.state_word.as_str()),
        (None, "no levels set")
    );
    assert_eq!(view.marks[1].state_word, "UP level 2");
    assert_eq!(view.marks[0].state_word, "below all levels");
}

#[test]
fn the_list_of_stations_says_unknown_where_it_is() {
    let view = stations(&half_blind(), &["left".into()], &words("fr"));
    let town = view.rows.last().unwrap();
    assert_eq!((town.rank, town.level.as_str()), (None, "inconnu"));
    assert_eq!(town.age, "2 j");
    assert_eq!(view.rows[1].latest, "4,12 m");
    assert!(view.rows[1].is_shown && !view.rows[0].is_shown);
    // Below all levels is an empty cell, on time or not.
    assert_eq!(view.rows[2].level, "");
}

#[test]
fn an_explanation_ends_at_the_line_of_the_file() {
    let reading = Explanation {
        what: "reading".to_owned(),
        value: Some(4.125),
        unit: "m".to_owned(),
        reading: Some(ReadingRef {
            file: "exports/a.csv".to_owned(),
            sha256: FileHash::new("0"),
            line: 17,
            column: 2,
            text: "2026-06-14;412,5\t".to_owned(),
            revision: 1,
        }),
        ..Explanation::default()
    };
    let tree = Explanation {
        what: "delivered".to_owned(),
        value: Some(1040.4),
        unit: "hm3".to_owned(),
        article: Some("Art. 4".to_owned()),
        because: Some("mean over 1 of 1 days".to_owned()),
        inputs: vec![reading],
        reading: None,
    };
    let view = explanation("a/b", &tree, &words("en"));
    assert_eq!(view.title, "delivered: 1,040 hm³");
    assert_eq!(view.lines[0].article, "Art. 4");
    assert_eq!((view.lines[0].depth, view.lines[1].depth), (0, 1));
    // Panels round; where a number comes from is not rounded.
    assert_eq!(view.lines[0].value, "1,040.4 hm³");
    assert_eq!(view.lines[1].value, "4.125 m");
    assert_eq!(
        view.lines[1].reading,
        "exports/a.csv:17 \"2026-06-14;412,5\\t\""
    );
}

#[test]
fn two_languages_stand_side_by_side_and_each_is_whole() {
    let both = thalweg::present::Words::new(&["fr".to_owned(), "en".to_owned()]).side_by_side(2);
    let view = dashboard(&half_blind(), &ViewRequest::default(), &both);
    assert_eq!(
        view.header.as_of,
        "état au 14 juin 2026 18:00 UTC · as of 14 Jun 2026 18:00 UTC"
    );
    let (title, items) = &view.board.sections[0];
    assert_eq!(title, "Alertes · Warnings");
    // A level's native name is said once, each detail in its own numbers.
    assert_eq!(items[0].headline, "LEFT : UP level 2");
    assert_eq!(
        items[0].detail,
        "4,12 m, il y a 15 min · 4.12 m, 15 min ago"
    );
    assert_eq!(items[1].headline, "TOWN : inconnu · TOWN: unknown");
    assert_eq!(view.river.marks[4].state_word, "inconnu");
}

#[test]
fn nothing_known_is_said_and_nothing_breaks() {
    let mut evaluation = evaluation();
    evaluation.gauges.clear();
    evaluation.agreements.clear();
    let view = dashboard(&evaluation, &ViewRequest::default(), &words("en"));
    assert_eq!(
        view.allocation.empty_reason.as_deref(),
        Some("No agreement is in force in this basin")
    );
    assert!(view.board.sections.is_empty());
    assert_eq!(view.header.summary, "0 of 0 gauges above a warning level");
    for plot in view.states.iter().flat_map(|state| &state.plots) {
        assert!(plot.empty_reason.is_some());
        assert!(plot.y_range.0 < plot.y_range.1);
    }
    assert_eq!(view.period.1 - view.period.0, 7.0 * 86_400.0);
    assert_eq!(
        view.now * 1000.0,
        at("2026-06-14T18:00:00Z").millis() as f64
    );
}
