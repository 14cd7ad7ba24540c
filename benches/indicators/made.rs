//! A commission's files, made anew and the same every time.
//!
//! | file | what |
//! |---|---|
//! | `b/STATION.csv` | stage in cm and discharge in m³/s every quarter of an hour, ISO-8859-1, CRLF, nine lines before the readings, `;`, decimal commas, UTC+1, missing as `-777,0`, `---` or nothing |
//! | `r/STATION.csv` | rain of every quarter of an hour, `station_id,timestamp,rain_mm,flag`, UTC |
//! | `d_all.csv` | days of other stations, `station_id,date,discharge_m3s,precip_mm,flag` |
//! | `network.csv` | `station_id,upstream_id,lag_min,area_km2` of the first |

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::{Duration, NaiveDate};

/// Gauges that send quarters of an hour, and their years.
const GAUGES: u64 = 40;
const YEARS: i32 = 5;
/// Gauges below one another on one river.
const CHAIN: u64 = 10;
/// Stations that send days, and their years.
const DAILY: u64 = 200;
const DAILY_YEARS: i32 = 60;

/// A flow that rises with storms and falls behind them.
pub(crate) struct River {
    random: fastrand::Rng,
    mean: f64,
    storm: f64,
    rain: f64,
}

impl River {
    pub(crate) fn new(seed: u64, mean: f64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            mean,
            storm: 0.0,
            rain: 0.0,
        }
    }

    /// Goes on by one step; `day` counts from a first of January. What it gives is the flow in m³/s.
    pub(crate) fn next(&mut self, day: f64) -> f64 {
        let season = 0.7 + 0.4 * (day / 365.25 * std::f64::consts::TAU).cos();
        if self.random.f64() < 0.004 {
            let size = self.random.f64();
            self.storm += 3.0 * season * size * size * size;
        }
        self.storm *= 0.985;
        self.rain = if self.storm > 0.4 && self.random.f64() < 0.3 {
            (self.random.f64() * 30.0).round() / 10.0
        } else {
            0.0
        };
        self.mean * (season + self.storm) * (0.995 + 0.01 * self.random.f64())
    }

    /// How a value fares on its way: there, missing, or its row not even sent.
    fn fate(&mut self) -> Fate {
        match self.random.f64() {
            chance if chance < 0.003 => Fate::Missing,
            chance if chance < 0.004 => Fate::NotSent,
            _ => Fate::There,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    There,
    Missing,
    NotSent,
}

fn id(nth: u64) -> String {
    format!("G-{:04}", 1000 + 7 * nth)
}

/// Writes all files into a folder that need not exist.
pub(crate) fn make(folder: &Path) {
    for sub in ["b", "r"] {
        fs::create_dir_all(folder.join(sub)).expect("a folder can be made");
    }
    let mut network = "station_id,upstream_id,lag_min,area_km2\n".to_owned();
    for gauge in 0..GAUGES {
        let (upstream, lag) = match gauge % CHAIN {
            0 => (String::new(), 0),
            nth => (id(gauge - 1), 95 + 40 * nth),
        };
        let _ = writeln!(
            network,
            "{},{upstream},{lag},{}",
            id(gauge),
            400 + 350 * gauge
        );
        quarters(folder, gauge);
    }
    fs::write(folder.join("network.csv"), network).expect("room on the disk");
    fs::write(folder.join("d_all.csv"), days()).expect("room on the disk");
}

fn quarters(folder: &Path, gauge: u64) {
    let id = id(gauge);
    let mut river = River::new(gauge, 80.0 + 60.0 * (gauge % CHAIN) as f64);
    let mut flow = format!(
        "# Amt für Gewässer - Datenexport\r\n# Messstelle: Mühlfurt {gauge}\r\n# Messstellennummer: {id}\r\n# Zeitbezug: MEZ (UTC+1), ganzjährig\r\n# Lückenwert: -777,0\r\n# Einheit: Wasserstand cm, Abfluß m³/s\r\n# Stand: 05.03.2024\r\n\r\nZeitpunkt;Wasserstand [cm];Abfluß [m³/s];Qualität\r\n"
    );
    let mut rain = "station_id,timestamp,rain_mm,flag\n".to_owned();
    let first = NaiveDate::from_ymd_opt(2019, 1, 1)
        .and_then(|date| date.and_hms_opt(0, 0, 0))
        .expect("a date");
    for quarter in 0..i64::from(YEARS) * 365 * 96 {
        let at = first + Duration::minutes(15 * quarter);
        let value = river.next(quarter as f64 / 96.0);
        let fate = river.fate();
        if fate == Fate::NotSent {
            continue;
        }
        let there = fate == Fate::There;
        let local = (at + Duration::hours(1)).format("%d.%m.%Y %H:%M");
        let _ = if there {
            let text = format!("{:.1};{value:.2}", 40.0 + 22.0 * value.sqrt());
            write!(flow, "{local};{};geprüft\r\n", text.replace('.', ","))
        } else {
            let word = ["-777,0", "---", ""][quarter as usize % 3];
            write!(flow, "{local};{word};{word};Lücke\r\n")
        };
        let stamp = at.format("%Y-%m-%dT%H:%M:%SZ");
        let _ = if there {
            writeln!(rain, "{id},{stamp},{:.1},A", river.rain)
        } else {
            writeln!(rain, "{id},{stamp},,M")
        };
    }
    // Every letter of it has one byte there.
    let bytes: Vec<u8> = flow
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect();
    fs::write(folder.join(format!("b/{id}.csv")), bytes).expect("room on the disk");
    fs::write(folder.join(format!("r/{id}.csv")), rain).expect("room on the disk");
}

fn days() -> String {
    let mut text = "station_id,date,discharge_m3s,precip_mm,flag\n".to_owned();
    for station in 0..DAILY {
        let mut river = River::new(1000 + station, 5.0 + 3.0 * station as f64);
        let first = NaiveDate::from_ymd_opt(1964, 1, 1).expect("a date");
        for day in 0..i64::from(DAILY_YEARS) * 365 + 15 {
            let value = river.next(day as f64);
            let date = first + Duration::days(day);
            let _ = match river.fate() {
                Fate::There => {
                    writeln!(text, "D{station:04},{date},{value:.1},{:.1},", river.rain)
                }
                _ => writeln!(text, "D{station:04},{date},,{:.1},M", river.rain),
            };
        }
    }
    text
}
