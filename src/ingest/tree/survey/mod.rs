//! What an unknown document looks like as a table: the list of records that holds most stamps and numbers. Nothing
//! of it is taken in; the sniffer proposes rules from it and asks what only a person can know.

mod layouts;

use std::collections::{BTreeMap, VecDeque};

use crate::ingest::decode::Source;
use crate::ingest::profile::TreeLayout;

use super::{Doc, Kind, NodeId};

pub(in crate::ingest) use layouts::header_names;

/// So many records are looked at.
const SAMPLE: usize = 200;
/// So many nodes are looked at; the shape of a document shows long before.
const MOST_NODES: usize = 400_000;

/// A document as a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TreeTable {
    /// "json" or "xml".
    pub kind: &'static str,
    /// The way to the records, as `[tree]` writes it.
    pub path: String,
    /// How a record is written.
    pub layout: TreeLayout,
    /// For records that are lists of values: their names, or "1", "2", … where none are given.
    pub names: Vec<String>,
    /// The column around the records that gives those names.
    pub header: Option<String>,
    /// How many records were counted (the count stops after some hundred thousand values).
    pub records: usize,
    /// The namespace of an XML record.
    pub namespace: Option<String>,
    /// The columns: those of the record first, then those around it.
    pub columns: Vec<TreeColumn>,
}

/// A column of a document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TreeColumn {
    /// Its name, as a profile writes it; `^` stands before columns around the record.
    pub column: String,
    /// Cells of the first records; empty where there is no value.
    pub cells: Vec<String>,
    /// Line of each cell, from 1; 0 where there is none.
    pub lines: Vec<u32>,
    /// Whether every cell that is there is written as a number, not as a text.
    pub bare_numbers: bool,
}

/// Looks at a document that no profile claims; `None` when it is no JSON or XML, is malformed, or shows no list of
/// stamps and numbers.
pub fn survey(bytes: &[u8]) -> Option<TreeTable> {
    let source = Source::new(bytes);
    let text = super::text(&source)?.ok()?;
    let doc = super::parse(&text).ok()?;
    let paths = Paths::of(&doc);
    let mut best: Option<(usize, usize, TreeTable)> = None;
    for list in &paths.lists {
        for table in layouts::candidates(&doc, list) {
            let score = score(&table);
            let depth = list.depth;
            if score > 0
                && best
                    .as_ref()
                    .is_none_or(|(most, deep, _)| (score, depth) > (*most, *deep))
            {
                best = Some((score, depth, table));
            }
        }
    }
    best.map(|(_, _, table)| table)
}

/// All values at one path.
struct List {
    path: String,
    depth: usize,
    count: usize,
    nodes: Vec<NodeId>,
}

struct Paths {
    lists: Vec<List>,
}

impl Paths {
    fn of(doc: &Doc<'_>) -> Self {
        let mut known: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let mut lists = vec![List {
            path: String::new(),
            depth: 0,
            count: 1,
            nodes: vec![Doc::ROOT],
        }];
        let mut open = VecDeque::from([(Doc::ROOT, 0_usize)]);
        let mut seen = 0;
        while let Some((node, list)) = open.pop_front() {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            if doc.kind(node) == Kind::Element {
                for child in doc.children(node) {
                    *counts.entry(doc.name(child)).or_default() += 1;
                }
            }
            for child in doc.children(node) {
                seen += 1;
                if matches!(
                    doc.kind(child),
                    Kind::Text | Kind::Number | Kind::Bool | Kind::Null
                ) {
                    continue;
                }
                let part = match (doc.kind(node), doc.name(child)) {
                    (Kind::Array, _) => "[]".to_owned(),
                    (_, name) if counts.get(name) > Some(&1) => format!("{name}[]"),
                    (_, name) => name.to_owned(),
                };
                let next = lists.len();
                let at = *known.entry((list, part.clone())).or_insert(next);
                if at == next {
                    let up = &lists[list];
                    let path = if up.path.is_empty() || part == "[]" {
                        format!("{}{part}", up.path)
                    } else {
                        format!("{}.{part}", up.path)
                    };
                    let depth = up.depth + 1;
                    lists.push(List {
                        path,
                        depth,
                        count: 0,
                        nodes: Vec::new(),
                    });
                }
                lists[at].count += 1;
                if lists[at].nodes.len() < SAMPLE {
                    lists[at].nodes.push(child);
                }
                if seen < MOST_NODES {
                    open.push_back((child, at));
                }
            }
        }
        Self { lists }
    }
}

