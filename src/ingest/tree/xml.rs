//! XML by quick-xml's events. A document type is refused, whatever it declares: nothing is ever fetched or expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceError, ResolveResult};
use quick_xml::{Error, NsReader};

use crate::domain::Cause;

use super::{Doc, Fault, Kind, MOST_DEPTH, NONE, Node, NodeId, Span, low};

/// So many attributes may an element have, declarations of namespaces among them.
const MOST_ATTRIBUTES: usize = 256;
/// So many namespaces may a document use.
const MOST_NAMESPACES: usize = 256;
/// The namespace of requests to include another file.
const XINCLUDE: &str = "http://www.w3.org/2001/XInclude";

struct Open {
    node: NodeId,
    last: NodeId,
    /// The element's own text in the document, as long as it is one piece.
    text: Span,
    /// Its text where it is of several pieces.
    pieces: Option<String>,
}

/// Reads the document into its nodes.
pub(super) fn read(doc: &mut Doc<'_>) -> Result<(), Fault> {
    let source = doc.source;
    let mut events = NsReader::from_str(source);
    let mut open: Vec<Open> = Vec::new();
    let mut done = false;
    loop {
        let at = position(events.buffer_position());
        let event = events.read_event().map_err(|error| match error {
            Error::Namespace(NamespaceError::TooManyBindings(_)) => flood(at),
            error => Fault::new(
                position(events.error_position()),
                format!("the XML is malformed, so nothing of it is read: {error}"),
            ),
        })?;
        match event {
            Event::Start(start) => {
                check(&start, at, open.len(), done)?;
                let node = element(doc, &events, &start, at, open.last_mut())?;
                open.push(node);
            }
            Event::Empty(start) => {
                check(&start, at, open.len(), done)?;
                element(doc, &events, &start, at, open.last_mut())?;
                done |= open.is_empty();
            }
            Event::End(_) => {
                if let Some(closed) = open.pop() {
                    finish(doc, closed);
                }
                done |= open.is_empty();
            }
            Event::Text(text) => add(doc, open.last_mut(), at, &text, done)?,
            Event::CData(text) => add(doc, open.last_mut(), at + "<![CDATA[".len(), &text, done)?,
            Event::GeneralRef(entity) => {
                let known = match entity.resolve_char_ref() {
                    Ok(Some(character)) => Some(character.to_string()),
                    Ok(None) => {
                        quick_xml::escape::resolve_predefined_entity(&entity).map(str::to_owned)
                    }
                    Err(_) => None,
                };
                let Some(text) = known else {
                    return Err(Fault::new(at, "an entity is not one of XML's own five"));
                };
                if let Some(open) = open.last_mut() {
                    join(doc, open, &text);
                }
            }
            Event::DocType(_) => {
                return Err(Fault {
                    cause: Cause::NotAnExport,
                    at,
                    message: "the document declares a document type (DOCTYPE), which exports never need and attacks do"
                        .to_owned(),
                    hint: "ask the agency for the export without a DOCTYPE; nothing of it was expanded or fetched",
                });
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.is_empty() && done {
        return Ok(());
    }
    let named = open.last().map(|it| doc.name(it.node).to_owned());
    Err(Fault::new(
        source.len(),
        match named {
            Some(name) => format!(
                "the XML ends while the element {name} is open, so it is cut and nothing of it is read"
            ),
            None => "the XML ends before its first element".to_owned(),
        },
    ))
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn check(start: &BytesStart<'_>, at: usize, depth: usize, done: bool) -> Result<(), Fault> {
    if done {
        return Err(Fault::new(
            at,
            "a further document follows the first; a file must hold one",
        ));
    }
    if depth == MOST_DEPTH {
        return Err(Fault::new(
            at,
            "elements are nested more than 128 deep, so nothing is read",
        ));
    }
    let many = start
        .attributes_raw()
        .bytes()
        .filter(|&byte| byte == b'=')
        .count();
    // An address holds the mark too; only a flood goes beyond so many.
    if many > 4 * MOST_ATTRIBUTES {
        return Err(flood(at));
    }
    Ok(())
}

fn flood(at: usize) -> Fault {
    Fault::new(
        at,
        "an element has more than 256 attributes or declarations of namespaces",
    )
}

fn element(
    doc: &mut Doc<'_>,
    events: &NsReader<&[u8]>,
    start: &BytesStart<'_>,
    at: usize,
    parent: Option<&mut Open>,
) -> Result<Open, Fault> {
    let (resolved, local) = events.resolver().resolve_element(start.name());
    let namespace = match resolved {
        ResolveResult::Bound(namespace) => namespace_id(doc, namespace.as_ref(), at)?,
        ResolveResult::Unbound => 0,
        ResolveResult::Unknown(_) => {
            return Err(Fault::new(
                at,
                "an element has a prefix that no namespace is declared for",
            ));
        }
    };
    if matches!(resolved, ResolveResult::Bound(Namespace(XINCLUDE))) {
        return Err(Fault::new(
            at,
            "the document asks to include another file, which is never followed, so nothing of it is read",
        ));
    }
    // The name stands behind the bracket and, where there is one, the prefix.
    let prefix = start.name().as_ref().len() - local.as_ref().len();
    let name = Span {
        from: low(at + 1 + prefix),
        len: low(local.as_ref().len()),
    };
    let (up, elder) = parent
        .as_ref()
        .map_or((NONE, NONE), |open| (open.node, open.last));
    let node = doc.push(
        Node {
            kind: Kind::Element,
            namespace,
            at: low(at),
            name,
            text: Span::default(),
            parent: up,
            first: NONE,
            next: NONE,
        },
        elder,
    );
    if let Some(open) = parent {
        open.last = node;
    }
    let mut opened = Open {
        node,
        last: NONE,
        text: Span::default(),
        pieces: None,
    };
    attributes(doc, start, at, &mut opened)?;
    Ok(opened)
}

fn namespace_id(doc: &mut Doc<'_>, address: &str, at: usize) -> Result<u16, Fault> {
    let known = doc.namespaces.iter().position(|known| known == address);
    let at_list = match known {
        Some(at_list) => at_list,
        None if doc.namespaces.len() == MOST_NAMESPACES => return Err(flood(at)),
        None => {
            doc.namespaces.push(address.to_owned());
            doc.namespaces.len() - 1
        }
    };
    Ok(u16::try_from(at_list + 1).unwrap_or(0))
}

/// Attributes by their local names; those of one name but another namespace are the same to an export.
fn attributes(
    doc: &mut Doc<'_>,
    start: &BytesStart<'_>,
    at: usize,
    open: &mut Open,
) -> Result<(), Fault> {
    let head = at + 1 + start.name().as_ref().len();
    let raw = start.attributes_raw();
    for (n, attribute) in start.attributes().enumerate() {
        if n == MOST_ATTRIBUTES {
            return Err(flood(at));
        }
        let attribute = attribute
            .map_err(|error| Fault::new(at, format!("an attribute is malformed: {error}")))?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| Fault::new(at, format!("an attribute is malformed: {error}")))?;
        // The value stands in the element's own text, so the distance of the two is its place.
        let within = (attribute.value.as_ptr() as usize)
            .checked_sub(raw.as_ptr() as usize)
            .filter(|&within| within <= raw.len());
        let place = within.map_or(at, |within| head + within);
        let text = match within {
            Some(within) if *value == *attribute.value => Span {
                from: low(head + within),
                len: low(value.len()),
            },
            _ => doc.keep(&value),
        };
        let name = doc.keep_known(&format!("@{}", attribute.key.local_name().as_ref()));
        let node = doc.push(
            Node {
                kind: Kind::Text,
                namespace: 0,
                at: low(place),
                name,
                text,
                parent: open.node,
                first: NONE,
                next: NONE,
            },
            open.last,
        );
        open.last = node;
    }
    Ok(())
}

/// Adds a piece of text to the element that is open.
fn add(
    doc: &mut Doc<'_>,
    open: Option<&mut Open>,
    at: usize,
    text: &str,
    done: bool,
) -> Result<(), Fault> {
    let begin = text.len() - text.trim_start().len();
    if begin == text.len() {
        // Blanks alone count where they stand between two pieces of one text, as between two entities.
        if let Some(open) = open.filter(|open| open.text.len > 0 || open.pieces.is_some()) {
            join(doc, open, text);
        }
        return Ok(());
    }
    let Some(open) = open else {
        let where_ = if done { "behind" } else { "before" };
        return Err(Fault::new(
            at + begin,
            format!("a text stands {where_} the document"),
        ));
    };
    if open.text.len == 0 && open.pieces.is_none() {
        // Blanks behind it count where a further piece follows.
        open.text = Span {
            from: low(at + begin),
            len: low(text.len() - begin),
        };
    } else {
        join(doc, open, text);
    }
    Ok(())
}

fn join(doc: &Doc<'_>, open: &mut Open, text: &str) {
    let pieces = open
        .pieces
        .get_or_insert_with(|| doc.str(open.text).to_owned());
    pieces.push_str(text);
}

fn finish(doc: &mut Doc<'_>, closed: Open) {
    let place = closed.text.from;
    let text = match closed.pieces {
        Some(pieces) => doc.keep(pieces.trim()),
        None => Span {
            len: low(doc.str(closed.text).trim_end().len()),
            ..closed.text
        },
    };
    let node = &mut doc.nodes[closed.node as usize];
    node.text = text;
    // A reading stands where its text stands, not where its element opens.
    if closed.text.len > 0 {
        node.at = place;
    }
}
