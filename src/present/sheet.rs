//! Tables that leave the program: what became of every file, and the readings themselves.

use crate::domain::{
    Extreme, Instant, Origin, Quality, Quantity, Reliability, Review, SeriesReceipt, Statistic,
};
use crate::engine::FileImport;
use crate::series::Series;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text, which may come from an agency.
    Text(String),
    /// A number.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// Nothing.
    Empty,
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Number)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Option<Instant>> for Cell {
    fn from(at: Option<Instant>) -> Self {
        at.map_or(Self::Empty, |at| Self::Text(at.to_string()))
    }
}

fn text(text: impl std::fmt::Display) -> Cell {
    Cell::Text(text.to_string())
}

/// A table; every row has a cell for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

const RECEIPT: [&str; 40] = [
    "file",
    "sha256",
    "profile",
    "issued",
    "imported",
    "read",
    "kept",
    "rejected",
    "duplicate",
    "ambiguous_time",
    "missing",
    "station_in_file",
    "station",
    "quantity",
    "statistic",
    "step",
    "unit_in_file",
    "unit",
    "values_read",
    "values_kept",
    "values_set_aside",
    "values_missing",
    "sum_read",
    "sum_kept",
    "sum_set_aside",
    "min",
    "min_time",
    "min_line",
    "max",
    "max_time",
    "max_line",
    "raw",
    "provisional",
    "approved",
    "added",
    "revised",
    "downgraded",
    "unchanged",
    "withdrawn",
    "absent",
];

/// The receipts of files: a row for each series, and one for a file without any. Extremes are those that entered
/// the archive; figures are in the unit of the row.
pub fn receipt_sheet(files: &[FileImport]) -> Sheet {
    let mut rows = Vec::new();
    for file in files {
        let head = head(file);
        if file.series.is_empty() {
            let mut row = head.clone();
            row.resize(RECEIPT.len(), Cell::Empty);
            rows.push(row);
        }
        rows.extend(file.series.iter().map(|series| {
            let mut row = head.clone();
            row.extend(series_cells(series));
            row
        }));
    }
    Sheet {
        columns: RECEIPT.to_vec(),
        rows,
    }
}

fn head(file: &FileImport) -> Vec<Cell> {
    let receipt = file.receipt;
    vec![
        text(&file.file),
        text(&file.sha256),
        file.profile.as_ref().map_or(Cell::Empty, text),
        file.issued.into(),
        file.at.into(),
        receipt.read.into(),
        receipt.kept.into(),
        receipt.rejected.into(),
        receipt.duplicate.into(),
        receipt.ambiguous_time.into(),
        receipt.missing.into(),
    ]
}

/// A sum without the noise of adding up in its last digits.
fn sum(sum: Option<f64>) -> Cell {
    sum.map(|sum| (sum * 1e6).round() / 1e6).into()
}

fn series_cells(series: &SeriesReceipt) -> Vec<Cell> {
    let extreme = |extreme: Option<Extreme>| {
        [
            extreme.map(|it| it.value).into(),
            extreme.and_then(|it| it.time).into(),
            extreme.map_or(Cell::Empty, |it| Cell::Count(u64::from(it.line))),
        ]
    };
    let mut cells = vec![
        text(&series.station_in_file),
        series.station.as_ref().map_or(Cell::Empty, text),
        text(series.quantity.word()),
        text(series.statistic.word()),
        text(series.step),
        text(&series.unit_in_file),
        text(&series.unit),
        series.before.n.into(),
        series.after.n.into(),
        series.set_aside.n.into(),
        series.missing.into(),
        sum(series.before.sum),
        sum(series.after.sum),
        sum(series.set_aside.sum),
    ];
    cells.extend(extreme(series.after.min));
    cells.extend(extreme(series.after.max));
    let (statuses, found) = (series.statuses, series.differences);
    let counts = [
        statuses.raw,
        statuses.provisional,
        statuses.approved,
        found.added,
        found.revised,
        found.downgraded,
        found.unchanged,
        found.withdrawn,
        found.absent,
    ];
    cells.extend(counts.map(Cell::Count));
    cells
}

/// A series in the program's own exchange format, which it reads back as the same readings: SI, UTC, "no value" as
/// an empty cell.
pub fn tidy_sheet(series: &Series) -> Sheet {
    let key = &series.key;
    let quantity = measured(key.quantity, key.statistic);
    let unit = key.quantity.facts().unit.symbol();
    let columns = series.columns();
    let rows = (0..columns.len()).map(|row| {
        let value = Some(columns.value[row]).filter(|value| !value.is_nan());
        vec![
            text(&key.station),
            text(Instant::from_millis(columns.time[row])),
            value.into(),
            text(unit),
            text(quality(Quality::unpack(columns.quality[row]))),
            text(&quantity),
        ]
    });
    Sheet {
        columns: vec![
            "station_id",
            "timestamp",
            "value",
            "unit",
            "quality",
            "quantity",
        ],
        rows: rows.collect(),
    }
}

/// What is measured and how, in the words of the exchange format: "discharge", "mean discharge", "rain".
fn measured(quantity: Quantity, statistic: Statistic) -> String {
    let usual = if quantity == Quantity::Rain {
        Statistic::Sum
    } else {
        Statistic::Instantaneous
    };
    if statistic == usual {
        quantity.word().to_owned()
    } else {
        format!("{} {}", statistic.word(), quantity.word())
    }
}

/// Review, then origin and reliability where they are not the usual ones: "approved", "provisional estimated".
fn quality(quality: Quality) -> String {
    let review = match quality.review {
        Review::Raw => "raw",
        Review::Provisional => "provisional",
        Review::Approved => "approved",
    };
    let origin = match quality.origin {
        Origin::Measured => "",
        Origin::Estimated => " estimated",
        Origin::Corrected => " corrected",
        Origin::Filled => " filled",
        Origin::Model => " model",
    };
    let reliability = match quality.reliability {
        Reliability::Good => "",
        Reliability::Suspect => " suspect",
        Reliability::Bad => " bad",
    };
    format!("{review}{origin}{reliability}")
}
