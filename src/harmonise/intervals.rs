//! What a stamp marks → the end of the interval, and how far apart stamps are.

use chrono::{Datelike as _, Months, NaiveDate, NaiveTime};

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
    if step.is_longer_than_a_day() && raw.statistic != Statistic::Instantaneous {
        let end = |&time: &i64| {
            Stamp::At(end_of_part(
                time,
                step,
                raw.stamp,
                clock.map(|it| (it, day)),
            ))
        };
        return plain(raw.time.iter().map(end).collect());
    }
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

/// The end of the month, or of the third of it, that a stamp names. A stamp may be any day of it; one at the very
/// beginning of a part that marks an end closes the part before. Instants without a clock are at the beginning.
fn end_of_part(time: i64, step: Step, mark: StampMark, clock: Option<(Clock, DayRule)>) -> i64 {
    let date = |time: i64| Instant::from_millis(time).utc().date();
    let Some((clock, day)) = clock else {
        // Whatever the offset was, half a day later it is the first day of the part.
        let first = date(time + DAY / 2);
        let days = (last_of_part(first, step) - first).num_days() + 1;
        return if mark == StampMark::End {
            time
        } else {
            time + days * DAY
        };
    };
    let closes =
        mark == StampMark::End && time.rem_euclid(DAY) == 0 && is_first_of_part(date(time), step);
    let within = if closes { date(time - 1) } else { date(time) };
    day.day(last_of_part(within, step), clock).end.millis()
}

fn is_first_of_part(date: NaiveDate, step: Step) -> bool {
    date.day() == 1 || (step == Step::Dekad && matches!(date.day(), 11 | 21))
}

/// The last day of the month of a date, or of its third of the month.
fn last_of_part(date: NaiveDate, step: Step) -> NaiveDate {
    let tenth = match date.day() {
        1..=10 => 10,
        11..=20 => 20,
        _ => 0,
    };
    if step == Step::Dekad && tenth > 0 {
        return date.with_day(tenth).unwrap_or(date);
    }
    let next = date
        .with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|next| next.pred_opt()).unwrap_or(date)
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

/// Whether stamps are a month apart, or ten days by the calendar: at least four, nearly all of them on the same day
/// of their part and in neighbouring parts.
pub(super) fn calendar(time: &[i64]) -> Option<Step> {
    let dates: Vec<NaiveDate> = time
        .iter()
        .map(|&time| Instant::from_millis(time).utc().date())
        .collect();
    [(Step::Month, 28..=31), (Step::Dekad, 8..=11)]
        .into_iter()
        .find_map(|(step, days)| {
            let is_edge = |date: &NaiveDate| {
                is_first_of_part(*date, step) || last_of_part(*date, step) == *date
            };
            let edges = dates.iter().filter(|date| is_edge(date)).count();
            let near = dates
                .windows(2)
                .filter(|pair| days.contains(&(pair[1] - pair[0]).num_days().abs()))
                .count();
            let nearly = |n: usize, of: usize| n * 10 >= of * 9;
            (dates.len() >= 4 && nearly(edges, dates.len()) && nearly(near, dates.len() - 1))
                .then_some(step)
        })
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
    if let Some(step) = calendar(time) {
        return step;
    }
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

    fn civil(dates: &[&str]) -> Vec<i64> {
        dates
            .iter()
            .map(|date| Instant::parse(&format!("{date}T00:00:00Z")).map_or(0, Instant::millis))
            .collect()
    }

    #[test]
    fn months_and_thirds_of_months_are_known_by_the_calendar() {
        for (dates, expect) in [
            (
                &["2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01"][..],
                Some(Step::Month),
            ),
            (
                &["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"],
                Some(Step::Month),
            ),
            (
                &[
                    "2020-01-10",
                    "2020-01-20",
                    "2020-01-31",
                    "2020-02-10",
                    "2020-02-20",
                    "2020-02-29",
                ],
                Some(Step::Dekad),
            ),
            (
                &["2020-01-01", "2020-01-11", "2020-01-21", "2020-02-01"],
                Some(Step::Dekad),
            ),
            (
                &["2020-01-15", "2020-02-15", "2020-03-15", "2020-04-15"],
                None,
            ),
            (&["2020-01-01", "2020-02-01", "2020-03-01"], None),
            (
                &["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"],
                None,
            ),
        ] {
            assert_eq!(calendar(&civil(dates)), expect, "{dates:?}");
        }
    }

    #[test]
    fn a_part_of_the_calendar_ends_with_its_last_day() {
        let utc1 = Some((Clock::Fixed(60), DayRule::MIDNIGHT));
        for (date, step, mark, clock, expect) in [
            (
                "2020-02-01",
                Step::Month,
                StampMark::Start,
                utc1,
                "2020-02-29T23:00:00Z",
            ),
            (
                "2020-02-29",
                Step::Month,
                StampMark::End,
                utc1,
                "2020-02-29T23:00:00Z",
            ),
            (
                "2020-03-01",
                Step::Month,
                StampMark::End,
                utc1,
                "2020-02-29T23:00:00Z",
            ),
            (
                "2020-02-10",
                Step::Dekad,
                StampMark::End,
                utc1,
                "2020-02-10T23:00:00Z",
            ),
            (
                "2020-02-11",
                Step::Dekad,
                StampMark::Start,
                utc1,
                "2020-02-20T23:00:00Z",
            ),
            (
                "2020-02-21",
                Step::Dekad,
                StampMark::Start,
                utc1,
                "2020-02-29T23:00:00Z",
            ),
            (
                "2020-02-01",
                Step::Month,
                StampMark::Start,
                None,
                "2020-03-01T00:00:00Z",
            ),
        ] {
            let end = end_of_part(civil(&[date])[0], step, mark, clock);
            assert_eq!(Instant::from_millis(end).to_string(), expect, "{date}");
        }
    }

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
