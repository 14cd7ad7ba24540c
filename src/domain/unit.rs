//! Units at the door: every agency's text for a unit, and its factor to SI.

use super::quantity::Quantity;

/// A unit that an export or an agreement may use.
///
/// `factor` converts one of it into the SI unit of its quantity: m³/s for discharge, m for stage,
/// mm for rain, hm³ for storage and volumes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// m³/s
    CubicMetrePerSecond,
    /// l/s
    LitrePerSecond,
    /// ft³/s; "cusec" in South Asia, "cfs" in North America: 0.028316846592 m³/s exactly
    CubicFootPerSecond,
    /// ML/d, megalitres a day: 1000 m³ in 86,400 s
    MegalitrePerDay,
    /// m
    Metre,
    /// cm
    Centimetre,
    /// mm of stage
    MillimetreStage,
    /// ft: 0.3048 m exactly
    Foot,
    /// mm of rain
    Millimetre,
    /// 0.1 mm of rain
    TenthMillimetre,
    /// in of rain: 25.4 mm exactly
    Inch,
    /// hm³, a million cubic metres (also written Mm³, MCM)
    CubicHectometre,
    /// dam³, a thousand cubic metres (also written TCM)
    CubicDecametre,
    /// m³
    CubicMetre,
    /// US survey acre-foot, 1,233.48923847 m³: the one whose treaty pairs close
    AcreFoot,
}

impl Unit {
    /// All units, in the order of this page.
    pub const ALL: [Self; 15] = [
        Self::CubicMetrePerSecond,
        Self::LitrePerSecond,
        Self::CubicFootPerSecond,
        Self::MegalitrePerDay,
        Self::Metre,
        Self::Centimetre,
        Self::MillimetreStage,
        Self::Foot,
        Self::Millimetre,
        Self::TenthMillimetre,
        Self::Inch,
        Self::CubicHectometre,
        Self::CubicDecametre,
        Self::CubicMetre,
        Self::AcreFoot,
    ];

    /// One of this unit in the SI unit of its quantity.
    pub fn factor(self) -> f64 {
        match self {
            Self::CubicMetrePerSecond | Self::Metre | Self::Millimetre | Self::CubicHectometre => {
                1.0
            }
            Self::LitrePerSecond | Self::MillimetreStage | Self::CubicDecametre => 1e-3,
            Self::CubicFootPerSecond => 0.028_316_846_592,
            Self::MegalitrePerDay => 1.0 / 86.4,
            Self::Centimetre => 1e-2,
            Self::Foot => 0.3048,
            Self::TenthMillimetre => 0.1,
            Self::Inch => 25.4,
            Self::CubicMetre => 1e-6,
            Self::AcreFoot => 1.233_489_238_47e-3,
        }
    }

    /// `value` of this unit in SI. Divides by the reciprocal where that is a whole number, so that
    /// 127.4 cm is 1.274 m and not 1.2740000000000002 m.
    pub fn to_si(self, value: f64) -> f64 {
        match self {
            Self::LitrePerSecond | Self::MillimetreStage | Self::CubicDecametre => value / 1e3,
            Self::Centimetre => value / 1e2,
            Self::MegalitrePerDay => value / 86.4,
            Self::TenthMillimetre => value / 10.0,
            Self::CubicMetre => value / 1e6,
            _ => value * self.factor(),
        }
    }

    /// `value` in SI expressed in this unit.
    pub fn from_si(self, value: f64) -> f64 {
        match self {
            Self::LitrePerSecond | Self::MillimetreStage | Self::CubicDecametre => value * 1e3,
            Self::Centimetre => value * 1e2,
            Self::MegalitrePerDay => value * 86.4,
            Self::TenthMillimetre => value * 10.0,
            Self::CubicMetre => value * 1e6,
            _ => value / self.factor(),
        }
    }

    /// Which quantities this unit can measure.
    pub fn measures(self, quantity: Quantity) -> bool {
        match self {
            Self::CubicMetrePerSecond
            | Self::LitrePerSecond
            | Self::CubicFootPerSecond
            | Self::MegalitrePerDay => quantity == Quantity::Discharge,
            Self::Metre | Self::Centimetre | Self::MillimetreStage | Self::Foot => {
                quantity == Quantity::Stage
            }
            Self::Millimetre | Self::TenthMillimetre | Self::Inch => quantity == Quantity::Rain,
            Self::CubicHectometre | Self::CubicDecametre | Self::CubicMetre | Self::AcreFoot => {
                quantity == Quantity::Storage
            }
        }
    }

