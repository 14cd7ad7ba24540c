//! The rules of the standard's text, which hold between elements.

use crate::domain::cap::{LONGEST_HEADLINE, NAMESPACE, Stamp};
use crate::domain::{Cause, Finding, Findings, Severity};
use crate::ingest::tree::{Doc, NodeId};

/// Checks the whole message; what has no right form was said already and is passed over.
pub(super) fn alert(doc: &Doc<'_>, findings: &mut Findings) {
    let mut rules = Rules { doc, findings };
    rules.kind();
    rules.scope();
    let sent = rules.first(Doc::ROOT, "sent");
    let infos: Vec<NodeId> = rules.all(Doc::ROOT, "info").collect();
    if infos.is_empty() && matches!(rules.text_of(Doc::ROOT, "msgType"), "Alert" | "Update") {
        rules.say(
            Severity::Warning,
            Doc::ROOT,
            "alert",
            "the message says nothing: it has no info",
            "add an info with event, urgency, severity and certainty",
        );
    }
    for (n, info) in infos.into_iter().enumerate() {
        let path = format!("alert/info[{}]", n + 1);
        rules.times(info, sent, &path);
        rules.unknown(info, &path);
        rules.headline(info, &path);
        rules.areas(info, &path);
    }
}

struct Rules<'d, 'a> {
    doc: &'d Doc<'a>,
    findings: &'d mut Findings,
}

