//! One new reading on a board of two hundred gauges.

use std::fmt::Write as _;
use std::sync::Arc;

use divan::Bencher;
use thalweg::domain::{
    Basin, Instant, Quality, Quantity, SeriesKey, SourceId, StationId, Statistic, Step,
};
use thalweg::engine::{Board, basin_file};
use thalweg::series::{Columns, Series};

use super::made;

const GAUGES: usize = 200;
/// Two years of quarters of an hour.
const ROWS: i64 = 2 * 365 * 96;
const QUARTER: i64 = 900_000;

fn id(gauge: usize) -> String {
    format!("g{gauge:03}")
}

/// Two hundred gauges with three levels each.
fn basin() -> Basin {
    let mut text = "schema = \"basin/1\"\nname = \"Large\"\nclock = \"UTC\"\nwater_year_start_month = 10\nlanguages = []\nagreements = []\n\
        [[party]]\nid = \"A\"\nname = \"A\"\nclock = \"UTC\"\n\
        [[source]]\nid = \"s\"\nstate = \"A\"\nagency = \"A\"\nfolder = \"x\"\nlate_after_h = 1\nsilent_after_h = 3\n"
        .to_owned();
    for gauge in 0..GAUGES {
        let written = write!(
            text,
            "[[station]]\nid = \"{0}\"\nname = \"{0}\"\nstate = \"A\"\nriver = \"R\"\nkm = {gauge}.0\nkind = \"gauge\"\n\
             levels = [ {{ name = \"1\", rank = 1, discharge_m3s = 1500 }}, {{ name = \"2\", rank = 2, discharge_m3s = 2500 }}, \
             {{ name = \"3\", rank = 3, discharge_m3s = 4000 }} ]\n",
            id(gauge)
        );
        written.expect("writing to a text");
    }
    basin_file::basin(&text).0.expect("the basin has no fault")
}

fn series(gauge: usize, rows: i64) -> Arc<Series> {
    let mut river = made::River::new(gauge as u64 + 1, 900.0);
    let n = usize::try_from(rows).expect("a number of rows");
    let columns = Columns {
        time: (0..rows).map(|row| row * QUARTER).collect(),
        value: (0..rows).map(|row| river.next(row as f64 / 96.0)).collect(),
        quality: vec![Quality::PROVISIONAL.pack(); n],
        flag: vec![0; n],
        file: vec![0; n],
        line: vec![1; n],
        column: vec![1; n],
        revision: vec![1; n],
    };
    let key = SeriesKey {
        station: StationId::new(id(gauge)),
        quantity: Quantity::Discharge,
        step: Step::Minutes(15),
        statistic: Statistic::Instantaneous,
        source: SourceId::new("s"),
    };
    Arc::new(Series::new(key, columns, [].into(), [].into()))
}

/// The board and every crossing after one reading came in: one series has a row more than before.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn one_reading_on_a_board_of_two_hundred(bencher: Bencher<'_, '_>) {
    let basin = basin();
    let mut all: Vec<Arc<Series>> = (0..GAUGES).map(|gauge| series(gauge, ROWS)).collect();
    let mut board = Board::default();
    let now = |rows: i64| Instant::from_millis(rows * QUARTER);
    board.stations(&basin, &all, now(ROWS));
    let mut rows = ROWS;
    let board = std::cell::RefCell::new(board);
    bencher
        .with_inputs(|| {
            rows += 1;
            all[77] = series(77, rows);
            (all.clone(), now(rows))
        })
        .bench_local_values(|(series, now)| {
            let mut board = board.borrow_mut();
            (
                board.stations(&basin, &series, now),
                board.events(&basin, &series, now),
            )
        });
}
