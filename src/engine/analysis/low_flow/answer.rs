//! A figure, or why there is none.

use crate::domain::Completeness;

/// A figure, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// The figure.
    Known(T),
    /// Why there is none.
    Refused(Refusal),
}

/// Why a figure is refused.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It needs so many years, and the record has fewer.
    TooShort {
        /// Years that it needs.
        needed: f64,
        /// Years with enough days.
        have: f64,
    },
    /// Too few of the values that it stands on are there.
    Incomplete(Completeness),
    /// It says nothing of this quantity.
    OtherQuantity,
    /// The values do not tell apart what it needs, such as a record without any change.
    NoSpread,
}

impl<T> Answer<T> {
    /// The figure, where there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(figure) => Some(figure),
            Self::Refused(_) => None,
        }
    }

    /// Of discharge only; refused for any other quantity.
    pub(super) fn of_flow(is_flow: bool, of: impl FnOnce() -> Self) -> Self {
        if is_flow {
            of()
        } else {
            Self::Refused(Refusal::OtherQuantity)
        }
    }
}

/// Refuses a record below so many years.
pub(super) fn long_enough(needed: f64, have: f64) -> Result<(), Refusal> {
    if have + 0.01 < needed {
        Err(Refusal::TooShort { needed, have })
    } else {
        Ok(())
    }
}

impl<T> From<Result<T, Refusal>> for Answer<T> {
    fn from(outcome: Result<T, Refusal>) -> Self {
        match outcome {
            Ok(figure) => Self::Known(figure),
            Err(refusal) => Self::Refused(refusal),
        }
    }
}
