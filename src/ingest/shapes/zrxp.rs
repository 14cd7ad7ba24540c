//! ZRXP: blocks of keys behind `#`, each followed by rows of stamp and value. Keys are told from what stands behind
//! them by no mark, so they are known by name: `SANR10039802` is the key `SANR` and the station 10039802.

use std::collections::BTreeMap;

use crate::domain::{Cause, Clock, DayRule, Finding, Statistic, Step};
use crate::ingest::decode::Source;
use crate::ingest::diagnose::Forms;
use crate::ingest::lines::Lines;
use crate::ingest::number;
use crate::ingest::profile::{ParameterRule, Rules};
use crate::ingest::raw::RawClock;
use crate::ingest::rows::{
    End, Extras, FlagPlan, Missing, Only, RowPlan, StationAt, ValuePlan, walk,
};
use crate::ingest::stamp::offset_minutes;
use crate::ingest::table::{Proto, Table};

use super::long::say_section;
use super::plan;

/// Keys of the exchange format; of two that fit the longer one is meant.
const KEYS: [&str; 28] = [
    "ZRXPVERSION",
    "ZRXPMODE",
    "ZRXPCREATOR",
    "SANR",
    "SNAME",
    "SWATER",
    "SSNR",
    "SOURCESYSTEM",
    "SOURCEID",
    "CDATASOURCE",
    "CNAME",
    "CTYPE",
    "CUNIT",
    "CNR",
    "CMW",
    "RINVAL",
    "RTIMELVL",
    "REXCHANGE",
    "RORPR",
    "RNR",
    "RID",
    "RSTATE",
    "TSPATH",
    "TSNAME",
    "TSSHORT",
    "TZ",
    "LAYOUT",
    "DEBUG",
];

/// Walks the blocks.
pub(in crate::ingest) fn read(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let mut lines = Lines::new(&source.bytes, source.line_end);
    loop {
        let block = Block::read(&mut lines, table);
        if let Some(plan) = block.plan(rules, table) {
            match walk(lines, &plan, table) {
                End::OfFile => return,
                End::OfSection(rest) => lines = rest,
            }
        } else if !to_next_block(&mut lines) {
            return;
        }
        say_section(lines, table);
    }
}

/// Passes over the rows of a block that is not read; whether another one follows.
fn to_next_block(lines: &mut Lines<'_>) -> bool {
    loop {
        let before = *lines;
        match lines.next() {
            Some(line) if line.bytes.starts_with(b"#") => {
                *lines = before;
                return true;
            }
            Some(_) => {}
            None => return false,
        }
    }
}

/// The keys of a block.
#[derive(Default)]
struct Block {
    keys: BTreeMap<&'static str, String>,
    line: u32,
}

impl Block {
    fn read(lines: &mut Lines<'_>, table: &Table<'_>) -> Self {
        let mut block = Self::default();
        loop {
            let before = *lines;
            let Some(line) = lines.next() else {
                return block;
            };
            let Some(text) = line.bytes.strip_prefix(b"#") else {
                if line.is_blank() {
                    continue;
                }
                *lines = before;
                return block;
            };
            if block.line == 0 {
                block.line = line.number;
            }
            let text = table.coding.decode(text).replace(";*;", "|*|");
            for part in text.split("|*|") {
                block.take(part.trim());
            }
        }
    }

