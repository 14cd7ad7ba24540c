//! Rows that say themselves what they hold: the unit in a column, or a code.

use crate::domain::Cause;
use crate::ingest::complaints::Kind;
use crate::ingest::raw::CellColumns;
use crate::ingest::table::CORRECT;

use super::{RowPlan, StationAt};

const NO_UNIT: Kind = Kind::error(
    Cause::UnknownUnit,
    "the row states no unit, and none is taken for granted",
    "ask the agency which unit it is",
);
const OTHER_UNIT: Kind = Kind::error(
    Cause::UnknownUnit,
    "this is no unit that is known, or none of what the row measures",
    "correct the unit, or ask the agency which it is; where \"mm\" or \"m3\" stand, a column \"quantity\" must say what is measured",
);
const OTHER_CODE: Kind = Kind::error(
    Cause::UnknownUnit,
    "the row does not say what it measures in words that are known",
    CORRECT,
);

/// Which rows a series takes.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Only {
    /// Field of a code, and the codes.
    pub(in crate::ingest) code: Option<(usize, Vec<Vec<u8>>)>,
    /// Units of a row, where rows say theirs; empty for all.
    pub(in crate::ingest) units: Vec<Vec<u8>>,
}

impl Only {
    fn takes_code<'a>(&self, get: impl Fn(usize) -> &'a [u8]) -> bool {
        self.code
            .as_ref()
            .is_none_or(|(field, codes)| codes.iter().any(|code| is_like(code, get(*field))))
    }

    fn takes_unit(&self, unit: &[u8]) -> bool {
        self.units.is_empty() || self.units.iter().any(|known| known == unit)
    }
}

/// Whether `text` is the code; `*` stands for any part of it.
fn is_like(code: &[u8], text: &[u8]) -> bool {
    let mut parts: Vec<&[u8]> = code.split(|byte| *byte == b'*').collect();
    let (first, last) = (parts.remove(0), parts.pop());
    let (Some(mut rest), Some(last)) = (text.strip_prefix(first), last) else {
        return first == text;
    };
    for part in parts {
        let Some(at) = memchr::memmem::find(rest, part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

impl RowPlan<'_> {
    /// Where the words stand that name the series of a row.
    pub(super) fn cell_columns(&self) -> CellColumns {
        let place = |field: usize| u16::try_from(field + 1).unwrap_or(0);
        CellColumns {
            station: match self.station {
                StationAt::Field(field) => place(field),
                StationAt::Fixed(..) => 0,
            },
            time: place(self.time.0),
            unit: self.unit.map_or(0, place),
        }
    }

    /// Whether rows differ in what they hold.
    pub(super) fn is_picky(&self) -> bool {
        self.unit.is_some() || self.values.iter().any(|value| value.only.code.is_some())
    }

    /// How many cells of a row should hold a value.
    pub(super) fn cells(&self) -> usize {
        if !self.is_picky() {
            return self.values.len();
        }
        let mut fields: Vec<usize> = self.values.iter().map(|value| value.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    /// The value columns that the row holds.
    pub(super) fn picked<'a>(&self, get: impl Fn(usize) -> &'a [u8] + Copy) -> Vec<usize> {
        let unit = self.unit.map(get);
        let mut picked: Vec<usize> = Vec::new();
        for (at, value) in self.values.iter().enumerate() {
            // The codes of parameters stand by length, so that the most telling of several that fit is taken.
            let is_taken = self.extras.parameter.is_some()
                && picked
                    .iter()
                    .any(|&other| self.values[other].field == value.field);
            let is_meant = value.only.takes_code(get)
                && unit.is_none_or(|unit| !unit.is_empty() && value.only.takes_unit(unit));
            if is_meant && !is_taken {
                picked.push(at);
            }
        }
        picked
    }

    /// The code of a row that no series takes, where such rows are counted and not refused.
    pub(super) fn unread_code<'a>(
        &self,
        get: impl Fn(usize) -> &'a [u8] + Copy,
    ) -> Option<&'a [u8]> {
        let is_known = self.values.iter().any(|value| value.only.takes_code(get));
        self.extras.parameter.filter(|_| !is_known).map(get)
    }

    /// Why a row holds none of them: what is the matter, and its field from 0.
    pub(super) fn why_none<'a>(
        &self,
        get: impl Fn(usize) -> &'a [u8] + Copy,
    ) -> Option<(Kind, usize)> {
        if let Some(field) = self.unit {
            let kind = if get(field).is_empty() {
                NO_UNIT
            } else {
                OTHER_UNIT
            };
            let is_of_code = |value: &super::ValuePlan<'_>| value.only.takes_code(get);
            if self.values.iter().any(is_of_code) {
                return Some((kind, field));
            }
        }
        let (field, _) = self
            .values
            .iter()
            .find_map(|value| value.only.code.as_ref())?;
        Some((OTHER_CODE, *field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_part_of_a_code() {
        for (code, text, expect) in [
            ("WATHTE", "WATHTE", true),
            ("WATHTE", "WATHTEX", false),
            ("*-level-*", "E1-level-stage-m", true),
            ("*-level-*-m", "E1-level-stage-m", true),
            ("*-level-*-cm", "E1-level-stage-m", false),
            ("flow*", "E1-flow", false),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(
                is_like(code.as_bytes(), text.as_bytes()),
                expect,
                "{code} {text}"
            );
        }
    }
}
