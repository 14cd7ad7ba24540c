//! Why something could not be done, for a person.

use std::fmt;
use std::path::PathBuf;

use crate::domain::Findings;

/// Why a workspace could not do what was asked.
#[derive(Debug)]
pub enum EngineError {
    /// No basin stands where one was named.
    NoBasin(PathBuf),
    /// The basin's own files are wrong; every fault is in the findings.
    Basin(Findings),
    /// An agreement, or the facts beside it, is wrong; every fault is in the findings.
    Agreement(Findings),
    /// A file cannot be taken in as it was settled; the findings say why.
    Unsettled(Findings),
    /// A study cannot be made as it was asked for; the findings say why.
    Study(Findings),
    /// An exercise cannot be played as it was asked for; the findings say why.
    Replay(Findings),
    /// A file could not be read or written.
    File(PathBuf, std::io::Error),
    /// The archive refused.
    Archive(String),
    /// The alarm book does not allow what a person wanted; the text says why.
    Alarm(String),
    /// No figure has this id.
    NoFigure(String),
    /// A computation failed inside; the text says where.
    Compute(String),
    /// The job was cancelled before anything was kept.
    Cancelled,
}

impl EngineError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoBasin(_) => Some("name a folder that holds a basin.toml, or write the sample basin with `thalweg sample DIR`".to_owned()),
            Self::Basin(_) => Some("correct the entries named above; `thalweg check BASIN` lists them again".to_owned()),
            Self::Agreement(_) => Some("correct the entries named above; `thalweg check FILE` lists them again".to_owned()),
            Self::Unsettled(_) => Some("nothing was changed; settle what is named above and try again".to_owned()),
            Self::File(..) => Some("check that the file exists and may be read".to_owned()),
            Self::Archive(_) => Some("close the other program that uses this basin, or check the folder's permissions".to_owned()),
            Self::NoFigure(_) => Some("take an id from the `figure` key of `thalweg evaluate BASIN --json`".to_owned()),
            Self::Alarm(_) => Some("nothing was written; look at the newest board and try again".to_owned()),
            Self::Compute(_) | Self::Cancelled | Self::Study(_) | Self::Replay(_) => None,
        }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBasin(path) => write!(f, "no basin here: {}", path.display()),
            Self::Basin(findings) => listed(f, "the basin's files have", findings),
            Self::Agreement(findings) => listed(f, "the agreement has", findings),
            Self::Unsettled(findings) => {
                f.write_str("the file was not taken in")?;
                findings
                    .iter()
                    .try_for_each(|finding| write!(f, "\n{finding}"))
            }
            Self::Study(findings) => {
                f.write_str("the study cannot be made")?;
                findings
                    .iter()
                    .try_for_each(|finding| write!(f, "\n{finding}"))
            }
            Self::Replay(findings) => {
                f.write_str("the exercise cannot be played")?;
                findings
                    .iter()
                    .try_for_each(|finding| write!(f, "\n{finding}"))
            }
            Self::File(path, error) => write!(f, "{error}: {}", path.display()),
            Self::Archive(message) => write!(f, "the archive cannot be used: {message}"),
            Self::Alarm(why) => f.write_str(why),
            Self::NoFigure(figure) => write!(f, "no figure has the id {figure:?}"),
            Self::Compute(message) => write!(f, "a figure could not be computed: {message}"),
            Self::Cancelled => f.write_str("cancelled; nothing was changed"),
        }
    }
}

impl std::error::Error for EngineError {}

/// How many faults there are, and each of them.
fn listed(f: &mut fmt::Formatter<'_>, what: &str, findings: &Findings) -> fmt::Result {
    let n = findings.len();
    write!(f, "{what} {n} {}", if n == 1 { "fault" } else { "faults" })?;
    for finding in findings.iter() {
        write!(f, "\n{finding}")?;
    }
    Ok(())
}
