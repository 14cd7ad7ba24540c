//! Potential evapotranspiration of a month from temperature: Thornthwaite and Hargreaves.

use chrono::{Datelike as _, NaiveDate};

use super::standardised::MonthlyRecord;
use crate::indicators::stats::sample::{float, mean};

/// By Thornthwaite (1948) from monthly mean temperatures in °C at a latitude in degrees north; mm a month. The heat
/// index comes from the mean of each calendar month of the record; NaN stays missing.
pub fn thornthwaite(temperature: &MonthlyRecord, latitude: f64) -> MonthlyRecord {
    let heat: f64 = (1..=12)
        .map(|month| {
            let of_month = (0..temperature.values.len())
                .filter(|place| temperature.month_at(*place).1 == month)
                .map(|place| temperature.values[place])
                .filter(|value| !value.is_nan());
            let values: Vec<f64> = of_month.collect();
            if values.is_empty() {
                0.0
            } else {
                (mean(&values).max(0.0) / 5.0).powf(1.514)
            }
        })
        .sum();
    let power = 6.75e-7 * heat.powi(3) - 7.71e-5 * heat * heat + 1.792e-2 * heat + 0.492_39;
    let of = |(place, value): (usize, &f64)| {
        if value.is_nan() || *value <= 0.0 {
            return if value.is_nan() { f64::NAN } else { 0.0 };
        }
        let (year, month) = temperature.month_at(place);
        let (days, daylight) = (
            float(days(year, month).len()),
            over(year, month, |sun| sun.daylight(latitude)),
        );
        16.0 * daylight / 12.0 * days / 30.0 * (10.0 * value / heat).powf(power)
    };
    MonthlyRecord {
        values: temperature.values.iter().enumerate().map(of).collect(),
        ..*temperature
    }
}

/// By Hargreaves and Samani (1985) from the monthly means of the daily lowest and highest temperature in °C at a
/// latitude in degrees north; mm a month. NaN where either is missing.
pub fn hargreaves(lowest: &MonthlyRecord, highest: &MonthlyRecord, latitude: f64) -> MonthlyRecord {
    let range = lowest.with(highest, |low, high| (high - low).max(0.0).sqrt());
    let middle = lowest.with(highest, f64::midpoint);
    let values = range.values.iter().zip(&middle.values).enumerate();
    let of = |(place, (root, middle)): (usize, (&f64, &f64))| {
        let (year, month) = lowest.month_at(place);
        let radiation = over(year, month, |sun| sun.radiation(latitude));
        let a_day = 0.0023 * 0.408 * radiation * (middle + 17.8) * root;
        // A frost that turns the sum negative evaporates nothing; a missing month stays missing.
        let a_day = if a_day < 0.0 { 0.0 } else { a_day };
        float(days(year, month).len()) * a_day
    };
    MonthlyRecord {
        values: values.map(of).collect(),
        ..*lowest
    }
}

/// The sun on one day of the year (FAO Irrigation and Drainage Paper 56, equations 21 to 34).
struct Sun {
    declination: f64,
    distance: f64,
}

impl Sun {
    fn on(ordinal: u32) -> Self {
        let turn = 2.0 * std::f64::consts::PI / 365.0 * f64::from(ordinal);
        Self {
            declination: 0.409 * (turn - 1.39).sin(),
            distance: 1.0 + 0.033 * turn.cos(),
        }
    }

    fn sunset_angle(&self, latitude: f64) -> f64 {
        (-latitude.to_radians().tan() * self.declination.tan())
            .clamp(-1.0, 1.0)
            .acos()
    }

    /// Hours of daylight.
    fn daylight(&self, latitude: f64) -> f64 {
        24.0 / std::f64::consts::PI * self.sunset_angle(latitude)
    }

    /// Extraterrestrial radiation, MJ/m² a day.
    fn radiation(&self, latitude: f64) -> f64 {
        let (angle, latitude) = (self.sunset_angle(latitude), latitude.to_radians());
        let geometry = angle * latitude.sin() * self.declination.sin()
            + latitude.cos() * self.declination.cos() * angle.sin();
        24.0 * 60.0 / std::f64::consts::PI * 0.0820 * self.distance * geometry
    }
}

/// Days of the year that a month holds.
fn days(year: i32, month: u32) -> std::ops::Range<u32> {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    first.ordinal()..first.ordinal() + u32::from(first.num_days_in_month())
}

/// Mean over the days of a month.
fn over(year: i32, month: u32, of: impl Fn(&Sun) -> f64) -> f64 {
    let values: Vec<f64> = days(year, month).map(|day| of(&Sun::on(day))).collect();
    mean(&values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FAO 56, examples 8 and 9: 3 September at 20° south, Ra 32.2 MJ/m² and 11.7 h.
    #[test]
    fn the_sun_of_the_textbook() {
        let sun = Sun::on(246);
        assert!((sun.radiation(-20.0) - 32.2).abs() < 0.05);
        assert!((sun.daylight(-20.0) - 11.7).abs() < 0.05);
    }

    #[test]
    fn frost_evaporates_nothing_and_a_missing_month_stays_missing() {
        let values = vec![
            -3.0,
            f64::NAN,
            5.0,
            9.0,
            14.0,
            17.0,
            19.0,
            18.0,
            14.0,
            9.0,
            4.0,
            0.0,
        ];
        let temperature = MonthlyRecord {
            year: 2001,
            month: 1,
            values,
        };
        let pet = thornthwaite(&temperature, 48.0).values;
        assert_eq!(pet[0], 0.0);
        assert!(pet[1].is_nan());
        assert!(pet[6] > 100.0 && pet[6] < 140.0);
    }
}
