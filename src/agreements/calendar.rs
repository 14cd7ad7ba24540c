//! Accounting periods: how a calendar of an agreement cuts days, and what each period is called.
//!
//! A period belongs to a season by its first day. Labels: `2026-06/1` (first part of June 2026),
//! `2026-W23`, `2025/26 Q3`, `2025/26` (a year over New Year; the calendar may ask for one of the two
//! years instead), `2020/25` (a cycle).

use chrono::{Datelike as _, Duration, Months, NaiveDate, Weekday};

use crate::domain::agreement::AccountingPeriod;
use crate::domain::agreement::calendar::{Calendar, CalendarKind, MonthDay, YearLabel};
use crate::domain::{Clock, DayRule, Period};

/// One period of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The period.
    pub period: AccountingPeriod,
    /// Its place in the accounting year or season, from 0: what a list of targets is read by.
    pub ordinal: usize,
    /// First day of the season that it belongs to; the period itself where there is no season.
    pub season: Option<NaiveDate>,
}

impl Window {
    /// First day.
    pub fn first(&self) -> NaiveDate {
        self.period.days.0
    }

    /// Last day.
    pub fn last(&self) -> NaiveDate {
        self.period.days.1
    }
}

/// The clock and day that periods begin by.
#[derive(Clone, Copy, Debug)]
pub struct DayBoundary {
    /// Clock.
    pub clock: Clock,
    /// Beginning of the day.
    pub day: DayRule,
}

/// All periods that touch the days from `days.0` to `days.1`, in order.
pub fn windows(
    calendar: &Calendar,
    boundary: DayBoundary,
    days: (NaiveDate, NaiveDate),
) -> Vec<Window> {
    let starts = starts_in_year(calendar).unwrap_or_default();
    let mut found = Vec::new();
    let mut date = days.0;
    while date <= days.1 {
        let Some((first, last)) = bounds(&calendar.kind, date) else {
            date = next_season(&calendar.kind, date);
            continue;
        };
        date = last + Duration::days(1);
        if !calendar.season.is_none_or(|season| season.contains(first)) {
            continue;
        }
        let ordinal = starts
            .iter()
            .position(|start| *start == MonthDay::of(first));
        found.push(Window {
            period: AccountingPeriod {
                label: label(calendar, first, last),
                span: Period::new(
                    boundary.day.day(first, boundary.clock).start,
                    boundary.day.day(last, boundary.clock).end,
                ),
                days: (first, last),
            },
            ordinal: ordinal.unwrap_or(0),
            season: season_of(calendar, first),
        });
    }
    found
}

/// First days of the periods of one accounting year, in their order; `None` where years differ (weeks).
pub fn starts_in_year(calendar: &Calendar) -> Option<Vec<MonthDay>> {
    let mut starts = match &calendar.kind {
        CalendarKind::SplitMonth { starts } => (1..=12)
            .flat_map(|month| starts.iter().map(move |&day| MonthDay { month, day }))
            .collect(),
        CalendarKind::Quarter { starts } => starts.clone(),
        CalendarKind::Year { start } => vec![*start],
        CalendarKind::Season { span } => vec![span.from],
        CalendarKind::Cycle { anchor, .. } => vec![MonthDay::of(*anchor)],
        CalendarKind::Week { .. } => return None,
    };
    if let Some(season) = calendar.season {
        starts.retain(|start| season.contains(start.in_year(2024)));
        let at = starts
            .iter()
            .position(|start| *start >= season.from)
            .unwrap_or(0);
        starts.rotate_left(at);
    }
    Some(starts)
}

/// Whether a period that begins on `first` belongs to the season of a calendar.
pub fn in_season(calendar: &Calendar, first: NaiveDate) -> bool {
    match (&calendar.kind, calendar.season) {
        (CalendarKind::Season { span }, _) => span.contains(first),
        (_, Some(season)) => season.contains(first),
        (_, None) => true,
    }
}

