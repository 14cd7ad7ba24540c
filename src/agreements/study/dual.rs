//! The dual ledger: the same accounts from each side's data and from the agreed data.
//!
//! *What it tells*: whether it matters for the account whose gauge is right. *Rule*: a verdict stands only where
//! every ledger has a figure on the same side of nothing; otherwise the price of the disagreement is the
//! distance between the largest and the smallest margin. *Missing data*: a ledger without a figure for a period
//! prevents a verdict; a price needs at least two figures.

use super::subject::{Cell, Standing, Subject, align};
use super::volume::Volume;
use crate::agreements::{Inputs, Span, evaluate};
use crate::domain::agreement::{Agreement, LedgerRow};
use crate::domain::{Findings, PartyId};

/// One side's data.
pub struct View<'a> {
    /// How it is named.
    pub label: ViewLabel,
    /// The data.
    pub inputs: &'a dyn Inputs,
}

/// How one side's data are named.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ViewLabel {
    /// `agreed`, or the id of a party.
    pub id: String,
    /// The same for a person.
    pub title: String,
    /// Which station it takes in place of one that the agreement names: (agreement's, taken).
    pub instead: Vec<(String, String)>,
}

/// Accounts from several sides' data.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DualLedger {
    /// The sides, agreed data first.
    pub views: Vec<ViewLabel>,
    /// One line a balance, in the order of the ledger.
    pub rows: Vec<DualRow>,
    /// One line an account.
    pub sums: Vec<DualSum>,
    /// What a person should know, by view.
    #[serde(skip)]
    pub findings: Findings,
}

/// One balance from several sides' data.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DualRow {
    /// Which balance.
    #[serde(flatten)]
    pub subject: Subject,
    /// What each side's data say, in the order of the views; `None` where they give no such row.
    pub cells: Vec<Option<Cell>>,
    /// The verdict, where every side's data give the same one.
    pub verdict: Option<Standing>,
    /// Why there is no verdict; `None` where there is one.
    pub no_verdict: Option<NoVerdict>,
    /// Distance between the largest and the smallest margin; `None` with fewer than two figures.
    pub difference: Option<Volume>,
    /// That distance again where there is no verdict: the price of the disagreement.
    pub price: Option<Volume>,
}

/// Why there is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoVerdict {
    /// The sides' data lead to different verdicts.
    DataDisagree,
    /// At least one side's data give no figure, and no two that are there contradict each other.
    NoFigure,
}

/// An account over all its periods.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DualSum {
    /// Ledger or rule.
    pub rule: String,
    /// The same in words.
    pub title: String,
    /// Party.
    pub party: PartyId,
    /// Unit.
    pub unit: String,
    /// Periods.
    pub n_periods: usize,
    /// Periods with a verdict.
    pub n_verdicts: usize,
    /// Periods in which the figures differ.
    pub n_differing: usize,
    /// Sum over the periods of each side's margin without what was carried in, in the order of the views;
    /// `None` where a side has no figure at all. Periods that a side cannot assess are left out of its sum.
    pub own: Vec<Option<f64>>,
    /// Sum of the prices in hm³.
    pub price_hm3: f64,
}

/// Evaluates the agreement with each side's data.
///
/// *Units*: those of the ledgers. *Missing data*: see the module.
pub fn dual(agreement: &Agreement, views: &[View<'_>], span: &Span) -> DualLedger {
    let mut findings = Findings::new();
    let mut ledgers = Vec::new();
    for view in views {
        let outcome = evaluate(agreement, view.inputs, span);
        // What holds for every side is said once.
        for finding in outcome.findings.iter() {
            if !findings.iter().any(|known| known == finding) {
                findings.push(finding.clone());
            }
        }
        ledgers.push(outcome.ledger);
    }
    let columns: Vec<&[LedgerRow]> = ledgers.iter().map(Vec::as_slice).collect();
    let rows: Vec<DualRow> = align(&columns)
        .iter()
        .filter_map(|line| row(line))
        .collect();
    DualLedger {
        views: views.iter().map(|view| view.label.clone()).collect(),
        sums: sums(&rows, views.len()),
        rows,
        findings,
    }
}

fn row(line: &[Option<&LedgerRow>]) -> Option<DualRow> {
    let first = line.iter().copied().flatten().next()?;
    let cells: Vec<Option<Cell>> = line.iter().map(|row| row.map(Cell::of)).collect();
    let verdict = verdict(&cells);
    let margins: Vec<f64> = cells.iter().flatten().filter_map(|c| c.margin).collect();
    let difference = (margins.len() > 1).then(|| {
        let largest = margins.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let smallest = margins.iter().copied().fold(f64::INFINITY, f64::min);
        Volume::of(first, largest - smallest)
    });
    Some(DualRow {
        subject: Subject::of(first),
        verdict,
        no_verdict: verdict.is_none().then(|| no_verdict(&cells)),
        price: difference.clone().filter(|_| verdict.is_none()),
        difference,
        cells,
    })
}

/// The standing that every side has, if it is one.
fn verdict(cells: &[Option<Cell>]) -> Option<Standing> {
    let first = cells.first()?.as_ref()?.standing;
    let same = |cell: &Option<Cell>| cell.as_ref().is_some_and(|cell| cell.standing == first);
    (first != Standing::NotAssessable && cells.iter().all(same)).then_some(first)
}

fn no_verdict(cells: &[Option<Cell>]) -> NoVerdict {
    let mut there = cells
        .iter()
        .flatten()
        .map(|cell| cell.standing)
        .filter(|standing| *standing != Standing::NotAssessable);
    let first = there.next();
    if there.any(|standing| Some(standing) != first) {
        NoVerdict::DataDisagree
    } else {
        NoVerdict::NoFigure
    }
}

fn sums(rows: &[DualRow], n_views: usize) -> Vec<DualSum> {
    let mut sums: Vec<DualSum> = Vec::new();
    for row in rows {
        let subject = &row.subject;
        let known = sums
            .iter()
            .position(|sum| sum.rule == subject.rule && sum.party == subject.party);
        let place = known.unwrap_or_else(|| {
            sums.push(DualSum {
                rule: subject.rule.clone(),
                title: subject.title.clone(),
                party: subject.party.clone(),
                unit: subject.unit.clone(),
                n_periods: 0,
                n_verdicts: 0,
                n_differing: 0,
                own: vec![None; n_views],
                price_hm3: 0.0,
            });
            sums.len() - 1
        });
        add(&mut sums[place], row);
    }
    sums
}

fn add(sum: &mut DualSum, row: &DualRow) {
    sum.n_periods += 1;
    sum.n_verdicts += usize::from(row.verdict.is_some());
    let differs = row.difference.as_ref().is_some_and(|d| d.value > 0.0);
    sum.n_differing += usize::from(differs);
    for (total, cell) in sum.own.iter_mut().zip(&row.cells) {
        if let Some(own) = cell.as_ref().and_then(Cell::own) {
            *total = Some(total.unwrap_or(0.0) + own);
        }
    }
    sum.price_hm3 += row
        .price
        .as_ref()
        .and_then(|price| price.hm3)
        .unwrap_or(0.0);
}
