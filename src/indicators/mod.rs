//! indicators.
