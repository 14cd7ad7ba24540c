//! What stands in a column of a record.

use std::borrow::Cow;

use crate::ingest::profile::{TreePart, TreeRule};
use crate::ingest::tree::{Column, Doc, Found, Kind, NodeId, Record};

/// A column: the first of its ways that leads to a value, each perhaps a part of another column.
pub(super) struct Seeker<'r> {
    ways: Vec<(Column, Option<&'r TreePart>)>,
}

/// What stands there.
#[derive(Clone, Debug)]
pub(super) enum Cell<'d> {
    /// Nothing at all.
    Absent,
    /// "No value", and why where the document says it.
    Null { at: u32, reason: &'d str },
    /// A text or a number.
    Scalar {
        text: Cow<'d, str>,
        at: u32,
        kind: Kind,
    },
    /// A list of texts or numbers that are not all the same.
    Several { texts: Vec<&'d str>, at: u32 },
    /// An object, or a list of something else.
    Nested { at: u32 },
    /// Two members of one name.
    Twice(u32),
}

impl<'r> Seeker<'r> {
    /// Reads the text of a column of a profile; `scoped` seeks it around the record too.
    pub(super) fn new(tree: &'r TreeRule, text: &str, scoped: bool) -> Self {
        let way = |text: &str| {
            let part = tree.parts.get(text.trim());
            let of = part.map_or(text, |part| &part.of);
            (Column::compile(of, scoped), part)
        };
        Self {
            ways: text.split('|').map(way).collect(),
        }
    }

    pub(super) fn cell<'d>(&self, doc: &'d Doc<'_>, record: &Record<'_>) -> Cell<'d> {
        let mut first = Cell::Absent;
        for (column, part) in &self.ways {
            let cell = cell(doc, record, column, *part);
            if !cell.is_nothing() {
                return cell;
            }
            if first.is_absent() {
                first = cell;
            }
        }
        first
    }
}

fn cell<'d>(
    doc: &'d Doc<'_>,
    record: &Record<'_>,
    column: &Column,
    part: Option<&TreePart>,
) -> Cell<'d> {
    let whole = match column.find(doc, record) {
        Found::Absent => Cell::Absent,
        Found::Twice(node) => Cell::Twice(doc.at(node)),
        Found::NameOf(node) => Cell::Scalar {
            text: Cow::Borrowed(doc.name(node)),
            at: doc.at(node),
            kind: Kind::Text,
        },
        Found::Node(node) => value(doc, node),
    };
    match (part, whole) {
        (Some(part), Cell::Scalar { text, at, .. }) => match cut(part, text) {
            Some(text) => Cell::Scalar {
                text,
                at,
                kind: Kind::Text,
            },
            None => Cell::Absent,
        },
        (_, whole) => whole,
    }
}

/// The part of a text; `None` where it does not hold what stands before the part.
fn cut<'d>(part: &TreePart, text: Cow<'d, str>) -> Option<Cow<'d, str>> {
    let from = if part.after.is_empty() {
        0
    } else {
        text.rfind(&part.after)? + part.after.len()
    };
    let rest = &text[from..];
    let len = part
        .until
        .iter()
        .filter_map(|until| rest.find(until.as_str()))
        .min()
        .unwrap_or(rest.len());
    Some(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[from..from + len]),
        Cow::Owned(text) => Cow::Owned(text[from..from + len].to_owned()),
    })
}

fn value<'d>(doc: &'d Doc<'_>, node: NodeId) -> Cell<'d> {
    let at = doc.at(node);
    match doc.kind(node) {
        Kind::Null => Cell::Null { at, reason: "" },
        kind @ (Kind::Text | Kind::Number | Kind::Bool) => Cell::Scalar {
            text: Cow::Borrowed(doc.text(node)),
            at,
            kind,
        },
        Kind::Element => element(doc, node),
        Kind::Object => Cell::Nested { at },
        Kind::Array => list(doc, node),
    }
}

/// An element without a text is "no value"; one that says `nil` may say why.
fn element<'d>(doc: &'d Doc<'_>, node: NodeId) -> Cell<'d> {
    let at = doc.at(node);
    let attribute = |name: &str| {
        doc.children(node)
            .find(|&child| doc.name(child) == name)
            .map(|child| doc.text(child))
    };
    let text = doc.text(node);
    if matches!(attribute("@nil"), Some("true" | "1")) {
        return Cell::Null {
            at,
            reason: attribute("@nilReason").unwrap_or_default(),
        };
    }
    if !text.is_empty() {
        return Cell::Scalar {
            text: Cow::Borrowed(text),
            at,
            kind: Kind::Element,
        };
    }
    if doc
        .children(node)
        .any(|child| doc.kind(child) == Kind::Element)
    {
        return Cell::Nested { at };
    }
    Cell::Null { at, reason: "" }
}

/// A list of one value, or of one value several times, is that value.
fn list<'d>(doc: &'d Doc<'_>, node: NodeId) -> Cell<'d> {
    let at = doc.at(node);
    let items: Vec<NodeId> = doc.children(node).collect();
    let Some(&first) = items.first() else {
        return Cell::Null { at, reason: "" };
    };
    let is_scalar = |item: &NodeId| {
        matches!(
            doc.kind(*item),
            Kind::Text | Kind::Number | Kind::Bool | Kind::Null
        )
    };
    if !items.iter().all(is_scalar) {
        return Cell::Nested { at };
    }
    let same =
        |item: &NodeId| (doc.kind(*item), doc.text(*item)) == (doc.kind(first), doc.text(first));
    if items.iter().all(same) {
        return value(doc, first);
    }
    Cell::Several {
        texts: items.iter().map(|&item| doc.text(item)).collect(),
        at,
    }
}

impl Cell<'_> {
    /// Its place in bytes.
    pub(super) fn at(&self) -> Option<u32> {
        match self {
            Self::Absent => None,
            Self::Null { at, .. }
            | Self::Scalar { at, .. }
            | Self::Several { at, .. }
            | Self::Nested { at }
            | Self::Twice(at) => Some(*at),
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The texts of a list, parted by blanks, or of a scalar; empty for everything else.
    pub(super) fn listed(&self) -> String {
        match self {
            Self::Scalar { text, .. } => text.trim().to_owned(),
            Self::Several { texts, .. } => texts.join(" "),
            _ => String::new(),
        }
    }

    /// What stands there, for messages.
    pub(super) fn told(&self) -> &str {
        match self {
            Self::Scalar { text, .. } => text,
            Self::Absent => "",
            Self::Null { .. } => "null",
            Self::Several { .. } | Self::Nested { .. } => "an object or a list",
            Self::Twice(_) => "two members of one name",
        }
    }

    /// Why there is no value, where the document says so.
    pub(super) fn reason(&self) -> &str {
        match self {
            Self::Null { reason, .. } => reason,
            _ => "",
        }
    }

    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether there is neither a value nor a reason for none.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Absent | Self::Null { reason: "", .. })
    }

    /// Whether it is a number of JSON, which always has a point.
    pub(super) fn is_bare(&self) -> bool {
        matches!(
            self,
            Self::Scalar {
                kind: Kind::Number,
                ..
            }
        )
    }

    /// Whether it is a text of JSON.
    pub(super) fn is_quoted(&self) -> bool {
        matches!(
            self,
            Self::Scalar {
                kind: Kind::Text,
                text: Cow::Borrowed(_),
                ..
            }
        )
    }
}
