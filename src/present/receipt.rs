//! What became of a file, for a person: the balance, the series, what changed, what was found.

use super::Words;
use super::words::MISSING;
use crate::domain::{
    Aggregation, Change, Extreme, Finding, Receipt, SeriesReceipt, Severity, Totals,
};
use crate::engine::FileImport;

/// The receipt of one file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ReceiptView {
    /// The file, as the person knows it.
    pub file: String,
    /// Profile, when it was taken in, when it says that it was made.
    pub about: String,
    /// The parts of the balance: what was read, then what became of it.
    pub balance: Vec<BalancePart>,
    /// Readings that could not be understood.
    pub n_rejected: u64,
    /// Headings of the table of series.
    pub columns: Vec<String>,
    /// What became of each series.
    pub series: Vec<Vec<String>>,
    /// Headings of the table of differences.
    pub difference_columns: Vec<String>,
    /// Each series against what the archive knew before.
    pub differences: Vec<Vec<String>>,
    /// What a person should know.
    pub findings: Vec<FindingLine>,
    /// How much the gravest finding matters.
    pub severity: Option<Severity>,
}

/// One part of the balance.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BalancePart {
    /// What it counts.
    pub name: String,
    /// How many readings.
    pub count: String,
    /// Whether there are none.
    pub is_zero: bool,
}

/// A finding with its place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FindingLine {
    /// How much it matters.
    pub severity: Severity,
    /// The same as a word.
    pub word: String,
    /// `file:line:column`, as far as it is known.
    pub place: String,
    /// What is the matter, with what stands there.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The receipts of files, in their order.
pub fn receipts(files: &[FileImport], words: &Words) -> Vec<ReceiptView> {
    files.iter().map(|file| receipt(file, words)).collect()
}

fn receipt(file: &FileImport, words: &Words) -> ReceiptView {
    let heading = |key: &&str| words.get(key);
    let mut of_series = vec![
        "receipt-series",
        "receipt-values",
        "receipt-kept",
        "receipt-missing",
        "receipt-least",
        "receipt-most",
    ];
    if file.series.iter().any(is_rain) {
        of_series.extend(["receipt-sum-read", "receipt-sum-kept"]);
    }
    of_series.push("receipt-status");
    let of_differences = [
        "receipt-series",
        "receipt-new",
        "receipt-revised",
        "receipt-known",
        "receipt-withdrawn",
        "receipt-absent",
        "receipt-change",
    ];
    ReceiptView {
        file: file.file.clone(),
        about: about(file, words),
        balance: balance(&file.receipt, words),
        n_rejected: file.receipt.rejected,
        columns: of_series.iter().map(heading).collect(),
        series: file
            .series
            .iter()
            .map(|it| series(it, &of_series, words))
            .collect(),
        difference_columns: of_differences.iter().map(heading).collect(),
        differences: file
            .series
            .iter()
            .filter(|it| it.station.is_some())
            .map(|it| differences(it, words))
            .collect(),
        findings: finding_lines(file.findings.iter(), words),
        severity: file.findings.iter().map(|it| it.severity).max(),
    }
}

fn about(file: &FileImport, words: &Words) -> String {
    let mut parts = vec![file.profile.as_ref().map_or_else(
        || words.get("receipt-no-profile"),
        |profile| words.with("receipt-profile", &[("profile", profile.as_str().into())]),
    )];
    for (key, at) in [("receipt-issued", file.issued), ("receipt-taken", file.at)] {
        if let Some(at) = at {
            let time = words.date_and_time(at, crate::domain::Clock::UTC);
            parts.push(words.with(key, &[("time", time.into())]));
        }
    }
    parts.join(" · ")
}

/// The parts of a balance, with what was read first.
pub fn balance(receipt: &Receipt, words: &Words) -> Vec<BalancePart> {
    [
        ("receipt-read", receipt.read),
        ("receipt-kept", receipt.kept),
        ("receipt-rejected", receipt.rejected),
        ("receipt-duplicate", receipt.duplicate),
        ("receipt-ambiguous", receipt.ambiguous_time),
        ("receipt-missing", receipt.missing),
    ]
    .into_iter()
    .map(|(key, count)| BalancePart {
        name: words.get(key),
        count: words.count(count),
        is_zero: count == 0,
    })
    .collect()
}

