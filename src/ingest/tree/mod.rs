//! A document of nested values, JSON or XML, as one tree whose every node knows its place.
//!
//! An element is an object: its attributes are members whose names begin with `@`, its own text is its scalar, and
//! elements of one name stand beside each other as members of one name. Numbers stay as they are written, so that a
//! station number of twenty digits is not rounded. Reading a document takes no stack and goes no deeper than
//! [`MOST_DEPTH`].

mod json;
mod path;
mod survey;
mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::Encoding;

use crate::domain::{Cause, Finding};

use super::decode::Source;

pub(super) use path::{Column, Found, Path, Record};
pub(super) use survey::header_names;
pub use survey::{TreeColumn, TreeTable, survey};

/// How deep values may be nested.
const MOST_DEPTH: usize = 128;
/// So long may a document be; places are kept in 32 bits.
const MOST_BYTES: usize = 1 << 31;

/// So many nodes are looked at for their names.
const MOST_NAMES: usize = 5000;

/// A node, by its place in the document's list.
pub(super) type NodeId = u32;
/// No node.
pub(super) const NONE: NodeId = u32::MAX;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Members with names.
    Object,
    /// Values without names.
    Array,
    /// An element of XML: members with names, and perhaps a text.
    Element,
    /// A text.
    Text,
    /// A number as it is written.
    Number,
    /// True or false.
    Bool,
    /// JSON's "no value".
    Null,
}

/// A piece of the document's text, or of the texts that had to be unescaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    from: u32,
    len: u32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    /// Namespace of an element, as a place in the list plus one; 0 for none.
    namespace: u16,
    /// Where it begins in the document.
    at: u32,
    name: Span,
    text: Span,
    parent: NodeId,
    first: NodeId,
    next: NodeId,
}

/// A whole document.
#[derive(Debug)]
pub(super) struct Doc<'a> {
    source: &'a str,
    unescaped: String,
    nodes: Vec<Node>,
    namespaces: Vec<String>,
    /// Names of attributes, each kept once.
    known: BTreeMap<String, Span>,
    /// Ends of lines, for places.
    ends: Vec<u32>,
    /// "json" or "xml".
    pub(super) kind: &'static str,
}

/// Whether the bytes can be meant as JSON or XML; what is neither is not parsed at all.
pub(super) fn looks_like_tree(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    let after = |n: usize| text.get(n..).unwrap_or_default().trim_ascii_start().first();
    match text.first() {
        Some(b'{') => matches!(after(1), Some(b'"' | b'}') | None),
        Some(b'[') => matches!(
            after(1),
            Some(b'{' | b'[' | b'"' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') | None
        ),
        Some(b'<') => text
            .get(1)
            .is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'?' | b'!' | b'_')),
        _ => false,
    }
}

/// The text of a document; `None` when the bytes are no tree by their first characters.
///
/// # Errors
/// A finding with line and column where a byte is none of the encoding, which is UTF-8 unless an XML declaration
/// names another.
pub(super) fn text<'a>(source: &'a Source<'_>) -> Option<Result<Cow<'a, str>, Box<Finding>>> {
    let bytes: &'a [u8] = &source.bytes;
    if !looks_like_tree(bytes) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => match declared(bytes) {
            Some(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .ok_or_else(|| Box::new(not_utf8(bytes, error.valid_up_to()))),
            None => Err(Box::new(not_utf8(bytes, error.valid_up_to()))),
        },
    })
}

/// The encoding that an XML declaration names, unless it is UTF-8.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(&head[..head.len().min(400)], b"?>")?;
    let head = &head[..end];
    let at = memchr::memmem::find(head, b"encoding")?;
    let mut quoted = head[at..].split(|byte| matches!(byte, b'"' | b'\''));
    Encoding::for_label(quoted.nth(1)?).filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// Parses a document.
