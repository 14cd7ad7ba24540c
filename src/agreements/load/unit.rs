//! Units as agreements write them.

use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::{Quantity, Unit};

/// Seconds of a day, in millions: what turns m³/s held for a day into hm³.
const MEGASECONDS_PER_DAY: f64 = 0.0864;

/// Said where a unit cannot be read.
pub(super) const HINT: &str = "write m3/s, l/s, cfs, cusec, ML/d, m3/d, mgd, m3, dam3, hm3, km3, MCM, BCM, af, kaf, Maf, ML, GL, TMC, \
     a flow for a day such as cfs_day, mm, cm, in, m, ft, km2, ha, acre or %";

/// Units that no agency reports in, in small letters: words, how they are shown, measure, and one of it in
/// m³/s, hm³, mm, km² or as a number.
const FURTHER: [(&[&str], &str, Measure, f64); 14] = [
    (
        &["km3", "km³", "bcm", "milliard"],
        "km³",
        Measure::Volume,
        1000.0,
    ),
    (&["gl"], "GL", Measure::Volume, 1.0),
    (&["ml"], "ML", Measure::Volume, 1e-3),
    (&["maf"], "Maf", Measure::Volume, 1_233.489_238_47),
    (&["kaf", "taf"], "kaf", Measure::Volume, 1.233_489_238_47),
    // A thousand million cubic feet.
    (&["tmc"], "TMC", Measure::Volume, 28.316_846_592),
    (
        &["m3/d", "m³/d", "m3/day", "m³/day"],
        "m³/d",
        Measure::Flow,
        1.0 / 86_400.0,
    ),
    // A million US gallons of 3.785411784 l a day.
    (&["mgd"], "mgd", Measure::Flow, 3_785.411_784 / 86_400.0),
    (&["km2", "km²"], "km²", Measure::Area, 1.0),
    (&["ha"], "ha", Measure::Area, 0.01),
    // The acre of the US survey foot belongs to the acre-foot above; the difference is four parts in a million.
    (
        &["acre", "acres", "ac"],
        "acre",
        Measure::Area,
        0.004_046_872_609_874,
    ),
    (&["cm"], "cm", Measure::Depth, 10.0),
    (&["%", "percent"], "%", Measure::Number, 0.01),
    (&["m2", "m²"], "m²", Measure::Area, 1e-6),
];

/// Reads "cusec", "m3/s", "hm3", "af", "cfs_day", "mm", "ft", "km2", "%"…; `None` for a text that names none.
pub(crate) fn parse(text: &str) -> Option<AgreementUnit> {
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
    let small = text.to_lowercase();
    let further = FURTHER
        .iter()
        .find(|(words, ..)| words.contains(&small.as_str()));
    if let Some((_, name, measure, factor)) = further {
        return Some(AgreementUnit {
            name: (*name).to_owned(),
            measure: *measure,
            factor: *factor,
        });
    }
    [
        Measure::Flow,
        Measure::Volume,
        Measure::Depth,
        Measure::Level,
    ]
    .into_iter()
    .find_map(|measure| reported(text, measure))
}

/// The same where it is known what is measured: "cm" is a depth for rain and a height for a level.
pub(crate) fn parse_for(text: &str, measure: Measure) -> Option<AgreementUnit> {
    parse(text)
        .filter(|unit| unit.measure == measure)
        .or_else(|| reported(text, measure))
}

/// A unit that agencies report in.
fn reported(text: &str, measure: Measure) -> Option<AgreementUnit> {
    let quantity = match measure {
        Measure::Flow => Quantity::Discharge,
        Measure::Volume => Quantity::Storage,
        Measure::Depth => Quantity::Rain,
        Measure::Level => Quantity::Stage,
        Measure::Area | Measure::Number | Measure::Truth => return None,
    };
    let unit = Unit::parse(text, quantity)?;
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

    #[test]
    fn every_unit_of_the_page_measures_what_the_page_says() {
        use Measure::{Area, Depth, Flow, Level, Number, Volume};
        // Factors by definition: foot 0.3048 m, survey acre-foot 43,560 × (1200/3937 m)³, acre 43,560 of its square.
        let survey = 1200.0_f64 / 3937.0;
        for (text, measure, factor) in [
            ("m3/s", Flow, 1.0),
            ("l/s", Flow, 1e-3),
            ("cfs", Flow, 0.3048_f64.powi(3)),
            ("cusec", Flow, 0.3048_f64.powi(3)),
            ("m3", Volume, 1e-6),
            ("dam3", Volume, 1e-3),
            ("hm3", Volume, 1.0),
            ("km3", Volume, 1e3),
            ("af", Volume, 43_560.0 * survey.powi(3) / 1e6),
            ("Maf", Volume, 43_560.0 * survey.powi(3)),
            ("MAF", Volume, 43_560.0 * survey.powi(3)),
            ("kaf", Volume, 43.56 * survey.powi(3)),
            ("MCM", Volume, 1.0),
            ("GL", Volume, 1.0),
            ("ML", Volume, 1e-3),
            ("BCM", Volume, 1e3),
            ("TMC", Volume, 0.3048_f64.powi(3) * 1e3),
            ("ML/d", Flow, 1.0 / 86.4),
            ("m3/d", Flow, 1.0 / 86_400.0),
            ("mgd", Flow, 3.785_411_784e3 / 86_400.0),
            ("m3/s_day", Volume, 0.0864),
            ("mm", Depth, 1.0),
            ("cm", Depth, 10.0),
            ("in", Depth, 25.4),
            ("m", Level, 1.0),
            ("ft", Level, 0.3048),
            ("km2", Area, 1.0),
            ("ha", Area, 0.01),
            ("acre", Area, 43_560.0 * survey.powi(2) / 1e6),
            ("%", Number, 0.01),
        ] {
            let unit = parse(text).expect(text);
            assert_eq!(unit.measure, measure, "{text}");
            assert!((unit.factor / factor - 1.0).abs() < 1e-9, "{text}");
        }
        assert_eq!(parse_for("cm", Level).map(|unit| unit.factor), Some(0.01));
    }
}
