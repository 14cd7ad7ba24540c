//! How a command ends, and the two streams.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use crate::domain::Findings;
use crate::engine::{Control, EngineError};

/// How a command ended.
pub(super) enum Outcome {
    /// Done; nothing that matters was found.
    Done,
    /// Done, with findings of severity error.
    DoneWithErrors,
    /// Could not be done: why, and what to do.
    Failed(String, Option<String>),
}

impl Outcome {
    /// By whether the findings hold an error.
    pub(super) fn of(findings: &Findings) -> Self {
        if findings.has_errors() {
            Self::DoneWithErrors
        } else {
            Self::Done
        }
    }

    /// Could not be done.
    pub(super) fn failed(why: impl std::fmt::Display) -> Self {
        Self::Failed(why.to_string(), None)
    }

    /// Prints what there is to say and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::DoneWithErrors => ExitCode::from(1),
            Self::Failed(why, hint) => {
                say(&format!("thalweg: {why}"));
                if let Some(hint) = hint {
                    say(&format!("  {hint}"));
                }
                ExitCode::from(2)
            }
        }
    }
}

impl From<EngineError> for Outcome {
    fn from(error: EngineError) -> Self {
        Self::Failed(error.to_string(), error.hint())
    }
}

/// Prints data. A reader that went away (`thalweg … | head`) is no fault.
pub(super) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| {
        if text.ends_with('\n') {
            Ok(())
        } else {
            out.write_all(b"\n")
        }
    });
    drop(written.and_then(|()| out.flush()));
}

/// Prints one JSON document.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<(), Outcome> {
    let text = serde_json::to_string_pretty(value).map_err(Outcome::failed)?;
    print(&text);
    Ok(())
}

/// Talks to the person.
pub(super) fn say(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// Talks about every finding.
pub(super) fn say_findings(findings: &Findings) {
    for finding in findings.iter() {
        say(&format!("{}: {finding}", severity_word(finding.severity)));
    }
}

pub(super) fn severity_word(severity: crate::domain::Severity) -> &'static str {
    match severity {
        crate::domain::Severity::Note => "note",
        crate::domain::Severity::Warning => "warning",
        crate::domain::Severity::Error => "error",
    }
}

/// A control that says what is being done, where a person watches.
pub(super) fn talking_control() -> Control {
    if !std::io::stderr().is_terminal() {
        return Control::new();
    }
    Control::with_listener(|progress| {
        drop(write!(
            std::io::stderr(),
            "\r\u{1b}[K{}/{} {}",
            progress.done,
            progress.total,
            progress.what
        ));
        if progress.done == progress.total {
            drop(write!(std::io::stderr(), "\r\u{1b}[K"));
        }
    })
}
