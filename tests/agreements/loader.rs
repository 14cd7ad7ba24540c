//! The loader: what an agreement may say, and a zoo of small ones that are wrong, each with the words that
//! a person reads.

use thalweg::agreements::{SHIPPED, load, load_facts, shipped};
use thalweg::domain::Findings;
use thalweg::domain::agreement::ledger::FillsFirst;

use super::support::agreement;

/// A sound agreement with one split, one guarantee, one minimum and one ledger.
pub(crate) const SOUND: &str = r#"
schema = "treaty/1"
station = [ { id = "weir" }, { id = "canal", kind = "canal" }, { id = "rain", kind = "rain" }, { id = "lake", kind = "reservoir" } ]
series = [ { id = "natural", terms = [ { s = "weir" }, { s = "canal" }, { storage_change = "lake" } ] } ]

[treaty]
id = "sound"
title = "A sound agreement"
parties = [ { id = "AA", name = "Upper" }, { id = "BB", name = "Lower" } ]
unit = "m3/s"
clock = { tz = "UTC" }

[calendar]
half = { kind = "split_month", starts = [1, 16], season = { from = "04-01", to = "09-30" } }
year = { kind = "year", start = "10-01" }
quarter = { kind = "quarter", starts = ["10-01", "01-01", "04-01", "07-01"] }

[[condition]]
id = "dry"
article = "Art. 9"
scope = "year"
index = "rain"
accumulate = { from = "10-01", to = "04-01" }
ratio_to_mean = { op = "<", value = 0.65, mean = 400 }

[[rule]]
id = "shares"
kind = "split"
article = "Art. 1"
input = { series = "natural", calendar = "half", eval = "period_mean" }
bands = [
  { from = 0, AA = [0, 0.5], BB = [0, 0.5] },
  { from = 100, AA = [50, 0.25], BB = [50, 0.75] },
]

[[rule]]
id = "floor"
kind = "guarantee"
article = "Art. 2"
modifies = "shares"
windows = [ { start = "06-01", party = "BB", at_least = 40 } ]

[[rule]]
id = "least"
kind = "minimum"
article = "Art. 3"
owed = { by = "AA", to = "BB" }
input = { series = "weir", calendar = "quarter", eval = "volume" }
target = [300, 350, 220, 130]
unless = "dry"

[ledger]
account = { entitlement = "shares.BB", delivered = "weir", carry = "next_period" }
"#;

fn lines(findings: &Findings) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

/// Changes the sound agreement in one place and expects exactly these findings.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(SOUND.contains(from), "{from}");
    let (agreement, findings) = load(&SOUND.replacen(from, to, 1), "a.toml");
    assert_eq!(lines(&findings), expected);
    assert!(agreement.is_none());
}

#[test]
fn the_sound_one_is_sound() {
    let sound = agreement(SOUND);
    assert_eq!(sound.rules.len(), 3);
    assert_eq!(sound.calendars.len(), 3);
    assert!((sound.allowed_missing.0 - 0.1).abs() < 1e-12);
}

#[test]
fn every_shipped_agreement_is_sound_and_found_by_its_id() {
    for (name, text) in SHIPPED {
        assert_eq!(agreement(text).id.as_str(), *name);
        assert_eq!(shipped(name), Some(*text));
    }
    assert_eq!(shipped("no such agreement"), None);
    let sample = agreement(include_str!("../../assets/sample/arvena-2011.toml"));
    assert_eq!(sample.id.as_str(), "arvena-2011");
}

#[test]
fn an_unknown_key_names_the_nearest() {
    check(
        "modifies = \"shares\"",
        "modifys = \"shares\"",
        &[
            "a.toml:36: rule floor, modifies: modifies is missing\n  add modifies = \"floor\"",
            "a.toml:40: rule floor, modifys: no key modifys is known here\n  did you mean modifies? Otherwise remove it",
        ],
    );
}

#[test]
fn a_rule_without_an_article() {
    check(
        "article = \"Art. 3\"\n",
        "",
        &["a.toml:43: rule least, article: article is missing\n  add article = \"Art. 3\""],
    );
}

#[test]
fn bands_that_give_away_too_much_or_too_little() {
    check(
        "BB = [50, 0.75]",
        "BB = [60, 0.5]",
        &[
            "a.toml:33: rule shares, bands 2: the bases add up to 110, not to from = 100\n  \
         correct a base, so that at the lower end of the band all of the quantity is given away",
            "a.toml:33: rule shares, bands 2: the slopes add up to 0.75, not to 1\n  \
         correct a slope, so that each further unit is given away once",
        ],
    );
}

