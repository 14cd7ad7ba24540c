//! Studies that put balances side by side, period by period.

use super::Words;
use super::study::{StudyRow, StudyView, row_of};
use super::words::{MISSING, decimals_of, unit_as_written};
use crate::engine::Evaluation;
use crate::engine::study::{
    Cell, DualLedger, Effect, NoVerdict, RivalReadings, Standing, Subject, Uncertainty, Volume,
};

/// What stands where, in words.
pub(super) fn standing_word(standing: Standing, words: &Words) -> String {
    words.get(match standing {
        Standing::Above => "standing-above",
        Standing::Even => "standing-even",
        Standing::Below => "standing-below-due",
        Standing::WithinError => "standing-within-error",
        Standing::Exempt => "status-exempt",
        Standing::Reset => "status-reset",
        Standing::NotAssessable => "status-not-assessable",
    })
}

pub(super) fn signed(value: Option<f64>, words: &Words) -> String {
    match value.filter(|value| value.is_finite()) {
        Some(value) => words.signed(value, decimals_of(value)),
        None => MISSING.to_owned(),
    }
}

pub(super) fn volume(volume: &Volume, words: &Words) -> String {
    words.figure(Some(volume.value), &volume.unit)
}

fn unit_of<'a>(mut subjects: impl Iterator<Item = &'a Subject>) -> String {
    subjects
        .next()
        .map(|subject| unit_as_written(&subject.unit))
        .unwrap_or_default()
}

fn margins(cells: &[Option<Cell>]) -> Vec<Option<f64>> {
    let margin = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| cell.margin);
    cells.iter().map(margin).collect()
}

fn filled(mut row: StudyRow, values: Vec<Option<f64>>, words: &Words) -> StudyRow {
    row.texts = values.iter().map(|value| signed(*value, words)).collect();
    row.values = values;
    row
}

/// Oldest period first, as every plot over time.
fn by_period(rows: &mut [(chrono::NaiveDate, StudyRow)]) {
    rows.sort_by_key(|(first, row)| (*first, row.party));
}