    fn take(&mut self, part: &str) {
        let known = KEYS
            .iter()
            .filter(|key| part.starts_with(**key))
            .max_by_key(|key| key.len());
        if let Some(key) = known {
            let text = part[key.len()..].trim();
            if !matches!(text, "" | "*") {
                self.keys.insert(key, text.to_owned());
            }
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(String::as_str)
    }

    /// The parameter of the profile that the block names.
    fn parameter<'r>(&self, rules: &'r Rules) -> Option<&'r ParameterRule> {
        ["CNAME", "CNR"]
            .iter()
            .filter_map(|key| self.get(key))
            .find_map(|said| {
                let known = rules.parameters.iter();
                known
                    .filter(|(code, _)| code.eq_ignore_ascii_case(said))
                    .map(|(_, rule)| rule)
                    .next()
            })
    }

    fn plan<'r>(&self, rules: &'r Rules, table: &mut Table<'_>) -> Option<RowPlan<'r>> {
        let said: Vec<String> = self
            .keys
            .iter()
            .map(|(key, text)| format!("{key} {text}"))
            .collect();
        let fault = |message: &'static str| {
            Finding::error(Cause::BadShape, message)
                .line(self.line)
                .text(&said.join(", "))
                .hint("add the parameter to the profile, or ask the agency what the block measures")
        };
        let Some(parameter) = self.parameter(rules) else {
            table.complaints.say(fault(
                "the block names no quantity that the profile reads, so its readings are not taken in",
            ));
            return None;
        };
        let Some(station) = self.get("SANR").or_else(|| self.get("SNAME")) else {
            table.complaints.say(fault(
                "the block names no station, so its readings are not taken in",
            ));
            return None;
        };
        let (fields, flag) = self.layout();
        let time = rules.time.as_ref()?;
        Some(RowPlan {
            forms: Forms::of(&time.patterns),
            delimiter: b' ',
            quote: None,
            decimal: plan::byte(rules.decimal),
            fields,
            station: StationAt::Fixed(station.to_owned(), self.get("SNAME").map(str::to_owned)),
            time: (0, plan::patterns(&time.patterns)),
            time_of_day: None,
            offset: None,
            values: vec![ValuePlan {
                field: 1,
                flags: flag
                    .map(|field| FlagPlan {
                        required: false,
                        field,
                        codes: rules.quality.get("status"),
                        split: "",
                        missing: Vec::new(),
                    })
                    .into_iter()
                    .collect(),
                proto: self.proto(rules, parameter, table),
                missing: self.missing(rules),
                only: Only::default(),
                station: None,
                gauge: None,
                suffixes: None,
            }],
            unit: None,
            comment: None,
            footer: Vec::new(),
            header: None,
            section: Some(b"#".to_vec()),
            names: BTreeMap::new(),
            extras: Extras {
                ragged: true,
                ..Extras::default()
            },
        })
    }

    /// How many fields a row has, and which of them is the state of the value.
    fn layout(&self) -> (usize, Option<usize>) {
        let Some(layout) = self.get("LAYOUT") else {
            return (2, None);
        };
        let names: Vec<&str> = layout
            .trim_matches(['(', ')'])
            .split(',')
            .map(str::trim)
            .collect();
        let status = names.iter().position(|name| *name == "status");
        (names.len().max(2), status)
    }

    fn missing(&self, rules: &Rules) -> Missing {
        let text = self.get("RINVAL").unwrap_or_default();
        let decimal = plan::byte(rules.decimal);
        Missing {
            texts: vec![Vec::new()],
            numbers: number::parse(text.as_bytes(), decimal)
                .into_iter()
                .collect(),
            flags: Vec::new(),
        }
    }

    /// One value a day (`CMW1`) is the mean of its day; others are readings.
    fn proto(&self, rules: &Rules, parameter: &ParameterRule, table: &mut Table<'_>) -> Proto {
        let is_daily = self.get("CMW") == Some("1");
        let statistic = match parameter.statistic {
            Statistic::Instantaneous if is_daily => Statistic::Mean,
            statistic => statistic,
        };
        Proto {
            quantity: parameter.quantity,
            statistic,
            daily_statistic: parameter.daily_statistic,
            step: is_daily.then_some(Step::Day).or(parameter.step),
            unit: self.get("CUNIT").unwrap_or(&parameter.unit).to_owned(),
            clock: self.clock(table),
            stamp: rules.stamp,
            day: DayRule::MIDNIGHT,
        }
    }

    fn clock(&self, table: &mut Table<'_>) -> RawClock {
        let Some(said) = self.get("TZ") else {
            return RawClock::Unstated;
        };
        // The time of Central Europe is fixed where a system stores it: summer time would double an hour a year.
        let known = match said {
            "MEZ" | "CET" => Some(60),
            other => offset_minutes(other.as_bytes()),
        };
        known.map_or_else(
            || {
                table.complaints.say(
                    Finding::warning(
                        Cause::BadTime,
                        "the header names a clock that the profile does not know",
                    )
                    .line(self.line)
                    .text(said)
                    .hint("name the clock of the source in basin.toml"),
                );
                RawClock::Unstated
            },
            |minutes| RawClock::Stated(Clock::Fixed(minutes)),
        )
    }
}
