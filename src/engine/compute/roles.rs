//! Which column of a table is what: by its heading, else by what its cells hold.

use super::stamp::{self, DateOrder};
use super::text::Row;
use super::value::{Cell, Decimal};

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A whole stamp, or its date.
    Time,
    /// Time of day behind a date.
    TimeOfDay,
    /// Year of a stamp in several columns.
    Year,
    /// Month of a stamp in several columns.
    Month,
    /// Day of the month of a stamp in several columns.
    DayOfMonth,
    /// Name of the series of a row.
    Station,
    /// Unit of the values of a row.
    Unit,
    /// Numbers of a series.
    Value,
    /// Words, codes and bounds that are handed on as they are written.
    Words,
}

/// A column.
pub(super) struct Column {
    /// As its heading has it; empty where there is none, or where it only says that a value stands there.
    pub(super) name: String,
    /// What it is.
    pub(super) role: Role,
}

/// Headings of columns that are no series although numbers may stand there.
const WORDS: [&str; 22] = [
    "low",
    "high",
    "lower",
    "upper",
    "thresholdlow",
    "thresholdhigh",
    "kind",
    "flag",
    "flags",
    "quality",
    "qualifier",
    "qualifiers",
    "qual",
    "quality_code",
    "grade",
    "status",
    "approval",
    "remark",
    "remarks",
    "comment",
    "note",
    "code",
];
const STATIONS: [&str; 22] = [
    "station",
    "stationid",
    "stationno",
    "stationname",
    "site",
    "siteid",
    "siteno",
    "gauge",
    "gaugeid",
    "gage",
    "series",
    "location",
    "locationid",
    "id",
    "name",
    "pegel",
    "estacion",
    "estación",
    "estacao",
    "estação",
    "postaja",
    "statie",
];
const TIMES: [&str; 24] = [
    "time",
    "date",
    "datetime",
    "timestamp",
    "t",
    "index",
    "instant",
    "datum",
    "zeit",
    "zeitpunkt",
    "fecha",
    "data",
    "heure",
    "dateheure",
    "when",
    "hours",
    "hour",
    "minutes",
    "seconds",
    "days",
    "period",
    "wateryear",
    "wy",
    "zeitstempel",
];
const VALUES: [&str; 12] = [
    "value",
    "values",
    "wert",
    "werte",
    "valor",
    "valeur",
    "valore",
    "val",
    "hodnota",
    "wartosc",
    "wartość",
    "y",
];

