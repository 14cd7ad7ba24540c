//! A random table, written in a random dialect, with the profile that describes the dialect.

use proptest::prelude::*;
use proptest::sample::select;

/// A pattern as profiles write it and as chrono does, for the stamp, and for a time of day in a column of its own.
struct Form {
    stamp: (&'static str, &'static str),
    time: Option<(&'static str, &'static str)>,
}

const fn whole(pattern: &'static str, chrono: &'static str) -> Form {
    Form {
        stamp: (pattern, chrono),
        time: None,
    }
}

const fn parted(
    date: &'static str,
    chrono: &'static str,
    time: (&'static str, &'static str),
) -> Form {
    Form {
        stamp: (date, chrono),
        time: Some(time),
    }
}

const FORMS: [Form; 14] = [
    whole("yyyy-mm-dd HH:MM", "%Y-%m-%d %H:%M"),
    // An offset follows.
    whole("yyyy-mm-ddTHH:MM:SSz", "%Y-%m-%dT%H:%M:%S"),
    whole("yyyy/mm/dd HH:MM:SS", "%Y/%m/%d %H:%M:%S"),
    whole("dd.mm.yyyy HH:MM:SS", "%d.%m.%Y %H:%M:%S"),
    whole("mm/dd/yyyy HH:MM", "%m/%d/%Y %H:%M"),
    whole("yyyymmddHHMM", "%Y%m%d%H%M"),
    whole("d.m.yyyy H:MM", "%-d.%-m.%Y %-H:%M"),
    whole("dd/mm/yy HH:MM", "%d/%m/%y %H:%M"),
    whole("dd mon yyyy HH:MM", "%d %b %Y %H:%M"),
    whole("unix_s", "%s"),
    whole("unix_ms", "%s000"),
    parted("dd-mm-yyyy", "%d-%m-%Y", ("HH:MM:SS", "%H:%M:%S")),
    parted("yyyymmdd", "%Y%m%d", ("HHMM", "%H%M")),
    parted("yyyy-mm-dd", "%Y-%m-%d", ("HH:MM", "%H:%M")),
];

const MISSING: [&str; 7] = ["", "-999", "NA", "---", "-9999.0", "L\u{fc}cke", "x"];

const NOTES: [&str; 6] = [
    "",
    "Eis",
    "Gr\u{f6}\u{df}e",
    "a,b;c|d\te#f",
    "he said \"no\"",
    "12.5",
];

/// What a value's cell is wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Only what needs it.
    Needed,
    /// Every field.
    All,
    /// The dialect has no quotes.
    None,
}

/// How a table is written.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    pub(crate) delimiter: char,
    decimal: char,
    thousands: Option<char>,
    quoting: Quoting,
    pub(crate) encoding: &'static str,
    end: &'static str,
    final_end: bool,
    form: usize,
    preamble: usize,
    comments: bool,
    blank_lines: bool,
    station_column: bool,
    missing: Vec<&'static str>,
    order: [u8; 6],
    unit: bool,
    /// Whether rows have offsets of their own.
    mixed_offsets: bool,
}

/// A value as decimal digits and how many of them stand behind the mark.
type Decimal = (i64, u8);

/// A row: minutes since 1970, which station, two values, a note, and a number to choose by.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    minute: i64,
    station: usize,
    values: [Option<Decimal>; 2],
    note: usize,
    choice: usize,
}

/// A reading that the file holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) station: String,
    /// Whether it is of the second column of values.
    pub(crate) second: bool,
    /// Milliseconds since 1970 as the stamp says.
    pub(crate) time: i64,
    pub(crate) value: Option<f64>,
    pub(crate) line: u32,
    pub(crate) column: u16,
}

/// A table as bytes.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    /// Where each row of readings ends in the bytes, with its end of line.
    pub(crate) row_ends: Vec<usize>,
    /// Readings by row.
    pub(crate) readings: Vec<Vec<Reading>>,
}

const STATIONS: [&str; 3] = ["007", "0A1", "16005701"];

