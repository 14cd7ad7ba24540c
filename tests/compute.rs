//! `thalweg compute` as a person or a script meets it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

use std::process::{Command, Output};

use serde_json::Value;

fn thalweg(args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_thalweg"))
        .args(args)
        .output()
        .expect("the program starts");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(!talk.contains("panicked"), "{args:?} panicked:\n{talk}");
    output
}

/// Runs an indicator on a CSV: exit code, document or nothing, talk.
fn compute(csv: &str, args: &[&str]) -> (Option<i32>, Value, String) {
    let dir = tempfile::TempDir::new().unwrap();
    let file = dir.path().join("series.csv");
    std::fs::write(&file, csv).unwrap();
    let file = file.to_str().unwrap();
    let mut all = vec!["compute", args[0], "--series", file, "--json"];
    all.extend(&args[1..]);
    let output = thalweg(&all);
    let document = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (
        output.status.code(),
        document,
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn a_result_names_what_it_rests_on() {
    // 1 + 2 + 4 = 7 mm in three hours.
    let csv = "time;rain\n2024-05-01T01:00Z;1,0\n2024-05-01T02:00Z;2,0\n2024-05-01T03:00Z;4,0\n";
    let (code, found, talk) = compute(csv, &["rain-accumulation", "--set", "hours=3"]);
    assert_eq!(code, Some(0), "{talk}");
    assert_eq!(found["indicator"], "rain-accumulation");
    assert_eq!(found["parameters"]["hours"], 3);
    assert_eq!(found["result"]["durations"][0]["max_mm"], 7.0);
    assert_eq!(found["completeness"]["present"], 3);
    assert!(found["source"].as_str().unwrap().contains("WMO"));
    assert!(found["notes"].is_array() && found["findings"].is_array());
}

#[test]
fn a_bad_row_is_named_and_the_others_count() {
    let csv = "time,rain\n2024-05-01T01:00Z,1\n2024-05-01T02:00Z,wet\n2024-05-01T03:00Z,4\n";
    let (code, found, _) = compute(csv, &["rain-accumulation", "--set", "hours=3"]);
    assert_eq!(code, Some(1));
    assert_eq!(found["findings"][0]["line"], 3);
    assert_eq!(found["findings"][0]["column"], 2);
    let said = &found["result"]["durations"][0];
    assert_eq!(said["max_mm"], Value::Null);
    assert_eq!(said["latest_at_least_mm"], 5.0);
}

#[test]
fn what_cannot_be_done_is_said_with_a_remedy() {
    for (args, why) in [
        (vec!["no-such-thing"], "no indicator is called"),
        (
            vec!["rain-accumulation", "--set", "hour=3"],
            "nothing called",
        ),
        (
            vec!["rain-accumulation", "--set", "unit=furlong"],
            "unit cannot be read",
        ),
        (
            vec!["rain-accumulation", "--set", "column=flow"],
            "no column called",
        ),
    ] {
        let (code, found, talk) = compute("time,rain\n2024-05-01T01:00Z,1\n", &args);
        assert_eq!(code, Some(2), "{args:?}");
        assert_eq!(found, Value::Null, "{args:?}");
        assert!(talk.contains(why) && talk.lines().count() >= 2, "{talk}");
    }
}

#[test]
fn every_indicator_is_listed_with_one_line_and_explains_itself() {
    let list = thalweg(&["compute", "--list", "--json"]);
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    let all = list["indicators"].as_array().unwrap();
    assert!(all.len() > 40, "{} indicators", all.len());
    for one in all {
        let name = one["indicator"].as_str().unwrap();
        let title = one["title"].as_str().unwrap();
        assert!(
            title.ends_with('.') && !title.contains('\n'),
            "{name}: {title}"
        );
        let page = thalweg(&["compute", name]);
        let page = String::from_utf8(page.stdout).unwrap();
        for heading in [
            "What it tells",
            "Formula",
            "Units",
            "Missing data",
            "Limits",
            "Source",
        ] {
            assert!(
                page.contains(&format!("# {heading}\n")),
                "{name} says nothing under {heading}"
            );
        }
    }
}
