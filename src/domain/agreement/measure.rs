//! What an agreement counts, and in which units.

/// What kind of thing an amount of an agreement measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Volume per time; m³/s inside.
    Flow,
    /// Volume; hm³ inside.
    Volume,
    /// Depth of rain or evaporation; mm inside.
    Depth,
    /// Height of a water level; m inside.
    Level,
    /// Area; km² inside.
    Area,
    /// Without unit: a number, a share, a ratio.
    Number,
    /// Yes or no.
    Truth,
}

/// A unit that an agreement counts in.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementUnit {
    /// As a person reads it: "cusec", "m³/s", "hm³", "cfs-days".
    pub name: String,
    /// What it measures.
    pub measure: Measure,
    /// One of it in the unit that is used inside: m³/s, hm³, mm, m or km².
    pub factor: f64,
}

impl AgreementUnit {
    /// A number without unit.
    pub fn number() -> Self {
        Self {
            name: String::new(),
            measure: Measure::Number,
            factor: 1.0,
        }
    }

    /// The unit in which a measure is kept inside.
    pub fn si(measure: Measure) -> Self {
        let name = match measure {
            Measure::Flow => "m³/s",
            Measure::Volume => "hm³",
            Measure::Depth => "mm",
            Measure::Level => "m",
            Measure::Area => "km²",
            Measure::Number | Measure::Truth => "",
        };
        Self {
            name: name.to_owned(),
            measure,
            factor: 1.0,
        }
    }

    /// `value` in m³/s, hm³ or mm expressed in this unit. A result that differs from a number of six
    /// decimals by no more than what the conversion itself costs is that number, so that 50,000 cusec
    /// survive the way to m³/s and back.
    pub fn from_si(&self, value: f64) -> f64 {
        let converted = value / self.factor;
        let near = (converted * 1e6).round() / 1e6;
        if (converted - near).abs() <= 1e-13 * converted.abs() {
            near
        } else {
            converted
        }
    }

    /// `value` of this unit in m³/s, hm³ or mm.
    pub fn to_si(&self, value: f64) -> f64 {
        value * self.factor
    }
}

/// A further unit that the parties print.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayUnit {
    /// As they write it.
    pub id: String,
    /// One of it in m³.
    pub cubic_metres: Option<f64>,
    /// One of it by another factor, which the id explains.
    pub factor: Option<f64>,
}
