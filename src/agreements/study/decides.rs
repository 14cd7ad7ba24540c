//! Which gauge decides: what each station and each gap means for the balances.
//!
//! *What it tells*: which record the account rests on, and which missing days are worth asking for. *Rule*: each
//! station is left out, and read one per cent higher (a water level is not: its height is no amount). What is left out
//! counts as nothing on all days; a reservoir, a level, an area or a number is held at its mean. Each gap is filled
//! with the lowest and with the highest value of the same days in other years, where none was seen with those of
//! the whole record. Stations and gaps are ranked by their largest effect on a balance, as water.
//!
//! *Units*: those of the ledger, and hm³. *Missing data*: an effect needs a figure before and after; a gap may turn a
//! period without a figure into one with two, which is no effect but a range. A station without any value has no
//! effect to show and is not listed.

use super::Watch;
use super::gaps::{End, FillBasis, Gap, can_miss, filled_at, gaps_of};
use super::known::Known;
use super::subject::{Standing, Subject, align, margin, standing};
use super::volume::Volume;
use crate::agreements::{Inputs, Span, evaluate};
use crate::domain::Findings;
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::{Agreement, LedgerRow};
use crate::series::Daily;

/// What the balances rest on.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Leverage {
    /// Stations, the one with the largest effect first.
    pub stations: Vec<StationEffect>,
    /// Gaps, the one with the largest effect first.
    pub gaps: Vec<GapEffect>,
    /// What a person should know.
    #[serde(skip)]
    pub findings: Findings,
}

/// One station and the balances that rest on it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StationEffect {
    /// Station of the agreement.
    pub station: String,
    /// Largest change of a balance without it, in hm³, or in the ledger's unit where that is no water.
    pub largest: f64,
    /// The account and period of that change; `None` where nothing changes.
    pub largest_in: Option<Subject>,
    /// Balances that stand on another side of nothing, or for another reason, without it.
    pub n_standing_changes: usize,
    /// Balances that change when it is left out.
    pub without: Vec<RowEffect>,
    /// Balances that change when it reads one per cent more.
    pub one_percent_more: Vec<RowEffect>,
}

/// One balance that changes.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RowEffect {
    /// Which balance.
    #[serde(flatten)]
    pub subject: Subject,
    /// Margin as it is, see [`super::Cell::margin`].
    pub before: Option<f64>,
    /// Margin with the change.
    pub after: Option<f64>,
    /// After − before; `None` unless both are there.
    pub change: Option<Volume>,
    /// Standing before and after.
    pub standing: (Standing, Standing),
}

/// One gap and the balances that rest on it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct GapEffect {
    /// The missing days.
    #[serde(flatten)]
    pub gap: Gap,
    /// From what its ends were taken.
    pub basis: FillBasis,
    /// Widest range of a balance, in hm³, or in the ledger's unit where that is no water.
    pub largest: f64,
    /// Balances that depend on it.
    pub rows: Vec<GapRow>,
}

/// One balance between the lowest and the highest that a gap can have held.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct GapRow {
    /// Which balance.
    #[serde(flatten)]
    pub subject: Subject,
    /// Margin as the ledger has it.
    pub as_is: Option<f64>,
    /// Margin when the gap held the lowest values.
    pub at_lowest: Option<f64>,
    /// Margin when it held the highest.
    pub at_highest: Option<f64>,
    /// Distance of the two; `None` unless both are there.
    pub range: Option<Volume>,
    /// Standing at the lowest and at the highest.
    pub standing: (Standing, Standing),
}

/// Ranks stations and gaps. `None` when `watch` wanted no more.
///
/// *Units* and *missing data*: see the module.
pub fn leverage(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    span: &Span,
    watch: &Watch<'_>,
) -> Option<Leverage> {
    let known = Known::of([agreement], inputs);
    let outcome = evaluate(agreement, &known, span);
    let study = Study {
        agreement,
        span,
        known: &known,
        rows: &outcome.ledger,
    };
    let gaps = study.gaps();
    let stations: Vec<(&str, &Daily)> = known.series().collect();
    let total = stations.len() + gaps.len();
    let mut leverage = Leverage {
        stations: Vec::new(),
        gaps: Vec::new(),
        findings: outcome.findings,
    };
    for (id, record) in stations {
        leverage.stations.push(study.station(id, record));
        if !watch(leverage.stations.len(), total) {
            return None;
        }
    }
    for (n, (gap, record)) in gaps.into_iter().enumerate() {
        leverage.gaps.extend(study.gap(gap, record));
        if !watch(leverage.stations.len() + n + 1, total) {
            return None;
        }
    }
    leverage.rank();
    Some(leverage)
}

impl Leverage {
    /// Keeps what is about one ledger or rule, and ranks by that.
    pub fn keep(&mut self, rule: &str) {
        for station in &mut self.stations {
            station.without.retain(|row| row.subject.rule == rule);
            station
                .one_percent_more
                .retain(|row| row.subject.rule == rule);
            station.weigh();
        }
        for gap in &mut self.gaps {
            gap.rows.retain(|row| row.subject.rule == rule);
            gap.weigh();
        }
        self.gaps.retain(|gap| !gap.rows.is_empty());
        self.rank();
    }

    /// Equal effects keep the order of the ids, so that the same input gives the same list.
    fn rank(&mut self) {
        self.stations.sort_by(|a, b| {
            let by_size = b.largest.total_cmp(&a.largest);
            by_size.then(b.n_standing_changes.cmp(&a.n_standing_changes))
        });
        self.gaps.sort_by(|a, b| b.largest.total_cmp(&a.largest));
    }
}