/// A heading without case, blanks, brackets and marks.
pub(super) fn folded(heading: &str) -> String {
    let bare = heading.split(['[', '(']).next().unwrap_or_default();
    let bare = if bare.trim().is_empty() {
        heading
    } else {
        bare
    };
    bare.to_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

fn named(heading: &str) -> Option<Role> {
    let word = folded(heading);
    let is = |list: &[&str]| list.iter().any(|known| folded(known) == word);
    match word.as_str() {
        "year" | "jahr" | "annee" | "année" | "ano" | "año" => Some(Role::Year),
        "month" | "monat" | "mois" | "mes" => Some(Role::Month),
        "day" | "tag" | "jour" | "dia" | "día" => Some(Role::DayOfMonth),
        "timeofday" | "uhrzeit" | "hora" => Some(Role::TimeOfDay),
        "unit" | "units" | "einheit" | "unite" | "unité" | "unidad" | "unidade" => {
            Some(Role::Unit)
        }
        _ if is(&WORDS) => Some(Role::Words),
        _ if is(&STATIONS) => Some(Role::Station),
        _ if is(&TIMES) || word.starts_with("timeutc") || word.starts_with("datetime") => {
            Some(Role::Time)
        }
        _ if word.starts_with("time") || word.starts_with("date") => Some(Role::Time),
        _ => None,
    }
}

/// Whether the first row is a heading: a cell of it is a known word, or none is a number or a stamp.
pub(super) fn is_heading(row: &Row, decimal: Decimal) -> bool {
    let is_value = |cell: &String| {
        matches!(decimal.read(cell), Cell::Number(_))
            || stamp::parse(cell, DateOrder::DayFirst).is_some()
    };
    let has_words = row
        .cells
        .iter()
        .any(|cell| cell.chars().any(char::is_alphabetic));
    has_words
        && (row.cells.iter().any(|cell| named(cell).is_some()) || !row.cells.iter().any(is_value))
}

/// What the columns are. `heading` is `None` where the file has none.
pub(super) fn columns(heading: Option<&Row>, rows: &[Row], decimal: Decimal) -> Vec<Column> {
    let width = heading.map_or_else(
        || {
            rows.iter()
                .take(200)
                .map(|row| row.cells.len())
                .max()
                .unwrap_or(0)
        },
        |row| row.cells.len(),
    );
    let mut columns: Vec<Column> = (0..width)
        .map(|n| {
            let name = heading.map_or("", |row| row.cell(n)).to_owned();
            let looks = Looks::of(rows, n, decimal);
            let role = named(&name).unwrap_or_else(|| looks.role(heading.is_some()));
            Column { name, role }
        })
        .collect();
    settle_time(&mut columns, rows, decimal);
    for column in &mut columns {
        if VALUES.contains(&folded(&column.name).as_str()) {
            column.name.clear();
            if column.role == Role::Words {
                column.role = Role::Value;
            }
        }
    }
    columns
}

/// How many cells of a column are what.
#[derive(Default)]
struct Looks {
    numbers: usize,
    stamps: usize,
    times_of_day: usize,
    words: usize,
}

impl Looks {
    fn of(rows: &[Row], n: usize, decimal: Decimal) -> Self {
        let mut looks = Self::default();
        for row in rows {
            let cell = row.cell(n);
            match decimal.read(cell) {
                Cell::Number(_) => looks.numbers += 1,
                Cell::Missing => {}
                Cell::Odd if stamp::time_of_day(cell).is_some() => looks.times_of_day += 1,
                Cell::Odd if stamp::parse(cell, DateOrder::DayFirst).is_some() => looks.stamps += 1,
                Cell::Odd if stamp::parse(cell, DateOrder::MonthFirst).is_some() => {
                    looks.stamps += 1;
                }
                Cell::Odd => looks.words += 1,
            }
        }
        looks
    }

    fn role(&self, has_heading: bool) -> Role {
        let most = self
            .numbers
            .max(self.stamps)
            .max(self.times_of_day)
            .max(self.words);
        if self.stamps > 0 && self.stamps == most {
            Role::Time
        } else if self.times_of_day > 0 && self.times_of_day == most {
            Role::TimeOfDay
        } else if self.numbers >= self.words {
            Role::Value
        } else if has_heading {
            Role::Words
        } else {
            Role::Station
        }
    }
}

/// Sees that one column, or the parts of one stamp, is the time.
fn settle_time(columns: &mut [Column], rows: &[Row], decimal: Decimal) {
    let has = |columns: &[Column], role| columns.iter().any(|column| column.role == role);
    let looks = |n: usize| Looks::of(rows, n, decimal);
    // A column called "time" beside one called "date" holds the time of day.
    for (n, column) in columns.iter_mut().enumerate() {
        if column.role == Role::Time && looks(n).times_of_day > 0 {
            column.role = Role::TimeOfDay;
        }
    }
    if has(columns, Role::Time) {
        let mut seen = false;
        for column in columns.iter_mut() {
            match column.role {
                Role::Time if seen => column.role = Role::Words,
                Role::Time => seen = true,
                Role::Year | Role::Month | Role::DayOfMonth => column.role = Role::Words,
                _ => {}
            }
        }
        return;
    }
    if has(columns, Role::Year) {
        return;
    }
    // "day" or "month" alone counts; without any heading the first column is the time.
    let alone = columns
        .iter()
        .position(|column| matches!(column.role, Role::DayOfMonth | Role::Month));
    let first = alone.unwrap_or(0);
    if let Some(column) = columns.get_mut(first) {
        column.role = Role::Time;
    }
}
