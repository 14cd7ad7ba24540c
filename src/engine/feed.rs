//! Feeds: each due one is fetched, its payload kept in the source's folder and imported like any other file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::workspace::{Shared, locked};
use super::{Control, Selection};
use crate::domain::{Cause, Finding, Findings, Instant, Source, SourceKind};
use crate::feeds::{
    Backoff, Client, FetchError, Fetched, Outcome as PollOutcome, Polling, Validators, http_date,
};

/// A server's clock may be so many seconds off.
const MOST_SKEW: i64 = 120;
/// An answer that has not changed for so long is not this hour's.
const OLD: i64 = 86_400_000;

/// What is known of a feed since the program started.
#[derive(Clone, Debug, Default)]
pub(super) struct FeedState {
    /// For the next question; those of the last payload that was kept.
    validators: Validators,
    polling: Option<Polling>,
    /// Not to be asked before.
    due: Option<Instant>,
    /// What it said last, for the board.
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
    let due = due_feeds(shared);
    for (n, (source, url)) in due.iter().enumerate() {
        if control.is_cancelled() {
            break;
        }
        report.n_asked += 1;
        control.report(n + 1, due.len(), source.id.as_str());
        let mut odd = Vec::new();
        let fetched = fetch(shared, client, (source, url), &mut odd);
        for finding in odd {
            report.findings.push(finding.entry(source.id.to_string()));
        }
        match fetched {
            Ok(new_file) => new_files.extend(new_file),
            Err(finding) => report.findings.push(finding.entry(source.id.to_string())),
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

/// The feeds whose time has come, with their addresses.
fn due_feeds(shared: &Shared) -> Vec<(&Source, &str)> {
    let now = Instant::now();
    let states = locked(&shared.fetches);
    let is_due = |source: &Source| {
        let due = states.get(&source.id).and_then(|state| state.due);
        due.is_none_or(|due| due <= now)
    };
    let feeds = shared
        .basin
        .sources
        .iter()
        .filter_map(|source| match &source.kind {
            SourceKind::Feed { url, .. } => Some((source, url.as_str())),
            SourceKind::Folder(_) => None,
        });
    feeds.filter(|(source, _)| is_due(source)).collect()
}

/// The file that holds a new payload; `None` when nothing changed. The validators are remembered only once the
/// payload is kept, so that one that could not be written is asked for again.
fn fetch(
    shared: &Shared,
    client: &Client,
    (source, url): (&Source, &str),
    odd: &mut Vec<Finding>,
) -> Result<Option<PathBuf>, Finding> {
    let mut state = locked(&shared.fetches)
        .get(&source.id)
        .cloned()
        .unwrap_or_default();
    let answer = client.get(url, &state.validators);
    let (outcome, result) = match answer {
        Ok(Fetched::NotModified { .. }) => {
            state.said = Some("answered: nothing new".to_owned());
            (PollOutcome::Answered, Ok(None))
        }
        Ok(Fetched::New {
            bytes,
            validators,
            date,
        }) => {
            let now = shared.basin.now(Instant::now());
            odd.extend(of_clock(date, &validators, now));
            let kept = keep(&shared.root.join(source.kind.folder()), &bytes, url);
            state.said = Some("answered".to_owned());
            if kept.is_ok() {
                state.validators = validators;
            }
            (
                PollOutcome::Answered,
                kept.map(Some).map_err(|error| not_kept(&error)),
            )
        }
        Err(error) => {
            state.said = Some(error.to_string());
            let asked = match &error {
                FetchError::Transient { retry_after, .. } => *retry_after,
                FetchError::Final { .. } => None,
            };
            (PollOutcome::Failed(asked), Err(error.finding()))
        }
    };
    plan_next(&mut state, source, outcome);
    locked(&shared.fetches).insert(source.id.clone(), state);
    result
}

/// What the server's clock says about its answer. No reading is shifted for it.
fn of_clock(date: Option<Instant>, validators: &Validators, now: Instant) -> Vec<Finding> {
    let mut odd = Vec::new();
    let Some(date) = date else {
        return odd;
    };
    let ahead = (date.millis() - now.millis()) / 1000;
    if ahead.abs() > MOST_SKEW {
        let message =
            format!("the clock of the server is {ahead} s ahead of {now}; no reading is shifted");
        odd.push(
            Finding::warning(Cause::Fetch, message)
                .hint("compare the newest reading with the agency's page, and set this machine's clock if it is wrong"),
        );
    }
    let changed = validators.last_modified.as_deref().and_then(http_date);
    if let Some(changed) = changed.filter(|changed| date.millis() - changed.millis() > OLD) {
        let message = format!(
            "the server gives an answer older than a day, of {changed}; what is known by now stays"
        );
        odd.push(
            Finding::warning(Cause::Fetch, message)
                .hint("a cache on the way may be stale; ask the agency if this goes on"),
        );
    }
    odd
}

/// When the feed is asked again: ever more rarely while it fails, and not before the server wants.
fn plan_next(state: &mut FeedState, source: &Source, outcome: PollOutcome) {
    let SourceKind::Feed { every_minutes, .. } = &source.kind else {
        return;
    };
    let every = Duration::from_secs(u64::from(*every_minutes) * 60);
    let mut polling = state
        .polling
        .unwrap_or_else(|| Polling::new(every, Backoff::default()));
    let now = Instant::now();
    // The last digits of the clock spread the questions of many programs; nothing else depends on them.
    let chance = f64::from(u16::try_from(now.millis().rem_euclid(1000)).unwrap_or(0)) / 1000.0;
    let wait = polling.next(outcome, chance);
    let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 2);
    state.due = Some(Instant::from_millis(now.millis().saturating_add(millis)));
    state.polling = Some(polling);
}

fn not_kept(error: &std::io::Error) -> Finding {
    Finding::error(
        Cause::Storage,
        format!("the payload could not be kept: {error}"),
    )
    .hint("check that the basin's folder may be written")
}

/// Writes the payload beside the earlier ones, complete or not at all. The name is the content's hash, so that
/// the same payload is the same file.
fn keep(folder: &Path, bytes: &[u8], url: &str) -> std::io::Result<PathBuf> {
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
