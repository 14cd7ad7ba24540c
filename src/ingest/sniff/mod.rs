//! What nobody claims: a draft of its profile, with the evidence for every entry, and the questions that only a
//! person can answer. With the answers the draft reads the file like any profile.
//!
//! | step | where |
//! |---|---|
//! | encoding, delimiter, rows, every column looked at once | [`scan`], [`cells`], [`forms`] |
//! | the lines before the readings | [`facts`], [`clocks`] |
//! | words of agencies | [`lexicon`] |
//! | what each column is | [`roles`], [`times`] |
//! | entries of the profile, questions | [`build`], [`values`] |
//! | JSON and XML as rows | [`tree`] |
//! | what a person types | [`answers`] |

mod answers;
mod build;
mod cells;
mod clockrule;
mod clocks;
mod columns;
mod draft;
mod exchange;
mod facts;
mod forms;
mod grids;
mod lexicon;
mod marks;
mod missing;
mod order;
mod parameters;
mod roles;
mod scan;
mod stations;
mod times;
mod tree;
mod values;
mod walk;

pub use clocks::{typed as clock_typed, typed_day as day_typed};
pub use draft::{Asked, Draft, Evidence, Preview, PreviewColumn, PreviewRow, draft};
