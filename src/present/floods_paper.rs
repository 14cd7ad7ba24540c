//! The past floods of a station to print: peaks at every gauge on the same water, and how much later they came.

use super::Words;
use super::floods::past_floods;
use super::gauge_words::utc;
use super::paper::{Holds, Paper, PaperPart, PaperSection, PaperTable, RowMark};
use crate::domain::{Basin, Instant};
use crate::engine::analysis::Floods;

/// The table in every language that `words` shows.
pub fn floods_paper((basin, as_of): (&Basin, Instant), found: &Floods, words: &Words) -> Paper {
    let parts = words.each();
    Paper {
        parts: parts
            .iter()
            .map(|words| part((basin, as_of), found, words))
            .collect(),
    }
}

fn part((basin, as_of): (&Basin, Instant), found: &Floods, words: &Words) -> PaperPart {
    let view = past_floods(basin, found, words);
    let mut columns = vec![
        (words.get("floods-peak-of"), Holds::Words),
        (format!("{} ({})", view.own_name, view.unit), Holds::Figures),
        (words.get("floods-rank"), Holds::Figures),
        (words.get("floods-often"), Holds::Figures),
    ];
    for column in &view.columns {
        columns.push((format!("{}, {}", column.name, column.way), Holds::Figures));
    }
    let mut table = PaperTable::new(&columns);
    for row in &view.rows {
        let mut cells = vec![
            row.label.clone(),
            row.own.peak.clone(),
            row.rank.to_string(),
            row.often.clone(),
        ];
        cells.extend(row.cells.iter().map(|cell| {
            if cell.after.is_empty() {
                cell.peak.clone()
            } else {
                format!("{} ({})", cell.peak, cell.after)
            }
        }));
        table.push(RowMark::Plain, cells);
    }
    let fillings = [("station", view.own_name.as_str().into())];
    PaperPart {
        language: words.tag().to_owned(),
        title: basin.name.clone(),
        subtitle: words.with("floods-paper", &fillings),
        banner: basin.exercise.is_some().then(|| words.get("cap-exercise")),
        basis: vec![words.with("bulletin-as-of", &[("time", utc(as_of, words).into())])],
        sections: vec![PaperSection {
            heading: String::new(),
            lead: view.notes.clone(),
            table: (!table.rows.is_empty()).then_some(table),
            lines: vec![words.get("floods-often-tip"), words.get("floods-daily-tip")],
        }],
        page_of: words.with(
            "paper-page",
            &[("n", "{n}".into()), ("total", "{total}".into())],
        ),
    }
}
