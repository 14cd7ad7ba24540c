//! The plots of one state: which stations, which of their series, which y range.

use std::sync::Arc;

use super::hydrograph::{HydrographView, LevelView, PlotLine, StateColumnView};
use super::line::{Owner, lines};
use super::scale::{has_values, link_ranges, y_range};
use super::standing::{party_index, party_name, placed, standing};
use super::{Standing, ViewRequest, Words};
use crate::domain::{
    Party, Period, Quantity, Station, StationId, StationKind, Statistic, Step, WarningLevel,
};
use crate::engine::Evaluation;
use crate::series::Series;

/// Up to this length the finest series is drawn, beyond it daily values.
const LONGEST_FINE_SECONDS: f64 = 60.0 * 86_400.0;

/// How many gauges a state shows when nobody chose.
const GAUGES_BY_DEFAULT: usize = 2;

/// What all columns are made from.
pub(super) struct Scene<'a> {
    pub(super) evaluation: &'a Evaluation,
    pub(super) request: &'a ViewRequest,
    pub(super) period: Period,
    pub(super) shown: &'a [StationId],
    pub(super) words: &'a Words,
}

/// One column per state in river order, with y ranges that can be linked.
pub(super) fn columns(scene: &Scene<'_>) -> Vec<StateColumnView> {
    let mut columns: Vec<StateColumnView> = scene
        .evaluation
        .basin
        .parties
        .iter()
        .enumerate()
        .map(|(index, party)| column(scene, index, party))
        .collect();
    link_ranges(&mut columns);
    columns
}

/// The stations that are drawn: those asked for, or per state its rain stations and the gauges that matter most:
/// first what is above a level, then borders, then the river's order.
pub(super) fn shown_stations(evaluation: &Evaluation, request: &ViewRequest) -> Vec<StationId> {
    if let Some(stations) = &request.stations {
        return stations.clone();
    }
    let placed = placed(evaluation);
    let mut shown: Vec<StationId> = Vec::new();
    for party in &evaluation.basin.parties {
        let mut gauges: Vec<(u8, bool, &Station)> = placed
            .iter()
            .filter(|(station, _)| station.state == party.id && station.kind == StationKind::Gauge)
            .filter(|(station, _)| is_drawable(evaluation, station))
            .map(|(station, gauge)| {
                let rank = standing(station, gauge).rank().unwrap_or(0);
                (rank, station.border.is_some(), *station)
            })
            .collect();
        // Stable, so that the river's order decides between equals. The border comes first: it is what both
        // sides came for.
        gauges.sort_by_key(|(rank, is_border, _)| std::cmp::Reverse((*is_border, *rank)));
        let chosen = gauges.iter().take(GAUGES_BY_DEFAULT).map(|(.., s)| *s);
        let rain = placed
            .iter()
            .map(|(station, _)| *station)
            .filter(|station| station.state == party.id && station.kind == StationKind::Rain);
        let chosen: Vec<&StationId> = chosen.chain(rain).map(|station| &station.id).collect();
        let in_river_order = placed
            .iter()
            .map(|(station, _)| &station.id)
            .filter(|id| chosen.contains(id));
        shown.extend(in_river_order.cloned());
    }
    shown
}

fn is_drawable(evaluation: &Evaluation, station: &Station) -> bool {
    [Quantity::Stage, Quantity::Discharge]
        .into_iter()
        .any(|quantity| !evaluation.series_of(&station.id, quantity).is_empty())
}

fn column(scene: &Scene<'_>, index: usize, party: &Party) -> StateColumnView {
    let stations: Vec<&Station> = scene
        .evaluation
        .basin
        .stations
        .iter()
        .filter(|station| station.state == party.id && scene.shown.contains(&station.id))
        .collect();
    let mut quantities = vec![Quantity::Rain, Quantity::Stage, Quantity::Discharge];
    if stations
        .iter()
        .any(|station| station.kind == StationKind::Reservoir)
    {
        quantities.push(Quantity::Storage);
    }
    // What nobody in the basin measures needs no empty plot; what only one state lacks is shown as lacking.
    let is_measured = |quantity: &Quantity| {
        let all = &scene.evaluation.series;
        all.iter().any(|series| series.key.quantity == *quantity)
    };
    if quantities.iter().any(is_measured) {
        quantities.retain(is_measured);
    }
    StateColumnView {
        party: party.id.to_string(),
        name: party.name.clone(),
        index,
        plots: quantities
            .into_iter()
            .map(|quantity| plot(scene, party, quantity, &stations))
            .collect(),
    }
}

