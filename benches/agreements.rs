//! Ledgers of sixty years in two hundred basins, and one ledger after a parameter moved.
//!
//! `cargo bench --bench agreements` evaluates two shipped agreements over values that it makes itself: one basin at
//! a time, and two hundred basins one after the other.
//!
//! `cargo bench --bench agreements -- beside PYTHON [ROUNDS]` does the same work in turns with the same ledgers
//! written for pandas and for DuckDB (`benches/peers`; PYTHON is an interpreter that has both), each in a process of
//! its own, and prints CPU seconds (all threads, median and range), how they compare within a round, and whether all
//! came to the same figures. Values are in memory before the clock starts, as arrays for us and as tables for them.
//!
//! `cargo bench --bench agreements -- measure NAME columns|rows [BASINS]` is our side of one round, as a line of JSON.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise and prints its figures"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use chrono::{Datelike as _, Duration, NaiveDate};
use divan::{Bencher, black_box};
use thalweg::agreements::{
    Accounts, Inputs, Outcome, Plan, Span, compute, evaluate, load, shipped,
};
use thalweg::domain::agreement::Agreement;
use thalweg::domain::agreement::clauses::Lasting;
use thalweg::domain::{Completeness, Status};
use thalweg::series::Daily;

const BASINS: usize = 200;
const YEARS: i32 = 60;
const FIRST_YEAR: i32 = 1965;
/// Values of the last years are not approved yet.
const APPROVED_YEARS: i32 = 55;
/// The agreements, by id.
const GANGES: &str = "ganges-1996";
const TEJO: &str = "albufeira-tejo";

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
            beside(python, rounds.unwrap_or(5));
        }
        ["measure", name, side, rest @ ..] => {
            let basins = rest.first().and_then(|text| text.parse().ok());
            measure(name, side, basins.unwrap_or(BASINS));
        }
        _ => divan::main(),
    }
}

/// What a station's values look like.
struct Kind {
    id: &'static str,
    /// Value of a day in SI, from the day of the year, the wetness of the basin's year (0.5 to 1.5), and chance.
    value: fn(u32, f64, f64) -> f64,
}

const STATIONS: &[(&str, &[Kind])] = &[
    (
        GANGES,
        &[
            Kind {
                id: "below_barrage",
                value: |day, wet, chance| farakka(day, wet, chance) * 0.46,
            },
            Kind {
                id: "feeder_canal",
                value: |day, wet, chance| farakka(day, wet, chance) * 0.52,
            },
            Kind {
                id: "nav_lock",
                value: |_, _, chance| 20.0 + 5.0 * chance,
            },
        ],
    ),
    (
        TEJO,
        &[
            Kind {
                id: "cedillo",
                value: |day, wet, chance| winter(day, 35.0, 170.0) * wet * (0.3 + 1.4 * chance),
            },
            Kind {
                id: "muge",
                value: |day, wet, chance| winter(day, 60.0, 330.0) * wet * (0.5 + chance),
            },
            Kind {
                id: "caceres",
                value: |day, wet, chance| rain(day, wet, chance),
            },
            Kind {
                id: "madrid_retiro",
                value: |day, wet, chance| rain(day, wet, chance) * 0.9,
            },
        ],
    ),
];

/// A dry-season flow that falls until the middle of April, m³/s.
fn farakka(day: u32, wet: f64, chance: f64) -> f64 {
    let day = f64::from(day);
    let season = if day < 105.0 {
        3000.0 - 12.0 * day
    } else {
        1740.0 + 14.0 * (day - 105.0)
    };
    season * (0.5 + 0.5 * wet) * (0.9 + 0.2 * chance)
}

/// From the least in July to the most in January, on straight lines.
fn winter(day: u32, least: f64, most: f64) -> f64 {
    let away = (f64::from(day) - 196.0).abs() / 183.0;
    least + (most - least) * away.min(1.0)
}

fn rain(day: u32, wet: f64, chance: f64) -> f64 {
    let share = 0.1 + 0.003 * winter(day, 0.0, 80.0);
    if chance < share {
        14.0 * wet * chance / share
    } else {
        0.0
    }
}

/// A number from 0 to 1 that depends on its place alone (splitmix64).
fn chance(place: u64) -> f64 {
    let mut z = place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).expect("a date")
}

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(FIRST_YEAR + YEARS - 1, 12, 31).expect("a date")
}

fn days() -> usize {
    usize::try_from((last_day() - first_day()).num_days() + 1).expect("days")
}

