//! How low a station's flow is for the season, how long, and whether its record is one.
//!
//! The same functions as behind `compute` run on the daily values of the station's longest record, continued to today
//! by its newest series. A figure that the record does not bear is refused, with what it would need.

mod answer;
mod daily;
mod figures;
mod indices;
mod season;
mod tests_of_record;

pub use answer::{Answer, Refusal};
pub use figures::{CurrentDeficit, Deficit, Duration, Minima};
pub use indices::{IndexKind, IndexSeries, IndexValue, SHOWN};
pub use season::{HALF_WINDOW, SHARES, Season, SeasonDay};
pub use tests_of_record::{Break, RecordTests, Trend};

use chrono::NaiveDate;

use super::record::records;
use super::{Matter, Record};
use crate::domain::{Completeness, Quantity};
use crate::engine::EngineError;

/// How low a station's flow is, and how long.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LowFlow {
    /// What it rests on.
    pub record: Vec<Record>,
    /// What was found; `None` where the station has no daily values.
    pub found: Option<Box<Found>>,
}

/// What was found on the daily values of a station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Found {
    /// What was measured: discharge, where there is any.
    pub quantity: Quantity,
    /// Agency of the longest record.
    pub agency: String,
    /// First day of the record.
    pub first: NaiveDate,
    /// Last day of the record with a value.
    pub last: NaiveDate,
    /// Days with a value, of those of the record.
    pub days: Completeness,
    /// Days after the longest record that come from the station's newer series.
    pub continued_days: usize,
    /// Value of the last day, SI.
    pub today: f64,
    /// Whole days between the last day and the as-of instant; 1 is yesterday.
    pub age_days: i64,
    /// Current hydrological year against the others.
    pub season: Answer<Season>,
    /// Share of the values of that time of the year that lie below today's, 0 to 1.
    pub share_below_today: Answer<f64>,
    /// Flow duration; not of rain.
    pub duration: Answer<Duration>,
    /// Time under the flow that is exceeded nine days of ten; discharge only.
    pub deficit: Answer<Deficit>,
    /// Lowest means of seven days; discharge only.
    pub minima: Answer<Minima>,
    /// Base-flow index by smoothed minima; discharge only.
    pub base_flow_index: Answer<f64>,
    /// SSI of a flow, SPI of rain, by months taken together.
    pub indices: Vec<IndexSeries>,
    /// Trend and homogeneity of the yearly figures.
    pub tests: Vec<RecordTests>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<LowFlow, EngineError> {
    let record = records(matter);
    let Some(daily) = daily::longest(matter)? else {
        return Ok(LowFlow {
            record,
            found: None,
        });
    };
    let year_start = u32::from(matter.basin.water_year_start_month);
    matter.step(1, 5, "")?;
    let season = season::season(&daily.record, daily.last, year_start);
    let share_below_today = season::share_below(&daily.record, daily.last, year_start);
    matter.step(2, 5, "")?;
    let is_flow = daily.quantity == Quantity::Discharge;
    let days = daily.record.completeness();
    let duration = figures::duration(&daily.record, daily.today(), daily.quantity);
    let deficit = Answer::of_flow(is_flow, || figures::deficit(&daily.record, daily.last));
    let minima = Answer::of_flow(is_flow, || figures::minima(&daily.record));
    let base_flow_index = Answer::of_flow(is_flow, || figures::base_flow_index(&daily.record));
    matter.step(3, 5, "")?;
    let indices = indices::indices(&daily.record, daily.quantity);
    matter.step(4, 5, "")?;
    let tests = tests_of_record::tests(&daily.record, year_start, daily.quantity);
    Ok(LowFlow {
        record,
        found: Some(Box::new(Found {
            quantity: daily.quantity,
            first: daily.record.start,
            last: daily.record.date(daily.last),
            today: daily.today(),
            age_days: daily.age_days(matter),
            agency: daily.agency,
            continued_days: daily.continued_days,
            days,
            season,
            share_below_today,
            duration,
            deficit,
            minima,
            base_flow_index,
            indices,
            tests,
        })),
    })
}
