//! What Bresk sent: RDB daily discharge and rain, RDB hourly rain, WSC 15-minute stage and discharge.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::File;
use crate::sample::clock::{self, Minute, date};
use crate::sample::dialects::{Day, Note, Reading, rdb, wsc};
use crate::sample::truth::Truth;
use crate::sample::{measured, network, plants};

/// Minutes that the clock of Bresk's daily values is ahead of UTC, all year.
const CLOCK: i64 = 120;
/// A tip of Bresk's rain gauges, mm: a hundredth of an inch.
const TIP: f64 = 0.254;
const RETRIEVED: &str = "2026-06-14 09:02:11 EEST";

pub(super) fn files(truth: &Truth) -> Vec<File> {
    let ice = measured::ice(truth);
    let mut files = daily(truth, &ice);
    files.extend(dravec(truth, &ice));
    files.extend(live(truth, &ice));
    files.extend(rain(truth));
    files
}

/// Days until here are approved.
fn approved() -> NaiveDate {
    date(2025, 9, 30)
}

fn head<'a>(number: &'a str, name: &'a str) -> rdb::Head<'a> {
    rdb::Head {
        number,
        name,
        parameter: "00060",
        statistic: Some("00003"),
        description: "Discharge, cubic feet per second (Mean)",
        retrieved: RETRIEVED,
        remark: None,
    }
}

fn whole(value: f64) -> String {
    if value.abs() < 100.0 && value.fract() != 0.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

fn in_cubic_feet(days: Vec<Day>) -> Vec<Day> {
    days.into_iter()
        .map(|day| Day {
            value: day.value.map(rdb::cubic_feet),
            ..day
        })
        .collect()
}

/// Marks what ice does to a record: the first days of a long spell have no value, the others an estimate.
fn under_ice(days: &mut [Day], ice: &BTreeMap<NaiveDate, u32>, lost: u32) {
    for day in days {
        if let Some(spell) = ice.get(&day.date) {
            day.note = Note::Ice;
            if *spell <= lost {
                day.value = None;
            }
        }
    }
}

fn daily(truth: &Truth, ice: &BTreeMap<NaiveDate, u32>) -> Vec<File> {
    let file = |number, name, days: Vec<Day>| {
        let bytes = rdb::daily(&head(number, name), &in_cubic_feet(days), approved(), whole);
        File::new("br-daily", &format!("{number}_dv.rdb"), bytes)
    };
    let flow = |station| measured::daily_discharge(truth, station, CLOCK);

    let mut grenzau = flow("grenzau-br");
    for day in &mut grenzau {
        day.value = day.value.map(|value| value * plants::bank_ratio(day.date));
    }
    under_ice(&mut grenzau, ice, 0);
    let mut torrin = flow("torrin");
    under_ice(&mut torrin, ice, 3);
    let mut mittelbruck = flow("mittelbruck");
    under_ice(&mut mittelbruck, ice, 0);
    for day in &mut mittelbruck {
        if day.value.is_none() {
            day.note = Note::Equipment;
        }
    }
    vec![
        file("04196000", "ARVENA RIVER AT GRENZAU, RIGHT BANK", grenzau),
        file("04291000", "TORRIN RIVER AT TORRIN BRIDGE", torrin),
        canal(truth),
        file("04334000", "ARVENA RIVER AT MIDDLEBRIDGE", mittelbruck),
    ]
}

/// The canal, with a code for missing values that the file does not declare.
fn canal(truth: &Truth) -> File {
    let (first, last) = plants::sentinel_at_canal();
    let mut days = in_cubic_feet(measured::daily_discharge(truth, "westkanal", CLOCK));
    for day in &mut days {
        if first <= day.date && day.date <= last {
            day.value = Some(-999.0);
        }
    }
    let head = head("04318000", "WEST CANAL AT INTAKE NEAR MIDDLEBRIDGE");
    let bytes = rdb::daily(&head, &days, approved(), whole);
    File::new("br-daily", "04318000_dv.rdb", bytes)
}

/// Dravec in three files: until 2024 as first issued, the rest, and a year that was issued again with corrections.
fn dravec(truth: &Truth, ice: &BTreeMap<NaiveDate, u32>) -> Vec<File> {
    let mut days = measured::daily_discharge(truth, "dravec", CLOCK);
    under_ice(&mut days, ice, 0);
    let between = |first: NaiveDate, last: NaiveDate| {
        let inside = |day: &&Day| first <= day.date && day.date <= last;
        days.iter().filter(inside).copied().collect::<Vec<Day>>()
    };
    let (year_begins, year_ends) = plants::reissued_year();
    let mut issued = between(clock::first_day(), date(2024, 12, 31));
    for day in &mut issued {
        let share = plants::first_issue(day.date);
        day.value = day.value.map(|value| value * share);
        if date(2024, 6, 3) <= day.date && day.date <= date(2024, 6, 10) {
            day.note = Note::Estimated;
        }
    }
    let file = |name: &str, head: &rdb::Head<'_>, days: Vec<Day>, approved| {
        File::new(
            "br-daily",
            name,
            rdb::daily(head, &in_cubic_feet(days), approved, whole),
        )
    };
    let usual = head("04412000", "ARVENA RIVER AT DRAVEC");
    vec![
        file(
            "04412000_dv_2016-2024.rdb",
            &rdb::Head {
                retrieved: "2025-01-15 10:40:52 EET",
                ..head("04412000", "ARVENA RIVER AT DRAVEC")
            },
            issued,
            date(2023, 9, 30),
        ),
        file(
            "04412000_dv_2025-2026.rdb",
            &usual,
            between(date(2025, 1, 1), clock::last_day()),
            approved(),
        ),
        file(
            "04412000_dv_wy2024_reissued_2026-03-02.rdb",
            &rdb::Head {
                retrieved: "2026-03-02 13:27:05 EET",
                remark: Some("Water year 2024, issued again after review of the rating."),
                ..head("04412000", "ARVENA RIVER AT DRAVEC")
            },
            between(year_begins, year_ends),
            year_ends,
        ),
    ]
}

