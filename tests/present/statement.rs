//! The statement of account: what a party can add up on paper.

use thalweg::domain::agreement::measure::{AgreementUnit, Measure};
use thalweg::present::statement;

use crate::basin::{evaluation, row, words};

#[test]
fn the_figures_of_an_account_have_the_same_decimals_and_close_as_printed() {
    let mut evaluation = evaluation();
    let mut first = row();
    // 175.34 − 160.8 = 14.54, carried in 0; then 185.2 − 179.1 + 14.54 = 20.64.
    first.entitlement = Some(160.8);
    first.delivered = Some(175.34);
    first.balance = Some(14.54);
    first.carried_out = 14.54;
    let mut second = first.clone();
    second.period.span.start = second.period.span.end;
    second.period.label = "2025/26 Q4".to_owned();
    second.entitlement = Some(179.1);
    second.delivered = Some(185.2);
    second.carried_in = 14.54;
    second.balance = Some(20.64);
    evaluation.ledger = vec![second, first];
    let view = statement(&evaluation, &words("en"));
    let account = &view.accounts[0];
    assert_eq!(account.parties, "due to Lowland by Upland");
    assert_eq!(account.columns[2], "Entitlement (hm³)");
    let figures: Vec<&[String]> = account.rows.iter().map(|row| &row[2..6]).collect();
    assert_eq!(
        figures,
        [
            ["160.80", "175.34", "0.00", "+14.54"],
            ["179.10", "185.20", "+14.54", "+20.64"],
        ]
    );
}

#[test]
fn an_account_in_another_unit_shows_its_balance_in_both_and_a_lack_as_a_dash() {
    let mut evaluation = evaluation();
    let mut short = row();
    // 865,836 acre-feet of 1,233.48923847 m³ are 1,068.0 hm³.
    short.counted_in = AgreementUnit {
        name: "af".to_owned(),
        measure: Measure::Volume,
        factor: 1_233.489_238_47e-6,
    };
    short.unit = "af".to_owned();
    short.entitlement = Some(1_750_000.0);
    short.delivered = Some(884_164.0);
    short.balance = Some(-865_836.0);
    let mut unknown = short.clone();
    unknown.period.span.start = unknown.period.span.end;
    unknown.balance = None;
    evaluation.ledger = vec![short, unknown];
    let view = statement(&evaluation, &words("en"));
    let rows = &view.accounts[0].rows;
    assert_eq!(rows[0][2..4], ["1,750,000", "884,164"]);
    assert_eq!(rows[0][5..7], ["−865,836", "−1,068"]);
    assert_eq!(rows[1][5..7], ["–", "–"]);
    assert_eq!(view.signatures.len(), evaluation.basin.parties.len());
}
