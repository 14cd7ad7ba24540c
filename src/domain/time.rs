//! Time: instants, civil times, clocks, days and periods are different things.

use std::fmt;

use chrono::{
    DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset as _,
    TimeZone as _, Utc,
};
use chrono_tz::Tz;

/// A civil time: what a clock on a wall shows, nowhere in particular.
pub type Civil = NaiveDateTime;

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// From milliseconds since 1970 UTC.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 UTC.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The instant at which a clock at UTC shows `civil`.
    pub fn from_utc(civil: Civil) -> Self {
        Self(civil.and_utc().timestamp_millis())
    }

    /// What a clock at UTC shows.
    pub fn utc(self) -> Civil {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .map_or(NaiveDateTime::MIN, |time| time.naive_utc())
    }

    /// Reads RFC 3339, or a date alone as its UTC midnight.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(Self(time.timestamp_millis()));
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(Self::from_utc(date.and_time(NaiveTime::MIN)))
    }

    /// Now, by the machine's clock.
    pub fn now() -> Self {
        Self(Utc::now().timestamp_millis())
    }

    /// Later by so many minutes (earlier when negative).
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0 + minutes * 60_000)
    }

    /// Minutes from `earlier` to here, rounded down.
    pub fn minutes_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(60_000)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.utc().format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no RFC 3339 instant")))
    }
}

/// What a civil time becomes on a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Exactly one instant.
    Unique(Instant),
    /// The clock was put forward over this time: it does not exist.
    Gap,
    /// The clock was put back over this time: it exists twice.
    Fold {
        /// The first time round.
        earlier: Instant,
        /// The second time round.
        later: Instant,
    },
}

/// The clock that a source's stamps were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Always so many minutes ahead of UTC; no summer time.
    Fixed(i32),
    /// An IANA zone with its summer time.
    Zone(Tz),
}

impl Clock {
    /// A clock at UTC.
    pub const UTC: Self = Self::Fixed(0);

    /// Reads `UTC`, `UTC+01:00`, `UTC-03:30` or an IANA name.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "UTC" || text == "Z" {
            return Some(Self::UTC);
        }
        if let Some(offset) = text.strip_prefix("UTC") {
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            let (hours, minutes) = offset.trim_start_matches(['+', '-']).split_once(':')?;
            let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
            return (minutes <= 14 * 60).then_some(Self::Fixed(sign * minutes));
        }
        text.parse::<Tz>().ok().map(Self::Zone)
    }

    /// What `civil` means on this clock.
    pub fn resolve(self, civil: Civil) -> Resolved {
        match self {
            Self::Fixed(minutes) => {
                Resolved::Unique(Instant::from_utc(civil).plus_minutes(-i64::from(minutes)))
            }
            Self::Zone(zone) => match zone.from_local_datetime(&civil) {
                LocalResult::Single(time) => Resolved::Unique(Instant(time.timestamp_millis())),
                LocalResult::None => Resolved::Gap,
                LocalResult::Ambiguous(a, b) => {
                    let (a, b) = (Instant(a.timestamp_millis()), Instant(b.timestamp_millis()));
                    Resolved::Fold {
                        earlier: a.min(b),
                        later: a.max(b),
                    }
                }
            },
        }
    }

    /// The instant of `civil`; in a gap the end of the gap, in a fold the earlier one. For calendar
    /// boundaries of our own making only: an agency's stamp goes through [`Clock::resolve`].
    pub fn boundary(self, civil: Civil) -> Instant {
        match self.resolve(civil) {
            Resolved::Unique(instant) => instant,
            Resolved::Fold { earlier, .. } => earlier,
            Resolved::Gap => {
                let mut later = civil;
                loop {
                    later += Duration::minutes(15);
                    if let Resolved::Unique(instant) = self.resolve(later) {
                        return instant;
                    }
                }
            }
        }
    }

    /// Minutes ahead of UTC at an instant.
    pub fn offset_minutes(self, at: Instant) -> i32 {
        match self {
            Self::Fixed(minutes) => minutes,
            Self::Zone(zone) => {
                zone.offset_from_utc_datetime(&at.utc())
                    .fix()
                    .local_minus_utc()
                    / 60
            }
        }
    }

    /// What this clock shows at an instant.
    pub fn civil(self, at: Instant) -> Civil {
        at.plus_minutes(i64::from(self.offset_minutes(at))).utc()
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(0) => f.write_str("UTC"),
            Self::Fixed(minutes) => {
                write!(
                    f,
                    "UTC{}{:02}:{:02}",
                    if *minutes < 0 { '-' } else { '+' },
                    minutes.abs() / 60,
                    minutes.abs() % 60
                )
            }
            Self::Zone(zone) => f.write_str(zone.name()),
        }
    }
}

