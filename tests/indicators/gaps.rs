//! What is not there, and an even time axis.

use thalweg::domain::Origin;
use thalweg::series::gaps::{completeness as completeness_over, gaps};
use thalweg::series::grid::on_grid;

use super::*;

#[test]
fn gaps_are_named_with_their_ends_and_counted() {
    let mut values = vec![1.0; 25];
    values[3] = f64::NAN;
    values[10..15].fill(f64::NAN);
    values[23..].fill(f64::NAN);
    let flow = regular(FLOW_60, "2024-05-01T00:00", &values);
    let day = Period::new(at("2024-05-01T00:00"), at("2024-05-02T00:00"));
    let found: Vec<(String, String, Option<u32>)> = gaps(&flow, day)
        .iter()
        .map(|gap| {
            let (start, end) = (gap.period.start.to_string(), gap.period.end.to_string());
            (
                start[11..16].to_owned(),
                end[11..16].to_owned(),
                gap.missing,
            )
        })
        .collect();
    let expect = [
        ("02:00", "04:00", Some(1)),
        ("09:00", "15:00", Some(5)),
        ("22:00", "00:00", Some(2)),
    ]
    .map(|(start, end, n)| (start.to_owned(), end.to_owned(), n));
    assert_eq!(found, expect);
    assert_eq!(completeness_over(&flow, day), Completeness::new(16, 24));
    let silent = series(FLOW_60, &[]);
    assert_eq!(gaps(&silent, day)[0].missing, Some(24));
    // Without a step, spans beyond six hours: 13:10 to 21:50, then 6:00 to 18:00.
    let both_days = Period::new(at("2024-03-02T00:00"), at("2024-03-04T00:00"));
    let long = gaps(&uneven(), both_days);
    assert_eq!(long.len(), 2);
    assert_eq!(long[1].period.end, at("2024-03-03T18:00"));
    assert_eq!(long[1].missing, None);
}

#[test]
fn a_grid_reads_the_line_and_leaves_gaps() {
    let values = [0.0, 2.0, f64::NAN, f64::NAN, f64::NAN, 10.0];
    let flow = regular(FLOW_60, "2024-05-01T00:00", &values);
    let grid = on_grid(
        &flow,
        Period::new(at("2024-04-30T23:30"), at("2024-05-01T06:00")),
        30,
    );
    let known: Vec<Option<f64>> = grid.iter().map(|v| (!v.is_nan()).then_some(*v)).collect();
    let mut expect = vec![None; 13];
    expect[1] = Some(0.0);
    expect[2] = Some(1.0);
    expect[3] = Some(2.0);
    expect[11] = Some(10.0);
    assert_eq!(known, expect);
}

#[test]
fn quality_survives_the_way_into_a_reading() {
    let corrected = Quality {
        origin: Origin::Corrected,
        ..approved()
    };
    let flow = graded(FLOW_60, &[(at("2024-05-01T00:00"), 1.0, corrected)]);
    let reading = flow.latest_usable(at("2024-05-02T00:00")).unwrap();
    assert_eq!(reading.quality, corrected);
    assert!(flow.is_approved(0) && !flow.is_approved(1));
}
