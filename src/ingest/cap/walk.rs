//! The message against the schema: order, number and form of every element.

use super::schema::{ALERT, Element, Holds, Often};
use crate::domain::cap::{self, NAMESPACE, PlaceFault, Reference, Stamp};
use crate::domain::{Cause, Finding, Findings};
use crate::ingest::tree::{Doc, NodeId};

/// Signatures may follow the last element.
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Attributes that XML Schema itself puts on any element.
const OF_XSI: [&str; 2] = ["@schemaLocation", "@noNamespaceSchemaLocation"];

/// Checks the whole message.
pub(super) fn alert(doc: &Doc<'_>, findings: &mut Findings) {
    let mut walk = Walk { doc, findings };
    walk.elements(Doc::ROOT, ALERT, "alert");
}

struct Walk<'d, 'a> {
    doc: &'d Doc<'a>,
    findings: &'d mut Findings,
}

impl Walk<'_, '_> {
    fn fault(&mut self, at: NodeId, path: &str, message: String, hint: &str) {
        let (line, column) = self.doc.place(self.doc.at(at));
        let mut finding = Finding::error(Cause::Message, message)
            .line(line)
            .column(column)
            .entry(path)
            .hint(hint);
        let text = self.doc.text(at);
        if !text.is_empty() {
            finding = finding.text(text);
        }
        self.findings.push(finding);
    }

    /// The children of an element against those of the schema.
    fn elements(&mut self, parent: NodeId, schema: &'static [Element], path: &str) {
        if !self.doc.text(parent).is_empty() {
            self.fault(
                parent,
                path,
                "a text stands between the elements".to_owned(),
                "take it away, or put it in the description",
            );
        }
        let mut counts = vec![0_u32; schema.len()];
        let mut reached = 0;
        for child in self.doc.children(parent) {
            let name = self.doc.name(child);
            if let Some(attribute) = name.strip_prefix('@') {
                self.attribute(child, (parent, attribute), path);
                continue;
            }
            let namespace = self.doc.namespace(child).unwrap_or_default();
            if parent == Doc::ROOT && namespace == SIGNATURE {
                reached = schema.len();
                continue;
            }
            let known = schema.iter().position(|element| element.name == name);
            let Some(at) = known.filter(|_| namespace == NAMESPACE) else {
                self.unknown(child, schema, path);
                continue;
            };
            counts[at] += 1;
            let (own, element) = (path_of(path, &schema[at], counts[at]), &schema[at]);
            if at < reached {
                let after = schema.get(reached).map_or("the signature", |it| it.name);
                let message =
                    format!("{name} stands after {after}, and the standard has it before");
                self.fault(
                    child,
                    &own,
                    message,
                    "put the elements in the standard's order",
                );
            } else {
                reached = at;
            }
            if counts[at] == 2 && !element.often.may_repeat() {
                let message = format!("{name} stands twice, and the standard has it once");
                self.fault(child, &own, message, "leave one of them");
            }
            self.content(child, element.holds, &own);
        }
        self.missing(parent, (schema, &counts), path);
    }

    fn missing(&mut self, parent: NodeId, (schema, counts): (&[Element], &[u32]), path: &str) {
        for (element, count) in schema.iter().zip(counts) {
            if *count == 0 && element.often.is_required() {
                let message = format!("{} is missing", element.name);
                let hint = match element.often {
                    Often::AtLeastOnce => "add at least one",
                    _ => "add it in the standard's order",
                };
                self.fault(parent, path, message, hint);
            }
        }
    }

    fn attribute(&mut self, at: NodeId, (parent, name): (NodeId, &str), path: &str) {
        let is_of_schema = parent == Doc::ROOT && OF_XSI.iter().any(|known| &known[1..] == name);
        if !is_of_schema {
            let message = format!("the attribute {name} is not part of CAP 1.2");
            self.fault(at, path, message, "take it away");
        }
    }

    fn unknown(&mut self, at: NodeId, schema: &[Element], path: &str) {
        let name = self.doc.name(at);
        let message = if self.doc.namespace(at) == Some(NAMESPACE) {
            format!("no element {name} stands here in CAP 1.2")
        } else {
            format!(
                "the element {name} of the namespace \"{}\" is not part of CAP 1.2",
                self.doc.namespace(at).unwrap_or_default()
            )
        };
        let near = schema
            .iter()
            .find(|element| element.name.eq_ignore_ascii_case(name));
        let hint = match near {
            Some(near) => format!("write {}: capitals count", near.name),
            None => "take it away; figures of your own stand in parameter elements".to_owned(),
        };
        self.fault(at, path, message, &hint);
    }

