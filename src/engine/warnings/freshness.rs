//! How late a series is, against what its source promises.

use crate::domain::{Freshness, Source};

/// What a source promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Promise {
    late_after_minutes: u32,
    silent_after_minutes: u32,
}

impl Promise {
    /// The promise of a source.
    pub(in crate::engine) fn of(source: &Source) -> Self {
        Self {
            late_after_minutes: source.late_after_minutes,
            silent_after_minutes: source.silent_after_minutes,
        }
    }
}

/// An age against a promise; without either nothing can be said, which is silence.
pub(in crate::engine) fn freshness(
    age_minutes: Option<i64>,
    promise: Option<Promise>,
) -> Freshness {
    match (age_minutes, promise) {
        (Some(age), Some(promise)) if age < i64::from(promise.late_after_minutes) => {
            Freshness::OnTime
        }
        (Some(age), Some(promise)) if age < i64::from(promise.silent_after_minutes) => {
            Freshness::Late
        }
        _ => Freshness::Silent,
    }
}
