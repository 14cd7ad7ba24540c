//! What the schema of CAP 1.2 allows where: every element in its order, how often, and what stands in it.

use crate::domain::cap::{
    Category, Certainty, MessageType, ResponseType, Scope, Severity, Status, Urgency,
};

/// How often an element stands in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    Once,
    AtMostOnce,
    Any,
    AtLeastOnce,
}

impl Often {
    pub(super) fn is_required(self) -> bool {
        matches!(self, Self::Once | Self::AtLeastOnce)
    }

    pub(super) fn may_repeat(self) -> bool {
        matches!(self, Self::Any | Self::AtLeastOnce)
    }
}

/// What stands in an element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// Any text.
    Text,
    /// A text that may not be empty, for nobody could act on it.
    Words,
    /// An identifier or a sender.
    Name,
    /// A time.
    Stamp,
    /// A word of a closed list.
    One(&'static [&'static str]),
    /// A tag of a language.
    Language,
    /// Earlier messages.
    References,
    /// An address.
    Uri,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A polygon.
    Polygon,
    /// A circle.
    Circle,
    /// Further elements in this order.
    Elements(&'static [Element]),
}

/// An element of the schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) often: Often,
    pub(super) holds: Holds,
}

const fn element(name: &'static str, often: Often, holds: Holds) -> Element {
    Element { name, often, holds }
}

use Holds::{
    Circle, Decimal, Elements, Integer, Language, Name, One, Polygon, References, Stamp, Text, Uri,
    Words,
};
use Often::{Any, AtLeastOnce, AtMostOnce, Once};

/// The children of `alert`.
pub(super) const ALERT: &[Element] = &[
    element("identifier", Once, Name),
    element("sender", Once, Name),
    element("sent", Once, Stamp),
    element("status", Once, One(Status::ALL)),
    element("msgType", Once, One(MessageType::ALL)),
    element("source", AtMostOnce, Text),
    element("scope", Once, One(Scope::ALL)),
    element("restriction", AtMostOnce, Text),
    element("addresses", AtMostOnce, Text),
    element("code", Any, Text),
    element("note", AtMostOnce, Text),
    element("references", AtMostOnce, References),
    element("incidents", AtMostOnce, Text),
    element("info", Any, Elements(INFO)),
];

const INFO: &[Element] = &[
    element("language", AtMostOnce, Language),
    element("category", AtLeastOnce, One(Category::ALL)),
    element("event", Once, Words),
    element("responseType", Any, One(ResponseType::ALL)),
    element("urgency", Once, One(Urgency::ALL)),
    element("severity", Once, One(Severity::ALL)),
    element("certainty", Once, One(Certainty::ALL)),
    element("audience", AtMostOnce, Text),
    element("eventCode", Any, Elements(NAMED)),
    element("effective", AtMostOnce, Stamp),
    element("onset", AtMostOnce, Stamp),
    element("expires", AtMostOnce, Stamp),
    element("senderName", AtMostOnce, Text),
    element("headline", AtMostOnce, Text),
    element("description", AtMostOnce, Text),
    element("instruction", AtMostOnce, Text),
    element("web", AtMostOnce, Uri),
    element("contact", AtMostOnce, Text),
    element("parameter", Any, Elements(NAMED)),
    element("resource", Any, Elements(RESOURCE)),
    element("area", Any, Elements(AREA)),
];

const NAMED: &[Element] = &[
    element("valueName", Once, Text),
    element("value", Once, Text),
];

const RESOURCE: &[Element] = &[
    element("resourceDesc", Once, Words),
    element("mimeType", Once, Words),
    element("size", AtMostOnce, Integer),
    element("uri", AtMostOnce, Uri),
    element("derefUri", AtMostOnce, Text),
    element("digest", AtMostOnce, Text),
];

const AREA: &[Element] = &[
    element("areaDesc", Once, Words),
    element("polygon", Any, Polygon),
    element("circle", Any, Circle),
    element("geocode", Any, Elements(NAMED)),
    element("altitude", AtMostOnce, Decimal),
    element("ceiling", AtMostOnce, Decimal),
];
