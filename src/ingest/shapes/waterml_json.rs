//! WaterML 1.1 as JSON: a list of series, each with its site, its variable and its values. A reading's line is
//! the line of its value, its column the byte in that line (65,535 where the line is longer).

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::domain::{Cause, Clock, Finding};
use crate::ingest::complaints::Kind;
use crate::ingest::decode::Source;
use crate::ingest::flags::Part;
use crate::ingest::number;
use crate::ingest::profile::Rules;
use crate::ingest::raw::RawClock;
use crate::ingest::stamp::{DateCache, Pattern, Stamp, offset_minutes, read_any};
use crate::ingest::table::{CORRECT, NO_NUMBER, NO_TIME, Reading, Table};

use super::{plan, rdb};

const NO_OFFSET: Kind = Kind::error(
    Cause::BadTime,
    "the stamp has no offset though others of the series have one",
    CORRECT,
);

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    value: Response<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    #[serde(borrow)]
    time_series: Vec<TimeSeries<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TimeSeries<'a> {
    #[serde(borrow)]
    source_info: SourceInfo<'a>,
    #[serde(borrow)]
    variable: Variable<'a>,
    #[serde(borrow, default)]
    values: Vec<Values<'a>>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SourceInfo<'a> {
    #[serde(borrow, default)]
    site_name: Cow<'a, str>,
    #[serde(borrow)]
    site_code: Vec<Code<'a>>,
    time_zone_info: Option<ZoneInfo>,
}

#[derive(Deserialize)]
struct Code<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ZoneInfo {
    default_time_zone: Option<Zone>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Zone {
    zone_offset: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variable<'a> {
    #[serde(borrow)]
    variable_code: Vec<Code<'a>>,
    unit: Option<Unit>,
    options: Option<Options>,
    no_data_value: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Unit {
    unit_code: Option<String>,
}

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    option: Vec<OptionCode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OptionCode {
    option_code: Option<String>,
}

#[derive(Deserialize)]
struct Values<'a> {
    #[serde(borrow, default)]
    value: Vec<Point<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Point<'a> {
    #[serde(borrow, default)]
    value: Cell<'a>,
    #[serde(borrow, default)]
    qualifiers: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    date_time: Cell<'a>,
}

/// Whatever stands in the place of a value: the service writes text, others have written numbers and null.
#[derive(Default)]
enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    #[default]
    Null,
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Cell<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cell::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cell::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Cell::Number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "readings have few digits")]
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Cell::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "readings have few digits")]
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cell::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Cell::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Other)
    }
}

impl Cell<'_> {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Number(number) => number.to_string(),
            Self::Null => "null".to_owned(),
            Self::Other => "an object or a list".to_owned(),
        }
    }
}

/// Reads the document.
pub(in crate::ingest) fn read(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let document: Document<'_> = match serde_json::from_slice(&source.bytes) {
        Ok(document) => document,
        Err(error) => {
            table.complaints.say(fault(&error));
            return;
        }
    };
    let places = Places::of(&source.bytes);
    let patterns = rules
        .time
        .as_ref()
        .map(|time| plan::patterns(&time.patterns))
        .unwrap_or_default();
    if document.value.time_series.is_empty() {
        table.complaints.say(
            Finding::warning(Cause::Incomplete, "the service sent no series at all")
                .hint("no data is not \"all clear\": check the request and ask again later"),
        );
    }
    for series in &document.value.time_series {
        let mut reader = Reader {
            rules,
            places: &places,
            patterns: &patterns,
            pattern: 0,
            cache: DateCache::default(),
            table: &mut *table,
        };
        reader.series(series);
    }
}

fn fault(error: &serde_json::Error) -> Finding {
    let cut = error.is_eof();
    let message = if cut {
        "the JSON text ends too early, so nothing of it is read".to_owned()
    } else {
        format!("the file is no WaterML as JSON: {error}")
    };
    Finding::error(Cause::BadShape, message)
        .line(u32::try_from(error.line()).unwrap_or(u32::MAX))
        .column(u32::try_from(error.column()).unwrap_or(u32::MAX))
        .hint("download the export again")
}

/// Where a text borrowed from the file stands.
struct Places<'a> {
    bytes: &'a [u8],
    ends: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            ends: memchr::memchr_iter(b'\n', bytes).collect(),
        }
    }

    /// Line and byte in the line, from 1; a text that is a copy has none.
    fn of_text(&self, cell: &Cell<'_>) -> (u32, u16) {
        let Cell::Text(Cow::Borrowed(text)) = cell else {
            return (0, 0);
        };
        let at = (text.as_ptr() as usize).wrapping_sub(self.bytes.as_ptr() as usize);
        let line = self.ends.partition_point(|&end| end < at);
        let begin = line
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] + 1);
        (
            u32::try_from(line + 1).unwrap_or(u32::MAX),
            u16::try_from(at - begin + 1).unwrap_or(u16::MAX),
        )
    }
}

