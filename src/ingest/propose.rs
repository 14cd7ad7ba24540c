//! What a text that nobody claims looks like: a proposal for a person to look at. Nothing of it is taken in, and
//! what only a person can know is asked.

use std::collections::BTreeMap;

use super::decode::Source;
use super::lines::{Fields, Line, Lines};
use super::raw::FileFacts;
use super::stamp::{DateCache, Pattern};
use super::{containers, number, refuse};

/// Rows that are looked at.
const SAMPLE: usize = 200;
/// A text with fewer equal rows shows no shape.
const FEWEST_ROWS: usize = 2;

const DELIMITERS: [u8; 5] = *b";,\t|#";

/// Forms of stamps that agencies have been seen to write.
const STAMPS: [&str; 21] = [
    "yyyy-mm-ddTHH:MM:SSfz",
    "yyyy-mm-dd HH:MM:SSz",
    "yyyy-mm-ddTHH:MM:SSf",
    "yyyy-mm-dd HH:MM:SS",
    "yyyy-mm-dd HH:MM",
    "yyyy-mm-dd",
    "yyyy/mm/dd HH:MM:SS",
    "yyyy/mm/dd HH:MM",
    "yyyy/mm/dd",
    "dd.mm.yyyy HH:MM:SS",
    "dd.mm.yyyy HH:MM",
    "dd.mm.yyyy",
    "dd-mm-yyyy HH:MM",
    "dd-mm-yyyy",
    "dd/mm/yyyy HH:MM:SS",
    "dd/mm/yyyy HH:MM",
    "dd/mm/yyyy",
    "mm/dd/yyyy HH:MM",
    "mm/dd/yyyy",
    "yyyymmddHHMM",
    "yyyymmdd",
];

/// What a column seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// Dates or times.
    Time,
    /// Numbers.
    Number,
    /// Words.
    Text,
    /// Nothing.
    Nothing,
}

/// A column of the rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ProposedColumn {
    /// Place, from 1.
    pub place: usize,
    /// Name in the row before the rows, if there is one.
    pub name: Option<String>,
    /// What it seems to hold.
    pub holds: Holds,
    /// Every form of stamp that reads all of its cells.
    pub patterns: Vec<String>,
}

/// Something that only a person can know.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// Entry of a profile that the answer belongs to.
    pub key: String,
    /// The question.
    pub question: String,
    /// Usual answers.
    pub choices: Vec<String>,
}

/// What an unknown text looks like.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Proposal {
    /// What kind of file it is.
    #[serde(skip)]
    pub facts: FileFacts,
    /// First line of the rows, from 1.
    pub first_row: u32,
    /// The columns.
    pub columns: Vec<ProposedColumn>,
    /// What only a person can know.
    #[serde(skip)]
    pub questions: Vec<Asked>,
}

