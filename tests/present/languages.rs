//! Every language is complete, and every word is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;
use thalweg::present::{Filling, LANGUAGES, Words};

use crate::basin::words;

/// Key → the places that its words fill; panics where a key stands twice.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            line.split_once(" =").unwrap().0.clone_into(&mut key);
            let twice = messages.insert(key.clone(), BTreeSet::new());
            assert!(twice.is_none(), "{key} stands twice");
        }
        for place in line.split('$').skip(1) {
            let end = place
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                .unwrap_or(place.len());
            messages
                .get_mut(&key)
                .unwrap()
                .insert(place[..end].to_owned());
        }
    }
    messages
}

/// All code below `src`, without comments.
fn source() -> String {
    let mut text = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let code = fs::read_to_string(path).unwrap();
                for line in code
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    text
}

/// Texts between quotes that look like keys.
fn literals(code: &str) -> BTreeSet<String> {
    code.split('"')
        .filter(|text| {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
        .map(str::to_owned)
        .collect()
}

/// The keys that code asks `words` for by name: literals in the first argument of `words.get` and `words.with`.
fn asked(code: &str) -> BTreeSet<String> {
    let tight: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut asked = BTreeSet::new();
    for call in ["words.get(", "words .get(", "words.with(", "words .with("] {
        for (at, _) in tight.match_indices(call) {
            let argument = first_argument(&tight[at + call.len()..]);
            // Only what stands between quotes: a variable looks like a key too.
            for quoted in argument.split('"').skip(1).step_by(2) {
                asked.extend(literals(quoted));
            }
        }
    }
    asked
}

fn first_argument(code: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return &code[..at],
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => return &code[..at],
            _ => {}
        }
    }
    code
}

#[test]
fn every_language_has_every_key_with_the_same_places() {
    let english = messages(LANGUAGES[0].2);
    assert!(english.len() > 100, "only {} keys", english.len());
    for (tag, _, text) in LANGUAGES {
        if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
            panic!("{tag}.ftl cannot be read: {errors:?}");
        }
        let own = messages(text);
        for (key, places) in &english {
            let other = own.get(key);
            assert!(other.is_some(), "{tag}.ftl lacks {key}");
            let other = other.unwrap();
            assert!(
                other.is_subset(places) && (places.is_subset(other) || places.contains("n")),
                "{tag}.ftl fills {key} with {other:?}, English with {places:?}"
            );
        }
        for key in own.keys() {
            assert!(english.contains_key(key), "en.ftl lacks {key} of {tag}.ftl");
        }
    }
}

#[test]
fn every_key_that_code_asks_for_exists() {
    let english = messages(LANGUAGES[0].2);
    let asked = asked(&source());
    assert!(asked.len() > 50, "only {} keys found in code", asked.len());
    let missing: Vec<&String> = asked
        .iter()
        .filter(|key| !english.contains_key(*key))
        .collect();
    assert!(
        missing.is_empty(),
        "add to assets/languages/*.ftl: {missing:?}"
    );
}

#[test]
fn no_key_is_unused() {
    let literals = literals(&source());
    let unused: Vec<String> = messages(LANGUAGES[0].2)
        .into_keys()
        // Composed in code: months by number, a warning's state by its word, a command's tip by the command's own key.
        .filter(|key| !key.starts_with("month-") && !key.starts_with("state-"))
        .filter(|key| !literals.contains(key.strip_suffix("-tip").unwrap_or(key)))
        .collect();
    assert!(
        unused.is_empty(),
        "remove from assets/languages/*.ftl: {unused:?}"
    );
}

#[test]
fn words_that_must_not_stand_on_a_screen_do_not() {
    let banned = [
        "debt",
        "debts",
        "guilty",
        "wrong",
        "incorrect",
        "red",
        "green",
        "dette",
        "dettes",
        "coupable",
        "faux",
        "rouge",
        "vert",
        "hm3",
        "mm³",
        "mcm",
        "real",
        "réel",
    ];
    for (tag, _, text) in LANGUAGES {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (_, said) = line.split_once('=').unwrap_or(("", line));
            for word in said.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
                assert!(!banned.contains(&word), "{tag}.ftl: {word:?} in {line:?}");
            }
        }
    }
}

#[test]
fn numbers_ages_and_counts_follow_the_language() {
    let (english, french) = (words("en"), words("fr"));
    assert_eq!(english.number(1234.5, 1), "1,234.5");
    assert_eq!(french.number(1234.5, 1), "1\u{202f}234,5");
    for (value, expect) in [
        (431.721_233_2, "431.7212"),
        (0.028_316_846_592, "0.02831685"),
        (1_850_234_000.0, "1,850,234,000"),
        (812.0, "812"),
        (-0.5, "−0.5"),
        (0.0, "0"),
        (f64::NAN, "–"),
    ] {
        assert_eq!(english.exact(Some(value), ""), expect);
    }
    let check = |minutes: Option<i64>, expect: [&str; 2]| {
        assert_eq!([english.age(minutes), french.age(minutes)], expect);
    };
    check(Some(0), ["0 min", "0 min"]);
    check(Some(15), ["15 min", "15 min"]);
    check(Some(119), ["119 min", "119 min"]);
    check(Some(9 * 60 + 59), ["9 h", "9 h"]);
    check(Some(2 * 1440), ["2 d", "2 j"]);
    check(None, ["no reading", "aucune mesure"]);
    // French counts zero as one, English does not.
    let days = |words: &Words, n: u64| {
        words.with(
            "completeness-days",
            &[("present", n.into()), ("expected", n.into())],
        )
    };
    assert_eq!(days(&english, 0), "0 of 0 days");
    assert_eq!(days(&french, 0), "0 sur 0 jour");
    assert_eq!(days(&french, 1200), "1\u{202f}200 sur 1\u{202f}200 jours");
    assert_eq!(Filling::from(3_u32), Filling::Count(3));
}

#[test]
fn a_language_that_does_not_ship_is_served_by_the_next() {
    let wanted = ["tlh", "fr-CA", "en"].map(str::to_owned);
    let words = Words::new(&wanted);
    assert_eq!(words.tag(), "fr");
    assert_eq!(words.get("stage"), "Hauteur d'eau");
    assert_eq!(words.get("no-such-key"), "no-such-key");
    assert_eq!(Words::new(&[]).get("stage"), "Stage");
    // Two languages at once, in the order of the commission; the same word is said once.
    let both = words.side_by_side(2);
    assert_eq!(both.get("stage"), "Hauteur d'eau · Stage");
    assert_eq!(both.get("stations-title"), "Stations");
}
