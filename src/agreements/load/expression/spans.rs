//! Over which days a statistic is taken: `from=`, `until=`, `months=`, `days=`, `years_back=`.

use super::Fault;
use super::syntax::{Expr, Node};
use crate::domain::agreement::amount::{Span, SpanDay};
use crate::domain::agreement::calendar::MonthDay;

/// Reads the options of a statistic.
pub(super) fn span(options: &[(String, Expr)]) -> Result<Span, Fault> {
    let mut span = Span::default();
    for (name, value) in options {
        match name.as_str() {
            "from" => span.from = Some(day(value)?),
            "until" => span.until = Some(day(value)?),
            "months" => span.months = Some(whole(value)?),
            "days" => span.days = Some(whole(value)?),
            "years_back" => span.years_back = whole(value)?,
            other => {
                return Err(Fault::at(
                    value.at,
                    format!("{other}= has no meaning here"),
                    "write from=, until=, months=, days= or years_back=",
                ));
            }
        }
    }
    let lengths = [
        span.from.is_some(),
        span.months.is_some(),
        span.days.is_some(),
    ];
    if lengths.into_iter().filter(|given| *given).count() > 1 {
        return Err(Fault::at(
            options[0].1.at,
            "the first day of the span is given twice",
            "write one of from=, months= and days=",
        ));
    }
    Ok(span)
}

/// A day that a span begins with or ends before.
fn day(expr: &Expr) -> Result<SpanDay, Fault> {
    match &expr.node {
        Node::Name(word) if word == "start" => Ok(SpanDay::Start),
        Node::Name(word) if word == "end" => Ok(SpanDay::End),
        Node::Name(word) if word == "third_month" => Ok(SpanDay::ThirdMonth),
        _ => month_day(expr).map(SpanDay::Day),
    }
}

/// A day of the year in quotes.
pub(super) fn month_day(expr: &Expr) -> Result<MonthDay, Fault> {
    let Node::Text(text) = &expr.node else {
        return Err(Fault::at(
            expr.at,
            "a day of the year is expected here",
            "write month and day in quotes, \"04-01\" for 1 April, or start, end or third_month",
        ));
    };
    MonthDay::parse(text).ok_or_else(|| {
        Fault::at(
            expr.at,
            format!("\"{text}\" is no day of the year"),
            "write month and day as \"04-01\" for 1 April",
        )
    })
}

/// A whole number from 0 up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and small"
)]
pub(super) fn whole(expr: &Expr) -> Result<u32, Fault> {
    match expr.node {
        Node::Number(value) if value >= 0.0 && value.fract() == 0.0 && value < 1e6 => {
            Ok(value as u32)
        }
        _ => Err(Fault::at(
            expr.at,
            "a whole number is expected here",
            "write 6, for instance",
        )),
    }
}
