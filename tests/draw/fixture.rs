//! A dashboard to draw with: an invented flood on an invented river, as views.

#[path = "paper.rs"]
pub(crate) mod paper;

use std::sync::Arc;

use thalweg::domain::agreement::RowKind;
use thalweg::domain::{Freshness, Status};
use thalweg::present::*;

/// 2026-06-14T06:00:00Z.
pub(crate) const NOW: f64 = 1_781_416_800.0;
const DAY: f64 = 86_400.0;

fn wave(t: f64, crest: f64, width: f64) -> f64 {
    let d = (t - crest) / width;
    if d < 0.0 {
        (-d * d * 6.0).exp()
    } else {
        (-d * 0.9).exp()
    }
}

fn ripple(n: usize) -> f64 {
    let x = n as f64;
    0.02 * (x * 0.7).sin() + 0.015 * (x * 0.13).sin() + 0.01 * (x * 1.9).cos()
}

/// What one gauge's line is made of.
struct Gauge {
    station: &'static str,
    name: &'static str,
    party: usize,
    nth: usize,
    base: f64,
    crest: f64,
    hours_to_crest: f64,
    ends_hours_ago: f64,
    gap: bool,
}

fn line(gauge: &Gauge, scale: f64) -> PlotLine {
    let step = 900.0;
    let start = NOW - 14.0 * DAY;
    let n = ((14.0 * DAY - gauge.ends_hours_ago * 3600.0) / step) as usize;
    let time: Vec<f64> = (0..=n).map(|k| start + step * k as f64).collect();
    let value = time
        .iter()
        .enumerate()
        .map(|(k, t)| {
            let crest = NOW + gauge.hours_to_crest * 3600.0;
            let v = gauge.base + gauge.crest * wave(*t, crest, 1.4 * DAY) + ripple(k);
            let in_gap = gauge.gap && (*t - (NOW - 4.2 * DAY)).abs() < 0.35 * DAY;
            if in_gap { f64::NAN } else { v * scale }
        })
        .collect::<Vec<_>>();
    PlotLine {
        id: format!("{}/{scale}", gauge.station),
        station: gauge.station.to_owned(),
        name: gauge.name.to_owned(),
        party: gauge.party,
        nth: gauge.nth,
        status: LineStatus::Provisional,
        step_seconds: step,
        time: time.into(),
        value: value.into(),
    }
}

/// The first part of a line approved, the rest provisional.
fn approved_until(line: &PlotLine, until: f64) -> Vec<PlotLine> {
    let at = line.time.partition_point(|t| *t <= until);
    let cut = |range: std::ops::Range<usize>, status| PlotLine {
        id: format!("{}/{status:?}", line.id),
        status,
        time: line.time[range.clone()].into(),
        value: line.value[range].into(),
        ..line.clone()
    };
    vec![
        cut(0..at, LineStatus::Approved),
        cut(at - 1..line.time.len(), LineStatus::Provisional),
    ]
}

fn rain(station: &str, name: &str, party: usize, nth: usize, step: f64, shift: f64) -> PlotLine {
    let n = (14.0 * DAY / step) as usize;
    let time: Vec<f64> = (0..n)
        .map(|k| NOW - 14.0 * DAY + step * (k as f64 + 0.5))
        .collect();
    let value: Vec<f64> = time
        .iter()
        .enumerate()
        .map(|(k, t)| {
            let storm = wave(*t, NOW - (3.2 + shift) * DAY, 0.35 * DAY);
            let shower = (k as f64 * 2.399).sin().max(0.0).powi(6);
            (7.5 * storm * (0.5 + shower) + 1.4 * shower * f64::from(u8::from(k % 23 < 5)))
                * (step / 3600.0).sqrt()
        })
        .map(|v| if v < 0.1 { 0.0 } else { v })
        .collect();
    PlotLine {
        id: station.to_owned(),
        station: station.to_owned(),
        name: name.to_owned(),
        party,
        nth,
        status: LineStatus::Provisional,
        step_seconds: step,
        time: time.into(),
        value: value.into(),
    }
}

fn levels(station: &str, names: [&str; 3], values: [f64; 3]) -> Vec<LevelView> {
    names
        .iter()
        .zip(values)
        .zip(1..)
        .map(|((name, value), rank)| LevelView {
            station: station.to_owned(),
            name: (*name).to_owned(),
            rank,
            value,
        })
        .collect()
}

