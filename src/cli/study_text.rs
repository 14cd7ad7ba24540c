//! A study for a terminal.

use super::evaluate::{number, signed};
use super::table::{Lean, table};
use crate::engine::study::{
    Cell, DualLedger, Effect, Leverage, NoVerdict, RivalReadings, Standing, StationError, Subject,
    Uncertainty, Volume,
};
use crate::engine::{Found, Study};

/// Most lines of a ranking that a terminal shows; `--json` has all.
const MOST: usize = 12;

pub(super) fn text(study: &Study) -> String {
    let body = match &study.found {
        Found::Dual(found) => dual(found),
        Found::Readings(found) => readings(found),
        Found::Uncertainty(found) => uncertainty(found),
        Found::Decides(found) => decides(found),
        Found::Effect(found) => effect(found),
    };
    let (from, to) = study.days;
    format!(
        "{} ({}), {from} to {to}\n\n{body}",
        study.title, study.agreement
    )
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Above => "above",
        Standing::Even => "even",
        Standing::Below => "below",
        Standing::WithinError => "within measurement error",
        Standing::Exempt => "exempt",
        Standing::Reset => "reset",
        Standing::NotAssessable => "not assessable",
    }
}

/// Rule, party, period: how every line begins.
fn head(subject: &Subject) -> Vec<String> {
    let running = if subject.running { " (to date)" } else { "" };
    vec![
        subject.rule.clone(),
        subject.party.to_string(),
        format!("{}{running}", subject.period.label),
    ]
}

const HEAD: [(&str, Lean); 3] = [
    ("account", Lean::Left),
    ("party", Lean::Left),
    ("period", Lean::Left),
];

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| signed(value, 2))
}

fn water(volume: Option<&Volume>) -> String {
    figure(volume.and_then(|volume| volume.hm3))
}

fn margin(cell: Option<&Cell>) -> String {
    figure(cell.and_then(|cell| cell.margin))
}

fn dual(found: &DualLedger) -> String {
    let mut columns = HEAD.to_vec();
    columns.extend(
        found
            .views
            .iter()
            .map(|view| (view.id.as_str(), Lean::Right)),
    );
    columns.extend([
        ("unit", Lean::Left),
        ("verdict", Lean::Left),
        ("price hm³", Lean::Right),
    ]);
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|row| {
            let mut line = head(&row.subject);
            line.extend(row.cells.iter().map(|cell| margin(cell.as_ref())));
            line.extend([
                row.subject.unit.clone(),
                match (row.verdict, row.no_verdict) {
                    (Some(verdict), _) => word(verdict),
                    (None, Some(NoVerdict::NoFigure)) => "none: no figure",
                    (None, _) => "none: the data disagree",
                }
                .to_owned(),
                row.price
                    .as_ref()
                    .map_or_else(String::new, |p| water(Some(p))),
            ]);
            line
        })
        .collect();
    let taken: Vec<String> = found
        .views
        .iter()
        .flat_map(|view| {
            view.instead
                .iter()
                .map(|(named, taken)| format!("{}: {taken} in place of {named}\n", view.id))
        })
        .collect();
    let sums: Vec<String> = found
        .sums
        .iter()
        .map(|sum| {
            format!(
                "{} {}: a verdict in {} of {} periods, price of the others {} hm³\n",
                sum.rule,
                sum.party,
                sum.n_verdicts,
                sum.n_periods,
                number(Some(sum.price_hm3), 2)
            )
        })
        .collect();
    format!(
        "Balance from each side's data\n{}{}\n{}",
        taken.concat(),
        table(&columns, &rows),
        sums.concat()
    )
}

