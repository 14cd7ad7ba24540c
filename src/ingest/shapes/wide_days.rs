//! One month a line, one column a day, the flags of the days behind them. A month may stand there at two levels
//! of consistency: for each day the better level that has a value counts, the other is a duplicate.

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, Statistic};
use crate::ingest::columns::column_names;
use crate::ingest::complaints::Kind;
use crate::ingest::decode::Source;
use crate::ingest::flags::Part;
use crate::ingest::lines::{Fields, Line, Lines};
use crate::ingest::preamble::Preamble;
use crate::ingest::profile::{Rules, SeriesRule, WideRule};
use crate::ingest::raw::RawSeries;
use crate::ingest::recognise::is_header;
use crate::ingest::rows::{Cell, Missing};
use crate::ingest::stamp::{DateCache, Pattern, date_text, days_in_month, read_any};
use crate::ingest::table::{CORRECT, CUT, NO_NUMBER, NO_TIME, Proto, Reading, Table};

use super::plan::{self, Names};

const DAY_MS: i64 = 86_400_000;

const RAGGED: Kind = Kind::error(
    Cause::BadShape,
    "the row has another number of fields than the row of names; nothing is filled in or dropped",
    CORRECT,
);
const NO_DAY: Kind = Kind::error(
    Cause::BadTime,
    "the cell belongs to a day that its month does not have",
    CORRECT,
);
const NO_LEVEL: Kind = Kind::error(
    Cause::BadShape,
    "the level of consistency is not known to the profile",
    "ask the agency what the level means",
);
const NO_STATION: Kind = Kind::error(Cause::BadShape, "the row names no station", CORRECT);

/// Walks the file.
pub(in crate::ingest) fn read(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let mut lines = Lines::new(&source.bytes, source.line_end);
    let names = lines.by_ref().find_map(|line| {
        let text = table.coding.decode(line.bytes);
        is_header(rules, &text).then(|| column_names(rules, &text))
    });
    let Some(plan) = names.and_then(|names| WidePlan::new(rules, &names, table)) else {
        table.complaints.say(
            Finding::error(Cause::BadShape, "no row names day columns")
                .hint("the file may be cut; download it again"),
        );
        return;
    };
    let mut walker = Walker {
        plan: &plan,
        table,
        fields: Fields::default(),
        cache: DateCache::default(),
        found: BTreeMap::new(),
        flag: (Vec::new(), 0),
        scratch: Vec::new(),
    };
    for line in lines {
        if !line.is_blank() {
            walker.row(line);
        }
    }
    walker.settle();
}

/// Where everything stands in a row.
struct WidePlan<'r> {
    rules: &'r Rules,
    wide: &'r WideRule,
    names: Names,
    station: usize,
    month: (usize, Vec<Pattern>),
    level: usize,
    daily: Option<usize>,
    hour: Option<(usize, Vec<Pattern>)>,
    families: Vec<Family<'r>>,
}

/// The day columns of one quantity.
struct Family<'r> {
    series: &'r SeriesRule,
    proto: Proto,
    missing: Missing,
    /// Fields of the days 1 to 31 and of their flags.
    days: Vec<(usize, Vec<Option<usize>>)>,
}

impl<'r> WidePlan<'r> {
    fn new(rules: &'r Rules, names: &Names, table: &mut Table<'_>) -> Option<Self> {
        let wide = rules.wide.as_ref()?;
        let at = |name: &String| names.iter().position(|(known, _)| known == name);
        let (clock, _) = plan::clock(rules, &Preamble::default(), names, table);
        let families = rules
            .series
            .iter()
            .filter_map(|series| {
                Some(Family {
                    series,
                    proto: plan::proto(rules, series, None, clock),
                    missing: plan::missing(rules, series.missing.as_ref(), &table.coding),
                    days: day_columns(series, names)?,
                })
            })
            .collect();
        let hour = wide.hour.as_ref().and_then(at);
        Some(Self {
            rules,
            wide,
            station: plan::field(rules.station.as_ref()?.column.as_ref()?, names)?,
            month: (
                at(&wide.month)?,
                plan::patterns(std::slice::from_ref(&wide.pattern)),
            ),
            level: at(&wide.level)?,
            daily: wide.daily.as_ref().and_then(at),
            hour: hour.zip(
                wide.hour_pattern
                    .as_ref()
                    .map(|text| plan::patterns(std::slice::from_ref(text))),
            ),
            families,
            names: names.clone(),
        })
    }
}

fn day_columns(series: &SeriesRule, names: &Names) -> Option<Vec<(usize, Vec<Option<usize>>)>> {
    use crate::ingest::profile::ColumnRef;
    let ColumnRef::Name(stem) = &series.column else {
        return None;
    };
    let at = |name: &str| names.iter().position(|(known, _)| known == name);
    (1..=31)
        .map(|day| {
            let name = format!("{stem}{day:02}");
            let flags = series
                .flags
                .iter()
                .map(|flag| match &flag.column {
                    ColumnRef::Name(suffix) => at(&format!("{name}{suffix}")),
                    ColumnRef::Place(_) | ColumnRef::Nth { .. } | ColumnRef::Begins { .. } => None,
                })
                .collect();
            Some((at(&name)?, flags))
        })
        .collect()
}