fn plot(id: &str, title: &str, unit: &str, quantity: &str, lines: Vec<PlotLine>) -> HydrographView {
    let high = lines
        .iter()
        .flat_map(|line| line.value.iter().copied())
        .filter(|v| v.is_finite())
        .fold(0.0, f64::max);
    HydrographView {
        id: id.to_owned(),
        title: title.to_owned(),
        unit: unit.to_owned(),
        quantity: quantity.to_owned(),
        is_rain: quantity.starts_with("rain"),
        lines,
        forecasts: Vec::new(),
        levels: Vec::new(),
        y_range: (0.0, high * 1.1),
        linked_range: match unit {
            "m" => (0.0, 7.0),
            "mm" => (0.0, 14.0),
            _ => (0.0, 2200.0),
        },
        notes: Vec::new(),
        empty_reason: None,
    }
}

const AV: [&str; 3] = ["Meldestufe 1", "Meldestufe 2", "Meldestufe 3"];
const BR: [&str; 3] = ["Action", "Minor flood", "Major flood"];
const CO: [&str; 3] = ["Atenção", "Alerta", "Inundação"];

fn gauge(
    station: &'static str,
    name: &'static str,
    party: usize,
    nth: usize,
    hours_to_crest: f64,
) -> Gauge {
    Gauge {
        station,
        name,
        party,
        nth,
        base: 1.3,
        crest: 3.4,
        hours_to_crest,
        ends_hours_ago: 0.25,
        gap: false,
    }
}

#[expect(clippy::too_many_lines, reason = "a table of invented figures")]
fn states() -> Vec<StateColumnView> {
    let grenzau_av = gauge("grenzau-av", "Grenzau, left bank", 0, 0, -4.0);
    let hochstein = Gauge {
        base: 0.8,
        crest: 2.6,
        ..gauge("hochstein", "Hochstein", 0, 1, -22.0)
    };
    let grenzau_br = Gauge {
        base: 1.36,
        gap: true,
        ..gauge("grenzau-br", "Grenzau, right bank", 1, 0, -4.0)
    };
    let dravec = Gauge {
        crest: 2.9,
        ..gauge("dravec", "Dravec", 1, 1, 20.0)
    };
    let pontal = Gauge {
        base: 2.0,
        crest: 2.4,
        ..gauge("pontal", "Pontal", 2, 0, 40.0)
    };
    let salto = Gauge {
        ends_hours_ago: 50.0,
        base: 1.7,
        ..gauge("salto", "Salto", 2, 1, 30.0)
    };
    let column = |party: &str, name: &str, index, plots| StateColumnView {
        party: party.to_owned(),
        name: name.to_owned(),
        index,
        plots,
    };
    let mut stage_av = plot("av-stage", "Stage", "m", "stage", {
        let mut lines = approved_until(&line(&grenzau_av, 1.0), NOW - 3.0 * DAY);
        lines.extend(approved_until(&line(&hochstein, 1.0), NOW - 3.0 * DAY));
        lines
    });
    stage_av.levels = levels("grenzau-av", AV, [3.2, 4.2, 5.6]);
    let mut stage_br = plot(
        "br-stage",
        "Stage",
        "m",
        "stage",
        vec![line(&grenzau_br, 1.0), line(&dravec, 1.0)],
    );
    stage_br.levels = levels("grenzau-br", BR, [3.1, 4.0, 5.5]);
    let mut stage_co = plot(
        "co-stage",
        "Stage at Salto",
        "m",
        "stage",
        vec![line(&salto, 1.0)],
    );
    stage_co.levels = levels("pontal", CO, [4.1, 4.5, 4.7]);
    vec![
        column(
            "AV",
            "Avaria",
            0,
            vec![
                plot(
                    "av-rain",
                    "Rain per hour",
                    "mm",
                    "rain/60min",
                    vec![
                        rain("rain-hochtal", "Hochtal", 0, 0, 3600.0, 0.3),
                        rain("rain-lissa", "Lissa", 0, 1, 3600.0, 0.1),
                    ],
                ),
                stage_av,
                plot(
                    "av-discharge",
                    "Discharge",
                    "m³/s",
                    "discharge",
                    vec![line(&grenzau_av, 260.0), line(&hochstein, 120.0)],
                ),
            ],
        ),
        column(
            "BR",
            "Bresk",
            1,
            vec![
                plot(
                    "br-rain",
                    "Rain per hour",
                    "mm",
                    "rain/60min",
                    vec![
                        rain("rain-torrin", "Torrin", 1, 0, 3600.0, 0.0),
                        rain("rain-ebene", "Ebene", 1, 1, 3600.0, -0.4),
                    ],
                ),
                stage_br,
                plot(
                    "br-discharge",
                    "Discharge",
                    "m³/s",
                    "discharge",
                    vec![line(&grenzau_br, 262.0), line(&dravec, 330.0)],
                ),
            ],
        ),
        column(
            "CO",
            "Corvia",
            2,
            vec![
                plot(
                    "co-rain",
                    "Rain per day",
                    "mm",
                    "rain/day",
                    vec![
                        rain("rain-salto", "Salto", 2, 0, DAY, -0.2),
                        rain("rain-pontal", "Pontal", 2, 1, DAY, -0.5),
                    ],
                ),
                stage_co,
                plot(
                    "co-discharge",
                    "Discharge at Pontal",
                    "m³/s",
                    "discharge",
                    vec![line(&pontal, 380.0)],
                ),
            ],
        ),
    ]
}

