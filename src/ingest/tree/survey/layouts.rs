//! The ways in which documents write records, and what each would give as a table.

use std::collections::BTreeMap;

use crate::ingest::profile::TreeLayout;
use crate::ingest::tree::{Doc, Kind, NONE, NodeId};

use super::{List, SAMPLE, TreeColumn, TreeTable, is_stamp};

/// How deep a column may lie within its record.
const DEEPEST_COLUMN: usize = 4;
/// So many members of an object around the records are looked at.
const MOST_AROUND: usize = 100;

/// What each way of writing records makes of a list.
pub(super) fn candidates(doc: &Doc<'_>, list: &List) -> Vec<TreeTable> {
    let Some(&first) = list.nodes.first() else {
        return Vec::new();
    };
    let mut tables = Vec::new();
    match doc.kind(first) {
        Kind::Object | Kind::Element => {
            tables.push(objects(doc, list));
            tables.extend(by_name(doc, list));
            tables.extend(parallel(doc, list));
        }
        Kind::Array => {
            tables.extend(rows(doc, list));
            tables.extend(pairs(doc, list));
        }
        _ => {}
    }
    tables
}

fn table(doc: &Doc<'_>, list: &List, path: String, layout: TreeLayout) -> TreeTable {
    TreeTable {
        kind: doc.kind,
        path,
        layout,
        names: Vec::new(),
        header: None,
        records: list.count,
        namespace: list
            .nodes
            .first()
            .and_then(|&node| doc.namespace(node))
            .map(str::to_owned),
        columns: Vec::new(),
    }
}

/// Cells of a table under construction, by column in the order in which they were met.
#[derive(Default)]
struct Columns {
    order: Vec<String>,
    cells: BTreeMap<String, (Vec<String>, Vec<u32>, bool)>,
}

impl Columns {
    /// Puts a value into a column at a row; rows that had none get an empty cell.
    fn put(&mut self, doc: &Doc<'_>, column: String, row: usize, node: NodeId) {
        let bare = doc.kind(node) == Kind::Number;
        let null = doc.kind(node) == Kind::Null;
        let text = if null { "" } else { doc.text(node) };
        let line = doc.place(doc.at(node)).0;
        self.put_text(column, row, text, line, bare || null);
    }

    fn put_text(&mut self, column: String, row: usize, text: &str, line: u32, bare: bool) {
        if !self.cells.contains_key(&column) {
            self.order.push(column.clone());
        }
        let (cells, lines, all_bare) = self
            .cells
            .entry(column)
            .or_insert_with(|| (Vec::new(), Vec::new(), true));
        if cells.len() > row {
            return;
        }
        cells.resize(row, String::new());
        lines.resize(row, 0);
        cells.push(text.to_owned());
        lines.push(line);
        *all_bare &= bare;
    }

    fn finish(mut self, rows: usize) -> Vec<TreeColumn> {
        self.order
            .iter()
            .filter_map(|column| {
                let (mut cells, mut lines, bare_numbers) = self.cells.remove(column)?;
                cells.resize(rows, String::new());
                lines.resize(rows, 0);
                Some(TreeColumn {
                    column: column.clone(),
                    cells,
                    lines,
                    bare_numbers,
                })
            })
            .collect()
    }
}

fn objects(doc: &Doc<'_>, list: &List) -> TreeTable {
    let mut columns = Columns::default();
    for (row, &node) in list.nodes.iter().enumerate() {
        if !doc.text(node).is_empty() {
            columns.put(doc, "#text".to_owned(), row, node);
        }
        members(doc, node, "", row, &mut columns);
        around(doc, node, row, &mut columns);
    }
    let mut table = table(doc, list, list.path.clone(), TreeLayout::Objects);
    table.columns = columns.finish(list.nodes.len());
    table
}

/// Scalars of an object and of the objects within it, without going through lists.
fn members(doc: &Doc<'_>, node: NodeId, prefix: &str, row: usize, columns: &mut Columns) {
    let mut open = vec![(node, prefix.to_owned(), 0)];
    while let Some((node, prefix, depth)) = open.pop() {
        for child in doc.children(node) {
            let name = format!("{prefix}{}", doc.name(child));
            match doc.kind(child) {
                Kind::Object if depth < DEEPEST_COLUMN => {
                    open.push((child, format!("{name}."), depth + 1));
                }
                Kind::Element => {
                    if !doc.text(child).is_empty() || doc.children(child).next().is_none() {
                        columns.put(doc, name.clone(), row, child);
                    }
                    if depth < DEEPEST_COLUMN {
                        open.push((child, format!("{name}."), depth + 1));
                    }
                }
                Kind::Text | Kind::Number | Kind::Bool | Kind::Null => {
                    columns.put(doc, name, row, child);
                }
                Kind::Object | Kind::Array => {}
            }
        }
    }
}

