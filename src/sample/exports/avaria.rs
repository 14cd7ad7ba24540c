//! What Avaria sent: eHYD daily values, GKD zips of 15-minute and hourly values.

use chrono::NaiveDate;

use super::File;
use crate::sample::clock::{self, Minute, date};
use crate::sample::dialects::{Day, Note, Reading, ehyd, gkd, significant};
use crate::sample::truth::{Truth, next_day};
use crate::sample::{measured, network, plants};

/// Minutes that Avaria's clock is ahead of UTC, all year.
const CLOCK: i64 = 60;

pub(super) fn files(truth: &Truth) -> Vec<File> {
    let mut files = daily(truth);
    files.extend(daily_rain(truth));
    files.extend(live(truth));
    files.extend(live_rain(truth));
    files
}

fn whole_record() -> (NaiveDate, NaiveDate) {
    (clock::first_day(), next_day(clock::last_day()))
}

fn daily(truth: &Truth) -> Vec<File> {
    let discharge = |station, head: ehyd::Head| {
        let days = measured::daily_discharge(truth, station, CLOCK);
        let name = format!("Q-Tagesmittel-{}.csv", head.number);
        File::new("av-daily", &name, ehyd::file(&head, &days))
    };
    let gauge = |name, number, river, area, heights| ehyd::Head {
        name,
        number,
        river,
        area: Some(area),
        heights,
        series: "Abfluss,I,Mit",
        unit: "m³/s",
        claims: whole_record(),
    };
    let hochstein: &[_] = &[("01.01.1951", "743,02"), ("01.11.1998", "742,15")];
    let lissamund: &[_] = &[("01.01.1963", "341,20")];
    let grenzau: &[_] = &[("01.01.1949", "213,40"), ("12.03.2004", "212,40")];
    let almsee: &[_] = &[("01.10.1971", "655,00")];
    vec![
        discharge(
            "hochstein",
            gauge("Hochstein", "207101", "Arvena", 1370.0, hochstein),
        ),
        // The header of this one claims a year that has nothing to do with the data.
        discharge(
            "lissamund",
            ehyd::Head {
                claims: (date(2012, 1, 1), date(2013, 1, 1)),
                ..gauge("Lissamund", "207115", "Lissa", 950.0, lissamund)
            },
        ),
        discharge(
            "grenzau-av",
            gauge("Grenzau (linkes Ufer)", "207196", "Arvena", 4200.0, grenzau),
        ),
        storage(
            truth,
            &ehyd::Head {
                series: "Speicherinhalt,I,Mom",
                unit: "hm³",
                ..gauge("Almsee (Talsperre)", "207130", "Arvena", 1930.0, almsee)
            },
        ),
    ]
}

/// Contents at midnight, the last one at the end of the last day.
fn storage(truth: &Truth, head: &ehyd::Head) -> File {
    let days: Vec<Day> = clock::days(clock::first_day(), next_day(clock::last_day()))
        .map(|date| Day {
            date,
            value: Some(Truth::at(truth.storage(), midnight(date))),
            note: Note::Plain,
        })
        .collect();
    File::new(
        "av-daily",
        &format!("Speicherinhalt-{}.csv", head.number),
        ehyd::file(head, &days),
    )
}

/// Sums of days that begin at 07:00 and bear the date on which they begin.
fn daily_rain(truth: &Truth) -> Vec<File> {
    let gauge = |station, name, number, heights| {
        let head = ehyd::Head {
            name,
            number,
            river: "",
            area: None,
            heights,
            series: "Niederschlag,I,Sum",
            unit: "mm",
            claims: whole_record(),
        };
        let days: Vec<Day> = measured::daily_rain(truth, station, 7 * 60 - CLOCK, 0.1);
        let name = format!("N-Tagessummen-{number}.csv");
        File::new("av-rain-daily", &name, ehyd::file(&head, &days))
    };
    vec![
        gauge(
            "rain-hochtal",
            "Hochtal",
            "107020",
            &[("01.01.1961", "1140,00")],
        ),
        gauge(
            "rain-lissa",
            "Lissatal",
            "107110",
            &[("01.01.1978", "560,00")],
        ),
    ]
}

/// A gauge whose single values are downloaded.
struct Live {
    station: &'static str,
    name: &'static str,
    number: &'static str,
    river: &'static str,
    stream: u64,
    last: Minute,
    has_discharge: bool,
}

/// Two downloads that overlap by two weeks; the later one was checked further on.
const DOWNLOADS: [Download; 2] = [
    Download {
        from: (2025, 4, 14),
        to: (2026, 2, 28),
        asked: "01.03.2026 06:10",
        checked: (2025, 12, 31),
        is_first: true,
    },
    Download {
        from: (2026, 2, 15),
        to: (2026, 6, 14),
        asked: "14.06.2026 08:05",
        checked: (2026, 3, 31),
        is_first: false,
    },
];

