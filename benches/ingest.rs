//! Reading exports: a tidy table, a messy one whose dialect is found out and not told, and days as columns.
//!
//! `cargo bench --bench ingest` reads files of the three kinds that it makes itself, with one thread and with two.
//!
//! `cargo bench --bench ingest -- measure [--threads N] [--whole] [--answer KEY=VALUE]… FILE…` reads the named files
//! and prints one line of JSON: CPU and wall seconds, peak memory, and what was read (rows, sum of the stamps in
//! seconds, sums, missing values, flags), so that other programs can be measured in turns with it and their results
//! compared. Recognition or drafting, hashes, receipts and the line of every reading are part of the time. With
//! `--whole` every column is kept, as a table in memory is; without it readings are looked at as they come.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise and prints its figures"
)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

use divan::Bencher;
use divan::counter::BytesCount;
use tempfile::TempDir;
use thalweg::domain::{Clock, Findings, Quantity, Unit};
use thalweg::ingest::sniff;
use thalweg::ingest::{Chunk, Profiles, RawClock, RawSeries, Reading, Sink, stream};

/// So much of a file is looked at to draft a profile for it.
const HEAD: u64 = 1 << 20;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().position(|argument| argument == "measure") {
        Some(at) => measure(&arguments[at + 1..]),
        None => divan::main(),
    }
}

/// What was read, in SI and UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    readings: u64,
    /// Seconds since 1970.
    stamps: i128,
    stage: f64,
    discharge: f64,
    missing: u64,
    /// Readings with the first flag of the list that says "approved".
    approved: u64,
    lines: u64,
}

impl Sums {
    fn add(&mut self, series: &RawSeries, approved: &[bool]) {
        let ahead = match series.clock {
            RawClock::Stated(Clock::Fixed(minutes)) | RawClock::Assumed(Clock::Fixed(minutes)) => {
                i64::from(minutes) * 60
            }
            _ => 0,
        };
        let stamps = series.time.iter().map(|time| time / 1000 - ahead);
        self.stamps += i128::from(stamps.sum::<i64>());
        self.readings += series.time.len() as u64;
        let unit = Unit::parse(&series.unit, series.quantity);
        let mut sum = 0.0;
        for value in &series.value {
            if value.is_nan() {
                self.missing += 1;
            } else {
                sum += unit.map_or(*value, |unit| unit.to_si(*value));
            }
        }
        match series.quantity {
            Quantity::Stage => self.stage += sum,
            _ => self.discharge += sum,
        }
        let flags = series.flag.iter();
        self.approved += flags.filter(|flag| approved[usize::from(**flag)]).count() as u64;
        self.lines += series.line.iter().map(|line| u64::from(*line)).sum::<u64>();
    }
}

/// Looks at readings as they come, or keeps every column.
#[derive(Default)]
struct Taker {
    sums: Sums,
    kept: Option<Vec<RawSeries>>,
    first: usize,
    approved: Vec<bool>,
}

impl Sink for Taker {
    fn begin(&mut self, _file: &str) {
        if let Some(kept) = &self.kept {
            self.first = kept.len();
        }
    }

    fn take(&mut self, chunk: Chunk<'_>) -> ControlFlow<()> {
        let is_approved = |text: &String| ["A", "geprüft"].contains(&text.as_str());
        self.approved = chunk.flags.iter().map(is_approved).collect();
        let Some(kept) = &mut self.kept else {
            for series in chunk.series {
                self.sums.add(series, &self.approved);
            }
            return ControlFlow::Continue(());
        };
        for (nth, series) in chunk.series.iter().enumerate() {
            let Some(into) = kept.get_mut(self.first + nth) else {
                kept.push(series.clone());
                continue;
            };
            into.time.extend_from_slice(&series.time);
            into.value.extend_from_slice(&series.value);
            into.flag.extend_from_slice(&series.flag);
            into.line.extend_from_slice(&series.line);
            into.column.extend_from_slice(&series.column);
        }
        ControlFlow::Continue(())
    }
}

/// How files are read.
struct Job {
    /// Those of the program, and those that were drafted for files before: they read the files that follow.
    profiles: Mutex<Profiles>,
    threads: usize,
    answers: Vec<(String, String)>,
}

impl Job {
    fn new(threads: usize) -> Self {
        Self {
            profiles: Mutex::new(Profiles::shipped()),
            threads,
            answers: Vec::new(),
        }
    }

