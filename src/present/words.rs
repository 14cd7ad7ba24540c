//! Words, numbers and dates in the languages of the commission.
//!
//! A language is one file, `assets/languages/<tag>.ftl`, and one row in [`LANGUAGES`]. Numbers and dates are
//! written by the file too (`number-group`, `number-decimal`, `month-1` …), so nothing here knows a language.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::number::Marks;
use crate::domain::{Civil, Clock, Instant, Quantity};

/// Languages that ship: tag, own name, messages.
pub const LANGUAGES: [(&str, &str, &str); 2] = [
    (
        "en",
        "English",
        include_str!("../../assets/languages/en.ftl"),
    ),
    (
        "fr",
        "Français",
        include_str!("../../assets/languages/fr.ftl"),
    ),
];

/// What a message is filled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Filling<'a> {
    /// Text that is put in as it stands.
    Text(Cow<'a, str>),
    /// A whole number: grouped as the language does, and open to its plural rules.
    Count(u64),
}

impl<'a> From<&'a str> for Filling<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Filling<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Filling<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<u64> for Filling<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Filling<'_> {
    fn from(count: u32) -> Self {
        Self::Count(u64::from(count))
    }
}

impl From<usize> for Filling<'_> {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

struct Language {
    tag: &'static str,
    bundle: FluentBundle<FluentResource>,
    marks: Marks,
}

/// The words of one language, with others behind it for what it lacks; cheap to clone.
#[derive(Clone)]
pub struct Words {
    languages: Arc<[Language]>,
    /// Position of the first language.
    first: usize,
    side_by_side: usize,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.languages.iter().map(|language| language.tag))
            .finish()
    }
}

impl Words {
    /// Words of the first of `languages` that ships; the others, and at last English, stand in for what it lacks.
    /// `fr-CA` is served by `fr`.
    pub fn new(languages: &[String]) -> Self {
        let mut chosen: Vec<Language> = Vec::new();
        for wanted in languages.iter().map(String::as_str).chain(["en"]) {
            let primary = wanted.split(['-', '_']).next().unwrap_or_default();
            let row = LANGUAGES
                .iter()
                .find(|(tag, ..)| tag.eq_ignore_ascii_case(primary));
            if let Some((tag, _, text)) = row
                && chosen.iter().all(|language| language.tag != *tag)
            {
                chosen.push(Language::new(tag, text));
            }
        }
        Self {
            languages: chosen.into(),
            first: 0,
            side_by_side: 1,
        }
    }

    /// The same, with the first `n` languages at once: "Stage · Hauteur d'eau". Numbers in single words stay those
    /// of the first; see [`Words::say`] for sentences.
    #[must_use]
    pub fn side_by_side(mut self, n: usize) -> Self {
        self.side_by_side = n.clamp(1, self.languages.len());
        self
    }

    /// The first language alone, for a cell that has room for one.
    #[must_use]
    pub fn first(&self) -> Self {
        Self {
            side_by_side: 1,
            ..self.clone()
        }
    }

    /// Each language that is shown, alone, in order.
    pub fn each(&self) -> Vec<Self> {
        (self.first..self.first + self.side_by_side)
            .map(|first| Self {
                languages: Arc::clone(&self.languages),
                first,
                side_by_side: 1,
            })
            .collect()
    }

    /// A text made of several words and numbers, once in each language that is shown.
    pub fn say(&self, text: impl Fn(&Self) -> String) -> String {
        side_by_side(self.each().iter().map(text))
    }