#[derive(Clone, Copy)]
struct Download {
    from: (i32, u32, u32),
    to: (i32, u32, u32),
    asked: &'static str,
    checked: (i32, u32, u32),
    is_first: bool,
}

fn day(of: (i32, u32, u32)) -> NaiveDate {
    date(of.0, of.1, of.2)
}

/// Midnight of Avaria's clock at which a day begins.
fn midnight(of: NaiveDate) -> Minute {
    Minute::at(of, 0, -CLOCK)
}

fn live(truth: &Truth) -> Vec<File> {
    let gauges = [
        Live {
            station: "hochstein",
            name: "Hochstein",
            number: "16101004",
            river: "Arvena",
            stream: 11,
            last: clock::as_of(),
            has_discharge: true,
        },
        Live {
            station: "lissamund",
            name: "Lissamund",
            number: "16115001",
            river: "Lissa",
            stream: 12,
            last: clock::as_of().plus(-30),
            has_discharge: false,
        },
        Live {
            station: "grenzau-av",
            name: "Grenzau, linkes Ufer",
            number: "16196007",
            river: "Arvena",
            stream: 13,
            last: clock::as_of(),
            has_discharge: true,
        },
    ];
    let mut files = Vec::new();
    for gauge in &gauges {
        let stages = measured::stages(truth, gauge.station, gauge.stream, gauge.last);
        for download in DOWNLOADS {
            let end = midnight(next_day(day(download.to)));
            let part = measured::part(&stages, midnight(day(download.from)), end);
            files.extend(downloads(gauge, download, &part));
        }
    }
    files
}

/// The zips of stage and discharge of one period. Discharge is what the rating makes of the stage in whole cm.
fn downloads(gauge: &Live, download: Download, stages: &[Reading]) -> Vec<File> {
    let rating = network::rating(gauge.station);
    let seen = |reading: &Reading| {
        let (gap, gap_end) = plants::gap_at_grenzau();
        let stage = reading.value?;
        if gauge.station != "grenzau-av" || !download.is_first {
            return Some((stage * 100.0).round());
        }
        let is_lost = gap <= reading.at && reading.at <= gap_end;
        let spiked = stage + plants::spike_at_grenzau(reading.at);
        (!is_lost).then_some((spiked * 100.0).round())
    };
    let centimetres: Vec<Reading> = stages
        .iter()
        .map(|reading| Reading {
            value: seen(reading),
            ..*reading
        })
        .collect();
    let mut files = vec![download_file(
        gauge,
        download,
        ("Wasserstand [cm]", 0),
        &centimetres,
    )];
    if gauge.has_discharge {
        let flows: Vec<Reading> = centimetres
            .iter()
            .map(|reading| Reading {
                value: reading
                    .value
                    .map(|stage| significant(rating.discharge(stage / 100.0), 3)),
                ..*reading
            })
            .collect();
        files.push(download_file(
            gauge,
            download,
            ("Abfluss [m³/s]", 1),
            &flows,
        ));
    }
    files
}

fn download_file(
    gauge: &Live,
    download: Download,
    (column, n): (&str, u8),
    readings: &[Reading],
) -> File {
    let zero = network::site(gauge.station)
        .and_then(|site| site.zero)
        .unwrap_or(0.0);
    let height = format!("Pegelnullpunktshöhe:;\"{zero:.2} m AHD 1995\"").replace('.', ",");
    let head = gkd::Head {
        name: gauge.name,
        number: gauge.number,
        river: gauge.river,
        height: &height,
        column,
        asked: download.asked,
        checked_until: midnight(next_day(day(download.checked))),
    };
    let stem = format!(
        "{}_{}_{}_ezw_{n}",
        gauge.number,
        day(download.from).format("%d.%m.%Y"),
        day(download.to).format("%d.%m.%Y"),
    );
    zipped("av-live", &stem, gkd::csv(&head, readings))
}

fn zipped(folder: &str, stem: &str, csv: Vec<u8>) -> File {
    let mut file = File::new(
        folder,
        &format!("{stem}.zip"),
        gkd::zip(&format!("{stem}.csv"), &csv),
    );
    file.member = Some(csv);
    file
}

fn live_rain(truth: &Truth) -> Vec<File> {
    let gauge = |station, name, number, height: &str| {
        let readings = measured::hourly_rain(truth, station, 0.1, clock::as_of());
        let head = gkd::Head {
            name,
            number,
            river: "",
            height,
            column: "Niederschlag [mm]",
            asked: "14.06.2026 08:05",
            checked_until: midnight(date(2026, 4, 1)),
        };
        let stem = format!("{number}_14.04.2025_14.06.2026_ezw_0");
        zipped("av-rain-live", &stem, gkd::csv(&head, &readings))
    };
    vec![
        gauge(
            "rain-hochtal",
            "Hochtal",
            "200020",
            "Höhe:;\"1140 m AHD 1995\"",
        ),
        gauge(
            "rain-lissa",
            "Lissatal",
            "200110",
            "Höhe:;\"560 m AHD 1995\"",
        ),
    ]
}