/// Values of one station in one basin: a day in two hundred is missing, and in some years three weeks.
fn values(kind: &Kind, nth: u64, basin: u64) -> Vec<f64> {
    let dates = first_day().iter_days().take(days());
    dates
        .zip(0_u64..)
        .map(|(date, n)| {
            let of_basin = basin << 40;
            let year = u64::from(date.year().unsigned_abs());
            let wet = 0.5 + chance(of_basin | (year << 24));
            let luck = chance(of_basin | ((nth + 1) << 32) | n);
            let lost = chance(of_basin | ((nth + 1) << 36) | n) < 0.005;
            let outage = chance(of_basin | ((nth + 1) << 32) | (year << 20)) < 0.03;
            if lost || (outage && (60..81).contains(&date.ordinal())) {
                f64::NAN
            } else {
                (kind.value)(date.ordinal(), wet, luck)
            }
        })
        .collect()
}

fn kinds(name: &str) -> &'static [Kind] {
    let found = STATIONS.iter().find(|(id, _)| *id == name);
    found.expect("an agreement of this benchmark").1
}

/// The stations of one basin.
#[derive(Clone, Default)]
struct Stations(BTreeMap<String, Arc<Daily>>);

impl Inputs for Stations {
    fn daily(&self, id: &str) -> Option<Arc<Daily>> {
        self.0.get(id).cloned()
    }
}

fn basin(name: &str, basin: usize) -> Stations {
    let stations = kinds(name).iter().zip(0_u64..).map(|(kind, nth)| {
        let values = values(kind, nth, basin as u64);
        (kind.id.to_owned(), Arc::new(daily(first_day(), values)))
    });
    Stations(stations.collect())
}

fn daily(start: NaiveDate, values: Vec<f64>) -> Daily {
    let n = values.len();
    let dates = start.iter_days().take(n);
    Daily {
        start,
        completeness: vec![Completeness::new(1, 1); n],
        approved: dates
            .map(|date| date.year() < FIRST_YEAR + APPROVED_YEARS)
            .collect(),
        rows: (0_u32..).zip(1_u32..).take(n).collect(),
        values,
    }
}

/// A shipped agreement as if it had always been in force, with exceptions that go by their test alone: whether they
/// were declared, and how long they last, is left out on all sides.
fn agreement(id: &str) -> Agreement {
    let text = shipped(id).expect("a shipped agreement");
    let (agreement, _) = load(text, id);
    let mut agreement = agreement.expect("an agreement without fault");
    agreement.in_force = (None, None);
    for condition in &mut agreement.conditions {
        condition.declared_by = None;
        condition.lasting = Lasting::Period;
    }
    agreement
}

fn span() -> Span {
    Span {
        days: (first_day(), last_day()),
        known_to: last_day(),
    }
}

/// What the rows of one ledger or rule add up to.
#[derive(Clone, Copy, Default)]
struct Sums {
    rows: u64,
    balances: u64,
    exempt: u64,
    finals: u64,
    entitlement: f64,
    delivered: f64,
    balance: f64,
}

impl Sums {
    fn add(&mut self, status: Status, entitlement: f64, delivered: f64, balance: f64) {
        self.rows += 1;
        self.exempt += u64::from(status == Status::Exempt);
        self.finals += u64::from(status == Status::Final);
        if !balance.is_nan() {
            self.balances += 1;
            self.entitlement += entitlement;
            self.delivered += delivered;
            self.balance += balance;
        }
    }
}

/// What came out of one basin: columns, or the same as rows with their texts.
enum Result {
    Columns(Accounts),
    Rows(Outcome),
}

impl Result {
    fn add_to(&self, all: &mut BTreeMap<String, Sums>) {
        let fired = match self {
            Self::Columns(accounts) => {
                for account in &accounts.accounts {
                    let sums = all.entry(account.head.rule.clone()).or_default();
                    for n in (0..account.status.len()).filter(|n| account.is_active[*n]) {
                        sums.add(
                            account.status[n],
                            account.entitlement[n],
                            account.delivered[n],
                            account.balance[n],
                        );
                    }
                }
                let fired = accounts.triggers.iter().flat_map(|called| &called.level);
                fired.filter(|level| level.is_some()).count()
            }
            Self::Rows(outcome) => {
                let number = |figure: Option<f64>| figure.unwrap_or(f64::NAN);
                for row in &outcome.ledger {
                    all.entry(row.rule.clone()).or_default().add(
                        row.status,
                        number(row.entitlement),
                        number(row.delivered),
                        number(row.balance),
                    );
                }
                let fired = outcome.triggers.iter();
                fired.filter(|row| row.fired == Some(true)).count()
            }
        };
        all.entry("fired".to_owned()).or_default().rows += fired as u64;
    }
}