impl<'d> Rules<'d, '_> {
    fn say(&mut self, severity: Severity, at: NodeId, path: &str, message: &str, hint: &str) {
        let (line, column) = self.doc.place(self.doc.at(at));
        let mut finding = Finding::new(severity, Cause::Message, message)
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

    fn error(&mut self, at: NodeId, path: &str, message: &str, hint: &str) {
        self.say(Severity::Error, at, path, message, hint);
    }

    fn advise(&mut self, at: NodeId, path: &str, message: &str, hint: &str) {
        self.say(Severity::Warning, at, path, message, hint);
    }

    fn all(
        &self,
        parent: NodeId,
        name: &'static str,
    ) -> impl Iterator<Item = NodeId> + use<'d, '_> {
        let doc = self.doc;
        doc.children(parent).filter(move |child| {
            doc.name(*child) == name && doc.namespace(*child) == Some(NAMESPACE)
        })
    }

    fn first(&self, parent: NodeId, name: &'static str) -> Option<NodeId> {
        self.all(parent, name).next()
    }

    fn text_of(&self, parent: NodeId, name: &'static str) -> &'d str {
        let doc = self.doc;
        self.first(parent, name).map_or("", |at| doc.text(at))
    }

    /// What a message of its type must have.
    fn kind(&mut self) {
        let kind = self.text_of(Doc::ROOT, "msgType");
        let is_later = matches!(kind, "Update" | "Cancel" | "Ack" | "Error");
        let at = self.first(Doc::ROOT, "msgType").unwrap_or(Doc::ROOT);
        if is_later && self.first(Doc::ROOT, "references").is_none() {
            let message =
                format!("a message of type {kind} needs references to the messages it is about");
            self.error(
                at,
                "alert/references",
                &message,
                "name them as sender,identifier,sent",
            );
        }
        if kind == "Error" && self.text_of(Doc::ROOT, "note").is_empty() {
            self.advise(
                at,
                "alert/note",
                "a message of type Error should say in note what it refuses",
                "add a note",
            );
        }
        let status = self.text_of(Doc::ROOT, "status");
        if status == "Exercise" && self.text_of(Doc::ROOT, "note").is_empty() {
            let at = self.first(Doc::ROOT, "status").unwrap_or(Doc::ROOT);
            self.say(
                Severity::Note,
                at,
                "alert/note",
                "an exercise is usually named in note",
                "add a note with the name of the exercise",
            );
        }
    }

    /// What a message of its scope must have.
    fn scope(&mut self) {
        let scope = self.text_of(Doc::ROOT, "scope");
        let at = self.first(Doc::ROOT, "scope").unwrap_or(Doc::ROOT);
        if scope == "Private" && self.text_of(Doc::ROOT, "addresses").is_empty() {
            self.error(
                at,
                "alert/addresses",
                "a message of scope Private needs addresses",
                "name the receivers in addresses, parted by blanks",
            );
        }
        let restriction = self.first(Doc::ROOT, "restriction");
        match (scope, restriction) {
            ("Restricted", _) if self.text_of(Doc::ROOT, "restriction").is_empty() => self.error(
                at,
                "alert/restriction",
                "a message of scope Restricted needs a restriction",
                "say in restriction whom it is for",
            ),
            ("Public" | "Private", Some(at)) => self.advise(
                at,
                "alert/restriction",
                "restriction is meant for the scope Restricted",
                "take it away, or restrict the message",
            ),
            _ => {}
        }
    }

    fn stamp(&self, at: Option<NodeId>) -> Option<Stamp> {
        Stamp::parse(self.doc.text(at?))
    }

    fn times(&mut self, info: NodeId, sent: Option<NodeId>, path: &str) {
        let expires = self.first(info, "expires");
        let own = format!("{path}/expires");
        let (Some(at), Some(end)) = (expires, self.stamp(expires)) else {
            if expires.is_none() {
                self.advise(
                    info,
                    &own,
                    "the message never expires",
                    "say in expires until when it holds",
                );
            }
            return;
        };
        if self.stamp(sent).is_some_and(|sent| end.at <= sent.at) {
            self.error(
                at,
                &own,
                "the message expires before or when it is sent",
                "correct expires or sent",
            );
        }
        for (name, message) in [
            (
                "effective",
                "the message expires before it becomes effective",
            ),
            ("onset", "the message expires before the event begins"),
        ] {
            let begin = self.stamp(self.first(info, name));
            if begin.is_some_and(|begin| end.at <= begin.at) {
                self.error(at, &own, message, "correct the times");
            }
        }
    }

    fn unknown(&mut self, info: NodeId, path: &str) {
        for name in ["urgency", "severity", "certainty"] {
            if let Some(at) = self.first(info, name)
                && self.doc.text(at) == "Unknown"
            {
                let own = format!("{path}/{name}");
                let message =
                    format!("{name} is Unknown, and receivers do not pass such messages on");
                self.advise(
                    at,
                    &own,
                    &message,
                    "judge it: a message that is sent says how much it matters",
                );
            }
        }
    }

    fn headline(&mut self, info: NodeId, path: &str) {
        let Some(at) = self.first(info, "headline") else {
            return;
        };
        let own = format!("{path}/headline");
        let headline = self.doc.text(at);
        let n = headline.chars().count();
        if n > LONGEST_HEADLINE {
            let message = format!(
                "the headline has {n} characters; receivers show {LONGEST_HEADLINE} and cut the rest"
            );
            self.advise(
                at,
                &own,
                &message,
                "shorten it and put the rest in the description",
            );
        }
        if !headline.is_empty() && headline == self.text_of(info, "description") {
            self.advise(
                at,
                &own,
                "headline and description are the same",
                "say more in the description",
            );
        }
    }

    fn areas(&mut self, info: NodeId, path: &str) {
        let areas: Vec<NodeId> = self.all(info, "area").collect();
        let kind = self.text_of(Doc::ROOT, "msgType");
        if areas.is_empty() && matches!(kind, "Alert" | "Update") {
            let own = format!("{path}/area");
            self.advise(
                info,
                &own,
                "the message names no area",
                "add an area with a description",
            );
        }
        for (n, area) in areas.into_iter().enumerate() {
            let own = format!("{path}/area[{}]", n + 1);
            let altitude = self.first(area, "altitude");
            let Some(ceiling) = self.first(area, "ceiling") else {
                continue;
            };
            let number = |at: NodeId| self.doc.text(at).parse::<f64>().ok();
            match altitude {
                None => self.error(
                    ceiling,
                    &format!("{own}/ceiling"),
                    "a ceiling stands only beside an altitude",
                    "add the altitude, or take the ceiling away",
                ),
                Some(altitude) if number(altitude) > number(ceiling) => self.error(
                    ceiling,
                    &format!("{own}/ceiling"),
                    "the ceiling is lower than the altitude",
                    "correct one of them",
                ),
                Some(_) => {}
            }
        }
    }
}
