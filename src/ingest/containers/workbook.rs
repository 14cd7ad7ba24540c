//! Workbooks of spreadsheet programs, old and new: every sheet with readings as a text.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, ExcelDateTime, ExcelDateTimeType, Ods, Range, Reader, Xls, Xlsb, Xlsx,
};

use crate::domain::{Cause, Finding};
use crate::ingest::stamp::{DateCache, Pattern};

use super::cells::Lines;

/// How the file of an old workbook begins.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// What stands in the place of a formula whose result the file does not hold.
const NO_RESULT: &str = "#FORMULA!";
const SAVE_TEXT: &str = "open it and save the sheet as CSV, or ask the agency for the text export";

/// Which workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// The same, binary inside.
    Xlsb,
    /// OpenDocument.
    Ods,
}

/// The sheets of a workbook that may hold readings, in its order, each with its name.
#[derive(Default)]
pub(super) struct Sheets {
    pub(super) texts: Vec<(String, String)>,
    /// What is to be said of the others.
    pub(super) findings: Vec<Finding>,
}

/// Whether the bytes are a workbook of Excel before 2007, or one with a password.
pub(super) fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE)
}

/// The sheets of an old Excel workbook.
pub(super) fn old(bytes: &[u8]) -> Result<Sheets, Box<Finding>> {
    guarded("an old Excel workbook (.xls)", || {
        let mut book = Xls::new(Cursor::new(bytes))?;
        Ok(ranges(&mut book))
    })
}

/// The sheets of a workbook that is a zip archive; its size was checked.
pub(super) fn new(bytes: &[u8], kind: Kind) -> Result<Sheets, Box<Finding>> {
    match kind {
        Kind::Xlsx => guarded("an Excel workbook (.xlsx)", || {
            let mut book = Xlsx::new(Cursor::new(bytes))?;
            let names = book.sheet_names();
            Ok(names
                .into_iter()
                .map(|name| {
                    let lines = streamed(&mut book, &name);
                    (name, lines)
                })
                .collect())
        }),
        Kind::Xlsb => guarded("an Excel workbook (.xlsb)", || {
            let mut book = Xlsb::new(Cursor::new(bytes))?;
            Ok(ranges(&mut book))
        }),
        Kind::Ods => guarded("an OpenDocument sheet (.ods)", || {
            let mut book = Ods::new(Cursor::new(bytes))?;
            Ok(ranges(&mut book))
        }),
    }
}

type Read = Vec<(String, Result<Lines, Box<Finding>>)>;

/// Reads a workbook; the reader is not ours, and a file that makes it stumble must not take the program along.
fn guarded(
    what: &str,
    read: impl FnOnce() -> Result<Read, Box<dyn std::error::Error>>,
) -> Result<Sheets, Box<Finding>> {
    let cannot = |why: String| {
        Box::new(
            Finding::error(
                Cause::NotAnExport,
                format!("the file is {what} that cannot be opened: {why}"),
            )
            .hint(SAVE_TEXT),
        )
    };
    let read = catch_unwind(AssertUnwindSafe(read))
        .map_err(|_| cannot("it is damaged".to_owned()))?
        .map_err(|error| cannot(error.to_string()))?;
    let mut sheets = Sheets::default();
    let mut wordy = Vec::new();
    let mut faults = 0;
    for (name, lines) in read {
        match lines.and_then(|lines| Ok((lines.rows_with_numbers() > 0, lines.finish()?))) {
            Ok((true, text)) => sheets.texts.push((name, text)),
            Ok((false, text)) if text.trim().is_empty() => {}
            Ok((false, _)) => wordy.push(name),
            Err(finding) => {
                faults += 1;
                sheets.findings.push(finding.entry(format!("sheet {name}")));
            }
        }
    }
    if sheets.texts.is_empty() && faults == 0 {
        let message = if wordy.is_empty() {
            format!("the file is {what} whose sheets are empty")
        } else {
            format!("the file is {what} in which no sheet holds numbers")
        };
        return Err(Box::new(Finding::error(Cause::NotAnExport, message).hint(
            "look whether it is the right workbook, and ask the agency for the export",
        )));
    }
    for name in wordy {
        sheets.findings.push(
            Finding::note(
                Cause::NotAnExport,
                "the sheet holds words alone and no readings",
            )
            .entry(format!("sheet {name}"))
            .hint("nothing needs to be done"),
        );
    }
    Ok(sheets)
}

/// The cells of a sheet one after the other, so that two cells far apart cost nothing between them.
fn streamed(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Lines, Box<Finding>> {
    let mut lines = Lines::default();
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A sheet that is a chart has no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(lines),
        Err(error) => return Err(unreadable(&error)),
    };
    loop {
        let cell = cells
            .next_cell_with_formula_metadata()
            .map_err(|error| unreadable(&error))?;
        let Some(cell) = cell else {
            return Ok(lines);
        };
        let (row, column) = cell.pos;
        match (cell.value, cell.formula) {
            (DataRef::Empty, Some(_)) => lines.words(row, column, NO_RESULT)?,
            (DataRef::SharedString(words), _) => lines.words(row, column, words)?,
            (value, _) => take(&mut lines, row, column, &Data::from(value))?,
        }
    }
}

