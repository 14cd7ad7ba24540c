//! What was read and waits to become a revision of the archive.

use std::sync::Arc;

use super::changes::{again, changes};
use super::import::Read;
use super::workspace::Shared;
use super::{EngineError, FileImport, ImportReport};
use crate::archive::{Batch, ImportedFile};
use crate::domain::{Findings, Instant, ProfileId, Receipt};
use crate::harmonise::Harmonised;
use crate::series::Series;

/// A file whose bytes the archive has, and about which nothing is new.
pub(super) fn known(shared: &Shared, read: &Read) -> FileImport {
    let archive = shared.archive();
    let remembered = archive.file(&read.sha256).map(|record| FileImport {
        file: read.name.clone(),
        added: 0,
        revised: 0,
        unchanged: record.added + record.revised + record.unchanged,
        findings: again(record, archive.files()).into_iter().collect(),
        ..FileImport::remembered(record)
    });
    remembered.unwrap_or_else(|| FileImport::unread(read))
}

/// What waits to become one revision. A file that brings a series which waits already goes into the next one,
/// so that a re-issue is a revision of its own.
#[derive(Default)]
pub(super) struct Pending {
    series: Vec<Series>,
    files: Vec<ImportedFile>,
    reports: Vec<FileImport>,
}

impl Pending {
    pub(super) fn take(
        &mut self,
        shared: &Shared,
        read: Read,
        report: &mut ImportReport,
    ) -> Result<(), EngineError> {
        if read.tables.is_empty() {
            self.reports.push(FileImport::unread(&read));
            return Ok(());
        }
        let is_container = read
            .tables
            .iter()
            .any(|(table, ..)| table.file != read.name);
        for (table, harmonised, mut findings) in read.tables {
            check(&table.file, &harmonised)?;
            if harmonised
                .series
                .iter()
                .any(|new| self.series.iter().any(|waiting| waiting.key == new.key))
            {
                self.flush(shared, report)?;
            }
            self.series.extend(harmonised.series);
            let bytes = if is_container {
                Arc::clone(&table.bytes)
            } else {
                Arc::clone(&read.bytes)
            };
            if is_container {
                findings.append(container_findings(&read.findings, &read.name));
            }
            let file = ImportedFile {
                file: table.file,
                sha256: table.sha256,
                profile: table.profile,
                receipt: harmonised.receipt,
                series: harmonised.receipts,
                issued: table.issued,
                bytes,
                findings,
            };
            self.reports.push(FileImport::waiting(&file));
            self.files.push(file);
        }
        if is_container {
            self.files.push(ImportedFile {
                file: read.name,
                sha256: read.sha256,
                profile: ProfileId::new("zip"),
                receipt: Receipt::default(),
                series: Vec::new(),
                issued: None,
                bytes: read.bytes,
                findings: Findings::new(),
            });
        }
        Ok(())
    }

    pub(super) fn flush(
        &mut self,
        shared: &Shared,
        report: &mut ImportReport,
    ) -> Result<(), EngineError> {
        if !self.files.is_empty() {
            let batch = Batch {
                series: std::mem::take(&mut self.series),
                files: std::mem::take(&mut self.files),
                at: Instant::now(),
            };
            let mut archive = shared.archive();
            let appended = archive
                .append(&batch)
                .map_err(|error| EngineError::Archive(error.to_string()))?;
            for outcome in &appended.files {
                let record = archive.file(&outcome.sha256);
                let waits = |file: &&mut FileImport| file.sha256 == outcome.sha256;
                if let (Some(file), Some(record)) = (self.reports.iter_mut().find(waits), record) {
                    file.series.clone_from(&record.series);
                    file.at = Some(record.at);
                    (file.added, file.revised, file.unchanged) =
                        (outcome.added, outcome.revised, outcome.unchanged);
                    file.findings.append(changes(record, archive.files()));
                }
            }
        }
        report.files.append(&mut self.reports);
        Ok(())
    }
}

/// Whether every reading and every value is accounted for.
fn check(file: &str, harmonised: &Harmonised) -> Result<(), EngineError> {
    let receipt = harmonised.receipt;
    if !receipt.balances() {
        return Err(EngineError::Compute(format!(
            "the receipt of {file} does not balance: {receipt}"
        )));
    }
    let unbalanced = harmonised.receipts.iter().find(|series| !series.balances());
    unbalanced.map_or(Ok(()), |series| {
        Err(EngineError::Compute(format!(
            "the values of {} in {file} do not add up: {} read, {} kept, {} set aside",
            series.station_in_file, series.before.n, series.after.n, series.set_aside.n
        )))
    })
}

fn container_findings(findings: &Findings, name: &str) -> Findings {
    findings
        .iter()
        .filter(|finding| finding.file.as_deref().is_none_or(|file| file == name))
        .cloned()
        .collect()
}
