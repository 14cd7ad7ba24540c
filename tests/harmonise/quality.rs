//! Quality control. The six hours of stage, and which of them are spikes and flat, are those of the QARTOD test
//! vector that was computed with `ioos_qc` 3.0.0; its neighbours of spikes are good, and its flat run is the whole one.

use std::sync::Arc;

use thalweg::domain::{
    Cause, FileHash, Findings, Origin, Quality, Quantity, Reliability, SeriesKey, SourceId,
    StationId, Statistic, Step,
};
use thalweg::harmonise::{Rules, control};
use thalweg::series::{Columns, FileOrigin, Series};

const QARTOD: [f64; 24] = [
    1.2,
    1.21,
    1.22,
    1.24,
    1.95,
    1.27,
    1.28,
    1.3,
    1.3,
    1.3,
    1.3,
    1.3,
    1.3,
    1.31,
    1.33,
    -0.5,
    1.36,
    f64::NAN,
    1.4,
    1.42,
    2.6,
    2.65,
    2.7,
    9.9,
];

fn series(quantity: Quantity, step: Step, values: &[f64]) -> Series {
    let len = values.len();
    let lines = u32::try_from(len).unwrap();
    let minutes = i64::from(step.minutes().unwrap_or(60));
    let columns = Columns {
        time: (0..i64::from(lines))
            .map(|n| n * minutes * 60_000)
            .collect(),
        value: values.to_vec(),
        quality: vec![Quality::PROVISIONAL.pack(); len],
        flag: vec![0; len],
        file: vec![0; len],
        line: (1..=lines).collect(),
        column: vec![2; len],
        revision: vec![0; len],
    };
    Series::new(
        SeriesKey {
            station: StationId::new("grenzau"),
            quantity,
            step,
            statistic: Statistic::Instantaneous,
            source: SourceId::new("av-live"),
        },
        columns,
        Arc::from([Arc::from("")]),
        Arc::from([FileOrigin {
            file: "a.csv".to_owned(),
            sha256: FileHash::of(b"a"),
        }]),
    )
}

