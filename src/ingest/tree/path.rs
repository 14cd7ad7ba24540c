//! Paths to records and names of their columns.
//!
//! A path leads from the outermost value to the records: names parted by points, `[]` for every item of an array
//! (or every element of that name), `[2]` for the third, `*` for every member whatever its name. The empty path is
//! the outermost value itself.
//!
//! A column is a path within a record. `^` before it seeks it outwards, in the objects around the record, the
//! innermost first; `|` parts alternatives, of which the first that is there counts. `#text` is a record's own
//! value, `#name` its name, `^#name` the name of the innermost named value around it.

use std::cell::RefCell;

use super::{Doc, Kind, NodeId};

/// Items of a list are alike: so many show what the others are.
const FEW: usize = 64;

/// A way to records.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Every,
    Item(usize),
    Any,
}

impl Path {
    /// Reads the text of a path.
    pub(in crate::ingest) fn compile(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        for part in text.split('.').filter(|part| !part.is_empty()) {
            let (name, mut rest) = part.find('[').map_or((part, ""), |at| part.split_at(at));
            match name {
                "" => {}
                "*" => steps.push(Step::Any),
                _ => steps.push(Step::Name(name.to_owned())),
            }
            while let Some((inner, behind)) = rest
                .strip_prefix('[')
                .and_then(|inner| inner.split_once(']'))
            {
                steps.push(match inner {
                    "" => Step::Every,
                    _ => Step::Item(
                        inner
                            .parse()
                            .map_err(|_| format!("path {text:?} has no number in its brackets"))?,
                    ),
                });
                rest = behind;
            }
            if !rest.is_empty() {
                return Err(format!("path {text:?} has brackets that do not close"));
            }
        }
        Ok(Self(steps))
    }

    /// Calls `take` with every node that the path leads to, until it says no.
    pub(in crate::ingest) fn walk(&self, doc: &Doc<'_>, take: &mut impl FnMut(NodeId) -> bool) {
        walk(doc, Doc::ROOT, &self.0, take);
    }

    /// Whether the path leads to a value, among the first few items of each list.
    pub(in crate::ingest) fn leads(&self, doc: &Doc<'_>) -> bool {
        self.goes(doc, false)
    }

    /// The same, or to a list that has no items.
    pub(in crate::ingest) fn could_lead(&self, doc: &Doc<'_>) -> bool {
        self.goes(doc, true)
    }

    /// Lists without items at the path's last `[]`.
    pub(in crate::ingest) fn empty_lists(&self, doc: &Doc<'_>) -> Vec<NodeId> {
        let mut found = Vec::new();
        if let Some((Step::Every, before)) = self.0.split_last() {
            walk(doc, Doc::ROOT, before, &mut |node| {
                if doc.kind(node) == Kind::Array && doc.children(node).next().is_none() {
                    found.push(node);
                }
                true
            });
        }
        found
    }

    fn goes(&self, doc: &Doc<'_>, lenient: bool) -> bool {
        let mut open = vec![(Doc::ROOT, &self.0[..])];
        while let Some((node, steps)) = open.pop() {
            let Some((step, rest)) = steps.split_first() else {
                return true;
            };
            if *step == Step::Every && doc.kind(node) == Kind::Array {
                if lenient && doc.children(node).next().is_none() {
                    return true;
                }
                open.extend(doc.children(node).take(FEW).map(|child| (child, rest)));
                continue;
            }
            if let (Step::Name(name), Kind::Element, Some((Step::Every, behind))) =
                (step, doc.kind(node), rest.split_first())
            {
                let named = doc.children(node).filter(|&child| doc.name(child) == name);
                open.extend(named.take(FEW).map(|child| (child, behind)));
                continue;
            }
            walk(doc, node, std::slice::from_ref(step), &mut |child| {
                open.push((child, rest));
                open.len() < 4 * FEW
            });
        }
        false
    }

