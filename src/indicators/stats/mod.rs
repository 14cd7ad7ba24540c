//! What a record is worth.

pub mod completeness;
pub mod disagreement;
