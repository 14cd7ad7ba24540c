//! Shapes of files: the only part of reading that is code. A shape knows places, never agencies.

pub(super) mod grid;
pub(super) mod long;
mod plan;
pub(super) mod rdb;
pub(super) mod tree;
pub(super) mod waterml_json;
pub(super) mod wide_days;
pub(super) mod zrxp;
