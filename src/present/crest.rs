//! Crests under way: passed above, expected below.

use super::board::{BoardItem, ItemKind};
use super::standing::{party_index, standing};
use super::{Words, latest_figure};
use crate::domain::{Clock, Instant};
use crate::engine::Evaluation;
use crate::engine::evaluation::ReachStatus;

/// Crests that are still to come, the next one first.
pub(super) fn crests(evaluation: &Evaluation, words: &Words) -> Vec<BoardItem> {
    let mut items: Vec<(Instant, BoardItem)> = evaluation
        .reaches
        .iter()
        .filter_map(|reach| {
            let passed = reach.crest_above?;
            let expected = reach
                .crest_expected_below
                .filter(|expected| *expected > evaluation.as_of)?;
            Some((
                expected,
                crest(evaluation, reach, (passed, expected), words)?,
            ))
        })
        .collect();
    items.sort_by_key(|(expected, _)| *expected);
    items.into_iter().map(|(_, item)| item).collect()
}

/// "Dravec: crest expected 15 Jun 2026 02:00 UTC, in 20 h"; "passed Grenzau 14 Jun 2026 04:00 UTC, 22 h away".
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
    let state = words.with(
        "crest-expected",
        &[
            ("time", words.date_and_time(expected, Clock::UTC).into()),
            (
                "age",
                words
                    .age(Some(expected.minutes_since(evaluation.as_of)))
                    .into(),
            ),
        ],
    );
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
