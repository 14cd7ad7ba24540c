//! The walk over plain rows reads nothing that the checked walk would read otherwise.

use super::*;
use crate::domain::{Findings, Receipt};
use crate::ingest::complaints::Complaints;
use crate::ingest::profile::Profiles;

/// A table of the Water Survey's form with invented values: levels beside flows, and now and then something odd.
fn text(seed: u64) -> String {
    let mut state = seed;
    let mut below = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut text = "STATION_NUMBER,YEAR,MONTH,NO_DAYS".to_owned();
    for day in 1..=31 {
        text.push_str(&format!(",FLOW{day},FLOW_SYMBOL{day}"));
    }
    text.push('\n');
    for row in 0..60 {
        let odd = if below(3) == 0 { 40 } else { 4000 };
        let station =
            ["05AA001", "05AA001", "02HB", "a station of a long name", ""][below(5) as usize];
        let month = if below(odd) == 0 { 13 } else { row % 12 + 1 };
        text.push_str(&format!("{station},{},{month},30", 1950 + row / 12));
        for day in 1..=31 {
            let value = match below(odd) {
                0 => [
                    "x",
                    "-777",
                    "NA",
                    "1234567.25",
                    " 5",
                    "\"6\"",
                    "1e2",
                    "-1.5",
                    "-1234567",
                ][below(9) as usize]
                    .to_owned(),
                _ if day > 28 && below(2) == 0 => String::new(),
                n if n % 9 == 0 => String::new(),
                n => format!("{}.{}", n % 1000, n % 7),
            };
            let symbol = ["", "", "", "", "", "B", "E", "A", "Q", "\"B\"", " E "]
                [below(if odd == 40 { 11 } else { 8 }) as usize];
            text.push_str(&format!(",{value},{symbol}"));
        }
        text.push_str(
            ["\n", "\n", "\n", "\n", ",\n", "\r\n", ",,\n"]
                [below(if odd == 40 { 7 } else { 4 }) as usize],
        );
    }
    text
}

/// Every reading, flag, count and finding, as lines.
fn outcome(text: &str, is_fast: bool) -> Vec<String> {
    let profiles = Profiles::shipped();
    let rules = &profiles
        .iter()
        .find(|profile| profile.id.as_str() == "ca-hydat-csv")
        .expect("a profile")
        .rules;
    let source = Source::new(text.as_bytes());
    let mut findings = Findings::new();
    let complaints = Complaints::new("a.csv", &mut findings);
    let coding = source.coding(&rules.encodings);
    let mut table = Table::new(coding, &rules.unflagged, complaints);
    let mut lines = Lines::new(&source.bytes, source.line_end);
    let top = Top::read(&mut lines, rules, &mut table).expect("names of columns");
    let plan = GridPlan::new(rules, &top, &mut table).expect("a plan");
    let fast = Fast::of(&plan);
    assert!(
        fast.is_some(),
        "the plan has rules that the fast walk does not know"
    );
    walk(
        lines,
        &mut Walker::new(&plan, &mut table),
        fast.filter(|_| is_fast),
    );
    let Table {
        series,
        receipt,
        complaints,
        flags,
        ..
    } = table;
    complaints.finish();
    let mut said = vec![Receipt::to_string(&receipt)];
    for it in series {
        said.push(it.station.clone());
        for row in 0..it.time.len() {
            let place = (it.line[row], it.column[row], it.flag[row]);
            said.push(format!("{} {:?} {place:?}", it.time[row], it.value[row]));
        }
    }
    said.extend(flags.into_columns().0);
    said.extend(findings.iter().map(ToString::to_string));
    said
}

#[test]
fn the_walk_over_plain_rows_agrees_with_the_checked_walk() {
    for seed in 0..150 {
        let text = text(seed);
        let (fast, slow) = (outcome(&text, true), outcome(&text, false));
        let apart = (0..fast.len().max(slow.len())).find(|&at| fast.get(at) != slow.get(at));
        assert!(
            apart.is_none(),
            "case {seed}: {:?} for {:?} in\n{text}",
            apart.map(|at| fast.get(at)),
            apart.map(|at| slow.get(at))
        );
    }
}
