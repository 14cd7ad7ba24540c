//! What keeps the window live while it is open: folders watched, feeds polled. Both end when this is dropped.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::jobs::Outbox;
use super::message::Message;
use crate::domain::{Basin, SourceKind};
use crate::engine::{Control, Workspace};
use crate::feeds;

/// Watcher and poller of one basin.
pub(super) struct Beside {
    control: Control,
    /// Hanging up ends the poller's sleep.
    _stop: Sender<()>,
}

impl Beside {
    /// Starts both. What they notice goes to `outbox`; what they cannot do too.
    pub(super) fn start(workspace: Workspace, outbox: &Outbox) -> Self {
        let control = Control::new();
        let (stop, stopped) = channel();
        let beside = Self {
            control: control.clone(),
            _stop: stop,
        };
        let worker = outbox.clone();
        let spawned = thread::Builder::new()
            .name("live".to_owned())
            .spawn(move || live(&workspace, &control, &stopped, &worker));
        if let Err(error) = spawned {
            outbox.offer(Message::NotWatching(error.to_string()));
        }
        beside
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.control.cancel();
    }
}

fn live(workspace: &Workspace, control: &Control, stopped: &Receiver<()>, outbox: &Outbox) {
    // Kept until the end: dropping them ends the watch.
    let _watchers = watch(workspace, outbox);
    if let Some(every) = shortest_interval(&workspace.basin()) {
        poll(workspace, every, (control, stopped), outbox);
    }
    // Sleep until the window lets go.
    let _hung_up = stopped.recv();
}

fn watch(workspace: &Workspace, outbox: &Outbox) -> Vec<feeds::folder::Watcher> {
    let mut watchers = Vec::new();
    let mut reason = None;
    for folder in tops(workspace.root(), &workspace.export_folders()) {
        let on_change = outbox.clone();
        let watching = feeds::folder::watch(&folder, move |changes| {
            on_change.send(Message::Changed(changes));
        });
        match watching {
            Ok(watcher) => watchers.push(watcher),
            Err(error) => reason = Some(format!("{error}; {}", error.hint())),
        }
    }
    outbox.send(reason.map_or(Message::Watching, Message::NotWatching));
    watchers
}

/// The folders directly below the basin that hold all others: a source's own folder may be made later.
fn tops(root: &Path, folders: &[PathBuf]) -> BTreeSet<PathBuf> {
    let top = |folder: &PathBuf| {
        let below = folder.strip_prefix(root).ok();
        let first = below.and_then(|below| below.components().next());
        first.map_or_else(|| folder.clone(), |first| root.join(first))
    };
    folders.iter().map(top).collect()
}

fn poll(
    workspace: &Workspace,
    every: Duration,
    (control, stopped): (&Control, &Receiver<()>),
    outbox: &Outbox,
) {
    let client = match feeds::Client::new(feeds::Policy::polling()) {
        Ok(client) => client,
        Err(error) => return outbox.send(Message::NotWatching(error.to_string())),
    };
    loop {
        let report = workspace.poll_feeds(&client, control);
        if control.is_cancelled() {
            return;
        }
        outbox.send(Message::Fed(Box::new(report)));
        if stopped.recv_timeout(every) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// How long to sleep between two rounds; which feeds are due in a round is the engine's to say.
fn shortest_interval(basin: &Basin) -> Option<Duration> {
    if basin.exercise.is_some() {
        // What happens now has no place in what is played.
        return None;
    }
    basin
        .sources
        .iter()
        .filter_map(|source| match &source.kind {
            SourceKind::Feed { every_minutes, .. } => Some(*every_minutes),
            SourceKind::Folder(_) => None,
        })
        .min()
        .map(|minutes| Duration::from_secs(u64::from(minutes.max(1)) * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_watch_covers_all_folders_below_it() {
        let root = Path::new("/basin");
        let folders = ["/basin/exports/a", "/basin/exports/b", "/elsewhere/c"].map(PathBuf::from);
        let expected = ["/basin/exports", "/elsewhere/c"].map(PathBuf::from);
        assert_eq!(tops(root, &folders), BTreeSet::from(expected));
    }
}
