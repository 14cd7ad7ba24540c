//! The table of the page: each figure, what it means, how it comes about.

use super::season::{index_name, index_said};
use super::{LowFlowRow, percent, refused, unit};
use crate::engine::analysis::low_flow::{
    Answer, Break, Deficit, Duration, Found, Minima, RecordTests, Trend,
};
use crate::present::Words;
use crate::present::words::MISSING;

/// Below ten years of days a flow duration curve is uncertain.
const SHORT_DAYS: usize = 3652;

/// Level below which a probability is taken as a sign.
const SIGNIFICANT: f64 = 0.05;

/// The table, each cell in every language that is shown.
pub(super) fn rows(found: &Found, words: &Words) -> Vec<LowFlowRow> {
    let each: Vec<Vec<LowFlowRow>> = words
        .each()
        .iter()
        .map(|words| in_one(found, words))
        .collect();
    let n = each.first().map_or(0, Vec::len);
    let cell = |k: usize, of: fn(&LowFlowRow) -> &String| {
        let mut said: Vec<&str> = Vec::new();
        for text in each.iter().filter_map(|rows| rows.get(k)).map(of) {
            // A number that differs by its marks alone is said once.
            if said
                .iter()
                .all(|known| without_marks(known) != without_marks(text))
            {
                said.push(text);
            }
        }
        said.join(" · ")
    };
    (0..n)
        .map(|k| LowFlowRow {
            name: cell(k, |row| &row.name),
            value: cell(k, |row| &row.value),
            meaning: cell(k, |row| &row.meaning),
            method: cell(k, |row| &row.method),
            is_refused: each[0][k].is_refused,
        })
        .collect()
}

fn without_marks(text: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | '.');
    text.chars().filter(|c| !is_mark(*c)).collect()
}

/// The table in one language.
fn in_one(found: &Found, words: &Words) -> Vec<LowFlowRow> {
    let mut rows = vec![record_row(found, words)];
    rows.extend(duration_rows(found, words));
    if found.base_flow_index.known().is_some() || found.deficit.known().is_some() || is_flow(found)
    {
        rows.push(row(words, "low-flow-deficit", &found.deficit, |deficit| {
            current(deficit, words)
        }));
        rows.push(row(words, "low-flow-largest", &found.deficit, |deficit| {
            largest(deficit, words)
        }));
        rows.push(row(words, "low-flow-mam7", &found.minima, |minima| {
            mam7(minima, words)
        }));
        rows.push(seven_q_ten(found, words));
        rows.push(row(
            words,
            "low-flow-bfi",
            &found.base_flow_index,
            |index| (words.number(*index, 2), words.get("low-flow-bfi-meaning")),
        ));
    }
    rows.extend(index_rows(found, words));
    for test in &found.tests {
        rows.push(trend_row(found, test, words));
        rows.push(break_row(found, test, words));
    }
    rows
}

fn is_flow(found: &Found) -> bool {
    found.quantity == crate::domain::Quantity::Discharge
}

/// A row by its key: the figure's words, or the refusal's; its method under the same key.
fn row<T>(
    words: &Words,
    key: &'static str,
    answer: &Answer<T>,
    of: impl FnOnce(&T) -> (String, String),
) -> LowFlowRow {
    let name = words.get(key);
    let method = words.get(method_key(key));
    match answer {
        Answer::Known(figure) => {
            let (value, meaning) = of(figure);
            LowFlowRow {
                name,
                value,
                meaning,
                method,
                is_refused: false,
            }
        }
        Answer::Refused(refusal) => LowFlowRow {
            name,
            value: MISSING.to_owned(),
            meaning: refused(words, *refusal),
            method,
            is_refused: true,
        },
    }
}

fn method_key(key: &str) -> &'static str {
    match key {
        "low-flow-deficit" | "low-flow-largest" => "low-flow-by-deficit",
        "low-flow-mam7" => "low-flow-by-mam7",
        "low-flow-bfi" => "low-flow-by-bfi",
        "low-flow-7q10" => "low-flow-by-7q10",
        "low-flow-trend-mean" | "low-flow-trend-total" | "low-flow-trend-minimum" => {
            "low-flow-by-trend"
        }
        "low-flow-break-mean" | "low-flow-break-total" | "low-flow-break-minimum" => {
            "low-flow-by-break"
        }
        _ => "low-flow-by-duration",
    }
}