struct Reader<'w, 'r, 'f> {
    rules: &'r Rules,
    places: &'w Places<'w>,
    patterns: &'w [Pattern],
    pattern: usize,
    cache: DateCache,
    table: &'w mut Table<'f>,
}

impl Reader<'_, '_, '_> {
    fn series(&mut self, series: &TimeSeries<'_>) {
        let code = |codes: &[Code<'_>]| codes.first().map(|code| code.value.clone().into_owned());
        let variable = &series.variable;
        let (Some(station), Some(parameter)) = (
            code(&series.source_info.site_code),
            code(&variable.variable_code),
        ) else {
            self.say(
                series,
                Cause::BadShape,
                "a series names no site or no variable",
            );
            return;
        };
        let statistic = statistic(variable);
        let Some(points) = series.values.first().map(|values| &values.value) else {
            return;
        };
        if series.values.iter().skip(1).any(|it| !it.value.is_empty()) {
            self.say(
                series,
                Cause::Duplicate,
                "a series has values of several methods; those of the first are read",
            );
        }
        let clock = self.clock(series, points);
        let Some(mut proto) = rdb::proto(self.rules, &parameter, statistic, clock) else {
            self.say(
                series,
                Cause::UnknownUnit,
                "a series holds a parameter or statistic that is not read; it is left aside",
            );
            return;
        };
        if let Some(unit) = variable
            .unit
            .as_ref()
            .and_then(|unit| unit.unit_code.clone())
        {
            proto.unit = unit;
        }
        if points.is_empty() {
            self.say(series, Cause::Incomplete, "a series has no values");
            return;
        }
        let daily = statistic.is_some();
        let name = Some(series.source_info.site_name.clone().into_owned());
        let index = self.table.series.len();
        self.table.series.push(proto.series(station, name, daily));
        for point in points {
            self.point(index, clock, variable.no_data_value, point);
        }
    }

    fn say(&mut self, series: &TimeSeries<'_>, cause: Cause, message: &str) {
        let finding = match cause {
            Cause::BadShape => Finding::error(cause, message),
            Cause::UnknownUnit => Finding::note(cause, message),
            _ => Finding::warning(cause, message),
        };
        self.table.complaints.say(
            finding
                .text(&series.name)
                .hint("ask the service for each series on its own, or add its code to the profile"),
        );
    }

    /// Stamps with an offset are instants; days are civil days of the site's standard time, as the file says it.
    fn clock(&self, series: &TimeSeries<'_>, points: &[Point<'_>]) -> RawClock {
        let stamped = points
            .iter()
            .any(|point| matches!(&point.date_time, Cell::Text(text) if text.len() > 23));
        if stamped {
            return RawClock::Instants;
        }
        let standard = series
            .source_info
            .time_zone_info
            .as_ref()
            .and_then(|info| info.default_time_zone.as_ref())
            .and_then(|zone| offset_minutes(zone.zone_offset.as_bytes()));
        standard.map_or(RawClock::Unstated, |minutes| {
            RawClock::Stated(Clock::Fixed(minutes))
        })
    }

    fn point(&mut self, series: usize, clock: RawClock, no_data: Option<f64>, point: &Point<'_>) {
        let (line, column) = self.places.of_text(&point.value);
        let place = (line, usize::from(column));
        let Some(stamp) = self.stamp(&point.date_time) else {
            self.table
                .reject(1, NO_TIME, place, point.date_time.text().as_bytes());
            return;
        };
        if clock == RawClock::Instants && stamp.offset.is_none() {
            self.table
                .reject(1, NO_OFFSET, place, point.date_time.text().as_bytes());
            return;
        }
        let number = match &point.value {
            Cell::Text(text) => number::parse(text.trim().as_bytes(), b'.'),
            Cell::Number(number) => Some(*number),
            Cell::Null => Some(f64::NAN),
            Cell::Other => None,
        };
        let Some(number) = number else {
            self.table
                .reject(1, NO_NUMBER, place, point.value.text().as_bytes());
            return;
        };
        let missing = no_data.is_some_and(|code| code.total_cmp(&number).is_eq());
        let flag = self.table.flags.index(&[Part {
            codes: self.rules.quality.get("remark"),
            split: " ",
            text: point.qualifiers.join(" "),
        }]);
        self.table.keep(
            series,
            Reading {
                time: stamp.millis - i64::from(stamp.offset.unwrap_or(0)) * 60_000,
                value: if missing { f64::NAN } else { number },
                flag,
                line,
                column,
            },
        );
    }

    fn stamp(&mut self, cell: &Cell<'_>) -> Option<Stamp> {
        let Cell::Text(text) = cell else {
            return None;
        };
        read_any(
            self.patterns,
            text.as_bytes(),
            &mut self.pattern,
            &mut self.cache,
        )
    }
}

/// The statistic code of a daily series; `00000` stands for instantaneous values.
fn statistic<'v>(variable: &'v Variable<'_>) -> Option<&'v str> {
    variable
        .options
        .iter()
        .flat_map(|options| &options.option)
        .filter_map(|option| option.option_code.as_deref())
        .find(|code| *code != "00000")
}
