//! Settling a file that nobody knew: looks, answers, and the moment when it is taken in.

use std::path::PathBuf;

use super::adopt::Adopting;
use super::dialog::{Arrival, Dialog, News, Receipts};
use super::jobs::Task;
use super::message::{Failure, Looked};
use super::session::Session;
use super::watch::Beside;
use super::work;
use crate::domain::StationId;
use crate::draw::Command;
use crate::engine::{Adopted, FileImport};
use crate::present::receipts;

impl Session {
    /// Files from elsewhere: those that are known are asked about first, the others one after another.
    pub(super) fn take_arrived(&mut self, files: Vec<Arrival>, unknown: Vec<PathBuf>) {
        self.unknown.extend(unknown);
        if files.is_empty() {
            self.look_at_next();
        } else {
            self.dialog = Some(Dialog::Keep(files));
        }
    }

    /// Looks at the next file that nobody knows, unless something else is asked.
    pub(super) fn look_at_next(&mut self) {
        if self.dialog.is_none()
            && let Some(path) = self.unknown.pop_front()
        {
            self.look_at(path, Vec::new());
        }
    }

    fn look_at(&mut self, path: PathBuf, answers: crate::engine::Answers) {
        if let Some(workspace) = self.workspace.clone() {
            self.jobs.start(Task::Look, move |_, outbox| {
                work::look(&workspace, path, answers, outbox);
            });
        }
    }

    pub(super) fn take_look(&mut self, looked: &Looked) {
        let Some(workspace) = &self.workspace else {
            return;
        };
        let basin = workspace.basin();
        match &mut self.dialog {
            // An answer that was given meanwhile is being read already.
            Some(Dialog::Adopt(adopting))
                if adopting.path == looked.path && adopting.answers == looked.answers =>
            {
                adopting.look_again(&looked.preview, &basin, &self.words);
            }
            // Whoever cancelled while it was read does not want it any more.
            None if looked.answers.is_empty() => {
                let adopting = Adopting::new(&looked.path, &looked.preview, &basin, &self.words);
                self.dialog = Some(Dialog::Adopt(Box::new(adopting)));
            }
            _ => {}
        }
    }

    /// Takes an answer in, or back, and reads the file with it.
    pub(super) fn answer(&mut self, key: &str, text: Option<&str>) {
        if let Some(Dialog::Adopt(adopting)) = &mut self.dialog {
            match text {
                Some(text) => adopting.answer(key, text),
                None => adopting.forget(key),
            }
            let (path, answers) = (adopting.path.clone(), adopting.answers.clone());
            self.look_at(path, answers);
        }
    }

    pub(super) fn adopt(&mut self) {
        let (Some(Dialog::Adopt(adopting)), Some(workspace)) = (&mut self.dialog, &self.workspace)
        else {
            return;
        };
        let Some(adoption) = adopting.adoption() else {
            return;
        };
        adopting.failure = None;
        adopting.is_reading = true;
        let workspace = workspace.clone();
        self.jobs.start(Task::Import, move |control, outbox| {
            work::adopt(&workspace, &adoption, control, outbox);
        });
    }

    pub(super) fn take_not_adopted(&mut self, failure: Failure) {
        match &mut self.dialog {
            Some(Dialog::Adopt(adopting)) => {
                adopting.is_reading = false;
                adopting.failure = Some(failure.text);
            }
            _ => self.take_failure(Task::Import, failure),
        }
    }

    /// The basin has a source more: it is watched too, its receipt is shown, the figures are computed anew.
    pub(super) fn take_adopted(&mut self, adopted: Adopted) {
        let outbox = self.jobs.outbox();
        self.beside = Some(Beside::start(adopted.workspace.clone(), &outbox));
        self.workspace = Some(adopted.workspace);
        let files = &adopted.report.files;
        self.dialog = Some(Dialog::Receipts(Box::new(Receipts {
            files: receipts(files, &self.words),
            shown: 0,
            news: news(files),
        })));
        self.start_evaluation();
    }

    /// Shows the stations and the time of what a file brought.
    pub(super) fn show_news(&mut self) {
        let Some(Dialog::Receipts(receipts)) = self.dialog.take() else {
            return;
        };
        let Some(news) = receipts.news else {
            return;
        };
        let mut shown = self.shown_stations();
        shown.extend(news.stations);
        shown.sort();
        shown.dedup();
        self.look.shown = Some(shown);
        let (first, last) = (seconds(news.span.0), seconds(news.span.1));
        // A day at either end, so that the first and the last reading are not on the edge.
        let margin = ((last - first) * 0.03).max(3600.0);
        self.update(super::Action::Do(Command::SetRange(
            first - margin,
            last + margin,
        )));
    }

    /// The stations whose lines are drawn.
    fn shown_stations(&self) -> Vec<StationId> {
        match (&self.look.shown, &self.view) {
            (Some(shown), _) => shown.clone(),
            (None, Some(view)) => {
                let rows = view.stations.rows.iter().filter(|row| row.is_shown);
                rows.map(|row| StationId::new(&row.station)).collect()
            }
            (None, None) => Vec::new(),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of centuries stay far below 2^53"
)]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

fn news(files: &[FileImport]) -> Option<News> {
    let series = || files.iter().flat_map(|file| &file.series);
    let ends = series()
        .flat_map(|series| [series.first, series.last])
        .flatten();
    let span = (ends.clone().min()?.millis(), ends.max()?.millis());
    let mut stations: Vec<StationId> = series().filter_map(|it| it.station.clone()).collect();
    stations.sort();
    stations.dedup();
    Some(News { stations, span })
}