    /// The first node that the path leads to.
    pub(in crate::ingest) fn first(&self, doc: &Doc<'_>) -> Option<NodeId> {
        let mut found = None;
        self.walk(doc, &mut |node| {
            found = Some(node);
            false
        });
        found
    }
}

/// One call per step of the path, so never deeper than the profile wrote it; `false` when nothing more is wanted.
fn walk(
    doc: &Doc<'_>,
    node: NodeId,
    steps: &[Step],
    take: &mut impl FnMut(NodeId) -> bool,
) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return take(node);
    };
    match step {
        Step::Name(name) => {
            // Elements of one name stand beside each other: `[]` behind the name takes them all.
            let mut named = doc.children(node).filter(|&child| doc.name(child) == name);
            if doc.kind(node) != Kind::Element {
                return named
                    .next()
                    .is_none_or(|child| walk(doc, child, rest, take));
            }
            match rest.split_first() {
                Some((Step::Every, rest)) => named.all(|child| walk(doc, child, rest, take)),
                Some((Step::Item(n), rest)) => named
                    .nth(*n)
                    .is_none_or(|child| walk(doc, child, rest, take)),
                _ => named
                    .next()
                    .is_none_or(|child| walk(doc, child, rest, take)),
            }
        }
        Step::Every if doc.kind(node) == Kind::Null => true,
        Step::Every if doc.kind(node) != Kind::Array => walk(doc, node, rest, take),
        Step::Every => doc.children(node).all(|child| walk(doc, child, rest, take)),
        Step::Item(n) => doc
            .children(node)
            .nth(*n)
            .is_none_or(|child| walk(doc, child, rest, take)),
        Step::Any => doc
            .children(node)
            .filter(|&child| !doc.name(child).starts_with('@'))
            .all(|child| walk(doc, child, rest, take)),
    }
}

/// One reading's worth of values.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Record<'n> {
    /// The value that the path led to.
    pub(in crate::ingest) node: NodeId,
    /// For arrays of values: names of the columns and the values.
    pub(in crate::ingest) cells: Option<(&'n [String], &'n [Option<NodeId>])>,
    /// Where the search outwards begins.
    pub(in crate::ingest) outer: Option<NodeId>,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Found {
    /// Nothing: there is no such member.
    Absent,
    /// A value.
    Node(NodeId),
    /// The name of a value.
    NameOf(NodeId),
    /// Two members of this name in one object; neither wins.
    Twice(NodeId),
}

/// A column of records.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Column {
    ways: Vec<Way>,
}

#[derive(Clone, Debug)]
struct Way {
    outwards: bool,
    /// Each name with all that follows it, for names that hold a point themselves.
    parts: Vec<(Part, String)>,
    memo: RefCell<Memo>,
}

/// The last search outwards: the values that it went through, all of which have its answer.
#[derive(Clone, Debug, Default)]
struct Memo {
    through: Vec<NodeId>,
    found: Option<Found>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Name(String),
    Item(usize),
    Text,
    OwnName,
}

impl Column {
    /// Reads the text of a column. `scoped` seeks it outwards too where the record itself has none.
    pub(in crate::ingest) fn compile(text: &str, scoped: bool) -> Self {
        let mut ways = Vec::new();
        for way in text.split('|').map(str::trim) {
            let (outwards, way) = way
                .strip_prefix('^')
                .map_or((false, way), |way| (true, way));
            if !outwards {
                ways.push(Way {
                    outwards: false,
                    parts: parts(way),
                    memo: RefCell::default(),
                });
            }
            if outwards || scoped {
                ways.push(Way {
                    outwards: true,
                    parts: parts(way),
                    memo: RefCell::default(),
                });
            }
        }
        Self { ways }
    }

    /// What stands in the column of a record.
    pub(in crate::ingest) fn find(&self, doc: &Doc<'_>, record: &Record<'_>) -> Found {
        for way in &self.ways {
            let found = if way.outwards {
                way.outwards(doc, record.outer)
            } else {
                within(doc, record, &way.parts)
            };
            if found != Found::Absent {
                return found;
            }
        }
        Found::Absent
    }
}

