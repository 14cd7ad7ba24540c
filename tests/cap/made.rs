//! Messages from a seed.

use thalweg::domain::Instant;
use thalweg::domain::cap::{
    Alert, Area, Category, Certainty, Circle, Info, MessageType, Named, Polygon, Reference,
    ResponseType, Scope, Severity, Stamp, Status, Urgency,
};

/// Names that agencies do not give and others might.
pub(crate) const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "&lt;b&gt;",
    "]]>",
    "{{7*7}}",
    "</areaDesc><area>]",
    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>&x;",
    "a\u{0}b\u{1b}[31mc\u{7f}\u{85}",
    "\u{202e}gnp.exe",
    "Báziáš — Дунав ὕδωρ 水位 \u{1f30a}",
    "<![CDATA[x]]>",
];

struct Dice(fastrand::Rng);

impl Dice {
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.0.usize(..of.len())]
    }

    fn text(&mut self) -> String {
        let plain = [
            "Grenzau",
            "Meldestufe 2",
            "Inundação",
            "Crue > 3,20 m & pluie",
            "\"quoted\" 'text'",
        ];
        let chosen = if self.0.bool() {
            self.one(&plain)
        } else {
            self.one(&HOSTILE)
        };
        format!("{chosen} {}", self.0.u16(..))
    }

    fn some(&mut self) -> Option<String> {
        self.0.bool().then(|| self.text())
    }

    fn stamp(&mut self) -> Stamp {
        Stamp {
            at: Instant::from_millis(self.0.i64(946_684_800..4_102_444_800) * 1000),
            offset_minutes: self.0.i32(-56..=56) * 15,
        }
    }

    fn named(&mut self) -> Vec<Named> {
        (0..self.0.usize(..4))
            .map(|_| Named::new(self.text(), self.text()))
            .collect()
    }

    /// A ring around a middle: its angles grow, so that it never crosses itself.
    fn polygon(&mut self) -> Polygon {
        let n = self.0.usize(3..12);
        let middle = (self.0.f64() * 140.0 - 70.0, self.0.f64() * 320.0 - 160.0);
        let step = std::f64::consts::TAU / f64::from(u32::try_from(n).unwrap());
        let mut points: Vec<(f64, f64)> = (0..u32::try_from(n).unwrap())
            .map(|k| {
                let radius = 1.0 + self.0.f64() * 4.0;
                let angle = f64::from(k) * step;
                let round = |value: f64| (value * 1e5).round() / 1e5;
                (
                    round(middle.0 + radius * angle.cos()),
                    round(middle.1 + radius * angle.sin()),
                )
            })
            .collect();
        points.push(points[0]);
        Polygon::new(points).unwrap()
    }

    fn area(&mut self) -> Area {
        Area {
            description: self.text(),
            polygons: (0..self.0.usize(..3)).map(|_| self.polygon()).collect(),
            circles: (0..self.0.usize(..2))
                .map(|_| Circle {
                    middle: (self.0.i32(-90..=90).into(), self.0.i32(-180..=180).into()),
                    radius_km: f64::from(self.0.u16(..)) / 10.0,
                })
                .collect(),
            geocodes: self.named(),
        }
    }

    fn info(&mut self, sent: Stamp) -> Info {
        let effective = self.0.bool().then_some(sent);
        Info {
            language: self
                .one(&["en", "fr", "pt-BR", "sr-Latn-RS", "x-any"])
                .to_owned(),
            categories: (0..self.0.usize(1..3))
                .map(|_| Category::parse(self.one(Category::ALL)).unwrap())
                .collect(),
            event: self.text(),
            response_types: (0..self.0.usize(..3))
                .map(|_| ResponseType::parse(self.one(ResponseType::ALL)).unwrap())
                .collect(),
            urgency: Urgency::parse(self.one(Urgency::ALL)).unwrap(),
            severity: Severity::parse(self.one(Severity::ALL)).unwrap(),
            certainty: Certainty::parse(self.one(Certainty::ALL)).unwrap(),
            audience: self.some(),
            event_codes: self.named(),
            effective,
            onset: effective.map(|it| it.plus_minutes(-90)),
            expires: Some(sent.plus_minutes(self.0.i64(1..100_000))),
            sender_name: self.some(),
            headline: self.some(),
            description: self.some(),
            instruction: self.some(),
            web: self
                .0
                .bool()
                .then(|| "https://commission.example/?a=1&b=2".to_owned()),
            contact: self.some(),
            parameters: self.named(),
            areas: (0..self.0.usize(..4)).map(|_| self.area()).collect(),
        }
    }
}

