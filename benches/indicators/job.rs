//! The whole job of a commission's hydrologist: files of readings in, two tables out.
//!
//! `table40.csv`: id, n, n_missing, MQ, NQ and HQ of the daily means, their 5, 50 and 95 % quantiles, volume_hm3, and
//! the greatest rain of 24 hours. `table200.csv`: id, years, HQ10 and HQ100 by GEV and L-moments, MAM7, and the 95 %
//! quantile of the days. Files are read as the program always reads them: recognised or drafted, hashed, with
//! receipts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use thalweg::domain::{Clock, Findings, ProfileId, Quantity};
use thalweg::indicators::drought::flow_duration::flow_duration;
use thalweg::indicators::stats::quantile::QuantileType;
use thalweg::ingest::{Chunk, Profiles, RawClock, Reading, Sink, sniff, stream};
use thalweg::series::walks::{fold, rolling_sums, water_years};

use crate::clock::peak_megabytes;
use crate::kernels::{DAYS_OF_A_YEAR, day_means, floods, yearly_maxima};

/// So much of a file is looked at to draft a profile for it.
const HEAD: u64 = 1 << 20;
const DAY: i64 = 86_400_000;
const THREADS: usize = 2;

/// One column of one station.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub(crate) id: String,
    /// UTC, milliseconds.
    pub(crate) time: Vec<i64>,
    pub(crate) value: Vec<f64>,
}

/// Keeps the column of a quantity, one station after the other, and hands each over when the next begins.
struct Taker<'a> {
    quantity: Quantity,
    now: Columns,
    done: &'a mut dyn FnMut(&mut Columns),
}

impl Taker<'_> {
    fn hand_over(&mut self) {
        if !self.now.time.is_empty() {
            (self.done)(&mut self.now);
        }
        self.now.time.clear();
        self.now.value.clear();
    }
}

impl Sink for Taker<'_> {
    fn begin(&mut self, _file: &str) {
        self.now.time.clear();
        self.now.value.clear();
    }

    fn take(&mut self, chunk: Chunk<'_>) -> ControlFlow<()> {
        for series in chunk.series {
            if series.time.is_empty() || series.quantity != self.quantity {
                continue;
            }
            if series.station != self.now.id {
                self.hand_over();
                self.now.id.clone_from(&series.station);
            }
            let ahead = match series.clock {
                RawClock::Stated(Clock::Fixed(minutes))
                | RawClock::Assumed(Clock::Fixed(minutes)) => i64::from(minutes) * 60_000,
                _ => 0,
            };
            self.now
                .time
                .extend(series.time.iter().map(|time| time - ahead));
            self.now.value.extend_from_slice(&series.value);
        }
        ControlFlow::Continue(())
    }
}

/// Reads files, each with the profile that claims it or with one that was drafted. What a folder's first file was read
/// with is asked first for its others, as a basin settles it for a source.
pub(crate) struct Reader {
    profiles: Mutex<Arc<Profiles>>,
    settled: Mutex<BTreeMap<PathBuf, ProfileId>>,
}

impl Reader {
    pub(crate) fn new() -> Self {
        Self {
            profiles: Mutex::new(Arc::new(Profiles::shipped())),
            settled: Mutex::default(),
        }
    }

    /// Hands every station's column of a quantity to `done`.
    pub(crate) fn read(
        &self,
        path: &Path,
        quantity: Quantity,
        buffers: &mut Columns,
        done: &mut dyn FnMut(&mut Columns),
    ) {
        let mut taker = Taker {
            quantity,
            now: std::mem::take(buffers),
            done,
        };
        taker.now.id.clear();
        let mut profiles = Arc::clone(&self.profiles.lock().expect("no worker fails"));
        let folder = path.parent().unwrap_or(path).to_path_buf();
        let settled = || self.settled.lock().expect("no worker fails");
        let only = settled().get(&folder).cloned();
        let mut read_with = read(path, &profiles, only.as_ref(), &mut taker);
        while read_with.is_none() {
            profiles = self.with_draft_of(path, &profiles);
            read_with = read(path, &profiles, None, &mut taker);
        }
        settled().extend(read_with.map(|id| (folder, id)));
        taker.hand_over();
        *buffers = taker.now;
    }

    /// The profiles with one that is drafted for a file, unless another worker has drafted one meanwhile.
    fn with_draft_of(&self, path: &Path, known: &Profiles) -> Arc<Profiles> {
        let mut profiles = self.profiles.lock().expect("no worker fails");
        if profiles.iter().count() == known.iter().count() {
            let mut head = Vec::new();
            let file = File::open(path).expect("the file can be opened");
            file.take(HEAD)
                .read_to_end(&mut head)
                .expect("the file can be read");
            let draft = sniff::draft(&head, &path.to_string_lossy()).expect("a draft");
            let id = format!("draft-of-{}", profiles.iter().count());
            let mut more = Profiles::clone(&profiles);
            more.add(&id, &draft.to_toml())
                .expect("a draft is a profile");
            *profiles = Arc::new(more);
        }
        Arc::clone(&profiles)
    }
}

/// The profile that read the file; `None` when none did.
fn read(
    path: &Path,
    profiles: &Profiles,
    only: Option<&ProfileId>,
    sink: &mut dyn Sink,
) -> Option<ProfileId> {
    let name = path.to_string_lossy();
    let reading = Reading {
        name: &name,
        profiles,
        only,
        threads: 1,
    };
    let file = File::open(path).expect("the file can be opened");
    let tables = stream(file, &reading, sink, &mut Findings::new());
    let table = tables.into_iter().next()?;
    assert!(
        table.receipt.balances() && table.receipt.rejected == 0,
        "{name}"
    );
    (table.receipt.read > 0).then_some(table.profile)
}