/// Scalars of the objects around a record, and of the small objects in them.
fn around(doc: &Doc<'_>, record: NodeId, row: usize, columns: &mut Columns) {
    outwards(doc, (doc.parent(record), record), row, columns);
}

/// The same from a value on, leaving out what lies in the value below it.
fn outwards(
    doc: &Doc<'_>,
    (from, below): (Option<NodeId>, NodeId),
    row: usize,
    columns: &mut Columns,
) {
    let (mut up, mut below) = (from, below);
    while let Some(node) = up {
        if !doc.name(node).is_empty() && doc.kind(node) == Kind::Object {
            let line = doc.place(doc.at(node)).0;
            columns.put_text("^#name".to_owned(), row, doc.name(node), line, false);
        }
        if doc.kind(node) != Kind::Array {
            let mut open = vec![(node, "^".to_owned(), 0)];
            while let Some((node, prefix, depth)) = open.pop() {
                let members: Vec<NodeId> = doc.children(node).take(MOST_AROUND).collect();
                for &child in members.iter().filter(|&&child| child != below) {
                    let name = format!("{prefix}{}", doc.name(child));
                    let same = |it: &&NodeId| doc.name(**it) == doc.name(child);
                    let is_list = members.iter().filter(same).nth(1).is_some();
                    match doc.kind(child) {
                        Kind::Object if depth < 2 => {
                            open.push((child, format!("{name}."), depth + 1));
                        }
                        Kind::Element if is_list => {}
                        Kind::Element => {
                            if !doc.text(child).is_empty() {
                                columns.put(doc, name.clone(), row, child);
                            }
                            if depth < 2 {
                                open.push((child, format!("{name}."), depth + 1));
                            }
                        }
                        Kind::Text | Kind::Number | Kind::Bool => {
                            columns.put(doc, name, row, child);
                        }
                        Kind::Object | Kind::Array | Kind::Null => {}
                    }
                }
            }
        }
        below = node;
        up = doc.parent(node);
    }
}

/// An object whose names are stamps and whose values are numbers.
fn by_name(doc: &Doc<'_>, list: &List) -> Option<TreeTable> {
    let mut columns = Columns::default();
    let mut row = 0;
    let mut records = 0;
    for &node in &list.nodes {
        for child in doc.children(node) {
            if !is_stamp(doc.name(child)) {
                return None;
            }
            records += 1;
            if row == SAMPLE {
                continue;
            }
            let line = doc.place(doc.at(child)).0;
            columns.put_text("#name".to_owned(), row, doc.name(child), line, false);
            match doc.kind(child) {
                Kind::Object => members(doc, child, "", row, &mut columns),
                Kind::Array => return None,
                _ => columns.put(doc, "#text".to_owned(), row, child),
            }
            let line = doc.place(doc.at(node)).0;
            if !doc.name(node).is_empty() {
                columns.put_text("^#name".to_owned(), row, doc.name(node), line, false);
            }
            around(doc, node, row, &mut columns);
            row += 1;
        }
    }
    let path = if list.path.is_empty() {
        "*".to_owned()
    } else {
        format!("{}.*", list.path)
    };
    let mut table = table(doc, list, path, TreeLayout::Objects);
    table.records = records;
    table.columns = columns.finish(row);
    Some(table)
}

/// An object of lists of one length, one of them of stamps.
fn parallel(doc: &Doc<'_>, list: &List) -> Option<TreeTable> {
    let mut columns = Columns::default();
    let mut rows = 0;
    let mut records = 0;
    let mut names: Vec<String> = Vec::new();
    for &node in &list.nodes {
        let lists: Vec<NodeId> = doc
            .children(node)
            .filter(|&child| doc.kind(child) == Kind::Array && is_flat(doc, child))
            .collect();
        let len = doc.children(*lists.first()?).count();
        if lists.len() < 2 || len < 2 {
            return None;
        }
        for &one in &lists {
            if doc.children(one).count() != len {
                return None;
            }
            if !names.iter().any(|name| name == doc.name(one)) {
                names.push(doc.name(one).to_owned());
            }
            for (n, cell) in doc.children(one).take(SAMPLE).enumerate() {
                columns.put(doc, doc.name(one).to_owned(), rows + n, cell);
            }
        }
        for n in 0..len.min(SAMPLE) {
            outwards(doc, (Some(node), NONE), rows + n, &mut columns);
        }
        rows += len.min(SAMPLE);
        records += len;
        if rows >= SAMPLE {
            break;
        }
    }
    let mut table = table(doc, list, list.path.clone(), TreeLayout::Columns);
    table.records = records;
    table.names = names;
    table.columns = columns.finish(rows);
    Some(table)
}