/// Rows that are marked, with their reliability, and the causes that were said.
fn marked(series: &Series, rules: &Rules) -> (Vec<(usize, Reliability)>, Vec<Cause>) {
    let mut findings = Findings::new();
    let controlled = control(series, rules, &mut findings);
    let (before, after) = (series.columns(), controlled.columns());
    let bits = |values: &[f64]| {
        values
            .iter()
            .map(|value| value.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        bits(&before.value),
        bits(&after.value),
        "no value is changed"
    );
    assert_eq!(before.time, after.time, "no reading is deleted");
    for finding in findings.iter() {
        assert!(finding.line.is_some() && finding.file.is_some() && finding.hint.is_some());
    }
    let rows = (0..after.len())
        .map(|row| (row, Quality::unpack(after.quality[row]).reliability))
        .filter(|(_, reliability)| *reliability != Reliability::Good)
        .collect();
    (rows, findings.iter().map(|finding| finding.cause).collect())
}

fn quarters() -> Step {
    Step::Minutes(15)
}

/// A stage that moves with every reading.
fn lively(n: u32) -> Vec<f64> {
    (0..n).map(|n| 2.0 + f64::from(n % 7) / 100.0).collect()
}

#[test]
fn the_spikes_of_the_qartod_vector_and_not_their_neighbours() {
    let series = series(Quantity::Stage, quarters(), &QARTOD);
    let (rows, causes) = marked(&series, &Rules::default());
    assert_eq!(
        rows,
        [(4, Reliability::Suspect), (15, Reliability::Suspect)]
    );
    assert_eq!(causes, [Cause::Spike, Cause::Spike]);
}

#[test]
fn the_flat_hour_of_the_qartod_vector_as_a_whole() {
    let series = series(Quantity::Stage, quarters(), &QARTOD);
    let rules = Rules {
        flat_after_minutes: 60,
        spike_stage_m: 100.0,
        ..Rules::default()
    };
    let (rows, causes) = marked(&series, &rules);
    let run: Vec<(usize, Reliability)> = (7..=12).map(|row| (row, Reliability::Suspect)).collect();
    assert_eq!(rows, run);
    assert_eq!(causes, [Cause::FlatLine]);
}

#[test]
fn a_stage_that_stood_still_for_a_day_is_suspect_unless_it_hardly_moved_before() {
    let mut day = lively(200);
    day.extend([2.5; 97]);
    day.extend(lively(10));
    // 97 quarter-hours span 24 h; 96 span 23 h 45 min.
    let mut short = lively(200);
    short.extend([2.5; 96]);
    short.extend(lively(10));
    // A low flow whose stage steps by a centimetre every five hours before it stands still.
    let mut low: Vec<f64> = (0..200u32)
        .map(|n| 0.5 - f64::from(n / 20) / 100.0)
        .collect();
    low.extend([0.39; 120]);
    let mut dry = lively(200);
    dry.extend([0.0; 120]);
    for (what, quantity, step, values, expect) in [
        ("a day", Quantity::Stage, quarters(), &day, 97),
        ("a little less", Quantity::Stage, quarters(), &short, 0),
        ("low flow", Quantity::Stage, quarters(), &low, 0),
        ("dry", Quantity::Stage, quarters(), &dry, 0),
        ("daily values", Quantity::Discharge, Step::Day, &day, 0),
        (
            "from the start",
            Quantity::Stage,
            quarters(),
            &vec![2.5; 200],
            0,
        ),
    ] {
        let (rows, causes) = marked(&series(quantity, step, values), &Rules::default());
        assert_eq!(rows.len(), expect, "{what}: {causes:?}");
        assert!(
            rows.iter()
                .all(|(row, how)| (200..297).contains(row) && *how == Reliability::Suspect)
        );
        assert_eq!(causes.len(), usize::from(expect > 0), "{what}");
    }
}

#[test]
fn a_stage_under_ice_may_stand_still() {
    let mut values = lively(200);
    values.extend([2.5; 120]);
    let plain = series(Quantity::Stage, quarters(), &values);
    let mut columns = plain.columns().clone();
    let ice = Quality {
        origin: Origin::Estimated,
        ..Quality::PROVISIONAL
    };
    columns.quality[200..].fill(ice.pack());
    let frozen = Series::new(
        plain.key.clone(),
        columns,
        plain.flags.clone(),
        plain.files.clone(),
    );
    assert!(marked(&frozen, &Rules::default()).0.is_empty());
}

#[test]
fn codes_for_no_value_that_nobody_declared_are_bad() {
    let flow = |codes: &[(usize, f64)]| {
        let mut values: Vec<f64> = (0..400u32)
            .map(|n| 900.0 + 700.0 * f64::from(n % 40) / 40.0)
            .collect();
        for (row, code) in codes {
            values[*row] = *code;
        }
        values
    };
    let litres = -999.0 / 1000.0;
    for (what, quantity, values, expect) in [
        // As in the minute values of Maxau: runs of +9999.
        (
            "a run",
            Quantity::Discharge,
            flow(&[(50, 9999.0), (51, 9999.0), (52, 9999.0)]),
            vec![50, 51, 52],
        ),
        (
            "two apart",
            Quantity::Discharge,
            flow(&[(50, -999.0), (300, -999.0)]),
            vec![50, 300],
        ),
        (
            "one below zero",
            Quantity::Discharge,
            flow(&[(50, -9999.0)]),
            vec![50],
        ),
        (
            "in litres",
            Quantity::Discharge,
            flow(&[(50, litres), (51, litres)]),
            vec![50, 51],
        ),
        (
            "one above",
            Quantity::Discharge,
            flow(&[(50, 9999.0)]),
            vec![],
        ),
        ("none", Quantity::Discharge, flow(&[]), vec![]),
        (
            "nines that fit in",
            Quantity::Discharge,
            flow(&[(50, 999.0), (51, 999.0)]),
            vec![],
        ),
    ] {
        let (rows, causes) = marked(&series(quantity, Step::Day, &values), &Rules::default());
        let expect: Vec<_> = expect
            .into_iter()
            .map(|row| (row, Reliability::Bad))
            .collect();
        assert_eq!(rows, expect, "{what}");
        assert!(
            causes.iter().all(|cause| *cause == Cause::Sentinel),
            "{what}: {causes:?}"
        );
    }
    // A crest that really reaches 9.99 m, twice, climbs there.
    let crest: Vec<f64> = (0..100u32)
        .map(|n| 9.99 - f64::from(n.abs_diff(50).saturating_sub(1)) / 10.0)
        .collect();
    let (rows, _) = marked(
        &series(Quantity::Stage, quarters(), &crest),
        &Rules::default(),
    );
    assert!(rows.is_empty(), "{rows:?}");
}

#[test]
fn what_no_river_can_do_is_bad() {
    let mut values: Vec<f64> = (0..50u32).map(|n| 100.0 + f64::from(n)).collect();
    values[10] = 1e9;
    values[11] = 1e9;
    values[30] = -6000.0;
    let (rows, causes) = marked(
        &series(Quantity::Discharge, Step::Day, &values),
        &Rules::default(),
    );
    assert_eq!(rows, [10, 11, 30].map(|row| (row, Reliability::Bad)));
    assert_eq!(
        causes,
        [Cause::Implausible, Cause::Implausible],
        "one finding for a run"
    );
}

#[test]
fn a_flood_is_no_spike() {
    // Up by four metres within an hour, a crest of two readings, and down again.
    let mut values = lively(100);
    values.extend([3.0, 4.5, 6.0, 6.1, 5.9, 5.0, 4.0]);
    values.extend(lively(100));
    let (rows, causes) = marked(
        &series(Quantity::Stage, quarters(), &values),
        &Rules::default(),
    );
    assert!(rows.is_empty(), "{rows:?} {causes:?}");
    // A wave that crests in one reading and stays high.
    let mut wave = lively(100);
    wave.extend([3.5, 3.1, 3.0]);
    wave.extend((0..100u32).map(|n| 3.0 - f64::from(n) / 100.0));
    let (rows, causes) = marked(
        &series(Quantity::Stage, quarters(), &wave),
        &Rules::default(),
    );
    assert!(rows.is_empty(), "{rows:?} {causes:?}");
    // One day of flood stands alone among daily means, and is true.
    let mut daily = vec![20.0; 50];
    daily[25] = 900.0;
    let (rows, _) = marked(
        &series(Quantity::Discharge, Step::Day, &daily),
        &Rules::default(),
    );
    assert!(rows.is_empty(), "{rows:?}");
    let mut rain = vec![0.0; 50];
    rain[25] = 40.0;
    let (rows, _) = marked(
        &series(Quantity::Rain, Step::Minutes(60), &rain),
        &Rules::default(),
    );
    assert!(rows.is_empty(), "{rows:?}");
}

#[test]
fn a_level_that_jumps_by_the_factor_of_a_unit_and_stays_is_named_where_it_jumps() {
    let ripple = |n: usize| 1.0 + 0.01 * f64::from(u32::try_from(n % 3).unwrap());
    let level = |level: f64, n: usize| -> Vec<f64> { (0..n).map(|n| level * ripple(n)).collect() };
    let hourly = Step::Minutes(60);
    for (what, quantity, parts, line) in [
        (
            "ft³/s",
            Quantity::Discharge,
            vec![(100.0, 10), (3531.5, 10)],
            Some(11),
        ),
        (
            "l/s",
            Quantity::Discharge,
            vec![(20.0, 10), (0.02, 10)],
            Some(11),
        ),
        (
            "zero",
            Quantity::Stage,
            vec![(1.2, 10), (246.2, 10)],
            Some(11),
        ),
        (
            "a power plant",
            Quantity::Discharge,
            vec![(20.0, 10), (65.6, 10)],
            None,
        ),
        (
            "a short crest",
            Quantity::Discharge,
            vec![(20.0, 10), (706.0, 3), (20.0, 10)],
            None,
        ),
    ] {
        let values: Vec<f64> = parts.into_iter().flat_map(|(at, n)| level(at, n)).collect();
        let mut findings = Findings::new();
        control(
            &series(quantity, hourly, &values),
            &Rules::default(),
            &mut findings,
        );
        let found = findings.iter().find(|it| it.cause == Cause::Step);
        assert_eq!(found.and_then(|it| it.line), line, "{what}: {findings:?}");
    }
}

#[test]
fn a_negative_discharge_is_doubtful_unless_the_tide_turns_the_flow() {
    let values = [3.0, -0.5, -0.6, 2.0];
    for (tidal, said) in [(false, 1), (true, 0)] {
        let mut findings = Findings::new();
        let rules = Rules {
            tidal,
            ..Rules::default()
        };
        let series = series(Quantity::Discharge, Step::Minutes(60), &values);
        let checked = control(&series, &rules, &mut findings);
        assert_eq!(findings.len(), said, "{findings:?}");
        let second = Quality::unpack(checked.columns().quality[1]).reliability;
        let expect = if tidal {
            Reliability::Good
        } else {
            Reliability::Suspect
        };
        assert_eq!(second, expect);
    }
}
