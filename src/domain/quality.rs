//! Quality of a reading: origin × reliability × review. The agency's own flag text travels beside it.

/// Where a value comes from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Read off an instrument.
    Measured,
    /// Estimated by the agency, ice-affected values among them.
    Estimated,
    /// Corrected by the agency.
    Corrected,
    /// Filled by a method.
    Filled,
    /// Computed by a model.
    Model,
}

/// How far a value can be relied on.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Reliability {
    /// Nothing speaks against it.
    Good,
    /// Doubtful: shown, used, and named.
    Suspect,
    /// Known to be false: shown, never used in a figure.
    Bad,
}

/// How far the agency's review has come.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// As it came from the instrument.
    Raw,
    /// Looked at, may still change.
    Provisional,
    /// Final by the agency's word.
    Approved,
}

/// Quality of one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Quality {
    /// Where the value comes from.
    pub origin: Origin,
    /// How far it can be relied on.
    pub reliability: Reliability,
    /// How far its review has come.
    pub review: Review,
}

impl Quality {
    /// A measured, good, provisional value: what an agency that says nothing else is taken to send.
    pub const PROVISIONAL: Self = Self {
        origin: Origin::Measured,
        reliability: Reliability::Good,
        review: Review::Provisional,
    };

    /// One byte for columns: origin in bits 0–2, reliability in 3–4, review in 5–6.
    pub fn pack(self) -> u8 {
        (self.origin as u8) | ((self.reliability as u8) << 3) | ((self.review as u8) << 5)
    }

    /// The reverse of [`Quality::pack`]; unknown bits read as the most doubtful value, never a better one.
    pub fn unpack(byte: u8) -> Self {
        let origin = match byte & 7 {
            0 => Origin::Measured,
            1 => Origin::Estimated,
            2 => Origin::Corrected,
            3 => Origin::Filled,
            _ => Origin::Model,
        };
        let reliability = match (byte >> 3) & 3 {
            0 => Reliability::Good,
            1 => Reliability::Suspect,
            _ => Reliability::Bad,
        };
        let review = match (byte >> 5) & 3 {
            1 => Review::Provisional,
            2 => Review::Approved,
            _ => Review::Raw,
        };
        Self {
            origin,
            reliability,
            review,
        }
    }

    /// The same reading, marked at most suspect.
    #[must_use]
    pub fn suspect(self) -> Self {
        Self {
            reliability: self.reliability.max(Reliability::Suspect),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_loses_nothing() {
        let origins = [
            Origin::Measured,
            Origin::Estimated,
            Origin::Corrected,
            Origin::Filled,
            Origin::Model,
        ];
        for origin in origins {
            for reliability in [Reliability::Good, Reliability::Suspect, Reliability::Bad] {
                for review in [Review::Raw, Review::Provisional, Review::Approved] {
                    let quality = Quality {
                        origin,
                        reliability,
                        review,
                    };
                    assert_eq!(Quality::unpack(quality.pack()), quality);
                }
            }
        }
    }
}
