//! The shipped basin: the same bytes everywhere, what the folder holds, and a river that a hydrologist believes.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::NaiveDate;
use thalweg::domain::Instant;
use thalweg::engine::{Workspace, check_basin};
use thalweg::sample::{self, Truth};

fn files() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| sample::files().into_iter().collect())
}

fn truth() -> &'static Truth {
    static TRUTH: OnceLock<Truth> = OnceLock::new();
    TRUTH.get_or_init(sample::truth)
}

/// Text of a file; of the member, for a zip.
fn text(path: &str) -> String {
    let bytes = files().get(path).unwrap_or_else(|| panic!("no {path}"));
    if !path.ends_with(".zip") {
        return bytes.iter().map(|byte| char::from(*byte)).collect();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), 1, "{path} holds one file");
    let mut text = String::new();
    archive
        .by_index(0)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn hour(text: &str) -> usize {
    Truth::hour(Instant::parse(text).unwrap())
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const RIVER: [&str; 7] = [
    "hochstein",
    "grenzau-av",
    "mittelbruck",
    "dravec",
    "salto",
    "pontal",
    "foz",
];

#[test]
fn two_calls_give_the_same_bytes() {
    let again: BTreeMap<String, Vec<u8>> = sample::files().into_iter().collect();
    assert!(again == *files());
}

#[test]
fn the_committed_folder_is_what_the_generator_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data");
    let mut kept = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("sample_data can be read") {
            let path: PathBuf = entry.unwrap().path();
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            // What the program makes there when the basin is opened is ignored by version control as well.
            if ["archive", "pictures", "layout.json"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                kept.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let remedy = "run `thalweg sample sample_data` and look at the difference";
    for (name, bytes) in files() {
        let Some(there) = kept.get(name) else {
            panic!("sample_data/{name} is missing; {remedy}");
        };
        assert!(there == bytes, "sample_data/{name} differs; {remedy}");
    }
    for name in kept.keys() {
        assert!(
            files().contains_key(name),
            "sample_data/{name} is not generated; take it out"
        );
    }
}

#[test]
fn the_whole_is_below_twelve_megabytes() {
    let bytes: usize = files().values().map(Vec::len).sum();
    assert!(bytes < 12_000_000, "{bytes} bytes");
}

#[test]
fn the_basin_loads_without_a_finding() {
    let dir = tempfile::tempdir().unwrap();
    let written = sample::write(dir.path()).unwrap();
    assert_eq!(written.files, files().len());
    let findings = check_basin(dir.path()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let (workspace, _) = Workspace::open(dir.path()).unwrap();
    let basin = workspace.basin();
    assert_eq!(basin.stations.len(), 18);
    assert_eq!(basin.sources.len(), 12);
    assert_eq!(basin.as_of.unwrap().to_string(), "2026-06-14T06:00:00Z");
    for source in &basin.sources {
        let folder = format!("{}/", source.kind.folder());
        assert!(
            files().keys().any(|path| path.starts_with(&folder)),
            "{folder} holds nothing"
        );
    }
}

#[test]
fn the_readme_finds_every_planted_fault() {
    let text = String::from_utf8(files()["README.md"].clone()).unwrap();
    assert!(!text.contains("not found"));
    assert!(text.lines().filter(|line| line.starts_with("| ")).count() > 40);
}

/// Rows as `grep -c` counts them. 2016-01-01 to 2026-06-13 are 3,653 + 164 days; 2025-04-14 to 2026-06-14 06:00 are
/// 426 days and six hours, 40,921 stamps of 15 minutes.
#[test]
fn files_have_the_rows_that_their_periods_need() {
    let rows = |path: &str, begins: &str| {
        text(path)
            .lines()
            .filter(|line| line.starts_with(begins))
            .count()
    };
    let ehyd = text("exports/av-daily/Q-Tagesmittel-207101.csv");
    let (_, values) = ehyd.split_once("Werte:\n").unwrap();
    assert_eq!(values.lines().count(), 3817 + 1);
    assert_eq!(rows("exports/br-daily/04291000_dv.rdb", "BHS\t"), 3817);
    assert_eq!(
        rows(
            "exports/br-daily/04412000_dv_wy2024_reissued_2026-03-02.rdb",
            "BHS\t"
        ),
        366
    );
    assert_eq!(
        rows("exports/co-rain/precipitacao_SALTO_470.txt", "470,"),
        3817
    );
    // 126 months, of which the 96 until 2023 stand twice.
    assert_eq!(
        rows("exports/co-daily/vazoes_C_58476000.csv", "58476000;"),
        126 + 96
    );
    assert_eq!(
        rows("exports/br-rain-live/04280100_iv.rdb", "BHS\t"),
        426 * 24 + 6
    );
    let dravec: usize = files()
        .keys()
        .filter(|path| path.starts_with("exports/br-live/"))
        .map(|path| rows(path, "08BR412,"))
        .sum();
    assert_eq!(dravec, 40_921 + 4, "four stamps stand in two files");
    let pontal: usize = files()
        .keys()
        .filter(|path| path.starts_with("exports/co-live/CO561"))
        .map(|path| rows(path, "") - 16)
        .sum();
    assert_eq!(pontal, 40_921);
}

#[test]
fn both_downloads_of_a_stage_overlap_and_differ_in_review() {
    let first = text("exports/av-live/16196007_14.04.2025_28.02.2026_ezw_0.zip");
    let second = text("exports/av-live/16196007_15.02.2026_14.06.2026_ezw_0.zip");
    let later: BTreeMap<&str, &str> = second
        .lines()
        .filter_map(|line| line.split_once(';'))
        .collect();
    let shared: Vec<(&str, &str)> = first
        .lines()
        .filter_map(|line| line.split_once(';'))
        .filter(|(stamp, _)| stamp.starts_with("\"2026-02"))
        .filter_map(|(_, value)| value.split_once(';'))
        .collect();
    assert!(shared.iter().all(|(_, review)| *review == "Rohdaten"));
    let changed = first
        .lines()
        .filter_map(|line| line.split_once(';'))
        .filter(|(stamp, value)| {
            let number = |text: &str| text.split(';').next().map(str::to_owned);
            later.get(stamp).is_some_and(|other| {
                stamp.starts_with("\"2026-02") && number(other) != number(value)
            })
        })
        .count();
    assert_eq!(changed, 3 + 12, "three spikes and a gap of twelve readings");
}

/// Two records of the same water that different agencies' layouts carry: means of a day out of 15-minute discharge, and
/// the day's own value. They differ by rounding to three digits and the noise of the stage.
#[test]
fn the_daily_and_the_quarter_hourly_record_of_dravec_agree() {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for period in ["2025-07", "2026-01"] {
        let path = format!("exports/br-live/BR_hourly_hydrometric_{period}.csv");
        for line in text(&path)
            .lines()
            .filter(|line| line.starts_with("08BR412,"))
        {
            let fields: Vec<&str> = line.split(',').collect();
            let (sum, count) = sums.entry(fields[1][..10].to_owned()).or_default();
            *sum += fields[6].parse::<f64>().unwrap();
            *count += 1.0;
        }
    }
    let mut compared = 0;
    for line in text("exports/br-daily/04412000_dv_2025-2026.rdb").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let Some((sum, count)) = fields.get(2).and_then(|day| sums.get(*day)) else {
            continue;
        };
        if *count < 96.0 {
            continue;
        }
        let daily = fields[3].parse::<f64>().unwrap() * 0.028_316_846_592;
        let ratio = sum / count / daily;
        assert!((ratio - 1.0).abs() < 0.012, "{line}: {ratio}");
        compared += 1;
    }
    assert!(compared > 170, "{compared} days");
}

#[test]
fn mean_flows_grow_as_the_basin_does() {
    let begin = hour("2016-01-01");
    let end = hour("2026-01-01");
    let means = [38.0, 105.0, 150.0, 172.0, 190.0, 215.0, 240.0];
    for (station, expect) in RIVER
        .into_iter()
        .zip(means)
        .chain([("lissamund", 21.0), ("torrin", 46.0)])
    {
        let flow = &truth().discharge(station)[begin..end];
        let mean = flow.iter().sum::<f64>() / count(flow);
        assert!((mean / expect - 1.0).abs() < 0.03, "{station}: {mean}");
    }
}

fn count(values: &[f64]) -> f64 {
    f64::from(u32::try_from(values.len()).unwrap())
}

/// Index and height of the highest value between two instants.
fn crest(station: &str, from: &str, to: &str) -> (usize, f64) {
    let (begin, end) = (hour(from), hour(to));
    truth().discharge(station)[begin..end]
        .iter()
        .copied()
        .enumerate()
        .map(|(at, flow)| (begin + at, flow))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap()
}

/// Travel times as `basin.toml` states them; ±30 %, since water from beside moves a crest.
#[test]
fn crests_travel_downstream_in_the_stated_time() {
    let hours = [14.0, 12.0, 9.0, 8.0, 11.0, 10.0];
    for (from, to) in [("2024-06-02", "2024-06-09"), ("2025-09-13", "2025-09-21")] {
        for (pair, stated) in RIVER.windows(2).zip(hours) {
            let (above, _) = crest(pair[0], from, to);
            let (below, _) = crest(pair[1], from, to);
            let lag = f64::from(
                u32::try_from(below.checked_sub(above).expect("downstream is later")).unwrap(),
            );
            assert!(
                (lag - stated).abs() <= 0.3 * stated,
                "{from} {pair:?}: {lag} h"
            );
        }
    }
}

/// Below Dravec little joins, so that a crest that was bred above gets lower on the way.
#[test]
fn crests_flatten_on_the_way_to_the_sea() {
    for (from, to) in [("2024-06-02", "2024-06-09"), ("2025-09-13", "2025-09-21")] {
        let heights: Vec<f64> = ["dravec", "salto", "pontal", "foz"]
            .iter()
            .map(|station| crest(station, from, to).1)
            .collect();
        assert!(
            heights.windows(2).all(|pair| pair[1] < pair[0]),
            "{from}: {heights:?}"
        );
    }
}

#[test]
fn rain_comes_before_its_flood() {
    for (station, gauge, from, to) in [
        ("hochstein", "rain-hochtal", "2024-06-02", "2024-06-09"),
        ("hochstein", "rain-hochtal", "2025-09-14", "2025-09-21"),
        ("torrin", "rain-torrin", "2026-06-11", "2026-06-14"),
    ] {
        let (begin, end) = (hour(from), hour(to));
        let rain = &truth().rain(gauge)[begin..end];
        let weights = rain.iter().enumerate().map(|(at, depth)| {
            let at = f64::from(u32::try_from(at).unwrap());
            at * depth
        });
        let centre = weights.sum::<f64>() / rain.iter().sum::<f64>();
        let (at, _) = crest(station, from, to);
        let lag = f64::from(u32::try_from(at - begin).unwrap()) - centre;
        assert!((4.0..48.0).contains(&lag), "{station} {from}: {lag} h");
    }
}

#[test]
fn the_drought_of_the_seventh_year_is_the_lowest_everywhere() {
    for station in RIVER.into_iter().chain(["lissamund", "torrin"]) {
        let mean = |year: i32| {
            let flow = truth().discharge(station);
            let year = &flow[hour(&format!("{year}-01-01"))..hour(&format!("{}-01-01", year + 1))];
            year.iter().sum::<f64>() / count(year)
        };
        let lowest = (2016..=2025)
            .min_by(|a, b| mean(*a).total_cmp(&mean(*b)))
            .unwrap();
        assert_eq!(lowest, 2022, "{station}");
    }
}

/// Without rain a river only falls, and ever more slowly.
#[test]
fn recessions_fall_every_day_and_slow_down() {
    for station in ["hochstein", "dravec"] {
        let days = Truth::daily_means(
            truth().discharge(station),
            date("2025-09-19"),
            date("2025-09-22"),
            60,
        );
        let flows: Vec<f64> = days.iter().map(|(_, flow)| *flow).collect();
        let falls: Vec<f64> = flows.windows(2).map(|pair| pair[0] - pair[1]).collect();
        assert!(falls.iter().all(|fall| *fall > 0.0), "{station}: {flows:?}");
        assert!(
            falls.windows(2).all(|pair| pair[1] < pair[0]),
            "{station}: {falls:?}"
        );
    }
}

/// The story of the as-of instant: past the crest at Hochstein, near it at Grenzau, rising at Dravec.
#[test]
fn a_flood_is_on_its_way_at_the_as_of_instant() {
    let now = hour("2026-06-14T06:00:00Z");
    let flow = |station: &str, at: usize| truth().discharge(station)[at];
    let (crest_at, crest_flow) = crest("hochstein", "2026-06-12", "2026-06-14T18:00:00Z");
    assert!((12..=20).contains(&(now - crest_at)));
    assert!(flow("hochstein", now) < 0.85 * crest_flow);
    let (_, at_grenzau) = crest("grenzau-av", "2026-06-12", "2026-06-14T18:00:00Z");
    assert!(flow("grenzau-av", now) > 0.97 * at_grenzau);
    assert!(flow("dravec", now) > flow("dravec", now - 6) * 1.15);
    assert!(flow("dravec", now) < 0.7 * flow("dravec", now + 16));
}

/// The dam keeps spring water and gives it back, and what it keeps is what the river lacks below.
#[test]
fn almsee_fills_in_spring_and_empties_in_autumn() {
    for year in 2016..=2025 {
        let at = |day: &str| hour(&format!("{year}-{day}"));
        let content = truth().storage();
        let summer = &content[at("07-01")..at("09-20")];
        let highest = summer.iter().copied().fold(0.0, f64::max);
        assert!(highest > content[at("04-01")] + 100.0, "{year}");
        assert!(highest > content[at("11-15")] + 60.0, "{year}");
        let all_year = &content[at("01-01")..at("12-31")];
        assert!(all_year.iter().all(|content| *content <= highest), "{year}");
    }
    assert!(
        truth()
            .storage()
            .iter()
            .all(|content| (30.0..315.0).contains(content))
    );
}
