//! Marks of a time axis at true starts of years, months, days and hours of a clock.

use chrono::{Datelike as _, Duration, Months, NaiveDate, NaiveTime, Timelike as _};

use super::Words;
use super::line::seconds;
use crate::domain::{Civil, Clock, Instant};

/// Room that a label needs, points.
const LABEL_WIDTH: f64 = 84.0;

/// Marks nearer than this share of their step to the start of a coarser one would be printed over it.
const TOO_NEAR: f64 = 0.6;

/// One mark.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TimeMark {
    /// Unix seconds.
    pub time: f64,
    /// Label: "2026", "Jun 2026", "14 Jun" or "06:00". The first date on an axis bears its year.
    pub label: String,
    /// Nominal distance to the next mark of its kind, s: the start of a day has a larger one than an hour's.
    pub step_seconds: f64,
}

/// Distance between marks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pace {
    Hours(u32),
    /// Days of the month, counted from its first.
    Days(u32),
    Months(u32),
    Years(i32),
}

const PACES: [Pace; 16] = [
    Pace::Hours(1),
    Pace::Hours(3),
    Pace::Hours(6),
    Pace::Hours(12),
    Pace::Days(1),
    Pace::Days(2),
    Pace::Days(5),
    Pace::Days(10),
    Pace::Months(1),
    Pace::Months(3),
    Pace::Months(6),
    Pace::Years(1),
    Pace::Years(2),
    Pace::Years(5),
    Pace::Years(10),
    Pace::Years(50),
];

const DAY: f64 = 86_400.0;

impl Pace {
    fn seconds(self) -> f64 {
        match self {
            Self::Hours(n) => f64::from(n) * 3600.0,
            Self::Days(n) => f64::from(n) * DAY,
            Self::Months(n) => f64::from(n) * 30.4 * DAY,
            Self::Years(n) => f64::from(n) * 365.25 * DAY,
        }
    }

    /// The last start of this pace at or before a civil time.
    fn floor(self, civil: Civil) -> Option<Civil> {
        let date = civil.date();
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
        match self {
            Self::Hours(n) => midnight(date)
                .checked_add_signed(Duration::hours(i64::from(civil.hour() - civil.hour() % n))),
            Self::Days(n) => {
                let day = date.day0() - date.day0() % n;
                date.with_day0(day).map(midnight)
            }
            Self::Months(n) => {
                let month = date.month0() - date.month0() % n;
                NaiveDate::from_ymd_opt(date.year(), month + 1, 1).map(midnight)
            }
            Self::Years(n) => {
                NaiveDate::from_ymd_opt(date.year() - date.year().rem_euclid(n), 1, 1).map(midnight)
            }
        }
    }

    /// The next start after one of this pace. Days begin anew with each month.
    fn next(self, start: Civil) -> Option<Civil> {
        match self {
            Self::Hours(n) => start.checked_add_signed(Duration::hours(i64::from(n))),
            Self::Days(n) => {
                let month = Self::Months(1).floor(start)? + Months::new(1);
                let next = start.checked_add_signed(Duration::days(i64::from(n)))?;
                let left = seconds((month - next).num_milliseconds());
                // The 31st would be printed over the 1st.
                Some(if left < TOO_NEAR * self.seconds() && next < month {
                    month
                } else {
                    next.min(month)
                })
            }
            Self::Months(n) => start.checked_add_months(Months::new(n)),
            Self::Years(n) => {
                start.checked_add_months(Months::new(12 * u32::try_from(n).unwrap_or(1)))
            }
        }
    }
}

/// Marks for `range` (unix seconds) on a plot `width` points wide, in the civil time of `clock`. Over a change to or
/// from summer time marks stay at the clock's own hours.
pub fn time_marks(range: (f64, f64), width: f64, clock: Clock, words: &Words) -> Vec<TimeMark> {
    let length = range.1 - range.0;
    if !(length.is_finite() && length > 0.0 && width > 0.0) {
        return Vec::new();
    }
    let room = length * LABEL_WIDTH / width;
    let Some(pace) = PACES.into_iter().find(|pace| pace.seconds() >= room) else {
        return Vec::new();
    };
    let mut marks: Vec<TimeMark> = Vec::new();
    let mut has_year = false;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond the calendar saturates and finds no civil time"
    )]
    let first = Instant::from_millis((range.0 * 1000.0) as i64);
    let mut start = pace.floor(clock.civil(first));
    while let Some(civil) = start {
        let time = seconds(clock.boundary(civil).millis());
        if time > range.1 {
            break;
        }
        // Where the clock is put back a start may come to stand at or before the last mark.
        if time >= range.0 && marks.last().is_none_or(|last| time > last.time) {
            let (label, step_seconds) = label(pace, civil, &mut has_year, words);
            marks.push(TimeMark {
                time,
                label,
                step_seconds,
            });
        }
        start = pace.next(civil);
    }
    marks
}