/// A message that breaks no rule.
pub(crate) fn alert(seed: u64) -> Alert {
    let mut dice = Dice(fastrand::Rng::with_seed(seed));
    let sent = dice.stamp();
    let message_type = MessageType::parse(dice.one(MessageType::ALL)).unwrap();
    let scope = Scope::parse(dice.one(Scope::ALL)).unwrap();
    let references = match message_type {
        MessageType::Alert => 0,
        _ => dice.0.usize(1..4),
    };
    Alert {
        identifier: format!("arvena.AV.{}.{seed}", sent.at.millis()),
        sender: dice
            .one(&[
                "warnings@commission.example",
                "урок@комиссия.example",
                "a/b;c",
            ])
            .to_owned(),
        sent,
        status: Status::parse(dice.one(Status::ALL)).unwrap(),
        message_type,
        source: dice.some(),
        scope,
        restriction: (scope == Scope::Restricted).then(|| dice.text()),
        addresses: (scope == Scope::Private).then(|| "a@b.example \"two words\"".to_owned()),
        codes: (0..dice.0.usize(..3)).map(|_| dice.text()).collect(),
        note: dice.some(),
        references: (0..references)
            .map(|n| Reference {
                sender: "warnings@commission.example".to_owned(),
                identifier: format!("arvena.AV.{n}"),
                sent: dice.stamp().to_string(),
            })
            .collect(),
        incidents: dice.some(),
        infos: (0..dice.0.usize(..4)).map(|_| dice.info(sent)).collect(),
    }
}

/// A message whose every free text is this name.
pub(crate) fn named(name: &str) -> Alert {
    let mut alert = alert(7);
    let mut info = Dice(fastrand::Rng::with_seed(1)).info(alert.sent);
    info.event = name.to_owned();
    info.headline = Some(name.to_owned());
    info.parameters = vec![Named::new(name, name)];
    info.areas = vec![Area {
        description: name.to_owned(),
        polygons: Vec::new(),
        circles: Vec::new(),
        geocodes: vec![Named::new(name, name)],
    }];
    alert.note = Some(name.to_owned());
    alert.infos = vec![info];
    alert
}

/// What a reader finds: what XML cannot hold is replaced.
pub(crate) fn as_read(alert: &Alert) -> Alert {
    let mut alert = alert.clone();
    let safe = |text: &mut String| {
        *text = text.replace(['\u{0}', '\u{1b}', '\u{7f}', '\u{85}'], "\u{fffd}");
    };
    let all = |texts: Vec<&mut Option<String>>| texts.into_iter().flatten().for_each(safe);
    let pairs = |named: &mut Vec<Named>| {
        for it in named {
            safe(&mut it.name);
            safe(&mut it.value);
        }
    };
    all(vec![
        &mut alert.source,
        &mut alert.restriction,
        &mut alert.note,
        &mut alert.incidents,
    ]);
    alert.codes.iter_mut().for_each(safe);
    for info in &mut alert.infos {
        safe(&mut info.event);
        all(vec![
            &mut info.audience,
            &mut info.sender_name,
            &mut info.headline,
            &mut info.description,
            &mut info.instruction,
            &mut info.contact,
        ]);
        pairs(&mut info.event_codes);
        pairs(&mut info.parameters);
        for area in &mut info.areas {
            safe(&mut area.description);
            pairs(&mut area.geocodes);
        }
    }
    alert
}
