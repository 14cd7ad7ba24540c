//! The stations: where they stand, how stage becomes discharge, and where each state warns.

use super::math;

/// A station of the basin.
pub(super) struct Site {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) state: &'static str,
    pub(super) river: &'static str,
    pub(super) km: f64,
    pub(super) kind: &'static str,
    /// Gauge zero, m above the state's datum.
    pub(super) zero: Option<f64>,
    pub(super) rating: Option<Rating>,
    /// Thresholds of ranks 1 to 3.
    pub(super) levels: Option<Levels>,
}

/// Thresholds of ranks 1 to 3.
#[derive(Clone, Copy)]
pub(super) enum Levels {
    /// m above the gauge zero.
    Stage([f64; 3]),
    /// m³/s.
    Discharge([f64; 3]),
}

/// Discharge = `factor` × stage ^ `power`: a wide section whose flow stops at the gauge zero.
#[derive(Clone, Copy)]
pub(super) struct Rating {
    factor: f64,
    power: f64,
}

impl Rating {
    /// m above the gauge zero of a discharge in m³/s.
    pub(super) fn stage(self, discharge: f64) -> f64 {
        math::pow(discharge.max(1e-3) / self.factor, 1.0 / self.power)
    }

    /// m³/s at a stage in m.
    pub(super) fn discharge(self, stage: f64) -> f64 {
        self.factor * math::pow(stage.max(1e-3), self.power)
    }
}

/// Name of a state's vertical datum.
pub(super) fn datum(state: &str) -> &'static str {
    match state {
        "AV" => "AHD 1995",
        "BR" => "BND 1962",
        _ => "NMC 1938",
    }
}

/// Names of a state's warning levels, ranks 1 to 3.
pub(super) fn level_names(state: &str) -> [&'static str; 3] {
    match state {
        "AV" => ["Meldestufe 1", "Meldestufe 2", "Meldestufe 3"],
        "BR" => ["Action", "Minor flood", "Major flood"],
        _ => ["Atenção", "Alerta", "Inundação"],
    }
}

/// The colours that a state prints its levels in; not every state has any.
pub(super) fn level_colours(state: &str) -> [Option<&'static str>; 3] {
    match state {
        "AV" => [Some("#f4d35e"), Some("#ee964b"), Some("#c1440e")],
        "BR" => [Some("#ffe066"), Some("#ff9f1c"), Some("#9d4edd")],
        _ => [None; 3],
    }
}

/// The station of this id.
pub(super) fn site(id: &str) -> Option<&'static Site> {
    SITES.iter().find(|site| site.id == id)
}

/// The rating of a gauge; that of a river of the usual size for a station that has none.
pub(super) fn rating(id: &str) -> Rating {
    site(id).and_then(|site| site.rating).unwrap_or(Rating {
        factor: 100.0,
        power: POWER,
    })
}

/// Power of every rating here: a wide section with friction, between a rectangle's 5/3 and a parabola's 2.
const POWER: f64 = 1.7;

/// The right bank's stage at Grenzau less the left bank's, m. Both see the same water; the zeros are 212.40 m above
/// Avaria's datum and 211.85 m above Bresk's, which lies 0.17 m higher.
pub(super) const RIGHT_BANK_STAGE: f64 = 0.38;

const fn gauge(
    (id, name, state): (&'static str, &'static str, &'static str),
    km: f64,
    zero: f64,
    factor: f64,
    levels: Levels,
) -> Site {
    Site {
        id,
        name,
        state,
        river: "Arvena",
        km,
        kind: "gauge",
        zero: Some(zero),
        rating: Some(Rating {
            factor,
            power: POWER,
        }),
        levels: Some(levels),
    }
}

const fn plain(
    (id, name, state): (&'static str, &'static str, &'static str),
    river: &'static str,
    km: f64,
    kind: &'static str,
) -> Site {
    Site {
        id,
        name,
        state,
        river,
        km,
        kind,
        zero: None,
        rating: None,
        levels: None,
    }
}

/// All stations in river order.
pub(super) const SITES: &[Site] = &[
    plain(("rain-hochtal", "Hochtal", "AV"), "Arvena", 20.0, "rain"),
    gauge(
        ("hochstein", "Hochstein", "AV"),
        42.0,
        742.15,
        55.0,
        Levels::Stage([2.40, 3.00, 3.80]),
    ),
    plain(("almsee", "Almsee", "AV"), "Arvena", 75.0, "reservoir"),
    plain(("rain-lissa", "Lissatal", "AV"), "Lissa", 110.0, "rain"),
    Site {
        river: "Lissa",
        ..gauge(
            ("lissamund", "Lissamund", "AV"),
            118.0,
            341.20,
            30.0,
            Levels::Stage([1.90, 2.25, 2.60]),
        )
    },
    gauge(
        ("grenzau-av", "Grenzau, left bank", "AV"),
        196.0,
        212.40,
        85.0,
        Levels::Stage([2.70, 3.30, 4.00]),
    ),
    gauge(
        ("grenzau-br", "Grenzau, right bank", "BR"),
        196.0,
        211.85,
        85.0,
        Levels::Stage([3.00, 3.60, 4.30]),
    ),
    plain(
        ("rain-torrin", "Torrin Hills", "BR"),
        "Torrin",
        280.0,
        "rain",
    ),
    Site {
        river: "Torrin",
        ..gauge(
            ("torrin", "Torrin Bridge", "BR"),
            291.0,
            158.30,
            50.0,
            Levels::Discharge([140.0, 200.0, 280.0]),
        )
    },
    plain(
        ("westkanal", "West Canal intake", "BR"),
        "West Canal",
        318.0,
        "canal",
    ),
    gauge(
        ("mittelbruck", "Middlebridge", "BR"),
        334.0,
        121.70,
        100.0,
        Levels::Discharge([350.0, 600.0, 900.0]),
    ),
    plain(
        ("rain-ebene", "Western Plain", "BR"),
        "Arvena",
        380.0,
        "rain",
    ),
    gauge(
        ("dravec", "Dravec", "BR"),
        412.0,
        84.25,
        110.0,
        Levels::Stage([2.80, 3.40, 4.00]),
    ),
    plain(
        ("rain-salto", "Serra do Salto", "CO"),
        "Arvena",
        470.0,
        "rain",
    ),
    gauge(
        ("salto", "Salto", "CO"),
        476.0,
        58.90,
        115.0,
        Levels::Stage([2.60, 3.20, 4.00]),
    ),
    plain(
        ("rain-pontal", "Campo do Pontal", "CO"),
        "Arvena",
        555.0,
        "rain",
    ),
    gauge(
        ("pontal", "Pontal", "CO"),
        561.0,
        27.35,
        130.0,
        Levels::Stage([2.40, 3.10, 3.90]),
    ),
    gauge(
        ("foz", "Foz", "CO"),
        628.0,
        4.60,
        150.0,
        Levels::Stage([2.50, 3.20, 4.00]),
    ),
];

/// Travel times of flood waves, hours.
pub(super) const REACHES: &[(&str, &str, f64)] = &[
    ("hochstein", "grenzau-av", 14.0),
    ("lissamund", "grenzau-av", 9.0),
    ("grenzau-av", "mittelbruck", 12.0),
    ("torrin", "mittelbruck", 5.0),
    ("mittelbruck", "dravec", 9.0),
    ("dravec", "salto", 8.0),
    ("salto", "pontal", 11.0),
    ("pontal", "foz", 10.0),
];