fn readings(found: &RivalReadings) -> String {
    if found.readings.len() < 2 {
        return "The agreement has no rival reading.\n".to_owned();
    }
    let names: Vec<&str> = found
        .readings
        .iter()
        .map(|reading| reading.id.as_str())
        .collect();
    let titles: Vec<String> = found
        .readings
        .iter()
        .zip(&names)
        .skip(1)
        .map(|(reading, name)| format!("{name}: {} [{}]\n", reading.title, reading.article))
        .collect();
    let mut columns = HEAD.to_vec();
    columns.extend(names.iter().map(|name| (*name, Lean::Right)));
    columns.extend([("unit", Lean::Left), ("difference hm³", Lean::Right)]);
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .filter(|row| row.differs)
        .map(|row| {
            let mut line = head(&row.subject);
            line.extend(row.cells.iter().map(|cell| under_reading(cell.as_ref())));
            line.extend([row.subject.unit.clone(), water(row.difference.as_ref())]);
            line
        })
        .collect();
    let days: Vec<String> = found
        .differs
        .iter()
        .map(|differs| {
            let party = differs.party.as_ref().map_or("", |party| party.as_str());
            format!(
                "{} {party}: {} to {} ({} periods)\n",
                differs.rule, differs.from, differs.to, differs.n_periods
            )
        })
        .collect();
    format!(
        "{}\nPeriods on which the readings differ: {} of {}\n{}\n{}",
        titles.concat(),
        rows.len(),
        found.rows.len(),
        table(&columns, &rows),
        days.concat()
    )
}

/// A margin; with the status where it is off, and with what a delivery filled where that is carried: readings may agree
/// on the whole and differ on that.
fn under_reading(cell: Option<&Cell>) -> String {
    let figure = margin(cell);
    let Some(cell) = cell else {
        return figure;
    };
    let mut notes = Vec::new();
    if let (Some(ahead), Some(left)) = (cell.ahead, cell.carried_left) {
        notes.push(format!(
            "ahead {}, carried {}",
            signed(ahead, 2),
            signed(left, 2)
        ));
    } else if cell.applied_to_carried != 0.0 {
        notes.push(format!("to carried {}", signed(cell.applied_to_carried, 2)));
    }
    if matches!(cell.standing, Standing::Exempt | Standing::Reset) {
        notes.push(word(cell.standing).to_owned());
    }
    if notes.is_empty() {
        figure
    } else {
        format!("{figure} ({})", notes.join(", "))
    }
}

fn assumption(error: &StationError) -> String {
    let (percent, share) = (
        error.uncertainty.percent_95,
        100.0 * error.uncertainty.systematic_share,
    );
    let origin = if error.stated { "stated" } else { "assumed" };
    format!(
        "{}: {percent} % at 95 %, {share:.0} % of the variance systematic ({origin})\n",
        error.station
    )
}

fn uncertainty(found: &Uncertainty) -> String {
    let mut columns = HEAD.to_vec();
    columns.extend([
        ("balance", Lean::Right),
        ("5 %", Lean::Right),
        ("50 %", Lean::Right),
        ("95 %", Lean::Right),
        ("unit", Lean::Left),
        ("below 0", Lean::Right),
        ("verdict", Lean::Left),
    ]);
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|row| {
            let mut line = head(&row.subject);
            line.push(margin(Some(&row.cell)));
            line.extend([row.p05, row.p50, row.p95].map(figure));
            line.extend([
                row.subject.unit.clone(),
                row.below_zero
                    .map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", 100.0 * share)),
                word(row.verdict).to_owned(),
            ]);
            line
        })
        .collect();
    let errors: Vec<String> = found.errors.iter().map(assumption).collect();
    let n_days: usize = found.gaps.iter().map(|gap| gap.n_days).sum();
    format!(
        "{} samples, seed {}\n{}{} gaps of {n_days} days filled with other years\n\n{}{}",
        found.samples,
        found.seed,
        errors.concat(),
        found.gaps.len(),
        table(&columns, &rows),
        closings(found)
    )
}

/// How the running periods may close.
fn closings(found: &Uncertainty) -> String {
    let columns = [
        ("account", Lean::Left),
        ("party", Lean::Left),
        ("period", Lean::Left),
        ("past years", Lean::Right),
        ("5 %", Lean::Right),
        ("50 %", Lean::Right),
        ("95 %", Lean::Right),
        ("unit", Lean::Left),
        ("in balance", Lean::Right),
    ];
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .filter_map(|row| {
            let closing = row.closing.as_ref()?;
            let mut line = head(&row.subject);
            line.push(closing.n_years.to_string());
            line.extend([closing.p05, closing.p50, closing.p95].map(|end| figure(Some(end))));
            line.push(row.subject.unit.clone());
            line.push(format!("{:.0} %", 100.0 * closing.in_balance));
            Some(line)
        })
        .collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!(
            "\nBalance at the end, if the rest came as in a past year\n{}",
            table(&columns, &rows)
        )
    }
}

