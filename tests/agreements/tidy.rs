//! An agreement on a tidy CSV: every measure in the units of its rows, accounts, volumes by hand, instants; and
//! what is said of rows and facts that nothing asks for.

use std::fs;

use thalweg::agreements::{load_facts, stray_facts};
use thalweg::domain::Findings;
use thalweg::engine::{AgreementInputs, check_agreement, evaluate_agreement};

use super::support::{agreement, near};

const MEASURES: &str = r#"
schema = "treaty/1"
station = [
  { id = "border" }, { id = "pool", kind = "level" }, { id = "surface", kind = "area" }, { id = "pan", kind = "evaporation" },
  { id = "lake", kind = "reservoir", accounts = { AA = "2200 hm3" } }, { id = "pumped", kind = "manual" }, { id = "index", kind = "number" },
]

[treaty]
id = "measures"
title = "Of every measure"
parties = [ { id = "AA" } ]
unit = "m3/s"
clock = { tz = "UTC+01:00", day_start = "08:00" }

[calendar]
month = { kind = "month" }

[[condition]]
id = "dry"
article = "Art. 9"
scope = "month"
when = "border < 1"
declared_by = "AA"
"#;

/// One rule for each amount.
fn text(amounts: &[(&str, &str)]) -> String {
    let rules: Vec<String> = amounts
        .iter()
        .map(|(id, amount)| {
            format!(
                "\n[[rule]]\nid = \"{id}\"\nkind = \"amount\"\narticle = \"Art. 1\"\ncalendar = \"month\"\nparty = \"AA\"\namount = '{amount}'\n"
            )
        })
        .collect();
    format!("{MEASURES}{}", rules.concat())
}

fn lines(findings: &Findings) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn every_measure_in_the_units_of_its_rows() {
    let dir = tempfile::tempdir().expect("folder");
    let (toml, csv) = (dir.path().join("a.toml"), dir.path().join("values.csv"));
    let amounts = [
        ("level", "pool"),
        ("area", "surface"),
        ("depth", "pan"),
        ("account", "full(lake.AA)"),
        ("by-hand", "pumped"),
        ("number", "index"),
        ("flow", "mean(border)"),
    ];
    fs::write(&toml, text(&amounts)).expect("agreement");
    let mut rows = String::from("series,time,value,unit\n");
    for day in 1..=30 {
        rows += &format!("pool,2021-06-{day:02},1062.3,ft\nsurface,2021-06-{day:02},1000,acre\n");
        rows += &format!("pan,2021-06-{day:02},0.5,in\nlake.AA,2021-06-{day:02},1100000,dam3\n");
        rows += &format!("index,2021-06-{day:02},7.5,\n");
        // From 08:00 to 08:00 on the agreement's clock, 07:00 in UTC: 10 and 30 cfs for half a day each.
        for hour in 0..24 {
            let flow = if (7..19).contains(&hour) { 10 } else { 30 };
            rows += &format!("border,2021-06-{day:02}T{hour:02}:00:00Z,{flow},cfs\n");
        }
    }
    rows += "pumped,2021-06-03,2000,af\npumped,2021-06-17,1.5,hm3\n";
    fs::write(&csv, rows).expect("values");
    let given = AgreementInputs {
        agreement: toml.to_string_lossy().into_owned(),
        inputs: csv,
        facts: None,
        from: None,
        to: None,
    };
    let outcome = evaluate_agreement(&given).expect("outcome");
    let found = |rule: &str| {
        let row = outcome
            .shares
            .iter()
            .find(|row| row.rule == rule && row.period.label == "2021-06");
        let row = row.unwrap_or_else(|| panic!("no row {rule}: {:?}", lines(&outcome.findings)));
        (row.value, row.unit.clone())
    };
    // 1062.3 ft × 0.3048; 43,560 square survey feet; 30 × 0.5 × 25.4; 1,100 of 2,200 hm³; 2,000 × 1,233.489 m³ + 1.5 hm³.
    for (rule, value, unit) in [
        ("level", 323.789_04, "m"),
        ("area", 4.046_872_61, "km²"),
        ("depth", 381.0, "mm"),
        ("account", 0.5, ""),
        ("by-hand", 2.466_978_477 + 1.5, "hm³"),
        ("number", 7.5, ""),
        ("flow", 20.0 * super::support::CUSEC, "m³/s"),
    ] {
        let (figure, found_unit) = found(rule);
        near(figure, value, 1e-6);
        assert_eq!(found_unit, unit, "{rule}");
    }
}