    /// The unit as a person reads it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::CubicMetrePerSecond => "m³/s",
            Self::LitrePerSecond => "l/s",
            Self::CubicFootPerSecond => "ft³/s",
            Self::MegalitrePerDay => "ML/d",
            Self::Metre => "m",
            Self::Centimetre => "cm",
            Self::MillimetreStage | Self::Millimetre => "mm",
            Self::Foot => "ft",
            Self::TenthMillimetre => "0.1 mm",
            Self::Inch => "in",
            Self::CubicHectometre => "hm³",
            Self::CubicDecametre => "dam³",
            Self::CubicMetre => "m³",
            Self::AcreFoot => "acre-ft",
        }
    }

    /// Reads an agency's or an agreement's text for a unit; the quantity decides what "mm" means.
    /// `None` when the text names no unit of that quantity.
    pub fn parse(text: &str, quantity: Quantity) -> Option<Self> {
        let unit = match folded(text).as_str() {
            "m3/s"
            | "m3s"
            | "m3s-1"
            | "m3_s"
            | "m3/sec"
            | "m3sec-1"
            | "cms"
            | "cumec"
            | "cumecs"
            | "cumsec"
            | "cubicmetrespersecond"
            | "cubicmeterspersecond"
            | "cubicmeterpersecond"
            | "m3persecond"
            | "м3/с"
            | "м3/сек"
            | "m3/sek"
            | "m3/seg" => Self::CubicMetrePerSecond,
            "l/s" | "ls" | "ls-1" | "l/sec" | "l/sek" | "l/seg" | "lps" | "litre/s"
            | "litres/s" | "liter/s" | "liters/s" | "litrespersecond" | "literspersecond"
            | "dm3/s" | "л/с" | "л/сек" => Self::LitrePerSecond,
            "ft3/s" | "ft3s" | "ft3s-1" | "ft3/sec" | "cfs" | "cusec" | "cusecs" | "cuft/s"
            | "cuft/sec" | "cubicfeetpersecond" => Self::CubicFootPerSecond,
            "ml/d" | "ml/day" | "mld" | "megalitresperday" | "megalitres/day" => {
                Self::MegalitrePerDay
            }
            "m" | "м" | "metre" | "meter" | "meters" | "metres" | "metros" | "mètres" | "metri" => {
                Self::Metre
            }
            "cm" | "см" | "centimetre" | "centimeter" | "centimetres" | "centimeters"
            | "centimetros" => Self::Centimetre,
            "mm" if quantity == Quantity::Stage => Self::MillimetreStage,
            "mm" | "мм" | "l/m2" | "millimetre" | "millimeter" | "millimetres" | "millimeters"
            | "milimetros" => Self::Millimetre,
            "0,1mm" | "01mm" | "mm/10" | "1/10mm" => Self::TenthMillimetre,
            "ft" | "feet" | "foot" => Self::Foot,
            "in" | "inch" | "inches" => Self::Inch,
            "hm3" | "mm3" | "mcm" | "106m3" | "10e6m3" | "millionm3" | "milionm3" | "miom3"
            | "mlnm3" | "млнм3" | "гм3" | "millioncubicmetres" | "millioncubicmeters" => {
                Self::CubicHectometre
            }
            "dam3" | "tcm" | "103m3" | "10e3m3" | "1000m3" | "tm3" | "tysm3" | "tism3"
            | "тысм3" => Self::CubicDecametre,
            "m3" | "cubicmetres" | "cubicmeters" | "м3" => Self::CubicMetre,
            "af" | "acre-ft" | "acft" | "ac-ft" | "acreft" | "acre-feet" | "acrefeet"
            | "acre-foot" => Self::AcreFoot,
            other => match datum_apart(other)? {
                "m" | "м" => Self::Metre,
                "cm" | "см" => Self::Centimetre,
                "ft" => Self::Foot,
                _ => return None,
            },
        };
        unit.measures(quantity).then_some(unit)
    }
}