impl serde::Serialize for Clock {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Clock {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is no clock; write UTC, UTC+01:00 or an IANA zone such as Europe/Lisbon"
            ))
        })
    }
}

/// What an agency's stamp marks of the interval that a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StampMark {
    /// The value belongs to the moment itself, or to the interval that ends there.
    #[default]
    End,
    /// The value holds from the stamp until the next one.
    Start,
    /// The stamp is the middle of the interval.
    Middle,
}

/// Which side of a hydrological day gives the day its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelSide {
    /// The date on which the day begins.
    #[default]
    Start,
    /// The date on which the day ends.
    End,
}

/// A hydrological day: when it begins on its clock and which date it bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DayRule {
    /// Minutes after civil midnight at which the day begins (08:00 is 480).
    pub begins_at: u16,
    /// Which side gives the date.
    pub label: LabelSide,
}

impl DayRule {
    /// Midnight to midnight.
    pub const MIDNIGHT: Self = Self {
        begins_at: 0,
        label: LabelSide::Start,
    };

    /// The day that bears `date` on `clock`.
    pub fn day(self, date: NaiveDate, clock: Clock) -> Period {
        let first = match self.label {
            LabelSide::Start => date,
            LabelSide::End => date - Duration::days(1),
        };
        let begin = first.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(self.begins_at));
        Period {
            start: clock.boundary(begin),
            end: clock.boundary(begin + Duration::days(1)),
        }
    }

    /// The date of the day that contains the instant *before* `end`: readings are labelled by the end
    /// of their interval, so the reading stamped midnight belongs to the day that just ended.
    pub fn date_of_interval_ending(self, end: Instant, clock: Clock) -> NaiveDate {
        let civil = clock.civil(Instant(end.0 - 1)) - Duration::minutes(i64::from(self.begins_at));
        match self.label {
            LabelSide::Start => civil.date(),
            LabelSide::End => civil.date() + Duration::days(1),
        }
    }
}

/// A half-open span: `start` is in, `end` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Period {
    /// First instant.
    pub start: Instant,
    /// First instant after it.
    pub end: Instant,
}

impl Period {
    /// From `start` until just before `end`.
    pub fn new(start: Instant, end: Instant) -> Self {
        Self { start, end }
    }

    /// Whether `at` lies in it.
    pub fn contains(self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }

    /// Length in seconds.
    pub fn seconds(self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "spans of centuries in milliseconds stay far below 2^53"
        )]
        let millis = (self.end.0 - self.start.0) as f64;
        millis / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn civil(text: &str) -> Civil {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("test time")
    }

    #[test]
    fn summer_time_has_a_gap_and_a_fold_and_both_have_names() {
        let lisbon = Clock::parse("Europe/Lisbon").expect("zone");
        assert_eq!(lisbon.resolve(civil("2026-03-29 01:30")), Resolved::Gap);
        let Resolved::Fold { earlier, later } = lisbon.resolve(civil("2026-10-25 01:30")) else {
            panic!("01:30 exists twice on that night");
        };
        assert_eq!(later.minutes_since(earlier), 60);
        assert_eq!(earlier.to_string(), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn fixed_clocks_read_and_print_the_same() {
        for text in ["UTC", "UTC+01:00", "UTC-03:30"] {
            assert_eq!(
                Clock::parse(text).map(|clock| clock.to_string()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(Clock::parse("CST"), None);
    }

    #[test]
    fn a_rain_day_from_eight_to_eight_bears_the_date_of_its_end() {
        let rule = DayRule {
            begins_at: 480,
            label: LabelSide::End,
        };
        let date = NaiveDate::from_ymd_opt(2024, 3, 2).expect("date");
        let day = rule.day(date, Clock::UTC);
        assert_eq!(day.start.to_string(), "2024-03-01T08:00:00Z");
        assert_eq!(day.end.to_string(), "2024-03-02T08:00:00Z");
        assert_eq!(rule.date_of_interval_ending(day.end, Clock::UTC), date);
        assert_eq!(
            rule.date_of_interval_ending(day.end.plus_minutes(1), Clock::UTC),
            date.succ_opt().expect("date")
        );
    }
}
