//! Rows of one file → series and columns of words.

use std::collections::BTreeMap;

use super::clock::{self, TimeSettings};
use super::roles::{self, Column, Role};
use super::text::{self, Row};
use super::unit::{self, Units};
use super::value::{CODES, Cell, Decimal};
use crate::domain::{Cause, Finding, Findings};
use crate::indicators::catalogue::{Points, Resolution};

/// What was set about reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Columns to take; all where it is empty.
    pub(super) columns: Vec<String>,
    /// Unit of the values, where it is said.
    pub(super) unit: Option<String>,
    /// Numbers that mean "no value"; the usual ones where it is `None`.
    pub(super) missing: Option<Vec<f64>>,
    /// What was set about times.
    pub(super) times: TimeSettings,
}

/// What one file holds.
#[derive(Default)]
pub(super) struct Table {
    /// In the order of the file.
    pub(super) series: Vec<Points>,
    /// Columns of words, one text for each value of the series one after another.
    pub(super) columns: Vec<(String, Vec<String>)>,
    /// What a person should know about it.
    pub(super) notes: Vec<String>,
}

/// Reads a file. What cannot be read is a finding, and what stands beside it is kept.
///
/// # Errors
/// When nothing of it can be read: no rows, no times, no numbers.
pub(super) fn read(
    bytes: &[u8],
    set: &Reading,
    findings: &mut Findings,
) -> Result<Table, Box<Finding>> {
    let mut rows = text::rows(bytes, findings);
    let decimal = Decimal::of(&rows.rows, rows.delimiter);
    let is_headed = rows
        .rows
        .first()
        .is_some_and(|row| roles::is_heading(row, decimal));
    let heading = is_headed.then(|| rows.rows.remove(0));
    if rows.rows.is_empty() {
        return Err(refused(
            "the file holds no rows",
            "give a CSV with the columns time,value",
        ));
    }
    let columns = roles::columns(heading.as_ref(), &rows.rows, decimal);
    keep_shape(&columns, &mut rows.rows, findings);
    let times = clock::times((&columns, &rows.rows), decimal, set.times, findings)?;
    let values = value_columns(&columns, &set.columns)?;
    let mut filling = Filling {
        columns: &columns,
        decimal,
        set,
        findings,
        units: Units::new(set.unit.as_deref()),
        codes: BTreeMap::new(),
        names: Vec::new(),
        places: BTreeMap::new(),
        cells: Vec::new(),
    };
    for (n, (row, millis)) in rows.rows.iter().zip(&times.millis).enumerate() {
        if let Some(millis) = millis {
            filling.row(n, row, *millis, &values);
        }
    }
    filling.finish(&rows.rows, times.resolution)
}

fn refused(why: impl Into<String>, hint: impl Into<String>) -> Box<Finding> {
    Box::new(Finding::error(Cause::BadShape, why).hint(hint))
}

/// Leaves out rows that are too long or have no more than a beginning.
fn keep_shape(columns: &[Column], rows: &mut Vec<Row>, findings: &mut Findings) {
    rows.retain(|row| {
        let extra = row
            .cells
            .iter()
            .skip(columns.len())
            .any(|cell| !cell.is_empty());
        let short = row.cells.len() == 1 && columns.len() > 1;
        if extra || short {
            findings.push(
                Finding::error(
                    Cause::BadShape,
                    format!(
                        "the row has {} cells and the table {} columns",
                        row.cells.len(),
                        columns.len()
                    ),
                )
                .line(row.line)
                .text(&row.cells.join(" · "))
                .hint("write one cell a column; quote a cell that holds the delimiter"),
            );
        }
        !(extra || short)
    });
}

/// Columns of numbers that were asked for; a file of bounds alone has none, and one series without values.
fn value_columns(columns: &[Column], wanted: &[String]) -> Result<Vec<usize>, Box<Finding>> {
    let at = |role| move |(n, column): (usize, &Column)| (column.role == role).then_some(n);
    if wanted.is_empty() {
        let found: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter_map(at(Role::Value))
            .collect();
        let has_words = columns.iter().any(|column| column.role == Role::Words);
        return if found.is_empty() && !has_words {
            Err(refused(
                "no column holds numbers",
                "give a CSV with the columns time,value",
            ))
        } else {
            Ok(found)
        };
    }
    wanted
        .iter()
        .map(|name| {
            let found = columns.iter().position(|column| {
                column.name == *name || (column.name.is_empty() && name == "value")
            });
            found.ok_or_else(|| {
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                refused(
                    format!("the file has no column called \"{name}\""),
                    format!("choose among: {}", names.join(", ")),
                )
            })
        })
        .collect()
}

/// A value with its time and its row.
#[derive(Clone, Copy)]
struct Filled {
    millis: i64,
    value: f64,
    row: usize,
}

struct Filling<'a> {
    columns: &'a [Column],
    decimal: Decimal,
    set: &'a Reading,
    findings: &'a mut Findings,
    units: Units,
    /// How often each undeclared code for "no value" was met, and the first line.
    codes: BTreeMap<String, (usize, u32)>,
    names: Vec<String>,
    places: BTreeMap<String, usize>,
    cells: Vec<Vec<Filled>>,
}

