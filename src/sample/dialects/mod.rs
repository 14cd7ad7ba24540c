//! How each agency writes: one dialect a file, in the true layout of a real agency and with words of our own.

pub(super) mod ana;
pub(super) mod ehyd;
pub(super) mod gkd;
pub(super) mod knmi;
pub(super) mod rdb;
pub(super) mod wiski;
pub(super) mod wsc;

use chrono::NaiveDate;

use super::clock::Minute;

/// A daily value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// `None` where the agency has no value.
    pub(super) value: Option<f64>,
    pub(super) note: Note,
}

/// What an agency says about a value beside the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// Nothing.
    Plain,
    /// Its own estimate.
    Estimated,
    /// Affected by ice.
    Ice,
    /// The instrument failed.
    Equipment,
}

/// A reading at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) at: Minute,
    pub(super) value: Option<f64>,
    pub(super) note: Note,
}

/// Text in ISO-8859-1. What it does not have becomes a question mark, as in many an agency's export.
pub(super) fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}

/// A number with a decimal comma.
pub(super) fn comma(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('.', ",")
}

/// Rounds to so many significant digits; at least to whole hundredths.
pub(super) fn significant(value: f64, digits: i32) -> f64 {
    let mut unit = 0.01;
    while value.abs() >= unit * power_of_ten(digits) {
        unit *= 10.0;
    }
    // Whole units first, so that 64.4 is the nearest number to 64.4 and not 64.400000000000006.
    if unit < 1.0 {
        let per_one = (1.0 / unit).round();
        (value * per_one).round() / per_one
    } else {
        (value / unit).round() * unit.round()
    }
}

fn power_of_ten(digits: i32) -> f64 {
    (0..digits).fold(1.0, |power, _| power * 10.0)
}
