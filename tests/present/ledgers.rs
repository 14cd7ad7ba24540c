//! Running periods, balances, the table.

use thalweg::domain::agreement::measure::{AgreementUnit, Measure};
use thalweg::domain::agreement::{ConditionFact, LedgerRow, RowKind, UnitPair, YearTrace};
use thalweg::domain::{Completeness, Period, Status};
use thalweg::present::{
    AllocationView, Arrangement, Direction, LedgerColumn, LedgerTable, allocation, ledger_sheet,
};

use crate::basin::{at, day, evaluation, row, seconds, words};

fn view(rows: Vec<LedgerRow>, tag: &str) -> AllocationView {
    let mut evaluation = evaluation();
    evaluation.ledger = rows;
    allocation(&evaluation, &words(tag))
}

#[test]
fn a_running_period_is_said_in_one_sentence() {
    let view = view(vec![row()], "en");
    let pace = &view.paces[0];
    assert_eq!(
        pace.sentence,
        "Delivered 812 hm³ of 1,040 hm³ required to date (of 1,250 hm³ by 30 Jun); \
         298 m³/s on average until 30 Jun deliver the rest"
    );
    assert_eq!(pace.title, "Minimum at Town, Art. 4");
    assert_eq!(pace.party, 1);
    assert_eq!(
        (pace.delivered, pace.required_to_date, pace.required),
        (812.0, 1040.0, 1250.0)
    );
    // A day's volume is there when the day is over: 1 April on UTC+01:00 ends at 23:00 UTC.
    assert_eq!(
        pace.delivered_curve.as_ref(),
        [
            (seconds("2026-03-31T23:00:00Z"), 0.0),
            (seconds("2026-04-01T23:00:00Z"), 11.0),
            (seconds("2026-06-13T23:00:00Z"), 812.0),
        ]
    );
    assert_eq!(
        pace.required_curve.as_ref(),
        [
            (seconds("2026-03-31T23:00:00Z"), 0.0),
            (seconds("2026-06-13T23:00:00Z"), 1040.0),
            (seconds("2026-06-30T23:00:00Z"), 1250.0),
        ]
    );
}

#[test]
fn the_same_figures_stand_in_the_other_language() {
    let view = view(vec![row()], "fr");
    assert_eq!(
        view.paces[0].sentence,
        "812 hm³ livrés sur 1\u{202f}040 hm³ requis à ce jour (sur 1\u{202f}250 hm³ au 30 juin) ; \
         298 m³/s en moyenne jusqu'au 30 juin livrent le reste"
            .replace(" ; ", "; ")
    );
}

#[test]
fn an_exemption_and_a_lack_of_data_are_not_a_delivery() {
    let mut exempt = row();
    exempt.status = Status::Exempt;
    exempt.condition = Some(ConditionFact {
        id: "low-rain".to_owned(),
        met: Some(true),
        declared: Some(false),
    });
    let mut unknown = row();
    unknown.status = Status::NotAssessable;
    unknown.delivered = None;
    unknown.balance = None;
    unknown.completeness = Completeness::new(20, 74);
    let view = view(vec![exempt, unknown], "en");
    assert_eq!(
        view.paces[0].sentence,
        "Exempt; 812 hm³ delivered so far; exception low rain: test met, not declared"
    );
    assert_eq!(view.paces[0].pace_needed_m3s, None);
    assert_eq!(
        view.paces[1].sentence,
        "Not assessable: 20 of 74 days have a value"
    );
    assert!(view.paces[1].delivered.is_nan());
    let table = &view.ledger.rows[1];
    assert_eq!(
        (
            table.cell(LedgerColumn::Delivered),
            table.cell(LedgerColumn::Balance)
        ),
        ("–", "–")
    );
    assert_eq!(table.status_word, "not assessable");
    assert_eq!(table.completeness, "20 of 74 days");
}

#[test]
fn a_maximum_is_taken_not_delivered() {
    let mut limit = row();
    limit.kind = RowKind::Maximum;
    let view = view(vec![limit], "en");
    assert_eq!(
        view.paces[0].sentence,
        "Taken 812 hm³; at most 1,250 hm³ by 30 Jun, 1,040 hm³ pro rata to date"
    );
    assert_eq!(view.paces[0].pace_needed_m3s, None);
}

#[test]
fn a_share_of_the_flow_is_due_to_date_and_brings_its_carry_over() {
    let mut share = row();
    share.kind = RowKind::Account;
    share.entitlement = Some(1040.0);
    share.carried_in = -25.5;
    let pace = &view(vec![share], "en").paces[0];
    assert_eq!(
        pace.sentence,
        "Delivered 812 hm³ of 1,040 hm³ due to date; what is due by 30 Jun follows the flow; \
         −25.5 hm³ carried in; \
         if the flow stays as it was, 298 m³/s on average until 30 Jun deliver the rest"
    );
    // Nothing is drawn of what is not known yet.
    assert_eq!(
        pace.required_curve.last(),
        Some(&(seconds("2026-06-13T23:00:00Z"), 1040.0))
    );
}

