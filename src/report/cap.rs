//! A warning message as XML of the Common Alerting Protocol 1.2, in the element order of its schema.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::ReportError;
use crate::domain::cap::{Alert, Area, Info, NAMESPACE, Named, Stamp};

/// Writes a message. Every text is escaped, and a character that XML cannot hold becomes `U+FFFD`, so that no name
/// out of a file can be markup.
///
/// # Errors
/// When the writer of XML refuses, which it does not for text in memory.
pub fn cap_xml(alert: &Alert) -> Result<String, ReportError> {
    let mut bytes = Vec::new();
    write(alert, &mut bytes).map_err(|error| ReportError::Write(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| ReportError::Write(error.to_string()))
}

fn write(alert: &Alert, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut to = Elements(Writer::new_with_indent(bytes, b' ', 2));
    to.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut start = BytesStart::new("alert");
    start.push_attribute(("xmlns", NAMESPACE));
    to.0.write_event(Event::Start(start))?;
    to.text("identifier", &alert.identifier)?;
    to.text("sender", &alert.sender)?;
    to.text("sent", &alert.sent.to_string())?;
    to.text("status", alert.status.word())?;
    to.text("msgType", alert.message_type.word())?;
    to.some("source", alert.source.as_deref())?;
    to.text("scope", alert.scope.word())?;
    to.some("restriction", alert.restriction.as_deref())?;
    to.some("addresses", alert.addresses.as_deref())?;
    for code in &alert.codes {
        to.text("code", code)?;
    }
    to.some("note", alert.note.as_deref())?;
    if !alert.references.is_empty() {
        let references: Vec<String> = alert.references.iter().map(ToString::to_string).collect();
        to.text("references", &references.join(" "))?;
    }
    to.some("incidents", alert.incidents.as_deref())?;
    for info in &alert.infos {
        to.info(info)?;
    }
    to.end("alert")?;
    to.0.get_mut().push(b'\n');
    Ok(())
}

struct Elements<'b>(Writer<&'b mut Vec<u8>>);

impl Elements<'_> {
    fn start(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::Start(BytesStart::new(name)))
    }

    fn end(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        let safe = possible(text);
        self.start(name)?;
        self.0.write_event(Event::Text(BytesText::new(&safe)))?;
        self.end(name)
    }

    fn some(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }

    fn stamp(&mut self, name: &str, stamp: Option<Stamp>) -> io::Result<()> {
        stamp.map_or(Ok(()), |stamp| self.text(name, &stamp.to_string()))
    }

    fn named(&mut self, name: &str, all: &[Named]) -> io::Result<()> {
        for named in all {
            self.start(name)?;
            self.text("valueName", &named.name)?;
            self.text("value", &named.value)?;
            self.end(name)?;
        }
        Ok(())
    }

    fn info(&mut self, info: &Info) -> io::Result<()> {
        self.start("info")?;
        self.text("language", &info.language)?;
        for category in &info.categories {
            self.text("category", category.word())?;
        }
        self.text("event", &info.event)?;
        for response in &info.response_types {
            self.text("responseType", response.word())?;
        }
        self.text("urgency", info.urgency.word())?;
        self.text("severity", info.severity.word())?;
        self.text("certainty", info.certainty.word())?;
        self.some("audience", info.audience.as_deref())?;
        self.named("eventCode", &info.event_codes)?;
        self.stamp("effective", info.effective)?;
        self.stamp("onset", info.onset)?;
        self.stamp("expires", info.expires)?;
        self.some("senderName", info.sender_name.as_deref())?;
        self.some("headline", info.headline.as_deref())?;
        self.some("description", info.description.as_deref())?;
        self.some("instruction", info.instruction.as_deref())?;
        self.some("web", info.web.as_deref())?;
        self.some("contact", info.contact.as_deref())?;
        self.named("parameter", &info.parameters)?;
        for area in &info.areas {
            self.area(area)?;
        }
        self.end("info")
    }

    fn area(&mut self, area: &Area) -> io::Result<()> {
        self.start("area")?;
        self.text("areaDesc", &area.description)?;
        for polygon in &area.polygons {
            self.text("polygon", &polygon.to_string())?;
        }
        for circle in &area.circles {
            self.text("circle", &circle.to_string())?;
        }
        self.named("geocode", &area.geocodes)?;
        self.end("area")
    }
}

/// The text without what XML 1.0 cannot hold even as a reference.
fn possible(text: &str) -> String {
    let is_possible = |c: char| {
        matches!(c, '\t' | '\n')
            || (c >= ' ' && !matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'))
    };
    text.chars()
        .map(|c| if is_possible(c) { c } else { '\u{fffd}' })
        .collect()
}