fn season_of(calendar: &Calendar, first: NaiveDate) -> Option<NaiveDate> {
    match (&calendar.kind, calendar.season) {
        (CalendarKind::Season { .. }, _) => Some(first),
        (_, Some(season)) => Some(season.first_day(first)),
        (_, None) => None,
    }
}

/// First and last day of the period that holds a date; `None` between two seasons.
fn bounds(kind: &CalendarKind, date: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let day = Duration::days(1);
    Some(match kind {
        CalendarKind::SplitMonth { starts } => {
            let begin = starts
                .iter()
                .rev()
                .find(|start| **start <= date.day())
                .unwrap_or(&1);
            let first = date.with_day(*begin).unwrap_or(date);
            let next = starts.iter().find(|start| *start > begin);
            let last = match next {
                Some(next) => first + Duration::days(i64::from(next - begin)) - day,
                None => first - Duration::days(i64::from(begin - 1)) + Months::new(1) - day,
            };
            (first, last)
        }
        CalendarKind::Week { start } => {
            let since =
                (7 + date.weekday().num_days_from_monday() - start.num_days_from_monday()) % 7;
            let first = date - Duration::days(i64::from(since));
            (first, first + Duration::days(6))
        }
        CalendarKind::Quarter { starts } => {
            let first = starts.iter().map(|start| start.on_or_before(date)).max()?;
            let next = starts
                .iter()
                .map(|start| start.on_or_after(first + day))
                .min()?;
            (first, next - day)
        }
        CalendarKind::Year { start } => {
            let first = start.on_or_before(date);
            (first, start.on_or_after(first + day) - day)
        }
        CalendarKind::Season { span } => {
            let first = span.first_day(date);
            let last = span.last_day(first);
            if date > last {
                return None;
            }
            (first, last)
        }
        CalendarKind::Cycle { years, anchor } => {
            let years = i32::try_from(*years).unwrap_or(1);
            let start = MonthDay::of(*anchor);
            let begun = start.on_or_before(date).year() - anchor.year();
            let year = anchor.year() + begun.div_euclid(years) * years;
            (start.in_year(year), start.in_year(year + years) - day)
        }
    })
}

fn next_season(kind: &CalendarKind, date: NaiveDate) -> NaiveDate {
    match kind {
        CalendarKind::Season { span } => span.from.on_or_after(date),
        _ => date + Duration::days(1),
    }
}

fn label(calendar: &Calendar, first: NaiveDate, last: NaiveDate) -> String {
    match &calendar.kind {
        CalendarKind::SplitMonth { starts } if starts.len() == 1 => {
            first.format("%Y-%m").to_string()
        }
        CalendarKind::SplitMonth { starts } => {
            let part = starts.iter().filter(|start| **start <= first.day()).count();
            format!("{}/{part}", first.format("%Y-%m"))
        }
        CalendarKind::Week { start } if *start == Weekday::Mon => {
            let week = first.iso_week();
            format!("{}-W{:02}", week.year(), week.week())
        }
        CalendarKind::Week { .. } => format!("week of {first}"),
        CalendarKind::Quarter { starts } => {
            let year_first = starts[0].on_or_before(first);
            let year_last =
                starts[0].on_or_after(year_first + Duration::days(1)) - Duration::days(1);
            let part = starts
                .iter()
                .position(|start| start.on_or_before(first) == first)
                .map_or(0, |n| n + 1);
            let year = year_label(calendar.label, year_first, year_last);
            let word = if starts.len() == 4 { "Q" } else { "part " };
            format!("{year} {word}{part}")
        }
        CalendarKind::Year { .. } | CalendarKind::Season { .. } | CalendarKind::Cycle { .. } => {
            year_label(calendar.label, first, last)
        }
    }
}

fn year_label(label: YearLabel, first: NaiveDate, last: NaiveDate) -> String {
    match label {
        _ if first.year() == last.year() => first.year().to_string(),
        YearLabel::Both => format!("{}/{:02}", first.year(), last.year().rem_euclid(100)),
        YearLabel::Start => first.year().to_string(),
        YearLabel::End => last.year().to_string(),
    }
}
