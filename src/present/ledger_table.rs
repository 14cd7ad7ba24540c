//! The ledger as a table: every row in the agreement's unit and in a second one, sorted and narrowed as asked.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::Words;
use super::ledger::{heading_without_article, ledgers, reading_words};
use super::pace::{condition_facts, status_word};
use super::second_unit::SecondUnit;
use super::standing::{party_index, party_name};
use super::words::{MISSING, decimals_of, unit_as_written};
use crate::domain::Status;
use crate::domain::agreement::LedgerRow;
use crate::engine::Evaluation;

/// A column of the ledger.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LedgerColumn {
    /// The agreement, where there are several.
    Agreement,
    /// Rule or ledger in words.
    Rule,
    /// Article.
    Article,
    /// Which reading of the clauses, where there are rival ones.
    Reading,
    /// Party that the water is due to.
    Party,
    /// Period.
    Period,
    /// What is due.
    Entitlement,
    /// What was credited.
    Delivered,
    /// From the period before.
    CarriedIn,
    /// Delivered less due, and what was carried in.
    Balance,
    /// To the period after.
    CarriedOut,
    /// How final.
    Status,
    /// Days that have a value.
    Completeness,
}

impl LedgerColumn {
    /// Key of its heading.
    pub fn word_key(self) -> &'static str {
        match self {
            Self::Agreement => "ledger-agreement",
            Self::Rule => "ledger-rule",
            Self::Article => "ledger-article",
            Self::Reading => "ledger-reading-heading",
            Self::Party => "ledger-party",
            Self::Period => "ledger-period",
            Self::Entitlement => "ledger-entitlement",
            Self::Delivered => "ledger-delivered",
            Self::CarriedIn => "ledger-carried-in",
            Self::Balance => "ledger-balance",
            Self::CarriedOut => "ledger-carried-out",
            Self::Status => "ledger-status",
            Self::Completeness => "ledger-completeness",
        }
    }

    /// Its position among a row's figures; `None` for a column of words.
    pub fn figure(self) -> Option<usize> {
        match self {
            Self::Entitlement => Some(0),
            Self::Delivered => Some(1),
            Self::CarriedIn => Some(2),
            Self::Balance => Some(3),
            Self::CarriedOut => Some(4),
            _ => None,
        }
    }
}

/// A figure of a row, in both units.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LedgerFigure {
    /// In the row's own unit; `None` when not assessable.
    pub value: Option<f64>,
    /// The same in words.
    pub text: String,
    /// In the second unit.
    pub second_value: Option<f64>,
    /// The same in words.
    pub second: String,
    /// Figure id for explain; empty where nothing more can be said.
    pub figure: String,
}

/// One row of the ledger table, ready to print.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LedgerTableRow {
    /// Figure id of its balance, for explain.
    pub figure: String,
    /// Id of the agreement.
    pub agreement: String,
    /// Title of the agreement.
    pub agreement_title: String,
    /// Id of the ledger or rule.
    pub rule_id: String,
    /// Rule in words.
    pub rule: String,
    /// Article.
    pub article: String,
    /// Which reading of the clauses.
    pub reading: String,
    /// Index of the party in river order.
    pub party: usize,
    /// Its name.
    pub party_name: String,
    /// Period label.
    pub period: String,
    /// Unix seconds of its beginning.
    pub start: f64,
    /// Entitlement, delivered, carried in, balance, carried out.
    pub figures: [LedgerFigure; 5],
    /// Unit of the figures.
    pub unit: String,
    /// The second unit.
    pub second_unit: String,
    /// Status in words, with what stands behind it.
    pub status_word: String,
    /// Status.
    pub status: Status,
    /// "27 of 30 days".
    pub completeness: String,
    /// Share of the days that have a value, 0 to 1.
    pub share_present: f64,
}

