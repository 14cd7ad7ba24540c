//! Warning messages of the Common Alerting Protocol 1.2: read, and held against every rule of the standard.
//!
//! The schema (OASIS, 1 July 2010) says which elements stand where and what form they have; the standard's text adds
//! rules that a schema cannot say: who needs references or addresses, what a polygon is, which names are allowed.
//! Both are checked here, every fault with line and column. A rule that the standard only advises gives a warning.

mod build;
mod rules;
mod schema;
mod walk;

use crate::domain::cap::{Alert, NAMESPACE};
use crate::domain::{Cause, Finding, Findings};

use super::decode::Source;
use super::tree::{self, Doc};

/// The namespaces of older versions begin so, and that of CAP 1.0 too.
const OLDER: [&str; 2] = [
    "urn:oasis:names:tc:emergency:cap:",
    "http://www.incident.com/cap/",
];

/// Whether bytes look like an XML document, so that [`check`] can say what is wrong with it as a message.
pub fn looks_like_xml(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<") && tree::looks_like_tree(text)
}

/// Reads a message. It is given only when no rule of the standard is broken; the findings hold every fault and
/// every advice, each with its place in `name`.
pub fn check(bytes: &[u8], name: &str) -> (Option<Alert>, Findings) {
    let mut findings = Findings::new();
    let alert = read(bytes, &mut findings);
    for finding in findings.iter_mut() {
        finding.file.get_or_insert_with(|| name.to_owned());
    }
    let alert = alert.filter(|_| !findings.has_errors());
    (alert, findings)
}

fn read(bytes: &[u8], findings: &mut Findings) -> Option<Alert> {
    let source = Source::new(bytes);
    let text = match tree::text(&source) {
        Some(Ok(text)) => text,
        Some(Err(fault)) => {
            findings.push(*fault);
            return None;
        }
        None => {
            findings.push(
                Finding::error(Cause::Message, "the file is no XML document")
                    .hint("name a file that holds one CAP 1.2 message"),
            );
            return None;
        }
    };
    let doc = match tree::parse(&text) {
        Ok(doc) => doc,
        Err(mut fault) => {
            // What is refused here is no export of an agency, so nobody is asked for a new one.
            fault.hint = Some(
                "ask the sender for the message again; nothing of this one was taken".to_owned(),
            );
            findings.push(*fault);
            return None;
        }
    };
    if !is_alert(&doc, findings) {
        return None;
    }
    walk::alert(&doc, findings);
    rules::alert(&doc, findings);
    build::alert(&doc)
}

fn is_alert(doc: &Doc<'_>, findings: &mut Findings) -> bool {
    let namespace = doc.namespace(Doc::ROOT).unwrap_or_default();
    let name = doc.name(Doc::ROOT);
    if name == "alert" && namespace == NAMESPACE {
        return true;
    }
    let (line, column) = doc.place(doc.at(Doc::ROOT));
    let is_older = name == "alert" && OLDER.iter().any(|older| namespace.starts_with(older));
    let finding = if is_older {
        Finding::error(
            Cause::Message,
            format!("the message is not of CAP 1.2 but of the namespace {namespace}"),
        )
        .hint("ask the sender for the message in CAP 1.2")
    } else {
        Finding::error(
            Cause::Message,
            format!("the document is no CAP 1.2 message: its first element is {name}, not alert of {NAMESPACE}"),
        )
        .hint("name a file that holds one CAP 1.2 message; exports of an agency are looked at with `thalweg inspect`")
    };
    findings.push(finding.line(line).column(column));
    false
}
