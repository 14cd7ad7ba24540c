//! The page of the language: every block of it can be read, every key of the loader stands on it, and every
//! key that it names is known to the loader.

use std::collections::BTreeSet;

use thalweg::agreements::{load, load_facts};

const PAGE: &str = include_str!("../../assets/agreements/README.md");

/// What the fragments of the page refer to.
const STATIONS: &str = r#"
schema = "treaty/1"
station = [
  { id = "border" }, { id = "canal", kind = "canal" }, { id = "pan", kind = "evaporation" }, { id = "lake-rain", kind = "rain" },
  { id = "lake", kind = "reservoir" }, { id = "lake-surface", kind = "area" }, { id = "p-ref", kind = "rain" }, { id = "total-flow" },
  { id = "kratie", kind = "level" },
]
"#;

const TREATY: &str = r#"
[treaty]
id = "page"
title = "The page"
parties = [ { id = "AA" }, { id = "BB" }, { id = "IN" }, { id = "BD" }, { id = "ES" }, { id = "JO" }, { id = "IL" }, { id = "CO" }, { id = "UT" },
  { id = "WY" }, { id = "NM" } ]
unit = "cusec"
units = { volume = "af", level = "mm" }

[calendar]
decad = { kind = "split_month", starts = [1, 11, 21] }
year = { kind = "year", start = "10-01" }
winter = { kind = "season", from = "10-16", to = "05-14" }
"#;

const RULES: &str = r#"
[[rule]]
id = "formula"
kind = "split"
article = "Art. 1"
calendar = "decad"
of = "total-flow"
shares = { IN = 0.4, BD = 0.3, JO = 0.2, IL = 0.1 }

[[rule]]
id = "volumes"
kind = "split"
article = "Art. 1"
calendar = "year"
of = "volume(total-flow)"
shares = { JO = 0.5, IL = 0.5 }

[ledger.us]
entitlement = "formula.BD"
delivered = "border"
unit = "af"
carry = { surplus = 1 }
"#;

fn blocks() -> Vec<&'static str> {
    PAGE.split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

/// Everything that is wrong with an agreement, as it is printed.
fn faults(text: &str) -> String {
    let (_, findings) = load(text, "page.toml");
    findings
        .iter()
        .map(|finding| format!("{finding}\n"))
        .collect()
}

/// A part of a block that holds the keys of one rule.
fn rule(n: usize, part: &str) -> String {
    let mut text = format!("[[rule]]\nid = \"r{n}\"\narticle = \"Art. 9\"\n");
    if !part.contains("kind =") {
        text.push_str("kind = \"split\"\ncalendar = \"year\"\nof = \"volume(border)\"\n");
    }
    if part.contains("\"transfer\"") {
        text.push_str("modifies = \"volumes\"\n");
    }
    let changes = ["\"cap\"", "\"scale\""];
    if changes.iter().any(|kind| part.contains(kind)) {
        text.push_str("modifies = \"formula\"\n");
    }
    text + part + "\n"
}

/// The block as part of a whole agreement.
fn whole(block: &str) -> String {
    if block.contains("[treaty]") {
        return block.to_owned();
    }
    if block.starts_with("series") {
        return format!("{STATIONS}{block}{TREATY}");
    }
    let first = block.lines().next().unwrap_or_default();
    if first.starts_with('[') {
        return format!("{STATIONS}{TREATY}{RULES}{block}");
    }
    let rules: String = block
        .split("\n\n")
        .enumerate()
        .map(|(n, part)| rule(n, part))
        .collect();
    // "schedule.BD" stands in a comment of the guarantee only.
    format!("{STATIONS}{TREATY}{RULES}{rules}")
}

#[test]
fn every_block_of_the_page_can_be_read() {
    let blocks = blocks();
    assert!(blocks.len() >= 9);
    for block in blocks {
        if block.contains("[[declaration]]") {
            let (facts, findings) = load_facts(block, "facts.toml");
            assert!(findings.is_empty(), "{findings:?}");
            assert_eq!(facts.values.len() + facts.forecasts.len(), 2);
            continue;
        }
        let text = whole(block);
        assert_eq!(faults(&text), "", "{text}");
    }
}