    /// Tag of the first language, such as "fr".
    pub fn tag(&self) -> &'static str {
        self.in_order().next().map_or("en", |language| language.tag)
    }

    /// The first language, then the others in the order of the commission.
    fn in_order(&self) -> impl Iterator<Item = &Language> {
        let others = self
            .languages
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != self.first)
            .map(|(_, language)| language);
        self.languages.get(self.first).into_iter().chain(others)
    }

    /// The words of a key without a place to fill. A key that no language has is given back itself.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The words of a key, its places filled by name.
    pub fn with(&self, key: &str, fillings: &[(&str, Filling<'_>)]) -> String {
        let found = self
            .in_order()
            .filter_map(|language| language.message(key, fillings))
            .take(self.side_by_side);
        let text = side_by_side(found);
        if text.is_empty() {
            key.to_owned()
        } else {
            text
        }
    }

    fn marks(&self) -> Marks {
        self.in_order()
            .next()
            .map_or(Marks::PLAIN, |language| language.marks)
    }

    fn alone(&self, key: &str, fillings: &[(&str, Filling<'_>)]) -> String {
        self.first().with(key, fillings)
    }

    /// A number with so many decimals: "1,234.5", "1 234,5"; "–" for NaN.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        self.marks().number(value, decimals)
    }

    /// A number that always shows its sign; zero has none.
    pub fn signed(&self, value: f64, decimals: usize) -> String {
        self.marks().signed(value, decimals)
    }

    /// A whole number, grouped.
    pub fn count(&self, value: u64) -> String {
        self.marks().count(value)
    }

    /// A value in SI with the decimals and the unit of its quantity: "4.12 m"; "–" when there is none.
    pub fn value(&self, value: Option<f64>, quantity: Quantity) -> String {
        let facts = quantity.facts();
        match value.filter(|value| value.is_finite()) {
            Some(value) => format!(
                "{} {}",
                self.number(value, facts.decimals),
                facts.unit.symbol()
            ),
            None => MISSING.to_owned(),
        }
    }

    /// A figure of an agreement with its unit: "1,040 hm³"; "–" when there is none.
    pub fn figure(&self, value: Option<f64>, unit: &str) -> String {
        match value.filter(|value| value.is_finite()) {
            Some(value) => format!("{} {}", self.bare_figure(value), unit_as_written(unit))
                .trim_end()
                .to_owned(),
            None => MISSING.to_owned(),
        }
    }

    /// The same without its unit, for a column whose heading names it. Decimals by magnitude: three figures that
    /// count are enough to talk about, and a table stays readable.
    pub fn bare_figure(&self, value: f64) -> String {
        self.number(value, decimals_of(value))
    }

    /// A value as it went into a computation, with seven figures that count at most: "4.125 m".
    pub fn exact(&self, value: Option<f64>, unit: &str) -> String {
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                // Nine digits that count are what readings can carry; the rest is the noise of adding them up.
                let rounded = format!("{:.8e}", value.abs()).parse().unwrap_or(value);
                let shortest = format!("{:e}", rounded.abs());
                let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
                let exponent: i64 = exponent.parse().unwrap_or(0);
                let n_digits = i64::try_from(digits.len().saturating_sub(1))
                    .unwrap_or(7)
                    .clamp(1, 7);
                let decimals = usize::try_from(n_digits - 1 - exponent)
                    .unwrap_or(0)
                    .min(12);
                format!("{} {}", self.number(value, decimals), unit_as_written(unit))
                    .trim_end()
                    .to_owned()
            }
            None => MISSING.to_owned(),
        }
    }

    /// "14 Jun 2026" on a clock.
    pub fn date(&self, civil: Civil) -> String {
        use chrono::Datelike as _;
        self.alone(
            "date",
            &[
                ("day", civil.day().to_string().into()),
                ("month", self.month(civil.month()).into()),
                ("year", civil.year().to_string().into()),
            ],
        )
    }

    /// "14 Jun" on a clock.
    pub fn day(&self, civil: Civil) -> String {
        use chrono::Datelike as _;
        self.alone(
            "date-day",
            &[
                ("day", civil.day().to_string().into()),
                ("month", self.month(civil.month()).into()),
            ],
        )
    }

    /// "Jun 2026" on a clock.
    pub fn month_of_year(&self, civil: Civil) -> String {
        use chrono::Datelike as _;
        self.alone(
            "date-month",
            &[
                ("month", self.month(civil.month()).into()),
                ("year", civil.year().to_string().into()),
            ],
        )
    }

    /// Short name of a month, 1 to 12.
    pub fn month(&self, month: u32) -> String {
        self.alone(&format!("month-{month}"), &[])
    }

    /// "14 Jun 2026 06:00" on a clock, which the caller names.
    pub fn date_and_time(&self, at: Instant, clock: Clock) -> String {
        let civil = clock.civil(at);
        format!("{} {}", self.date(civil), civil.format("%H:%M"))
    }

    /// A travel time: "14 h", "14.5 h".
    pub fn hours(&self, hours: f64) -> String {
        let decimals = usize::from((hours - hours.round()).abs() >= 0.05);
        self.alone("hours", &[("n", self.number(hours, decimals).into())])
    }

    /// An age in one unit, rounded down: "15 min", "9 h", "2 d". From two hours in hours, from two days in days.
    pub fn age(&self, minutes: Option<i64>) -> String {
        let Some(minutes) = minutes else {
            return self.get("age-none");
        };
        let minutes = minutes.max(0);
        let (key, n) = match minutes {
            0..120 => ("age-minutes", minutes),
            120..2880 => ("age-hours", minutes / 60),
            _ => ("age-days", minutes / 1440),
        };
        self.alone(key, &[("n", n.unsigned_abs().into())])
    }
}