/// Our side of a round: every basin's ledger from values in memory, as columns or as rows.
fn measure(name: &str, side: &str, basins: usize) {
    let agreement = agreement(name);
    let inputs: Vec<Stations> = (0..basins).map(|nth| basin(name, nth)).collect();
    let span = span();
    let (begun, before) = (Instant::now(), cpu_seconds());
    let plan = Plan::new(&agreement, &span);
    let of_basin = |inputs: &Stations| match side {
        "rows" => Result::Rows(evaluate(&agreement, inputs, &span)),
        _ => Result::Columns(compute(&plan, inputs)),
    };
    let results: Vec<Result> = inputs.iter().map(of_basin).collect();
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds() - before);
    let mut sums = BTreeMap::new();
    for result in &results {
        result.add_to(&mut sums);
    }
    let figures: serde_json::Map<String, serde_json::Value> = sums
        .iter()
        .map(|(rule, it)| {
            let figures = serde_json::json!([
                it.rows,
                it.balances,
                it.exempt,
                it.finals,
                it.entitlement,
                it.delivered,
                it.balance
            ]);
            (rule.clone(), figures)
        })
        .collect();
    let said = serde_json::json!({
        "name": "thalweg", "wall": wall, "cpu": cpu, "rss_mb": peak_megabytes(), "sums": figures,
    });
    println!("{said}");
}

/// Writes the values of every station as an array of basins by days, for the peers.
fn write_inputs(dir: &Path, name: &str) {
    for (kind, nth) in kinds(name).iter().zip(0_u64..) {
        let mut file = File::create(dir.join(format!("{}.npy", kind.id))).expect("a new file");
        let shape = format!(
            "{{'descr': '<f8', 'fortran_order': False, 'shape': ({BASINS}, {}), }}",
            days()
        );
        // The header ends in a line feed and makes 128 bytes with the ten before it.
        let header = format!("{shape:<117}\n");
        file.write_all(b"\x93NUMPY\x01\x00\x76\x00")
            .expect("room on the disk");
        file.write_all(header.as_bytes()).expect("room on the disk");
        for basin in 0..BASINS as u64 {
            let bytes: Vec<u8> = values(kind, nth, basin)
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect();
            file.write_all(&bytes).expect("room on the disk");
        }
    }
}

/// One side of a comparison, as it reports itself.
struct Report {
    cpu: f64,
    wall: f64,
    rss: u64,
    sums: serde_json::Value,
}

fn report(mut command: Command) -> Report {
    let output = command.output().expect("the program starts");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().last().unwrap_or_default();
    let said: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    Report {
        cpu: said["cpu"].as_f64().expect("CPU seconds"),
        wall: said["wall"].as_f64().expect("seconds"),
        rss: said["rss_mb"].as_u64().unwrap_or(0),
        sums: said["sums"].clone(),
    }
}

fn beside(python: &str, rounds: usize) {
    let dir = tempfile::TempDir::new().expect("a folder can be made");
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    for name in [GANGES, TEJO] {
        write_inputs(dir.path(), name);
        let command = |side: &str| match side {
            "columns" | "rows" => {
                let mut command = Command::new(std::env::current_exe().expect("this program"));
                command.args(["measure", name, side]);
                command
            }
            peer => {
                let mut command = Command::new(python);
                command.arg(peers.join(format!("{peer}_{}.py", name.replace('-', "_"))));
                command.arg(dir.path()).arg(FIRST_YEAR.to_string());
                command.arg((FIRST_YEAR + APPROVED_YEARS).to_string());
                command
            }
        };
        let sides = ["columns", "rows", "pandas", "duckdb"];
        let mut reports: Vec<Vec<Report>> = sides.iter().map(|_| Vec::new()).collect();
        for _ in 0..rounds {
            for (side, reports) in sides.iter().zip(&mut reports) {
                reports.push(report(command(side)));
            }
        }
        println!("{name}: {BASINS} basins, {YEARS} years of days, {rounds} rounds");
        for (side, of_side) in sides.iter().zip(&reports) {
            let ratios = of_side
                .iter()
                .zip(&reports[0])
                .map(|(it, us)| it.cpu / us.cpu);
            println!(
                "  {side:8} CPU {} s, wall {} s, memory {} MB, {} times ours; {}",
                spread(of_side.iter().map(|it| it.cpu)),
                spread(of_side.iter().map(|it| it.wall)),
                of_side.iter().map(|it| it.rss).max().unwrap_or(0),
                spread(ratios),
                same(&reports[0][0].sums, &of_side[0].sums)
            );
        }
    }
}

/// Median and range.
fn spread(values: impl Iterator<Item = f64>) -> String {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let (least, most) = (sorted[0], sorted[sorted.len() - 1]);
    format!("{:.3} [{least:.3} to {most:.3}]", sorted[sorted.len() / 2])
}