fn plot(
    scene: &Scene<'_>,
    party: &Party,
    quantity: Quantity,
    stations: &[&Station],
) -> HydrographView {
    let words = scene.words;
    let mut drawn = Plotted::default();
    for &station in stations {
        drawn.add(scene, station, quantity, &station.name);
    }
    let levels = levels(scene, quantity, stations, &drawn);
    if scene.request.compare_twins {
        for station in stations {
            if let Some(twin) = comparable_twin(scene, station, quantity, stations) {
                let name = words.first().with(
                    "twin-name",
                    &[
                        ("station", twin.name.as_str().into()),
                        (
                            "party",
                            party_name(&scene.evaluation.basin, &twin.state).into(),
                        ),
                    ],
                );
                drawn.add(scene, twin, quantity, &name);
            }
        }
    }
    let y_range = y_range(quantity, &drawn.lines, &levels, scene.period);
    let is_empty = !has_values(&drawn.lines, scene.period);
    let notes = (drawn.n_bad > 0)
        .then(|| words.with("plot-bad-readings", &[("n", drawn.n_bad.into())]))
        .into_iter()
        .collect();
    HydrographView {
        id: format!("{}/{}", party.id, quantity.word()),
        title: words.say(|words| title(quantity, &drawn, words)),
        unit: quantity.facts().unit.symbol().to_owned(),
        quantity: match (quantity, drawn.step) {
            (Quantity::Rain, Some(step)) => format!("rain/{step}"),
            _ => quantity.word().to_owned(),
        },
        is_rain: quantity == Quantity::Rain,
        levels,
        forecasts: forecasts(scene, quantity, stations),
        y_range,
        linked_range: y_range,
        notes,
        empty_reason: is_empty.then(|| empty_reason(quantity, stations, words)),
        lines: drawn.lines,
    }
}

/// Those of the stations that the basin wants this quantity forecast of.
fn forecasts(scene: &Scene<'_>, quantity: Quantity, stations: &[&Station]) -> Vec<String> {
    let entries = scene.evaluation.basin.forecasts.iter();
    let wanted = entries.filter(|entry| entry.quantity == quantity);
    wanted
        .filter(|entry| stations.iter().any(|station| station.id == entry.station))
        .map(|entry| entry.station.to_string())
        .collect()
}

/// What a plot has gathered.
#[derive(Default)]
struct Plotted {
    lines: Vec<PlotLine>,
    /// Names of the stations that have lines, in order.
    names: Vec<String>,
    /// Step of the first line.
    step: Option<Step>,
    /// Whether another line has another step, so that the heading must not speak for all.
    is_mixed: bool,
    n_bad: usize,
}

impl Plotted {
    fn add(&mut self, scene: &Scene<'_>, station: &Station, quantity: Quantity, name: &str) {
        let party = party_index(&scene.evaluation.basin, &station.state);
        let series = choose(scene.evaluation, station, quantity, scene.period);
        let several = series.len() > 1;
        for series in series {
            let name = match scene.evaluation.basin.source(&series.key.source) {
                Some(source) if several => format!("{name} ({})", source.agency),
                _ => name.to_owned(),
            };
            let nth = self
                .lines
                .iter()
                .filter(|line| line.party == party)
                .map(|line| line.nth + 1)
                .max()
                .unwrap_or(0);
            let owner = Owner {
                station: station.id.to_string(),
                name: name.clone(),
                party,
                nth,
            };
            let mut drawn = lines(series, scene.period, &owner);
            if !drawn.lines.is_empty() {
                self.names.push(name);
                let first = *self.step.get_or_insert(series.key.step);
                self.is_mixed |= first != series.key.step;
            }
            self.n_bad += drawn.n_bad;
            self.lines.append(&mut drawn.lines);
        }
    }
}

/// The series to draw: for short periods the finest step that has a reading there, for long ones daily values.
/// Several sources of one step are all drawn.
fn choose<'a>(
    evaluation: &'a Evaluation,
    station: &Station,
    quantity: Quantity,
    period: Period,
) -> Vec<&'a Arc<Series>> {
    let mut candidates: Vec<&Arc<Series>> = evaluation
        .series_of(&station.id, quantity)
        .into_iter()
        .filter(|series| !matches!(series.key.statistic, Statistic::Max | Statistic::Min))
        .filter(|series| reports_in(series, period))
        .collect();
    if period.seconds() > LONGEST_FINE_SECONDS {
        // Stable: where nobody sends daily values, the finest stay first.
        candidates.sort_by_key(|series| series.key.step != Step::Day);
    }
    let Some(step) = candidates.first().map(|series| series.key.step) else {
        return Vec::new();
    };
    candidates.retain(|series| series.key.step == step);
    candidates
}

