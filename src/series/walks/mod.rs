//! Walks over sorted columns: each indicator that looks at every reading does so in one pass, without a table in
//! between.
//!
//! A series is two slices of one length: times in milliseconds, ascending and unique, and values, NaN where one is
//! missing. What a walk gives says how much was missing; what that means is for the indicator to decide.

mod as_of;
mod means;
mod order;
mod resample;
mod rolling;
mod years;

pub use as_of::{Lookup, as_of};
pub use means::{AtMissing, AtPeriodEnd, MeanRule, PeriodMean, means};
pub use order::order_statistics;
pub use resample::{LMoments, Resamples};
pub use rolling::{Window, rolling_sums};
pub use years::{Fold, WaterYear, fold, water_years};