/// Whether every sum of ours is theirs, to a millionth of what was delivered.
fn same(ours: &serde_json::Value, theirs: &serde_json::Value) -> String {
    let mut compared = 0;
    for (rule, sums) in ours.as_object().expect("sums by rule") {
        let numbers = |sums: &serde_json::Value| -> Vec<f64> {
            let all = sums.as_array().map(Vec::as_slice).unwrap_or_default();
            all.iter().filter_map(serde_json::Value::as_f64).collect()
        };
        let (a, b) = (numbers(sums), numbers(&theirs[rule]));
        let scale = a.get(5).copied().unwrap_or(0.0).abs();
        let equal = a.len() == b.len()
            && a.iter().zip(&b).enumerate().all(|(n, (a, b))| {
                let tolerance = if n < 4 { 0.0 } else { 1e-6 * scale };
                (a - b).abs() <= tolerance
            });
        if !equal {
            return format!("NOT the same figures: {rule} {a:?}, here {b:?}");
        }
        compared += 1;
    }
    format!("same figures in {compared} ledgers and counts")
}

/// CPU time of all threads so far, as Linux counts it: in nanoseconds. No thread ends while something is measured.
fn cpu_seconds() -> f64 {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux lists the threads");
    let nanoseconds = tasks.filter_map(|task| {
        let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    nanoseconds.sum::<u64>() as f64 / 1e9
}

fn peak_megabytes() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// One basin with its sixty years, made once.
fn one(name: &'static str) -> &'static (Agreement, Stations) {
    static GANGES_BASIN: OnceLock<(Agreement, Stations)> = OnceLock::new();
    static TEJO_BASIN: OnceLock<(Agreement, Stations)> = OnceLock::new();
    let of = if name == GANGES {
        &GANGES_BASIN
    } else {
        &TEJO_BASIN
    };
    of.get_or_init(|| (agreement(name), basin(name, 7)))
}

/// One basin's ledger over sixty years, as columns.
#[divan::bench(args = [GANGES, TEJO], sample_count = 20, sample_size = 1)]
fn sixty_years_in_columns(bencher: Bencher<'_, '_>, name: &'static str) {
    let (agreement, inputs) = one(name);
    let span = span();
    bencher.bench_local(|| compute(&Plan::new(black_box(agreement), &span), inputs));
}

/// The same as rows with their texts.
#[divan::bench(args = [GANGES, TEJO], sample_count = 20, sample_size = 1)]
fn sixty_years_in_rows(bencher: Bencher<'_, '_>, name: &'static str) {
    let (agreement, inputs) = one(name);
    let span = span();
    bencher.bench_local(|| evaluate(black_box(agreement), inputs, &span));
}

/// What a slider waits for: a figure of a clause moved, the text read and checked, sixty years evaluated anew.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn after_a_parameter_moved(bencher: Bencher<'_, '_>) {
    let (_, inputs) = one(GANGES);
    let text = shipped(GANGES).expect("a shipped agreement");
    let (mut moved, span) = (35_000, span());
    bencher.bench_local(|| {
        moved += 10;
        let text = text.replace("at_least = 35000", &format!("at_least = {moved}"));
        let (agreement, _) = load(&text, GANGES);
        evaluate(&agreement.expect("no fault"), inputs, &span)
    });
}

/// Every agreement of the sample basin over ten years, on values made for its stations.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn sample_basin_ten_years(bencher: Bencher<'_, '_>) {
    let (agreements, inputs) = sample_basin();
    let start = first_day();
    let end = start + Duration::days(3652);
    let span = Span {
        days: (start, end),
        known_to: end,
    };
    bencher.bench_local(|| {
        let outcomes = agreements
            .iter()
            .map(|agreement| evaluate(black_box(agreement), &inputs, &span).ledger.len());
        outcomes.sum::<usize>()
    });
}

fn sample_basin() -> (Vec<Agreement>, Stations) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data/agreements");
    let mut agreements = Vec::new();
    for entry in fs::read_dir(folder).expect("the sample can be read") {
        let path = entry.expect("the sample can be read").path();
        let text = fs::read_to_string(&path).expect("a text");
        if text.contains("[treaty]") {
            let (agreement, _) = load(&text, "sample");
            let mut agreement = agreement.expect("an agreement without fault");
            agreement.in_force = (None, None);
            agreements.push(agreement);
        }
    }
    let mut stations = Stations::default();
    for (n, station) in agreements.iter().flat_map(|it| &it.stations).enumerate() {
        let made = kinds(TEJO).iter().map(|kind| values(kind, n as u64, 3));
        let made: Vec<Vec<f64>> = made.collect();
        let rains = station.kind == thalweg::domain::agreement::clauses::TreatyStationKind::Rain;
        let values = made[if rains { 2 } else { 0 }].clone();
        let daily = Arc::new(daily(first_day(), values));
        stations.0.insert(station.id.clone(), daily);
    }
    (agreements, stations)
}
