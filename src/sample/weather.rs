//! Invented weather: storms that cross the basin, and the temperature that decides between rain and snow.

use chrono::Datelike as _;

use super::clock::{self, HOURS};
use super::math::{self, cos_turns};
use super::rng::Rng;

/// Rain zones in river order, one rain gauge each.
pub(super) const ZONES: usize = 6;
/// Names of their gauges.
pub(super) const RAIN_GAUGES: [&str; ZONES] = [
    "rain-hochtal",
    "rain-lissa",
    "rain-torrin",
    "rain-ebene",
    "rain-salto",
    "rain-pontal",
];
/// How much each zone catches of the same storm: the mountains more, the plain less.
const CATCH: [f64; ZONES] = [1.62, 1.06, 0.86, 0.66, 0.70, 0.90];
/// Hours that a storm needs from one zone to the next.
const HOURS_PER_ZONE: f64 = 1.5;

/// Hourly weather from the first hour of the model.
pub(super) struct Weather {
    /// Depth of each zone that fell in the hour that ends at the index, mm.
    pub(super) rain: [Vec<f64>; ZONES],
    /// Air temperature 300 m above the sea, °C.
    pub(super) temperature: Vec<f64>,
}

/// The weather of a seed.
pub(super) fn weather(seed: u64) -> Weather {
    let mut rain: [Vec<f64>; ZONES] = std::array::from_fn(|_| vec![0.0; HOURS]);
    let mut rng = Rng::new(seed, 1);
    let mut regime = 0.0;
    for day in 0..HOURS / 24 {
        // Wet and dry spells last for weeks.
        regime = 0.93 * regime + 0.368 * rng.normal();
        let spell = math::exp(0.38 * regime - 0.07) * dryness(day * 24);
        begin_storms(&mut rng, day, spell, &mut rain);
    }
    let mut gusts = Rng::new(seed, 4);
    for planted in PLANTED {
        planted.fall(&mut gusts, &mut rain);
    }
    Weather {
        rain,
        temperature: temperature(seed),
    }
}

/// Part of the year that has passed, at an hour of the model.
pub(super) fn season(hour: usize) -> f64 {
    f64::from(clock::date_of(hour).ordinal0()) / 365.25
}

/// How much of the usual rain falls: the drought of the seventh year, and quiet air around the planted storms, so
/// that their waves can be followed down the river.
fn dryness(hour: usize) -> f64 {
    let spells = [
        ((2021, 10, 1), (2022, 4, 1), 0.52),
        ((2022, 4, 1), (2022, 9, 10), 0.66),
        ((2022, 9, 10), (2022, 11, 1), 0.80),
        ((2024, 5, 29), (2024, 6, 9), 0.05),
        ((2025, 9, 11), (2025, 9, 22), 0.05),
        ((2026, 6, 10), (2026, 6, 15), 0.0),
    ];
    let today = clock::date_of(hour);
    let inside = |from: (i32, u32, u32), to: (i32, u32, u32)| {
        clock::date(from.0, from.1, from.2) <= today && today < clock::date(to.0, to.1, to.2)
    };
    spells
        .iter()
        .find(|(from, to, _)| inside(*from, *to))
        .map_or(1.0, |(_, _, share)| *share)
}

/// Lets a day's storms begin: fronts all year and over the whole basin, thunderstorms from May to September and over
/// one zone.
fn begin_storms(rng: &mut Rng, day: usize, spell: f64, rain: &mut [Vec<f64>; ZONES]) {
    let summer = 0.5 + 0.5 * cos_turns(season(day * 24) - 0.54);
    if rng.uniform() < (0.42 - 0.12 * summer) * spell.min(1.9) {
        let storm = Storm {
            begins: to_f64(day * 24) + rng.between(0.0, 24.0),
            lasts: rng.between(7.0, 30.0),
            centre: rng.between(-0.5, 5.5),
            reach: 3.2,
            depth: 3.5 * (rng.exponential() + rng.exponential() + rng.exponential()),
        };
        storm.fall(rng, rain);
    }
    if rng.uniform() < 0.42 * (summer - 0.45).max(0.0) * spell {
        let storm = Storm {
            begins: to_f64(day * 24) + rng.between(12.0, 19.0),
            lasts: rng.between(1.5, 5.0),
            centre: rng.between(-0.5, 5.5),
            reach: 0.9,
            depth: 12.0 * rng.exponential(),
        };
        storm.fall(rng, rain);
    }
}

fn to_f64(hour: usize) -> f64 {
    f64::from(u32::try_from(hour).unwrap_or(u32::MAX))
}

