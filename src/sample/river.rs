//! The whole river at each hour: catchments, reaches, the dam and the canal joined.

use super::catchment::{Catchment, runoff};
use super::clock::HOURS;
use super::routing::{meet, share, travel};
use super::weather::{self, Weather};
use super::works;

/// The seed of the basin that is shipped.
pub(super) const SEED: u64 = 6;

/// What is true in the invented basin at each hour of the model, before anybody measures it.
pub(super) struct River {
    pub(super) weather: Weather,
    /// Discharge, m³/s.
    pub(super) hochstein: Vec<f64>,
    pub(super) lissamund: Vec<f64>,
    pub(super) grenzau: Vec<f64>,
    pub(super) torrin: Vec<f64>,
    pub(super) mittelbruck: Vec<f64>,
    pub(super) dravec: Vec<f64>,
    pub(super) salto: Vec<f64>,
    pub(super) pontal: Vec<f64>,
    pub(super) foz: Vec<f64>,
    /// What the West Canal takes, m³/s.
    pub(super) westkanal: Vec<f64>,
    /// Storage of Almsee, hm³.
    pub(super) almsee: Vec<f64>,
}

const UPPER: Catchment = Catchment {
    area: 1370.0,
    zones: [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    belts: [(950.0, 0.35), (1500.0, 0.40), (2150.0, 0.25)],
    soil: 150.0,
    fast: 130.0,
    slow: 70.0,
    seepage: 3.2,
    brooks: 10.0,
};

const LISSA: Catchment = Catchment {
    area: 950.0,
    zones: [0.2, 0.8, 0.0, 0.0, 0.0, 0.0],
    belts: [(550.0, 0.40), (1000.0, 0.40), (1500.0, 0.20)],
    soil: 180.0,
    fast: 130.0,
    slow: 80.0,
    seepage: 2.3,
    brooks: 12.0,
};

/// Between Hochstein and Grenzau, without the Lissa.
const BORDER: Catchment = Catchment {
    area: 1880.0,
    zones: [0.5, 0.5, 0.0, 0.0, 0.0, 0.0],
    belts: [(450.0, 0.35), (900.0, 0.40), (1500.0, 0.25)],
    soil: 170.0,
    fast: 150.0,
    slow: 90.0,
    seepage: 2.5,
    brooks: 17.0,
};

const TORRIN: Catchment = Catchment {
    area: 2590.0,
    zones: [0.0, 0.15, 0.85, 0.0, 0.0, 0.0],
    belts: [(350.0, 0.45), (650.0, 0.35), (1000.0, 0.20)],
    soil: 190.0,
    fast: 130.0,
    slow: 90.0,
    seepage: 2.0,
    brooks: 16.0,
};

/// A catchment of the plain, which reaches the river slowly.
const fn plain(area: f64, zones: [f64; weather::ZONES]) -> Catchment {
    Catchment {
        area,
        zones,
        belts: [(150.0, 0.5), (250.0, 0.3), (400.0, 0.2)],
        soil: 210.0,
        fast: 190.0,
        slow: 110.0,
        seepage: 1.6,
        brooks: 30.0,
    }
}

const MIDDLE: Catchment = plain(620.0, [0.0, 0.0, 0.4, 0.6, 0.0, 0.0]);
const DRAVEC: Catchment = plain(1820.0, [0.0, 0.0, 0.2, 0.8, 0.0, 0.0]);
const SALTO: Catchment = plain(1760.0, [0.0, 0.0, 0.0, 0.2, 0.8, 0.0]);
const PONTAL: Catchment = plain(2420.0, [0.0, 0.0, 0.0, 0.0, 0.5, 0.5]);
const MOUTH: Catchment = plain(2360.0, [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);

/// Part of the border catchment that reaches the Arvena above the dam.
const ABOVE_DAM: f64 = 0.3;

/// The river of a seed. Travel times are those of `basin.toml`.
pub(super) fn river(seed: u64) -> River {
    let weather = weather::weather(seed);
    let local = |catchment: &Catchment| runoff(catchment, &weather);

    let hochstein = local(&UPPER);
    let lissamund = local(&LISSA);
    let border = local(&BORDER);
    let dam = works::dam(&meet(&travel(&hochstein, 3.0), &share(&border, ABOVE_DAM)));
    let main_stem = travel(&dam.outflow, 11.0);
    let beside = meet(
        &travel(&lissamund, 9.0),
        &travel(&share(&border, 1.0 - ABOVE_DAM), 6.0),
    );
    let grenzau = meet(&main_stem, &beside);

    let torrin = local(&TORRIN);
    let arriving = meet(&travel(&grenzau, 12.0), &travel(&torrin, 5.0));
    let westkanal = works::canal(seed, &arriving, &wetness(&weather));
    let below_intake = arriving
        .iter()
        .zip(&westkanal)
        .map(|(river, canal)| river - canal);
    let mittelbruck = meet(&below_intake.collect::<Vec<_>>(), &local(&MIDDLE));
    let dravec = meet(&travel(&mittelbruck, 9.0), &local(&DRAVEC));
    let salto = meet(&travel(&dravec, 8.0), &local(&SALTO));
    let pontal = meet(&travel(&salto, 11.0), &local(&PONTAL));
    let foz = meet(&travel(&pontal, 10.0), &local(&MOUTH));
    River {
        hochstein,
        lissamund,
        grenzau,
        torrin,
        mittelbruck,
        dravec,
        salto,
        pontal,
        foz,
        westkanal,
        almsee: dam.storage,
        weather,
    }
}

/// Rain of the plain over about six weeks, as a share of its long mean.
fn wetness(weather: &Weather) -> Vec<f64> {
    let plain = &weather.rain[3];
    let hours = f64::from(u32::try_from(HOURS).unwrap_or(1));
    let usual = plain.iter().sum::<f64>() / hours;
    let mut recent = usual;
    plain
        .iter()
        .map(|rain| {
            recent += (rain - recent) / 1000.0;
            recent / usual
        })
        .collect()
}