pub(crate) fn dialects() -> impl Strategy<Value = Dialect> {
    let marks = (
        select(&[',', ';', '\t', '|', '#', ' '][..]),
        select(&['.', ','][..]),
        prop_oneof![3 => Just(None), 1 => select(&['.', ',', '\'', ' '][..]).prop_map(Some)],
        select(&[Quoting::Needed, Quoting::All, Quoting::None][..]),
    );
    let text = (
        select(
            &[
                "UTF-8",
                "UTF-8 with BOM",
                "windows-1252",
                "ISO-8859-2",
                "UTF-16LE",
                "UTF-16BE",
            ][..],
        ),
        select(&["\n", "\r\n", "\r"][..]),
        any::<[bool; 6]>(),
        0_usize..5,
    );
    let columns = (
        0..FORMS.len(),
        proptest::sample::subsequence(&MISSING[..], 1..4),
        Just([0_u8, 1, 2, 3, 4, 5]).prop_shuffle(),
    );
    (marks, text, columns).prop_map(|(marks, text, columns)| {
        let (delimiter, decimal, thousands, quoting) = marks;
        let (
            encoding,
            end,
            [
                final_end,
                comments,
                blank_lines,
                station_column,
                unit,
                mixed_offsets,
            ],
            preamble,
        ) = text;
        let (form, missing, order) = columns;
        Dialect {
            delimiter,
            decimal,
            thousands,
            quoting,
            encoding,
            end,
            final_end,
            form,
            preamble,
            comments,
            blank_lines,
            station_column,
            missing,
            order,
            unit,
            mixed_offsets,
        }
        .possible()
    })
}

pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
    let decimal = (
        prop_oneof![
            4 => -20_000_i64..2_000_000, 1 => -9_000_000_000_000_000_i64..9_000_000_000_000_000,
        ],
        0_u8..6,
    );
    let value = proptest::option::weighted(0.85, decimal);
    let row = (
        1_i64..4,
        0..STATIONS.len(),
        [value.clone(), value],
        0..NOTES.len(),
        any::<usize>(),
    );
    // From 1950 to 2040, so that two digits name one year.
    (
        -10_000_000_i64..36_000_000,
        select(&[5_i64, 15, 60, 1440][..]),
        proptest::collection::vec(row, 1..60),
    )
        .prop_map(|(first, step, rows)| {
            let mut minute = first - first % step;
            rows.into_iter()
                .map(|(skip, station, values, note, choice)| {
                    minute += step * if skip == 3 { 2 } else { 1 };
                    Row {
                        minute,
                        station,
                        values,
                        note,
                        choice,
                    }
                })
                .collect()
        })
}

impl Dialect {
    /// The nearest dialect in which every table can be written without two meanings.
    fn possible(mut self) -> Self {
        if self.delimiter == ' ' {
            // Blanks between fields: nothing may be empty, and no field may hold a blank.
            self.unit = false;
            self.quoting = Quoting::None;
            self.missing.retain(|code| !code.is_empty());
            if self.missing.is_empty() {
                self.missing.push("NA");
            }
            if FORMS[self.form].stamp.0.contains(' ') {
                self.form = 1;
            }
            if self.thousands == Some(' ') {
                self.thousands = None;
            }
        }
        if self.quoting == Quoting::None && self.delimiter == self.decimal {
            self.decimal = if self.decimal == '.' { ',' } else { '.' };
        }
        if self.thousands == Some(self.decimal)
            || (self.quoting == Quoting::None && self.thousands == Some(self.delimiter))
        {
            self.thousands = None;
        }
        if self.delimiter == '#' {
            self.comments = false;
        }
        self
    }

    /// Names of the columns, as they stand.
    fn columns(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for column in self.order {
            match column {
                0 => names.push("Datum"),
                1 if FORMS[self.form].time.is_some() => names.push("Uhrzeit"),
                2 if self.station_column => names.push("Ort"),
                3 => names.push(if self.unit { "Pegel [cm]" } else { "Pegel" }),
                4 => names.push(if self.unit {
                    "Abfluss [l/s]"
                } else {
                    "Abfluss"
                }),
                5 => names.push("Hinweis"),
                _ => {}
            }
        }
        names
    }

    /// The same with an end behind the last line, where a reading without one would be suspect, and with one offset,
    /// so that no instant stands twice.
    pub(crate) fn ended(mut self) -> Self {
        self.final_end = true;
        self.mixed_offsets = false;
        self
    }