fn sorted(mut rows: Vec<(chrono::NaiveDate, StudyRow)>) -> Vec<StudyRow> {
    by_period(&mut rows);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Each side's data.
pub(super) fn dual(evaluation: &Evaluation, found: &DualLedger, words: &Words) -> StudyView {
    let first = words.first();
    let rows = found.rows.iter().map(|line| {
        let mut row = filled(
            row_of(evaluation, &line.subject),
            margins(&line.cells),
            &first,
        );
        row.is_verdict = line.verdict.is_some();
        row.verdict = match (line.verdict, line.no_verdict) {
            (Some(verdict), _) => standing_word(verdict, &first),
            (None, Some(NoVerdict::DataDisagree)) => first.get("study-data-disagree"),
            (None, _) => first.get("study-no-figure"),
        };
        row.last = line
            .price
            .as_ref()
            .map(|price| volume(price, &first))
            .unwrap_or_default();
        (line.subject.period.days.0, row)
    });
    let mut notes: Vec<String> = Vec::new();
    for sum in &found.sums {
        notes.push(words.say(|words| {
            words.with(
                "study-dual-sum",
                &[
                    ("verdicts", sum.n_verdicts.into()),
                    ("periods", sum.n_periods.into()),
                    ("differing", sum.n_differing.into()),
                    ("price", words.figure(Some(sum.price_hm3), "hm³").into()),
                ],
            )
        }));
    }
    for view in &found.views {
        for (named, taken) in &view.instead {
            notes.push(words.with(
                "study-dual-instead",
                &[
                    ("party", side(evaluation, &view.id, words).into()),
                    ("named", station(evaluation, named).into()),
                    ("taken", station(evaluation, taken).into()),
                ],
            ));
        }
    }
    StudyView {
        sides: found
            .views
            .iter()
            .map(|view| side(evaluation, &view.id, &first))
            .collect(),
        side_parties: found
            .views
            .iter()
            .map(|view| {
                let parties = &evaluation.basin.parties;
                parties
                    .iter()
                    .position(|party| party.id.as_str() == view.id)
            })
            .collect(),
        unit: unit_of(found.rows.iter().map(|row| &row.subject)),
        rows: sorted(rows.collect()),
        notes,
        last_heading: first.get("study-price"),
        ..StudyView::default()
    }
}

fn side(evaluation: &Evaluation, id: &str, words: &Words) -> String {
    let parties = &evaluation.basin.parties;
    parties
        .iter()
        .find(|party| party.id.as_str() == id)
        .map_or_else(
            || words.first().get("study-agreed"),
            |party| party.name.clone(),
        )
}

/// A station by its name.
pub(super) fn station(evaluation: &Evaluation, id: &str) -> String {
    let known = evaluation.basin.station(&id.into());
    known.map_or_else(|| id.to_owned(), |station| station.name.clone())
}

/// Each reading of the clauses.
pub(super) fn readings(evaluation: &Evaluation, found: &RivalReadings, words: &Words) -> StudyView {
    let first = words.first();
    let rows = found.rows.iter().map(|line| {
        let mut row = filled(
            row_of(evaluation, &line.subject),
            margins(&line.cells),
            &first,
        );
        row.is_verdict = !line.differs;
        let same = line.cells.iter().flatten().next();
        row.verdict = match same.filter(|_| !line.differs) {
            Some(cell) => standing_word(cell.standing, &first),
            None => first.get("study-readings-differ"),
        };
        row.last = line
            .difference
            .as_ref()
            .filter(|difference| difference.value != 0.0)
            .map(|difference| volume(difference, &first))
            .unwrap_or_default();
        (line.subject.period.days.0, row)
    });
    let date = |day: chrono::NaiveDate| words.date(day.and_time(chrono::NaiveTime::MIN));
    let mut notes: Vec<String> = found
        .readings
        .iter()
        .filter(|reading| !reading.title.is_empty())
        .map(|reading| format!("{}, {}", reading.title, reading.article))
        .collect();
    notes.extend(found.differs.iter().take(6).map(|stretch| {
        words.with(
            "study-differs",
            &[
                ("from", date(stretch.from).into()),
                ("to", date(stretch.to).into()),
                ("periods", stretch.n_periods.into()),
            ],
        )
    }));
    if found.differs.is_empty() {
        notes.push(words.get("study-differs-never"));
    }
    StudyView {
        sides: found
            .readings
            .iter()
            .map(|reading| {
                if !reading.title.is_empty() {
                    reading.title.clone()
                } else if reading.id.is_empty() {
                    first.get("study-as-written")
                } else {
                    reading.id.replace(['_', '-'], " ")
                }
            })
            .collect(),
        unit: unit_of(found.rows.iter().map(|row| &row.subject)),
        rows: sorted(rows.collect()),
        notes,
        last_heading: first.get("study-difference"),
        ..StudyView::default()
    }
}

/// The measurement error.
pub(super) fn uncertainty(
    evaluation: &Evaluation,
    found: &Uncertainty,
    words: &Words,
) -> StudyView {
    let first = words.first();
    let rows = found.rows.iter().map(|line| {
        let values = vec![line.p05, line.cell.margin, line.p95];
        let mut row = filled(row_of(evaluation, &line.subject), values, &first);
        row.range = line.p05.zip(line.p95);
        row.is_verdict = line.verdict != Standing::WithinError;
        row.verdict = standing_word(line.verdict, &first);
        row.last = line.below_zero.map_or_else(String::new, |share| {
            format!("{} %", first.number(100.0 * share, 0))
        });
        (line.subject.period.days.0, row)
    });
    let mut notes = vec![words.with(
        "study-samples",
        &[
            ("samples", found.samples.into()),
            ("seed", found.seed.to_string().into()),
            ("gaps", found.gaps.len().into()),
        ],
    )];
    notes.extend(found.errors.iter().map(|error| {
        let key = if error.stated {
            "study-error-stated"
        } else {
            "study-error-assumed"
        };
        let percent = words.number(error.uncertainty.percent_95, 1);
        words.with(
            key,
            &[
                ("station", station(evaluation, &error.station).into()),
                ("percent", percent.into()),
            ],
        )
    }));
    StudyView {
        sides: ["study-p05", "study-balance", "study-p95"]
            .map(|key| first.get(key))
            .to_vec(),
        unit: unit_of(found.rows.iter().map(|row| &row.subject)),
        rows: sorted(rows.collect()),
        notes,
        last_heading: first.get("study-below-zero"),
        ..StudyView::default()
    }
}

/// A proposed change.
pub(super) fn effect(evaluation: &Evaluation, found: &Effect, words: &Words) -> StudyView {
    let first = words.first();
    let rows = found.rows.iter().map(|line| {
        let cells = [line.before.clone(), line.after.clone()];
        let mut row = filled(row_of(evaluation, &line.subject), margins(&cells), &first);
        row.is_verdict = !line.standing_changes;
        let word = |cell: &Option<Cell>| {
            cell.as_ref().map_or_else(
                || MISSING.to_owned(),
                |cell| standing_word(cell.standing, &first),
            )
        };
        row.verdict = if line.standing_changes {
            format!("{} → {}", word(&line.before), word(&line.after))
        } else {
            word(&line.after)
        };
        row.last = line
            .change
            .as_ref()
            .filter(|change| change.value != 0.0)
            .map(|change| signed(Some(change.value), &first))
            .unwrap_or_default();
        (line.subject.period.days.0, row)
    });
    let notes = found.sums.iter().map(|sum| {
        words.say(|words| {
            let unit = unit_as_written(&sum.unit);
            let change = format!("{} {unit}", signed(Some(sum.change), words));
            words.with(
                "study-effect-sum",
                &[
                    ("changes", sum.n_standing_changes.into()),
                    ("periods", sum.n_periods.into()),
                    ("change", change.into()),
                ],
            )
        })
    });
    StudyView {
        sides: ["study-before", "study-after"]
            .map(|key| first.get(key))
            .to_vec(),
        unit: unit_of(found.rows.iter().map(|row| &row.subject)),
        rows: sorted(rows.collect()),
        notes: notes.collect(),
        last_heading: first.get("study-change"),
        ..StudyView::default()
    }
}