/// Looks at a text that no profile claims; `None` when it shows no rows, or is no text.
pub fn propose(bytes: &[u8]) -> Option<Proposal> {
    if containers::is_container(bytes) || refuse::what_else(bytes).is_some() {
        return None;
    }
    let source = Source::new(bytes);
    let lines: Vec<Line<'_>> = Lines::new(&source.bytes, source.line_end)
        .filter(|line| !line.is_blank() && !line.is_endless())
        .take(SAMPLE)
        .collect();
    let (delimiter, n) = delimiter(&lines)?;
    let rows: Vec<(Line<'_>, Fields)> = lines
        .iter()
        .filter_map(|line| Some((*line, split(line.bytes, delimiter)?)))
        .filter(|(_, fields)| fields.len() == n)
        .collect();
    let decimal = if delimiter != b',' && has_decimal_commas(&rows) {
        b','
    } else {
        b'.'
    };
    let first = rows
        .iter()
        .position(|(line, fields)| is_row(line.bytes, fields, decimal))?;
    let (before, rows) = rows.split_at(first);
    if rows.len() < FEWEST_ROWS {
        return None;
    }
    let coding = source.coding(&[]);
    let names = before.last();
    let columns: Vec<ProposedColumn> = (0..n)
        .map(|at| {
            let name = names.map(|(line, fields)| coding.decode(fields.get(line.bytes, at)));
            let cells: Vec<&[u8]> = rows
                .iter()
                .map(|(line, fields)| fields.get(line.bytes, at))
                .filter(|cell| !cell.is_empty())
                .collect();
            column(at, name, &cells, decimal)
        })
        .collect();
    let single_byte = source.is_broken_utf8();
    Some(Proposal {
        facts: FileFacts {
            bytes: bytes.len() as u64,
            encoding: if single_byte {
                "not UTF-8".to_owned()
            } else {
                coding.name
            },
            line_ending: source.line_end.name().to_owned(),
            delimiter: match delimiter {
                b'\t' => "TAB".to_owned(),
                mark => char::from(mark).to_string(),
            },
            decimal: char::from(decimal).to_string(),
            shape: "long".to_owned(),
        },
        first_row: rows[0].0.number,
        questions: questions(&columns, single_byte),
        columns,
    })
}

fn split(line: &[u8], delimiter: u8) -> Option<Fields> {
    let mut fields = Fields::default();
    fields.split(line, delimiter, Some(b'"')).ok()?;
    Some(fields)
}

/// The mark that parts most lines into the same number of fields, and that number.
fn delimiter(lines: &[Line<'_>]) -> Option<(u8, usize)> {
    let mut best: Option<(usize, usize, u8)> = None;
    for mark in DELIMITERS {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for line in lines {
            if let Some(fields) = split(line.bytes, mark) {
                *counts.entry(fields.len()).or_default() += 1;
            }
        }
        let usual = counts
            .into_iter()
            .filter(|(fields, _)| *fields > 1)
            .max_by_key(|(fields, lines)| (*lines, *fields));
        if let Some((fields, lines)) = usual
            && best.is_none_or(|(most, n, _)| (lines, fields) > (most, n))
        {
            best = Some((lines, fields, mark));
        }
    }
    best.map(|(_, fields, mark)| (mark, fields))
}

fn has_decimal_commas(rows: &[(Line<'_>, Fields)]) -> bool {
    rows.iter().any(|(line, fields)| {
        fields
            .iter(line.bytes)
            .any(|cell| cell.contains(&b',') && number::parse(cell, b',').is_some())
    })
}

/// Whether a line is a row of readings: a stamp and a number.
fn is_row(line: &[u8], fields: &Fields, decimal: u8) -> bool {
    let stamps = fields.iter(line).any(|cell| !patterns(&[cell]).is_empty());
    let numbers = fields
        .iter(line)
        .any(|cell| number::parse(cell, decimal).is_some());
    stamps && numbers
}

/// Every form that reads all cells.
fn patterns(cells: &[&[u8]]) -> Vec<String> {
    STAMPS
        .iter()
        .filter(|text| {
            Pattern::compile(text).is_ok_and(|pattern| {
                let mut cache = DateCache::default();
                cells
                    .iter()
                    .all(|cell| pattern.read(cell, &mut cache).is_some())
            })
        })
        .map(|text| (*text).to_owned())
        .collect()
}

fn column(at: usize, name: Option<String>, cells: &[&[u8]], decimal: u8) -> ProposedColumn {
    let patterns = if cells.is_empty() {
        Vec::new()
    } else {
        patterns(cells)
    };
    let numbers = || {
        let n = cells
            .iter()
            .filter(|cell| number::parse(cell, decimal).is_some())
            .count();
        // Words for "no value" stand among the numbers.
        n * 2 > cells.len()
    };
    let holds = if cells.is_empty() {
        Holds::Nothing
    } else if !patterns.is_empty() {
        Holds::Time
    } else if numbers() {
        Holds::Number
    } else {
        Holds::Text
    };
    ProposedColumn {
        place: at + 1,
        name,
        holds,
        patterns,
    }
}

fn questions(columns: &[ProposedColumn], single_byte: bool) -> Vec<Asked> {
    let ask = |key: &str, question: &str, choices: &[&str]| Asked {
        key: key.to_owned(),
        question: question.to_owned(),
        choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
    };
    let of = |holds: Holds| columns.iter().filter(move |column| column.holds == holds);
    let label = |column: &ProposedColumn| match &column.name {
        Some(name) => format!("column {} \"{name}\"", column.place),
        None => format!("column {}", column.place),
    };
    let mut asked = Vec::new();
    if single_byte {
        asked.push(ask(
            "encodings",
            "which encoding is the text in",
            &["ISO-8859-1", "windows-1250", "windows-1251", "windows-1252"],
        ));
    }
    let mut stated = false;
    for column in of(Holds::Time) {
        stated |= column.patterns.iter().all(|pattern| pattern.ends_with('z'));
        if column.patterns.len() > 1 {
            let question = format!("which form do the times of {} have", label(column));
            asked.push(Asked {
                key: "time.patterns".to_owned(),
                question,
                choices: column.patterns.clone(),
            });
        }
        if column
            .patterns
            .iter()
            .all(|pattern| !pattern.contains("HH"))
        {
            asked.push(ask(
                "series.day",
                "when does a day begin, and does its date name the beginning or the end",
                &["00:00, start", "07:00, start", "08:00, end"],
            ));
        }
    }
    if !stated {
        asked.push(ask(
            "clock",
            "which clock were the times read from",
            &["UTC", "UTC+01:00", "an IANA zone such as Europe/Lisbon"],
        ));
    }
    asked.push(ask(
        "station",
        "which column or key of the header names the station",
        &[],
    ));
    for column in of(Holds::Number) {
        asked.push(ask(
            "series",
            &format!("what does {} measure, and in which unit", label(column)),
            &[
                "discharge, m³/s",
                "stage, cm",
                "rain, mm",
                "storage, hm³",
                "nothing to read",
            ],
        ));
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_table_is_described_and_what_nobody_can_know_is_asked() {
        let text = "Station A\n\nDatum;Abfluss;Bemerkung\n01/02/2024;3,5;\n02/02/2024;---;Eis\n03/02/2024;12,5;\n04/02/2024;4,25;\n";
        let proposal = propose(text.as_bytes()).expect("proposal");
        assert_eq!(proposal.facts.delimiter, ";");
        assert_eq!(proposal.facts.decimal, ",");
        assert_eq!(proposal.first_row, 4);
        let holds: Vec<Holds> = proposal.columns.iter().map(|column| column.holds).collect();
        assert_eq!(holds, [Holds::Time, Holds::Number, Holds::Text]);
        assert_eq!(proposal.columns[1].name.as_deref(), Some("Abfluss"));
        assert_eq!(proposal.columns[0].patterns, ["dd/mm/yyyy", "mm/dd/yyyy"]);
        let keys: Vec<&str> = proposal
            .questions
            .iter()
            .map(|it| it.key.as_str())
            .collect();
        assert_eq!(
            keys,
            ["time.patterns", "series.day", "clock", "station", "series"]
        );
    }

    #[test]
    fn what_is_no_table_is_not_proposed() {
        for bytes in [
            &b""[..],
            b"{\"a\": 1}",
            b"# A title\n\nSome words, and more words.\n",
            b"\x89PNG\r\n\x1a\n",
        ] {
            assert_eq!(propose(bytes), None);
        }
    }
}