fn name(series: &SeriesReceipt, words: &Words) -> String {
    let station = series.station.as_ref().map_or_else(
        || {
            words.with(
                "receipt-not-taken",
                &[("station", (&series.station_in_file).into())],
            )
        },
        |ours| {
            if ours.as_str() == series.station_in_file {
                ours.to_string()
            } else {
                format!("{} → {ours}", series.station_in_file)
            }
        },
    );
    format!(
        "{station}, {}, {}",
        words.get(series.quantity.word()).to_lowercase(),
        series.step
    )
}

/// Whether values add up to something that is worth a sum.
fn is_rain(series: &SeriesReceipt) -> bool {
    series.quantity.facts().aggregation == Aggregation::Sum
}

fn series(series: &SeriesReceipt, columns: &[&str], words: &Words) -> Vec<String> {
    let decimals = series.quantity.facts().decimals;
    let extreme = |extreme: Option<Extreme>| {
        extreme.map_or_else(
            || MISSING.to_owned(),
            |it| {
                words.with(
                    "receipt-at-line",
                    &[
                        ("value", words.value(Some(it.value), series.quantity).into()),
                        ("line", it.line.into()),
                    ],
                )
            },
        )
    };
    let sum = |totals: &Totals| match totals.sum.filter(|_| is_rain(series)) {
        Some(sum) => format!("{} {}", words.number(sum, decimals), series.unit),
        None => MISSING.to_owned(),
    };
    let mut cells = vec![
        name(series, words),
        words.count(series.before.n),
        words.count(series.after.n),
        words.count(series.missing),
        extreme(series.after.min),
        extreme(series.after.max),
    ];
    if columns.contains(&"receipt-sum-read") {
        cells.extend([sum(&series.before), sum(&series.after)]);
    }
    cells.push(statuses(series, words));
    cells
}

fn statuses(series: &SeriesReceipt, words: &Words) -> String {
    let statuses = series.statuses;
    let parts: Vec<String> = [
        ("receipt-approved", statuses.approved),
        ("receipt-provisional", statuses.provisional),
        ("receipt-raw", statuses.raw),
        ("receipt-doubtful", statuses.doubtful),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| words.with(key, &[("n", count.into())]))
    .collect();
    if parts.is_empty() {
        MISSING.to_owned()
    } else {
        parts.join(", ")
    }
}

fn differences(series: &SeriesReceipt, words: &Words) -> Vec<String> {
    let found = &series.differences;
    let change = |change: Change| {
        words.with(
            "receipt-changed",
            &[
                ("old", words.value(Some(change.old), series.quantity).into()),
                ("new", words.value(Some(change.new), series.quantity).into()),
                (
                    "time",
                    words
                        .date_and_time(change.time, crate::domain::Clock::UTC)
                        .into(),
                ),
                ("line", change.line.into()),
            ],
        )
    };
    vec![
        name(series, words),
        words.count(found.added),
        words.count(found.revised),
        words.count(found.unchanged),
        words.count(found.withdrawn),
        words.count(found.absent),
        found.largest.map_or_else(|| MISSING.to_owned(), change),
    ]
}

/// Findings with their places, the gravest first.
pub fn finding_lines<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    words: &Words,
) -> Vec<FindingLine> {
    let mut sorted: Vec<&Finding> = findings.collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    sorted
        .into_iter()
        .map(|finding| finding_line(finding, words))
        .collect()
}

/// A finding with its place.
pub fn finding_line(finding: &Finding, words: &Words) -> FindingLine {
    let mut place = finding.file.clone().unwrap_or_default();
    for number in [finding.line, finding.column].into_iter().flatten() {
        place.push_str(&format!(":{number}"));
    }
    if let Some(entry) = &finding.entry {
        place = if place.is_empty() {
            entry.clone()
        } else {
            format!("{place} · {entry}")
        };
    }
    let text = finding.text.as_ref();
    let quoted = text.map_or_else(String::new, |text| format!(": \"{text}\""));
    FindingLine {
        severity: finding.severity,
        word: words.get(match finding.severity {
            Severity::Note => "receipt-note",
            Severity::Warning => "receipt-warning",
            Severity::Error => "receipt-error",
        }),
        place,
        message: format!("{}{quoted}", finding.message),
        hint: finding.hint.clone().unwrap_or_default(),
    }
}
