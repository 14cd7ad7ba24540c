//! When a threshold is crossed, upwards and downwards, without trembling about it.
//!
//! # What it tells
//! Every time above a threshold (or below, for low water): first crossing, when it was confirmed, the crossing back,
//! when that was confirmed, the highest value and its time, how long it took, and for a discharge the volume above.
//! # Formula
//! Raised after `on_delay` good readings ≥ T one after another; cleared after `off_delay` good readings
//! < T − hysteresis one after another. A crossing lies on the straight line between the last reading on one side and
//! the first on the other; where these stand further apart than a line may bridge (three steps, at least an hour) it
//! is the first reading seen on the other side, and `is_interpolated` says so. Of several thresholds a higher one that
//! is raised raises the lower ones. Unless set: hysteresis 2 % of T, at least two steps of the sensor's resolution;
//! `on_delay` 2, `off_delay` 4. Where `on_delay` is not set, a reading at or above T that no other follows within
//! 60 minutes raises alone, and readings that come more rarely than that raise and clear one by one: waiting must not
//! hide a rise. Where it is set, it is counted strictly.
//! # Units
//! Unit of the series; hours; hm³ for volumes of a discharge in m³/s. Indices count rows of the file from 0.
//! # Missing data
//! A missing value neither counts nor resets; a threshold that is raised is then `stale`, and beyond `max_age` hours
//! without a value every state is `unknown`, never clear. Suspect readings count as missing here, so that a spike
//! that quality control marked raises nothing. Volumes hold nothing for spans that a line may not bridge, and
//! `completeness` says how many readings stood behind.
//! # Limits
//! Daily means hide a crest within the day. A river that stands in the play of its sensor about T is raised once.
//! # Source
//! Hysteresis, on-delay and off-delay as in ISA-18.2 / IEC 62682, alarm management; thresholds as the responsible
//! service sets them, WMO-No. 1072.

mod entry;
pub mod machine;
pub mod watch;

pub use entry::{RUN, SETTINGS};
pub(crate) use entry::{longest_line, usual_step};
pub(crate) use machine::area_above;
pub use watch::{Newest, Standing, Watch, default_hysteresis};

/// This file, whose heading is the help.
pub const TEXT: &str = include_str!("mod.rs");
