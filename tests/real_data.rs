//! Files as agencies delivered them, when `THALWEG_REAL` names the folder that holds them. Every figure here was
//! found by awk or Python on the raw file, with the command beside it; none was printed by this program.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise, and one whose data is absent must say so"
)]

use thalweg::domain::{
    Cause, Clock, FileHash, Findings, Instant, Origin, Quantity, Review, Statistic, Step,
};
use thalweg::ingest::{Profiles, RawClock, RawSeries, RawTable, read};

/// The one table of a file below the folder; `None`, and a word about it, when there is no folder.
fn delivered(path: &str) -> Option<(RawTable, Findings)> {
    let Ok(folder) = std::env::var("THALWEG_REAL") else {
        println!("real-data tests did not run: THALWEG_REAL is not set");
        return None;
    };
    let bytes = std::fs::read(format!("{folder}/{path}")).expect(path);
    let mut findings = Findings::new();
    let mut tables = read(&bytes, path, &Profiles::shipped(), None, &mut findings);
    assert_eq!(tables.len(), 1, "{findings:?}");
    let table = tables.remove(0);
    assert!(table.receipt.balances());
    Some((table, findings))
}

fn counts(table: &RawTable) -> [u64; 5] {
    let it = table.receipt;
    [it.read, it.kept, it.rejected, it.duplicate, it.missing]
}

fn at(series: &RawSeries, row: usize) -> (String, f64) {
    let stamp = Instant::from_millis(series.time[row]).to_string();
    (stamp, series.value[row])
}

/// First, last, least and largest reading that has a value; of equal ones the first.
fn extremes(series: &RawSeries) -> [(String, f64); 4] {
    let rows: Vec<usize> = (0..series.value.len())
        .filter(|&row| !series.value[row].is_nan())
        .collect();
    let least = rows.iter().copied().reduce(|a, b| {
        if series.value[b] < series.value[a] {
            b
        } else {
            a
        }
    });
    let most = rows.iter().copied().reduce(|a, b| {
        if series.value[b] > series.value[a] {
            b
        } else {
            a
        }
    });
    [rows.first().copied(), rows.last().copied(), least, most].map(|row| at(series, row.unwrap()))
}

fn stamped(stamps: [(&str, f64); 4]) -> [(String, f64); 4] {
    stamps.map(|(stamp, value)| (stamp.to_owned(), value))
}

fn sum(series: &RawSeries) -> f64 {
    series.value.iter().filter(|value| !value.is_nan()).sum()
}

/// awk -F';' 'f{n++;v=$2;gsub(/ /,"",v);if(v~/^[0-9]/){gsub(",",".",v);k++;s+=v;if(v+0>mx){mx=v+0;d=$1}
///   if(mn==""||v+0<mn){mn=v+0;e=$1}l=$1;lv=v}else m++}/^Werte:/{f=1}END{print n,k,m,s,mx,d,mn,e,l,lv}'
#[test]
fn danube_at_wildungsmauer() {
    let Some((table, findings)) = delivered("at_ehyd_hzb/Q-Tagesmittel-207373.csv") else {
        return;
    };
    assert_eq!(table.profile.as_str(), "at-ehyd-csv");
    assert_eq!(counts(&table), [6211, 6210, 0, 0, 1]);
    // sha256sum
    let hash = "35d69ed980900ed9d8f562e605f7c933d9b1a7f1e27813a8c63938b264e03f96";
    assert_eq!(table.sha256, FileHash::new(hash));
    let [series] = &table.series[..] else {
        unreachable!("one series")
    };
    assert_eq!(
        (series.station.as_str(), series.station_name.as_deref()),
        ("207373", Some("Wildungsmauer"))
    );
    assert_eq!(
        (series.quantity, series.statistic, series.step),
        (Quantity::Discharge, Statistic::Mean, Some(Step::Day))
    );
    assert_eq!(series.unit, "m³/s");
    assert_eq!(
        extremes(series),
        stamped([
            ("1996-01-01T00:00:00Z", 1662.0),
            ("2012-12-31T00:00:00Z", 2349.84),
            ("2003-08-28T00:00:00Z", 722.0),
            ("2002-08-15T00:00:00Z", 10_185.0),
        ])
    );
    assert!((sum(series) - 11_813_365.44).abs() < 0.005);
    // grep -an '15.08.2002' and the last line of the file: "01.01.2013 00:00:00   ;Lücke"
    let crest = series
        .value
        .iter()
        .position(|&value| value == 10_185.0)
        .unwrap();
    assert_eq!((series.line[crest], series.column[crest]), (2444, 2));
    let (last, value) = at(series, 6210);
    assert_eq!(last, "2013-01-01T00:00:00Z");
    assert!(value.is_nan());
    // The header claims 2012 alone.
    let told: Vec<(Cause, Option<u32>)> = findings.iter().map(|it| (it.cause, it.line)).collect();
    assert_eq!(told, [(Cause::HeaderDisagrees, Some(22))]);
}

