//! One value per instant.

use super::align::{MANY, Place, say_rest};
use super::receipts::Receipts;
use crate::domain::{Cause, Finding, Findings, Instant, SeriesKey};
use crate::series::Columns;

/// How many values were set aside, and why.
pub(super) struct SetAside {
    /// They repeat the value of their instant.
    pub(super) again: usize,
    /// Their instant has several values, and nobody can say which holds.
    pub(super) contradicted: usize,
}

/// Sorts by time and keeps one reading of each instant. Equal values collapse; of different values none is kept.
pub(super) fn once_each(
    key: &SeriesKey,
    columns: Columns,
    file: &str,
    (findings, receipts): (&mut Findings, &mut Receipts),
) -> (Columns, SetAside) {
    if columns.time.is_sorted_by(|a, b| a < b) {
        let nothing = SetAside {
            again: 0,
            contradicted: 0,
        };
        return (columns, nothing);
    }
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&row| columns.time[row]);
    let mut kept = Vec::with_capacity(order.len());
    let mut equal = Vec::new();
    let mut different: Vec<Vec<usize>> = Vec::new();
    for group in order.chunk_by(|&a, &b| columns.time[a] == columns.time[b]) {
        // "No value" never stands against a value; its row is counted as missing already.
        let has_value = |row: &usize| !columns.value[*row].is_nan();
        let Some(&first) = group.iter().find(|row| has_value(row)).or(group.first()) else {
            continue;
        };
        let is_other = |row: &usize| has_value(row) && columns.value[*row] != columns.value[first];
        if group.iter().any(is_other) {
            different.push(group.iter().copied().filter(has_value).collect());
            continue;
        }
        kept.push(first);
        let again = group.iter().filter(|&&row| row != first && has_value(&row));
        equal.extend(again.map(|&row| (first, row)));
    }
    let place = Place {
        file,
        entry: key.to_string(),
    };
    say_equal(&columns, &equal, &place, findings);
    say_different(&columns, &different, &place, findings);
    let again = equal.iter().map(|&(_, again)| again);
    receipts.set_aside(
        key,
        &columns,
        again.chain(different.iter().flatten().copied()),
    );
    let aside = SetAside {
        again: equal.len(),
        contradicted: different.iter().map(Vec::len).sum(),
    };
    (columns.reordered(&kept), aside)
}

fn say_equal(
    columns: &Columns,
    equal: &[(usize, usize)],
    place: &Place<'_>,
    findings: &mut Findings,
) {
    let Some(&(first, again)) = equal.first() else {
        return;
    };
    findings.push(
        place
            .put(Finding::note(
                Cause::Duplicate,
                format!(
                    "{} readings give the value of an instant again; the first of them repeats line {}",
                    equal.len(),
                    columns.line[first]
                ),
            ))
            .line(columns.line[again])
            .hint("nothing needs to be done; each value is kept once"),
    );
}

fn say_different(
    columns: &Columns,
    different: &[Vec<usize>],
    place: &Place<'_>,
    findings: &mut Findings,
) {
    for rows in different.iter().take(MANY) {
        let lines: Vec<String> = rows
            .iter()
            .map(|&row| columns.line[row].to_string())
            .collect();
        let time = Instant::from_millis(columns.time[rows[0]]);
        for &row in rows {
            findings.push(
                place
                    .put(Finding::error(
                        Cause::Duplicate,
                        format!(
                            "lines {} give different values for {time}; none of them is taken in",
                            lines.join(" and ")
                        ),
                    ))
                    .line(columns.line[row])
                    .column(u32::from(columns.column[row]))
                    .hint("ask the agency which of them holds"),
            );
        }
    }
    say_rest(different.len(), Cause::Duplicate, place, findings);
}
