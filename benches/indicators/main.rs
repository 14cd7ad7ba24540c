//! How long the indicators take on a commission's network, beside what other engines take for the same work.
//!
//! `cargo bench --bench indicators` runs each kernel on values that it makes itself.
//!
//! `cargo bench --bench indicators -- beside PYTHON [ROUNDS] [FOLDER]` does the same work in turns with polars, DuckDB
//! and numpy (`benches/peers`; PYTHON is an interpreter that has them), each in a process of its own, and prints CPU
//! seconds (all threads, median and range), how they compare within a round, and whether all came to the same
//! figures: first the indicators, from values in memory, then the whole job from files to tables. FOLDER holds the
//! files, `b/*.csv`, `r/*.csv`, `d_all.csv` and `network.csv` as [`made`] describes them; without it they are made.
//!
//! `cargo bench --bench indicators -- network` prints what every indicator of the catalogue costs for two hundred
//! stations with sixty years of days, and what one new reading costs on the board of two hundred gauges.
//!
//! `cargo bench --bench indicators -- measure TASK FOLDER` is our side of one round, as a line of JSON;
//! `… -- job FOLDER TABLES` is the whole job.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise and prints its figures"
)]

mod beside;
mod board;
mod clock;
mod columns;
mod job;
mod kernels;
mod made;
mod network;

use std::path::Path;

use divan::{Bencher, black_box};
use thalweg::indicators::drought::flow_duration::flow_duration;
use thalweg::indicators::stats::quantile::QuantileType;
use thalweg::series::walks::{fold, rolling_sums};

const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let words: Vec<&str> = words
        .into_iter()
        .filter(|word| *word != "--bench")
        .collect();
    match words.as_slice() {
        ["beside", python, rest @ ..] => {
            let rounds = rest.first().and_then(|text| text.parse().ok());
            let folder = rest.get(1).map(Path::new);
            beside::beside(python, rounds.unwrap_or(ROUNDS), folder);
        }
        ["measure", task, folder] => kernels::measure(task, Path::new(folder)),
        ["job", folder, tables] => job::print(Path::new(folder), Path::new(tables)),
        ["network"] => network::print(),
        ["columns", folder, into] => columns::write_all(Path::new(folder), Path::new(into)),
        ["made", folder] => made::make(Path::new(folder)),
        _ => divan::main(),
    }
}

/// Five years of quarters of an hour at one station.
fn one() -> (Vec<i64>, Vec<f64>) {
    let quarters = 5 * 365 * 96;
    let time = (0..quarters).map(|n| n * 900_000).collect();
    let mut river = made::River::new(7, 900.0);
    let value = (0..quarters).map(|n| river.next(n as f64 / 96.0)).collect();
    (time, value)
}

#[divan::bench]
fn rolling_day(bencher: Bencher<'_, '_>) {
    let (time, value) = one();
    bencher.bench_local(|| {
        let mut greatest = 0.0_f64;
        rolling_sums(black_box(&time), &value, 86_400_000, |_, window| {
            greatest = greatest.max(window.sum);
        });
        greatest
    });
}

#[divan::bench]
fn ninety_nine_percentiles(bencher: Bencher<'_, '_>) {
    let (_, value) = one();
    let shares: Vec<f64> = (1..100).map(|n| f64::from(n) / 100.0).collect();
    bencher.bench_local(|| flow_duration(black_box(&value), &shares, QuantileType::Type6));
}

#[divan::bench]
fn sum_and_extremes(bencher: Bencher<'_, '_>) {
    let (_, value) = one();
    bencher.bench_local(|| fold(black_box(&value)));
}