/// Label of a start, and the step of the coarsest unit that begins there.
fn label(pace: Pace, civil: Civil, has_year: &mut bool, words: &Words) -> (String, f64) {
    let is_midnight = civil.hour() == 0 && civil.minute() == 0;
    let step = match (is_midnight, civil.day(), civil.month()) {
        (true, 1, 1) => Pace::Years(1),
        (true, 1, _) => Pace::Months(1),
        (true, ..) => Pace::Days(1),
        _ => pace,
    };
    let step_seconds = step.seconds().max(pace.seconds());
    let text = match pace {
        Pace::Years(_) => civil.format("%Y").to_string(),
        Pace::Months(_) => words.month_of_year(civil),
        Pace::Hours(_) if !is_midnight => civil.format("%H:%M").to_string(),
        Pace::Hours(_) | Pace::Days(_) => {
            let is_first = !std::mem::replace(has_year, true);
            let is_new_year = civil.day() == 1 && civil.month() == 1;
            if is_first || is_new_year {
                words.date(civil)
            } else {
                words.day(civil)
            }
        }
    };
    (text, step_seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels with their instants on the axis from `from` to `to`.
    fn labels(from: &str, to: &str, width: f64, clock: &str) -> Vec<String> {
        let at = |text: &str| seconds(Instant::parse(text).expect("instant").millis());
        let clock = Clock::parse(clock).expect("clock");
        let words = Words::new(&["en".to_owned()]);
        time_marks((at(from), at(to)), width, clock, &words)
            .into_iter()
            .map(|mark| {
                let instant = Instant::from_millis((mark.time * 1000.0) as i64);
                format!("{} {}", mark.label, instant.utc().format("%m-%dT%H:%M"))
            })
            .collect()
    }

    #[test]
    fn marks_stand_at_true_starts() {
        // A week on 700 points: a mark a day.
        assert_eq!(
            labels("2026-06-07T06:00:00Z", "2026-06-10T06:00:00Z", 300.0, "UTC"),
            [
                "8 Jun 2026 06-08T00:00",
                "9 Jun 06-09T00:00",
                "10 Jun 06-10T00:00"
            ]
        );
        // Months are not thirty days long.
        assert_eq!(
            labels("2025-12-20", "2026-04-02", 400.0, "UTC"),
            [
                "Jan 2026 01-01T00:00",
                "Feb 2026 02-01T00:00",
                "Mar 2026 03-01T00:00",
                "Apr 2026 04-01T00:00"
            ]
        );
        assert_eq!(
            labels("2015-06-01", "2026-06-01", 500.0, "UTC"),
            [
                "2016 01-01T00:00",
                "2018 01-01T00:00",
                "2020 01-01T00:00",
                "2022 01-01T00:00",
                "2024 01-01T00:00",
                "2026 01-01T00:00"
            ]
        );
    }

    #[test]
    fn the_clock_decides_where_a_day_begins() {
        assert_eq!(
            labels(
                "2026-06-13T12:00:00Z",
                "2026-06-14T06:00:00Z",
                300.0,
                "Europe/Athens"
            ),
            [
                "18:00 06-13T15:00",
                "14 Jun 2026 06-13T21:00",
                "06:00 06-14T03:00"
            ]
        );
        // Clocks go forward on 29 March at 01:00 in Lisbon: 06:00 is 05:00 UTC from then on.
        assert_eq!(
            labels(
                "2026-03-28T13:00:00Z",
                "2026-03-29T06:00:00Z",
                250.0,
                "Europe/Lisbon"
            ),
            [
                "18:00 03-28T18:00",
                "29 Mar 2026 03-29T00:00",
                "06:00 03-29T05:00"
            ]
        );
    }

    #[test]
    fn the_thirty_first_gives_way_to_the_first() {
        // Two days a mark: 27, 29, then the month, not the 31st.
        assert_eq!(
            labels("2026-05-26T12:00:00Z", "2026-06-04", 400.0, "UTC"),
            [
                "27 May 2026 05-27T00:00",
                "29 May 05-29T00:00",
                "1 Jun 06-01T00:00",
                "3 Jun 06-03T00:00"
            ]
        );
    }

    #[test]
    fn marks_keep_their_distance_at_every_width() {
        let words = Words::new(&["fr".to_owned()]);
        for length in [
            3600.0,
            86_400.0,
            7.0 * DAY,
            60.0 * DAY,
            400.0 * DAY,
            4000.0 * DAY,
        ] {
            for width in [200.0, 480.0, 1920.0] {
                let range = (1.7e9, 1.7e9 + length);
                let marks = time_marks(range, width, Clock::UTC, &words);
                assert!(
                    marks
                        .iter()
                        .all(|mark| mark.time >= range.0 && mark.time <= range.1)
                );
                for pair in marks.windows(2) {
                    let distance = (pair[1].time - pair[0].time) * width / length;
                    assert!(
                        distance > TOO_NEAR * LABEL_WIDTH,
                        "{distance} points for {pair:?}"
                    );
                }
            }
        }
        assert!(time_marks((5.0, 5.0), 100.0, Clock::UTC, &words).is_empty());
        assert!(time_marks((f64::NAN, 5.0), 100.0, Clock::UTC, &words).is_empty());
    }
}