///
/// # Errors
/// A finding with line and column where the document is malformed, cut, too deep or declares a document type.
pub(super) fn parse(text: &str) -> Result<Doc<'_>, Box<Finding>> {
    if text.len() > MOST_BYTES {
        return Err(Box::new(
            Finding::error(Cause::NotAnExport, "the document is longer than 2 GiB")
                .hint("ask the service for a shorter period"),
        ));
    }
    let is_xml = text.trim_start().starts_with('<');
    let mut doc = Doc {
        source: text,
        unescaped: String::new(),
        nodes: Vec::with_capacity(text.len() / 24),
        namespaces: Vec::new(),
        known: BTreeMap::new(),
        ends: memchr::memchr_iter(b'\n', text.as_bytes())
            .map(low)
            .collect(),
        kind: if is_xml { "xml" } else { "json" },
    };
    let read = if is_xml {
        xml::read(&mut doc)
    } else {
        json::read(&mut doc).map_err(Fault::of_json)
    };
    match read {
        Ok(()) => Ok(doc),
        Err(fault) => Err(Box::new(fault.finding(&doc))),
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Finding {
    let before = &bytes[..at];
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let column = at - memchr::memrchr(b'\n', before).map_or(0, |end| end + 1) + 1;
    Finding::error(
        Cause::BadEncoding,
        "the document is no UTF-8 throughout: this byte is none of its encoding, so nothing of it is read",
    )
    .line(low(line))
    .column(low(column))
    .text(&String::from_utf8_lossy(
        &bytes[at.saturating_sub(20)..bytes.len().min(at + 20)],
    ))
    .hint("ask the agency for the export in UTF-8, which is what JSON and XML are written in")
}

/// Why a document cannot be read.
struct Fault {
    cause: Cause,
    at: usize,
    message: String,
    hint: &'static str,
}

impl Fault {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            cause: Cause::BadShape,
            at,
            message: message.into(),
            hint: "download the export again; if it stays so, ask the agency for it",
        }
    }

    /// The same of a JSON text.
    fn of_json(mut self) -> Self {
        if !self.message.contains("JSON") {
            self.message = format!(
                "the JSON is malformed, so nothing of it is read: {}",
                self.message
            );
        }
        self
    }

    fn finding(self, doc: &Doc<'_>) -> Finding {
        let (line, column) = doc.place(low(self.at));
        let from = floor(doc.source, self.at.min(doc.source.len()));
        let quoted: String = doc.source[from..].chars().take(40).collect();
        let finding = Finding::error(self.cause, self.message)
            .line(line)
            .column(column)
            .hint(self.hint);
        if quoted.trim().is_empty() {
            finding
        } else {
            finding.text(&quoted)
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A place in 32 bits; a document is never longer.
fn low(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'a> Doc<'a> {
    /// The outermost value.
    pub(super) const ROOT: NodeId = 0;

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    fn str(&self, span: Span) -> &str {
        let (from, len) = (span.from as usize, span.len as usize);
        match from.checked_sub(self.source.len()) {
            None => &self.source[from..from + len],
            Some(from) => self.unescaped.get(from..from + len).unwrap_or_default(),
        }
    }

    /// What a node is.
    pub(super) fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// The text of a scalar or an element, as it is meant; numbers as they are written.
    pub(super) fn text(&self, id: NodeId) -> &str {
        self.str(self.node(id).text)
    }

    /// Whether blanks stand around the text of an element, as far as it stands in the document as it is meant.
    pub(super) fn is_padded(&self, id: NodeId) -> bool {
        let span = self.node(id).text;
        let (from, to) = (span.from as usize, (span.from + span.len) as usize);
        let is_blank = |at: Option<usize>| {
            let byte = at.and_then(|at| self.source.as_bytes().get(at));
            byte.is_some_and(u8::is_ascii_whitespace)
        };
        span.len > 0
            && to <= self.source.len()
            && (is_blank(from.checked_sub(1)) || is_blank(Some(to)))
    }

    /// The name of a member; empty for values without one.
    pub(super) fn name(&self, id: NodeId) -> &str {
        self.str(self.node(id).name)
    }

    /// Where it begins, in bytes.
    pub(super) fn at(&self, id: NodeId) -> u32 {
        self.node(id).at
    }

    /// The value around it.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        Some(self.node(id).parent).filter(|&parent| parent != NONE)
    }

    /// The address of an element's namespace.
    pub(super) fn namespace(&self, id: NodeId) -> Option<&str> {
        let at = usize::from(self.node(id).namespace).checked_sub(1)?;
        self.namespaces.get(at).map(String::as_str)
    }

    /// Members of an object or items of an array, in their order.
    pub(super) fn children(&self, id: NodeId) -> Children<'_, 'a> {
        Children {
            doc: self,
            next: self.node(id).first,
        }
    }

    /// Which of these names members have, among the first of the document.
    pub(super) fn names<'w>(&self, wanted: &'w BTreeSet<String>) -> BTreeSet<&'w str> {
        let mut found = BTreeSet::new();
        for node in self.nodes.iter().take(MOST_NAMES) {
            if let Some(name) = wanted.get(self.str(node.name)) {
                found.insert(name.as_str());
            }
        }
        found
    }

    /// Line and byte in the line, from 1.
    pub(super) fn place(&self, at: u32) -> (u32, u32) {
        let line = self.ends.partition_point(|&end| end < at);
        let begin = line
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] + 1);
        (low(line + 1), at - begin + 1)
    }

    /// Adds a node behind its elder sibling, or as the first of its parent.
    fn push(&mut self, node: Node, elder: NodeId) -> NodeId {
        let id = low(self.nodes.len());
        let parent = node.parent;
        self.nodes.push(node);
        if elder != NONE {
            self.nodes[elder as usize].next = id;
        } else if parent != NONE {
            self.nodes[parent as usize].first = id;
        }
        id
    }

    /// Keeps a name that comes again and again.
    fn keep_known(&mut self, text: &str) -> Span {
        if let Some(&span) = self.known.get(text) {
            return span;
        }
        let span = self.keep(text);
        self.known.insert(text.to_owned(), span);
        span
    }

    /// Keeps a text that does not stand in the document as it is meant.
    fn keep(&mut self, text: &str) -> Span {
        let from = low(self.source.len() + self.unescaped.len());
        self.unescaped.push_str(text);
        Span {
            from,
            len: low(text.len()),
        }
    }
}

/// Members or items.
pub(super) struct Children<'d, 'a> {
    doc: &'d Doc<'a>,
    next: NodeId,
}

impl Iterator for Children<'_, '_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next;
        if id == NONE {
            return None;
        }
        self.next = self.doc.node(id).next;
        Some(id)
    }
}