#[test]
fn a_mean_discharge_does_not_grow_from_nothing() {
    let mut mean = row();
    mean.unit = "m3/s".to_owned();
    mean.entitlement = Some(120.0);
    mean.delivered = Some(112.25);
    let running = mean.running.as_mut().unwrap();
    running.required_to_date = 120.0;
    running.pace_needed_m3s = None;
    running.delivered_curve = vec![(day("2026-04-01"), 110.0)];
    let pace = &view(vec![mean], "en").paces[0];
    assert_eq!(
        pace.sentence,
        "Delivered 112 m³/s on average so far, of 120 m³/s required; nothing more is due in this period"
    );
    assert_eq!(
        pace.delivered_curve.as_ref(),
        [(seconds("2026-04-01T23:00:00Z"), 110.0)]
    );
    assert_eq!(
        pace.required_curve.as_ref(),
        [
            (seconds("2026-03-31T23:00:00Z"), 120.0),
            (seconds("2026-06-30T23:00:00Z"), 120.0)
        ]
    );
}

#[test]
fn a_running_period_without_data_is_shown_as_such() {
    let mut blind = row();
    blind.status = Status::NotAssessable;
    blind.running = None;
    blind.delivered = None;
    let mut over = blind.clone();
    over.period.span = Period::new(at("2026-01-01"), at("2026-03-31"));
    let view = view(vec![over, blind], "en");
    assert_eq!(view.paces.len(), 1);
    assert!(view.paces[0].sentence.starts_with("Not assessable"));
    assert!(view.paces[0].delivered_curve.is_empty());
}

/// A closed row of one party in a year.
fn year(party: &str, year: i32, balance: Option<f64>) -> LedgerRow {
    let mut row = row();
    row.party = party.into();
    row.rule = "shares".to_owned();
    row.running = None;
    row.period.label = year.to_string();
    row.period.span = Period::new(
        at(&format!("{year}-01-01")),
        at(&format!("{}-01-01", year + 1)),
    );
    row.balance = balance;
    row.figure = format!("accord/shares/{party}/{year}/balance");
    row
}

#[test]
fn balances_stand_in_river_order_and_oldest_first() {
    let view = view(
        vec![
            year("LO", 2025, Some(-12.5)),
            year("UP", 2025, Some(12.5)),
            year("LO", 2024, None),
        ],
        "en",
    );
    let balance = &view.balances[0];
    assert_eq!(balance.periods, ["2024", "2025"]);
    let bars: Vec<(usize, Vec<Option<f64>>)> = balance
        .parties
        .iter()
        .map(|party| {
            let bars = party.bars.iter().map(|bar| bar.balance).collect();
            (party.party, bars)
        })
        .collect();
    assert_eq!(
        bars,
        [(0, vec![None, Some(12.5)]), (1, vec![None, Some(-12.5)])]
    );
    assert_eq!(balance.parties[0].bars[0].figure, "");
}