#[test]
fn rows_that_nothing_asks_for_are_named_once() {
    let dir = tempfile::tempdir().expect("folder");
    let (toml, csv) = (dir.path().join("a.toml"), dir.path().join("values.csv"));
    fs::write(&toml, text(&[("level", "pool")])).expect("agreement");
    let rows = "series,time,value,unit\npool,2021-06-01,5,m\npool,2021-06-01,6,m\npol,2021-06-01,5,m\npol,2021-06-02,5,m\n\
                pool,2021-06-02,5,cfs\npool,first of June,5,m\npool,2021-06-03,five,m\n";
    fs::write(&csv, rows).expect("values");
    let given = AgreementInputs {
        agreement: toml.to_string_lossy().into_owned(),
        inputs: csv.clone(),
        facts: None,
        from: None,
        to: None,
    };
    let outcome = evaluate_agreement(&given).expect("outcome");
    let name = csv.to_string_lossy().into_owned();
    let found: Vec<String> = lines(&outcome.findings)
        .into_iter()
        .filter_map(|line| Some(line.strip_prefix(&name)?.to_owned()))
        .collect();
    assert_eq!(
        found,
        [
            ":3:2: the day has two values; this one is taken: \"pool,2021-06-01,6,m\"\n  remove one of the two rows",
            ":4:1: the agreement has no station or series \"pol\": \"pol,2021-06-01,5,m\"\n  did you mean pool?",
            ":6:4: no such unit for this series: \"pool,2021-06-02,5,cfs\"\n  write m, cm or ft",
            ":7:2: this is neither a date nor an instant: \"pool,first of June,5,m\"\n  write 2008-01-31 or 2008-01-31T06:00:00Z",
            ":8:3: this is no number: \"pool,2021-06-03,five,m\"\n  write a decimal point and no unit; leave it empty when missing",
        ]
    );
}

#[test]
fn facts_that_no_clause_asks_for_are_named() {
    let agreement = agreement(&text(&[
        ("use", r#"border * fact("ratio")"#),
        ("ahead", r#"forecast(pool, made="08-15", for="01-01")"#),
    ]));
    let facts = "[[declaration]]\ncondition = \"dyr\"\nparty = \"AA\"\non = 2021-06-05\nperiod = \"2021-06\"\n\
                 [[declaration]]\ncondition = \"dry\"\nparty = \"BB\"\non = 2021-06-05\nperiod = \"2021-06\"\n\
                 [[opening_balance]]\nledger = \"account\"\non = 2021-06-01\nvalue = 1\n\
                 [[value]]\nname = \"ratoi\"\nvalue = 0.9\n\
                 [[value]]\nname = \"ratio\"\nvalue = 0.9\n\
                 [[value]]\nname = \"ratio\"\nvalue = 0.9\nagreement = \"another\"\n\
                 [[forecast]]\nseries = \"pool\"\non = 2020-08-15\ntarget = 2021-01-01\nvalue = 320\n";
    let (facts, findings) = load_facts(facts, "facts.toml");
    assert!(findings.is_empty(), "{:?}", lines(&findings));
    assert_eq!(
        lines(&stray_facts(&facts, &[&agreement], "facts.toml")),
        [
            "facts.toml: declaration dyr: no agreement here asks for the condition \"dyr\"\n  did you mean dry?",
            "facts.toml: opening_balance account: no agreement here asks for the ledger \"account\"\n  correct the name, or remove the fact",
            "facts.toml: value ratoi: no agreement here asks for the value \"ratoi\"\n  did you mean ratio?",
            "facts.toml: value ratio: no agreement here asks for the value \"ratio\"\n  correct the name, or remove the fact",
            "facts.toml: declaration dry: BB declares \"dry\" for 2021-06, which AA has to declare\n  \
             write party = \"AA\", or remove the declaration: it has no effect",
        ]
    );
}

#[test]
fn a_file_of_facts_is_checked_as_what_it_is() {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("facts.toml");
    fs::write(&path, "[[value]]\nname = \"ratio\"\nvalu = 0.9\n").expect("facts");
    let findings = check_agreement(&path.to_string_lossy()).expect("findings");
    let found: Vec<&str> = findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(found, ["value is missing", "no key valu is known here"]);
}