fn decides(found: &Leverage) -> String {
    let stations: Vec<Vec<String>> = found
        .stations
        .iter()
        .take(MOST)
        .map(|station| {
            let place = station.largest_in.as_ref();
            let percent = station
                .one_percent_more
                .iter()
                .find(|row| place.is_some_and(|place| same(place, &row.subject)));
            vec![
                station.station.clone(),
                number(Some(station.largest), 2),
                place.map_or_else(String::new, |place| head(place).join(" ")),
                station.n_standing_changes.to_string(),
                water(percent.and_then(|row| row.change.as_ref())),
            ]
        })
        .collect();
    let gaps: Vec<Vec<String>> = found
        .gaps
        .iter()
        .take(MOST)
        .map(|gap| {
            let size = |row: &&_| size_of(row);
            let widest = gap.rows.iter().max_by(|a, b| size(a).total_cmp(&size(b)));
            vec![
                gap.gap.station.clone(),
                format!("{} to {}", gap.gap.from, gap.gap.to),
                gap.gap.n_days.to_string(),
                number(Some(gap.largest), 2),
                widest.map_or_else(String::new, |row| head(&row.subject).join(" ")),
                widest.map_or_else(String::new, |row| {
                    format!("{} … {}", word(row.standing.0), word(row.standing.1))
                }),
            ]
        })
        .collect();
    let station_columns = [
        ("station", Lean::Left),
        ("without it hm³", Lean::Right),
        ("most in", Lean::Left),
        ("verdicts that change", Lean::Right),
        ("1 % more, hm³", Lean::Right),
    ];
    let gap_columns = [
        ("gap of", Lean::Left),
        ("days", Lean::Left),
        ("n", Lean::Right),
        ("range hm³", Lean::Right),
        ("most in", Lean::Left),
        ("at lowest … highest", Lean::Left),
    ];
    format!(
        "Stations by what the balances lose without them\n{}\nGaps by the range that they leave, {} of {}\n{}",
        table(&station_columns, &stations),
        gaps.len(),
        found.gaps.len(),
        table(&gap_columns, &gaps)
    )
}

fn size_of(row: &crate::engine::study::GapRow) -> f64 {
    let hm3 = |volume: &Volume| volume.hm3.unwrap_or(volume.value).abs();
    row.range.as_ref().map_or(0.0, hm3)
}

fn same(a: &Subject, b: &Subject) -> bool {
    a.rule == b.rule && a.party == b.party && a.period.days == b.period.days
}

fn effect(found: &Effect) -> String {
    let mut columns = HEAD.to_vec();
    columns.extend([
        ("before", Lean::Right),
        ("after", Lean::Right),
        ("change", Lean::Right),
        ("unit", Lean::Left),
        ("change hm³", Lean::Right),
        ("stands", Lean::Left),
    ]);
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .filter(|row| row.standing_changes || row.change.as_ref().is_some_and(|c| c.value != 0.0))
        .map(|row| {
            let mut line = head(&row.subject);
            line.extend([
                margin(row.before.as_ref()),
                margin(row.after.as_ref()),
                figure(row.change.as_ref().map(|change| change.value)),
                row.subject.unit.clone(),
                water(row.change.as_ref()),
                stands(row.before.as_ref(), row.after.as_ref()),
            ]);
            line
        })
        .collect();
    let sums: Vec<String> = found
        .sums
        .iter()
        .map(|sum| {
            format!(
                "{} {}: {} {} over {} periods; {} stand elsewhere than before\n",
                sum.rule,
                sum.party,
                signed(sum.change, 2),
                sum.unit,
                sum.n_periods,
                sum.n_standing_changes
            )
        })
        .collect();
    format!(
        "Proposed: {}\nPeriods that change: {} of {}\n{}\n{}",
        found.changes.join("; "),
        rows.len(),
        found.rows.len(),
        table(&columns, &rows),
        sums.concat()
    )
}

fn stands(before: Option<&Cell>, after: Option<&Cell>) -> String {
    let of = |cell: Option<&Cell>| cell.map_or("no row", |cell| word(cell.standing));
    if of(before) == of(after) {
        of(after).to_owned()
    } else {
        format!("{} → {}", of(before), of(after))
    }
}
