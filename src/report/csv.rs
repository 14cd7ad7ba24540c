//! Tables as CSV that any program reads and no spreadsheet runs.

use std::io::{self, Write};

use crate::present::{Cell, Sheet};

/// Writes a table by RFC 4180 in UTF-8. A text that a spreadsheet would run as a formula gets an apostrophe before
/// it; numbers are written as numbers, in full and with a point.
///
/// # Errors
/// When the writer does.
pub fn csv(sheet: &Sheet, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "{}", sheet.columns.join(","))?;
    for row in &sheet.rows {
        for (n, cell) in row.iter().enumerate() {
            if n > 0 {
                to.write_all(b",")?;
            }
            match cell {
                Cell::Text(text) => to.write_all(quoted(text).as_bytes())?,
                Cell::Number(number) => write!(to, "{number}")?,
                Cell::Count(count) => write!(to, "{count}")?,
                Cell::Empty => {}
            }
        }
        to.write_all(b"\n")?;
    }
    Ok(())
}

/// What spreadsheets take for the beginning of a formula, the full-width forms of other keyboards among them.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'];

fn quoted(text: &str) -> String {
    let mark = if text.starts_with(FORMULA) { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{mark}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_run_and_numbers_stay_numbers() {
        let row = [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+x", "'+x"),
            ("-x", "'-x"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("＝x", "'＝x"),
            ("a,b", "\"a,b\""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
            ("01104475", "01104475"),
        ];
        for (text, expect) in row {
            assert_eq!(quoted(text), expect);
        }
        let sheet = Sheet {
            columns: vec!["a", "b", "c", "d"],
            rows: vec![vec![
                Cell::Number(-12.5),
                Cell::Count(3),
                Cell::Empty,
                Cell::Text("-12.5".to_owned()),
            ]],
        };
        let mut bytes = Vec::new();
        csv(&sheet, &mut bytes).expect("written");
        assert_eq!(bytes, b"a,b,c,d\n-12.5,3,,'-12.5\n");
    }
}
