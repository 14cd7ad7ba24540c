//! A false value, written into an export the way its agency writes values.

use super::Spike;
use super::export::Export;
use super::text::Text;
use crate::domain::{Cause, Finding, Instant, Quantity};

/// Puts the spike into every file that has the reading. What levels are set on comes first: a stage where there is
/// one.
pub(super) fn put(exports: &mut [Export], spike: &Spike) -> Result<(), Box<Finding>> {
    for quantity in [
        Quantity::Stage,
        Quantity::Discharge,
        Quantity::Rain,
        Quantity::Storage,
    ] {
        let texts = exports.iter_mut().filter_map(Export::text_mut);
        let n: usize = texts.map(|text| put_in(text, spike, quantity)).sum();
        if n > 0 {
            return Ok(());
        }
    }
    let why = format!(
        "no export has a reading of \"{}\" at {} that could be changed",
        spike.station, spike.at
    );
    let hint = "name a station that reports and an instant at which it does, such as the quarter of an hour";
    Err(Box::new(Finding::error(Cause::Configuration, why).hint(
        match nearest(exports, spike) {
            Some(at) => format!("{hint}; the nearest one is at {at}"),
            None => hint.to_owned(),
        },
    )))
}

fn nearest(exports: &mut [Export], spike: &Spike) -> Option<Instant> {
    let texts = exports.iter_mut().filter_map(Export::text_mut);
    texts
        .flat_map(|text| &text.lines)
        .flat_map(|line| &line.cells)
        .filter(|cell| cell.station == spike.station && cell.value.is_finite())
        .map(|cell| cell.at)
        .min_by_key(|at| at.minutes_since(spike.at).abs())
}

fn put_in(text: &mut Text, spike: &Spike, quantity: Quantity) -> usize {
    let mut n = 0;
    for at in 0..text.lines.len() {
        let cells = text.lines[at].cells.iter();
        let mut cells = cells.filter(|cell| {
            cell.column > 0
                && cell.station == spike.station
                && cell.at == spike.at
                && cell.quantity == quantity
        });
        let Some((column, value)) = cells.next().map(|cell| (cell.column, cell.value)) else {
            continue;
        };
        let line = &text.lines[at].text;
        let places = text.fields(line);
        let Some(place) = column.checked_sub(1).and_then(|at| places.get(at)) else {
            continue;
        };
        let decimal = text.marks.decimal;
        let Some(written) = rewritten(&line[place.clone()], decimal, spike.value / value) else {
            continue;
        };
        let place = place.clone();
        text.lines[at].text.splice(place, written);
        n += 1;
    }
    n
}

/// A number as its field has it, so many times larger, with as many decimals.
fn rewritten(field: &[u8], decimal: u8, factor: f64) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(field).ok()?;
    let number = text.trim_matches(|mark: char| mark == '"' || mark.is_whitespace());
    let plain = number.replace(char::from(decimal), ".");
    let value: f64 = plain.parse().ok()?;
    let decimals = plain.split_once('.').map_or(0, |(_, after)| after.len());
    let larger = value * factor;
    let written = larger
        .is_finite()
        .then(|| format!("{larger:.decimals$}").replace('.', &char::from(decimal).to_string()))?;
    Some(text.replacen(number, &written, 1).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_as_the_agency_writes_it() {
        let check = |field: &str, decimal: u8, factor: f64, expected: &str| {
            let written = rewritten(field.as_bytes(), decimal, factor);
            assert_eq!(written.as_deref(), Some(expected.as_bytes()), "{field}");
        };
        check("106,00", b',', 2.5, "265,00");
        check("  \"1.603\" ", b'.', 2.0, "  \"3.206\" ");
        check("274", b'.', 0.5, "137");
        assert_eq!(rewritten(b"---", b'.', 2.0), None);
    }
}