impl LedgerTableRow {
    /// What stands in a cell, without units.
    pub fn cell(&self, column: LedgerColumn) -> &str {
        match column {
            LedgerColumn::Agreement => &self.agreement_title,
            LedgerColumn::Rule => &self.rule,
            LedgerColumn::Article => &self.article,
            LedgerColumn::Reading => &self.reading,
            LedgerColumn::Party => &self.party_name,
            LedgerColumn::Period => &self.period,
            LedgerColumn::Status => &self.status_word,
            LedgerColumn::Completeness => &self.completeness,
            figure => figure
                .figure()
                .and_then(|n| self.figures.get(n))
                .map_or("", |figure| figure.text.as_str()),
        }
    }
}

/// What rows differ in, each once, in the order of the ledger.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LedgerChoices {
    /// Agreements: id, title.
    pub agreements: Vec<(String, String)>,
    /// Ledgers and rules: id, words.
    pub rules: Vec<(String, String)>,
    /// Names of the parties.
    pub parties: Vec<(String, String)>,
    /// Readings of the clauses.
    pub readings: Vec<(String, String)>,
    /// How final, in words.
    pub statuses: Vec<(Status, String)>,
}

impl LedgerChoices {
    fn of(rows: &[LedgerTableRow], words: &Words) -> Self {
        let mut choices = Self::default();
        let mut parties: Vec<(usize, &str)> = Vec::new();
        for row in rows {
            add(
                &mut choices.agreements,
                &row.agreement,
                &row.agreement_title,
            );
            add(&mut choices.rules, &row.rule_id, &row.rule);
            add(&mut choices.readings, &row.reading, &row.reading);
            if !parties.iter().any(|(party, _)| *party == row.party) {
                parties.push((row.party, &row.party_name));
            }
            let status = (row.status, status_word(row.status, words));
            if !choices.statuses.contains(&status) {
                choices.statuses.push(status);
            }
        }
        parties.sort_unstable();
        for (_, name) in parties {
            add(&mut choices.parties, name, name);
        }
        choices.statuses.sort_by_key(|(status, _)| *status);
        choices
    }
}

fn add(found: &mut Vec<(String, String)>, id: &str, words: &str) {
    if !found.iter().any(|(known, _)| known == id) {
        found.push((id.to_owned(), words.to_owned()));
    }
}

/// The ledger as a table.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LedgerTable {
    /// Columns that say something, in order.
    pub columns: Vec<LedgerColumn>,
    /// Unit of all rows; `None` where they differ and each cell names its own.
    pub unit: Option<String>,
    /// Second unit of all rows; `None` where they differ.
    pub second_unit: Option<String>,
    /// Rows, newest period first within a ledger.
    pub rows: Vec<LedgerTableRow>,
    /// What rows can be narrowed by.
    pub choices: LedgerChoices,
    /// The longest cell of each of `columns`, by which a drawing measures its width.
    pub widest: Vec<String>,
    /// The longest figure in the second unit.
    pub widest_second: String,
}

/// Which rows are wanted; `None` takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct LedgerFilter {
    /// Id of the agreement.
    pub agreement: Option<String>,
    /// Id of the ledger or rule.
    pub rule: Option<String>,
    /// Name of the party.
    pub party: Option<String>,
    /// How final.
    pub status: Option<Status>,
    /// Which reading.
    pub reading: Option<String>,
}

impl LedgerFilter {
    fn wants(&self, row: &LedgerTableRow) -> bool {
        let is = |wanted: &Option<String>, have: &str| wanted.as_ref().is_none_or(|w| w == have);
        is(&self.agreement, &row.agreement)
            && is(&self.rule, &row.rule_id)
            && is(&self.party, &row.party_name)
            && is(&self.reading, &row.reading)
            && self.status.is_none_or(|status| status == row.status)
    }
}

/// From which end a column is sorted.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest or first first.
    #[default]
    Ascending,
    /// Largest or last first.
    Descending,
}

/// How the table is arranged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// Column that sorts; `None` keeps the order of the ledger.
    pub sort: Option<(LedgerColumn, Direction)>,
    /// Rows that are wanted.
    pub filter: LedgerFilter,
}

