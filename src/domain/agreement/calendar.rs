//! Accounting calendars: how an agreement cuts time into periods.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, Weekday};

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl MonthDay {
    /// Reads `04-01`; `None` for a day that no year has.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        if month.len() != 2 || day.len() != 2 {
            return None;
        }
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        NaiveDate::from_ymd_opt(2024, month, day).map(|_| Self { month, day })
    }

    /// The day of a date.
    pub fn of(date: NaiveDate) -> Self {
        Self {
            month: date.month(),
            day: date.day(),
        }
    }

    /// Its date in a year; 29 February becomes the 28th in a common year.
    pub fn in_year(self, year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
            .or_else(|| NaiveDate::from_ymd_opt(year, self.month, 28))
            .unwrap_or_default()
    }

    /// The first such day on or after a date.
    pub fn on_or_after(self, date: NaiveDate) -> NaiveDate {
        let this_year = self.in_year(date.year());
        if this_year >= date {
            this_year
        } else {
            self.in_year(date.year() + 1)
        }
    }

    /// The last such day on or before a date.
    pub fn on_or_before(self, date: NaiveDate) -> NaiveDate {
        let this_year = self.in_year(date.year());
        if this_year <= date {
            this_year
        } else {
            self.in_year(date.year() - 1)
        }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// A part of every year, both days included; it may pass over New Year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearSpan {
    /// First day.
    pub from: MonthDay,
    /// Last day. 29 February means the last day of February.
    pub to: MonthDay,
}

impl YearSpan {
    /// Whether a date lies in it.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.first_day(date) <= date && date <= self.last_day(self.first_day(date))
    }

    /// First day of the occurrence that a date lies in, or of the last one before it.
    pub fn first_day(self, date: NaiveDate) -> NaiveDate {
        self.from.on_or_before(date)
    }

    /// Last day of the occurrence that begins on `first`.
    pub fn last_day(self, first: NaiveDate) -> NaiveDate {
        self.to.on_or_after(first)
    }
}

/// How a year that is no calendar year is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YearLabel {
    /// "2025/26".
    #[default]
    Both,
    /// "2025", by the year it begins in.
    Start,
    /// "2026", by the year it ends in.
    End,
}

/// An accounting calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Id in the agreement.
    pub id: String,
    /// How time is cut.
    pub kind: CalendarKind,
    /// Part of the year outside of which there are no periods; a period belongs to it by its first day.
    pub season: Option<YearSpan>,
    /// How a year is called.
    pub label: YearLabel,
    /// Whether the agreement itself states the cut.
    pub stated: bool,
}

/// How a calendar cuts time.
#[derive(Clone, Debug, PartialEq)]
pub enum CalendarKind {
    /// Parts of a month that begin on these days; the last one runs to the end of the month.
    SplitMonth {
        /// Days of the month, ascending, the first one 1.
        starts: Vec<u32>,
    },
    /// Weeks.
    Week {
        /// First day of the week.
        start: Weekday,
    },
    /// Parts of a year that begin on these days, in the order of the accounting year.
    Quarter {
        /// First days; each part runs to the day before the next.
        starts: Vec<MonthDay>,
    },
    /// Years.
    Year {
        /// First day.
        start: MonthDay,
    },
    /// One period a year, with nothing between.
    Season {
        /// First and last day.
        span: YearSpan,
    },
    /// Single days.
    Day,
    /// Several years at a stretch.
    Cycle {
        /// How many.
        years: u32,
        /// First day of one of them.
        anchor: NaiveDate,
        /// Condition, tested day by day, that ends a cycle on the day on which it is met; the next one begins
        /// on the day after.
        closes: Option<String>,
        /// Number of the cycle that begins on the anchor, where the parties count them.
        number: Option<u32>,
    },
    /// So many years up to the end of each year: windows that overlap.
    Rolling {
        /// How many.
        years: u32,
        /// First day of a year.
        start: MonthDay,
    },
}
