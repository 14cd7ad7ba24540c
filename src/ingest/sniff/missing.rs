//! Cells that mean "no value": words that are none, codes that the header declares, numbers that stand apart.

use crate::domain::{Cause, Finding, Quantity};

use super::build::Builder;
use super::cells::marks;
use super::lexicon;
use super::values::Value;

impl Builder<'_> {
    /// Codes for "no value" of a column: words that are none are taken with a note, numbers are asked about.
    pub(super) fn missing(&mut self, value: &Value) -> Option<Vec<String>> {
        let column = &self.scan.columns[value.at];
        let mut words: Vec<String> = vec![String::new()];
        for text in column.words.texts.keys() {
            let word = String::from_utf8_lossy(text).into_owned();
            if std::str::from_utf8(text).is_ok() && lexicon::is_missing_word(&word) {
                words.push(word);
            }
        }
        if words.len() > 1 {
            let says = format!(
                "cells of column {} that hold no number: {}",
                self.label(value.at),
                words[1..].join(" ")
            );
            self.say("missing", &says, None);
        }
        for word in words {
            if !self.rules.missing.contains(&word) {
                self.rules.missing.push(word);
            }
        }
        let declared: Vec<String> = self
            .facts
            .missing
            .iter()
            .map(|fact| fact.says.clone())
            .collect();
        for fact in self.facts.missing.clone() {
            if !self.rules.missing.contains(&fact.says) {
                self.rules.missing.push(fact.says.clone());
                self.say(
                    "missing",
                    &format!("\"{}\" says so", fact.text),
                    Some(fact.line),
                );
            }
        }
        let own: Vec<String> = match self.answers.missing() {
            Some(codes) => codes,
            None => self.suspects(value, &declared),
        };
        if own.is_empty() {
            return None;
        }
        let mut codes = self.rules.missing.clone();
        codes.extend(own);
        Some(codes)
    }

    /// Stars behind numbers are remarks on them.
    fn starred(&self, at: usize) -> bool {
        let words = &self.scan.columns[at].words.texts;
        let is_starred = |text: &Vec<u8>| {
            text.strip_suffix(b"*")
                .is_some_and(|number| marks(number.trim_ascii()).is_some())
        };
        words.keys().any(is_starred)
    }

    /// The list of marks behind numbers, where a column has them.
    pub(super) fn suffixes(&mut self, at: usize) -> Option<String> {
        if !self.starred(at) {
            return None;
        }
        let codes = self.rules.quality.entry("suffixes".to_owned()).or_default();
        codes.entry("*".to_owned()).or_default();
        self.say(
            "series.suffixes",
            "a star behind a number is kept as its flag",
            None,
        );
        Some("suffixes".to_owned())
    }

    /// Numbers that look like codes and stand apart from all other values: taken as "no value" with a warning.
    fn suspects(&mut self, value: &Value, declared: &[String]) -> Vec<String> {
        let numbers = self.scan.columns[value.at].numbers.clone();
        let mut own = Vec::new();
        for (text, (count, line)) in &numbers.codes.texts {
            let code = String::from_utf8_lossy(text).into_owned();
            let number: f64 = code.replace(',', ".").parse().unwrap_or(0.0);
            if declared
                .iter()
                .any(|known| known.replace(',', ".").parse() == Ok(number))
            {
                continue;
            }
            let apart = match numbers.others {
                // None of these quantities falls far below zero; a stage may.
                Some((least, _))
                    if number < 0.0 && value.quantity != Quantity::Stage && least >= 0.0 =>
                {
                    true
                }
                Some((least, most)) if number < 0.0 => {
                    number < least - (3.0 * (most - least)).max(2.0)
                }
                Some((least, most)) => {
                    number > most + (3.0 * (most - least)).max(most.abs())
                        && (*count >= 2 || number >= 9999.0)
                }
                None => !(0.0..9999.0).contains(&number),
            };
            if !apart {
                continue;
            }
            let label = self.label(value.at);
            self.codes.push((
                code.clone(),
                format!("{code} in column {label} (line {line}, {})", times(*count)),
            ));
            self.find(
                Finding::warning(Cause::Sentinel, format!("{code} stands {} in column {label}, apart from every other value; it is taken for \"no value\", though nothing says so", times(*count)))
                    .line(*line)
                    .text(&code)
                    .hint("if it is a reading, answer --set missing=none"),
            );
            own.push(code);
        }
        own
    }
}

/// How often, in words.
fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}