#[test]
fn every_calendar_of_the_page_can_be_read() {
    let examples: Vec<&str> = PAGE
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.split("`{ kind = ").nth(1))
        .filter_map(|rest| rest.split('`').next())
        .collect();
    assert!(examples.len() >= 9, "{examples:?}");
    for example in examples {
        let calendar = format!(
            "[calendar.tried]\nkind = {}\n",
            example
                .trim_end_matches(" }")
                .replace(", ", "\n")
                .replace("\"10-01\"\n", "\"10-01\", ")
                .replace("\"01-01\"\n", "\"01-01\", ")
                .replace("\"04-01\"\n\"07", "\"04-01\", \"07")
                .replace("1\n11\n21", "1, 11, 21")
        );
        let condition =
            "[[condition]]\nid = \"us-full\"\narticle = \"Art. 1\"\nwhen = \"border > 5\"\n";
        let text = format!("{STATIONS}{TREATY}{RULES}{calendar}{condition}");
        assert_eq!(faults(&text), "", "{text}");
    }
}

/// Places where a key may stand; `ZZ` is one that nobody knows. Facts are apart.
const PLACES: &[(&str, &str)] = &[
    ("treaty", "ZZ = 1"),
    ("treaty", "units = { ZZ = 1 }"),
    ("treaty", "in_force = { ZZ = 1 }"),
    ("treaty", "clock = { tz = \"UTC\", ZZ = 1 }"),
    ("treaty", "display_units = [ { id = \"af\", ZZ = 1 } ]"),
    (
        "treaty",
        "printed = [ { a = \"1 af\", b = \"2 m3\", ZZ = 1 } ]",
    ),
    ("station", "ZZ = 1"),
    ("series", "terms = [ { s = \"border\", ZZ = 1 } ]"),
    (
        "series",
        "terms = [ { storage_change = \"lake\", ZZ = 1 } ]",
    ),
    (
        "series",
        "terms = [ { area = \"lake-surface\", times = \"pan\", ZZ = 1 } ]",
    ),
    ("series", "daily = \"border\", ZZ = 1"),
    (
        "series",
        "daily = \"border\", climatology = { from = 1990-01-01, to = 2000-01-01, ZZ = 1 }",
    ),
    ("calendar", "kind = \"split_month\"\nstarts = [1]\nZZ = 1"),
    (
        "calendar",
        "kind = \"month\"\nseason = { from = \"01-01\", to = \"05-31\", ZZ = 1 }",
    ),
    ("calendar", "kind = \"week\"\nstart = \"mon\"\nZZ = 1"),
    (
        "calendar",
        "kind = \"quarter\"\nstarts = [\"01-01\", \"07-01\"]\nZZ = 1",
    ),
    (
        "calendar",
        "kind = \"season\"\nfrom = \"01-01\"\nto = \"07-01\"\nZZ = 1",
    ),
    (
        "calendar",
        "kind = \"cycle\"\nyears = 5\nanchor = 2020-01-01\nZZ = 1",
    ),
    ("calendar", "kind = \"rolling\"\nyears = 5\nZZ = 1"),
    ("parameter", "value = 1\nZZ = 1"),
    ("table", "x = [1]\ny = [1]\nZZ = 1"),
    ("table", "periods = { \"01-01\" = 1 }\nZZ = 1"),
    (
        "table",
        "rows = { edges = [1], ZZ = 1 }\ncolumns = { periods = [\"01-01\"], ZZ = 1 }\ncells = [[1], [2]]\nZZ = 1",
    ),
    ("condition", "when = \"border > 1\"\nZZ = 1"),
    (
        "condition",
        "when = \"border > 1\"\nuntil = { when = \"border > 1\", ZZ = 1 }",
    ),
    (
        "condition",
        "when = \"border > 1\"\nlatch = { until = \"border > 1\", ZZ = 1 }",
    ),
    (
        "condition",
        "any = [ { series = \"border\", stat = \"mean\", op = \"<\", value = 1, ZZ = 1 } ]",
    ),
    (
        "condition",
        "all = [ { index = \"p-ref\", accumulate = { from = \"10-01\", to = \"04-01\", ZZ = 1 }, ratio_to_mean = { op = \"<\", value = 1, ZZ = 1 }, ZZ = 1 } ]",
    ),
    (
        "condition",
        "any = [ { index = \"p-ref\", accumulate = { months = 6, to = \"first_day_of_third_month_of_quarter\", ZZ = 1 }, ratio_to_mean = { op = \"<\", value = 1 } } ]",
    ),
    (
        "condition",
        "all = [ { reservoir = \"lake\", account = \"AA\", conservation_fill = { op = \"<\", value = 1, ZZ = 1 }, ZZ = 1 } ]",
    ),
    (
        "condition",
        "all = [ { count_of = [\"lake\"], at_least = 1, conservation_fill = { op = \"<\", value = 1 }, ZZ = 1 } ]",
    ),
    (
        "rule",
        "kind = \"split\"\ninput = { series = \"border\", calendar = \"decad\", ZZ = 1 }\nshares = { AA = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"split\"\ncalendar = \"decad\"\neach = [\"border\", \"canal\"]\nfirst = { AA = 1 }\nrest = { AA = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"split\"\ncalendar = \"decad\"\nof = \"border\"\nbands = [ { from = 0, AA = [0, 1] } ]\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"minimum\"\ncalendar = \"decad\"\nof = \"border\"\ntarget = 1\nowed = { by = \"AA\", to = \"BB\", ZZ = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"maximum\"\ncalendar = \"decad\"\nof = \"border\"\ntarget = 1\nparty = \"AA\"\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"schedule\"\ncalendar = \"year\"\ncolumns = [\"start\", \"AA\"]\nrows = [[\"10-01\", 1]]\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"schedule\"\ncalendar = \"year\"\namounts = { AA = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"amount\"\ncalendar = \"year\"\namount = 1\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"guarantee\"\nmodifies = \"formula\"\nwindows = [ { start = \"01-01\", party = \"BD\", at_least = 1, ZZ = 1 } ]\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"cap\"\nmodifies = \"formula\"\nparty = \"BD\"\nat_most = 1\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"scale\"\nmodifies = \"formula\"\nparty = \"BD\"\nfactor = 1\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"transfer\"\nmodifies = \"formula\"\nfrom = \"BD\"\nto = \"IN\"\namount = 1\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"trigger\"\ncalendar = \"year\"\nlevels = [ { level = \"a\", when = \"border < 1\", ZZ = 1 } ]\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"trigger\"\nlevel = \"a\"\nwhen = { series = \"border\", calendar = \"year\", stat = \"mean\", op = \"<\", value = 1, ZZ = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"trigger\"\nlevel = \"a\"\nwhen = { ledger = \"us\", stat = \"balance\", op = \"<\", value = 1, ZZ = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"cycle\"\nowed = { by = \"AA\", to = \"BB\" }\ncalendar = \"year\"\ntotal = 1\nZZ = 1",
    ),
    ("rule", "kind = \"carry\"\nof = \"x\"\nZZ = 1"),
    (
        "rule",
        "kind = \"cycle_reset\"\nof = \"x\"\nwhen = \"c\"\neffect = { ZZ = 1 }\nZZ = 1",
    ),
    (
        "rule",
        "kind = \"deficit_allowance\"\nallow = [ { ledger = \"us\", party = \"AA\", months = [1], max_deficit = 1, unit = \"af\", ZZ = 1 } ]\nsettle = { by = \"10-31\", offset_between = [\"us\"], ZZ = 1 }\nZZ = 1",
    ),
    (
        "ledger",
        "entitlement = \"formula.BD\"\ndelivered = \"border\"\ncarry = { ZZ = 1 }\nreset = { when = \"border > 1\", ZZ = 1 }\nZZ = 1",
    ),
    (
        "ledger",
        "entitlement = \"formula.BD\"\ndelivered = \"border\"\noffset = { with = [\"us\"], by = \"10-31\", ZZ = 1 }\nallow = [ { months = [1], max_deficit = 1, ZZ = 1 } ]",
    ),
    ("reading", "set = { \"ledger.us.unit\" = \"af\" }\nZZ = 1"),
];

