//! What is odd about an id that nobody knows: it may look like a known one and be another text.

/// Longest id of a station.
const LONGEST: usize = 64;

/// Letters of the Cyrillic and the Greek script that look like Latin ones.
const ALIKE: &str = "АВЕЅІЈКМНОРСТУХаеіјорсухѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν";

/// Names that Windows takes for devices, with or without an ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

/// Whether a character is not seen, or changes how its neighbours are seen: zero-width characters, marks of the
/// direction of writing, byte-order marks.
pub fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// What is odd about an id, as the end of a sentence that begins with "the id"; `None` when nothing is.
pub fn oddity(id: &str) -> Option<String> {
    let code = |character: char| format!("U+{:04X}", u32::from(character));
    if let Some(unseen) = id.chars().find(|&character| is_unseen(character)) {
        return Some(format!("holds the invisible character {}", code(unseen)));
    }
    let is_latin = |character: char| character.is_ascii_alphabetic();
    if id.contains(is_latin)
        && let Some(alike) = id.chars().find(|&character| ALIKE.contains(character))
    {
        return Some(format!(
            "mixes letters of two scripts that look like one another ({} among Latin letters)",
            code(alike)
        ));
    }
    if id.chars().count() > LONGEST {
        return Some(format!("has more than the {LONGEST} characters of any id"));
    }
    let is_bad = |character: char| character.is_control() || "/\\:*?\"<>|".contains(character);
    let stem = id.split('.').next().unwrap_or_default().to_lowercase();
    if id.contains(is_bad) || id.contains("..") || DEVICES.contains(&stem.as_str()) {
        return Some("holds characters or is a word that no file name may hold".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_another_id_is_said() {
        for (id, words) in [
            ("RO-10021\u{200b}", Some("invisible character U+200B")),
            ("R\u{41e}-10021", Some("U+041E")),
            ("../../etc/x", Some("no file name")),
            ("nul.csv", Some("no file name")),
            ("a:b", Some("no file name")),
            ("RO-10021", None),
            ("Ново село", None),
            ("01104475", None),
            ("Bazia\u{219}", None),
        ] {
            let said = oddity(id);
            match words {
                None => assert_eq!(said, None, "{id}"),
                Some(words) => assert!(
                    said.clone().is_some_and(|it| it.contains(words)),
                    "{id}: {said:?}"
                ),
            }
        }
        assert!(oddity(&"x".repeat(300)).is_some_and(|it| it.contains("characters")));
    }
}
