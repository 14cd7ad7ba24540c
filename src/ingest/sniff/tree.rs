//! Unknown JSON and XML: the records that the survey finds are laid out as rows, the columns of those rows are
//! understood like any other, and the rules say where each column lies in the document.

use crate::ingest::profile::{
    Begin, ClockRule, ColumnRef, Recognise, Rules, ShapeName, TreeLayout, TreeRule,
};
use crate::ingest::tree::{TreeColumn, TreeTable, survey};

use super::build::file_name;
use super::draft::Built;
use super::facts::unit_of;
use super::lexicon::{self, Role, speaks};

/// A document as rows.
pub(super) struct Laid {
    table: TreeTable,
    /// The columns that are laid out, with the names that a person reads.
    columns: Vec<(String, TreeColumn)>,
    /// The rows, parted by tabulators, under a row of names.
    pub(super) text: String,
    /// Whether all numbers are written as JSON writes numbers, with a point.
    pub(super) bare_numbers: bool,
}

/// The records of a document as rows; `None` for what is no JSON or XML or shows no readings.
pub(super) fn laid(bytes: &[u8]) -> Option<Laid> {
    let mut table = survey(bytes)?;
    let all = std::mem::take(&mut table.columns);
    let kept: Vec<TreeColumn> = all
        .into_iter()
        .filter(|column| table.header.as_ref() != Some(&column.column) && is_of_use(column))
        .collect();
    let names = names(&table, &kept);
    let columns: Vec<(String, TreeColumn)> = names.into_iter().zip(kept).collect();
    let rows = columns.first()?.1.cells.len();
    let mut text = String::new();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<String> = cells.map(flat).collect();
        cells.join("\t") + "\n"
    };
    text.push_str(&line(&mut columns.iter().map(|(name, _)| name.as_str())));
    for row in 0..rows {
        text.push_str(&line(
            &mut columns.iter().map(|(_, column)| column.cells[row].as_str()),
        ));
    }
    let looks_numeric = |column: &TreeColumn| {
        let filled = || column.cells.iter().filter(|cell| !cell.is_empty());
        filled().next().is_some()
            && filled().all(|cell| {
                cell.bytes()
                    .all(|byte| b"0123456789.,-+eE ".contains(&byte))
            })
    };
    let bare_numbers = columns
        .iter()
        .filter(|(_, column)| looks_numeric(column))
        .all(|(_, column)| column.bare_numbers);
    Some(Laid {
        table,
        columns,
        text,
        bare_numbers,
    })
}

/// Around the records stands much that says nothing about readings: titles, links, counts, licences.
fn is_of_use(column: &TreeColumn) -> bool {
    let filled = || column.cells.iter().filter(|cell| !cell.is_empty());
    let Some(first) = filled().next() else {
        return !column.column.starts_with('^');
    };
    if !column.column.starts_with('^') {
        return true;
    }
    let name = column.column.as_str();
    let short = first.chars().count() <= 60 && !first.contains("://");
    let varies = filled().any(|cell| cell != first);
    let measured = !unit_of(first).is_empty() || lexicon::quantities(first).len() == 1;
    // The name of an object tells where its records are from only where several objects have names of their own.
    if name == "^#name" {
        return varies || first.bytes().any(|byte| byte.is_ascii_digit());
    }
    let named = [Role::Station, Role::StationName, Role::Unit, Role::Offset];
    short
        && (named.into_iter().any(|role| speaks(name, role))
            || is_id(name)
            || measured
            || (varies && !speaks(name, Role::Place)))
}

/// Whether the name of a column around the records is that of an id.
fn is_id(column: &str) -> bool {
    let words = lexicon::words(last_name(column));
    words.last().is_some_and(|word| {
        matches!(
            word.as_str(),
            "id" | "code" | "key" | "number" | "no" | "nr" | "cd" | "kod" | "codigo" | "numero"
        )
    })
}

fn last_name(column: &str) -> &str {
    column
        .rsplit('.')
        .next()
        .unwrap_or(column)
        .trim_start_matches(['^', '@'])
}

