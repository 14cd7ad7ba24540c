//! The page of the profile language leaves nothing out: no key of the schema, no shipped profile.

use thalweg::ingest::Profiles;
use thalweg::ingest::profile::{
    DateParts, FlagColumn, GridRule, ParameterRule, QualityPart, Recognise, Rules, SeriesRule,
    StationRule, TimeRule, TreeRule, WideRule, Words,
};

const PAGE: &str = include_str!("../../assets/formats/README.md");

/// The keys of a table: an unknown one makes its reader name those that it knows.
fn keys<T: serde::de::DeserializeOwned>() -> Vec<String> {
    let fault = toml::from_str::<T>("no_such_key = 1")
        .err()
        .expect("the table takes no other key");
    let text = fault.message().to_owned();
    let (_, known) = text.split_once("expected").expect("a list of keys");
    known
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_key_of_a_profile_stands_on_the_page() {
    let tables = [
        ("profile", keys::<Rules>()),
        ("recognise", keys::<Recognise>()),
        ("station", keys::<StationRule>()),
        ("time", keys::<TimeRule>()),
        ("time.parts", keys::<DateParts>()),
        ("series", keys::<SeriesRule>()),
        ("series.flags", keys::<FlagColumn>()),
        ("parameters", keys::<ParameterRule>()),
        ("quality", keys::<QualityPart>()),
        ("words", keys::<Words>()),
        ("grid", keys::<GridRule>()),
        ("wide", keys::<WideRule>()),
        ("tree", keys::<TreeRule>()),
    ];
    let mut absent = Vec::new();
    for (table, keys) in tables {
        assert!(keys.len() > 1, "{table}");
        for key in keys {
            let written = [format!("`{key}`"), format!("[{key}]"), format!("[{key}.")];
            if !written.iter().any(|written| PAGE.contains(written)) {
                absent.push(format!("{table}: {key}"));
            }
        }
    }
    assert!(absent.is_empty(), "{absent:?}");
}

#[test]
fn every_shipped_profile_stands_on_the_page() {
    let shipped = Profiles::shipped();
    for profile in shipped.iter() {
        let row = format!("| `{}` | {} |", profile.id, profile.rules.agency);
        assert!(PAGE.contains(&row), "{row}");
    }
    assert_eq!(PAGE.matches("\n| `xx-tidy-csv` |").count(), 1);
}
