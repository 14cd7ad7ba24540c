//! The words of the river. Every other layer speaks them; none of them reads a file or draws.
//!
//! | word | meaning here |
//! |---|---|
//! | *station* | a place where something is measured: a gauge, a rain station, a reservoir, a canal |
//! | *reading* | one value that an agency reported for one station, quantity and time |
//! | *series* | all readings of one station, quantity, step, statistic and source |
//! | *source* | what one agency sends about some stations: a folder of exports with a profile, or a feed |
//! | *stage* | height of the water above the gauge zero; never a depth, never an elevation |
//! | *gauge zero* | elevation of the gauge's zero mark in a vertical datum, valid from a date |
//! | *discharge* | volume per time through a section, m³/s inside the program |
//! | *completeness* | how many of the expected readings stand behind a figure |
//! | *revision* | one import; a later value for the same instant never overwrites the earlier one |
//! | *as of* | the instant whose knowledge a figure uses |
//! | *party* | a state bound by an agreement |
//! | *entitlement* | what a party may take, or must be given, by a rule |
//! | *obligation* | what a party must let pass |
//! | *delivery* | what was credited at the control section |
//! | *balance* | delivery less entitlement, with what was carried in |
//! | *carry-over* | the part of a balance that the next period inherits |
//! | *exception* | a clause that switches an obligation off; "test met" and "declared" are two facts |
//! | *finding* | something a person should know about a file, an entry or a figure |
//!
//! Units are SI inside: m³/s, m, mm, hm³. Instants are UTC. Ids are text, so leading zeros live.
#![warn(missing_docs)]

pub mod agreement;
pub mod alarm;
pub mod basin;
pub mod cap;
pub mod completeness;
pub mod exercise;
pub mod figure;
pub mod finding;
pub mod forecast;
pub mod ids;
pub mod key;
pub mod odd_id;
pub mod quality;
pub mod quantity;
pub mod rain;
pub mod receipt;
pub mod series_receipt;
pub mod spelling;
pub mod time;
pub mod uncertainty;
pub mod unit;
pub mod warning;

pub use alarm::{
    Act, Alarm, AlarmChange, AlarmEntry, AlarmMetrics, AlarmPhase, LONGEST_SHELF_MINUTES, Shelf,
};
pub use basin::{Basin, Party, Reach, Source, SourceKind, Station, StationKind};
pub use completeness::{AllowedMissing, Completeness};
pub use exercise::Exercise;
pub use figure::{Explanation, Figure, Freshness, ReadingRef, Status};
pub use finding::{Cause, Finding, Findings, Severity};
pub use forecast::{ExternalForecast, ForecastEntry};
pub use ids::{AgreementId, FileHash, PartyId, ProfileId, SourceId, StationId};
pub use key::{SeriesKey, Statistic, Step};
pub use quality::{Origin, Quality, Reliability, Review};
pub use quantity::{Aggregation, Quantity};
pub use receipt::Receipt;
pub use series_receipt::{Change, Differences, Extreme, SeriesReceipt, Statuses, Totals};
pub use time::{Civil, Clock, DayRule, Instant, LabelSide, Period, Resolved, StampMark};
pub use uncertainty::RelativeUncertainty;
pub use unit::Unit;
pub use warning::{
    Confirmation, Crossing, Direction, Ending, Excursion, LevelEvent, LevelRules, NativeColour,
    Validity, WarningLevel, WarningState,
};
