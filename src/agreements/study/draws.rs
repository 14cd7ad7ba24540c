//! What is drawn in each sample of a study of uncertainty.

use chrono::NaiveDate;

use super::chance::{Chance, normal_slices};
use super::gaps::{Gap, can_miss, fill_from, gaps_of, like_years};
use super::known::Known;
use super::uncertainty::Sampling;
use crate::agreements::Span;
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::{Agreement, LedgerRow};
use crate::series::Daily;

/// What is drawn for which station.
pub(super) struct Draws<'a> {
    known: &'a Known,
    stations: Vec<StationDraws<'a>>,
    spells: Vec<NaiveDate>,
    seed: u64,
}

struct StationDraws<'a> {
    id: &'a str,
    record: &'a Daily,
    /// Standard deviation of the systematic and of the daily factor.
    deviations: (f64, f64),
    /// Systematic draws by spell, then sample.
    systematic: Vec<Vec<f64>>,
    /// Gaps with the years that have all their days.
    gaps: Vec<(Gap, Vec<i32>)>,
}

impl StationDraws<'_> {
    fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.gaps.iter().map(|(gap, _)| gap.clone())
    }
}

impl<'a> Draws<'a> {
    pub(super) fn of(
        (agreement, known): (&Agreement, &'a Known),
        rows: &[LedgerRow],
        span: &Span,
        sampling: &Sampling,
    ) -> Self {
        let spells = spells(rows);
        let earliest = rows.iter().map(|row| row.period.days.0).min();
        // A clause may look back over the year before its period.
        let since = earliest.map_or(span.days.0, |first| first - chrono::Days::new(366));
        let slices = normal_slices(sampling.samples);
        let mut stations = Vec::new();
        for (id, record) in known.series() {
            let error = sampling.errors.iter().find(|error| error.station == id);
            let (systematic, random) =
                error.map_or((0.0, 0.0), |error| error.uncertainty.deviations());
            let deviations = match agreement.measure(id) {
                Some(Measure::Flow | Measure::Depth) => (systematic, random),
                Some(Measure::Level) => (0.0, 0.0),
                _ => (systematic, 0.0),
            };
            let mut chance = Chance::new(sampling.seed, id, 0);
            let systematic = (0..=spells.len())
                .map(|_| chance.shuffled(&slices))
                .collect();
            let gaps = can_miss(agreement, id)
                .then(|| gaps_of(id, record, since, span.known_to))
                .into_iter()
                .flatten()
                .map(|gap| (like_years(record, &gap), gap))
                .filter(|(years, _)| !years.is_empty())
                .map(|(years, gap)| (gap, years))
                .collect();
            let station = StationDraws {
                id,
                record,
                deviations,
                systematic,
                gaps,
            };
            if deviations != (0.0, 0.0) || !station.gaps.is_empty() {
                stations.push(station);
            }
        }
        Self {
            known,
            stations,
            spells,
            seed: sampling.seed,
        }
    }

    /// Every gap that is filled.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        self.stations.iter().flat_map(StationDraws::gaps).collect()
    }

    /// The inputs of one sample.
    pub(super) fn sample(&self, sample: usize) -> Known {
        let mut known = self.known.clone();
        for station in &self.stations {
            let number = u64::try_from(sample).unwrap_or(u64::MAX).wrapping_add(1);
            let mut chance = Chance::new(self.seed, station.id, number);
            let mut daily = station.record.clone();
            for (gap, years) in &station.gaps {
                if let Some(place) = chance.one_of(years.len()) {
                    fill_from(&mut daily, station.record, gap, years[place]);
                }
            }
            let (systematic, random) = station.deviations;
            if systematic > 0.0 || random > 0.0 {
                self.shake(&mut daily, station, sample, &mut chance);
            }
            known.set(station.id, daily);
        }
        known
    }

    fn shake(
        &self,
        daily: &mut Daily,
        station: &StationDraws<'_>,
        sample: usize,
        chance: &mut Chance,
    ) {
        let (systematic, random) = station.deviations;
        let mut spell = self.spells.partition_point(|first| *first <= daily.start);
        for (day, value) in daily.start.iter_days().zip(&mut daily.values) {
            while self.spells.get(spell).is_some_and(|first| *first <= day) {
                spell += 1;
            }
            let shared = systematic * station.systematic[spell][sample];
            let own = if random > 0.0 {
                random * chance.normal()
            } else {
                0.0
            };
            *value *= (1.0 + shared + own).max(0.0);
        }
    }
}

/// First days of the periods of the account whose periods are longest, sorted.
fn spells(rows: &[LedgerRow]) -> Vec<NaiveDate> {
    let length = |row: &LedgerRow| (row.period.days.1 - row.period.days.0).num_days();
    let Some(longest) = rows.iter().max_by_key(|row| length(row)) else {
        return Vec::new();
    };
    let of_account = rows.iter().filter(|row| row.rule == longest.rule);
    let mut firsts: Vec<NaiveDate> = of_account.map(|row| row.period.days.0).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
}
