//! What the balances of an account rest on: stations and gaps by their effect.

use chrono::NaiveTime;

use super::Words;
use super::study::{StudyView, StudyWeight};
use super::study_rows::station;
use super::words::unit_as_written;
use crate::engine::Evaluation;
use crate::engine::study::{FillBasis, GapEffect, Leverage, StationEffect};

/// Each station left out, each gap filled lowest and highest.
pub(super) fn decides(evaluation: &Evaluation, found: &Leverage, words: &Words) -> StudyView {
    let subjects = found
        .stations
        .iter()
        .flat_map(|station| station.without.iter())
        .map(|row| &row.subject);
    let is_water = found
        .stations
        .iter()
        .flat_map(|station| station.without.iter())
        .filter_map(|row| row.change.as_ref())
        .all(|change| change.hm3.is_some());
    let unit = if is_water {
        "hm³".to_owned()
    } else {
        subjects
            .map(|subject| unit_as_written(&subject.unit))
            .next()
            .unwrap_or_default()
    };
    let stations = found.stations.iter();
    let gaps = found.gaps.iter();
    let mut weights: Vec<StudyWeight> = stations
        .map(|effect| of_station(evaluation, effect, (&unit, words)))
        .chain(gaps.map(|effect| of_gap(evaluation, effect, (&unit, words))))
        .collect();
    weights.sort_by(|a, b| b.size.total_cmp(&a.size));
    StudyView {
        unit,
        notes: vec![words.get("study-decides-note")],
        weights,
        ..StudyView::default()
    }
}

fn of_station(
    evaluation: &Evaluation,
    effect: &StationEffect,
    (unit, words): (&str, &Words),
) -> StudyWeight {
    let period = effect
        .largest_in
        .as_ref()
        .map(|subject| subject.period.label.clone())
        .unwrap_or_default();
    StudyWeight {
        title: station(evaluation, &effect.station),
        text: words.say(|words| {
            words.with(
                "study-without",
                &[
                    ("size", words.figure(Some(effect.largest), unit).into()),
                    ("period", (&period).into()),
                    ("changes", effect.n_standing_changes.into()),
                ],
            )
        }),
        size: effect.largest.abs(),
    }
}

fn of_gap(
    evaluation: &Evaluation,
    effect: &GapEffect,
    (unit, words): (&str, &Words),
) -> StudyWeight {
    let gap = &effect.gap;
    let date = |day: chrono::NaiveDate| words.date(day.and_time(NaiveTime::MIN));
    let basis = words.get(match effect.basis {
        FillBasis::DayOfYear => "study-gap-same-days",
        FillBasis::Record => "study-gap-whole-record",
    });
    StudyWeight {
        title: words.with(
            "study-gap",
            &[
                ("station", station(evaluation, &gap.station).into()),
                ("from", date(gap.from).into()),
                ("to", date(gap.to).into()),
            ],
        ),
        text: words.with(
            "study-gap-range",
            &[
                ("size", words.figure(Some(effect.largest), unit).into()),
                ("days", gap.n_days.into()),
                ("basis", basis.into()),
            ],
        ),
        size: effect.largest.abs(),
    }
}
