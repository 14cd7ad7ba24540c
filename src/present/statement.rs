//! The statement of account that a commission signs: every account with its periods, and the clauses it rests on.

use super::Words;
use super::ledger::{ledgers, rule};
use super::pace::{condition_facts, status_word};
use super::standing::party_name;
use super::words::{MISSING, decimals_of, unit_as_written};
use crate::domain::agreement::measure::AgreementUnit;
use crate::domain::agreement::{Clause, LedgerRow};
use crate::domain::{Finding, Instant};
use crate::engine::Evaluation;

/// A statement of account.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StatementView {
    /// Language of its words, for a reader's software.
    pub language: String,
    /// Name of the basin.
    pub title: String,
    /// What the document is.
    pub subtitle: String,
    /// What it knows: as-of instant, revision of the archive, period.
    pub basis: Vec<String>,
    /// Accounts, in the order of the agreements.
    pub accounts: Vec<AccountStatement>,
    /// Heading of the clauses.
    pub clauses_heading: String,
    /// Clauses behind the accounts, as the agreement files have them.
    pub clauses: Vec<ClauseStatement>,
    /// Heading of the remarks.
    pub remarks_heading: String,
    /// What the evaluation wants to be known, each with its place.
    pub remarks: Vec<String>,
    /// Where the parties sign: one line each, in the order of the basin.
    pub signatures: Vec<String>,
}

/// One account through its periods, oldest first.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AccountStatement {
    /// Title of the agreement.
    pub agreement: String,
    /// The rule in words, its reading and whether it is advisory.
    pub heading: String,
    /// Article.
    pub article: String,
    /// Party that the water is due to, and the one that owes it where the agreement says so.
    pub parties: String,
    /// How sure the file is of the clauses, where something is in doubt.
    pub doubt: Option<String>,
    /// Headings of the columns, with units.
    pub columns: Vec<String>,
    /// Cells, one row a period.
    pub rows: Vec<Vec<String>>,
}

/// A clause beside the accounts.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ClauseStatement {
    /// "dravec-year, Art. 4(1)(b)".
    pub heading: String,
    /// "agreements/arvena-2011.toml, line 88".
    pub place: String,
    /// The lines as written.
    pub text: String,
}

/// The statement of account of an evaluation; the first language of `words` is the document's.
pub fn statement(evaluation: &Evaluation, words: &Words) -> StatementView {
    let accounts: Vec<AccountStatement> = ledgers(evaluation)
        .into_iter()
        .map(|rows| account(evaluation, rows, words))
        .collect();
    StatementView {
        language: words.tag().to_owned(),
        title: evaluation.basin.name.clone(),
        subtitle: words.get("statement-title"),
        basis: basis(evaluation, words),
        clauses_heading: words.get("statement-clauses"),
        clauses: clauses(evaluation),
        remarks_heading: words.get("statement-remarks"),
        remarks: remarks(evaluation),
        signatures: evaluation
            .basin
            .parties
            .iter()
            .map(|party| party.name.clone())
            .collect(),
        accounts,
    }
}

fn basis(evaluation: &Evaluation, words: &Words) -> Vec<String> {
    let clock = evaluation.basin.clock;
    let date = |at: Instant| words.date(clock.civil(at));
    let archive = [
        ("revision", evaluation.archive.revision.into()),
        ("files", evaluation.archive.files.into()),
        ("readings", evaluation.archive.readings.into()),
    ];
    vec![
        words.with(
            "header-as-of",
            &[(
                "time",
                words
                    .date_and_time(evaluation.as_of, crate::domain::Clock::UTC)
                    .into(),
            )],
        ),
        words.with("header-archive", &archive),
        words.with(
            "statement-period",
            &[
                ("start", date(evaluation.period.start).into()),
                ("end", date(evaluation.period.end).into()),
            ],
        ),
    ]
}