impl Filling<'_> {
    fn row(&mut self, n: usize, row: &Row, millis: i64, values: &[usize]) {
        let part = |role| {
            self.columns
                .iter()
                .position(|column| column.role == role)
                .map(|at| row.cell(at))
        };
        let station = part(Role::Station).unwrap_or_default();
        let unit = part(Role::Unit).unwrap_or_default();
        let is_one = values.len() < 2;
        if values.is_empty() {
            let series = self.series(station);
            self.cells[series].push(Filled {
                millis,
                value: f64::NAN,
                row: n,
            });
        }
        for &at in values {
            let column = &self.columns[at].name;
            let name = match (station.is_empty(), is_one || column.is_empty()) {
                (true, _) => column.clone(),
                (false, true) => station.to_owned(),
                (false, false) => format!("{station}/{column}"),
            };
            let value = self.value(row, at);
            let value = self.units.convert(value, unit, column);
            let series = self.series(&name);
            self.cells[series].push(Filled {
                millis,
                value,
                row: n,
            });
        }
    }

    fn series(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.names.len();
        self.names.push(name.to_owned());
        self.cells.push(Vec::new());
        self.places.insert(name.to_owned(), place);
        place
    }

    fn value(&mut self, row: &Row, at: usize) -> f64 {
        let cell = row.cell(at);
        match self.decimal.read(cell) {
            Cell::Number(number) if self.is_missing(number, row.line) => f64::NAN,
            Cell::Number(number) => number,
            Cell::Missing => f64::NAN,
            Cell::Odd => {
                self.findings.push(
                    Finding::error(Cause::BadNumber, "this is no number; its value is missing")
                        .line(row.line)
                        .column(u32::try_from(at + 1).unwrap_or(u32::MAX))
                        .text(cell)
                        .hint("write a number alone, and nothing, NA or - where none is there"),
                );
                f64::NAN
            }
        }
    }

    fn is_missing(&mut self, number: f64, line: u32) -> bool {
        if let Some(codes) = &self.set.missing {
            return codes.contains(&number);
        }
        let is_code = CODES.contains(&number);
        if is_code {
            self.codes.entry(number.to_string()).or_insert((0, line)).0 += 1;
        }
        is_code
    }

    fn finish(self, rows: &[Row], resolution: Resolution) -> Result<Table, Box<Finding>> {
        if self.cells.iter().all(Vec::is_empty) {
            return Err(refused(
                "no row could be read",
                "correct the rows that are named above",
            ));
        }
        for (code, (count, line)) in &self.codes {
            self.findings.push(
                Finding::warning(
                    Cause::Sentinel,
                    format!("{code} was read as \"no value\", {count} times"),
                )
                .line(*line)
                .hint(format!(
                    "say so with --set missing={code}, or --set missing=none where it is a value"
                )),
            );
        }
        let mut table = Table {
            notes: self.units.notes(),
            ..Table::default()
        };
        let mut order = Vec::new();
        for (name, mut cells) in self.names.into_iter().zip(self.cells) {
            sort(&name, &mut cells, rows, self.findings);
            order.extend(cells.iter().map(|cell| cell.row));
            table.series.push(Points {
                station: name,
                resolution,
                time: cells.iter().map(|cell| cell.millis).collect(),
                value: cells.iter().map(|cell| cell.value).collect(),
            });
        }
        let is_wide = self
            .columns
            .iter()
            .all(|column| column.role != Role::Station);
        if is_wide {
            order.truncate(table.series.first().map_or(0, |first| first.time.len()));
        }
        let words = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.role == Role::Words);
        table.columns = words
            .map(|(at, column)| {
                let texts = order.iter().map(|row| rows[*row].cell(at).to_owned());
                (column.name.clone(), texts.collect())
            })
            .collect();
        Ok(table)
    }
}

/// Puts a series into order of time; of two values of one time the later row is kept.
fn sort(name: &str, cells: &mut Vec<Filled>, rows: &[Row], findings: &mut Findings) {
    if !cells.is_sorted_by_key(|cell| cell.millis) {
        cells.sort_by_key(|cell| cell.millis);
        findings.push(
            Finding::note(
                Cause::BadTime,
                "the rows do not stand in order of time and were sorted",
            )
            .entry(unit::called(name)),
        );
    }
    let mut kept: Vec<Filled> = Vec::with_capacity(cells.len());
    for cell in cells.iter() {
        match kept.last_mut() {
            Some(last) if last.millis == cell.millis => {
                let line = |filled: &Filled| rows[filled.row].line;
                let alike = last.value.to_bits() == cell.value.to_bits();
                let said = if alike {
                    "the same value"
                } else {
                    "another value; the later row is taken"
                };
                let why = format!("line {} has this time already, with {said}", line(last));
                findings.push(
                    Finding::warning(Cause::Duplicate, why)
                        .line(line(cell))
                        .entry(unit::called(name))
                        .hint("remove one of the two rows"),
                );
                *last = *cell;
            }
            _ => kept.push(*cell),
        }
    }
    *cells = kept;
}
