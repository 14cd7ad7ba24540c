//! What only a person can know is asked, and nothing else.

use crate::{Case, check_all, see};

#[test]
fn guesses_that_change_a_value_are_asked() {
    check_all(&[
        Case {
            file: "thousand.csv",
            text: "id;time_utc;discharge (m3/s)\nA;2024-01-20 00:00;1,234\nA;2024-01-20 01:00;2,345\n",
            answers: &[("decimal", ".")],
            asks: &["decimal"],
            expect: &["A discharge instantaneous 60min 2024-01-20=1234 2024-01-20T01:00Z=2345"],
        },
        Case {
            file: "decimalcomma.csv",
            text: "id;time_utc;discharge (m3/s)\nA;2024-01-20 00:00;1,234\nA;2024-01-20 01:00;2,345\n",
            answers: &[("decimal", "comma")],
            asks: &["decimal"],
            expect: &["A discharge instantaneous 60min 2024-01-20=1.234 2024-01-20T01:00Z=2.345"],
        },
        Case {
            file: "orders.csv",
            text: "id,date,time,discharge (m3/s)\nA,01/02/2024,00:00,1.5\nA,01/02/2024,12:00,2.5\n",
            answers: &[("dates", "dmy"), ("clock", "UTC")],
            asks: &["dates", "clock"],
            expect: &["A discharge instantaneous 720min 2024-02-01=1.5 2024-02-01T12:00Z=2.5"],
        },
        Case {
            file: "monthfirst.csv",
            text: "id,date,time,discharge (m3/s)\nA,01/02/2024,00:00,1.5\nA,01/02/2024,12:00,2.5\n",
            answers: &[("dates", "mm/dd/yyyy"), ("clock", "+00:00")],
            asks: &["dates", "clock"],
            expect: &["A discharge instantaneous 720min 2024-01-02=1.5 2024-01-02T12:00Z=2.5"],
        },
        Case {
            file: "steps.csv",
            text: "id,time (UTC),discharge (m3/s)\nA,01/02/2024 12:00,1.5\nA,02/02/2024 00:00,2.5\nA,02/02/2024 12:00,3.5\nA,03/02/2024 00:00,4.5\n",
            answers: &[],
            asks: &[],
            expect: &[
                "A discharge instantaneous 720min 2024-02-01T12:00Z=1.5 2024-02-02=2.5 2024-02-02T12:00Z=3.5 2024-02-03=4.5",
            ],
        },
        Case {
            file: "century.csv",
            text: "id;time (UTC);discharge (m3/s)\nA;30.01.49 00:00;1.5\nA;30.01.49 12:00;2.5\n",
            answers: &[("century", "1900")],
            asks: &["century"],
            expect: &["A discharge instantaneous 720min 1949-01-30=1.5 1949-01-30T12:00Z=2.5"],
        },
        Case {
            file: "cst.csv",
            text: "id,time (CST),discharge (m3/s)\nA,2024-01-30 00:00,1.5\nA,2024-01-30 12:00,2.5\n",
            answers: &[("clock", "UTC-06:00")],
            asks: &["clock"],
            expect: &[
                "A discharge instantaneous 720min 2024-01-30T06:00Z=1.5 2024-01-30T18:00Z=2.5",
            ],
        },
        Case {
            file: "serials.csv",
            text: "id;Datum;discharge (m3/s)\nA;45292;1.5\nA;45293;2.5\nA;45294;3.5\n",
            answers: &[("dates", "excel 1900"), ("clock", "UTC"), ("day", "00:00")],
            asks: &["dates", "clock", "day"],
            expect: &["A discharge mean day 2024-01-02=1.5 2024-01-03=2.5 2024-01-04=3.5"],
        },
    ]);
}

#[test]
fn every_choice_is_an_answer_as_it_stands() {
    let text = "date;Wert\n01/02/24;1,234\n02/02/24;-999\n03/02/24;3,456\n";
    let mut open = vec![Vec::<(String, String)>::new()];
    let mut seen_keys = std::collections::BTreeSet::new();
    while let Some(answers) = open.pop() {
        let answered: Vec<(&str, &str)> = answers
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()))
            .collect();
        let mut draft = thalweg::ingest::sniff::draft(text.as_bytes(), "pegel_4711.csv").unwrap();
        for (key, choice) in &answered {
            draft.answer(key, choice).unwrap();
        }
        for asked in draft.questions() {
            if seen_keys.insert(asked.key.clone()) {
                for choice in &asked.choices {
                    let mut answers = answers.clone();
                    answers.push((asked.key.clone(), choice.clone()));
                    open.push(answers);
                }
            }
        }
    }
    let keys: Vec<&str> = seen_keys.iter().map(String::as_str).collect();
    for key in [
        "century", "clock", "dates", "day", "decimal", "quantity", "station",
    ] {
        assert!(keys.contains(&key), "{key} is not asked: {keys:?}");
    }
}

#[test]
fn an_answer_that_nobody_understands_is_refused_with_its_remedy() {
    let mut draft = thalweg::ingest::sniff::draft(
        b"time,discharge\n2024-01-01 00:00,1.5\n2024-01-01 01:00,2.5\n",
        "a.csv",
    )
    .unwrap();
    for (key, text) in [
        ("clock", "half past"),
        ("unit", "furlong"),
        ("day", "noonish"),
        ("colour", "blue"),
        ("decimal", "12"),
    ] {
        let finding = draft.answer(key, text).expect_err(key);
        assert!(finding.hint.is_some(), "{finding}");
        assert_eq!(finding.entry.as_deref(), Some(key));
    }
    let seen = see(
        b"time,discharge\n2024-01-01 00:00,1.5\n2024-01-01 01:00,2.5\n",
        "a.csv",
        &[],
    );
    assert_eq!(seen.asked, ["clock", "unit", "station"]);
    assert!(seen.series.is_empty());
}