/// Texts of several languages in one line. What differs in spaces only, as around a colon, is said once.
pub(super) fn side_by_side(texts: impl IntoIterator<Item = String>) -> String {
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let mut said: Vec<String> = Vec::new();
    for text in texts {
        if said.iter().all(|other| bare(other) != bare(&text)) {
            said.push(text);
        }
    }
    said.join(" · ")
}

/// What the first language says of a text that says it in several, for a place with room for one. Meant for
/// texts that hold no " · " of their own.
pub fn first_said(text: &str) -> &str {
    text.split(" · ").next().unwrap_or(text)
}

/// Stands where there is no value.
pub const MISSING: &str = "–";

/// An agreement's unit with its powers raised: "m3/s" is written "m³/s".
pub fn unit_as_written(unit: &str) -> String {
    unit.replace("m3", "m³")
        .replace("ft3", "ft³")
        .replace("m2", "m²")
}

pub(super) fn decimals_of(value: f64) -> usize {
    match value.abs() {
        size if size >= 99.95 || size == 0.0 => 0,
        size if size >= 9.995 => 1,
        _ => 2,
    }
}

impl Language {
    fn new(tag: &'static str, text: &str) -> Self {
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        // A key given twice keeps its first words; the test of the languages names it.
        let _twice = bundle.add_resource(resource);
        let mut language = Self {
            tag,
            bundle,
            marks: Marks::PLAIN,
        };
        let mark = |key: &str, otherwise: char| {
            language
                .message(key, &[])
                .and_then(|text| text.chars().next())
                .unwrap_or(otherwise)
        };
        let marks = Marks {
            group: mark("number-group", Marks::PLAIN.group),
            decimal: mark("number-decimal", Marks::PLAIN.decimal),
        };
        language.marks = marks;
        language.group_counts(marks.group);
        language
    }

    /// Fluent's formatter is a bare function, so the grouping mark travels in its type.
    fn group_counts(&mut self, mark: char) {
        let bundle = &mut self.bundle;
        match mark {
            ',' => bundle.set_formatter(Some(grouped::<',', _>)),
            '.' => bundle.set_formatter(Some(grouped::<'.', _>)),
            '\'' => bundle.set_formatter(Some(grouped::<'\'', _>)),
            '\u{a0}' => bundle.set_formatter(Some(grouped::<'\u{a0}', _>)),
            _ => bundle.set_formatter(Some(grouped::<'\u{202f}', _>)),
        }
    }

    fn message(&self, key: &str, fillings: &[(&str, Filling<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::with_capacity(fillings.len());
        for (name, filling) in fillings {
            match filling {
                Filling::Text(text) => arguments.set(*name, text.as_ref()),
                Filling::Count(count) => arguments.set(*name, *count),
            }
        }
        let mut faults = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(&arguments), &mut faults)
                .into_owned(),
        )
    }
}

fn grouped<const MARK: char, M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let marks = Marks {
        group: MARK,
        decimal: '.',
    };
    Some(marks.number(number.value, 0))
}