fn record_row(found: &Found, words: &Words) -> LowFlowRow {
    let days = words.with(
        "low-flow-days-of",
        &[
            ("present", found.days.present.into()),
            ("n", found.days.expected.into()),
        ],
    );
    LowFlowRow {
        name: words.get("low-flow-record"),
        value: days,
        meaning: words.with(
            "low-flow-record-meaning",
            &[
                ("agency", found.agency.as_str().into()),
                ("first", words.date(found.first.into()).into()),
                ("last", words.date(found.last.into()).into()),
            ],
        ),
        method: if found.continued_days == 0 {
            words.get("low-flow-by-record")
        } else {
            words.with(
                "low-flow-by-continued",
                &[("n", found.continued_days.into())],
            )
        },
        is_refused: false,
    }
}

fn duration_rows(found: &Found, words: &Words) -> Vec<LowFlowRow> {
    if found.quantity == crate::domain::Quantity::Rain {
        return Vec::new();
    }
    let figure = |value: f64| words.figure(Some(value), unit(found));
    let exceeded = |curve: &Duration| {
        let zero = if curve.zero_percent > 0.0 {
            words.with(
                "low-flow-zero",
                &[("share", percent(words, curve.zero_percent).into())],
            )
        } else {
            String::new()
        };
        let short = if curve.n < SHORT_DAYS {
            words.get("low-flow-short-curve")
        } else {
            String::new()
        };
        let parts = [zero, short].into_iter().filter(|part| !part.is_empty());
        let meaning: Vec<String> = parts.collect();
        (percent(words, curve.today_percent), meaning.join("; "))
    };
    vec![
        row(words, "low-flow-exceeded", &found.duration, exceeded),
        row(words, "low-flow-q95", &found.duration, |curve| {
            let half = words.with("low-flow-q50", &[("value", figure(curve.q50).into())]);
            (figure(curve.q95), half)
        }),
    ]
}

fn current(deficit: &Deficit, words: &Words) -> (String, String) {
    let threshold = words.figure(Some(deficit.threshold), "m³/s");
    let Some(event) = &deficit.current else {
        return (
            words.get("low-flow-no-deficit"),
            words.with("low-flow-threshold", &[("value", threshold.into())]),
        );
    };
    let key = if event.begins_after_gap {
        "low-flow-since-gap"
    } else {
        "low-flow-since"
    };
    let value = words.with(
        "low-flow-days-and-volume",
        &[
            ("n", event.days.into()),
            ("volume", words.figure(Some(event.volume_hm3), "hm³").into()),
        ],
    );
    let since = words.date(event.since.into());
    (
        value,
        words.with(key, &[("date", since.into()), ("value", threshold.into())]),
    )
}

fn largest(deficit: &Deficit, words: &Words) -> (String, String) {
    let since = deficit.largest_since.map(|date| words.date(date.into()));
    (
        words.figure(Some(deficit.largest_hm3), "hm³"),
        words.with(
            "low-flow-largest-meaning",
            &[
                ("date", since.unwrap_or_else(|| MISSING.to_owned()).into()),
                ("days", words.number(float(deficit.longest_days), 0).into()),
                ("n", deficit.events.into()),
            ],
        ),
    )
}

#[expect(clippy::cast_precision_loss, reason = "days of a record")]
fn float(count: usize) -> f64 {
    count as f64
}

fn mam7(minima: &Minima, words: &Words) -> (String, String) {
    let meaning = words.with(
        "low-flow-of-years",
        &[
            ("n", minima.years.into()),
            ("month", words.month(minima.year_start).into()),
        ],
    );
    (words.figure(Some(minima.mean_annual), "m³/s"), meaning)
}

