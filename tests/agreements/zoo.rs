//! The zoo: one sound agreement, changed in one place at a time, and the words that a person then reads.
//!
//! A cage is a block of `zoo/*.txt`: `# what is wrong`, `- what stands in the sound one`, `+ what stands there
//! instead` (`\n` for a new line), then every finding as it is printed. The words were read and judged by hand.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use thalweg::agreements::load;
use thalweg::domain::Findings;

use super::support::agreement;

const SOUND: &str = include_str!("zoo/sound.toml");

struct Cage {
    name: String,
    from: String,
    to: String,
    words: String,
}

fn cages(text: &str) -> Vec<Cage> {
    let mut cages: Vec<Cage> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            cages.push(Cage {
                name: name.to_owned(),
                from: String::new(),
                to: String::new(),
                words: String::new(),
            });
            continue;
        }
        let Some(cage) = cages.last_mut() else {
            continue;
        };
        if let Some(from) = line.strip_prefix("- ") {
            cage.from = from.replace("\\n", "\n");
        } else if let Some(to) = line.strip_prefix("+ ") {
            cage.to = to.replace("\\n", "\n");
        } else if !line.trim().is_empty() {
            cage.words.push_str(line);
            cage.words.push('\n');
        }
    }
    cages
}

fn words(findings: &Findings) -> String {
    findings.iter().fold(String::new(), |mut all, finding| {
        let _ = writeln!(all, "{finding}");
        all
    })
}

#[test]
fn the_sound_one_is_sound() {
    let sound = agreement(SOUND);
    assert_eq!(sound.rules.len(), 11);
    assert_eq!(sound.ledgers.len(), 2);
    assert_eq!(sound.readings.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a slip of the pen leaves behind, it is read or named, and nothing breaks.
    #[test]
    fn no_slip_breaks_the_loader(
        at in 0..SOUND.len(),
        cut in 0_usize..12,
        put in prop::sample::select(vec!["", "(", ")", "\"", "'", "[", "]", "{", "}", "=", "-", "\\", "\n", "é", "³", ".", ",", "0", "1e999", " or ", "/"]),
        twice in 0..SOUND.len(),
    ) {
        let mut text: Vec<char> = SOUND.chars().collect();
        let end = (at + cut).min(text.len());
        let start = at.min(end);
        text.splice(start..end, put.chars());
        let twice = twice.min(text.len().saturating_sub(1));
        text.insert(twice, put.chars().next().unwrap_or(' '));
        let text: String = text.into_iter().collect();
        let (agreement, findings) = load(&text, "a.toml");
        prop_assert!(agreement.is_some() != findings.has_errors());
    }
}

#[test]
fn an_expression_without_end_is_named() {
    for expression in [
        "(".repeat(100_000),
        "-".repeat(100_000),
        "not ".repeat(100_000),
        format!("1{}", " + 1".repeat(100_000)),
        "previous(".repeat(100_000),
        "lag:".repeat(100_000),
    ] {
        let text = SOUND.replacen("full(lake) >= 1", &expression, 1);
        let (agreement, findings) = load(&text, "a.toml");
        assert!(agreement.is_none() && findings.has_errors());
    }
}

#[test]
fn every_cage_says_what_is_wrong_and_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreements/zoo");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the zoo")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let mut count = 0;
    let mut otherwise = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("cages");
        for cage in cages(&text) {
            count += 1;
            assert_eq!(
                SOUND.matches(&cage.from).count(),
                1,
                "{}: \"{}\" must stand once in the sound one",
                cage.name,
                cage.from
            );
            let (agreement, findings) = load(&SOUND.replacen(&cage.from, &cage.to, 1), "a.toml");
            let found = words(&findings);
            let every = findings
                .iter()
                .all(|finding| finding.hint.is_some() && finding.line.is_some());
            if found != cage.words || agreement.is_some() || !every {
                let _ = write!(
                    otherwise,
                    "# {}\n- {}\n+ {}\n{found}\n",
                    cage.name,
                    cage.from.replace('\n', "\\n"),
                    cage.to.replace('\n', "\\n")
                );
            }
        }
    }
    assert!(otherwise.is_empty(), "found otherwise:\n{otherwise}");
    assert!(count >= 60, "{count} cages");
}
