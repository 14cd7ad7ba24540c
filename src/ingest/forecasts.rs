//! Forecasts that others made: PI-XML with a forecast date, or CSV with an issue time. Never observations: what has
//! no issue time is refused, and nothing of it goes to the archive.

use quick_xml::events::{BytesStart, Event};

use crate::domain::{ExternalForecast, Instant, Quantity, Unit};

/// One forecast as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedForecast {
    /// Station as the file names it; empty where it names none.
    pub station: String,
    /// The forecast, in SI.
    pub forecast: ExternalForecast,
}

/// The forecasts of a file; `name` stands for the maker where the file names none.
///
/// A CSV has the columns `issued,time,value` and may have `station` and `source`; instants are RFC 3339, numbers have a
/// decimal point and are SI, and an empty value is missing. PI-XML needs a `forecastDate`; units are turned to SI.
///
/// # Errors
/// Why the file is no forecast, in words.
pub fn forecasts(
    bytes: &[u8],
    name: &str,
    quantity: Quantity,
) -> Result<Vec<StatedForecast>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let found = if text.trim_start().starts_with('<') {
        pi_xml(text, name, quantity)?
    } else {
        csv(text, name)?
    };
    if found.is_empty() {
        return Err("it holds no forecast value".to_owned());
    }
    Ok(found)
}

/// Puts a value where it belongs; forecasts are few in a file.
fn put(
    found: &mut Vec<StatedForecast>,
    (station, source): (&str, &str),
    issued: Instant,
    value: Option<(Instant, f64)>,
) {
    let is_own = |one: &StatedForecast| {
        one.station == station && one.forecast.source == source && one.forecast.issued == issued
    };
    if !found.iter().any(is_own) {
        found.push(StatedForecast {
            station: station.to_owned(),
            forecast: ExternalForecast {
                source: source.to_owned(),
                issued,
                values: Vec::new(),
            },
        });
    }
    if let (Some(one), Some(value)) = (found.iter_mut().find(|one| is_own(one)), value) {
        one.forecast.values.push(value);
    }
}

fn csv(text: &str, name: &str) -> Result<Vec<StatedForecast>, String> {
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let (_, head) = lines.next().ok_or("it is empty")?;
    let names: Vec<String> = head
        .split(',')
        .map(|name| name.trim().to_lowercase())
        .collect();
    let place = |wanted: &[&str]| {
        names
            .iter()
            .position(|name| wanted.contains(&name.as_str()))
    };
    let issued = place(&["issued", "issue_time", "issue", "forecast_date"])
        .ok_or("it has no column issued: without an issue time it is no forecast")?;
    let time = place(&["time", "valid", "valid_time"]).ok_or("it has no column time")?;
    let value = place(&["value", "forecast"]).ok_or("it has no column value")?;
    let (station, source) = (place(&["station"]), place(&["source"]));
    let mut found = Vec::new();
    for (n, line) in lines {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let at = |place: usize| fields.get(place).copied().unwrap_or_default();
        let instant = |place: usize| {
            Instant::parse(at(place)).ok_or_else(|| {
                format!(
                    "line {}: \"{}\" is no instant such as 2026-06-14T06:00:00Z",
                    n + 1,
                    at(place)
                )
            })
        };
        let (issued, time) = (instant(issued)?, instant(time)?);
        let number = match at(value) {
            "" => None,
            text => Some(
                text.parse::<f64>()
                    .ok()
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| {
                        format!(
                            "line {}: \"{text}\" is no number with a decimal point",
                            n + 1
                        )
                    })?,
            ),
        };
        let source = source
            .map(at)
            .filter(|source| !source.is_empty())
            .unwrap_or(name);
        put(
            &mut found,
            (station.map_or("", at), source),
            issued,
            number.map(|number| (time, number)),
        );
    }
    Ok(tidy(found))
}

/// What the header of one PI series says.
#[derive(Default)]
struct Header {
    station: String,
    unit: String,
    missing: Option<f64>,
    issued: Option<Instant>,
    member: String,
}

fn pi_xml(text: &str, name: &str, quantity: Quantity) -> Result<Vec<StatedForecast>, String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut header, mut element, mut hours) =
        (Vec::new(), Header::default(), String::new(), 0.0);
    loop {
        match reader
            .read_event()
            .map_err(|error| format!("it is no whole XML: {error}"))?
        {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                element = start.local_name().as_ref().to_owned();
                match element.as_str() {
                    "header" => header = Header::default(),
                    "forecastDate" => header.issued = instant(&start, hours),
                    "event" => event(&mut found, &header, (&start, hours, name), quantity)?,
                    _ => {}
                }
            }
            Event::Text(text) => {
                let said = text.trim().to_owned();
                if said.is_empty() {
                    continue;
                }
                match element.as_str() {
                    "timeZone" => hours = said.parse().unwrap_or(0.0),
                    "locationId" => header.station = said,
                    "units" => header.unit = said,
                    "missVal" => header.missing = said.parse().ok(),
                    "ensembleMemberIndex" => header.member = said,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(tidy(found))
}

/// `date` and `time` of an element, on a clock so many hours ahead of UTC.
fn instant(start: &BytesStart<'_>, hours: f64) -> Option<Instant> {
    let at = Instant::parse(&format!(
        "{}T{}Z",
        attribute(start, "date")?,
        attribute(start, "time")?
    ))?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a time zone is a few hundred minutes"
    )]
    let minutes = (hours * 60.0).round() as i64;
    Some(at.plus_minutes(-minutes))
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok().flatten()?;
    Some(found.value.into_owned())
}

fn event(
    found: &mut Vec<StatedForecast>,
    header: &Header,
    (start, hours, name): (&BytesStart<'_>, f64, &str),
    quantity: Quantity,
) -> Result<(), String> {
    let issued = header
        .issued
        .ok_or("a series of it has no forecastDate: without an issue time it is no forecast")?;
    let time = instant(start, hours).ok_or("an event has no date and time")?;
    let text = attribute(start, "value").unwrap_or_default();
    let value: f64 = text
        .parse()
        .map_err(|_| format!("\"{text}\" is no number"))?;
    let unit = Unit::parse(&header.unit, quantity)
        .ok_or_else(|| format!("the unit \"{}\" is none of this quantity", header.unit))?;
    let is_missing = !value.is_finite()
        || header
            .missing
            .is_some_and(|missing| missing.to_bits() == value.to_bits());
    let source = if header.member.is_empty() {
        name.to_owned()
    } else {
        format!("{name} {}", header.member)
    };
    put(
        found,
        (&header.station, &source),
        issued,
        (!is_missing).then(|| (time, unit.to_si(value))),
    );
    Ok(())
}

/// Without those that hold no value; each in the order of time.
fn tidy(mut found: Vec<StatedForecast>) -> Vec<StatedForecast> {
    found.retain(|one| !one.forecast.values.is_empty());
    for one in &mut found {
        one.forecast.values.sort_by_key(|(time, _)| *time);
    }
    found
}