    /// Reads a file with the profile that claims it, or with one that is drafted from its beginning.
    fn read(&self, path: &Path, taker: &mut Taker) {
        let name = path.to_string_lossy();
        let read = |profiles: &Profiles, taker: &mut Taker| {
            let reading = Reading {
                name: &name,
                profiles,
                only: None,
                threads: self.threads,
            };
            let file = File::open(path).expect("the file can be opened");
            let mut findings = Findings::new();
            let tables = stream(file, &reading, taker, &mut findings);
            let count: u64 = tables.iter().map(|table| table.receipt.read).sum();
            assert!(
                tables.iter().all(|table| table.receipt.balances()),
                "{name}"
            );
            (count, findings)
        };
        let known = self.profiles.lock().expect("no worker fails").clone();
        let (mut count, mut findings) = read(&known, taker);
        if count == 0 {
            let profiles = self.with_draft_of(path, &known);
            (count, findings) = read(&profiles, taker);
        }
        assert!(count > 0, "{name}: {findings:?}");
    }

    /// The profiles with one that is drafted for a file, unless another worker has drafted one meanwhile.
    fn with_draft_of(&self, path: &Path, known: &Profiles) -> Profiles {
        let mut profiles = self.profiles.lock().expect("no worker fails");
        if drafts(&profiles) == drafts(known)
            && let Some(profile) = self.drafted(path)
        {
            let id = format!("draft-of-{}", drafts(&profiles));
            profiles.add(&id, &profile).expect("a draft is a profile");
        }
        profiles.clone()
    }

    /// A profile for a file that nobody claims, drafted from its beginning.
    fn drafted(&self, path: &Path) -> Option<String> {
        let mut head = Vec::new();
        let file = File::open(path).expect("the file can be opened");
        file.take(HEAD)
            .read_to_end(&mut head)
            .expect("the file can be read");
        let name = path.to_string_lossy();
        let mut draft = sniff::draft(&head, &name)?;
        for (key, text) in &self.answers {
            draft.answer(key, text).expect("an answer");
        }
        Some(draft.to_toml())
    }
}

fn drafts(profiles: &Profiles) -> usize {
    let ids = profiles.iter().map(|profile| profile.id.as_str());
    ids.filter(|id| id.starts_with("draft-of-")).count()
}

fn measure(arguments: &[String]) {
    let mut job = Job::new(1);
    let mut taker = Taker::default();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--threads" => {
                let n = rest.next().and_then(|text| text.parse().ok());
                job.threads = n.expect("a number of threads");
            }
            "--whole" => taker.kept = Some(Vec::new()),
            "--answer" => {
                let answer = rest.next().and_then(|text| text.split_once('='));
                let (key, text) = answer.expect("KEY=VALUE");
                job.answers.push((key.to_owned(), text.to_owned()));
            }
            "--bench" => {}
            file => files.push(file.into()),
        }
    }
    let bytes: u64 = files
        .iter()
        .filter_map(|it| fs::metadata(it).ok())
        .map(|it| it.len())
        .sum();
    let (begun, before) = (Instant::now(), cpu_seconds());
    if job.threads > 1 && files.len() > 1 {
        // Several files are read side by side, each on one thread.
        let threads = std::mem::replace(&mut job.threads, 1);
        taker.sums = side_by_side(&job, &files, threads);
    } else {
        for file in &files {
            job.read(file, &mut taker);
        }
    }
    let drafts = drafts(&job.profiles.lock().expect("no worker fails"));
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds() - before);
    for series in taker.kept.take().unwrap_or_default() {
        taker.sums.add(&series, &taker.approved);
    }
    let sums = taker.sums;
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{{\"name\":\"thalweg\",\"wall\":{wall:.4},\"cpu\":{cpu:.3},\"rss_mb\":{},\"mb\":{megabytes:.1},\"mbps_cpu\":{:.0},\"readings\":{},\"chk\":[{},{:.1},{:.0},{},{}],\"lines\":{},\"drafts\":{drafts}}}",
        peak_megabytes(),
        megabytes / cpu.max(1e-9),
        sums.readings,
        sums.stamps,
        sums.stage,
        sums.discharge,
        sums.missing,
        sums.approved,
        sums.lines
    );
}

fn side_by_side(job: &Job, files: &[PathBuf], threads: usize) -> Sums {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut taker = Taker::default();
        loop {
            let n = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(file) = files.get(n) else {
                return taker.sums;
            };
            job.read(file, &mut taker);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = Sums::default();
        for worker in workers {
            let sums = worker.join().expect("a worker that ends");
            all.readings += sums.readings;
            all.stamps += sums.stamps;
            all.stage += sums.stage;
            all.discharge += sums.discharge;
            all.missing += sums.missing;
            all.approved += sums.approved;
            all.lines += sums.lines;
        }
        all
    })
}

/// User and system time of all threads so far, as Linux counts it: in hundredths.
fn cpu_seconds() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = text.rsplit(')').next().unwrap_or_default();
    let fields = behind.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

