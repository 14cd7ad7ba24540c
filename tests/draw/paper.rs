//! The ledger, a condition, a derived series and a clause to draw with; all invented.

use std::sync::Arc;

use thalweg::domain::Status;
use thalweg::present::*;

use super::NOW;

const DAY: f64 = 86_400.0;

fn figure(value: f64, text: &str, id: &str) -> LedgerFigure {
    LedgerFigure {
        value: Some(value),
        text: text.to_owned(),
        second_value: Some(value / 7.9),
        second: format!("{:.0}", value / 7.9),
        figure: id.to_owned(),
    }
}

fn row(n: usize) -> LedgerTableRow {
    let stem = format!("arvena-2011/x/{n}");
    let delivered = 1400.0 + 13.0 * n as f64;
    LedgerTableRow {
        figure: format!("{stem}/balance"),
        agreement: "arvena-2011".to_owned(),
        agreement_title: "Arvena Water Accord of 2011".to_owned(),
        rule_id: "dravec-quarter".to_owned(),
        rule: "Minimum at Dravec".to_owned(),
        article: "Art. 4".to_owned(),
        reading: String::new(),
        party: 1 + n % 2,
        party_name: ["Bresk", "Corvia"][n % 2].to_owned(),
        period: format!("20{}/{} Q{}", 20 + n / 4, 21 + n / 4, 1 + n % 4),
        start: n as f64,
        figures: [
            figure(1450.0, "1,450", &format!("{stem}/entitlement")),
            figure(
                delivered,
                &format!("1,{:03}", 400 + 13 * n),
                &format!("{stem}/delivered"),
            ),
            figure(0.0, "0", &format!("{stem}/balance")),
            figure(
                13.0 * n as f64,
                &format!("+{}", 13 * n),
                &format!("{stem}/balance"),
            ),
            figure(0.0, "0", &format!("{stem}/balance")),
        ],
        unit: "hm³".to_owned(),
        second_unit: "m³/s".to_owned(),
        status_word: "final".to_owned(),
        status: [Status::Final, Status::Provisional, Status::Exempt][n % 3],
        completeness: "91 of 91 days".to_owned(),
        share_present: 1.0,
    }
}

pub(crate) fn ledger() -> LedgerTable {
    LedgerTable {
        columns: vec![
            LedgerColumn::Rule,
            LedgerColumn::Article,
            LedgerColumn::Party,
            LedgerColumn::Period,
            LedgerColumn::Entitlement,
            LedgerColumn::Delivered,
            LedgerColumn::Balance,
            LedgerColumn::Status,
            LedgerColumn::Completeness,
        ],
        unit: Some("hm³".to_owned()),
        second_unit: Some("m³/s".to_owned()),
        rows: (0..24).map(row).collect(),
        choices: LedgerChoices {
            parties: ["Bresk", "Corvia"]
                .map(|name| (name.to_owned(), name.to_owned()))
                .to_vec(),
            statuses: vec![
                (Status::Final, "final".to_owned()),
                (Status::Exempt, "exempt".to_owned()),
            ],
            ..LedgerChoices::default()
        },
        widest: [
            "Minimum at Dravec",
            "Art. 4",
            "Corvia",
            "2025/26 Q4",
            "1,450",
            "1,699",
            "+299",
            "provisional",
            "91 of 91 days",
        ]
        .map(str::to_owned)
        .to_vec(),
        widest_second: "215".to_owned(),
    }
}