fn parts(way: &str) -> Vec<(Part, String)> {
    let mut parts = Vec::new();
    let mut rest = way;
    loop {
        let (head, tail) = rest.split_once('.').unwrap_or((rest, ""));
        let (name, brackets) = head.find('[').map_or((head, ""), |at| head.split_at(at));
        match name {
            "#text" => parts.push((Part::Text, String::new())),
            "#name" => parts.push((Part::OwnName, String::new())),
            "" => {}
            _ => parts.push((Part::Name(name.to_owned()), rest.to_owned())),
        }
        for number in brackets.split(['[', ']']) {
            if let Ok(n) = number.parse() {
                parts.push((Part::Item(n), String::new()));
            }
        }
        if tail.is_empty() {
            return parts;
        }
        rest = tail;
    }
}

fn within(doc: &Doc<'_>, record: &Record<'_>, parts: &[(Part, String)]) -> Found {
    let Some((names, cells)) = record.cells else {
        return follow(doc, record.node, parts);
    };
    let Some(((Part::Name(name), whole), rest)) = parts.split_first() else {
        return Found::Absent;
    };
    let at = |name: &str| names.iter().position(|known| known == name);
    let (cell, rest) = match at(whole) {
        Some(at) => (at, &[][..]),
        None => match at(name) {
            Some(at) => (at, rest),
            None => return Found::Absent,
        },
    };
    match cells.get(cell).copied().flatten() {
        Some(node) => follow(doc, node, rest),
        None => Found::Absent,
    }
}

impl Way {
    /// Records lie beside each other, so most searches meet the way of the one before after a step or two; without
    /// that, a list of many elements would be looked through once for each of them.
    fn outwards(&self, doc: &Doc<'_>, from: Option<NodeId>) -> Found {
        let mut memo = self.memo.borrow_mut();
        let mut through = Vec::new();
        let mut around = from;
        let mut found = Found::Absent;
        while let Some(node) = around {
            if let (Some(known), Some(at)) =
                (memo.found, memo.through.iter().position(|&it| it == node))
            {
                found = known;
                through.extend_from_slice(&memo.through[at..]);
                break;
            }
            through.push(node);
            found = match &self.parts[..] {
                [(Part::OwnName, _)] if doc.name(node).is_empty() => Found::Absent,
                // Items of a list have no names.
                [(Part::Name(_), _), ..] if doc.kind(node) == Kind::Array => Found::Absent,
                parts => follow(doc, node, parts),
            };
            if found != Found::Absent {
                break;
            }
            around = doc.parent(node);
        }
        *memo = Memo {
            through,
            found: Some(found),
        };
        found
    }
}

fn follow(doc: &Doc<'_>, node: NodeId, parts: &[(Part, String)]) -> Found {
    let mut node = node;
    let mut parts = parts;
    while let Some(((part, whole), rest)) = parts.split_first() {
        match part {
            Part::Text => return Found::Node(node),
            Part::OwnName => return Found::NameOf(node),
            Part::Item(n) => {
                // The first of a single value is that value: services write lists of one without brackets.
                if doc.kind(node) == Kind::Array {
                    match doc.children(node).nth(*n) {
                        Some(child) => node = child,
                        None => return Found::Absent,
                    }
                } else if *n > 0 {
                    return Found::Absent;
                }
                parts = rest;
            }
            Part::Name(name) => {
                if !rest.is_empty()
                    && let Some(child) = doc.children(node).find(|&it| doc.name(it) == whole)
                {
                    return Found::Node(child);
                }
                // Without brackets an array stands for its only or first item, as in WaterML's `siteCode`.
                let mut named = doc.children(node).filter(|&it| doc.name(it) == name);
                let Some(child) = named.next() else {
                    return Found::Absent;
                };
                if doc.kind(node) == Kind::Object && named.next().is_some() {
                    return Found::Twice(child);
                }
                node = child;
                parts = rest;
            }
        }
    }
    Found::Node(node)
}
