//! Rounds in turns with the peers.

use std::path::Path;
use std::process::Command;

use crate::clock::seconds_of_children;
use crate::made;

/// Each task, who does it beside us, and how far two of them may differ: in parts of the figure, and whether chance
/// is part of it.
const TASKS: &[(&str, &[&str])] = &[
    ("daily_means", &["polars", "numpy", "duckdb"]),
    ("rolling_sums", &["polars", "numpy", "duckdb"]),
    ("lagged_join", &["polars", "numpy", "duckdb"]),
    ("flow_duration", &["polars", "numpy", "duckdb"]),
    ("volumes", &["duckdb", "polars", "numpy"]),
    ("annual_maxima", &["polars", "numpy", "duckdb"]),
    ("bootstrap", &["numpy"]),
];

/// One side of a round.
struct Report {
    cpu: f64,
    rss: u64,
    figures: Vec<f64>,
    said: String,
}

pub(crate) fn beside(python: &str, rounds: usize, folder: Option<&Path>) {
    let own = tempfile::TempDir::new().expect("a folder can be made");
    let folder = folder.map_or_else(
        || {
            let folder = own.path().join("files");
            made::make(&folder);
            folder
        },
        Path::to_path_buf,
    );
    let arrays = own.path().join("arrays");
    let ours = || Command::new(std::env::current_exe().expect("this program"));
    let done = ours().arg("columns").args([&folder, &arrays]).status();
    assert!(done.expect("this program starts").success());
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    let peer = |script: &str| {
        let mut command = Command::new(python);
        command.arg(peers.join(script));
        command
    };
    for (task, engines) in TASKS {
        let command = |side: &str| match side {
            "thalweg" => {
                let mut command = ours();
                command.arg("measure").arg(task).arg(&arrays);
                command
            }
            engine => {
                let mut command = peer(&format!("{engine}_indicators.py"));
                command.arg(task).arg(&arrays);
                command
            }
        };
        turns(task, engines, rounds, &mut |side| {
            let (said, _) = output(command(side));
            from_json(said)
        });
    }
    let tables = |side: &str| own.path().join(format!("tables-{side}"));
    turns("job", &["polars", "duckdb"], rounds, &mut |side| {
        let mut command = match side {
            "thalweg" => {
                let mut command = ours();
                command.arg("job");
                command
            }
            engine => peer(&format!("{engine}_job.py")),
        };
        command.arg(&folder).arg(tables(side));
        let (said, cpu) = output(command);
        from_check(&said, cpu)
    });
}

/// What a process said, and the CPU seconds of all of it, its start among them.
fn output(mut command: Command) -> (String, f64) {
    let before = seconds_of_children();
    let output = command.output().expect("the program starts");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (said, seconds_of_children() - before)
}

fn from_json(said: String) -> Report {
    let line = said.lines().last().unwrap_or_default();
    let json: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    let figures = json["figures"].as_array().expect("figures");
    Report {
        cpu: json["cpu"].as_f64().expect("CPU seconds"),
        rss: json["rss_mb"].as_u64().unwrap_or(0),
        figures: figures
            .iter()
            .filter_map(serde_json::Value::as_f64)
            .collect(),
        said,
    }
}

fn from_check(said: &str, cpu: f64) -> Report {
    let of = |word: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(word));
        line.unwrap_or_default().trim().to_owned()
    };
    let numbers = of("CHECK ");
    let numbers = numbers.split(' ').filter_map(|text| text.parse().ok());
    Report {
        cpu,
        rss: of("RSS_MB ").parse().unwrap_or(0),
        figures: numbers.collect(),
        said: of("CHECK "),
    }
}

fn turns(task: &str, engines: &[&str], rounds: usize, side: &mut dyn FnMut(&str) -> Report) {
    let sides: Vec<&str> = std::iter::once("thalweg")
        .chain(engines.iter().copied())
        .collect();
    let mut reports: Vec<Vec<Report>> = sides.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (name, reports) in sides.iter().zip(&mut reports) {
            reports.push(side(name));
        }
    }
    println!("{task}, {rounds} rounds, load {}", load());
    for (name, of_side) in sides.iter().zip(&reports) {
        let pairs = of_side.iter().zip(&reports[0]);
        let ratios = pairs.map(|(it, us)| it.cpu / us.cpu).collect();
        println!(
            "  {name:8} CPU {} s, {} MB, {} times ours; {}",
            spread(of_side.iter().map(|it| it.cpu).collect(), 4),
            of_side.iter().map(|it| it.rss).max().unwrap_or(0),
            spread(ratios, 1),
            agreement(task, &of_side[0], &reports[0][0])
        );
    }
}

/// Median and range.
fn spread(mut numbers: Vec<f64>, decimals: usize) -> String {
    numbers.sort_by(f64::total_cmp);
    format!(
        "{:.decimals$} [{:.decimals$}..{:.decimals$}]",
        numbers[numbers.len() / 2],
        numbers[0],
        numbers[numbers.len() - 1]
    )
}

/// Whether the figures are ours. Sums are taken in other orders, so the last digits may differ; drawn samples are
/// others, so the bands of a bootstrap agree within a few per cent.
fn agreement(task: &str, its: &Report, ours: &Report) -> String {
    let tolerance = match task {
        "bootstrap" => 0.03,
        "job" => 1e-12,
        _ => 1e-9,
    };
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * b.abs();
    let same = its.figures.len() == ours.figures.len()
        && !its.figures.is_empty()
        && its.figures.iter().zip(&ours.figures).all(close);
    if same {
        format!("agrees: {:?}", its.figures)
    } else {
        format!("DIFFERS: {} / {}", its.said.trim(), ours.said.trim())
    }
}

fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}
