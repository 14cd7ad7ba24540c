//! Rain → runoff of one catchment: snow by degree-days, a soil store, a fast and a slow store.
//!
//! The scheme is that of HBV (Bergström 1976; Seibert and Vis 2012, doi 10.5194/hess-16-3315-2012) at hourly steps.

use super::clock::HOURS;
use super::math::cos_turns;
use super::weather::{self, Weather, ZONES};

/// What a catchment is like.
pub(super) struct Catchment {
    /// Area, km².
    pub(super) area: f64,
    /// Weight of each rain zone.
    pub(super) zones: [f64; ZONES],
    /// Elevation in m and share of the area of each belt.
    pub(super) belts: [(f64, f64); 3],
    /// Water that the soil can hold, mm.
    pub(super) soil: f64,
    /// Time in hours in which the fast store empties.
    pub(super) fast: f64,
    /// Time in days in which the slow store empties.
    pub(super) slow: f64,
    /// Most that seeps from the fast to the slow store, mm a day.
    pub(super) seepage: f64,
    /// Mean time in hours of the way through the catchment's brooks.
    pub(super) brooks: f64,
}

/// Snow melts and rain freezes at this temperature, °C.
const MELTING_POINT: f64 = 0.4;
/// Melt, mm per °C and day.
const DEGREE_DAY_FACTOR: f64 = 2.2;
/// Above this content the fast store runs off over the surface as well, mm.
const SURFACE_THRESHOLD: f64 = 27.0;

/// Runoff at each hour of the model, m³/s.
pub(super) fn runoff(catchment: &Catchment, weather: &Weather) -> Vec<f64> {
    let mut stores = Stores::new(catchment);
    (0..HOURS)
        .map(|hour| {
            let rain: f64 = (0..ZONES)
                .map(|zone| catchment.zones[zone] * weather.rain[zone][hour])
                .sum();
            let water = stores.snow(catchment, rain, weather.temperature[hour]);
            stores.soil(catchment, water, hour);
            // 1 mm an hour from 1 km² is 1/3.6 m³/s.
            stores.run(catchment) * catchment.area / 3.6
        })
        .collect()
}

/// Contents in mm.
struct Stores {
    snow: [f64; 3],
    soil: f64,
    fast: f64,
    slow: f64,
    brooks: [f64; 3],
}

impl Stores {
    fn new(catchment: &Catchment) -> Self {
        Self {
            snow: [0.0; 3],
            soil: 0.7 * catchment.soil,
            fast: 5.0,
            slow: 40.0,
            brooks: [0.0; 3],
        }
    }

    /// Rain and melt water that reach the soil.
    fn snow(&mut self, catchment: &Catchment, rain: f64, temperature: f64) -> f64 {
        let mut water = 0.0;
        for (pack, (elevation, share)) in self.snow.iter_mut().zip(catchment.belts) {
            let warmth = temperature - 0.006 * (elevation - 300.0) - MELTING_POINT;
            if warmth < 0.0 {
                *pack += rain;
            } else {
                let melt = (DEGREE_DAY_FACTOR / 24.0 * warmth).min(*pack);
                *pack -= melt;
                water += share * (rain + melt);
            }
        }
        water
    }

    /// Soil: the wetter it is, the more passes on; what stays evaporates.
    fn soil(&mut self, catchment: &Catchment, water: f64, hour: usize) {
        let wetness = self.soil / catchment.soil;
        let passing = water * wetness * wetness;
        self.soil += water - passing;
        let summer = 0.5 + 0.5 * cos_turns(weather::season(hour) - 0.51);
        let possible = (0.25 + 3.9 * summer * summer) / 24.0;
        self.soil -= possible * (wetness / 0.7).min(1.0);
        if self.soil > catchment.soil {
            self.fast += self.soil - catchment.soil;
            self.soil = catchment.soil;
        }
        self.fast += passing;
    }

    /// Lets an hour's water go, mm.
    fn run(&mut self, catchment: &Catchment) -> f64 {
        let seeping = (catchment.seepage / 24.0).min(self.fast);
        self.fast -= seeping;
        self.slow += seeping;
        let surface = (self.fast - SURFACE_THRESHOLD).max(0.0) / (0.38 * catchment.fast);
        let quick = surface + self.fast / catchment.fast;
        self.fast -= quick;
        let base = self.slow / (24.0 * catchment.slow);
        self.slow -= base;
        let mut moving = quick;
        let through = f64::from(3_u8) / catchment.brooks;
        for brook in &mut self.brooks {
            *brook += moving;
            moving = *brook * through.min(1.0);
            *brook -= moving;
        }
        moving + base
    }
}