fn unreadable(error: &dyn std::error::Error) -> Box<Finding> {
    Box::new(
        Finding::error(
            Cause::BadShape,
            format!("the sheet cannot be read: {error}"),
        )
        .hint("it may be damaged; download the workbook again, or save the sheet as CSV"),
    )
}

fn ranges<R: Reader<Cursor<B>>, B>(book: &mut R) -> Read
where
    Cursor<B>: std::io::Read + std::io::Seek,
    R::Error: std::error::Error,
{
    book.sheet_names()
        .into_iter()
        .map(|name| {
            let lines = match book.worksheet_range(&name) {
                Ok(range) => lines(&range),
                Err(error) => Err(unreadable(&error)),
            };
            (name, lines)
        })
        .collect()
}

fn lines(range: &Range<Data>) -> Result<Lines, Box<Finding>> {
    let mut lines = Lines::default();
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, cell) in range.used_cells() {
        let place =
            |first: u32, at: usize| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        take(
            &mut lines,
            place(first_row, row),
            place(first_column, column),
            cell,
        )?;
    }
    Ok(lines)
}

fn take(lines: &mut Lines, row: u32, column: u32, cell: &Data) -> Result<(), Box<Finding>> {
    match cell {
        Data::Empty => Ok(()),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a sheet computes in doubles itself"
        )]
        Data::Int(number) => lines.number(row, column, *number as f64),
        Data::Float(number) => lines.number(row, column, *number),
        Data::String(words) => lines.words(row, column, words),
        Data::Bool(is) => lines.words(row, column, if *is { "TRUE" } else { "FALSE" }),
        Data::Error(error) => lines.words(row, column, &error.to_string()),
        Data::DateTime(at) if at.is_duration() => lines.duration(row, column, at.as_f64()),
        Data::DateTime(at) => lines.serial(row, column, (at.as_f64(), is_from_1904(*at))),
        Data::DateTimeIso(text) => match iso(text) {
            Some((day, of_day)) => lines.moment(row, column, Some(day), of_day),
            None => lines.words(row, column, text),
        },
        Data::DurationIso(text) => match iso_duration(text) {
            Some(of_day) => lines.moment(row, column, None, of_day),
            None => lines.words(row, column, text),
        },
    }
}

/// Whether a date counts from 1904, which the reader keeps to itself.
fn is_from_1904(at: ExcelDateTime) -> bool {
    at == ExcelDateTime::new(at.as_f64(), ExcelDateTimeType::DateTime, true)
}

/// Days since 1970 and seconds of the day of `2024-05-01` or `2024-05-01T06:15:00`.
fn iso(text: &str) -> Option<(i64, i64)> {
    let stamp = ["yyyy-mm-dd", "yyyy-mm-ddTHH:MM:SSf", "yyyy-mm-ddTHH:MM"]
        .iter()
        .filter_map(|pattern| Pattern::compile(pattern).ok())
        .find_map(|pattern| pattern.read(text.as_bytes(), &mut DateCache::default()))?;
    let seconds = stamp.millis.div_euclid(1000);
    Some((seconds.div_euclid(86_400), seconds.rem_euclid(86_400)))
}

/// Seconds of `PT06H15M00S`.
fn iso_duration(text: &str) -> Option<i64> {
    let mut seconds = 0;
    let mut rest = text.strip_prefix("PT")?;
    for (mark, length) in [('H', 3600), ('M', 60)] {
        if let Some((number, behind)) = rest.split_once(mark) {
            seconds += number
                .parse::<i64>()
                .ok()
                .filter(|it| (0..1000).contains(it))?
                * length;
            rest = behind;
        }
    }
    let last = rest
        .strip_suffix('S')
        .map(|it| it.split('.').next().unwrap_or(it));
    match last {
        Some(number) => Some(
            seconds
                + number
                    .parse::<i64>()
                    .ok()
                    .filter(|it| (0..60).contains(it))?,
        ),
        None => rest.is_empty().then_some(seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_opendocument_are_read() {
        assert_eq!(iso("1970-01-02"), Some((1, 0)));
        assert_eq!(iso("1970-01-01T06:15:00"), Some((0, 22_500)));
        assert_eq!(iso("1.1.1970"), None);
        assert_eq!(iso_duration("PT06H15M00S"), Some(22_500));
        assert_eq!(iso_duration("PT24H00M00.5S"), Some(86_400));
        assert_eq!(iso_duration("P1D"), None);
    }
}