impl StationEffect {
    fn weigh(&mut self) {
        let sized = self
            .without
            .iter()
            .filter_map(|row| Some((row.change.as_ref()?.size(), &row.subject)));
        let largest = sized.max_by(|a, b| a.0.total_cmp(&b.0));
        self.largest_in = largest.map(|(_, subject)| subject.clone());
        self.largest = largest.map_or(0.0, |(size, _)| size);
        let changes = |row: &&RowEffect| row.standing.0 != row.standing.1;
        self.n_standing_changes = self.without.iter().filter(changes).count();
    }
}

impl GapEffect {
    fn weigh(&mut self) {
        let sizes = self
            .rows
            .iter()
            .filter_map(|row| Some(row.range.as_ref()?.size()));
        self.largest = sizes.fold(0.0, f64::max);
    }
}

struct Study<'a> {
    agreement: &'a Agreement,
    span: &'a Span,
    known: &'a Known,
    rows: &'a [LedgerRow],
}

impl<'a> Study<'a> {
    /// Gaps that a balance may rest on, each with its record; a clause may look back over the year before.
    fn gaps(&self) -> Vec<(Gap, &'a Daily)> {
        let earliest = self.rows.iter().map(|row| row.period.days.0).min();
        let since = earliest.map_or(self.span.days.0, |first| first - chrono::Days::new(366));
        let series = self.known.series();
        let all = series
            .filter(|(id, _)| can_miss(self.agreement, id))
            .flat_map(|(id, record)| {
                let gaps = gaps_of(id, record, since, self.span.known_to);
                gaps.into_iter().map(move |gap| (gap, record))
            });
        all.collect()
    }

    fn ledger(&self, id: &str, values: Daily) -> Vec<LedgerRow> {
        evaluate(self.agreement, &self.known.with(id, values), self.span).ledger
    }

    fn station(&self, id: &str, record: &Daily) -> StationEffect {
        let measure = self.agreement.measure(id);
        let without = self.changes(&self.ledger(id, self.left_out(id, record)));
        let one_percent_more = if measure == Some(Measure::Level) {
            Vec::new()
        } else {
            self.changes(&self.ledger(id, times(record, 1.01)))
        };
        let mut effect = StationEffect {
            station: id.to_owned(),
            largest: 0.0,
            largest_in: None,
            n_standing_changes: 0,
            without,
            one_percent_more,
        };
        effect.weigh();
        effect
    }

    /// The record when it counts as nothing, see the module; its gaps are gone with it.
    fn left_out(&self, id: &str, record: &Daily) -> Daily {
        let value = match self.agreement.measure(id) {
            Some(Measure::Flow | Measure::Depth) => 0.0,
            Some(Measure::Volume) if !can_miss(self.agreement, id) => 0.0,
            _ => {
                let known = record.values.iter().filter(|value| !value.is_nan());
                let (sum, n) = known.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
                sum / n
            }
        };
        let mut changed = record.clone();
        changed.values.fill(value);
        changed
    }

    fn changes(&self, other: &[LedgerRow]) -> Vec<RowEffect> {
        let lines = align(&[self.rows, other]);
        let changed = lines.iter().filter_map(|line| {
            let first = line[0].or(line[1])?;
            let (before, after) = (line[0].and_then(margin), line[1].and_then(margin));
            let stands = (standing_of(line[0]), standing_of(line[1]));
            let change = before
                .zip(after)
                .map(|(before, after)| Volume::of(first, after - before));
            let is_same = before == after && stands.0 == stands.1;
            (!is_same).then(|| RowEffect {
                subject: Subject::of(first),
                before,
                after,
                change,
                standing: stands,
            })
        });
        changed.collect()
    }

    /// `None` for a gap that no balance rests on.
    fn gap(&self, gap: Gap, record: &Daily) -> Option<GapEffect> {
        let (lowest, basis) = filled_at(record, &gap, End::Lowest);
        let (highest, _) = filled_at(record, &gap, End::Highest);
        let low = self.ledger(&gap.station, lowest);
        let high = self.ledger(&gap.station, highest);
        let lines = align(&[self.rows, &low, &high]);
        let rows: Vec<GapRow> = lines
            .iter()
            .filter_map(|line| self.gap_row(line[0], line[1], line[2]))
            .collect();
        let mut effect = GapEffect {
            gap,
            basis,
            largest: 0.0,
            rows,
        };
        effect.weigh();
        (!effect.rows.is_empty()).then_some(effect)
    }

    fn gap_row(
        &self,
        as_is: Option<&LedgerRow>,
        low: Option<&LedgerRow>,
        high: Option<&LedgerRow>,
    ) -> Option<GapRow> {
        let first = low.or(high).or(as_is)?;
        let [before, at_lowest, at_highest] = [as_is, low, high].map(|row| row.and_then(margin));
        let stands = (standing_of(low), standing_of(high));
        let is_same = before == at_lowest
            && before == at_highest
            && stands == (standing_of(as_is), standing_of(as_is));
        (!is_same).then(|| GapRow {
            subject: Subject::of(first),
            as_is: before,
            at_lowest,
            at_highest,
            range: at_lowest
                .zip(at_highest)
                .map(|(low, high)| Volume::of(first, high - low)),
            standing: stands,
        })
    }
}

fn standing_of(row: Option<&LedgerRow>) -> Standing {
    row.map_or(Standing::NotAssessable, standing)
}

fn times(record: &Daily, factor: f64) -> Daily {
    let mut changed = record.clone();
    changed.values.iter_mut().for_each(|value| *value *= factor);
    changed
}
