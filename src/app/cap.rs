//! Warning messages are made, checked by the standard's rules, entered into the book and written.

use std::path::{Path, PathBuf};

use crate::domain::cap::Issued;
use crate::domain::{Finding, Findings, PartyId};
use crate::engine::{EngineError, Evaluation, Workspace, check_message_text};
use crate::present::{CapDraft, CapNews, CapWish, cap_news};
use crate::report::cap_xml;

/// What became of a state's warning.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Sent {
    /// The state.
    pub party: PartyId,
    /// "nothing", "unchanged", "refused", or the type of the message that was sent.
    pub outcome: String,
    /// The message that stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Where it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Why nothing was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Makes the messages that there is news for, and writes every message that stands into `out`.
///
/// # Errors
/// When the book or the folder cannot be read or written. A message that breaks a rule is never sent: it is a fault
/// of this program, and its findings say which.
pub fn send_warnings(
    workspace: &Workspace,
    evaluation: &Evaluation,
    (wish, out): (&CapWish, &Path),
) -> Result<Vec<Sent>, EngineError> {
    let in_folder = |error| EngineError::File(out.to_owned(), error);
    std::fs::create_dir_all(out).map_err(in_folder)?;
    let parties = evaluation.basin.parties.iter();
    let ids: Vec<PartyId> = parties.map(|party| party.id.clone()).collect();
    let mut all = Vec::new();
    for party in ids {
        // The book grows with each message, and its length is part of the next one's name.
        let book = workspace.cap_book()?;
        let news = cap_news(evaluation, &book, wish);
        let own = news.into_iter().find(|(id, _)| *id == party);
        let Some((_, news)) = own else { continue };
        all.push(settle(workspace, &party, (news, out))?);
    }
    Ok(all)
}

fn settle(
    workspace: &Workspace,
    party: &PartyId,
    (news, out): (CapNews, &Path),
) -> Result<Sent, EngineError> {
    let quiet = |outcome: &str, reason: Option<String>| Sent {
        party: party.clone(),
        outcome: outcome.to_owned(),
        identifier: None,
        file: None,
        reason,
    };
    match news {
        CapNews::Nothing(silence) => Ok(quiet("nothing", silence)),
        CapNews::Refused(why) => Ok(quiet("refused", Some(why))),
        CapNews::Unchanged(last) => {
            let kept = workspace.cap_file(&last.reference.identifier);
            let xml =
                std::fs::read_to_string(&kept).map_err(|error| EngineError::File(kept, error))?;
            let file = write(out, &last, &xml)?;
            Ok(Sent {
                identifier: Some(last.reference.identifier),
                file: Some(file),
                ..quiet("unchanged", None)
            })
        }
        CapNews::Send(draft) => send(workspace, *draft, out),
    }
}

fn send(workspace: &Workspace, draft: CapDraft, out: &Path) -> Result<Sent, EngineError> {
    let xml = cap_xml(&draft.alert).map_err(|error| EngineError::Compute(error.to_string()))?;
    let findings = check_message_text(&xml, &draft.alert.identifier);
    if findings.has_errors() {
        return Err(EngineError::Compute(said(&findings)));
    }
    let file = write(out, &draft.entry, &xml)?;
    let sent = Sent {
        party: draft.entry.party.clone(),
        outcome: draft.entry.message_type.word().to_lowercase(),
        identifier: Some(draft.alert.identifier.clone()),
        file: Some(file),
        reason: None,
    };
    workspace.enter_message(draft.entry, &xml)?;
    Ok(sent)
}

fn said(findings: &Findings) -> String {
    let all: Vec<String> = findings.iter().map(Finding::to_string).collect();
    format!(
        "a warning message breaks a rule of CAP 1.2 and was not sent\n{}",
        all.join("\n")
    )
}

fn write(out: &Path, issued: &Issued, xml: &str) -> Result<PathBuf, EngineError> {
    let file = out.join(format!("{}.xml", issued.reference.identifier));
    std::fs::write(&file, xml).map_err(|error| EngineError::File(file.clone(), error))?;
    Ok(file)
}