struct Place(
    &'static str,
    &'static str,
    usize,
    f64,
    bool,
    Option<u8>,
    &'static str,
    &'static str,
    Freshness,
    &'static str,
    &'static str,
);

#[expect(clippy::too_many_lines, reason = "a table of invented figures")]
fn places() -> Vec<Place> {
    use Freshness::{Late, OnTime, Silent};
    vec![
        Place(
            "hochstein",
            "Hochstein",
            0,
            42.0,
            true,
            Some(1),
            "Meldestufe 1",
            "15 min",
            OnTime,
            "2.81 m",
            "gauge",
        ),
        Place(
            "almsee",
            "Almsee (dam)",
            0,
            75.0,
            false,
            None,
            "",
            "30 h",
            OnTime,
            "148.2 hm³",
            "reservoir",
        ),
        Place(
            "lissamund",
            "Lissamund (Lissa)",
            0,
            118.0,
            false,
            Some(0),
            "below all levels",
            "15 min",
            OnTime,
            "1.12 m",
            "gauge",
        ),
        Place(
            "grenzau-av",
            "Grenzau, left bank",
            0,
            196.0,
            true,
            Some(2),
            "Meldestufe 2",
            "15 min",
            OnTime,
            "4.52 m",
            "gauge",
        ),
        Place(
            "grenzau-br",
            "Grenzau, right bank",
            1,
            196.0,
            true,
            Some(2),
            "Minor flood",
            "15 min",
            OnTime,
            "4.58 m",
            "gauge",
        ),
        Place(
            "torrin",
            "Torrin Bridge (Torrin)",
            1,
            291.0,
            false,
            None,
            "",
            "30 h",
            OnTime,
            "84.0 m³/s",
            "gauge",
        ),
        Place(
            "westkanal",
            "West Canal intake",
            1,
            318.0,
            false,
            None,
            "",
            "30 h",
            OnTime,
            "22.0 m³/s",
            "canal",
        ),
        Place(
            "mittelbruck",
            "Middlebridge",
            1,
            334.0,
            true,
            None,
            "",
            "30 h",
            OnTime,
            "612 m³/s",
            "gauge",
        ),
        Place(
            "dravec",
            "Dravec",
            1,
            412.0,
            true,
            Some(0),
            "below all levels",
            "15 min",
            OnTime,
            "2.10 m",
            "gauge",
        ),
        Place(
            "salto", "Salto", 2, 476.0, true, None, "unknown", "2 d", Silent, "–", "gauge",
        ),
        Place(
            "pontal",
            "Pontal",
            2,
            561.0,
            true,
            Some(0),
            "below all levels",
            "15 min",
            OnTime,
            "2.44 m",
            "gauge",
        ),
        Place(
            "foz",
            "Foz",
            2,
            628.0,
            true,
            Some(0),
            "last seen below all levels",
            "9 h",
            Late,
            "1.98 m",
            "gauge",
        ),
    ]
}

