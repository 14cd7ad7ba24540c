//! The watch of each series, kept between evaluations.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{SeriesKey, Station, WarningLevel};
use crate::indicators::flood::crossings::Watch;
use crate::series::Series;

/// Watches by series.
#[derive(Debug, Default)]
pub(super) struct Watches {
    kept: BTreeMap<SeriesKey, Kept>,
}

#[derive(Debug)]
struct Kept {
    series: Arc<Series>,
    levels: Vec<WarningLevel>,
    watch: Arc<Watch>,
}

impl Watches {
    /// The watch of a series of a station, as far as the series goes. Rows that were followed are not read again
    /// while the rows before are the same.
    pub(super) fn of(&mut self, station: &Station, series: &Arc<Series>) -> Arc<Watch> {
        let kept = self.kept.get(&series.key);
        let kept = kept.filter(|kept| kept.levels == station.levels);
        let watch = match kept {
            Some(kept) if Arc::ptr_eq(&kept.series, series) => return Arc::clone(&kept.watch),
            Some(kept) if goes_on(&kept.series, series) => {
                let mut watch = Watch::clone(&kept.watch);
                watch.follow(series);
                Arc::new(watch)
            }
            _ => Arc::new(Watch::new(&station.levels, series)),
        };
        let kept = Kept {
            series: Arc::clone(series),
            levels: station.levels.clone(),
            watch: Arc::clone(&watch),
        };
        self.kept.insert(series.key.clone(), kept);
        watch
    }
}

/// Whether a series is another one with more rows after it: a revision or a changed doubt is no such thing.
fn goes_on(before: &Series, after: &Series) -> bool {
    let (old, new) = (before.columns(), after.columns());
    let rows = before.len();
    let same_bits = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits();
    after.len() >= rows
        && old.time[..] == new.time[..rows]
        && old.quality[..] == new.quality[..rows]
        && old.value.iter().zip(&new.value[..rows]).all(same_bits)
}