/// Keys that are known where `ZZ` stands.
fn known(place: &str, text: &str) -> BTreeSet<String> {
    let text = text.replace("ZZ", "zzzzzzzzzzzz");
    let whole = match place {
        "treaty" => format!(
            "{STATIONS}{}",
            TREATY
                .replace("[calendar]", &format!("{text}\n[calendar]"))
                .replace(
                    "units = { volume = \"af\", level = \"mm\" }",
                    if text.starts_with("units") {
                        ""
                    } else {
                        "units = {}"
                    }
                )
        ),
        "station" => format!(
            "{}{TREATY}",
            STATIONS.replace(
                "{ id = \"border\" }",
                "{ id = \"border\", zzzzzzzzzzzz = 1 }"
            )
        ),
        "series" => format!("{STATIONS}series = [ {{ id = \"s\", {text} }} ]\n{TREATY}"),
        "calendar" | "parameter" | "ledger" => {
            format!("{STATIONS}{TREATY}{RULES}[{place}.tried]\n{text}\n")
        }
        _ => format!(
            "{STATIONS}{TREATY}{RULES}[[{place}]]\nid = \"tried\"\narticle = \"Art. 1\"\ntitle = \"t\"\n{text}\n"
        ),
    };
    let (_, findings) = load(&whole, "page.toml");
    let mut keys = BTreeSet::new();
    for finding in findings.iter() {
        let hint = finding.hint.as_deref().unwrap_or_default();
        if finding.message.contains("zzzzzzzzzzzz")
            && let Some((_, list)) = hint.split_once("known here: ")
        {
            keys.extend(list.split(", ").map(str::to_owned));
        }
    }
    assert!(!keys.is_empty(), "{place}: {text}\n{whole}");
    keys
}

