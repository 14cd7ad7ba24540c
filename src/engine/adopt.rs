//! Taking in a file that nobody knew, as a person settled it: the profile, the stations and the source are written
//! into the basin, the file is kept, and what it holds is imported.

use std::path::{Path, PathBuf};

use super::basin_edit::{self, NewSource};
use super::{
    Control, EngineError, ImportReport, Preview, Selection, Workspace, basin_file, formats, preview,
};
use crate::domain::{Cause, Finding, Findings, ProfileId, SourceId, StationId};

/// Whose export a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Home {
    /// A source that the basin has.
    Known(SourceId),
    /// One that it does not have yet.
    New(NewSource),
}

impl Home {
    fn id(&self) -> &SourceId {
        match self {
            Self::Known(id) => id,
            Self::New(source) => &source.id,
        }
    }
}

/// What a person settled about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Adoption {
    /// The file.
    pub path: PathBuf,
    /// Answers to the questions, in the order they were given.
    pub answers: preview::Answers,
    /// Name of the drafted profile.
    pub profile: ProfileId,
    /// Which station of the basin each of the agency's stations is. The others are not of this basin.
    pub stations: Vec<(String, StationId)>,
    /// Whose export it is.
    pub home: Home,
}

/// What became of it.
pub struct Adopted {
    /// The basin as it is now; the archive is the same.
    pub workspace: Workspace,
    /// What became of the file.
    pub report: ImportReport,
    /// What was written.
    pub written: Vec<PathBuf>,
}

/// Nothing is written before everything that can be checked was.
pub(super) fn adopt(
    workspace: &Workspace,
    adoption: &Adoption,
    control: &Control,
) -> Result<Adopted, EngineError> {
    let root = workspace.root();
    let looked = workspace.preview(&adoption.path, &adoption.answers)?;
    looked.check_answers()?;
    if adoption.stations.is_empty() {
        return Err(no_station(&looked));
    }
    let old = basin_text(root)?;
    let new = basin_with(workspace, adoption, &old)?;
    let folder = match &adoption.home {
        Home::Known(id) => workspace
            .basin()
            .source(id)
            .map(|source| source.kind.folder().to_owned()),
        Home::New(source) => Some(source.folder.clone()),
    };
    let folder = root.join(folder.unwrap_or_default());
    let mut written = Vec::new();
    if let Some((_, text)) = &looked.draft {
        let text = with_agency(text, &adoption.home);
        written.push(formats::save(root, &adoption.profile, &text)?);
    }
    let kept = keep(&adoption.path, &folder)
        .map_err(|error| EngineError::File(adoption.path.clone(), error))?;
    if new != old {
        let path = root.join(basin_file::FILE);
        replace(&path, &new).map_err(|error| EngineError::File(path.clone(), error))?;
        written.push(path);
    }
    let (workspace, _) = workspace.reopened()?;
    let report = workspace.import(&Selection::Files(vec![kept.clone()]), control)?;
    written.push(kept);
    Ok(Adopted {
        workspace,
        report,
        written,
    })
}

impl Preview {
    /// Whether nothing is open that stands in the way of reading.
    ///
    /// # Errors
    /// The open questions, each with an example of an answer, beside what else was found.
    pub fn check_answers(&self) -> Result<(), EngineError> {
        if self.is_ready {
            Ok(())
        } else {
            Err(open_questions(self))
        }
    }
}

fn open_questions(looked: &Preview) -> EngineError {
    let mut findings = looked.findings.clone();
    for question in looked.questions.iter().filter(|question| question.blocking) {
        findings.push(
            Finding::error(Cause::Unrecognised, question.question.clone())
                .file(looked.file.clone())
                .entry(question.key.clone())
                .hint(format!(
                    "answer with --set {}={}",
                    question.key,
                    question.choices.first().map_or("…", String::as_str)
                )),
        );
    }
    EngineError::Unsettled(findings)
}

