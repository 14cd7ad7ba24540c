//! What a stamp marks → the end of the interval, and how far apart stamps are.

use chrono::NaiveTime;

use super::stamps::{self, Stamp, Stamps};
use crate::domain::{Clock, DayRule, Instant, StampMark, Statistic, Step};
use crate::ingest::RawSeries;

const MINUTE: i64 = 60_000;
const DAY: i64 = 1440 * MINUTE;

/// Ends of the intervals of a series, or its moments. `clock` is `None` when the stamps are instants.
///
/// A day is known by the date that its stamp bears: the day rule says when that day begins and on which side it
/// is labelled, so an hour in the stamp adds nothing.
pub(super) fn ends(raw: &RawSeries, step: Step, clock: Option<Clock>, day: DayRule) -> Stamps {
    let plain = |stamps| Stamps {
        stamps,
        by_order: Vec::new(),
    };
    match (step, clock) {
        (Step::Day, Some(clock)) if raw.statistic != Statistic::Instantaneous => plain(
            raw.time
                .iter()
                .map(|&civil| Stamp::At(end_of_day(civil, clock, day).millis()))
                .collect(),
        ),
        (_, Some(clock)) => {
            let Stamps { stamps, by_order } = stamps::resolve(&raw.time, clock);
            Stamps {
                stamps: shifted(raw, step, stamps),
                by_order,
            }
        }
        (_, None) => plain(shifted(
            raw,
            step,
            raw.time.iter().copied().map(Stamp::At).collect(),
        )),
    }
}

fn end_of_day(civil: i64, clock: Clock, day: DayRule) -> Instant {
    let date = Instant::from_millis(civil).utc().date();
    day.day(date, clock).end
}

/// Moves stamps at the start or in the middle of an interval to its end.
fn shifted(raw: &RawSeries, step: Step, stamps: Vec<Stamp>) -> Vec<Stamp> {
    if raw.statistic == Statistic::Instantaneous || raw.stamp == StampMark::End {
        return stamps;
    }
    let length = step.minutes().map_or_else(
        || typical(&raw.time).unwrap_or(0),
        |minutes| i64::from(minutes) * MINUTE,
    );
    let by = if raw.stamp == StampMark::Middle {
        length / 2
    } else {
        length
    };
    stamps.into_iter().map(|stamp| stamp.plus(by)).collect()
}

/// The median distance of neighbouring stamps, milliseconds; `None` below two different stamps.
pub(super) fn typical(time: &[i64]) -> Option<i64> {
    let mut distances = distances(time);
    let middle = distances.len().checked_sub(1)? / 2;
    Some(*distances.select_nth_unstable(middle).1)
}

fn distances(time: &[i64]) -> Vec<i64> {
    time.windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .filter(|&distance| distance > 0)
        .collect()
}

/// The step of a series that does not state one: the median distance of its stamps, where at least half of all
/// distances are equal to it.
pub(super) fn infer(time: &[i64]) -> Step {
    let distances = distances(time);
    let Some(median) = typical(time) else {
        return Step::Irregular;
    };
    let equal = distances
        .iter()
        .filter(|&&distance| distance == median)
        .count();
    if equal * 2 < distances.len() || median % MINUTE != 0 || median > DAY {
        return Step::Irregular;
    }
    if median == DAY {
        return Step::Day;
    }
    u32::try_from(median / MINUTE).map_or(Step::Irregular, Step::Minutes)
}

/// A civil stamp as a person reads it.
pub(super) fn civil_text(civil: i64) -> String {
    let civil = Instant::from_millis(civil).utc();
    if civil.time() == NaiveTime::MIN {
        civil.format("%Y-%m-%d").to_string()
    } else {
        civil.format("%Y-%m-%d %H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_the_distance_that_most_stamps_have() {
        for (minutes, expect) in [
            (vec![0, 15, 30, 45], Step::Minutes(15)),
            (vec![45, 30, 15, 0], Step::Minutes(15)),
            (vec![0, 60, 120, 480, 540], Step::Minutes(60)),
            (vec![0, 1440, 2880], Step::Day),
            (vec![0, 7, 100, 111, 500], Step::Irregular),
            (vec![0, 44640, 84960], Step::Irregular),
            (vec![5], Step::Irregular),
            (vec![], Step::Irregular),
        ] {
            let time: Vec<i64> = minutes.iter().map(|minute| minute * MINUTE).collect();
            assert_eq!(infer(&time), expect, "{minutes:?}");
        }
    }
}