/// A name for each column that a person reads and the words of agencies are sought in.
fn names(table: &TreeTable, columns: &[TreeColumn]) -> Vec<String> {
    let of_record = table
        .path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .trim_end_matches(['[', ']', '*']);
    let short: Vec<String> = columns
        .iter()
        .map(|column| match column.column.as_str() {
            "#text" if of_record.is_empty() => "value".to_owned(),
            "#text" => of_record.to_owned(),
            "#name" => "time".to_owned(),
            "^#name" => "key".to_owned(),
            name if name.bytes().all(|byte| byte.is_ascii_digit()) => format!("column {name}"),
            name => last_name(name).to_owned(),
        })
        .collect();
    // An id around the records is that of the station where nothing else says so.
    let says_station = columns.iter().any(|it| speaks(&it.column, Role::Station));
    let ids: Vec<usize> = (0..columns.len())
        .filter(|&at| {
            let numbered = |cell: &String| cell.bytes().any(|byte| byte.is_ascii_digit());
            columns[at].column.starts_with('^')
                && is_id(&columns[at].column)
                && columns[at].cells.iter().any(numbered)
        })
        .collect();
    let mut short = short;
    if let (false, [only]) = (says_station, &ids[..]) {
        short[*only] = "station id".to_owned();
    }
    // Beside a column of values, whole numbers under the letter Q are codes of quality and no discharge.
    if short.iter().any(|name| speaks(name, Role::Value)) {
        for (name, column) in short.iter_mut().zip(columns) {
            let whole = |cell: &String| cell.bytes().all(|byte| byte.is_ascii_digit());
            if name.eq_ignore_ascii_case("q") && column.cells.iter().all(whole) {
                "quality code".clone_into(name);
            }
        }
    }
    // Twelve or fourteen digits from a year on are a stamp, whatever the column is called.
    let written_out = |column: &TreeColumn| {
        let mut filled = column
            .cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .peekable();
        filled.peek().is_some()
            && filled.all(|cell| {
                matches!(cell.len(), 12 | 14)
                    && cell.bytes().all(|byte| byte.is_ascii_digit())
                    && (cell.starts_with("19") || cell.starts_with("20"))
            })
    };
    let stamps: Vec<usize> = (0..columns.len())
        .filter(|&at| written_out(&columns[at]))
        .collect();
    if let ([only], false) = (
        &stamps[..],
        short.iter().any(|name| speaks(name, Role::Stamp)),
    ) {
        short[*only] = "time".to_owned();
    }
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        let is_alone = short.iter().filter(|name| **name == short[at]).count() == 1;
        let long = || {
            column
                .column
                .trim_start_matches('^')
                .replace(['.', '@'], " ")
        };
        let mut name = if is_alone { short[at].clone() } else { long() };
        while names.contains(&name) {
            name.push('\'');
        }
        names.push(name);
    }
    names
}

/// A cell in one line, without the marks that part and quote cells.
fn flat(cell: &str) -> String {
    cell.trim()
        .replace(['\t', '\n', '\r'], " ")
        .replace('"', "'")
}

impl Laid {
    /// Says of what was built on the rows where it lies in the document; `None` where that cannot be said.
    pub(super) fn built(&self, mut built: Built, name: &str) -> Option<Built> {
        self.rules(&mut built.rules)?;
        built.rules.about = format!("drafted from {}", file_name(name));
        built.evidence.retain(|it| {
            let of_lines = matches!(it.entry.as_str(), "delimiter" | "recognise" | "encodings");
            let of_numbers = self.bare_numbers && it.entry == "decimal";
            !of_lines && !of_numbers
        });
        for evidence in &mut built.evidence {
            evidence.line = None;
        }
        let said = format!(
            "{} records of this {} document hold stamps and numbers",
            self.table.records, self.table.kind
        );
        built.evidence.insert(
            0,
            super::draft::Evidence {
                entry: "records".to_owned(),
                says: said,
                line: None,
            },
        );
        for finding in &mut built.findings {
            finding.line = None;
            finding.column = None;
        }
        built.facts.delimiter = String::new();
        built.facts.decimal = built.rules.decimal.to_string();
        built.facts.shape = ShapeName::Tree.word().to_owned();
        built.preview.count = self.table.records as u64;
        for (row, shown) in built.preview.rows.iter_mut().enumerate() {
            let lines = self.columns.iter().map(|(_, column)| column.lines[row]);
            shown.line = lines.max().unwrap_or(0);
        }
        Some(built)
    }

