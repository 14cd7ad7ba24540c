//! On which days of the year the periods of a calendar begin.

use crate::domain::agreement::calendar::{Calendar, CalendarKind, MonthDay};

/// First days of the periods in the order of the accounting year, or of the season where there is one;
/// `None` for calendars whose periods do not begin on the same days each year, or of which a year has one only.
pub(super) fn starts_in_year(calendar: &Calendar) -> Option<Vec<MonthDay>> {
    let mut starts: Vec<MonthDay> = match &calendar.kind {
        CalendarKind::SplitMonth { starts } => (1..=12)
            .flat_map(|month| starts.iter().map(move |day| MonthDay { month, day: *day }))
            .collect(),
        CalendarKind::Quarter { starts } => starts.clone(),
        CalendarKind::Year { start } | CalendarKind::Rolling { start, .. } => vec![*start],
        CalendarKind::Season { span } => vec![span.from],
        CalendarKind::Cycle { anchor, .. } => vec![MonthDay::of(*anchor)],
        CalendarKind::Week { .. } | CalendarKind::Day => return None,
    };
    if let Some(season) = calendar.season {
        starts.retain(|start| season.contains(start.in_year(2023)));
        let wraps = season.to < season.from;
        if wraps {
            let first = starts.iter().position(|start| *start >= season.from);
            starts.rotate_left(first.unwrap_or(0));
        }
    }
    Some(starts)
}