/// awk -F';' '/^"20/{n++;v=$2;st[$3]++;gsub(",",".",v);v+=0;s+=v;if(n==1||v>mx){mx=v;d=$1}
///   if(n==1||v<mn){mn=v;e=$1}}END{print n,s,mx,d,mn,e;for(k in st)print k,st[k]}'
#[test]
fn isar_at_munich() {
    let path = "de_lfu_bayern/16005701_01.01.2025_30.11.2025_ezw_0.csv";
    let Some((table, findings)) = delivered(path) else {
        return;
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(counts(&table), [32_065, 32_065, 0, 0, 0]);
    assert_eq!(table.facts.encoding, "UTF-8 with BOM");
    let series = &table.series[0];
    assert_eq!(
        (series.station.as_str(), series.station_name.as_deref()),
        ("16005701", Some("München"))
    );
    assert_eq!(
        (series.quantity, series.unit.as_str()),
        (Quantity::Stage, "cm")
    );
    assert_eq!(series.clock, RawClock::Stated(Clock::Fixed(60)));
    assert_eq!(
        extremes(series),
        stamped([
            ("2025-01-01T00:00:00Z", 96.0),
            ("2025-12-01T00:00:00Z", 102.0),
            ("2025-01-26T08:45:00Z", 90.0),
            ("2025-07-29T05:30:00Z", 270.0),
        ])
    );
    assert_eq!(sum(series), 3_572_652.0);
    let raw = series
        .flag
        .iter()
        .filter(|&&flag| table.qualities[usize::from(flag)].review == Review::Raw);
    assert_eq!(raw.count(), 2_977);
    // grep -n '"2025-06-01 00:00"': line 14507, 122,00
    let noon = series.line.iter().position(|&line| line == 14_507).unwrap();
    assert_eq!(at(series, noon), ("2025-06-01T00:00:00Z".to_owned(), 122.0));
    // Both nights on which summer time changes have 96 quarter-hours, as a fixed clock must.
    for day in ["2025-03-30", "2025-10-26"] {
        let n = (0..series.time.len())
            .filter(|&row| at(series, row).0.starts_with(day))
            .count();
        assert_eq!(n, 96, "{day}");
    }
}

/// python3: json.load, then every `value` of each series.
#[test]
fn choptank_and_seneca_as_json() {
    let Some((table, _)) = delivered("us_usgs/waterservices_dv.txt") else {
        return;
    };
    assert_eq!(table.profile.as_str(), "us-usgs-waterml-json");
    assert_eq!(counts(&table), [4, 4, 0, 0, 0]);
    let told: Vec<(&str, Vec<(String, f64)>)> = table
        .series
        .iter()
        .map(|series| {
            (
                series.station.as_str(),
                (0..2).map(|row| at(series, row)).collect(),
            )
        })
        .collect();
    let day = |date: &str| format!("2020-02-{date}T00:00:00Z");
    assert_eq!(
        told,
        [
            ("01491000", vec![(day("14"), 466.0), (day("15"), 362.0)]),
            ("01645000", vec![(day("14"), 179.0), (day("15"), 136.0)]),
        ]
    );
    assert_eq!(table.series[0].clock, RawClock::Stated(Clock::Fixed(-300)));
    assert_eq!(table.series[0].unit, "ft3/s");
}

/// cat: three rows, 04:45 and 04:50 at UTC-08:00.
#[test]
fn three_gauges_of_british_columbia() {
    let Some((table, findings)) = delivered("ca_wsc/BC_hourly_hydrometric.csv") else {
        return;
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(counts(&table), [6, 5, 0, 0, 1]);
    let stages: Vec<(&str, (String, f64))> = table
        .series
        .iter()
        .filter(|series| series.quantity == Quantity::Stage)
        .map(|series| (series.station.as_str(), at(series, 0)))
        .collect();
    let stamp = |minute: u8| format!("2020-01-19T12:{minute}:00Z");
    assert_eq!(
        stages,
        [
            ("08GA043", (stamp(45), 0.864)),
            ("08GAX43", (stamp(50), 0.863)),
            ("10CD005", (stamp(45), 0.675)),
        ]
    );
    let discharge: f64 = table
        .series
        .iter()
        .filter(|it| it.quantity == Quantity::Discharge)
        .map(sum)
        .sum();
    assert_eq!(discharge, 18.8 + 18.7);
}

/// python3: zipfile, csv, calendar.monthrange; each month's day columns up to its length, level 2 before 1.
#[test]
fn paraiba_do_sul_at_jacarei() {
    let Some((table, findings)) = delivered("br_ana/vazoes_C_58110002.zip") else {
        return;
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(
        table.file,
        "br_ana/vazoes_C_58110002.zip!vazoes_C_58110002.csv"
    );
    assert_eq!(counts(&table), [8_003, 7_437, 0, 0, 566]);
    let series = &table.series[0];
    assert_eq!(
        extremes(series),
        stamped([
            ("2000-01-01T00:00:00Z", 139.971),
            ("2023-02-28T00:00:00Z", 47.297),
            ("2022-05-28T00:00:00Z", 25.303),
            ("2010-01-29T00:00:00Z", 375.198),
        ])
    );
    assert!((sum(series) - 555_822.469).abs() < 0.000_5);
    // unzip -p | grep -n '01/01/2010': line 157; Vazao29 is field 45.
    let crest = series
        .value
        .iter()
        .position(|&value| value == 375.198)
        .unwrap();
    assert_eq!((series.line[crest], series.column[crest]), (157, 45));
    let estimated = (0..series.value.len()).filter(|&row| {
        !series.value[row].is_nan()
            && table.qualities[usize::from(series.flag[row])].origin == Origin::Estimated
    });
    assert_eq!(estimated.count(), 223);
}

/// awk -F, '/^342,/{n++;v=$3;gsub(/ /,"",v);if(v==""){m++;md=$2;next}s+=v;if(v+0>mx){mx=v+0;d=$2}
///   if(v+0==0)z++;l=$2}END{print n,m,md,s,mx,d,z,l}'
#[test]
fn rain_at_vilsteren() {
    let Some((table, findings)) = delivered("nl_knmi/neerslaggeg_VILSTEREN_342.txt") else {
        return;
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(counts(&table), [23_862, 23_861, 0, 0, 1]);
    let series = &table.series[0];
    let [first, last, _, most] = extremes(series);
    assert_eq!(first, ("1952-01-01T00:00:00Z".to_owned(), 0.0));
    assert_eq!(last, ("2017-04-30T00:00:00Z".to_owned(), 0.0));
    assert_eq!(most, ("1966-06-13T00:00:00Z".to_owned(), 894.0));
    assert_eq!(sum(series), 525_631.0);
    assert_eq!(
        series.value.iter().filter(|&&value| value == 0.0).count(),
        10_723
    );
    // grep -n ',20170228': line 23825
    let gap = series
        .value
        .iter()
        .position(|value| value.is_nan())
        .unwrap();
    assert_eq!(
        (at(series, gap).0.as_str(), series.line[gap]),
        ("2017-02-28T00:00:00Z", 23_825)
    );
}