fn account(evaluation: &Evaluation, mut rows: Vec<&LedgerRow>, words: &Words) -> AccountStatement {
    rows.sort_by_key(|row| row.period.span.start);
    let first = rows[0];
    let agreement = evaluation
        .agreements
        .iter()
        .find(|(id, _)| *id == first.agreement.as_str());
    let due_to = party_name(&evaluation.basin, &first.party);
    let parties = match &first.by {
        Some(by) => words.with(
            "statement-due-by",
            &[
                ("party", due_to.into()),
                ("by", party_name(&evaluation.basin, by).into()),
            ],
        ),
        None => words.with("statement-due", &[("party", due_to.into())]),
    };
    let second = second_unit(&first.counted_in);
    AccountStatement {
        agreement: agreement
            .map_or_else(|| first.agreement.to_string(), |(_, title)| title.clone()),
        heading: rule(evaluation, first, words),
        article: first.article.clone(),
        parties,
        doubt: first.confidence.map(|confidence| {
            let percent = words.number(100.0 * confidence, 0);
            words.with("statement-doubt", &[("percent", percent.into())])
        }),
        columns: columns(first, second.as_ref(), words),
        rows: rows
            .iter()
            .map(|row| cells(row, (decimals(&rows), second.as_ref()), words))
            .collect(),
    }
}

/// Decimals of all figures of an account: the same in every row, so that a reader can add them up on paper.
fn decimals(rows: &[&LedgerRow]) -> usize {
    let figures = rows.iter().flat_map(|row| [row.entitlement, row.delivered]);
    let largest = figures.flatten().map(f64::abs).fold(0.0, f64::max);
    match largest {
        100_000.0.. => 0,
        10_000.0.. => 1,
        _ => 2,
    }
}

/// m³/s, hm³ or mm beside an account that counts in another unit.
fn second_unit(unit: &AgreementUnit) -> Option<AgreementUnit> {
    let si = AgreementUnit::si(unit.measure);
    (unit.name != si.name && !si.name.is_empty()).then_some(si)
}

fn columns(row: &LedgerRow, second: Option<&AgreementUnit>, words: &Words) -> Vec<String> {
    let counted = |key: &str| format!("{} ({})", words.get(key), unit_as_written(&row.unit));
    let mut columns = vec![
        words.get("ledger-period"),
        words.get("statement-days"),
        counted("ledger-entitlement"),
        counted("ledger-delivered"),
        counted("ledger-carried-in"),
        counted("ledger-balance"),
    ];
    columns.extend(second.map(|unit| format!("{} ({})", words.get("ledger-balance"), unit.name)));
    columns.extend([
        counted("statement-carried-out"),
        words.get("ledger-status"),
        words.get("ledger-completeness"),
    ]);
    columns
}

fn cells(
    row: &LedgerRow,
    (decimals, second): (usize, Option<&AgreementUnit>),
    words: &Words,
) -> Vec<String> {
    let plain = |value: Option<f64>| {
        value.map_or_else(|| MISSING.to_owned(), |value| words.number(value, decimals))
    };
    let signed = |value: Option<f64>| {
        value.map_or_else(|| MISSING.to_owned(), |value| words.signed(value, decimals))
    };
    let (first, last) = row.period.days;
    let mut cells = vec![
        row.period.label.clone(),
        format!("{first} – {last}"),
        plain(row.entitlement),
        plain(row.delivered),
        signed(Some(row.carried_in)),
        signed(row.balance),
    ];
    cells.extend(second.map(|unit| {
        let in_si = row.balance.map(|balance| row.counted_in.to_si(balance));
        in_si.map_or_else(
            || MISSING.to_owned(),
            |value| words.signed(unit.from_si(value), decimals_of(value)),
        )
    }));
    let status = status_word(row.status, words);
    cells.extend([
        signed(Some(row.carried_out)),
        match &row.condition {
            Some(condition) => format!("{status} ({})", condition_facts(condition, words)),
            None => status,
        },
        words.with(
            "completeness-days",
            &[
                ("present", row.completeness.present.into()),
                ("expected", row.completeness.expected.into()),
            ],
        ),
    ]);
    cells
}

/// Clauses of the agreements that have rows, in file order.
fn clauses(evaluation: &Evaluation) -> Vec<ClauseStatement> {
    let has_rows = |clause: &&Clause| {
        evaluation
            .ledger
            .iter()
            .any(|row| row.agreement == clause.agreement)
    };
    evaluation
        .clauses
        .iter()
        .filter(has_rows)
        .filter(|clause| matches!(clause.table.as_str(), "rule" | "condition" | "ledger"))
        .map(|clause| ClauseStatement {
            heading: [
                clause.title.as_str(),
                clause.id.as_str(),
                clause.article.as_str(),
            ]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
            place: format!("{}:{}", clause.file, clause.line),
            text: clause.text.clone(),
        })
        .collect()
}

fn remarks(evaluation: &Evaluation) -> Vec<String> {
    evaluation.findings.iter().map(Finding::to_string).collect()
}