fn peak_megabytes() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// Files of the three kinds, with values that are the same in every run.
struct Made {
    _dir: TempDir,
    tidy: PathBuf,
    messy: PathBuf,
    wide: PathBuf,
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let dir = TempDir::new().expect("a folder can be made");
        let write = |name: &str, bytes: &[u8]| {
            let path = dir.path().join(name);
            fs::write(&path, bytes).expect("a file can be written");
            path
        };
        Made {
            tidy: write("tidy.csv", tidy().as_bytes()),
            messy: write("messy.csv", &messy()),
            wide: write("wide.csv", wide().as_bytes()),
            _dir: dir,
        }
    })
}

/// A stage in centimetres that rises and falls, from the number of a quarter of an hour.
fn stage(quarter: u64) -> u64 {
    let state = quarter.wrapping_mul(6_364_136_223_846_793_005) >> 60;
    150 + quarter / 37 % 400 + state
}

/// Date and time of day of a quarter of an hour; months have 28 days here.
fn stamp(quarter: u64) -> (u64, u64, u64, u64, u64) {
    let (day, of_day) = (quarter / 96, quarter % 96);
    let (year, month) = (1990 + day / 336, day / 28 % 12 + 1);
    (year, month, day % 28 + 1, of_day / 4, of_day % 4 * 15)
}

fn tidy() -> String {
    let mut text = "station_id,timestamp,stage_m,discharge_m3s,flag\n".to_owned();
    for n in 0..400_000 {
        let (year, month, day, hour, minute) = stamp(n % 100_000);
        let centimetres = stage(n);
        let _ = write!(
            text,
            "S-{:04},{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z,",
            100 + n / 100_000
        );
        let _ = match n % 241 {
            0 => writeln!(text, ",,M"),
            _ => writeln!(
                text,
                "{}.{:02},{}.{:03},A",
                centimetres / 100,
                centimetres % 100,
                centimetres / 3,
                n % 1000
            ),
        };
    }
    text
}

/// ISO-8859-1, Windows line ends, a preamble, semicolons, commas as decimal marks, dates with the day first.
fn messy() -> Vec<u8> {
    let mut text = "# Wasserstands- und Abflußdaten, Datenexport\r\n# Messstelle: Mühlfurt\r\n# Messstellennummer: M-0815\r\n# Zeitbezug: MEZ (UTC+1), ganzjährig\r\n# Lückenwert: -777,0\r\n# Stand: 05.03.2024\r\n\r\nZeitpunkt;Wasserstand [cm];Abfluß [m³/s];Qualität\r\n".to_owned();
    for n in 0..400_000 {
        let (year, month, day, hour, minute) = stamp(n);
        let centimetres = stage(n);
        let _ = write!(text, "{day:02}.{month:02}.{year} {hour:02}:{minute:02};");
        let _ = match n % 241 {
            0 => write!(text, "-777,0;-777,0;Lücke\r\n"),
            1 => write!(text, "---;---;Lücke\r\n"),
            _ => write!(
                text,
                "{centimetres},{};{},{:02};geprüft\r\n",
                n % 10,
                centimetres / 3,
                n % 100
            ),
        };
    }
    // Every letter of it has one byte there.
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect()
}

fn wide() -> String {
    let mut text = "STATION_NUMBER,YEAR,MONTH,FULL_MONTH,NO_DAYS".to_owned();
    for day in 1..=31 {
        let _ = write!(text, ",FLOW{day},FLOW_SYMBOL{day}");
    }
    text.push('\n');
    for row in 0..20_000 {
        let _ = write!(
            text,
            "05AA{:03},{},{},1,28",
            row / 720,
            1960 + row % 720 / 12,
            row % 12 + 1
        );
        for day in 1..=31 {
            let value = stage(row * 31 + day);
            let _ = match (day, value % 50) {
                (29.., _) => write!(text, ",,"),
                (_, 0) => write!(text, ",{}.{},B", value / 10, value % 10),
                (_, _) => write!(text, ",{}.{},", value / 10, value % 10),
            };
        }
        text.push('\n');
    }
    text
}

fn bench(bencher: Bencher<'_, '_>, path: &Path, threads: usize) {
    let job = Job::new(threads);
    let bytes = fs::metadata(path).expect("the file is there").len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut taker = Taker::default();
        job.read(path, &mut taker);
        taker.sums
    });
}

#[divan::bench(args = [1, 2], sample_count = 10, sample_size = 1)]
fn tidy_table(bencher: Bencher<'_, '_>, threads: usize) {
    bench(bencher, &made().tidy, threads);
}

#[divan::bench(args = [1, 2], sample_count = 10, sample_size = 1)]
fn messy_table(bencher: Bencher<'_, '_>, threads: usize) {
    bench(bencher, &made().messy, threads);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn days_as_columns(bencher: Bencher<'_, '_>) {
    bench(bencher, &made().wide, 1);
}

/// What a file costs before its first reading: the search for its dialect.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn draft_of_the_messy_table(bencher: Bencher<'_, '_>) {
    let job = Job::new(1);
    bencher.bench_local(|| job.drafted(&made().messy).is_some());
}
