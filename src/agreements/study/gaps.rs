//! Missing days of a record, and what can be put in their place for a study. The ledger itself never fills a gap.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::agreement::Agreement;
use crate::domain::agreement::clauses::TreatyStationKind;
use crate::series::Daily;

/// A run of missing days of one station.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Gap {
    /// Station or series of the agreement.
    pub station: String,
    /// First missing day.
    pub from: NaiveDate,
    /// Last missing day.
    pub to: NaiveDate,
    /// Missing days.
    pub n_days: usize,
}

impl Gap {
    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day <= to)
    }
}

/// From what the lowest and highest value of a gap were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FillBasis {
    /// Other years' values on the same days of the year.
    DayOfYear,
    /// The whole record, where no other year has a value on one of the days.
    Record,
}

/// Which end of what was ever seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Lowest,
    Highest,
}

/// The gaps of a record from its first value to the last day that anything is known of, those that end before
/// `since` left out. A record that ended early has a gap up to `known_to`.
pub(super) fn gaps_of(
    station: &str,
    daily: &Daily,
    since: NaiveDate,
    known_to: NaiveDate,
) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let Some(first) = daily.values.iter().position(|value| !value.is_nan()) else {
        return gaps;
    };
    let start = daily.start + chrono::Days::new(u64::try_from(first).unwrap_or(0));
    for day in start.iter_days().take_while(|day| *day <= known_to) {
        if daily.value(day).is_some() {
            continue;
        }
        match gaps.last_mut() {
            Some(gap) if gap.to.succ_opt() == Some(day) => {
                gap.to = day;
                gap.n_days += 1;
            }
            _ => gaps.push(Gap {
                station: station.to_owned(),
                from: day,
                to: day,
                n_days: 1,
            }),
        }
    }
    gaps.retain(|gap| gap.to >= since);
    gaps
}

/// Whether a day without a value is a missing day. Volumes that are entered by hand have none on most days.
pub(super) fn can_miss(agreement: &Agreement, id: &str) -> bool {
    agreement
        .station(id)
        .is_none_or(|station| station.kind != TreatyStationKind::Manual)
}

/// The record with one gap filled at one end of what was seen on the same days in other years; where one of the days
/// was never seen, of what was seen at all.
pub(super) fn filled_at(daily: &Daily, gap: &Gap, end: End) -> (Daily, FillBasis) {
    let by_day: Option<Vec<f64>> = gap
        .days()
        .map(|day| extreme(other_years(daily, day), end))
        .collect();
    let basis = if by_day.is_some() {
        FillBasis::DayOfYear
    } else {
        FillBasis::Record
    };
    let values = by_day.unwrap_or_else(|| {
        let seen = daily.values.iter().copied().filter(|value| !value.is_nan());
        vec![extreme(seen, end).unwrap_or(f64::NAN); gap.n_days]
    });
    let mut filled = daily.clone();
    put(&mut filled, gap, &values);
    (filled, basis)
}

/// How many years earlier (negative) or later a record has all the days of a gap.
pub(super) fn like_years(daily: &Daily, gap: &Gap) -> Vec<i32> {
    let (Some(first), Some(last)) = (daily.start.year().checked_sub(gap.to.year()), {
        daily.end().year().checked_sub(gap.from.year())
    }) else {
        return Vec::new();
    };
    let has_all = |years: &i32| {
        gap.days().all(|day| {
            let there = shifted(day, *years);
            // Another year's values may not come from the gap itself.
            (there < gap.from || there > gap.to) && daily.value(there).is_some()
        })
    };
    (first..=last)
        .filter(|years| *years != 0)
        .filter(has_all)
        .collect()
}

/// Puts the values of another year into a gap of `filled`, from the unchanged record.
pub(super) fn fill_from(filled: &mut Daily, record: &Daily, gap: &Gap, years: i32) {
    let values: Vec<f64> = gap
        .days()
        .map(|day| record.value(shifted(day, years)).unwrap_or(f64::NAN))
        .collect();
    put(filled, gap, &values);
}

