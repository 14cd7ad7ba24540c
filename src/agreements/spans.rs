//! Over which days an amount looks.

use chrono::{Datelike as _, Duration, Months, NaiveDate};

use super::calendar::{DayNumber, date, number};
use crate::domain::agreement::amount::{Amount, Span, SpanDay};
use crate::domain::agreement::calendar::MonthDay;

/// The period itself.
pub(super) const WHOLE: Span = Span {
    from: None,
    until: None,
    months: None,
    days: None,
    years_back: 0,
};

/// First and last day of a span beside a period; empty where the last lies before the first.
pub(super) fn resolve(span: &Span, period: (DayNumber, DayNumber)) -> (DayNumber, DayNumber) {
    if *span == WHOLE {
        return period;
    }
    let (first, last) = (date(period.0), date(period.1));
    let after = last + Duration::days(1);
    let place = |day: SpanDay| match day {
        SpanDay::Start => first,
        SpanDay::End => after,
        SpanDay::ThirdMonth => first.with_day(1).unwrap_or(first) + Months::new(2),
        SpanDay::Day(day) => day.on_or_before(last),
    };
    let from = span.from.map(place);
    let end = match (span.until, from) {
        (None, _) => after,
        (Some(SpanDay::Day(day)), Some(from)) => day.on_or_after(from + Duration::days(1)),
        (Some(SpanDay::Day(day)), None) => day.on_or_before(after),
        (Some(day), _) => place(day),
    };
    let from = match (span.months, span.days, from) {
        (Some(months), _, _) => end - Months::new(months),
        (None, Some(days), _) => end - Duration::days(i64::from(days)),
        (None, None, Some(from)) => from,
        (None, None, None) => first,
    };
    let years = i32::try_from(span.years_back).unwrap_or(0);
    (
        number(years_on(from, -years)),
        number(years_on(end, -years)) - 1,
    )
}

/// The same day so many years later, or earlier where they are negative.
pub(super) fn years_on(day: NaiveDate, years: i32) -> NaiveDate {
    if years == 0 {
        return day;
    }
    MonthDay::of(day).in_year(day.year() + years)
}

/// A period so many years later: it begins on the same day of the year, and ends before the same day.
pub(super) fn period_years_on(
    period: (DayNumber, DayNumber),
    years: i32,
) -> (DayNumber, DayNumber) {
    let end = years_on(date(period.1 + 1), years);
    (number(years_on(date(period.0), years)), number(end) - 1)
}

/// The spans of days that an amount looks at.
pub(super) fn spans_of(amount: &Amount) -> Vec<Span> {
    let mut all = Vec::new();
    amount.walk(&mut |part| {
        if let Amount::Statistic { span, .. } | Amount::DaysWhen { span, .. } = part {
            all.push(*span);
        }
    });
    all
}

/// First and last day of some spans beside a period; the period itself where there are none.
pub(super) fn reach(spans: &[Span], period: (DayNumber, DayNumber)) -> (DayNumber, DayNumber) {
    let all = spans.iter().map(|span| resolve(span, period));
    all.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)))
        .unwrap_or(period)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(span: Span, first: &str, last: &str) -> (String, String) {
        let day = |text: &str| number(NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("day"));
        let (from, to) = resolve(&span, (day(first), day(last)));
        (date(from).to_string(), date(to).to_string())
    }

    fn on(month: u32, day: u32) -> Option<SpanDay> {
        Some(SpanDay::Day(MonthDay { month, day }))
    }

    #[test]
    fn spans_are_read_as_the_page_says() {
        let year = ("2004-10-01", "2005-09-30");
        let since_october = Span {
            from: on(10, 1),
            until: on(4, 1),
            ..Span::default()
        };
        assert_eq!(
            span(since_october, year.0, year.1),
            ("2004-10-01".to_owned(), "2005-03-31".to_owned())
        );
        let year_before = Span {
            from: on(10, 1),
            until: on(10, 1),
            years_back: 1,
            ..Span::default()
        };
        assert_eq!(
            span(year_before, year.0, year.1),
            ("2003-10-01".to_owned(), "2004-09-30".to_owned())
        );
        let half_year = Span {
            months: Some(6),
            until: Some(SpanDay::ThirdMonth),
            ..Span::default()
        };
        assert_eq!(
            span(half_year, "2005-01-01", "2005-03-31"),
            ("2004-09-01".to_owned(), "2005-02-28".to_owned())
        );
        let so_far = Span {
            from: on(10, 1),
            until: Some(SpanDay::Start),
            ..Span::default()
        };
        assert_eq!(
            span(so_far, "2005-02-01", "2005-02-01"),
            ("2004-10-01".to_owned(), "2005-01-31".to_owned())
        );
        let at_the_first = Span {
            until: on(3, 1),
            days: Some(1),
            ..Span::default()
        };
        assert_eq!(
            span(at_the_first, year.0, year.1),
            ("2005-02-28".to_owned(), "2005-02-28".to_owned())
        );
    }
}
