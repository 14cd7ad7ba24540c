//! The records at a path, in each way that they are written.

use crate::ingest::profile::TreeLayout;
use crate::ingest::tree::{Doc, Found, Kind, NodeId, Path, Record, header_names};

use super::plan::Plan;

/// Calls `take` with every record at the path.
pub(super) fn each(
    doc: &Doc<'_>,
    path: &Path,
    plan: &Plan<'_>,
    take: &mut impl FnMut(&Record<'_>),
) {
    path.walk(doc, &mut |node| {
        let wanted = plan.tree.namespace.as_deref();
        if wanted.is_some() && doc.namespace(node) != wanted {
            return true;
        }
        match plan.tree.layout {
            TreeLayout::Objects => take(&Record {
                node,
                cells: None,
                outer: doc.parent(node),
            }),
            TreeLayout::Rows => row(doc, node, plan, take),
            TreeLayout::Pairs => pairs(doc, node, plan, take),
            TreeLayout::Columns => columns(doc, node, take),
        }
        true
    });
}

/// The names of the values of a list.
fn names(doc: &Doc<'_>, node: NodeId, plan: &Plan<'_>) -> Vec<String> {
    let Some(header) = &plan.header else {
        return plan.tree.names.clone();
    };
    let record = Record {
        node,
        cells: None,
        outer: doc.parent(node),
    };
    match header.find(doc, &record) {
        Found::Node(found) => header_names(doc, found).unwrap_or_default(),
        _ => plan.tree.names.clone(),
    }
}

fn row(doc: &Doc<'_>, node: NodeId, plan: &Plan<'_>, take: &mut impl FnMut(&Record<'_>)) {
    let names = names(doc, node, plan);
    let cells: Vec<Option<NodeId>> = doc.children(node).map(Some).collect();
    take(&Record {
        node,
        cells: Some((&names, &cells)),
        outer: doc.parent(node),
    });
}

fn pairs(doc: &Doc<'_>, node: NodeId, plan: &Plan<'_>, take: &mut impl FnMut(&Record<'_>)) {
    let names = names(doc, node, plan);
    let mut cells: Vec<Option<NodeId>> = Vec::with_capacity(names.len());
    for child in doc.children(node) {
        cells.push(Some(child));
        if cells.len() == names.len() {
            take_cells(doc, node, &names, &cells, take);
            cells.clear();
        }
    }
    // A stamp without its value is still told.
    if !cells.is_empty() {
        take_cells(doc, node, &names, &cells, take);
    }
}

fn take_cells(
    doc: &Doc<'_>,
    node: NodeId,
    names: &[String],
    cells: &[Option<NodeId>],
    take: &mut impl FnMut(&Record<'_>),
) {
    take(&Record {
        node: cells.first().copied().flatten().unwrap_or(node),
        cells: Some((names, cells)),
        outer: doc.parent(node),
    });
}

/// One list a column; a list that ends early has no more values.
fn columns(doc: &Doc<'_>, node: NodeId, take: &mut impl FnMut(&Record<'_>)) {
    let lists: Vec<NodeId> = doc
        .children(node)
        .filter(|&child| doc.kind(child) == Kind::Array)
        .collect();
    let names: Vec<String> = lists
        .iter()
        .map(|&list| doc.name(list).to_owned())
        .collect();
    let mut items: Vec<_> = lists.iter().map(|&list| doc.children(list)).collect();
    loop {
        let cells: Vec<Option<NodeId>> = items.iter_mut().map(Iterator::next).collect();
        let Some(first) = cells.iter().copied().flatten().next() else {
            return;
        };
        take(&Record {
            node: first,
            cells: Some((&names, &cells)),
            outer: Some(node),
        });
    }
}
