//! `Series`: one typed table over polars columns, and what is done to it without knowing what it means.
//!
//! | column | type | what |
//! |---|---|---|
//! | `time` | datetime, ms, UTC | end of the interval, or the moment |
//! | `value` | f64, null where the agency reported "no value" | SI |
//! | `quality` | u8 | [`Quality::pack`](crate::domain::Quality::pack) |
//! | `flag` | u16 | index into the series' own flag texts |
//! | `file`, `line`, `column` | u32, u32, u16 | where the reading stands; `file` indexes the series' own files |
//! | `revision` | u32 | import that brought it |
//!
//! Rows are sorted by time and unique in time.

pub mod daily;
pub mod gaps;
pub mod grid;
mod table;
pub mod usable;
pub mod walks;

pub use daily::{Daily, DailyRule};
pub use gaps::Gap;
pub use table::{Columns, FileOrigin, Series};
pub use usable::UsableReading;
