//! Units as agreements write them.

use crate::domain::agreement::clauses::{AgreementUnit, Measure};
use crate::domain::{Quantity, Unit};

/// Seconds of a day, in millions: what turns m³/s held for a day into hm³.
const MEGASECONDS_PER_DAY: f64 = 0.0864;

/// Reads "cusec", "m3/s", "hm3", "af", "cfs_day"…; `None` for a text that names no flow and no volume.
pub(super) fn parse(text: &str) -> Option<AgreementUnit> {
    let text = text.trim();
    let flow_days = ["_days", "_day", "-days", "-day"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending));
    if let Some(flow) = flow_days {
        let flow = parse(flow).filter(|unit| unit.measure == Measure::Flow)?;
        return Some(AgreementUnit {
            name: format!("{}-days", flow.name),
            measure: Measure::Volume,
            factor: flow.factor * MEGASECONDS_PER_DAY,
        });
    }
    if matches!(text, "km3" | "km³") {
        return Some(AgreementUnit {
            name: "km³".to_owned(),
            measure: Measure::Volume,
            factor: 1000.0,
        });
    }
    let (unit, measure) = Unit::parse(text, Quantity::Discharge)
        .map(|unit| (unit, Measure::Flow))
        .or_else(|| Unit::parse(text, Quantity::Storage).map(|unit| (unit, Measure::Volume)))?;
    // "cusec" and "af" are words of their agreements; the many spellings of metric units are not.
    let name = match unit {
        Unit::CubicFootPerSecond | Unit::AcreFoot => text,
        _ => unit.symbol(),
    };
    Some(AgreementUnit {
        name: name.to_owned(),
        measure,
        factor: unit.factor(),
    })
}

/// Said where a unit cannot be read.
pub(super) const HINT: &str =
    "write m3/s, cusec, cfs, l/s, hm3, dam3, m3, km3, af, or a flow for a day such as cfs_day";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cfs_day_is_what_the_commissions_print() {
        let unit = parse("cfs_day").expect("unit");
        // 1 cfs-day = 2.446575545 dam³ = 0.002446575545 hm³
        assert!((unit.to_si(1.0) - 0.002_446_575_545).abs() < 1e-12);
        assert_eq!(unit.name, "cfs-days");
        assert_eq!(parse("hm3_day"), None);
        assert_eq!(parse("bucket"), None);
        assert_eq!(parse("Mm3").map(|unit| unit.name), Some("hm³".to_owned()));
    }
}