fn all_known() -> BTreeSet<String> {
    PLACES
        .iter()
        .flat_map(|(place, text)| known(place, text))
        .collect()
}

#[test]
fn every_key_of_the_loader_stands_on_the_page() {
    let stands = |key: &str| {
        PAGE.match_indices(key).any(|(at, _)| {
            let is_word = |character: Option<char>| {
                character.is_some_and(|one| one.is_alphanumeric() || one == '_')
            };
            !is_word(PAGE[..at].chars().next_back())
                && !is_word(PAGE[at + key.len()..].chars().next())
        })
    };
    let absent: Vec<String> = all_known().into_iter().filter(|key| !stands(key)).collect();
    assert!(absent.is_empty(), "{absent:?}");
}

#[test]
fn every_key_of_the_page_is_known_to_the_loader() {
    let known = all_known();
    let mut strange = Vec::new();
    let sections = PAGE.split("\n## ").filter(|section| {
        ["2 ", "3 ", "7 ", "8 ", "9 "]
            .iter()
            .any(|number| section.starts_with(number))
    });
    for line in sections
        .flat_map(str::lines)
        .filter(|line| line.starts_with("| `"))
    {
        let cell = line.split('|').nth(1).unwrap_or_default();
        for key in cell.split('`').skip(1).step_by(2) {
            let key = key.split(' ').next().unwrap_or_default();
            if !known.contains(key) {
                strange.push(key.to_owned());
            }
        }
    }
    assert!(strange.is_empty(), "{strange:?}");
}
