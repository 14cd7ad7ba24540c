//! What a person types, in every usual spelling.

use std::collections::BTreeMap;

use crate::domain::{Cause, Clock, Finding, Quantity, StampMark, Statistic, Unit};
use crate::ingest::profile::{DayText, YearNamed};

use super::forms::Order;
use super::lexicon::fold;
use super::{clocks, lexicon, scan};

/// Keys of questions; `quantity`, `unit` and `statistic` also for one column, as `unit.<column>`.
pub(super) const KEYS: [&str; 15] = [
    "encoding",
    "delimiter",
    "decimal",
    "thousands",
    "dates",
    "century",
    "clock",
    "day",
    "stamp",
    "station",
    "quantity",
    "unit",
    "statistic",
    "missing",
    "year",
];

/// How the stamps of a file are to be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Dates {
    /// Numbers of a date in this order.
    Order(Order),
    /// Days of a worksheet.
    Pattern(&'static str),
}

/// The answers so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers(BTreeMap<String, String>);

impl Answers {
    /// Takes an answer in.
    ///
    /// # Errors
    /// A finding when no question has this key, or the text answers it in no way that is understood.
    pub(super) fn take(&mut self, key: &str, text: &str) -> Result<(), Box<Finding>> {
        let (stem, _) = key.split_once('.').unwrap_or((key, ""));
        let wrong = |message: String, hint: &str| {
            Box::new(
                Finding::error(Cause::Configuration, message)
                    .entry(key)
                    .text(text)
                    .hint(hint),
            )
        };
        if !KEYS.contains(&stem) {
            return Err(wrong(
                "no question has this key".to_owned(),
                "use one of the keys that the questions name",
            ));
        }
        let text = text.trim();
        let (known, hint) = match stem {
            "encoding" => (
                scan::is_encoding(text),
                "write an encoding such as UTF-8 or windows-1250",
            ),
            "delimiter" => (
                delimiter(text).is_some(),
                "write , or ; or TAB or | or blank",
            ),
            "decimal" | "thousands" => (
                mark(text).is_some(),
                "write . or , (or point, comma, blank)",
            ),
            "dates" => (
                dates(text).is_some(),
                "write dd/mm/yyyy, mm/dd/yyyy, excel 1900 or excel 1904",
            ),
            "century" => (
                century(text).is_some(),
                "write the first year that a year of two digits can mean, such as 1950",
            ),
            "clock" => (
                clocks::typed(text).is_some(),
                "write UTC, UTC+01:00 or an IANA zone such as Europe/Lisbon",
            ),
            "day" => (
                clocks::typed_day(text).is_some(),
                "write when the day begins, such as 00:00 or 07:00, and end where the date names its end: 08:00 end",
            ),
            "stamp" => (stamp(text).is_some(), "write start, end or middle"),
            "quantity" => (
                quantity(text).is_some(),
                "write discharge, stage, rain, storage or nothing",
            ),
            "unit" => (
                is_unit(text),
                "write a unit such as m³/s, l/s, cm, mm or hm³",
            ),
            "statistic" => (
                statistic(text).is_some(),
                "write mean, max, min, sum or instantaneous",
            ),
            "year" => (
                year(text),
                "write the month in which the year begins, 1 to 12, or begins, or ends",
            ),
            _ => (!text.is_empty(), "write a text"),
        };
        if !known {
            return Err(wrong("the answer is not understood".to_owned(), hint));
        }
        self.0.insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// The answer for a column, or else for all.
    fn of(&self, key: &str, column: &str) -> Option<&str> {
        let own = fold(&format!("{key}.{column}"));
        self.0
            .iter()
            .find(|(known, _)| fold(known) == own)
            .map(|(_, text)| text.as_str())
            .or_else(|| self.get(key))
    }

    pub(super) fn said(&self) -> scan::Said {
        scan::Said {
            encoding: self.get("encoding").map(str::to_owned),
            delimiter: self.get("delimiter").and_then(delimiter),
        }
    }

    pub(super) fn decimal(&self) -> Option<char> {
        mark(self.get("decimal")?)
    }

    pub(super) fn thousands(&self) -> Option<char> {
        mark(self.get("thousands")?)
    }

    pub(super) fn dates(&self) -> Option<Dates> {
        dates(self.get("dates")?)
    }

    pub(super) fn century(&self) -> Option<i32> {
        century(self.get("century")?)
    }

    pub(super) fn clock(&self) -> Option<Clock> {
        clocks::typed(self.get("clock")?)
    }

    pub(super) fn day(&self) -> Option<DayText> {
        clocks::typed_day(self.get("day")?)
    }

    pub(super) fn stamp(&self) -> Option<StampMark> {
        stamp(self.get("stamp")?)
    }

    pub(super) fn station(&self) -> Option<&str> {
        self.get("station")
    }

    pub(super) fn year_begins(&self) -> Option<u32> {
        self.get("year")?.parse().ok()
    }

    /// Which calendar year a hydrological year is named after.
    pub(super) fn year_named(&self) -> Option<YearNamed> {
        match self.get("year")? {
            "begins" | "starts" => Some(YearNamed::Begins),
            "ends" => Some(YearNamed::Ends),
            _ => None,
        }
    }

    /// Whether a person spoke of this very column.
    pub(super) fn names_column(&self, column: &str) -> bool {
        let own = fold(&format!("quantity.{column}"));
        self.0.keys().any(|known| fold(known) == own)
    }

    /// `Some(None)` for a column that is not to be read.
    #[expect(
        clippy::option_option,
        reason = "not answered, not to be read, and a quantity"
    )]
    pub(super) fn quantity(&self, column: &str) -> Option<Option<Quantity>> {
        quantity(self.of("quantity", column)?)
    }

    /// The unit text for a column, where it is a unit of the quantity.
    pub(super) fn unit(&self, column: &str, of: Quantity) -> Option<String> {
        let own = self
            .of("unit", column)
            .filter(|text| Unit::parse(text, of).is_some());
        own.or_else(|| {
            self.get("unit")
                .filter(|text| Unit::parse(text, of).is_some())
        })
        .map(str::to_owned)
    }

    pub(super) fn statistic(&self, column: &str) -> Option<Statistic> {
        statistic(self.of("statistic", column)?)
    }

    /// The codes for "no value" that a person named; an empty list for none.
    pub(super) fn missing(&self) -> Option<Vec<String>> {
        let text = self.get("missing")?;
        if matches!(
            fold(text).as_str(),
            "none" | "nothing" | "no" | "a value" | "values"
        ) {
            return Some(Vec::new());
        }
        Some(
            text.split([' ', ';', '|'])
                .filter(|code| !code.is_empty() && *code != "is" && *code != "missing")
                .map(|code| code.trim_matches(',').to_owned())
                .collect(),
        )
    }
}