/// A series of the file: station, family, and whether its values are readings at a time of day.
type SeriesOf = (Vec<u8>, usize, bool);

/// A reading and the rank of its level, best first.
type Ranked = (usize, Reading);

struct Walker<'w, 'r, 'f> {
    plan: &'w WidePlan<'r>,
    table: &'w mut Table<'f>,
    fields: Fields,
    cache: DateCache,
    found: BTreeMap<SeriesOf, Vec<Ranked>>,
    /// The flag cells of the day before, and their index.
    flag: (Vec<u8>, u16),
    scratch: Vec<u8>,
}

/// What a row says about all of its cells.
struct RowFacts {
    station: Vec<u8>,
    /// First day of the month, milliseconds.
    month: i64,
    days: usize,
    rank: usize,
    /// Milliseconds after midnight of readings that are no daily means.
    at_hour: Option<i64>,
}

impl Walker<'_, '_, '_> {
    fn row(&mut self, line: Line<'_>) {
        let plan = self.plan;
        let delimiter = plan::byte(plan.rules.delimiter.unwrap_or(';'));
        let quote = plan.rules.quote.map(plan::byte);
        let split = !line.is_endless() && self.fields.split(line.bytes, delimiter, quote).is_ok();
        // The agency ends each row, and not the row of names, with a delimiter.
        let n = self.fields.len();
        let names = plan.names.len();
        let trailing = n == names + 1 && self.fields.get(line.bytes, names).is_empty();
        if !split || !(n == names || trailing) {
            self.reject(RAGGED, line, 0, line.bytes);
            return;
        }
        let Some(facts) = self.facts(line) else {
            return;
        };
        for family in 0..plan.families.len() {
            self.days(line, family, &facts);
        }
        if !line.ended {
            self.table
                .complaints
                .at(CUT, line.number, 0, &self.table.coding.decode(line.bytes));
        }
    }

    /// Rejects the cells of a row: as many as its month has days, or a month of 31 where that is not known.
    fn reject(&mut self, kind: Kind, line: Line<'_>, field: usize, text: &[u8]) {
        let cells = 31 * self.plan.families.len();
        self.table.reject(cells, kind, (line.number, field), text);
    }

    fn facts(&mut self, line: Line<'_>) -> Option<RowFacts> {
        let plan = self.plan;
        let text = |field: usize| self.fields.get(line.bytes, field);
        let (field, patterns) = &plan.month;
        let Some(month) = read_any(patterns, text(*field), &mut 0, &mut self.cache) else {
            self.reject(
                NO_TIME,
                line,
                field + 1,
                self.fields.get(line.bytes, *field),
            );
            return None;
        };
        let level = text(plan.level);
        let rank = plan
            .wide
            .prefer
            .iter()
            .position(|known| known.as_bytes() == level);
        let Some(rank) = rank else {
            self.reject(NO_LEVEL, line, plan.level + 1, level);
            return None;
        };
        let station = text(plan.station);
        if station.is_empty() {
            self.reject(NO_STATION, line, plan.station + 1, line.bytes);
            return None;
        }
        let (year, number, first) = civil(month.millis)?;
        let (days, month) = (
            days_in_month(year, number),
            month.millis - (first - 1) * DAY_MS,
        );
        Some(RowFacts {
            station: station.to_vec(),
            month,
            days: usize::try_from(days).ok()?,
            rank,
            at_hour: self.at_hour(line),
        })
    }

    /// The time of day of a row that holds readings instead of daily means.
    fn at_hour(&mut self, line: Line<'_>) -> Option<i64> {
        if self.fields.get(line.bytes, self.plan.daily?) != b"0" {
            return None;
        }
        let (field, patterns) = self.plan.hour.as_ref()?;
        let text = self.fields.get(line.bytes, *field);
        let stamp = read_any(patterns, text, &mut 0, &mut DateCache::default())?;
        Some(stamp.millis.rem_euclid(DAY_MS))
    }

    fn days(&mut self, line: Line<'_>, at: usize, facts: &RowFacts) {
        let family = &self.plan.families[at];
        let mut readings = Vec::with_capacity(facts.days);
        self.flag.0.clear(); // Another family may mean other things by the same code.
        for (day, (field, flags)) in family.days.iter().enumerate() {
            let text = self.fields.get(line.bytes, *field);
            if day >= facts.days {
                if !text.is_empty() {
                    self.table.reject(1, NO_DAY, (line.number, field + 1), text);
                }
                continue;
            }
            let value = match family
                .missing
                .meaning(text, plan::byte(self.plan.rules.decimal))
            {
                Cell::Value(value) => value,
                Cell::Missing | Cell::MissingBecause => f64::NAN,
                Cell::NoNumber => {
                    self.table
                        .reject(1, NO_NUMBER, (line.number, field + 1), text);
                    continue;
                }
            };
            let flag = self.flag(line, family, flags);
            let day = i64::try_from(day).unwrap_or_default();
            readings.push((
                facts.rank,
                Reading {
                    time: facts.month + day * DAY_MS + facts.at_hour.unwrap_or(0),
                    value,
                    flag,
                    line: line.number,
                    column: u16::try_from(field + 1).unwrap_or(u16::MAX),
                },
            ));
        }
        let key = (facts.station.clone(), at, facts.at_hour.is_some());
        self.found.entry(key).or_default().append(&mut readings);
    }

    fn flag(&mut self, line: Line<'_>, family: &Family<'_>, fields: &[Option<usize>]) -> u16 {
        let plan = self.plan;
        self.scratch.clear();
        self.scratch
            .extend_from_slice(self.fields.get(line.bytes, plan.level));
        for field in fields.iter().flatten() {
            self.scratch.push(0x1f);
            self.scratch
                .extend_from_slice(self.fields.get(line.bytes, *field));
        }
        // The day before mostly has the same flags.
        if self.flag.0 == self.scratch && line.ended {
            return self.flag.1;
        }
        let coding = &self.table.coding;
        let mut parts = vec![Part {
            codes: plan.rules.quality.get(&plan.wide.level_codes),
            split: "",
            text: coding.decode(self.fields.get(line.bytes, plan.level)),
        }];
        for (rule, field) in family.series.flags.iter().zip(fields) {
            if let Some(field) = field {
                parts.push(Part {
                    codes: plan.rules.quality.get(&rule.codes),
                    split: &rule.split,
                    text: coding.decode(self.fields.get(line.bytes, *field)),
                });
            }
        }
        let flag = self.table.flags.index(&parts);
        self.flag = (self.scratch.clone(), flag);
        if line.ended {
            flag
        } else {
            self.table.flags.suspect(flag)
        }
    }

    /// Chooses among the levels and hands the series over in the order of time.
    fn settle(self) {
        let table = self.table;
        for ((station, at, at_hour), mut readings) in self.found {
            let mut proto = self.plan.families[at].proto.clone();
            if at_hour {
                proto.statistic = Statistic::Instantaneous;
            }
            let station = table.coding.decode(&station);
            let index = table.series.len();
            let named = format!(
                "{station} · {} {}",
                proto.quantity.word(),
                proto.statistic.word()
            );
            let begun: RawSeries = proto.series(station, None, !at_hour);
            table.series.push(begun);
            // Stable, so that two lines of one level keep the order of the file.
            readings.sort_by_key(|(rank, reading)| (reading.time, *rank));
            let mut superseded = Superseded::default();
            for group in readings.chunk_by(|a, b| a.1.time == b.1.time) {
                choose(group, index, table);
                superseded.add(group);
            }
            if let Some(note) = superseded.note(named) {
                table.complaints.say(note);
            }
        }
    }
}