    fn rules(&self, rules: &mut Rules) -> Option<()> {
        let is_lines_only = rules.station.as_ref().is_some_and(|it| it.per_column)
            || rules.time.as_ref()?.parts.is_some();
        if is_lines_only {
            return None;
        }
        rules.shape = ShapeName::Tree;
        rules.encodings = vec!["UTF-8".to_owned()];
        rules.delimiter = None;
        rules.quote = None;
        rules.comment = None;
        rules.brackets = None;
        rules.begin = Begin::default();
        rules.columns = Vec::new();
        rules.rows_after_header = 0;
        rules.ragged = false;
        rules.footer = Vec::new();
        rules.unread = Vec::new();
        rules.recognise = toml::from_str::<Recognise>("").ok()?;
        if self.bare_numbers {
            rules.decimal = '.';
            rules.thousands = None;
        }
        self.columns_of(rules)?;
        rules.tree = Some(self.tree(rules));
        Some(())
    }

    /// Every column under the name that it has in the document.
    fn columns_of(&self, rules: &mut Rules) -> Option<()> {
        if let Some(station) = &mut rules.station {
            self.place(station.column.as_mut())?;
            self.place(station.name_column.as_mut())?;
        }
        let time = rules.time.as_mut()?;
        self.place(Some(&mut time.column))?;
        self.place(time.time_column.as_mut())?;
        self.place(rules.unit_column.as_mut())?;
        self.place(rules.parameter.as_mut())?;
        if let ClockRule::Column { column, .. } = &mut rules.clock {
            self.place(Some(column))?;
        }
        for series in &mut rules.series {
            self.place(Some(&mut series.column))?;
            self.place(series.only.as_mut().map(|only| &mut only.column))?;
            for flag in &mut series.flags {
                self.place(Some(&mut flag.column))?;
            }
        }
        Some(())
    }

    fn place(&self, column: Option<&mut ColumnRef>) -> Option<()> {
        let Some(column) = column else {
            return Some(());
        };
        let (_, found) = match &*column {
            ColumnRef::Place(place) => self.columns.get(place.checked_sub(1)?)?,
            ColumnRef::Name(name) | ColumnRef::Nth { name, .. } => {
                self.columns.iter().find(|(known, _)| known == name)?
            }
            ColumnRef::Begins { .. } => return None,
        };
        *column = ColumnRef::Name(found.column.clone());
        Some(())
    }

    fn tree(&self, rules: &Rules) -> TreeRule {
        let table = &self.table;
        let within = |column: &ColumnRef| match column {
            ColumnRef::Name(name) if !name.starts_with(['^', '#']) => {
                Some(if table.path.is_empty() {
                    name.clone()
                } else {
                    format!("{}.{name}", table.path)
                })
            }
            _ => None,
        };
        let mut has = Vec::new();
        if matches!(table.layout, TreeLayout::Objects | TreeLayout::Columns) {
            has.extend(rules.time.as_ref().and_then(|time| within(&time.column)));
            has.extend(rules.series.iter().filter_map(|it| within(&it.column)));
            has.dedup();
        }
        if has.is_empty() {
            has.push(table.path.clone());
        }
        TreeRule {
            records: vec![table.path.clone()],
            layout: table.layout,
            names: if table.header.is_some() || table.layout == TreeLayout::Columns {
                Vec::new()
            } else {
                table.names.clone()
            },
            header: table.header.clone(),
            namespace: table.namespace.clone(),
            has,
            quoted_numbers: !self.bare_numbers,
            ..TreeRule::default()
        }
    }
}