impl Arrangement {
    /// Sorts by a column, then the other way round, then not at all.
    pub fn turn(&mut self, column: LedgerColumn) {
        self.sort = match self.sort {
            Some((sorted, Direction::Ascending)) if sorted == column => {
                Some((column, Direction::Descending))
            }
            Some((sorted, Direction::Descending)) if sorted == column => None,
            _ => Some((column, Direction::Ascending)),
        };
    }
}

impl LedgerTable {
    /// Positions of the wanted rows in the wanted order. Rows that are equal keep the order of the ledger; a
    /// missing figure stands last from either end.
    pub fn arranged(&self, arrangement: &Arrangement) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rows.len())
            .filter(|n| arrangement.filter.wants(&self.rows[*n]))
            .collect();
        if let Some((column, direction)) = arrangement.sort {
            order.sort_by(|a, b| compare(&self.rows[*a], &self.rows[*b], column, direction));
        }
        order
    }
}

fn compare(
    a: &LedgerTableRow,
    b: &LedgerTableRow,
    column: LedgerColumn,
    direction: Direction,
) -> Ordering {
    let turned = |ordering: Ordering| match direction {
        Direction::Ascending => ordering,
        Direction::Descending => ordering.reverse(),
    };
    match column {
        LedgerColumn::Period => turned(a.start.total_cmp(&b.start)),
        LedgerColumn::Party => turned(a.party.cmp(&b.party)),
        LedgerColumn::Status => turned(a.status.cmp(&b.status)),
        LedgerColumn::Completeness => turned(a.share_present.total_cmp(&b.share_present)),
        _ => match column.figure() {
            Some(n) => match (a.figures[n].value, b.figures[n].value) {
                (Some(a), Some(b)) => turned(a.total_cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
            None => turned(a.cell(column).cmp(b.cell(column))),
        },
    }
}

/// The whole ledger.
pub(super) fn ledger(evaluation: &Evaluation, words: &Words) -> LedgerTable {
    // A cell has room for one language.
    let first = words.first();
    let mut rows = Vec::with_capacity(evaluation.ledger.len());
    for mut block in ledgers(evaluation) {
        block.sort_by_key(|row| {
            let party = party_index(&evaluation.basin, &row.party);
            (std::cmp::Reverse(row.period.span.start), party)
        });
        for row in block {
            rows.push(table_row(evaluation, row, &first));
        }
    }
    let mut table = LedgerTable {
        unit: common(&rows, |row| &row.unit),
        second_unit: common(&rows, |row| &row.second_unit),
        columns: columns(&rows),
        choices: LedgerChoices::of(&rows, &first),
        rows,
        ..LedgerTable::default()
    };
    name_units(&mut table);
    let longest = |texts: &mut dyn Iterator<Item = &str>| {
        texts
            .max_by_key(|text| text.chars().count())
            .unwrap_or_default()
            .to_owned()
    };
    table.widest = table
        .columns
        .iter()
        .map(|column| longest(&mut table.rows.iter().map(|row| row.cell(*column))))
        .collect();
    let seconds = table.rows.iter().flat_map(|row| row.figures.iter());
    table.widest_second = longest(&mut seconds.map(|figure| figure.second.as_str()));
    table
}

/// What all rows share.
fn common(rows: &[LedgerTableRow], of: impl Fn(&LedgerTableRow) -> &String) -> Option<String> {
    let all: BTreeSet<&String> = rows.iter().map(of).collect();
    match all.first() {
        Some(one) if all.len() == 1 => Some((*one).clone()),
        _ => None,
    }
}

/// The columns that tell rows apart, and those that every ledger has.
fn columns(rows: &[LedgerTableRow]) -> Vec<LedgerColumn> {
    let several = |of: fn(&LedgerTableRow) -> &String| common(rows, of).is_none();
    let carries = rows.iter().any(|row| {
        [2, 4]
            .iter()
            .any(|n| row.figures[*n].value.is_some_and(|value| value != 0.0))
    });
    let mut columns = Vec::new();
    if several(|row| &row.agreement) && !rows.is_empty() {
        columns.push(LedgerColumn::Agreement);
    }
    columns.extend([LedgerColumn::Rule, LedgerColumn::Article]);
    if several(|row| &row.reading) && !rows.is_empty() {
        columns.push(LedgerColumn::Reading);
    }
    columns.extend([
        LedgerColumn::Party,
        LedgerColumn::Period,
        LedgerColumn::Entitlement,
        LedgerColumn::Delivered,
    ]);
    if carries {
        columns.push(LedgerColumn::CarriedIn);
    }
    columns.push(LedgerColumn::Balance);
    if carries {
        columns.push(LedgerColumn::CarriedOut);
    }
    columns.extend([LedgerColumn::Status, LedgerColumn::Completeness]);
    columns
}

/// Where rows differ in their unit, each figure names its own.
fn name_units(table: &mut LedgerTable) {
    let named = |text: &mut String, unit: &str| {
        if text != MISSING && !text.is_empty() {
            text.push(' ');
            text.push_str(unit);
        }
    };
    let (has_unit, has_second) = (table.unit.is_some(), table.second_unit.is_some());
    for row in &mut table.rows {
        for figure in &mut row.figures {
            if !has_unit {
                named(&mut figure.text, &row.unit);
            }
            if !has_second {
                named(&mut figure.second, &row.second_unit);
            }
        }
    }
}

fn table_row(evaluation: &Evaluation, row: &LedgerRow, words: &Words) -> LedgerTableRow {
    let second = SecondUnit::of(evaluation, row);
    let title = evaluation
        .agreements
        .iter()
        .find(|(id, _)| *id == row.agreement.as_str())
        .map_or_else(|| row.agreement.to_string(), |(_, title)| title.clone());
    let status = status_word(row.status, words);
    LedgerTableRow {
        figure: row.figure.clone(),
        agreement: row.agreement.to_string(),
        agreement_title: title,
        rule_id: row.rule.clone(),
        rule: heading_without_article(row),
        article: row.article.clone(),
        reading: reading_words(evaluation, row),
        party: party_index(&evaluation.basin, &row.party),
        party_name: party_name(&evaluation.basin, &row.party),
        period: row.period.label.clone(),
        start: super::line::seconds(row.period.span.start.millis()),
        figures: figures(row, &second, words),
        unit: unit_as_written(&row.unit),
        second_unit: second.name.clone(),
        status_word: match &row.condition {
            Some(condition) => format!("{status}: {}", condition_facts(condition, words)),
            None => status,
        },
        status: row.status,
        completeness: words.with(
            "completeness-days",
            &[
                ("present", row.completeness.present.into()),
                ("expected", row.completeness.expected.into()),
            ],
        ),
        share_present: f64::from(row.completeness.present)
            / f64::from(row.completeness.expected.max(1)),
    }
}

fn figures(row: &LedgerRow, second: &SecondUnit, words: &Words) -> [LedgerFigure; 5] {
    let term = |name: &str| {
        row.figure
            .strip_suffix("balance")
            .map_or_else(|| row.figure.clone(), |stem| format!("{stem}{name}"))
    };
    let figure = |value: Option<f64>, write: &dyn Fn(f64) -> String, id: String| {
        let value = value.filter(|value| value.is_finite());
        let in_second = value
            .map(|value| second.of_value(value))
            .filter(|value| value.is_finite());
        let written = |value: Option<f64>| value.map_or_else(|| MISSING.to_owned(), write);
        LedgerFigure {
            value,
            text: written(value),
            second: written(in_second),
            second_value: in_second,
            figure: id,
        }
    };
    let plain = |value: f64| words.bare_figure(value);
    let signed = |value: f64| words.signed(value, decimals_of(value));
    [
        figure(row.entitlement, &plain, term("entitlement")),
        figure(row.delivered, &plain, term("delivered")),
        figure(Some(row.carried_in), &signed, row.figure.clone()),
        figure(row.balance, &signed, row.figure.clone()),
        figure(Some(row.carried_out), &signed, row.figure.clone()),
    ]
}
