//! Accounting periods: how a calendar of an agreement cuts days, and what each period is called.
//!
//! A period belongs to a season by its first day. Labels: `2026-06/1` (first part of June 2026),
//! `2026-W23`, `2026-06-15`, `2025/26 Q3`, `2025/26` (a year over New Year; the calendar may ask for one of
//! the two years instead), `2020/25` (a cycle or rolling years), `36 (2020/25)` (a cycle that is counted).

use chrono::{Datelike as _, Duration, Months, NaiveDate, Weekday};

use crate::domain::agreement::AccountingPeriod;
use crate::domain::agreement::calendar::{Calendar, CalendarKind, MonthDay, YearLabel};
use crate::domain::{Clock, DayRule, Period};

/// A day as a number, so that days can be counted without a calendar: days since the first of January of
/// the year 1, which is day 1.
pub(super) type DayNumber = i32;

/// The date of a day number.
pub(super) fn date(day: DayNumber) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap_or_default()
}

/// The day number of a date.
pub(super) fn number(date: NaiveDate) -> DayNumber {
    date.num_days_from_ce()
}

/// One period of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The period.
    pub period: AccountingPeriod,
    /// Its place in the accounting year or season, from 0: what a list of targets is read by.
    pub ordinal: usize,
    /// First day of the season that it belongs to; `None` where there is no season.
    pub season: Option<NaiveDate>,
    /// Whether a condition closed it before its time.
    pub is_closed_early: bool,
    /// First day on which it is the current period: its own, but for rolling years that of the last year.
    pub counts_from: NaiveDate,
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

/// All periods of one calendar that an evaluation looks at, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Position of the calendar in the agreement.
    pub calendar: usize,
    /// Its periods.
    pub windows: Vec<Window>,
    /// First and last day number of each.
    pub(super) days: Vec<(DayNumber, DayNumber)>,
    /// Day of the year on which each begins.
    pub(super) starts: Vec<MonthDay>,
    /// Day number from which each is the current one.
    counts_from: Vec<DayNumber>,
}

impl Cut {
    pub(super) fn new(calendar: usize, windows: Vec<Window>) -> Self {
        let days = windows
            .iter()
            .map(|window| (number(window.first()), number(window.last())))
            .collect();
        let counts_from = windows
            .iter()
            .map(|window| number(window.counts_from))
            .collect();
        let starts = windows
            .iter()
            .map(|window| MonthDay::of(window.first()))
            .collect();
        Self {
            calendar,
            windows,
            counts_from,
            days,
            starts,
        }
    }

    /// Position of the period that holds a day; of rolling years the one whose last year does.
    pub(super) fn holding(&self, day: DayNumber) -> Option<usize> {
        let after = self.counts_from.partition_point(|first| *first <= day);
        let at = after.checked_sub(1)?;
        (self.days[at].1 >= day).then_some(at)
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

/// All periods that touch the days from `days.0` to `days.1`, in order. Of rolling years those whose first
/// and whose last year touch them.
pub fn windows(
    calendar: &Calendar,
    boundary: DayBoundary,
    days: (NaiveDate, NaiveDate),
) -> Vec<Window> {
    let cutter = Cutter::new(calendar, boundary);
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
        let CalendarKind::Rolling { years, start } = calendar.kind else {
            found.push(cutter.window(first, last));
            continue;
        };
        let before = i32::try_from(years).unwrap_or(1) - 1;
        let begin = start.in_year(first.year() - before);
        if start.in_year(begin.year() + 1) > days.0 {
            found.push(Window {
                counts_from: first,
                ..cutter.window(begin, last)
            });
        }
    }
    found
}

/// Periods of a cycle that ends on the first of the `closing` days that lies in it; the next one begins on the
/// day after. Before the anchor cycles keep their time.
pub(super) fn closing_cycles(
    calendar: &Calendar,
    boundary: DayBoundary,
    days: (NaiveDate, NaiveDate),
    closing: &[NaiveDate],
) -> Vec<Window> {
    let CalendarKind::Cycle { years, anchor, .. } = calendar.kind else {
        return windows(calendar, boundary, days);
    };
    let day = Duration::days(1);
    let mut found = Vec::new();
    if days.0 < anchor {
        found = windows(calendar, boundary, (days.0, days.1.min(anchor - day)));
    }
    let mut cutter = Cutter::new(calendar, boundary);
    let mut first = anchor;
    while first <= days.1 {
        let next = first
            .checked_add_months(Months::new(12 * years.max(1)))
            .unwrap_or(NaiveDate::MAX);
        let closed = closing
            .iter()
            .copied()
            .find(|day| *day >= first && *day < next);
        let last = closed.unwrap_or(next - day);
        if last >= days.0 {
            let mut window = cutter.window(first, last);
            window.is_closed_early = closed.is_some_and(|day| day.succ_opt() != Some(next));
            found.push(window);
        }
        cutter.count += 1;
        first = last + day;
    }
    found
}

/// What does not change from period to period of a calendar.
struct Cutter<'c> {
    calendar: &'c Calendar,
    boundary: DayBoundary,
    starts: Vec<MonthDay>,
    /// Cycles since the anchor, where they are counted one by one.
    count: i32,
}

impl<'c> Cutter<'c> {
    fn new(calendar: &'c Calendar, boundary: DayBoundary) -> Self {
        Self {
            calendar,
            boundary,
            starts: starts_in_year(calendar).unwrap_or_default(),
            count: 0,
        }
    }

    fn window(&self, first: NaiveDate, last: NaiveDate) -> Window {
        let day = self.boundary.day;
        Window {
            period: AccountingPeriod {
                label: self.label(first, last),
                span: Period::new(
                    day.day(first, self.boundary.clock).start,
                    day.day(last, self.boundary.clock).end,
                ),
                days: (first, last),
            },
            ordinal: self.ordinal(first),
            season: season_of(self.calendar, first),
            is_closed_early: false,
            counts_from: first,
        }
    }

    fn ordinal(&self, first: NaiveDate) -> usize {
        match &self.calendar.kind {
            CalendarKind::Week { start } if *start == Weekday::Mon => {
                first.iso_week().week0() as usize
            }
            CalendarKind::Week { .. } => (first.ordinal0() / 7) as usize,
            CalendarKind::Day => first.ordinal0() as usize,
            _ => {
                let own = MonthDay::of(first);
                let place = self.starts.iter().position(|start| *start == own);
                place.unwrap_or(0)
            }
        }
    }

    fn label(&self, first: NaiveDate, last: NaiveDate) -> String {
        let plain = label(self.calendar, first, last);
        match self.calendar.kind {
            CalendarKind::Cycle {
                number: Some(number),
                anchor,
                years,
                ref closes,
                ..
            } => {
                let since = (first.year() - anchor.year())
                    .div_euclid(i32::try_from(years).unwrap_or(1).max(1));
                let count = if closes.is_some() && first >= anchor {
                    self.count
                } else {
                    since
                };
                format!("{} ({plain})", i64::from(number) + i64::from(count))
            }
            _ => plain,
        }
    }
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
        CalendarKind::Rolling { start, .. } => vec![*start],
        CalendarKind::Week { .. } | CalendarKind::Day => return None,
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
        CalendarKind::Year { start } | CalendarKind::Rolling { start, .. } => {
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
        CalendarKind::Day => (date, date),
        CalendarKind::Cycle { years, anchor, .. } => {
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
        CalendarKind::Day => first.to_string(),
        CalendarKind::Year { .. }
        | CalendarKind::Season { .. }
        | CalendarKind::Cycle { .. }
        | CalendarKind::Rolling { .. } => year_label(calendar.label, first, last),
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