/// One file for about three months. The last stamp of one is the first of the next.
fn live(truth: &Truth, ice: &BTreeMap<NaiveDate, u32>) -> Vec<File> {
    let (grenzau_stage, grenzau_flow) = right_bank(truth);
    let (dravec_stage, dravec_flow) = at_dravec(truth, ice);
    let begin = |year, month| Minute::at(date(year, month, 1), 0, 0);
    let files = [
        ("2025-04", clock::first_live(), begin(2025, 7)),
        ("2025-07", begin(2025, 7), begin(2025, 10)),
        ("2025-10", begin(2025, 10), begin(2026, 1)),
        ("2026-01", begin(2026, 1), begin(2026, 4)),
        ("2026-04", begin(2026, 4), clock::as_of()),
    ];
    files
        .into_iter()
        .map(|(name, first, last)| {
            let part = |readings: &[Reading]| measured::part(readings, first, last);
            let bytes = wsc::file(&[
                wsc::Station {
                    id: "08BR196",
                    stage: &part(&grenzau_stage),
                    discharge: &part(&grenzau_flow),
                    approved_until: begin(2025, 10),
                },
                wsc::Station {
                    id: "08BR412",
                    stage: &part(&dravec_stage),
                    discharge: &part(&dravec_flow),
                    approved_until: begin(2025, 10),
                },
            ]);
            File::new(
                "br-live",
                &format!("BR_hourly_hydrometric_{name}.csv"),
                bytes,
            )
        })
        .collect()
}

/// Stage and discharge of the right bank: the same water over another zero, and a rating that has aged.
fn right_bank(truth: &Truth) -> (Vec<Reading>, Vec<Reading>) {
    let rating = network::rating("grenzau-br");
    let above_left = measured::stages(truth, "grenzau-br", 21, clock::as_of().plus(-15));
    let stage = above_left.iter().map(|reading| Reading {
        value: reading.value.map(|value| value + network::RIGHT_BANK_STAGE),
        ..*reading
    });
    let flow = above_left.iter().map(|reading| Reading {
        value: reading
            .value
            .map(|value| rating.discharge(value) * plants::bank_ratio(reading.at.utc().date())),
        ..*reading
    });
    (stage.collect(), flow.collect())
}

/// Stage and discharge of Dravec: ice lifts the stage, and the discharge beside it is the agency's estimate.
fn at_dravec(truth: &Truth, ice: &BTreeMap<NaiveDate, u32>) -> (Vec<Reading>, Vec<Reading>) {
    let rating = network::rating("dravec");
    let open = measured::stages(truth, "dravec", 22, clock::as_of());
    let spell = |at: Minute| ice.get(&at.ahead(CLOCK).date()).copied().unwrap_or(0);
    let note = |at: Minute| {
        if spell(at) > 0 {
            Note::Ice
        } else {
            Note::Plain
        }
    };
    let stage = open.iter().map(|reading| Reading {
        value: reading
            .value
            .map(|value| value + backwater(spell(reading.at))),
        note: note(reading.at),
        ..*reading
    });
    let flow = open.iter().map(|reading| Reading {
        value: reading.value.map(|value| rating.discharge(value)),
        note: note(reading.at),
        ..*reading
    });
    (stage.collect(), flow.collect())
}

/// m by which ice lifts the stage, by the days of its spell.
fn backwater(spell: u32) -> f64 {
    f64::from(spell.min(6)) * 0.04
}

fn rain(truth: &Truth) -> Vec<File> {
    let mut files = Vec::new();
    for (station, number, name) in [
        ("rain-torrin", "04280100", "RAIN GAUGE AT TORRIN HILLS"),
        ("rain-ebene", "04380100", "RAIN GAUGE AT WESTERN PLAIN"),
    ] {
        let sum = rdb::Head {
            parameter: "00045",
            statistic: Some("00006"),
            description: "Precipitation, total, inches (Sum)",
            ..head(number, name)
        };
        let mut days = measured::daily_rain(truth, station, -CLOCK, TIP);
        for day in &mut days {
            day.value = day.value.map(|depth| depth / 25.4);
        }
        let bytes = rdb::daily(&sum, &days, approved(), |inches| format!("{inches:.2}"));
        files.push(File::new(
            "br-rain-daily",
            &format!("{number}_dv.rdb"),
            bytes,
        ));

        let single = rdb::Head {
            statistic: None,
            description: "Precipitation, total, inches",
            ..sum
        };
        let mut readings = measured::hourly_rain(truth, station, TIP, clock::as_of());
        for reading in &mut readings {
            reading.value = reading.value.map(|depth| depth / 25.4);
        }
        let bytes = rdb::hourly(&single, &readings);
        files.push(File::new(
            "br-rain-live",
            &format!("{number}_iv.rdb"),
            bytes,
        ));
    }
    files
}
