//! What the commission keeps: every reading with its place, every revision, every file. It interprets nothing.
//!
//! ```text
//! archive/
//!   journal.jsonl       one line per import, each with the hash of the line before; nothing is ever taken out
//!   alarms.jsonl        one line per change of an alarm, chained likewise
//!   manifest.json       what the journal adds up to, replaced as a whole
//!   lock                held by the one program that writes; lock-holder.json says which
//!   raw/<sha256>.zst    the bytes of every file, as its agency sent it
//!   data/station=…/quantity=…/step=…/statistic=…/source=…/<sha256>.parquet
//!                       readings, readable by any engine; the folders are columns to those that know the habit
//! ```
//!
//! An import becomes real with its line in the journal: segments and raw files are on the disk before it, the
//! manifest follows it. Whatever a crash leaves besides is not named by the journal and so does not exist.
//!
//! Of the rows of one instant the newest approved one counts, and only where none is approved the newest: an older
//! provisional export that is imported late is kept as a revision, yet takes nothing back. "No value" never
//! displaces an approved value. Among rows of one standing the later import counts, as a re-issue does.

mod alarms;
mod append;
mod chain;
mod commit;
mod error;
mod journal;
mod os;
mod raw;
mod read;
mod rows;
mod segment;
mod shared;
mod state;
mod store;
mod verify;

pub use append::{Appended, Batch, FileOutcome, ImportedFile};
pub use error::ArchiveError;
pub use read::{AsOf, Revised};
pub use state::{Facts, FileRecord};
pub use store::{Access, Archive};