fn put(daily: &mut Daily, gap: &Gap, values: &[f64]) {
    for (day, value) in gap.days().zip(values) {
        let place = (day - daily.start).num_days();
        let Ok(place) = usize::try_from(place) else {
            continue;
        };
        if place >= daily.values.len() {
            let n = place + 1;
            daily.values.resize(n, f64::NAN);
            daily
                .completeness
                .resize(n, crate::domain::Completeness::default());
            daily.approved.resize(n, false);
            daily.rows.resize(n, (0, 0));
        }
        daily.values[place] = *value;
    }
}

/// Values of the same day in all other years; 29 February is 28 February where there is none.
fn other_years(daily: &Daily, day: NaiveDate) -> impl Iterator<Item = f64> + '_ {
    let years = daily.start.year()..=daily.end().year();
    years
        .filter(move |year| *year != day.year())
        .filter_map(move |year| daily.value(shifted(day, year - day.year())))
}

fn extreme(values: impl Iterator<Item = f64>, end: End) -> Option<f64> {
    values.reduce(|a, b| match end {
        End::Lowest => a.min(b),
        End::Highest => a.max(b),
    })
}

fn shifted(day: NaiveDate, years: i32) -> NaiveDate {
    let year = day.year() + years;
    day.with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, day.month(), 28))
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    /// Three years; the value of a day is its year's number, 1 to 3.
    fn three_years() -> Daily {
        let start = date("2019-01-01");
        let days = start.iter_days().take_while(|day| day.year() <= 2021);
        let values: Vec<f64> = days.map(|day| f64::from(day.year() - 2018)).collect();
        let n = values.len();
        Daily {
            start,
            completeness: vec![crate::domain::Completeness::new(1, 1); n],
            approved: vec![true; n],
            rows: vec![(0, 1); n],
            values,
        }
    }

    fn with_gap(from: &str, to: &str) -> (Daily, Gap) {
        let mut daily = three_years();
        for day in date(from).iter_days().take_while(|day| *day <= date(to)) {
            if let Some(place) = daily.index(day) {
                daily.values[place] = f64::NAN;
            }
        }
        let gaps = gaps_of("s", &daily, daily.start, date("2021-12-31"));
        assert_eq!(gaps.len(), 1);
        (daily, gaps[0].clone())
    }

    #[test]
    fn a_gap_takes_the_lowest_and_highest_of_the_other_years() {
        let (daily, gap) = with_gap("2020-02-28", "2020-03-01");
        assert_eq!(gap.n_days, 3);
        let (low, basis) = filled_at(&daily, &gap, End::Lowest);
        let (high, _) = filled_at(&daily, &gap, End::Highest);
        assert_eq!(basis, FillBasis::DayOfYear);
        assert_eq!(low.value(date("2020-02-29")), Some(1.0));
        assert_eq!(high.value(date("2020-03-01")), Some(3.0));
        assert_eq!(low.value(date("2020-03-02")), Some(2.0));
    }

    #[test]
    fn a_record_that_ended_early_has_a_gap_to_the_last_known_day() {
        let daily = three_years();
        let gaps = gaps_of("s", &daily, daily.start, date("2022-01-05"));
        assert_eq!((gaps[0].from, gaps[0].n_days), (date("2022-01-01"), 5));
        let (low, basis) = filled_at(&daily, &gaps[0], End::Lowest);
        assert_eq!(basis, FillBasis::DayOfYear);
        assert_eq!(low.value(date("2022-01-05")), Some(1.0));
        assert_eq!(like_years(&daily, &gaps[0]), vec![-3, -2, -1]);
    }

    #[test]
    fn the_whole_record_stands_in_where_no_other_year_was_measured() {
        let mut daily = three_years();
        daily.values.truncate(300);
        daily.values[100] = f64::NAN;
        daily.values[7] = 0.25;
        let gap = gaps_of("s", &daily, daily.start, date("2019-10-01"))[0].clone();
        let (low, basis) = filled_at(&daily, &gap, End::Lowest);
        assert_eq!((low.values[100], basis), (0.25, FillBasis::Record));
        assert!(like_years(&daily, &gap).is_empty());
    }

    #[test]
    fn a_gap_longer_than_a_year_is_never_filled_from_itself() {
        let (daily, gap) = with_gap("2019-06-01", "2020-07-01");
        for years in like_years(&daily, &gap) {
            let mut filled = daily.clone();
            fill_from(&mut filled, &daily, &gap, years);
            assert!(gap.days().all(|day| filled.value(day).is_some()));
        }
    }
}
