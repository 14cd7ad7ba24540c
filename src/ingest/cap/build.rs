//! A message that breaks no rule, as our own types.

use crate::domain::cap::{
    Alert, Area, Category, Certainty, Info, MessageType, Named, Reference, ResponseType, Scope,
    Severity, Stamp, Status, Urgency, circle, polygon,
};
use crate::ingest::tree::{Doc, NodeId};

/// The message; `None` only where the walk would have refused it. Resources are checked and not kept.
pub(super) fn alert(doc: &Doc<'_>) -> Option<Alert> {
    let root = Node { doc, at: Doc::ROOT };
    Some(Alert {
        identifier: root.text("identifier")?,
        sender: root.text("sender")?,
        sent: root.stamp("sent")?,
        status: Status::parse(&root.text("status")?)?,
        message_type: MessageType::parse(&root.text("msgType")?)?,
        source: root.text("source"),
        scope: Scope::parse(&root.text("scope")?)?,
        restriction: root.text("restriction"),
        addresses: root.text("addresses"),
        codes: root.texts("code").collect(),
        note: root.text("note"),
        references: root
            .text("references")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .filter_map(Reference::parse)
            .collect(),
        incidents: root.text("incidents"),
        infos: root.all("info").map(info).collect::<Option<_>>()?,
    })
}

fn info(node: Node<'_, '_>) -> Option<Info> {
    Some(Info {
        language: node.text("language").unwrap_or_else(|| "en-US".to_owned()),
        categories: node
            .texts("category")
            .map(|word| Category::parse(&word))
            .collect::<Option<_>>()?,
        event: node.text("event")?,
        response_types: node
            .texts("responseType")
            .map(|word| ResponseType::parse(&word))
            .collect::<Option<_>>()?,
        urgency: Urgency::parse(&node.text("urgency")?)?,
        severity: Severity::parse(&node.text("severity")?)?,
        certainty: Certainty::parse(&node.text("certainty")?)?,
        audience: node.text("audience"),
        event_codes: node.named("eventCode"),
        effective: node.stamp("effective"),
        onset: node.stamp("onset"),
        expires: node.stamp("expires"),
        sender_name: node.text("senderName"),
        headline: node.text("headline"),
        description: node.text("description"),
        instruction: node.text("instruction"),
        web: node.text("web"),
        contact: node.text("contact"),
        parameters: node.named("parameter"),
        areas: node.all("area").map(area).collect::<Option<_>>()?,
    })
}

fn area(node: Node<'_, '_>) -> Option<Area> {
    Some(Area {
        description: node.text("areaDesc")?,
        polygons: node
            .texts("polygon")
            .map(|text| polygon(&text).ok())
            .collect::<Option<_>>()?,
        circles: node
            .texts("circle")
            .map(|text| circle(&text).ok())
            .collect::<Option<_>>()?,
        geocodes: node.named("geocode"),
    })
}

#[derive(Clone, Copy)]
struct Node<'d, 'a> {
    doc: &'d Doc<'a>,
    at: NodeId,
}

impl<'d, 'a> Node<'d, 'a> {
    fn all(self, name: &'static str) -> impl Iterator<Item = Node<'d, 'a>> {
        let doc = self.doc;
        doc.children(self.at)
            .filter(move |child| doc.name(*child) == name)
            .map(move |at| Node { doc, at })
    }

    fn texts(self, name: &'static str) -> impl Iterator<Item = String> {
        self.all(name).map(|node| node.doc.text(node.at).to_owned())
    }

    fn text(self, name: &'static str) -> Option<String> {
        self.texts(name).next()
    }

    fn stamp(self, name: &'static str) -> Option<Stamp> {
        Stamp::parse(&self.text(name)?)
    }

    fn named(self, name: &'static str) -> Vec<Named> {
        self.all(name)
            .filter_map(|node| Some(Named::new(node.text("valueName")?, node.text("value")?)))
            .collect()
    }
}