fn no_station(looked: &Preview) -> EngineError {
    let theirs: Vec<&str> = looked.stations.iter().map(|it| it.id.as_str()).collect();
    let example = theirs.first().map_or("THEIRS", |id| *id);
    let mut findings = looked.findings.clone();
    findings.push(
        Finding::error(
            Cause::UnknownStation,
            "none of the file's stations was said to be a station of the basin",
        )
        .file(looked.file.clone())
        .text(&theirs.join(", "))
        .hint(format!(
            "say which is which, as with --station {example}=ID"
        )),
    );
    EngineError::Unsettled(findings)
}

/// The text of a drafted profile with the agency that the person named.
fn with_agency(text: &str, home: &Home) -> String {
    let Home::New(source) = home else {
        return text.to_owned();
    };
    let agency = toml::Value::String(source.agency.clone());
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.starts_with("agency = ") {
                format!("agency = {agency}")
            } else {
                line.to_owned()
            }
        })
        .collect();
    format!("{}\n", lines.join("\n"))
}

fn basin_text(root: &Path) -> Result<String, EngineError> {
    let path = root.join(basin_file::FILE);
    std::fs::read_to_string(&path).map_err(|error| EngineError::File(path, error))
}

/// The text of `basin.toml` with what is new.
fn basin_with(
    workspace: &Workspace,
    adoption: &Adoption,
    old: &str,
) -> Result<String, EngineError> {
    let basin = workspace.basin();
    let id = adoption.home.id();
    let new = match &adoption.home {
        Home::New(source) => {
            if basin.source(id).is_some() {
                return Err(refuse(id, "the basin has a source of this name already"));
            }
            basin_edit::with_source(old, source, &adoption.stations)
        }
        Home::Known(_) => {
            let Some(source) = basin.source(id) else {
                return Err(refuse(id, "the basin has no source of this name"));
            };
            if let Some(profile) = &source.profile
                && *profile != adoption.profile
            {
                let why = format!("this source is read with the profile {profile} alone");
                return Err(refuse(id, &why));
            }
            let mut more = Vec::new();
            for (theirs, ours) in &adoption.stations {
                match source.stations.iter().find(|(id, _)| id == theirs) {
                    None => more.push((theirs.clone(), ours.clone())),
                    Some((_, known)) if known == ours => {}
                    Some((_, known)) => {
                        let why = format!("its station {theirs} is {known} already");
                        return Err(refuse(id, &why));
                    }
                }
            }
            basin_edit::with_stations(old, id, &more)
                .ok_or_else(|| refuse(id, "the place for its stations cannot be found"))?
        }
    };
    basin_edit::check(&basin, &new, id, &adoption.stations)?;
    Ok(new)
}

fn refuse(source: &SourceId, why: &str) -> EngineError {
    let finding = Finding::error(Cause::Configuration, why)
        .file(basin_file::FILE)
        .entry(format!("source {source}"))
        .hint("choose another source, or correct basin.toml by hand");
    let findings: Findings = [finding].into_iter().collect();
    EngineError::Unsettled(findings)
}

/// Writes a file complete or not at all.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let part = path.with_extension("toml.part");
    std::fs::write(&part, text)?;
    std::fs::rename(&part, path)
}

/// Copies a file into the folder that keeps it, complete or not at all, unless it lies there. A file of the same
/// name but with other content stays; the new one gets a number.
///
/// # Errors
/// When the file cannot be read, or the folder may not be written.
pub fn keep(from: &Path, folder: &Path) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let name = from.file_name().unwrap_or_default();
    let bytes = std::fs::read(from)?;
    let mut to = folder.join(name);
    let mut n = 1;
    while to.exists() {
        if std::fs::read(&to)? == bytes {
            return Ok(to);
        }
        n += 1;
        let stem = Path::new(name).file_stem().unwrap_or_default();
        let mut numbered = stem.to_os_string();
        numbered.push(format!(" ({n})"));
        if let Some(ending) = Path::new(name).extension() {
            numbered.push(".");
            numbered.push(ending);
        }
        to = folder.join(numbered);
    }
    let part = folder.join(format!(
        ".{}.part",
        to.file_name().unwrap_or_default().display()
    ));
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, &to)?;
    Ok(to)
}