/// Discharge or rain of all stations of a file.
pub(crate) fn columns_of(reader: &Reader, path: &Path) -> Vec<Columns> {
    let quantity = match path.parent().and_then(Path::file_name) {
        Some(folder) if folder == "r" => Quantity::Rain,
        _ => Quantity::Discharge,
    };
    let mut all = Vec::new();
    let mut keep = |columns: &mut Columns| all.push(columns.clone());
    reader.read(path, quantity, &mut Columns::default(), &mut keep);
    all
}

/// What the check line adds up.
#[derive(Clone, Copy, Debug, Default)]
struct Check {
    n: usize,
    sums: [f64; 4],
}

/// Does the job and prints the check line.
pub(crate) fn print(folder: &Path, tables: &Path) {
    fs::create_dir_all(tables).expect("a folder can be made");
    let reader = Reader::new();
    let mut gauges: Vec<PathBuf> = fs::read_dir(folder.join("b"))
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    gauges.sort();
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let mut days = (String::new(), Check::default());
    let worker = || {
        let mut buffers = Columns::default();
        while let Some(path) = gauges.get(next.fetch_add(1, Ordering::Relaxed)) {
            let rain = folder.join("r").join(path.file_name().expect("a file"));
            let row = gauge(&reader, path, &rain, &mut buffers);
            rows.lock().expect("no worker fails").push(row);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..THREADS {
            scope.spawn(worker);
        }
        days = daily_stations(&reader, &folder.join("d_all.csv"));
        worker();
    });
    let mut rows = rows.into_inner().expect("no worker fails");
    rows.sort();
    let mut table = "id,n,n_missing,MQ,NQ,HQ,Q05,Q50,Q95,volume_hm3,max_r24\n".to_owned();
    let mut check = [0.0; 4];
    for (line, sums) in &rows {
        table.push_str(line);
        for (all, one) in check.iter_mut().zip(sums) {
            *all += f64::from_bits(*one);
        }
    }
    fs::write(tables.join("table40.csv"), table).expect("room on the disk");
    fs::write(tables.join("table200.csv"), days.0).expect("room on the disk");
    let [mq, q50, hq, rain] = check;
    let [flood, low, ..] = days.1.sums;
    println!("RSS_MB {}", peak_megabytes());
    println!(
        "CHECK {} {mq:.2} {q50:.2} {hq:.1} {rain:.1} {} {flood:.0} {low:.1}",
        rows.len(),
        days.1.n
    );
}

/// The line of a gauge, and the bits of MQ, Q50, HQ and the greatest rain.
fn gauge(reader: &Reader, flow: &Path, rain: &Path, buffers: &mut Columns) -> (String, [u64; 4]) {
    let (mut line, mut figures) = (String::new(), [0.0; 4]);
    reader.read(flow, Quantity::Discharge, buffers, &mut |columns| {
        let missing = columns.value.iter().filter(|value| value.is_nan()).count();
        let means = day_means(&columns.time, &columns.value);
        let days = fold(&means);
        let quantiles = flow_duration(&means, &[0.95, 0.5, 0.05], QuantileType::Type7);
        let mean = days.sum / days.present as f64;
        let _ = write!(
            line,
            "{},{},{missing},{mean},{},{},{},{},{},{}",
            columns.id,
            columns.time.len(),
            days.min,
            days.max,
            quantiles[0],
            quantiles[1],
            quantiles[2],
            days.sum * 86_400.0 / 1e6
        );
        (figures[0], figures[1], figures[2]) = (mean, quantiles[1], days.max);
    });
    reader.read(rain, Quantity::Rain, buffers, &mut |columns| {
        rolling_sums(&columns.time, &columns.value, DAY, |_, window| {
            figures[3] = figures[3].max(window.sum);
        });
    });
    let _ = writeln!(line, ",{}", figures[3]);
    (line, figures.map(f64::to_bits))
}

/// The table of the stations that send days.
fn daily_stations(reader: &Reader, path: &Path) -> (String, Check) {
    let mut table = "id,years,HQ10,HQ100,MAM7,Q95\n".to_owned();
    let mut check = Check::default();
    let mut station = |columns: &mut Columns| {
        let (time, value) = (&columns.time, &columns.value);
        let maxima = yearly_maxima(time, value);
        let floods = floods(&maxima, &[0.9, 0.99]);
        let low = mean_of_lowest_weeks(time, value);
        let ninety_five = flow_duration(value, &[0.05], QuantileType::Type7)[0];
        let _ = writeln!(
            table,
            "{},{},{},{},{low},{ninety_five}",
            columns.id,
            maxima.len(),
            floods[0],
            floods[1]
        );
        check.n += 1;
        check.sums[0] += floods[1];
        check.sums[1] += low;
    };
    let mut buffers = Columns::default();
    reader.read(path, Quantity::Discharge, &mut buffers, &mut station);
    (table, check)
}

/// Mean over the hydrological years of the smallest mean of seven days.
fn mean_of_lowest_weeks(time: &[i64], value: &[f64]) -> f64 {
    let mut weeks = Vec::with_capacity(time.len());
    rolling_sums(time, value, 7 * DAY, |_, window| {
        weeks.push(if window.present == 7 {
            window.sum / 7.0
        } else {
            f64::NAN
        });
    });
    let years = water_years(time, 10).into_iter();
    let enough = years.filter(|year| fold(&value[year.rows.clone()]).present > DAYS_OF_A_YEAR);
    let lowest: Vec<f64> = enough.map(|year| fold(&weeks[year.rows]).min).collect();
    let all = fold(&lowest);
    all.sum / all.present as f64
}
