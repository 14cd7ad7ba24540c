//! Crests under way: passed above, expected below.

use super::board::{BoardItem, ItemKind};
use super::standing::{party_index, standing};
use super::{Words, latest_figure};
use crate::domain::{Clock, Freshness, Instant};
use crate::engine::Evaluation;
use crate::engine::evaluation::ReachStatus;

/// Crests that are still to come, the next one first. One that is overdue stays while the gauge below still rises.
pub(super) fn crests(evaluation: &Evaluation, words: &Words) -> Vec<BoardItem> {
    let mut items: Vec<(Instant, BoardItem)> = evaluation
        .reaches
        .iter()
        .filter_map(|reach| {
            let passed = reach.crest_above?;
            let expected = reach.crest_expected_below?;
            if expected <= evaluation.as_of && !is_rising(evaluation, reach) {
                return None;
            }
            let item = crest(evaluation, reach, (passed, expected), words)?;
            Some((expected, item))
        })
        .collect();
    items.sort_by_key(|(expected, _)| *expected);
    items.into_iter().map(|(_, item)| item).collect()
}

/// Whether the lower gauge of a reach is known to rise by at least half a centimetre an hour.
fn is_rising(evaluation: &Evaluation, reach: &ReachStatus) -> bool {
    evaluation
        .gauges
        .iter()
        .find(|gauge| gauge.station == reach.to && gauge.freshness != Freshness::Silent)
        .and_then(|gauge| gauge.rate_of_rise_m_per_h)
        .is_some_and(|rate| rate >= 0.005)
}

/// "Dravec: crest expected 15 Jun 2026 02:00 UTC, in 20 h"; "passed Grenzau 14 Jun 2026 04:00 UTC, 22 h of travel".
/// `None` when a reach names a gauge that the basin does not have.
fn crest(
    evaluation: &Evaluation,
    reach: &ReachStatus,
    (passed, expected): (Instant, Instant),
    words: &Words,
) -> Option<BoardItem> {
    let from = evaluation.basin.station(&reach.from)?;
    let to = evaluation.basin.station(&reach.to)?;
    let rank = evaluation
        .gauges
        .iter()
        .find(|gauge| gauge.station == reach.from)
        .and_then(|gauge| standing(from, gauge).rank());
    let minutes = expected.minutes_since(evaluation.as_of);
    let key = if minutes > 0 {
        "crest-expected"
    } else {
        "crest-overdue"
    };
    let fillings = [
        ("time", words.date_and_time(expected, Clock::UTC).into()),
        ("age", words.age(Some(minutes.abs())).into()),
    ];
    let state = words.with(key, &fillings);
    let mut detail = words.with(
        "crest-passed",
        &[
            ("station", from.name.as_str().into()),
            ("time", words.date_and_time(passed, Clock::UTC).into()),
            ("hours", words.hours(reach.travel_h).into()),
        ],
    );
    if let Some(observed) = reach.observed_travel_h {
        detail.push_str(", ");
        detail.push_str(&words.with("crest-observed", &[("hours", words.hours(observed).into())]));
    }
    Some(BoardItem {
        kind: ItemKind::Crest,
        rank: rank.unwrap_or(0),
        party: Some(party_index(&evaluation.basin, &to.state)),
        headline: words.with(
            "board-headline",
            &[("what", to.name.as_str().into()), ("state", state.into())],
        ),
        detail,
        figure: latest_figure(from),
    })
}