    fn content(&mut self, at: NodeId, holds: Holds, path: &str) {
        if let Holds::Elements(schema) = holds {
            self.elements(at, schema, path);
            return;
        }
        let child = self.doc.children(at).next();
        if let Some(child) = child {
            let message = format!("{} stands inside a text", self.doc.name(child));
            self.fault(
                child,
                path,
                message,
                "take it away; markup in a text is written &lt;b&gt;",
            );
            return;
        }
        let text = self.doc.text(at);
        if let Some((message, hint)) = fault_of(text, holds, self.doc.is_padded(at)) {
            self.fault(at, path, message, &hint);
        }
    }
}

fn path_of(parent: &str, element: &Element, n: u32) -> String {
    if element.often.may_repeat() {
        format!("{parent}/{}[{n}]", element.name)
    } else {
        format!("{parent}/{}", element.name)
    }
}

/// What is wrong with a text, and what to do.
fn fault_of(text: &str, holds: Holds, is_padded: bool) -> Option<(String, String)> {
    let say = |message: &str, hint: &str| Some((message.to_owned(), hint.to_owned()));
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
    {
        return say("the text holds a control character", "take it away");
    }
    // A list's word and a name have no blanks around them; white space of a time is XML's own business.
    if is_padded && matches!(holds, Holds::Name | Holds::One(_) | Holds::Language) {
        return say("blanks stand around the word", "take them away: they count");
    }
    match holds {
        Holds::Text | Holds::Elements(_) => None,
        Holds::Words if text.is_empty() => say("the text is empty", "say it in words"),
        Holds::Words => None,
        Holds::Name if cap::is_name(text) => None,
        Holds::Name => say(
            "an identifier or sender may hold no blank, comma, < or &, and may not be empty",
            "write it without, such as RO.2024.05.01.001",
        ),
        Holds::Stamp => stamp(text),
        Holds::One(words) if words.contains(&text) => None,
        Holds::One(words) => Some((
            "the word is none of the standard's list".to_owned(),
            format!("write one of {}", words.join(", ")),
        )),
        Holds::Language if is_language(text) => None,
        Holds::Language => say(
            "it is no tag of a language by RFC 3066",
            "write a tag such as en, fr or pt-BR",
        ),
        Holds::References => references(text),
        Holds::Uri if is_uri(text) => None,
        Holds::Uri => say(
            "it is no address",
            "write a whole address such as https://commission.example/bulletin",
        ),
        Holds::Integer if is_integer(text) => None,
        Holds::Integer => say("it is no whole number", "write digits alone, in bytes"),
        Holds::Decimal if is_decimal(text) => None,
        Holds::Decimal => say(
            "it is no decimal number",
            "write feet above mean sea level with a point, without unit and exponent",
        ),
        Holds::Polygon => place(cap::polygon(text).err()),
        Holds::Circle => place(cap::circle(text).err()),
    }
}

fn stamp(text: &str) -> Option<(String, String)> {
    if Stamp::parse(text).is_some() {
        return None;
    }
    let message = if text.ends_with(['Z', 'z']) {
        "a date and time of CAP ends with an offset, and Z is forbidden"
    } else {
        "it is no date and time of CAP's form"
    };
    let hint = "write it as 2024-05-01T06:00:00+02:00; UTC is +00:00";
    Some((message.to_owned(), hint.to_owned()))
}

fn references(text: &str) -> Option<(String, String)> {
    if text.is_empty() {
        return Some((
            "references names no message".to_owned(),
            "name the earlier messages, or take the element away".to_owned(),
        ));
    }
    let bad = text
        .split_ascii_whitespace()
        .find(|part| Reference::parse(part).is_none())?;
    Some((
        format!(
            "references holds \"{}\", which is not sender,identifier,sent",
            crate::domain::finding::quote(bad)
        ),
        "write the three parts of each earlier message with commas, and a blank between messages"
            .to_owned(),
    ))
}

fn place(fault: Option<PlaceFault>) -> Option<(String, String)> {
    let fault = fault?;
    let hint = match fault {
        PlaceFault::Latitude(_) | PlaceFault::Longitude(_) => {
            "write latitude,longitude in degrees of WGS 84, in this order"
        }
        PlaceFault::Few(_) | PlaceFault::Open => "close the polygon with its first point",
        PlaceFault::Crosses(..) | PlaceFault::Flat => "put its points in order around the area",
        PlaceFault::Many(_) => "thin its points; receivers cut off far fewer",
        PlaceFault::Pair(_) => "write pairs such as 44.8,21.3 with a blank between them",
        PlaceFault::Radius(_) => "write it as 44.8,21.3 15",
    };
    let what = match fault {
        PlaceFault::Radius(_) => "the circle is wrong",
        _ => "the polygon or circle is wrong",
    };
    Some((format!("{what}: {fault}"), hint.to_owned()))
}

/// xs:language: one to eight letters, then parts of one to eight letters or digits.
fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(n, part)| {
        let is_part = |c: char| c.is_ascii_alphabetic() || (n > 0 && c.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.chars().all(is_part)
    })
}

fn is_uri(text: &str) -> bool {
    let is_bad = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    !text.is_empty() && !text.contains(is_bad)
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
}
