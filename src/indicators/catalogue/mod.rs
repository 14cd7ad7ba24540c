//! Every indicator by name, so that any of them runs on any series file: what `compute` prints and runs.
//!
//! An entry names its file's own heading comment as its help, so that there is one text for the reader of the code
//! and for the person at the command line. Each family lists its entries in its own `entries.rs`.

mod input;
mod settings;

pub use input::{Input, MonthlyValues, Points, Resolution};
pub use settings::{Given, Settings};

use serde_json::{Map, Value};

use crate::domain::{Cause, Completeness, Finding};

/// One indicator.
pub struct Indicator {
    /// Name as it is typed, such as `flow-duration`.
    pub name: &'static str,
    /// Source text of the file that computes it; its heading comment is the help.
    pub text: &'static str,
    /// What may be set.
    pub settings: &'static [Setting],
    /// Computes it.
    pub run: fn(&Input, &Settings<'_>) -> Outcome,
}

/// Something that may be set, `--set name=value`.
pub struct Setting {
    /// Name.
    pub name: &'static str,
    /// What it means, with its unit.
    pub meaning: &'static str,
    /// Value when it is not set; empty where the indicator decides or does without.
    pub default: &'static str,
}

/// What an indicator gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Figures under stable keys; a missing figure is null.
    pub result: Map<String, Value>,
    /// Values that were there, of those expected.
    pub completeness: Completeness,
    /// What a person should know: a short record, a fallback, a variant.
    pub notes: Vec<String>,
}

/// A result, or the reason why there is none.
pub type Outcome = Result<Computed, Box<Finding>>;

impl Computed {
    /// From anything that serialises to an object.
    ///
    /// # Errors
    /// When it is no object, or a key of it is no text.
    pub fn new(result: impl serde::Serialize, completeness: Completeness) -> Outcome {
        match serde_json::to_value(result) {
            Ok(Value::Object(result)) => Ok(Self {
                result,
                completeness,
                notes: Vec::new(),
            }),
            Ok(_) => Err(refuse(
                "the result has no keys",
                "report this as a fault of the program",
            )),
            Err(error) => Err(refuse(
                format!("the result cannot be written: {error}"),
                "report this as a fault of the program",
            )),
        }
    }

    /// With something that a person should know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// The reason why an indicator gives no figure, and what to do.
pub fn refuse(why: impl Into<String>, hint: impl Into<String>) -> Box<Finding> {
    Box::new(Finding::error(Cause::Incomplete, why).hint(hint))
}

impl Indicator {
    /// The heading comment of its file, without the marks of a comment.
    pub fn help(&self) -> String {
        let lines = self.text.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> = lines
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        lines.join("\n")
    }

    /// Its first sentence.
    pub fn title(&self) -> String {
        let help = self.help();
        let first = help.split("\n\n").next().unwrap_or_default();
        first.split('\n').collect::<Vec<_>>().join(" ")
    }

    /// What stands under a heading of its help, such as `Source`; empty when there is none.
    pub fn section(&self, heading: &str) -> String {
        let help = self.help();
        let after = help
            .lines()
            .skip_while(|line| line.strip_prefix("# ") != Some(heading))
            .skip(1);
        let lines: Vec<&str> = after.take_while(|line| !line.starts_with("# ")).collect();
        lines.join("\n").trim().to_owned()
    }
}

/// All indicators under the name of their family.
pub fn families() -> [(&'static str, &'static [Indicator]); 7] {
    [
        ("flood", super::flood::INDICATORS),
        ("rain", super::rain::INDICATORS),
        ("forecast", super::forecast::INDICATORS),
        ("frequency", super::frequency::INDICATORS),
        ("drought", super::drought::INDICATORS),
        ("series", super::stats::INDICATORS),
        ("records", super::records::INDICATORS),
    ]
}

/// All indicators, by family.
pub fn all() -> impl Iterator<Item = &'static Indicator> {
    families()
        .into_iter()
        .flat_map(|(_, indicators)| indicators)
}

/// The indicator of this name.
pub fn find(name: &str) -> Option<&'static Indicator> {
    all().find(|indicator| indicator.name == name)
}
