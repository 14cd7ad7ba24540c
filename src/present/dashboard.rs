//! Everything on one screen.

use chrono::{Datelike as _, NaiveDate, NaiveTime};

use super::column::{Scene, columns, shown_stations};
use super::line::seconds;
use super::{
    AllocationView, BoardView, RiverView, StateColumnView, StationsView, WarningsView, Words,
    allocation, board, river, stations, summary, warnings,
};
use crate::domain::{Clock, Instant, Party, Period, StationId};
use crate::engine::Evaluation;

/// A named span of time to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// The last seven days.
    Week,
    /// The last thirty days.
    Month,
    /// The running hydrological year.
    WaterYear,
    /// Everything there is.
    All,
}

/// What span of time to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSpan {
    /// Named, and ending at the as-of instant.
    Preset(Preset),
    /// Exactly this one.
    Explicit(Period),
}

/// What a person asked to see.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewRequest {
    /// Span of time.
    pub span: TimeSpan,
    /// Stations whose lines are drawn; `None` lets each state show its border gauge and what is above a level.
    pub stations: Option<Vec<StationId>>,
    /// Whether a border gauge's plot also shows what the other side measures there.
    pub compare_twins: bool,
}

impl Default for ViewRequest {
    fn default() -> Self {
        Self {
            span: TimeSpan::Preset(Preset::Week),
            stations: None,
            compare_twins: true,
        }
    }
}

/// The line at the top.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct HeaderView {
    /// That this is an exercise, and how fast it runs; `None` where it is not.
    pub exercise: Option<String>,
    /// Basin.
    pub basin: String,
    /// "as of 14 Jun 2026 06:00 UTC", with one civil time per party: (party index, "08:00 Avaria").
    pub as_of: String,
    /// Civil times of the parties at that instant.
    pub clocks: Vec<(usize, String)>,
    /// Number of gauges above a level and of unknown ones, in words.
    pub summary: String,
    /// Parties in river order: id, name.
    pub parties: Vec<(String, String)>,
    /// "revision 3 · 24 files · 402,114 readings".
    pub archive: String,
}

/// The dashboard.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DashboardView {
    /// Top line.
    pub header: HeaderView,
    /// River line.
    pub river: RiverView,
    /// Stations.
    pub stations: StationsView,
    /// One column per state, in river order.
    pub states: Vec<StateColumnView>,
    /// Allocation.
    pub allocation: AllocationView,
    /// Board.
    pub board: BoardView,
    /// Warnings, gauge by gauge.
    pub warnings: WarningsView,
    /// Unix seconds of the as-of instant: the "now" line.
    pub now: f64,
    /// Unix seconds of the period shown.
    pub period: (f64, f64),
}

/// Everything that one screen shows of an evaluation, in the language of `words`.
pub fn dashboard(evaluation: &Evaluation, request: &ViewRequest, words: &Words) -> DashboardView {
    let period = span(evaluation, request.span);
    let shown = shown_stations(evaluation, request);
    let scene = Scene {
        evaluation,
        request,
        period,
        shown: &shown,
        words,
    };
    DashboardView {
        header: header(evaluation, words),
        river: river(evaluation, words),
        stations: stations(evaluation, &shown, words),
        states: columns(&scene),
        allocation: allocation(evaluation, words),
        board: board(evaluation, words),
        warnings: warnings(evaluation, words),
        now: seconds(evaluation.as_of.millis()),
        period: (seconds(period.start.millis()), seconds(period.end.millis())),
    }
}

/// The period that a span of time means for an evaluation. Presets end at its as-of instant.
pub fn span(evaluation: &Evaluation, span: TimeSpan) -> Period {
    const DAY: i64 = 1440;
    let end = evaluation.as_of;
    let start = match span {
        TimeSpan::Explicit(period) => return period,
        TimeSpan::Preset(Preset::Week) => end.plus_minutes(-7 * DAY),
        TimeSpan::Preset(Preset::Month) => end.plus_minutes(-30 * DAY),
        TimeSpan::Preset(Preset::WaterYear) => water_year_start(evaluation),
        TimeSpan::Preset(Preset::All) => evaluation
            .series
            .iter()
            .filter_map(|series| series.columns().time.first().copied())
            .min()
            .map(Instant::from_millis)
            .filter(|first| *first < end)
            .unwrap_or_else(|| end.plus_minutes(-7 * DAY)),
    };
    Period::new(start, end)
}

fn water_year_start(evaluation: &Evaluation) -> Instant {
    let basin = &evaluation.basin;
    let today = basin.clock.civil(evaluation.as_of).date();
    let month = u32::from(basin.water_year_start_month);
    let year = if today.month() >= month {
        today.year()
    } else {
        today.year() - 1
    };
    NaiveDate::from_ymd_opt(year, month, 1).map_or(evaluation.as_of, |first| {
        basin.clock.boundary(first.and_time(NaiveTime::MIN))
    })
}

fn header(evaluation: &Evaluation, words: &Words) -> HeaderView {
    let basin = &evaluation.basin;
    let as_of = evaluation.as_of;
    let clock = |(index, party): (usize, &Party)| {
        let civil = party.clock.civil(as_of);
        // Where it is already tomorrow the hour alone would mislead.
        let time = if civil.date() == as_of.utc().date() {
            civil.format("%H:%M").to_string()
        } else {
            format!("{} {}", words.day(civil), civil.format("%H:%M"))
        };
        let fillings = [("time", time.into()), ("party", party.name.as_str().into())];
        (index, words.first().with("header-clock", &fillings))
    };
    HeaderView {
        exercise: basin.exercise.map(|exercise| {
            let speed = words.number(exercise.speed, 0);
            words.say(|words| words.with("header-exercise", &[("speed", speed.as_str().into())]))
        }),
        basin: basin.name.clone(),
        as_of: words.say(|words| {
            let time = words.date_and_time(as_of, Clock::UTC);
            words.with("header-as-of", &[("time", time.into())])
        }),
        clocks: basin.parties.iter().enumerate().map(clock).collect(),
        summary: summary(evaluation, words),
        parties: basin
            .parties
            .iter()
            .map(|party| (party.id.to_string(), party.name.clone()))
            .collect(),
        archive: words.first().with(
            "header-archive",
            &[
                ("revision", evaluation.archive.revision.into()),
                ("files", evaluation.archive.files.into()),
                ("readings", evaluation.archive.readings.into()),
            ],
        ),
    }
}