fn year(text: &str) -> bool {
    matches!(text, "begins" | "starts" | "ends")
        || text
            .parse::<u32>()
            .is_ok_and(|month| (1..=12).contains(&month))
}

fn delimiter(text: &str) -> Option<char> {
    match fold(text).as_str() {
        "tab" | "\\t" | "tabulator" => Some('\t'),
        "blank" | "blanks" | "space" | "spaces" | "whitespace" => Some(' '),
        "comma" => Some(','),
        "semicolon" => Some(';'),
        "pipe" => Some('|'),
        other => other.chars().next().filter(|_| other.chars().count() == 1),
    }
}

fn mark(text: &str) -> Option<char> {
    match fold(text).as_str() {
        "." | "point" | "dot" | "period" => Some('.'),
        "," | "comma" => Some(','),
        "blank" | "space" => Some(' '),
        "'" | "apostrophe" => Some('\''),
        other => other
            .chars()
            .next()
            .filter(|c| other.chars().count() == 1 && !c.is_alphanumeric()),
    }
}

fn dates(text: &str) -> Option<Dates> {
    let folded = fold(text);
    if folded.contains("1904") {
        return Some(Dates::Pattern("excel_1904"));
    }
    if folded.contains("1900") || folded == "excel" {
        return Some(Dates::Pattern("excel_1900"));
    }
    let letters: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
    let first = if letters.starts_with('d') || letters.starts_with("tag") {
        Order::DayFirst
    } else if letters.starts_with('m') || letters.starts_with("us") {
        Order::MonthFirst
    } else if letters.starts_with('y') || letters.starts_with('j') || letters.starts_with('a') {
        Order::YearFirst
    } else {
        return None;
    };
    Some(Dates::Order(first))
}

fn century(text: &str) -> Option<i32> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits
        .parse()
        .ok()
        .filter(|year| (1700..=2100).contains(year))
}

fn stamp(text: &str) -> Option<StampMark> {
    let folded = fold(text);
    ["start", "begin", "debut", "inicio", "anfang"]
        .iter()
        .any(|word| folded.contains(word))
        .then_some(StampMark::Start)
        .or_else(|| folded.contains("end").then_some(StampMark::End))
        .or_else(|| folded.contains("mid").then_some(StampMark::Middle))
}

#[expect(
    clippy::option_option,
    reason = "not understood, not to be read, and a quantity"
)]
fn quantity(text: &str) -> Option<Option<Quantity>> {
    let folded = fold(text);
    if ["nothing", "none", "ignore", "skip", "no"]
        .iter()
        .any(|word| folded.starts_with(word))
    {
        return Some(None);
    }
    match lexicon::quantities(text.split(',').next().unwrap_or(text))[..] {
        [quantity] => Some(Some(quantity)),
        _ => None,
    }
}

fn is_unit(text: &str) -> bool {
    Quantity::ALL
        .into_iter()
        .any(|quantity| Unit::parse(text, quantity).is_some())
}

fn statistic(text: &str) -> Option<Statistic> {
    lexicon::statistic(text)
}