#[test]
fn the_table_has_its_unit_in_the_heading_and_the_newest_period_first() {
    let ledger = view(
        vec![
            year("LO", 2024, Some(3.0)),
            year("LO", 2025, Some(-12.5)),
            year("UP", 2025, Some(1234.0)),
        ],
        "en",
    )
    .ledger;
    assert_eq!(ledger.unit.as_deref(), Some("hm³"));
    assert!(
        !ledger.columns.contains(&LedgerColumn::CarriedIn),
        "nothing is carried, so no column says so"
    );
    let rows: Vec<(&str, usize, &str)> = ledger
        .rows
        .iter()
        .map(|row| {
            (
                row.period.as_str(),
                row.party,
                row.cell(LedgerColumn::Balance),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("2025", 0, "+1,234"),
            ("2025", 1, "−12.5"),
            ("2024", 1, "+3.00")
        ]
    );

    let mut flow = year("LO", 2023, Some(1.0));
    flow.unit = "m3/s".to_owned();
    let mixed = view(vec![year("LO", 2024, Some(3.0)), flow], "en").ledger;
    assert_eq!(mixed.unit, None, "each cell names its own");
    assert_eq!(mixed.rows[1].cell(LedgerColumn::Entitlement), "1,250 m³/s");
}

#[test]
fn rival_readings_are_told_apart() {
    let mut other = row();
    other.reading = "strict".to_owned();
    let view = view(vec![row(), other], "en");
    assert_eq!(
        view.paces[0].title,
        "Minimum at Town, Art. 4 (reading main)"
    );
    assert_eq!(
        view.paces[1].title,
        "Minimum at Town, Art. 4 (reading strict)"
    );
    assert_eq!(view.balances.len(), 2);
}

/// Labels of the rows in the order that is asked for.
fn arranged(ledger: &LedgerTable, arrangement: &Arrangement) -> Vec<String> {
    let order = ledger.arranged(arrangement);
    order
        .into_iter()
        .map(|n| format!("{} {}", ledger.rows[n].party_name, ledger.rows[n].period))
        .collect()
}

#[test]
fn a_column_sorts_one_way_then_the_other_then_not_at_all_and_missing_figures_stand_last() {
    let ledger = view(
        vec![
            year("LO", 2024, Some(3.0)),
            year("LO", 2025, None),
            year("UP", 2025, Some(1234.0)),
            year("UP", 2024, Some(-7.0)),
        ],
        "en",
    )
    .ledger;
    let mut arrangement = Arrangement::default();
    let as_it_is = arranged(&ledger, &arrangement);
    arrangement.turn(LedgerColumn::Balance);
    assert_eq!(
        arranged(&ledger, &arrangement),
        ["Upland 2024", "Lowland 2024", "Upland 2025", "Lowland 2025"]
    );
    arrangement.turn(LedgerColumn::Balance);
    assert_eq!(
        arrangement.sort,
        Some((LedgerColumn::Balance, Direction::Descending))
    );
    assert_eq!(
        arranged(&ledger, &arrangement),
        ["Upland 2025", "Lowland 2024", "Upland 2024", "Lowland 2025"]
    );
    arrangement.turn(LedgerColumn::Balance);
    assert_eq!(arranged(&ledger, &arrangement), as_it_is);

    arrangement.filter.party = Some("Lowland".to_owned());
    arrangement.filter.status = Some(ledger.rows[0].status);
    let shown = arranged(&ledger, &arrangement);
    assert!(
        shown.iter().all(|row| row.starts_with("Lowland")),
        "{shown:?}"
    );
    assert_eq!(ledger_sheet(&ledger, &arrangement).rows.len(), shown.len());
}

#[test]
fn a_volume_stands_beside_the_discharge_that_makes_it() {
    // 1 April to 30 June are 91 days: 1250 hm³ ÷ (91 × 86,400 s) = 158.99 m³/s.
    let ledger = view(vec![row()], "en").ledger;
    let [entitlement, ..] = &ledger.rows[0].figures;
    assert_eq!(ledger.second_unit.as_deref(), Some("m³/s"));
    assert!((entitlement.second_value.unwrap() - 158.99).abs() < 0.01);
    assert_eq!(entitlement.second, "159");
}

#[test]
fn a_unit_that_is_not_si_stands_beside_si() {
    let mut cusec = row();
    cusec.unit = "cusec".to_owned();
    cusec.counted_in = AgreementUnit {
        name: "cusec".to_owned(),
        measure: Measure::Flow,
        factor: 0.028_316_846_592,
    };
    cusec.entitlement = Some(35_000.0);
    let ledger = view(vec![cusec], "en").ledger;
    assert_eq!(ledger.unit.as_deref(), Some("cusec"));
    assert_eq!(ledger.second_unit.as_deref(), Some("m³/s"));
    // 35,000 ft³/s = 991.09 m³/s.
    assert_eq!(ledger.rows[0].figures[0].second, "991");
}

#[test]
fn a_unit_that_the_parties_print_stands_beside_hm3() {
    let mut evaluation = evaluation();
    evaluation.units = vec![UnitPair {
        agreement: row().agreement,
        unit: "hm³".to_owned(),
        second: "TAF".to_owned(),
        factor: 1.0 / 1.233_489,
    }];
    evaluation.ledger = vec![row()];
    let ledger = allocation(&evaluation, &words("en")).ledger;
    assert_eq!(ledger.second_unit.as_deref(), Some("TAF"));
    // 1250 hm³ ÷ 1.233489 hm³ = 1013.4 thousand acre-feet.
    assert_eq!(ledger.rows[0].figures[0].second, "1,013");
}

#[test]
fn past_years_give_the_range_of_outcomes_and_the_chance() {
    let mut row = row();
    let running = row.running.as_mut().unwrap();
    running.traces = [("2024", 120.0), ("2023", -35.5)]
        .map(|(label, balance)| YearTrace {
            label: label.to_owned(),
            delivered: 1250.0 + balance,
            balance,
            curve: vec![
                (day("2026-06-13"), 812.0),
                (day("2026-06-30"), 1250.0 + balance),
            ],
        })
        .to_vec();
    running.chance_in_balance = Some(0.5);
    let pace = &view(vec![row], "en").paces[0];
    assert_eq!(
        pace.outlook.sentence,
        "If the rest came as in each of 2 past years, the balance would end between −35.5 and +120 hm³; \
         50 % of them close in balance"
    );
    assert_eq!(pace.outlook.traces[0].label, "2023", "smallest first");
    assert_eq!(
        pace.pace_curve.as_ref(),
        [
            (seconds("2026-06-13T23:00:00Z"), 812.0),
            (seconds("2026-06-30T23:00:00Z"), 1250.0)
        ]
    );
}