/// Lists of values of one length, one list a record.
fn rows(doc: &Doc<'_>, list: &List) -> Option<TreeTable> {
    let first = *list.nodes.first()?;
    let len = doc.children(first).count();
    let flat = list
        .nodes
        .iter()
        .all(|&node| is_flat(doc, node) && doc.children(node).count() == len);
    if len < 2 || !flat || !list.path.ends_with("[]") {
        return None;
    }
    let (header, names) = header(doc, first, len).map_or_else(
        || (None, numbered(len)),
        |(path, names)| (Some(path), names),
    );
    let mut columns = Columns::default();
    for (row, &node) in list.nodes.iter().enumerate() {
        for (name, cell) in names.iter().zip(doc.children(node)) {
            columns.put(doc, name.clone(), row, cell);
        }
        around(doc, node, row, &mut columns);
    }
    let mut table = table(doc, list, list.path.clone(), TreeLayout::Rows);
    table.header = header;
    table.names = names;
    table.columns = columns.finish(list.nodes.len());
    Some(table)
}

fn numbered(len: usize) -> Vec<String> {
    (1..=len).map(|n| n.to_string()).collect()
}

/// One list of stamps and numbers by turns.
fn pairs(doc: &Doc<'_>, list: &List) -> Option<TreeTable> {
    let mut columns = Columns::default();
    let (mut rows, mut records) = (0, 0);
    for &node in &list.nodes {
        let cells: Vec<NodeId> = doc.children(node).take(2 * SAMPLE).collect();
        let turns = cells.len() >= 4
            && cells.chunks_exact(2).all(|pair| {
                is_stamp(doc.text(pair[0]))
                    && matches!(doc.kind(pair[1]), Kind::Number | Kind::Null)
            })
            && cells.iter().any(|&cell| doc.kind(cell) == Kind::Text);
        if !turns {
            return None;
        }
        for pair in cells.chunks_exact(2) {
            columns.put(doc, "1".to_owned(), rows, pair[0]);
            columns.put(doc, "2".to_owned(), rows, pair[1]);
            around(doc, node, rows, &mut columns);
            rows += 1;
        }
        records += doc.children(node).count() / 2;
    }
    let mut table = table(doc, list, list.path.clone(), TreeLayout::Pairs);
    table.records = records;
    table.names = numbered(2);
    table.columns = columns.finish(rows);
    Some(table)
}

fn is_flat(doc: &Doc<'_>, node: NodeId) -> bool {
    doc.children(node).all(|child| {
        matches!(
            doc.kind(child),
            Kind::Text | Kind::Number | Kind::Bool | Kind::Null
        )
    })
}

/// Names of as many columns, in a text or a list somewhere around the record.
fn header(doc: &Doc<'_>, record: NodeId, len: usize) -> Option<(String, Vec<String>)> {
    let mut up = doc.parent(record);
    while let Some(node) = up {
        for child in doc.children(node) {
            if let Some(names) = header_names(doc, child)
                && names.len() == len
                && !doc.name(child).is_empty()
            {
                return Some((format!("^{}", doc.name(child)), names));
            }
        }
        up = doc.parent(node);
    }
    None
}

/// Names of columns: a text with commas or semicolons, a list of texts, or a list of objects with names.
pub(in crate::ingest) fn header_names(doc: &Doc<'_>, node: NodeId) -> Option<Vec<String>> {
    match doc.kind(node) {
        Kind::Text | Kind::Element => {
            let text = doc.text(node);
            let mark = [';', ',', '\t']
                .into_iter()
                .find(|&mark| text.contains(mark))?;
            Some(
                text.split(mark)
                    .map(|name| name.trim().to_owned())
                    .collect(),
            )
        }
        Kind::Array => doc
            .children(node)
            .map(|item| match doc.kind(item) {
                Kind::Text if !is_stamp(doc.text(item)) => Some(doc.text(item).to_owned()),
                Kind::Object => ["name", "Name", "id", "key", "field", "label"]
                    .iter()
                    .find_map(|name| {
                        let child = doc.children(item).find(|&it| doc.name(it) == *name)?;
                        (doc.kind(child) == Kind::Text).then(|| doc.text(child).to_owned())
                    }),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