    /// The profile of this dialect.
    pub(crate) fn profile(&self) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let list = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        };
        let Form {
            stamp: (pattern, _),
            time,
        } = FORMS[self.form];
        let label = match self.encoding {
            "UTF-8 with BOM" => "UTF-8",
            other => other,
        };
        let mut text = format!(
            "agency = \"A\"\nabout = \"B\"\nshape = \"long\"\nencodings = {}\ndelimiter = {}\ndecimal = {}\n\
             brackets = \"[]\"\nmissing = {}\n",
            list(&[label]),
            quoted(&self.delimiter.to_string()),
            quoted(&self.decimal.to_string()),
            list(&self.missing),
        );
        if let Some(mark) = self.thousands {
            text.push_str(&format!("thousands = {}\n", quoted(&mark.to_string())));
        }
        if self.quoting != Quoting::None {
            text.push_str("quote = '\"'\n");
        }
        if self.comments {
            text.push_str("comment = \"#\"\n");
        }
        let clock = if pattern.ends_with('z') || pattern.starts_with("unix") {
            "in_stamp"
        } else {
            "unstated"
        };
        text.push_str(&format!(
            "clock = \"{clock}\"\n[recognise]\nheader = [\"Datum\", \"Pegel\", \"Abfluss\"]\n"
        ));
        text.push_str(if self.station_column {
            "[station]\ncolumn = \"Ort\"\n"
        } else {
            "[station]\nfixed = \"007\"\n"
        });
        text.push_str(&format!(
            "[time]\ncolumn = \"Datum\"\npatterns = {}\n",
            list(&[pattern])
        ));
        if pattern.contains("yy") && !pattern.contains("yyyy") {
            text.push_str("two_digit_years_from = 1950\n");
        }
        if let Some((pattern, _)) = time {
            text.push_str(&format!(
                "time_column = \"Uhrzeit\"\ntime_patterns = {}\n",
                list(&[pattern])
            ));
        }
        let unit = |unit: &str| {
            if self.unit {
                String::new()
            } else {
                format!("unit = \"{unit}\"\n")
            }
        };
        text.push_str(&format!(
            "[[series]]\ncolumn = \"Pegel\"\nquantity = \"stage\"\nstep = \"day\"\n{}\
             [[series]]\ncolumn = \"Abfluss\"\nquantity = \"discharge\"\nstep = \"day\"\n{}",
            unit("cm"),
            unit("l/s"),
        ));
        text
    }

    /// The rows as a file.
    pub(crate) fn write(&self, rows: &[Row]) -> Written {
        let mut lines = self.lines_before();
        let header: Vec<String> = self.columns().into_iter().map(str::to_owned).collect();
        lines.push(self.join(&header, 0));
        let mut row_lines = Vec::new();
        let mut readings = Vec::new();
        for row in rows {
            if self.blank_lines && row.choice % 11 == 0 {
                lines.push(String::new());
            }
            if self.comments && row.choice % 7 == 0 {
                lines.push("# 01.01.2024 00:00;12,5".to_owned());
            }
            let line = u32::try_from(lines.len() + 1).unwrap();
            let (fields, told) = self.row(row, line);
            lines.push(self.join(&fields, row.choice));
            row_lines.push(lines.len() - 1);
            readings.push(told);
        }
        self.encoded(&lines, &row_lines, readings)
    }

    fn lines_before(&self) -> Vec<String> {
        let before = [
            "Messstelle:   ;Gr\u{fc}nau",
            "Stand 01.02.2024",
            "   01.01.1952              ;140,48",
            "",
            "Datum und Uhrzeit in MEZ",
        ];
        before[..self.preamble]
            .iter()
            .map(|&line| line.to_owned())
            .collect()
    }

    fn row(&self, row: &Row, line: u32) -> (Vec<String>, Vec<Reading>) {
        let station = if self.station_column {
            STATIONS[row.station]
        } else {
            "007"
        };
        let (stamp, time) = self.stamps(row);
        let mut fields = Vec::new();
        let mut told = Vec::new();
        for column in self.order {
            match column {
                0 => fields.push(stamp.0.clone()),
                1 => fields.extend(stamp.1.clone()),
                2 if self.station_column => fields.push(station.to_owned()),
                3 | 4 => {
                    let (text, value) = self.value(row.values[usize::from(column - 3)], row.choice);
                    fields.push(text);
                    told.push(Reading {
                        station: station.to_owned(),
                        second: column == 4,
                        time,
                        value,
                        line,
                        column: u16::try_from(fields.len()).unwrap(),
                    });
                }
                5 => fields.push(self.note(row.note)),
                _ => {}
            }
        }
        (fields, told)
    }

    /// The cells of a stamp, and the milliseconds that it says: of UTC where it says its offset.
    fn stamps(&self, row: &Row) -> ((String, Option<String>), i64) {
        let form = &FORMS[self.form];
        let millis = row.minute * 60_000;
        let civil = chrono::DateTime::from_timestamp_millis(millis).unwrap();
        let write = |chrono: &str| civil.format(chrono).to_string();
        let (mut stamp, time) = (
            write(form.stamp.1),
            form.time.map(|(_, chrono)| write(chrono)),
        );
        if !form.stamp.0.ends_with('z') {
            return ((stamp, time), millis);
        }
        let offset = [0_i64, 60, 330, -210][if self.mixed_offsets {
            row.choice % 4
        } else {
            2
        }];
        let sign = if offset < 0 { '-' } else { '+' };
        match offset {
            0 => stamp.push('Z'),
            _ => stamp.push_str(&format!(
                "{sign}{:02}:{:02}",
                offset.abs() / 60,
                offset.abs() % 60
            )),
        }
        ((stamp, time), millis - offset * 60_000)
    }

    /// A cell, and the number that it says.
    fn value(&self, value: Option<Decimal>, choice: usize) -> (String, Option<f64>) {
        let codes = &self.missing;
        let Some((digits, places)) = value else {
            return (codes[choice % codes.len()].to_owned(), None);
        };
        let all = format!(
            "{:0width$}",
            digits.unsigned_abs(),
            width = usize::from(places) + 1
        );
        let (whole, part) = all.split_at(all.len() - usize::from(places));
        let sign = if digits < 0 { "-" } else { "" };
        let plain = if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        };
        let number: f64 = plain.parse().unwrap();
        let grouped = self
            .thousands
            .map_or_else(|| whole.to_owned(), |mark| grouped(whole, mark));
        let text = if part.is_empty() {
            format!("{sign}{grouped}")
        } else {
            format!("{sign}{grouped}{}{part}", self.decimal)
        };
        if codes.contains(&text.as_str()) {
            return (format!("{text}1"), format!("{plain}1").parse().ok());
        }
        (text, Some(number))
    }

    fn note(&self, note: usize) -> String {
        let text = NOTES[note];
        let is_possible = self.quoting != Quoting::None
            || !(text.contains(self.delimiter)
                || text.contains('"')
                || (self.delimiter == ' ' && (text.is_empty() || text.contains('\t'))));
        if is_possible {
            text.to_owned()
        } else {
            "-".to_owned()
        }
    }

    fn join(&self, fields: &[String], choice: usize) -> String {
        let fields: Vec<String> = fields.iter().map(|field| self.field(field)).collect();
        let between = if self.delimiter == ' ' {
            " ".repeat(1 + choice % 3)
        } else {
            self.delimiter.to_string()
        };
        fields.join(&between)
    }

    fn field(&self, field: &str) -> String {
        let needed = field.contains(self.delimiter) || field.contains('"');
        match self.quoting {
            Quoting::Needed if needed => format!("\"{}\"", field.replace('"', "\"\"")),
            Quoting::All => format!("\"{}\"", field.replace('"', "\"\"")),
            Quoting::Needed | Quoting::None => field.to_owned(),
        }
    }

    fn encoded(
        &self,
        lines: &[String],
        row_lines: &[usize],
        readings: Vec<Vec<Reading>>,
    ) -> Written {
        let mut bytes: Vec<u8> = match self.encoding {
            "UTF-8 with BOM" => b"\xef\xbb\xbf".to_vec(),
            "UTF-16LE" => b"\xff\xfe".to_vec(),
            "UTF-16BE" => b"\xfe\xff".to_vec(),
            _ => Vec::new(),
        };
        let mut ends = Vec::new();
        for (n, line) in lines.iter().enumerate() {
            bytes.extend(self.encode(line));
            if n + 1 < lines.len() || self.final_end {
                bytes.extend(self.encode(self.end));
            }
            ends.push(bytes.len());
        }
        Written {
            bytes,
            row_ends: row_lines.iter().map(|&line| ends[line]).collect(),
            readings,
        }
    }

    fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            "UTF-8" | "UTF-8 with BOM" => text.as_bytes().to_vec(),
            label => {
                let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
                encoding.encode(text).0.into_owned()
            }
        }
    }
}

/// Groups of three digits.
fn grouped(whole: &str, mark: char) -> String {
    let mut text = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
