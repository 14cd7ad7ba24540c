//! Feeds: each due one is fetched, its payload kept in the source's folder and imported like any other file.

use std::path::Path;

use super::workspace::{Shared, locked};
use super::{Control, Selection};
use crate::domain::{Cause, Finding, Findings, Instant, Source, SourceId, SourceKind};
use crate::feeds::{Client, Fetched, Validators};

/// What is known of a feed since the program started.
#[derive(Clone, Debug, Default)]
pub(super) struct FeedState {
    pub(super) validators: Validators,
    pub(super) last_try: Option<Instant>,
    pub(super) said: Option<String>,
}

/// What a round of polling brought.
#[derive(Clone, Debug, Default)]
pub struct FeedReport {
    /// Feeds that were asked.
    pub n_asked: usize,
    /// New payloads that were imported.
    pub n_new: usize,
    /// What a person should know; a feed that does not answer is a warning, never silence.
    pub findings: Findings,
}

pub(super) fn poll(shared: &Shared, client: &Client, control: &Control) -> FeedReport {
    let mut report = FeedReport::default();
    let mut new_files = Vec::new();
    let now = Instant::now();
    for source in &shared.basin.sources {
        let SourceKind::Feed {
            url,
            folder,
            every_minutes,
        } = &source.kind
        else {
            continue;
        };
        if control.is_cancelled() || !is_due(shared, &source.id, *every_minutes, now) {
            continue;
        }
        report.n_asked += 1;
        control.report(report.n_asked, report.n_asked, url);
        match fetch(shared, client, source, url, now) {
            Ok(None) => {}
            Ok(Some(bytes)) => match keep(&shared.root.join(folder), &bytes, url) {
                Ok(path) => new_files.push(path),
                Err(error) => report.findings.push(
                    Finding::error(
                        Cause::Storage,
                        format!("the payload could not be kept: {error}"),
                    )
                    .entry(source.id.to_string())
                    .hint("check that the basin's folder may be written"),
                ),
            },
            Err(finding) => report.findings.push(finding),
        }
    }
    report.n_new = new_files.len();
    if !new_files.is_empty()
        && let Err(error) = super::import::import(shared, &Selection::Files(new_files), control)
    {
        report
            .findings
            .push(Finding::error(Cause::Storage, error.to_string()));
    }
    report
}

fn is_due(shared: &Shared, source: &SourceId, every_minutes: u32, now: Instant) -> bool {
    let fetches = locked(&shared.fetches);
    let last = fetches.get(source).and_then(|state| state.last_try);
    last.is_none_or(|last| now.minutes_since(last) >= i64::from(every_minutes))
}

/// The new bytes; `None` when nothing changed. What was said stays on the board.
fn fetch(
    shared: &Shared,
    client: &Client,
    source: &Source,
    url: &str,
    now: Instant,
) -> Result<Option<Vec<u8>>, Finding> {
    let before = locked(&shared.fetches)
        .get(&source.id)
        .map(|state| state.validators.clone())
        .unwrap_or_default();
    let answer = client.get(url, &before);
    let mut fetches = locked(&shared.fetches);
    let state = fetches.entry(source.id.clone()).or_default();
    state.last_try = Some(now);
    match answer {
        Ok(Fetched::NotModified { .. }) => {
            state.said = Some("answered: nothing new".to_owned());
            Ok(None)
        }
        Ok(Fetched::New {
            bytes, validators, ..
        }) => {
            state.said = Some("answered".to_owned());
            state.validators = validators;
            Ok(Some(bytes))
        }
        Err(error) => {
            state.said = Some(error.to_string());
            let finding =
                Finding::warning(Cause::Fetch, error.to_string()).entry(source.id.to_string());
            Err(finding.hint(
                "the board shows the age of its last reading; check the address and the network",
            ))
        }
    }
}

/// Writes the payload beside the earlier ones, complete or not at all. The name is the content's hash, so that
/// the same payload is the same file.
fn keep(folder: &Path, bytes: &[u8], url: &str) -> std::io::Result<std::path::PathBuf> {
    let ending = url
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .map_or("txt", |(_, ending)| ending);
    let ending: String = ending
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    let hash = crate::domain::FileHash::of(bytes);
    let name = format!(
        "fetched-{}.{ending}",
        hash.as_str().get(..16).unwrap_or_default()
    );
    std::fs::create_dir_all(folder)?;
    let part = folder.join(format!("{name}.part"));
    std::fs::write(&part, bytes)?;
    let path = folder.join(name);
    std::fs::rename(&part, &path)?;
    Ok(path)
}
