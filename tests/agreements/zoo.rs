//! The zoo: one sound agreement, changed in one place at a time, and the words that a person then reads.
//!
//! A cage is a block of `zoo/*.txt`: `# what is wrong`, `- what stands in the sound one`, `+ what stands there
//! instead` (`\n` for a new line), then every finding as it is printed. The words were read and judged by hand.

use std::fmt::Write as _;
use std::path::Path;

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