#[test]
fn bands_that_leave_a_gap_or_descend() {
    check(
        "from = 0, AA = [0, 0.5], BB = [0, 0.5]",
        "from = 10, AA = [5, 0.5], BB = [5, 0.5]",
        &[
            "a.toml:31: rule shares, bands: the lowest band begins at 10, so that less than that has no share\n  \
         let the first band begin at from = 0",
        ],
    );
    check(
        "from = 100, AA = [50, 0.25], BB = [50, 0.75]",
        "from = 0, AA = [0, 0.25], BB = [0, 0.75]",
        &[
            "a.toml:31: rule shares, bands: the bands do not ascend\n  order them by from; each value only once",
        ],
    );
}

#[test]
fn a_guarantee_that_matches_no_period_or_one_twice() {
    check(
        "start = \"06-01\"",
        "start = \"06-05\"",
        &[
            "a.toml:36: rule floor, windows: no period begins on 06-05\n  write the first day of a period of the calendar",
        ],
    );
    let twice =
        "windows = [ { start = \"06-01\", party = \"AA\", at_least = 40 }, { start = \"06-01\"";
    check(
        "windows = [ { start = \"06-01\"",
        twice,
        &[
            "a.toml:36: rule floor, windows: the period that begins on 06-01 is given twice\n  remove one of the two",
        ],
    );
}

#[test]
fn a_season_that_cuts_a_period() {
    check(
        "from = \"04-01\", to = \"09-30\"",
        "from = \"04-05\", to = \"09-30\"",
        &[
            "a.toml:14: calendar, half, season, from: the season begins inside a period, on 04-05\n  \
         let the season begin on day 1, 16 of a month and end on the day before one",
        ],
    );
}

#[test]
fn references_to_what_is_not_there() {
    check(
        "series = \"natural\", calendar",
        "series = \"natura\", calendar",
        &[
            "a.toml:30:21: rule shares, input, series: nothing is called »natura«\n  did you mean natural?",
        ],
    );
    check(
        "unless = \"dry\"",
        "unless = \"wet year\"",
        &[
            "a.toml:50:15: rule least, unless: »year« stands where a sign is expected\n  write + - * /, < <= > >= = !=, and or or between two amounts, with spaces round them",
        ],
    );
    check(
        "entitlement = \"shares.BB\"",
        "entitlement = \"shares.CC\"",
        &[
            "a.toml:53:28: ledger, account, entitlement: there is no party \"CC\"\n  write one of AA, BB",
        ],
    );
    check(
        "calendar = \"quarter\"",
        "calendar = \"quartre\"",
        &[
            "a.toml:48: rule least, input, calendar: there is no calendar \"quartre\"\n  did you mean quarter?",
        ],
    );
}

#[test]
fn series_that_are_derived_from_one_another() {
    check(
        "series = [ {",
        "series = [ { id = \"x\", terms = [ { s = \"y\" } ] }, { id = \"y\", terms = [ { s = \"x\" } ] }, {",
        &[
            "a.toml:4: series x, terms: the series are derived from one another in a circle: x, y\n  \
             derive one of them from stations only",
            "a.toml:4: series y, terms: the series are derived from one another in a circle: x, y\n  \
             derive one of them from stations only",
        ],
    );
}

#[test]
fn terms_that_cannot_be_added() {
    check(
        "{ s = \"canal\" }",
        "{ s = \"rain\" }",
        &[
            "a.toml:4: series natural, terms: the terms do not measure the same: flow, rain and volume cannot be added\n  \
         correct the kind of a station, or use storage_change for a reservoir",
        ],
    );
    check(
        "storage_change = \"lake\"",
        "storage_change = \"canal\"",
        &[
            "a.toml:4: series natural, terms 3, storage_change: canal is no reservoir, so that its storage cannot change\n  \
         add kind = \"reservoir\" to the station",
        ],
    );
}

#[test]
fn numbers_that_are_none() {
    check(
        "at_least = 40",
        "at_least = nan",
        &[
            "a.toml:41: rule floor, windows 1, at_least: an amount is a finite number or a text with an expression, not nan\n  write 2700, or \"0.5 * natural\"",
        ],
    );
    check(
        "[0, 0.5], BB",
        "[0, inf], BB",
        &[
            "a.toml:32: rule shares, bands 1, AA: a share in a band is two finite numbers, base and slope\n  \
         write AA = [0, 0.5]",
        ],
    );
}