fn reports_in(series: &Series, period: Period) -> bool {
    let columns = series.columns();
    let from = columns
        .time
        .partition_point(|&time| time < period.start.millis());
    let to = columns
        .time
        .partition_point(|&time| time <= period.end.millis());
    columns.value[from..to].iter().any(|value| !value.is_nan())
}

/// The other side's gauge at the same section, where both can share an axis: always for discharge, for stage only
/// with the same datum and gauge zero, never twice in one plot.
fn comparable_twin<'a>(
    scene: &Scene<'a>,
    station: &Station,
    quantity: Quantity,
    stations: &[&Station],
) -> Option<&'a Station> {
    let twin = scene.evaluation.basin.station(station.twin.as_ref()?)?;
    let is_comparable = match quantity {
        Quantity::Discharge => true,
        Quantity::Stage => {
            twin.datum.is_some()
                && twin.datum == station.datum
                && twin.gauge_zero.is_some()
                && twin.gauge_zero == station.gauge_zero
        }
        Quantity::Rain | Quantity::Storage => false,
    };
    (is_comparable && stations.iter().all(|shown| shown.id != twin.id)).then_some(twin)
}

/// Levels of one gauge: of a border gauge that stands above any of its own, since it is what both sides came for;
/// else of the gauge that stands highest against them; of equals the first on the river that is not silent.
fn levels(
    scene: &Scene<'_>,
    quantity: Quantity,
    stations: &[&Station],
    drawn: &Plotted,
) -> Vec<LevelView> {
    let on_this = |level: &&WarningLevel| level.quantity == quantity;
    let as_of = scene.evaluation.as_of;
    let mut best: Option<((bool, u8, bool), &Station)> = None;
    for &station in stations {
        let has_line = drawn
            .lines
            .iter()
            .any(|line| line.station == station.id.as_str());
        if !has_line || !station.levels_at(as_of).any(|level| on_this(&level)) {
            continue;
        }
        let standing = scene
            .evaluation
            .gauges
            .iter()
            .find(|gauge| gauge.station == station.id)
            .map_or(Standing::Unknown, |gauge| standing(station, gauge));
        let rank = standing.rank().unwrap_or(0);
        let is_known = standing != Standing::Unknown;
        let claim = (station.border.is_some() && rank > 0, rank, is_known);
        if best.is_none_or(|(highest, _)| claim > highest) {
            best = Some((claim, station));
        }
    }
    best.map_or_else(Vec::new, |(_, station)| {
        station
            .levels_at(as_of)
            .filter(on_this)
            .map(|level| LevelView {
                station: station.name.clone(),
                name: level.name.clone(),
                rank: level.rank,
                value: level.value,
            })
            .collect()
    })
}

fn title(quantity: Quantity, drawn: &Plotted, words: &Words) -> String {
    let common = drawn.step.filter(|_| !drawn.is_mixed);
    let what = words.get(match (quantity, common) {
        (Quantity::Rain, Some(Step::Day)) => "rain-per-day",
        (Quantity::Rain, Some(Step::Minutes(60))) => "rain-per-hour",
        (Quantity::Rain, _) => "rain",
        (Quantity::Stage, Some(Step::Day)) => "stage-daily",
        (Quantity::Stage, _) => "stage",
        (Quantity::Discharge, Some(Step::Day)) => "discharge-daily",
        (Quantity::Discharge, _) => "discharge",
        (Quantity::Storage, _) => "storage",
    });
    match drawn.names.as_slice() {
        [one] => words.with(
            "plot-title-at",
            &[("what", what.into()), ("station", one.into())],
        ),
        _ => what,
    }
}

fn empty_reason(quantity: Quantity, stations: &[&Station], words: &Words) -> String {
    if stations.is_empty() {
        return words.get("plot-empty-no-station");
    }
    words.get(match quantity {
        Quantity::Rain => "plot-empty-rain",
        Quantity::Stage => "plot-empty-stage",
        Quantity::Discharge => "plot-empty-discharge",
        Quantity::Storage => "plot-empty-storage",
    })
}
