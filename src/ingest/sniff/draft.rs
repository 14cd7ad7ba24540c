//! The draft as others see it.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::domain::{Finding, ProfileId};
use crate::ingest::decode::Source;
use crate::ingest::profile::{Profile, Rules};
use crate::ingest::raw::FileFacts;
use crate::ingest::refuse;
use crate::ingest::tree::looks_like_tree;

use super::answers::Answers;
use super::{build, facts, scan, tree};

/// Rows of a preview.
const PREVIEW: usize = 30;

/// Something that only a person can know.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// Key of the answer.
    pub key: String,
    /// The question, with what speaks for the answers.
    pub question: String,
    /// Usual answers, the most probable one first; each is understood as it stands.
    pub choices: Vec<String>,
    /// Whether nothing can be read before it is answered.
    pub blocking: bool,
}

/// What speaks for an entry of the draft.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Evidence {
    /// The entry, such as `delimiter` or `series.unit`.
    pub entry: String,
    /// What was seen.
    pub says: String,
    /// Line of the file, from 1, where one line says it.
    pub line: Option<u32>,
}

/// A column of the preview.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PreviewColumn {
    /// Its name in the file, or its place.
    pub name: String,
    /// What it is understood as.
    pub role: String,
}

/// A row of the preview.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PreviewRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// Its cells as they stand.
    pub cells: Vec<String>,
}

/// The first rows as they are understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Preview {
    /// The columns.
    pub columns: Vec<PreviewColumn>,
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// Rows in all.
    pub count: u64,
}

/// A profile drafted from a file that nobody claims.
#[derive(Clone, Debug)]
pub struct Draft {
    bytes: Arc<[u8]>,
    name: String,
    answers: Answers,
    built: Built,
}

/// What drafting gives.
#[derive(Clone, Debug)]
pub(super) struct Built {
    pub(super) rules: Rules,
    pub(super) evidence: Vec<Evidence>,
    pub(super) questions: Vec<Asked>,
    pub(super) findings: Vec<Finding>,
    pub(super) preview: Preview,
    pub(super) facts: FileFacts,
}

/// Drafts a profile for a file that nobody claims; `None` when it is no text or shows no table of readings.
/// `name` is the file's name, which may name the station.
pub fn draft(bytes: &[u8], name: &str) -> Option<Draft> {
    if refuse::what_else(bytes).is_some() {
        return None;
    }
    let answers = Answers::default();
    let built = rebuilt(bytes, name, &answers)?;
    Some(Draft {
        bytes: Arc::from(bytes),
        name: name.to_owned(),
        answers,
        built,
    })
}

fn rebuilt(bytes: &[u8], name: &str, answers: &Answers) -> Option<Built> {
    if looks_like_tree(bytes) {
        let laid = tree::laid(bytes)?;
        let mut answers = answers.clone();
        answers.take("delimiter", "TAB").ok()?;
        if laid.bare_numbers {
            answers.take("decimal", ".").ok()?;
        }
        let built = rebuilt_rows(laid.text.as_bytes(), name, &answers)?;
        return laid.built(built, name);
    }
    rebuilt_rows(bytes, name, answers)
}

fn rebuilt_rows(bytes: &[u8], name: &str, answers: &Answers) -> Option<Built> {
    let source = Source::new(bytes);
    let scan = scan::scan(&source, &answers.said())?;
    let facts = facts::facts(&scan);
    let mut built = build::build(&scan, &facts, name, answers)?;
    built.facts.bytes = bytes.len() as u64;
    built.preview.count = scan.count;
    built.preview.rows = scan
        .rows
        .iter()
        .take(PREVIEW)
        .map(|row| PreviewRow {
            line: row.line,
            cells: row.cells.clone(),
        })
        .collect();
    Some(built)
}

impl Draft {
    /// Takes an answer in and drafts again; other questions may come or go with it.
    ///
    /// # Errors
    /// A finding when no question has this key, or when the text is no answer to it.
    pub fn answer(&mut self, key: &str, text: &str) -> Result<(), Box<Finding>> {
        let mut answers = self.answers.clone();
        answers.take(key, text)?;
        if let Some(built) = rebuilt(&self.bytes, &self.name, &answers) {
            self.built = built;
            self.answers = answers;
        }
        Ok(())
    }

    /// What is still open.
    pub fn questions(&self) -> &[Asked] {
        &self.built.questions
    }

    /// Whether nothing is open that stands in the way of reading.
    pub fn is_ready(&self) -> bool {
        !self.built.questions.iter().any(|asked| asked.blocking)
            && !self.built.rules.series.is_empty()
            || (!self.built.rules.parameters.is_empty()
                && !self.built.questions.iter().any(|asked| asked.blocking))
    }

    /// What speaks for the entries.
    pub fn evidence(&self) -> &[Evidence] {
        &self.built.evidence
    }

    /// What is assumed for lack of a better statement, as warnings, and what is left unread.
    pub fn findings(&self) -> &[Finding] {
        &self.built.findings
    }

    /// The first rows as they are understood.
    pub fn preview(&self) -> &Preview {
        &self.built.preview
    }

    /// What kind of file it is.
    pub fn facts(&self) -> &FileFacts {
        &self.built.facts
    }

    /// The entries of the profile.
    pub fn rules(&self) -> &Rules {
        &self.built.rules
    }

    /// The profile under an id.
    pub fn profile(&self, id: &str) -> Profile {
        Profile {
            id: ProfileId::new(id),
            rules: self.built.rules.clone(),
            variants: Vec::new(),
        }
    }

    /// An id for the profile, from the name of the file: small letters, digits and hyphens.
    pub fn id(&self) -> String {
        let stem = self
            .name
            .rsplit(['/', '\\', '!'])
            .next()
            .unwrap_or("export");
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let mut id = String::from("own-");
        for character in super::lexicon::fold(stem).chars().take(40) {
            if character.is_ascii_alphanumeric() {
                id.push(character);
            } else if !id.ends_with('-') {
                id.push('-');
            }
        }
        id.trim_end_matches('-').to_owned()
    }

    /// The profile as a file, with the evidence as remarks.
    pub fn to_toml(&self) -> String {
        let Ok(text) = toml::to_string_pretty(&self.built.rules) else {
            return String::new();
        };
        let mut out = String::from(
            "# Drafted from an export that no profile knew; every entry can be changed.\n",
        );
        for line in text.lines() {
            let entry = line
                .split_once(" = ")
                .map_or(line, |(entry, _)| entry)
                .trim_matches(['[', ']', ' ']);
            if !line.starts_with([' ', ']']) {
                for evidence in self.built.evidence.iter().filter(|it| it.entry == entry) {
                    // Words of a foreign file end no remark and break no TOML.
                    let says = evidence.says.replace(char::is_control, " ");
                    match evidence.line {
                        Some(at) => _ = writeln!(out, "# {says} (line {at})"),
                        None => _ = writeln!(out, "# {says}"),
                    }
                }
            }
            out.push_str(line);
            out.push('\n');
        }
        out
    }
}
