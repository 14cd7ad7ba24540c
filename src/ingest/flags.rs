//! Flag texts and what they say about quality, as a small dictionary: a row stores an index.

use std::collections::BTreeMap;

use crate::domain::Quality;

use super::profile::QualityPart;

/// A list of flag codes of the profile.
pub(super) type Codes = BTreeMap<String, QualityPart>;

/// One part of a flag: a list of codes and the agency's text.
pub(super) struct Part<'a> {
    /// The list.
    pub(super) codes: Option<&'a Codes>,
    /// Characters between several codes.
    pub(super) split: &'a str,
    /// The cell.
    pub(super) text: String,
}

/// Flag texts of a table with their quality. Index 0 is the empty flag.
#[derive(Clone, Debug)]
pub(super) struct FlagBook {
    texts: Vec<String>,
    qualities: Vec<Quality>,
    known: BTreeMap<(String, u8), u16>,
    unknown: Vec<String>,
}

impl FlagBook {
    /// With the empty flag, whose quality is that of a reading about which the file says nothing.
    pub(super) fn new(unflagged: &QualityPart) -> Self {
        let quality = unflagged.onto(Quality::PROVISIONAL);
        Self {
            texts: vec![String::new()],
            qualities: vec![quality],
            known: BTreeMap::from([((String::new(), quality.pack()), 0)]),
            unknown: Vec::new(),
        }
    }

    /// The index of a flag of several parts.
    pub(super) fn index(&mut self, parts: &[Part<'_>]) -> u16 {
        let mut quality = self.qualities[0];
        let mut words: Vec<String> = Vec::new();
        for part in parts {
            self.read(part, &mut quality, &mut words);
        }
        self.entry(words.join(", "), quality)
    }

    fn read(&mut self, part: &Part<'_>, quality: &mut Quality, words: &mut Vec<String>) {
        let whole = part.text.trim();
        let codes = whole
            .split(|character| !part.split.is_empty() && part.split.contains(character))
            .map(str::trim)
            .filter(|code| !code.is_empty());
        for code in codes {
            let meant = part.codes.and_then(|codes| codes.get(code));
            match meant {
                Some(meant) => {
                    *quality = meant.onto(*quality);
                    words.push(meant.says.clone().unwrap_or_else(|| code.to_owned()));
                }
                None => {
                    words.push(code.to_owned());
                    if part.codes.is_some() && !self.unknown.iter().any(|known| known == code) {
                        self.unknown.push(code.to_owned());
                    }
                }
            }
        }
    }

    /// The index of the same flag on a reading that may be cut short.
    pub(super) fn suspect(&mut self, index: u16) -> u16 {
        let at = usize::from(index);
        self.entry(self.texts[at].clone(), self.qualities[at].suspect())
    }

    fn entry(&mut self, text: String, quality: Quality) -> u16 {
        let key = (text, quality.pack());
        if let Some(&index) = self.known.get(&key) {
            return index;
        }
        // A file with more than 65,535 kinds of flag has no flags; the last entry then stands for all others.
        let Ok(index) = u16::try_from(self.texts.len()) else {
            return u16::MAX;
        };
        self.texts.push(key.0.clone());
        self.qualities.push(quality);
        self.known.insert(key, index);
        index
    }

    /// Codes that the profile does not know, in the order they were met.
    pub(super) fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The texts so far.
    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// What each says about quality.
    pub(super) fn qualities(&self) -> &[Quality] {
        &self.qualities
    }

    /// Texts and qualities.
    pub(super) fn into_columns(self) -> (Vec<String>, Vec<Quality>) {
        (self.texts, self.qualities)
    }
}
