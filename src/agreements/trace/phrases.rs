//! Amounts in words.

use super::super::operators::word;
use super::super::words::amount as written;
use crate::domain::agreement::amount::{
    Amount, DayOf, LedgerFigure, PairOp, PeriodFact, Span, SpanDay, Statistic,
};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// An amount as a person would say it.
pub(in super::super) fn words_of(amount: &Amount) -> String {
    match amount {
        Amount::Number(value) => written(*value),
        Amount::Quantity { value, unit } => quantity(*value, unit),
        Amount::Parameter(id) => id.clone(),
        Amount::Period(fact) => match fact {
            PeriodFact::Days => "days of the period",
            PeriodFact::Ordinal => "place of the period in its year",
            PeriodFact::Year => "year",
            PeriodFact::Month => "month",
        }
        .to_owned(),
        Amount::Day(of) => day_words(of),
        Amount::Statistic {
            statistic,
            of,
            span,
        } => format!(
            "{} of {}{}",
            statistic_word(*statistic),
            words_of(of),
            span_words(span)
        ),
        Amount::DaysWhen { test, span } => {
            format!("days on which {}{}", words_of(test), span_words(span))
        }
        Amount::Rule { rule, party } => match party {
            Some(party) => format!("{party}'s share by {rule}"),
            None => rule.clone(),
        },
        Amount::Condition(id) => format!("{id} is in effect"),
        Amount::Declared(id) => format!("{id} was declared"),
        Amount::Met(id) => format!("the test of {id} is met"),
        Amount::Table { table, at } if at.is_empty() => table.clone(),
        Amount::Table { table, at } => format!("{table}({})", list(at)),
        Amount::Ledger { ledger, figure } => format!("{} of {ledger}", figure_word(*figure)),
        Amount::Forecast { series, target, .. } => format!("forecast of {series} for {target}"),
        Amount::Fact { name, .. } => name.clone(),
        Amount::Normal(of) => format!("mean over the years of {}", words_of(of)),
        Amount::Previous { of, periods: 1 } => format!("{} of the period before", words_of(of)),
        Amount::Previous { of, periods } => format!("{} {periods} periods before", words_of(of)),
        Amount::Over { calendar, of } => format!("{} of the {calendar}", words_of(of)),
        Amount::Total { calendar, of } => {
            format!("sum over the periods of {calendar} of {}", words_of(of))
        }
        Amount::Volume(of) => format!("volume of {}", words_of(of)),
        Amount::Flow(of) => format!("{} as a flow", words_of(of)),
        Amount::Share => "the share before".to_owned(),
        Amount::Available => "what is available".to_owned(),
        Amount::Not(of) => format!("not ({})", words_of(of)),
        Amount::Negative(of) => format!("−{}", words_of(of)),
        Amount::Pair { op, left, right } => pair_words(*op, left, right),
        Amount::If {
            test,
            then,
            otherwise,
        } => format!(
            "{} where {}, else {}",
            words_of(then),
            words_of(test),
            words_of(otherwise)
        ),
        Amount::FirstKnown(parts) => format!("the first known of ({})", list(parts)),
        Amount::Lesser(parts) => format!("the lesser of ({})", list(parts)),
        Amount::Greater(parts) => format!("the greater of ({})", list(parts)),
        Amount::Round { of, step, .. } => format!("{} to {}", words_of(of), written(*step)),
    }
}

fn quantity(value: f64, unit: &AgreementUnit) -> String {
    if unit.measure == Measure::Number && unit.name == "%" {
        format!("{} %", written(value))
    } else if unit.name.is_empty() {
        written(value)
    } else {
        format!("{} {}", written(value), unit.name)
    }
}

fn list(parts: &[Amount]) -> String {
    let words: Vec<String> = parts.iter().map(words_of).collect();
    words.join(", ")
}

fn pair_words(op: PairOp, left: &Amount, right: &Amount) -> String {
    match op {
        PairOp::Times => format!("{} × {}", within(left), within(right)),
        PairOp::Over => format!("{} ÷ {}", within(left), within(right)),
        PairOp::Plus if is_negative(right) => format!("{} {}", words_of(left), {
            let words = words_of(right);
            words.replacen('−', "− ", 1)
        }),
        _ => format!("{} {} {}", words_of(left), word(op), words_of(right)),
    }
}

fn is_negative(amount: &Amount) -> bool {
    match amount {
        Amount::Negative(_) => true,
        Amount::Number(value) => *value < 0.0,
        Amount::Pair {
            op: PairOp::Times,
            left,
            ..
        } => is_negative(left),
        _ => false,
    }
}

/// A sum inside of a product in brackets.
fn within(amount: &Amount) -> String {
    let words = words_of(amount);
    match amount {
        Amount::Pair {
            op: PairOp::Plus | PairOp::Minus,
            ..
        } => format!("({words})"),
        _ => words,
    }
}

fn day_words(of: &DayOf) -> String {
    match of {
        DayOf::Series(id) => id.clone(),
        DayOf::StorageChange(id) => format!("storage change of {id}"),
        DayOf::Lag { of, days: 1 } => format!("{} (the day before)", words_of(of)),
        DayOf::Lag { of, days } => format!("{} ({days} days before)", words_of(of)),
    }
}

/// The word of a statistic.
pub(super) fn statistic_word(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Mean => "mean",
        Statistic::Lowest => "lowest day",
        Statistic::Highest => "highest day",
        Statistic::Sum => "sum",
        Statistic::First => "first day",
        Statistic::Last => "last day",
        Statistic::Change => "change",
    }
}

fn figure_word(figure: LedgerFigure) -> &'static str {
    match figure {
        LedgerFigure::Entitlement => "entitlement",
        LedgerFigure::Delivered => "delivery",
        LedgerFigure::Balance => "balance",
        LedgerFigure::CarriedIn => "amount carried in",
        LedgerFigure::CarriedOut => "amount carried out",
        LedgerFigure::AheadOfPace => "delivery ahead of pace",
    }
}

fn span_words(span: &Span) -> String {
    let mut words = String::new();
    match (span.months, span.days, span.from) {
        (Some(months), _, _) => words.push_str(&format!(" over {months} months")),
        (_, Some(days), _) => words.push_str(&format!(" over {days} days")),
        (_, _, Some(from)) => words.push_str(&format!(" from {}", day_of_span(from))),
        _ => {}
    }
    if let Some(until) = span.until {
        words.push_str(&format!(" until {}", day_of_span(until)));
    }
    match span.years_back {
        0 => {}
        1 => words.push_str(" a year before"),
        years => words.push_str(&format!(" {years} years before")),
    }
    words
}

fn day_of_span(day: SpanDay) -> String {
    match day {
        SpanDay::Start => "the period's first day".to_owned(),
        SpanDay::End => "the period's end".to_owned(),
        SpanDay::ThirdMonth => "the first day of the third month".to_owned(),
        SpanDay::Day(day) => day.to_string(),
    }
}