/// Small letters without the marks that agencies set or leave out.
fn folded(text: &str) -> String {
    text.trim()
        .trim_matches(['[', ']', '(', ')'])
        .to_lowercase()
        .replace(['³', '₃'], "3")
        .replace('²', "2")
        .replace("⁻¹", "-1")
        .replace("&sup3;", "3")
        .chars()
        .filter(|character| !" .^*·_\u{a0}".contains(*character))
        .collect()
}

/// A length of stage without the zero level that some agencies write behind it: `m ü. NN`, `cm+NAP`.
fn datum_apart(folded: &str) -> Option<&str> {
    const LEVELS: [&str; 37] = [
        "asd",
        "aod",
        "bdat",
        "nap",
        "nn",
        "nhn",
        "nhn92",
        "nhn2016",
        "nhn(dhhn2016)",
        "nhn(dhhn92)",
        "nn(dhhn12)",
        "pnp",
        "ünn",
        "üpnp",
        "ünhn",
        "üm",
        "üa",
        "ümüa",
        "müa",
        "asl",
        "amsl",
        "snm",
        "slm",
        "slmm",
        "nm",
        "npm",
        "bs",
        "бс",
        "od",
        "aod",
        "ngf",
        "ngf-ign69",
        "taw",
        "msl",
        "rn2000",
        "rh2000",
        "n2000",
    ];
    ["cm", "см", "m", "м", "ft"].into_iter().find(|unit| {
        folded.strip_prefix(unit).is_some_and(|rest| {
            LEVELS.contains(
                &rest
                    .trim_start_matches(['+', '-', ',', '/'])
                    .trim_matches(['(', ')']),
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_agencies_are_the_same_units() {
        use Quantity::{Discharge, Rain, Stage, Storage};
        for (text, quantity, unit) in [
            ("m^3/s", Discharge, Unit::CubicMetrePerSecond),
            ("[m³·s⁻¹]", Discharge, Unit::CubicMetrePerSecond),
            ("m3 s-1", Discharge, Unit::CubicMetrePerSecond),
            ("m**3/s", Discharge, Unit::CubicMetrePerSecond),
            ("cu.ft/s", Discharge, Unit::CubicFootPerSecond),
            ("L/s", Discharge, Unit::LitrePerSecond),
            ("m ü. NN", Stage, Unit::Metre),
            ("m+NAP", Stage, Unit::Metre),
            ("cm NAP", Stage, Unit::Centimetre),
            ("m s.n.m.", Stage, Unit::Metre),
            ("0.1 mm", Rain, Unit::TenthMillimetre),
            ("Mm³", Storage, Unit::CubicHectometre),
            ("10^6 m3", Storage, Unit::CubicHectometre),
            ("ac-ft", Storage, Unit::AcreFoot),
        ] {
            assert_eq!(Unit::parse(text, quantity), Some(unit), "{text}");
        }
        for text in ["m3/d", "mm/h", "m/s", "kcfs", "°C", "m3/h", "km"] {
            for quantity in Quantity::ALL {
                assert_eq!(Unit::parse(text, quantity), None, "{text}");
            }
        }
    }

    #[test]
    fn conversion_keeps_the_published_decimals() {
        assert_eq!(Unit::Centimetre.to_si(127.4), 1.274);
        assert_eq!(Unit::TenthMillimetre.to_si(203.0), 20.3);
        assert_eq!(Unit::LitrePerSecond.to_si(1653.0), 1.653);
        assert_eq!(Unit::CubicFootPerSecond.to_si(1.0), 0.028316846592);
    }

    #[test]
    fn the_same_letters_mean_what_the_quantity_says() {
        assert_eq!(Unit::parse("mm", Quantity::Rain), Some(Unit::Millimetre));
        assert_eq!(
            Unit::parse("mm", Quantity::Stage),
            Some(Unit::MillimetreStage)
        );
        assert_eq!(
            Unit::parse("m³/s", Quantity::Discharge),
            Some(Unit::CubicMetrePerSecond)
        );
        assert_eq!(Unit::parse("cm", Quantity::Discharge), None);
    }

    #[test]
    fn every_unit_measures_exactly_one_quantity() {
        for unit in Unit::ALL {
            let n = Quantity::ALL
                .iter()
                .filter(|quantity| unit.measures(**quantity))
                .count();
            assert_eq!(n, 1, "{unit:?}");
        }
    }
}