/// One storm: `depth` mm in the middle of it, less the further a zone lies from its `centre`.
struct Storm {
    begins: f64,
    lasts: f64,
    centre: f64,
    reach: f64,
    depth: f64,
}

impl Storm {
    fn fall(&self, rng: &mut Rng, rain: &mut [Vec<f64>; ZONES]) {
        let mut place = 0.0;
        for (zone, hours) in rain.iter_mut().enumerate() {
            let distance = (place - self.centre) / self.reach;
            let local = math::exp(0.35 * rng.normal() - distance * distance);
            let depth = self.depth * CATCH[zone] * local;
            let begins = self.begins + place * HOURS_PER_ZONE;
            pour(rng, hours, (begins, self.lasts), depth);
            place += 1.0;
        }
    }
}

/// Lets about `depth` mm fall over the hours from `begins`, strongest two fifths of the way through, in gusts.
fn pour(rng: &mut Rng, hours: &mut [f64], (begins, lasts): (f64, f64), depth: f64) {
    // Part of the depth that has fallen when the part `t` of the time has passed: a triangle, integrated.
    let fallen = |t: f64| {
        let t = t.clamp(0.0, 1.0);
        if t < 0.4 {
            t * t / 0.4
        } else {
            1.0 - (1.0 - t) * (1.0 - t) / 0.6
        }
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "hours of the model are small and not negative"
    )]
    let first = begins.max(0.0) as usize;
    for hour in first.. {
        let Some(cell) = hours.get_mut(hour + 1) else {
            return;
        };
        let since = to_f64(hour) - begins;
        if since >= lasts {
            return;
        }
        let gust = (0.35 + 0.65 * rng.exponential()).min(2.2) / 0.94;
        *cell += gust * depth * (fallen((since + 1.0) / lasts) - fallen(since / lasts));
    }
}

/// A storm of the story: it falls as written, whatever the seed.
struct Planted {
    day: (i32, u32, u32),
    hour: i64,
    lasts: f64,
    depth: [f64; ZONES],
}

impl Planted {
    fn fall(&self, rng: &mut Rng, rain: &mut [Vec<f64>; ZONES]) {
        let date = clock::date(self.day.0, self.day.1, self.day.2);
        let begins = to_f64(clock::hour_at(date, self.hour));
        for (hours, depth) in rain.iter_mut().zip(self.depth) {
            pour(rng, hours, (begins, self.lasts), depth);
        }
    }
}

/// The flood of June 2024 on ground that is wet from a first storm, the flood of September 2025, and the flood that
/// travels at the as-of instant.
const PLANTED: &[Planted] = &[
    Planted {
        day: (2024, 5, 30),
        hour: 8,
        lasts: 22.0,
        depth: [34.0, 26.0, 16.0, 8.0, 4.0, 3.0],
    },
    Planted {
        day: (2024, 6, 2),
        hour: 18,
        lasts: 30.0,
        depth: [124.0, 92.0, 46.0, 15.0, 8.0, 5.0],
    },
    Planted {
        day: (2025, 9, 12),
        hour: 4,
        lasts: 20.0,
        depth: [38.0, 32.0, 14.0, 6.0, 3.0, 2.0],
    },
    Planted {
        day: (2025, 9, 14),
        hour: 10,
        lasts: 24.0,
        depth: [124.0, 94.0, 42.0, 13.0, 7.0, 5.0],
    },
    Planted {
        day: (2026, 6, 10),
        hour: 6,
        lasts: 18.0,
        depth: [26.0, 22.0, 34.0, 12.0, 5.0, 3.0],
    },
    Planted {
        day: (2026, 6, 11),
        hour: 16,
        lasts: 20.0,
        depth: [6.0, 10.0, 42.0, 8.0, 2.0, 0.0],
    },
    Planted {
        day: (2026, 6, 12),
        hour: 10,
        lasts: 26.0,
        depth: [74.0, 92.0, 22.0, 9.0, 4.0, 3.0],
    },
];

/// Season, spells of days, and the course of the day.
fn temperature(seed: u64) -> Vec<f64> {
    let mut rng = Rng::new(seed, 2);
    let mut spells = vec![0.0; HOURS / 24 + 2];
    for day in 1..spells.len() {
        spells[day] = 0.83 * spells[day - 1] + 1.75 * rng.normal();
    }
    (0..HOURS)
        .map(|hour| {
            let day = hour / 24;
            let passed = to_f64(hour % 24) / 24.0;
            let spell = spells[day] + (spells[day + 1] - spells[day]) * passed;
            let summer = cos_turns(season(hour) - 0.548);
            let noon = cos_turns(passed - 0.6);
            10.6 + 9.2 * summer + spell + (3.0 + 1.5 * summer) * noon
        })
        .collect()
}