/// How many records of the sample hold a stamp and a number, scaled to all records; twice that where the stamp
/// stands in the record and not around it.
fn score(table: &TreeTable) -> usize {
    let is_inner = |column: &&TreeColumn| !column.column.starts_with('^');
    let stamps = |column: &&TreeColumn| {
        let filled: Vec<&String> = column
            .cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .collect();
        !filled.is_empty() && filled.iter().all(|cell| is_stamp(cell))
    };
    let inner_time = table.columns.iter().filter(is_inner).find(stamps);
    let outer_time = table.columns.iter().find(stamps);
    let number = table.columns.iter().filter(is_inner).any(|column| {
        Some(column) != inner_time
            && column
                .cells
                .iter()
                .any(|cell| is_number(cell) && !is_stamp(cell))
    });
    match (number, inner_time, outer_time) {
        (true, Some(_), _) => table.records * 2,
        (true, None, Some(_)) => table.records,
        _ => 0,
    }
}

/// Whether a text can be a stamp: a date with its marks, or seconds or milliseconds since 1970.
fn is_stamp(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let marked = text.contains(['-', '/', '.', ':']);
    let known = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"-/.:TZtz+ ,".contains(&byte));
    let epoch = (text.len() == 10 || text.len() == 13 || text.len() == 12 || text.len() == 14)
        && digits == text.len();
    epoch || (known && marked && digits >= 6 && !is_number(text))
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    crate::ingest::number::parse(text.as_bytes(), b'.').is_some()
        || crate::ingest::number::parse(text.as_bytes(), b',').is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(String, TreeLayout, usize, Vec<String>)> {
        let table = survey(text.as_bytes())?;
        let columns = table.columns.into_iter().map(|it| it.column).collect();
        Some((table.path, table.layout, table.records, columns))
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn the_list_with_most_stamps_and_numbers_is_the_table() {
        let geojson = r#"{"type":"FeatureCollection","timeStamp":"2024-05-01T00:00:00Z","features":[
            {"id":"a","geometry":{"coordinates":[1.5,2.5]},"properties":{"when":"2024-05-01T00:00:00Z","level":1.5}},
            {"id":"b","geometry":{"coordinates":[1.5,2.5]},"properties":{"when":"2024-05-01T01:00:00Z","level":1.6}}]}"#;
        let (path, layout, records, columns) = told(geojson).expect("table");
        assert_eq!(
            (path.as_str(), layout, records),
            ("features[].properties", TreeLayout::Objects, 2)
        );
        assert_eq!(columns[..2], names(&["when", "level"]));
        assert!(columns.contains(&"^id".to_owned()), "{columns:?}");
    }

    #[test]
    fn lists_of_values_find_their_names() {
        let rows = r#"{"gauge":"17","columns":[{"name":"Time"},{"name":"Value"}],
            "data":[["2024-05-01 00:00",1.5],["2024-05-01 01:00",null]]}"#;
        let table = survey(rows.as_bytes()).expect("table");
        assert_eq!(
            (table.path.as_str(), table.layout),
            ("data[]", TreeLayout::Rows)
        );
        assert_eq!(table.header.as_deref(), Some("^columns"));
        assert_eq!(table.names, names(&["Time", "Value"]));
        assert_eq!(table.columns[1].cells, names(&["1.5", ""]));
        assert_eq!(table.columns[1].lines, [2, 2]);
        let pairs = r#"{"stream":["2024-05-01",1.5,"2024-05-02",2,"2024-05-03",null]}"#;
        let (path, layout, records, _) = told(pairs).expect("table");
        assert_eq!(
            (path.as_str(), layout, records),
            ("stream", TreeLayout::Pairs, 3)
        );
        let parallel = r#"{"daily":{"time":["2024-05-01","2024-05-02"],"flow":[1,2]}}"#;
        let (path, layout, records, columns) = told(parallel).expect("table");
        assert_eq!(
            (path.as_str(), layout, records),
            ("daily", TreeLayout::Columns, 2)
        );
        assert_eq!(columns[..2], names(&["time", "flow"]));
        let named = r#"{"id":7,"levels":{"2024-05-01":1.5,"2024-05-02":1.75}}"#;
        let (path, layout, records, columns) = told(named).expect("table");
        assert_eq!(
            (path.as_str(), layout, records),
            ("levels.*", TreeLayout::Objects, 2)
        );
        assert_eq!(columns[..2], names(&["#name", "#text"]));
    }

    #[test]
    fn elements_of_one_name_are_records() {
        let xml = "<data><station id='7'><obs t='2024-05-01T00:00:00Z'>1.5</obs>\n\
            <obs t='2024-05-01T01:00:00Z'>1.75</obs></station></data>";
        let table = survey(xml.as_bytes()).expect("table");
        assert_eq!((table.path.as_str(), table.records), ("station.obs[]", 2));
        let columns: Vec<&str> = table.columns.iter().map(|it| it.column.as_str()).collect();
        assert_eq!(columns, ["#text", "@t", "^@id"]);
        assert_eq!(table.columns[0].lines, [1, 2]);
    }

    #[test]
    fn what_shows_no_readings_is_no_table() {
        for text in [
            r#"{"stations":[{"id":1,"name":"a","lat":1.5}]}"#,
            r#"{"error":"quota exceeded"}"#,
            "a;b\n1;2\n",
            r#"{"cut":["2024-05-01",1.5"#,
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