#[test]
fn units_ids_and_targets() {
    check(
        "unit = \"m3/s\"",
        "unit = \"bushel\"",
        &["a.toml:10: treaty, unit: unit \"bushel\" is not known\n  \
         write m3/s, l/s, cfs, cusec, ML/d, m3/d, mgd, m3, dam3, hm3, km3, MCM, BCM, af, kaf, Maf, ML, GL, TMC, a flow for a day such as cfs_day, mm, cm, in, m, ft, km2, ha, acre or %"],
    );
    check(
        "id = \"floor\"",
        "id = \"shares\"",
        &[
            "a.toml:37: rule shares, id: the id \"shares\" is given twice\n  give one of the two another id",
        ],
    );
    check(
        "target = [300, 350, 220, 130]",
        "target = [300, 350, 220]",
        &[
            "a.toml:43: rule least, target: there are 3 targets for the 4 periods of quarter\n  \
         write one number for each period, in the order of the accounting year",
        ],
    );
    check(
        "carry = \"next_period\"",
        "carry = \"next_period\", unit = \"m3/s\"",
        &[
            "a.toml:53: ledger, account, unit: a balance that is carried over must be a volume, for periods differ in length\n  \
         write unit = \"hm3\", or a flow for a day such as cfs_day",
        ],
    );
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_file() {
    let text = SOUND
        .replace("unit = \"m3/s\"", "unit = \"bushel\"")
        .replace("article = \"Art. 2\"\n", "")
        .replace("delivered = \"weir\"", "delivered = \"wier\"");
    let (agreement, findings) = load(&text, "a.toml");
    assert!(agreement.is_none());
    let places: Vec<Option<u32>> = findings.iter().map(|finding| finding.line).collect();
    assert_eq!(places, [Some(10), Some(36), Some(52)]);
    assert!(
        findings
            .iter()
            .all(|finding| finding.hint.is_some() && finding.file.is_some())
    );
}

#[test]
fn what_is_no_toml_says_where() {
    let (agreement, findings) = load("schema = \"treaty/1\"\nstation = [ { id = \n", "a.toml");
    assert!(agreement.is_none());
    assert!(
        findings.iter().any(|finding| finding.line == Some(2)),
        "{:?}",
        lines(&findings)
    );
    let (none, findings) = load("", "empty.toml");
    assert!(none.is_none());
    assert_eq!(
        lines(&findings)[0],
        "empty.toml:1: schema: schema is missing\n  add schema = \"treaty/1\""
    );
}

#[test]
fn facts_are_read_and_faults_named() {
    let text = "[[declaration]]\ncondition = \"dry\"\nparty = \"BB\"\non = 2022-04-12\nperiod = \"2021/22\"\n\
                [[opening_balance]]\nledger = \"account\"\non = 2026-04-01\nvalue = -12.5\n\
                [[forecast]]\nseries = \"lake\"\non = 2026-08-15\ntarget = 2027-01-01\nvalue = 320\n";
    let (facts, findings) = load_facts(text, "facts.toml");
    assert!(findings.is_empty(), "{:?}", lines(&findings));
    assert_eq!(facts.declarations[0].period, "2021/22");
    assert!((facts.opening_balances[0].value + 12.5).abs() < 1e-12);
    assert_eq!(facts.forecasts.len(), 1);
    let (facts, findings) = load_facts(
        &text.replace("on = 2022-04-12", "on = \"spring\""),
        "facts.toml",
    );
    assert!(facts.declarations.is_empty());
    assert_eq!(
        lines(&findings),
        [
            "facts.toml:4: declaration 1, on: on must be a date\n  write on = 1996-12-12, without quotes",
        ]
    );
}

/// Examples that stand in a page of text, where one is at hand: all must be read without a fault.
#[test]
fn examples_of_a_page() {
    let Some(path) = std::env::var_os("THALWEG_TREATY_EXAMPLES") else {
        println!("did not run: THALWEG_TREATY_EXAMPLES names no page with examples");
        return;
    };
    let page = std::fs::read_to_string(path).expect("the page");
    let examples: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    for example in &examples {
        let kinds: Vec<&str> = agreement(example)
            .rules
            .iter()
            .map(|rule| rule.kind.word())
            .collect();
        println!("{kinds:?}");
    }
    assert!(examples.len() >= 4);
}

#[test]
fn kinds_that_say_something_of_a_ledger_become_part_of_it() {
    let cycle = agreement(super::accounts::CYCLE);
    let kinds: Vec<&str> = cycle.rules.iter().map(|rule| rule.kind.word()).collect();
    assert_eq!(kinds, ["split", "amount", "trigger"]);
    let carry = cycle.ledgers[0].carry.as_ref().expect("a carry");
    assert_eq!(carry.fills_first, FillsFirst::Carried);
    assert_eq!(carry.repay_within, Some(1));
    assert!(carry.surplus == 0.0 && carry.deficit == 1.0);
}