pub(crate) fn condition() -> ConditionView {
    let sums = [310.0, 205.0, 280.0, 390.0, 180.0, 260.0];
    let curve = |total: f64| -> Arc<[(f64, f64)]> {
        (1..=182)
            .map(|day| {
                (
                    NOW - 400.0 * DAY + day as f64 * DAY,
                    total * day as f64 / 182.0,
                )
            })
            .collect()
    };
    let point = |sum: f64| {
        Some(TestPoint {
            title: "reference rain, below 65 % of its mean".to_owned(),
            value: Some(sum),
            normal: Some(290.0),
            threshold: Some(188.5),
            met: Some(sum < 188.5),
            sentence: format!(
                "Reached {sum:.0} mm, {:.1} % of the mean of 290 mm; the threshold is 189 mm",
                sum / 2.9
            ),
            curve: curve(sum),
            normal_curve: curve(290.0),
            span: (NOW - 400.0 * DAY, NOW - 218.0 * DAY),
        })
    };
    ConditionView {
        id: "arvena-2011//dry-year".to_owned(),
        agreement: "arvena-2011".to_owned(),
        condition: "dry-year".to_owned(),
        title: "Dry-year exception".to_owned(),
        article: "Art. 6".to_owned(),
        declared_by: "Bresk".to_owned(),
        tests: vec![TestView {
            title: "reference rain from 1 Oct to 31 Mar, below 65 % of its mean".to_owned(),
            unit: "mm".to_owned(),
            points: sums.map(point).to_vec(),
        }],
        periods: sums
            .iter()
            .zip(20..)
            .map(|(sum, year)| ConditionPeriod {
                label: format!("20{year}/{}", year + 1),
                met: Some(*sum < 188.5),
                declared: Some(*sum < 190.0),
                facts: "test not met, not declared".to_owned(),
            })
            .collect(),
    }
}

pub(crate) fn terms() -> TermsView {
    let time: Arc<[f64]> = (0..60).map(|n| NOW - (60 - n) as f64 * DAY).collect();
    let line = |id: &str, title: &str, party: Option<usize>, base: f64| TermLine {
        id: id.to_owned(),
        title: title.to_owned(),
        party,
        time: Arc::clone(&time),
        value: (0..60)
            .map(|n| base * (1.0 + 0.4 * (n as f64 / 7.0).sin()))
            .collect(),
    };
    TermsView {
        id: "arvena-2011/natural-grenzau".to_owned(),
        agreement: "arvena-2011".to_owned(),
        series: "natural-grenzau".to_owned(),
        title: "natural grenzau".to_owned(),
        article: "Art. 3(1)".to_owned(),
        unit: "m³/s".to_owned(),
        lines: vec![
            line("sum", "natural grenzau", None, 140.0),
            line("0", "grenzau-av", Some(0), 120.0),
            line("1", "storage change of almsee", Some(0), 20.0),
        ],
    }
}

pub(crate) fn clause() -> ClauseView {
    ClauseView {
        agreement: "arvena-2011".to_owned(),
        id: "dravec-quarter".to_owned(),
        title: "Quarterly minimum at Dravec".to_owned(),
        article: "Art. 4(1)(a)".to_owned(),
        badges: vec!["from memory, 0.85".to_owned()],
        effective: "in force from 1 Oct 2011".to_owned(),
        place: "agreements/arvena-2011.toml, line 84".to_owned(),
        line: 84,
        text: "# Art. 4: at least these volumes.\n[[rule]]\nid = \"dravec-quarter\"\nkind = \"minimum\"\ntarget = [600, 700, 1000, 550]".to_owned(),
        names: Vec::new(),
        changed_by: Vec::new(),
        adjustables: vec![Adjustable {
            place: "rule.dravec-quarter.target.1".to_owned(),
            label: "target, 1".to_owned(),
            value: 600.0,
        }],
    }
}

pub(crate) fn study() -> StudyView {
    StudyView {
        sides: ["agreed data", "Avaria", "Bresk"]
            .map(str::to_owned)
            .to_vec(),
        side_parties: vec![None, Some(0), Some(1)],
        unit: "hm³".to_owned(),
        notes: vec!["The same verdict from all data in 7 of 8 periods".to_owned()],
        rows: (0..8)
            .map(|n| {
                let values = [0.0, 4.0, -3.0].map(|more| Some(f64::from(n) * 12.0 - 30.0 + more));
                StudyRow {
                    period: format!("20{}/{}", 18 + n, 19 + n),
                    party: 2,
                    party_name: "Corvia".to_owned(),
                    texts: values
                        .map(|value| value.map_or_else(String::new, |value| format!("{value:+.1}")))
                        .to_vec(),
                    values: values.to_vec(),
                    range: None,
                    verdict: "above what was due".to_owned(),
                    is_verdict: n != 2,
                    last: String::new(),
                }
            })
            .collect(),
        last_heading: "Price of the disagreement".to_owned(),
        weights: Vec::new(),
    }
}
