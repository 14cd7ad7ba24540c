//! Thalweg: the program that a river commission opens when its member states sit down together.
//!
//! # Bird's eye
//!
//! Each state's agency sends exports in its own dialect. Thalweg reads them ([`ingest`]), says them in common words
//! ([`harmonise`]), keeps every value with file and line ([`archive`]), computes flood indicators ([`indicators`]) and
//! what an agreement entitles each state to ([`agreements`]), and shows all of it side by side ([`present`], [`draw`],
//! [`app`]). The window and the command line make the same one call: [`engine::Workspace`].
//!
//! ```text
//! domain ← series ┬─ ingest ← harmonise ─┐
//!                 ├─ archive ────────────┤
//!                 ├─ indicators ─────────┼─ engine ← present ← draw ← report ← app ← cli
//!                 ├─ agreements ─────────┤
//!          feeds ─┴──────────────────────┘           sample: writes the invented basin, knows domain alone
//! ```
//!
//! # Code map, in reading order
//!
//! - [`domain`]: the words of the river; its first page is the glossary, and the glossary wins over the code.
//! - [`series`]: one typed table of readings, and daily values by the quantity's rule.
//! - [`ingest`]: bytes → columns in the agency's own words. An agency is a profile in `assets/formats`; only file
//!   *shapes* are code.
//! - [`harmonise`]: the agency's words → ours: station, unit, instant, quality; then quality control.
//! - [`archive`]: append-only revisions in Parquet, each segment named by its hash; a journal whose records hang on
//!   one another.
//! - [`feeds`]: a URL or a watched folder → bytes.
//! - [`indicators`]: series in, figures out; one file an indicator.
//! - [`agreements`]: the treaty engine. An agreement is a file in `assets/agreements`, read by `load`; `Plan` cuts its
//!   periods once, `compute` fills whole accounts column by column, `evaluate` makes rows of them, `explain` says
//!   where one figure comes from, `study` asks what would be with other data, other readings, another clause.
//! - [`engine`]: joins the five above. Start reading here when a figure looks strange.
//! - [`present`]: what a person sees, as plain data; words and number formats; thinning to pixels.
//! - [`draw`]: views → egui, one file a panel; and the same frame without a display → SVG.
//! - [`report`]: SVG → PNG, PDF; tables → CSV; the statement of account and the bulletin → HTML, PDF; warnings → CAP.
//! - [`app`]: the window: session, commands, jobs. `logic` receives and updates, `ui` only draws.
//! - [`cli`]: one function a subcommand.
//! - [`sample`]: the invented basin that the window shows first, from a seed.
//!
//! # Invariants, as absences
//!
//! - Nothing under `domain`, `ingest`, `harmonise`, `indicators`, `agreements` or `present` opens a file.
//! - Nothing but `feeds` reaches the network; nothing there knows what the bytes mean.
//! - No agreement is named in code, and no station, unit or party of one.
//! - `ingest` does not know the basin's stations; `archive` does not know what a value means.
//! - No value is overwritten: a correction is a new revision.
//! - No missing value is a number: it is NaN in a column, null in a table, `None` in a figure.
//! - No frame parses, computes or waits: work runs in named threads and comes back as a message.
//! - No egui below `draw`, no polars above `engine`, no raw colour outside `draw/theme.rs`.
//! - No output depends on the order of a hash map, the machine's clock or its language.
//!
//! `tests/architecture.rs` holds these walls; `STYLE` is: file 100–250 lines, function 5–25, four parameters.
//!
//! # Where a new thing goes
//!
//! | new | write | prove |
//! |---|---|---|
//! | export of an agency | `assets/formats/<name>.toml` | a fixture named after it; the table test checks that no other profile claims it |
//! | shape of a file | `ingest/shapes/<shape>.rs` | fixtures |
//! | agreement | `assets/agreements/<name>.toml` | its own worked figures |
//! | kind of clause | a variant in `domain/agreement/{rules,ledger}.rs`, a section of its language's page | a law and a known answer |
//! | word of an amount | a variant in `domain/agreement/amount.rs`, a line of the page | a figure by hand |
//! | indicator | `indicators/<family>/<name>.rs` | reference value, all missing, one gap |
//! | panel | `present/<name>.rs`, `draw/<name>_ui.rs` | view test, label test |
//! | language | `assets/languages/<tag>.ftl` | the test that no key is missing |

pub mod agreements;
pub mod app;
pub mod archive;
pub mod cli;
pub mod domain;
pub mod draw;
pub mod engine;
pub mod feeds;
pub mod harmonise;
pub mod indicators;
pub mod ingest;
pub mod present;
pub mod report;
pub mod sample;
pub mod series;
