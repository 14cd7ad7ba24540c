//! What a person should know of a file that says something else than earlier exports did.

use crate::archive::FileRecord;
use crate::domain::{Cause, Change, Finding, Findings};

/// Findings about what the readings of a file changed, or would have changed, in the archive. `all` are the files
/// of the archive.
pub(super) fn changes(record: &FileRecord, all: &[FileRecord]) -> Findings {
    let mut findings = Findings::new();
    let changed = record.revised.saturating_sub(record.downgraded);
    if changed > 0 {
        findings.push(revised(record, changed));
        findings.push_some(older(record, all));
    }
    if record.downgraded > 0 {
        findings.push(downgraded(record));
    }
    let absent = absent(record).or_else(|| fewer(record, all));
    findings.push_some(absent);
    findings
}

fn revised(record: &FileRecord, changed: u64) -> Finding {
    let what = if changed == 1 {
        "1 reading differs".to_owned()
    } else {
        format!("{changed} readings differ")
    };
    let hint = if record.issued.is_some() {
        "the explanation of a figure names the revision behind it"
    } else {
        "the export does not say when it was made, so of files taken in together the last by name counts, and of imports the later one: check that this is the newer export"
    };
    let finding = Finding::note(
        Cause::Revised,
        format!("{what} from what earlier exports said; both are kept"),
    )
    .file(&record.file)
    .hint(hint);
    let size = |change: &Change| (change.new - change.old).abs();
    let largest = record
        .series
        .iter()
        .filter_map(|series| series.differences.largest)
        .max_by(|a, b| size(a).total_cmp(&size(b)));
    match largest {
        Some(change) => finding
            .line(change.line)
            .column(change.column)
            .text(&format!("{} → {}", change.old, change.new)),
        None => finding,
    }
}

/// Whether two files have readings of one series.
fn shares(record: &FileRecord, other: &FileRecord) -> bool {
    let of = |record: &FileRecord| -> Vec<_> {
        let series = record.series.iter();
        series
            .filter_map(|series| Some((series.station.clone()?, series.quantity)))
            .collect()
    };
    let theirs = of(other);
    of(record).iter().any(|own| theirs.contains(own))
}

/// That a file which the archive has already takes nothing back that later exports said.
pub(super) fn again(record: &FileRecord, all: &[FileRecord]) -> Option<Finding> {
    let later = all.iter().find(|other| {
        let is_later = other.revision > record.revision && other.revised > 0;
        is_later && other.sha256 != record.sha256 && shares(record, other)
    })?;
    Some(
        Finding::note(
            Cause::Revised,
            format!(
                "the archive has this file since {}, and {} has changed readings of it since; those, approved ones among them, stay",
                record.at, later.file
            ),
        )
        .file(&record.file)
        .hint("if the agency withdrew its approval, ask it for an approved re-issue"),
    )
}

/// A re-issue that brings nothing newer than an earlier file and lacks readings of it.
fn fewer(record: &FileRecord, all: &[FileRecord]) -> Option<Finding> {
    let readings = |record: &FileRecord| record.added + record.revised + record.unchanged;
    if record.added > 0 || readings(record) == 0 {
        return None;
    }
    let earlier = all.iter().find(|other| {
        other.sha256 != record.sha256
            && readings(other) > readings(record)
            && other.series.len() == record.series.len()
            && shares(record, other)
    })?;
    Some(
        Finding::note(
            Cause::Revised,
            format!(
                "{} readings of {} are absent from this file, which brings no others; they are kept",
                readings(earlier) - readings(record),
                earlier.file
            ),
        )
        .file(&record.file)
        .hint("ask the agency whether it withdrew them, unless a shorter period was asked for"),
    )
}

fn downgraded(record: &FileRecord) -> Finding {
    let what = if record.downgraded == 1 {
        "1 approved reading would have been replaced by a provisional one or a gap of this file; both are kept and the approved one counts".to_owned()
    } else {
        format!(
            "{} approved readings would have been replaced by provisional ones or gaps of this file; both are kept and the approved ones count",
            record.downgraded
        )
    };
    Finding::warning(Cause::Revised, what)
        .file(&record.file)
        .hint("if the agency withdrew its approval, ask it for an approved re-issue")
}

/// A file that was taken in after one that says it is newer.
fn older(record: &FileRecord, all: &[FileRecord]) -> Option<Finding> {
    let issued = record.issued?;
    let shares = |other: &FileRecord| {
        other.series.iter().any(|theirs| {
            let is_same = |own: &crate::domain::SeriesReceipt| {
                own.station.is_some()
                    && own.station == theirs.station
                    && (own.quantity, own.statistic, own.step)
                        == (theirs.quantity, theirs.statistic, theirs.step)
            };
            record.series.iter().any(is_same)
        })
    };
    let newer = all.iter().find(|other| {
        other.issued.is_some_and(|other| other > issued) && other.at <= record.at && shares(other)
    })?;
    let stated = newer.issued?;
    Some(
        Finding::warning(
            Cause::Revised,
            format!(
                "the export says it was made on {issued}, but {} of {stated} was taken in before it; the readings of this file now count",
                newer.file
            ),
        )
        .file(&record.file)
        .hint("import the newer export again under another name if its readings should count"),
    )
}

/// Readings that a re-issue does not repeat.
fn absent(record: &FileRecord) -> Option<Finding> {
    let absent: u64 = record
        .series
        .iter()
        .map(|series| series.differences.absent)
        .sum();
    let spans = record
        .series
        .iter()
        .filter_map(|series| series.differences.absent_span);
    let first = spans.clone().map(|(first, _)| first).min()?;
    let last = spans.map(|(_, last)| last).max()?;
    let what = if absent == 1 {
        format!("1 value of earlier exports, of {first}, is not in this file")
    } else {
        format!("{absent} values of earlier exports, from {first} to {last}, are not in this file")
    };
    Some(
        Finding::warning(Cause::Revised, format!("{what}; they are kept"))
            .file(&record.file)
            .hint("ask the agency whether it withdrew them or the export is incomplete"),
    )
}