fn seven_q_ten(found: &Found, words: &Words) -> LowFlowRow {
    let answer = match &found.minima {
        Answer::Known(minima) => minima.seven_q_ten,
        Answer::Refused(refusal) => Answer::Refused(*refusal),
    };
    row(words, "low-flow-7q10", &answer, |flow| {
        let years = found.minima.known().map_or(0, |minima| minima.years);
        let meaning = if years < 20 {
            words.with("low-flow-short", &[("n", years.into())])
        } else {
            words.get("low-flow-7q10-meaning")
        };
        (words.figure(Some(*flow), "m³/s"), meaning)
    })
}

fn index_rows(found: &Found, words: &Words) -> Vec<LowFlowRow> {
    let rows = found.indices.iter().map(|series| {
        let method = match series.kind {
            crate::engine::analysis::low_flow::IndexKind::Spi => words.get("low-flow-by-spi"),
            crate::engine::analysis::low_flow::IndexKind::Ssi => words.get("low-flow-by-ssi"),
        };
        let (value, meaning, is_refused) = match &series.values {
            Answer::Known(values) => {
                let newest = values.last();
                let month =
                    newest.map(|value| format!("{} {}", words.month(value.month), value.year));
                let said = newest.map(|value| index_said(value, words));
                (said.unwrap_or_default(), month.unwrap_or_default(), false)
            }
            Answer::Refused(refusal) => (MISSING.to_owned(), refused(words, *refusal), true),
        };
        LowFlowRow {
            name: index_name(series),
            value,
            meaning,
            method,
            is_refused,
        }
    });
    rows.collect()
}

fn trend_row(found: &Found, test: &RecordTests, words: &Words) -> LowFlowRow {
    let key = match test.of {
        "total" => "low-flow-trend-total",
        "minimum_7" => "low-flow-trend-minimum",
        _ => "low-flow-trend-mean",
    };
    row(words, key, &test.trend, |trend| {
        trend_said(found, trend, words)
    })
}

fn trend_said(found: &Found, trend: &Trend, words: &Words) -> (String, String) {
    let direction = if trend.p >= SIGNIFICANT {
        "low-flow-no-trend"
    } else if trend.slope < 0.0 {
        "low-flow-falling"
    } else {
        "low-flow-rising"
    };
    let decade = |slope: f64| words.signed(10.0 * slope, 2);
    let value = words.with(
        "low-flow-per-decade",
        &[
            ("slope", decade(trend.slope).into()),
            ("unit", unit(found).into()),
        ],
    );
    let meaning = words.with(
        "low-flow-trend-meaning",
        &[
            ("direction", words.get(direction).into()),
            ("low", decade(trend.limits.0).into()),
            ("high", decade(trend.limits.1).into()),
            ("p", probability(trend.p, words).into()),
        ],
    );
    (value, meaning)
}

fn break_row(found: &Found, test: &RecordTests, words: &Words) -> LowFlowRow {
    let key = match test.of {
        "total" => "low-flow-break-total",
        "minimum_7" => "low-flow-break-minimum",
        _ => "low-flow-break-mean",
    };
    row(words, key, &test.homogeneity, |found_break| {
        break_said(found, found_break, words)
    })
}

fn break_said(found: &Found, step: &Break, words: &Words) -> (String, String) {
    let is_broken = step.pettitt_p < SIGNIFICANT || step.snht_p < SIGNIFICANT;
    let value = if is_broken {
        words.with(
            "low-flow-after",
            &[("year", step.pettitt_year.to_string().into())],
        )
    } else {
        words.get("low-flow-no-break")
    };
    let meaning = words.with(
        "low-flow-break-meaning",
        &[
            (
                "before",
                words.figure(Some(step.means.0), unit(found)).into(),
            ),
            (
                "after",
                words.figure(Some(step.means.1), unit(found)).into(),
            ),
            ("p", probability(step.pettitt_p, words).into()),
            ("year", step.snht_year.to_string().into()),
            ("q", probability(step.snht_p, words).into()),
        ],
    );
    (value, meaning)
}

/// "0.03"; "< 0.001" below that.
fn probability(p: f64, words: &Words) -> String {
    if p < 0.001 {
        format!("< {}", words.number(0.001, 3))
    } else {
        words.number(p, if p < 0.1 { 3 } else { 2 })
    }
}