/// Days of a series that have a value at more than one level.
#[derive(Default)]
struct Superseded {
    days: u64,
    differ: u64,
    /// The first line that a better level supersedes.
    line: Option<u32>,
}

impl Superseded {
    /// Adds the readings of one day, best level first.
    fn add(&mut self, group: &[Ranked]) {
        let mut valued = group.iter().filter(|(_, reading)| !reading.value.is_nan());
        let Some((rank, best)) = valued.next() else {
            return;
        };
        let others: Vec<&Reading> = valued
            .filter_map(|(other, reading)| (other != rank).then_some(reading))
            .collect();
        let Some(line) = others.iter().map(|other| other.line).min() else {
            return;
        };
        self.days += 1;
        self.differ += u64::from(others.iter().any(|other| other.value != best.value));
        self.line = Some(self.line.map_or(line, |first| first.min(line)));
    }

    fn note(&self, series: String) -> Option<Finding> {
        let message = format!(
            "{} {} given at two consistency levels; the consistent one counts, {} of them {}",
            self.days,
            if self.days == 1 {
                "reading is"
            } else {
                "readings are"
            },
            self.differ,
            if self.differ == 1 {
                "differs"
            } else {
                "differ"
            }
        );
        self.line.map(|line| {
            Finding::note(Cause::Duplicate, message)
                .line(line)
                .entry(series)
                .hint("nothing needs to be done; both levels stand in the kept file")
        })
    }
}

/// Keeps the readings of the best level that has a value.
fn choose(group: &[Ranked], series: usize, table: &mut Table<'_>) {
    let best = group
        .iter()
        .find(|(_, reading)| !reading.value.is_nan())
        .map(|(rank, _)| *rank);
    let kept = best.unwrap_or(group[0].0);
    let mut missing_told = false;
    for &(rank, reading) in group {
        let missing = reading.value.is_nan();
        if rank == kept && !(missing && (best.is_some() || missing_told)) {
            table.keep(series, reading);
            missing_told |= missing;
            continue;
        }
        table.receipt.read += 1;
        if missing {
            table.receipt.missing += 1;
        } else {
            table.receipt.duplicate += 1;
        }
    }
}

/// Year, month and day of a civil time.
fn civil(millis: i64) -> Option<(i64, i64, i64)> {
    let text = date_text(millis);
    let mut parts = text.get(..10)?.split('-');
    let mut next = || parts.next()?.parse::<i64>().ok();
    Some((next()?, next()?, next()?))
}