fn river() -> RiverView {
    RiverView {
        name: "Arvena".to_owned(),
        length_km: 640.0,
        source_word: "source".to_owned(),
        mouth_word: "mouth".to_owned(),
        marks: places()
            .into_iter()
            .map(|p| RiverMark {
                station: p.0.to_owned(),
                name: p.1.to_owned(),
                party: p.2,
                km: p.3,
                is_main_stem: p.4,
                has_levels: !p.6.is_empty(),
                rank: p.5,
                state_word: if p.6.is_empty() { "no levels set" } else { p.6 }.to_owned(),
                age: p.7.to_owned(),
                freshness: p.8,
            })
            .collect(),
        borders: vec![(196.0, 0, 1), (412.0, 1, 2)],
        reaches: vec![
            (42.0, 196.0, "14 h".to_owned()),
            (196.0, 334.0, "11 h".to_owned()),
            (334.0, 412.0, "7 h".to_owned()),
            (412.0, 561.0, "16 h".to_owned()),
            (561.0, 628.0, "8 h".to_owned()),
        ],
    }
}

fn stations() -> StationsView {
    let rain = [
        ("rain-hochtal", "Hochtal", 0, 20.0, "12.4 mm in 24 h"),
        ("rain-lissa", "Lissa", 0, 110.0, "9.0 mm in 24 h"),
        ("rain-torrin", "Torrin", 1, 280.0, "6.1 mm in 24 h"),
        ("rain-ebene", "Ebene", 1, 380.0, "2.2 mm in 24 h"),
        ("rain-salto", "Salto, rain", 2, 470.0, "0.0 mm in 24 h"),
        ("rain-pontal", "Pontal, rain", 2, 555.0, "0.4 mm in 24 h"),
    ];
    let mut rows: Vec<StationRow> = places()
        .into_iter()
        .map(|p| StationRow {
            is_gauge: true,
            station: p.0.to_owned(),
            name: p.1.to_owned(),
            kind: p.10.to_owned(),
            party: p.2,
            km: p.3,
            latest: p.9.to_owned(),
            age: p.7.to_owned(),
            freshness: p.8,
            rank: p.5,
            level: if p.5 == Some(0) { "" } else { p.6 }.to_owned(),
            is_shown: [
                "hochstein",
                "grenzau-av",
                "grenzau-br",
                "dravec",
                "salto",
                "pontal",
            ]
            .contains(&p.0),
            figure: format!("latest/{}", p.0),
        })
        .chain(rain.into_iter().map(|r| StationRow {
            is_gauge: false,
            station: r.0.to_owned(),
            name: r.1.to_owned(),
            kind: "rain".to_owned(),
            party: r.2,
            km: r.3,
            latest: r.4.to_owned(),
            age: "60 min".to_owned(),
            freshness: Freshness::OnTime,
            rank: None,
            level: String::new(),
            is_shown: true,
            figure: format!("latest/{}", r.0),
        }))
        .collect();
    rows.sort_by(|a, b| a.km.total_cmp(&b.km));
    StationsView {
        title: "Stations".to_owned(),
        rows,
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of a table")]
fn pace(
    id: &str,
    title: &str,
    party: usize,
    period: &str,
    days: f64,
    passed: f64,
    required: f64,
    share: f64,
    sentence: &str,
) -> PaceView {
    let start = NOW - passed * DAY;
    let curve = |f: &dyn Fn(f64) -> f64, until: f64| -> Arc<[(f64, f64)]> {
        (0..=until as usize)
            .map(|d| (start + d as f64 * DAY, f(d as f64 / days)))
            .collect()
    };
    PaceView {
        id: id.to_owned(),
        title: title.to_owned(),
        rule: title.split(", Art").next().unwrap_or(title).to_owned(),
        article: "Art. 4".to_owned(),
        kind: RowKind::default(),
        party,
        period: period.to_owned(),
        unit: "hm³".to_owned(),
        delivered: required * share * passed / days,
        required_to_date: required * passed / days,
        required,
        pace_needed_m3s: Some(120.0),
        sentence: sentence.to_owned(),
        status: Status::Provisional,
        delivered_curve: curve(&|x| required * share * x * (0.85 + 0.3 * x), passed),
        required_curve: curve(&|x| required * x, days),
        pace_curve: [
            (NOW, required * share * passed / days),
            (start + days * DAY, required),
        ]
        .into(),
        outlook: OutlookView {
            sentence: "If the rest came as in each of 9 past years, the balance would end between −220 and +480 hm³; 78 % of them close in balance".to_owned(),
            traces: (0..9)
                .map(|n| {
                    let end = required * (0.8 + 0.06 * f64::from(n));
                    TraceView {
                        label: format!("20{}", 16 + n),
                        balance: end - required,
                        text: format!("{:+.0}", end - required),
                        curve: [
                            (NOW, required * share * passed / days),
                            (start + days * DAY, end),
                        ]
                        .into(),
                    }
                })
                .collect(),
            chance: Some(0.78),
        },
        agreement: "arvena-2011".to_owned(),
        clause: "dravec-quarter".to_owned(),
        figure: format!("arvena-2011/{id}/CO/2025/26/delivered"),
    }
}

fn balance(title: &str, party: usize, values: &[Option<f64>], labels: &[&str]) -> BalanceView {
    BalanceView {
        id: format!("arvena-2011/{title}"),
        agreement: "arvena-2011".to_owned(),
        clause: "dravec-quarter".to_owned(),
        reading: String::new(),
        ledger: title.split(", Art").next().unwrap_or(title).to_owned(),
        title: title.to_owned(),
        rule: title.split(", Art").next().unwrap_or(title).to_owned(),
        kind: RowKind::default(),
        unit: "hm³".to_owned(),
        periods: labels.iter().map(|l| (*l).to_owned()).collect(),
        parties: vec![PartyBalances {
            party,
            bars: values
                .iter()
                .enumerate()
                .map(|(n, v)| BalanceBar {
                    balance: *v,
                    parts: None,
                    status: if v.is_none() {
                        Status::NotAssessable
                    } else if n + 1 == values.len() {
                        Status::Provisional
                    } else {
                        Status::Final
                    },
                    status_word: "final".to_owned(),
                    figure: format!("arvena-2011/{title}/{n}/balance"),
                })
                .collect(),
        }],
    }
}

#[expect(clippy::too_many_lines, reason = "a table of invented figures")]
fn allocation() -> AllocationView {
    AllocationView {
        title: "Arvena Water Accord of 2011".to_owned(),
        paces: vec![
            pace(
                "grenzau",
                "Share at Grenzau, Art. 3",
                1,
                "2026-06/1",
                15.0,
                13.0,
                310.0,
                1.08,
                "Delivered 281 hm³ of 269 hm³ required to date (of 310 hm³ by 15 Jun 2026)",
            ),
            pace(
                "dravec-q",
                "Minimum at Dravec, Art. 4",
                2,
                "2025/26 Q3",
                91.0,
                74.0,
                1450.0,
                0.93,
                "Delivered 1,088 hm³ of 1,179 hm³ required to date (of 1,450 hm³ by 30 Jun 2026); 246 m³/s on average until 30 Jun deliver the rest",
            ),
            pace(
                "dravec-y",
                "Annual minimum at Dravec, Art. 4",
                2,
                "2025/26",
                365.0,
                256.0,
                6200.0,
                1.04,
                "Delivered 4,520 hm³ of 4,349 hm³ required to date (of 6,200 hm³ by 30 Sep 2026)",
            ),
            pace(
                "west",
                "West Canal, at most, Art. 5",
                1,
                "2026",
                183.0,
                74.0,
                380.0,
                0.9,
                "Taken 138 hm³; at most 380 hm³ by 30 Sep 2026, 154 hm³ pro rata to date",
            ),
        ],
        balances: vec![
            balance(
                "Share at Grenzau, Art. 3",
                1,
                &[
                    Some(4.0),
                    Some(-6.2),
                    Some(2.1),
                    Some(7.7),
                    Some(-1.0),
                    Some(12.0),
                ],
                &[
                    "2026-04/1",
                    "2026-04/2",
                    "2026-05/1",
                    "2026-05/2",
                    "2026-06/1",
                    "2026-06/2",
                ],
            ),
            balance(
                "Minimum at Dravec, Art. 4",
                2,
                &[
                    Some(120.0),
                    Some(88.0),
                    Some(-40.0),
                    None,
                    Some(64.0),
                    Some(-91.0),
                ],
                &[
                    "24/25 Q2", "24/25 Q3", "24/25 Q4", "25/26 Q1", "25/26 Q2", "25/26 Q3",
                ],
            ),
            balance(
                "Annual minimum at Dravec, Art. 4",
                2,
                &[
                    Some(410.0),
                    Some(-220.0),
                    Some(130.0),
                    Some(260.0),
                    Some(171.0),
                ],
                &["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"],
            ),
            balance(
                "West Canal, Art. 5",
                1,
                &[Some(22.0), Some(5.0), Some(31.0), Some(12.0), Some(16.0)],
                &["2022", "2023", "2024", "2025", "2026"],
            ),
        ],
        ledger: paper::ledger(),
        conditions: vec![paper::condition()],
        terms: vec![paper::terms()],
        clauses: vec![paper::clause()],
        empty_reason: None,
    }
}

fn board() -> BoardView {
    let item = |kind, rank, party, headline: &str, detail: &str, figure: &str| BoardItem {
        kind,
        rank,
        party,
        headline: headline.to_owned(),
        detail: detail.to_owned(),
        figure: figure.to_owned(),
    };
    BoardView {
        summary: "3 of 8 gauges above a warning level, 1 unknown, 1 late".to_owned(),
        sections: vec![
            (
                "Warnings".to_owned(),
                vec![
                    item(
                        ItemKind::Warning,
                        2,
                        Some(0),
                        "Grenzau, left bank: Meldestufe 2",
                        "4.52 m, +0.08 m/h over 3 h; Meldestufe 3 begins at 5.60 m",
                        "latest/grenzau-av",
                    ),
                    item(
                        ItemKind::Warning,
                        2,
                        Some(1),
                        "Grenzau, right bank: Minor flood",
                        "4.58 m, +0.07 m/h over 3 h; Major flood begins at 5.50 m",
                        "latest/grenzau-br",
                    ),
                    item(
                        ItemKind::Warning,
                        1,
                        Some(0),
                        "Hochstein: Meldestufe 1",
                        "2.81 m, falling 0.05 m/h",
                        "latest/hochstein",
                    ),
                    item(
                        ItemKind::Unknown,
                        0,
                        Some(2),
                        "Salto: unknown",
                        "Last reading 2 d ago; the level now is not known",
                        "latest/salto",
                    ),
                ],
            ),
            (
                "Late feeds".to_owned(),
                vec![item(
                    ItemKind::Late,
                    2,
                    Some(2),
                    "Corvia Water Institute, Foz live feed",
                    "Silent for 9 h; the address does not answer. Ask the agency, or import the file by hand",
                    "",
                )],
            ),
            (
                "Triggers".to_owned(),
                vec![item(
                    ItemKind::Trigger,
                    1,
                    None,
                    "Consultation under Art. 7: not called for",
                    "10-day mean at Dravec 318 m³/s, threshold 140 m³/s",
                    "arvena-2011/art7",
                )],
            ),
            (
                "Findings".to_owned(),
                vec![
                    item(
                        ItemKind::Finding,
                        2,
                        Some(1),
                        "Grenzau: both banks differ by 6 cm since 9 June",
                        "Compare gauge zeros: 212.40 m AHD 1995 and 212.34 m EVRF",
                        "",
                    ),
                    item(
                        ItemKind::Finding,
                        1,
                        Some(1),
                        "Bresk revised 365 values of 2023",
                        "exports/br-daily/2024-02.rdb, revision 3",
                        "",
                    ),
                ],
            ),
        ],
    }
}

/// The dashboard.
pub(crate) fn dashboard() -> DashboardView {
    DashboardView {
        header: HeaderView {
            exercise: None,
            basin: "Arvena".to_owned(),
            as_of: "as of 14 Jun 2026 06:00 UTC".to_owned(),
            clocks: vec![
                (0, "08:00 Avaria".to_owned()),
                (1, "09:00 Bresk".to_owned()),
                (2, "07:00 Corvia".to_owned()),
            ],
            summary: "3 of 8 gauges above a warning level, 1 unknown, 1 late".to_owned(),
            parties: [("AV", "Avaria"), ("BR", "Bresk"), ("CO", "Corvia")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .to_vec(),
            archive: "revision 3 · 24 files · 402,114 readings".to_owned(),
        },
        river: river(),
        stations: stations(),
        states: states(),
        allocation: allocation(),
        board: board(),
        warnings: WarningsView::default(),
        now: NOW,
        period: (NOW - 7.0 * DAY, NOW),
    }
}
