//! Bytes → a text whose encoding is known. Files stay in their own encoding, since numbers and dates are ASCII
//! in all of them; only UTF-16 is converted as a whole.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::blocks::Traits;
use super::lines::LineEnd;

/// The part of a file that recognition and preambles look at.
pub(super) const HEAD: usize = 64 << 10;

/// A file before anybody has claimed it.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    /// Without a byte-order mark; UTF-16 as UTF-8.
    pub(super) bytes: Cow<'a, [u8]>,
    /// What the byte-order mark says.
    mark: Option<&'static Encoding>,
    /// Whether all bytes are well-formed UTF-8.
    utf8: bool,
    /// Whether all bytes are ASCII.
    ascii: bool,
    /// What ends a line.
    pub(super) line_end: LineEnd,
}

/// The encoding of a file, and how a person names it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coding {
    encoding: &'static Encoding,
    /// Such as "UTF-8 with BOM".
    pub(super) name: String,
}

impl<'a> Source<'a> {
    /// Looks for a byte-order mark.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let (mark, rest): (_, Cow<'a, [u8]>) = match Encoding::for_bom(bytes) {
            Some((encoding, len)) if encoding == UTF_8 => {
                (Some(UTF_8), Cow::Borrowed(&bytes[len..]))
            }
            Some((encoding, len)) => {
                let (text, _) = encoding.decode_without_bom_handling(&bytes[len..]);
                (Some(encoding), Cow::Owned(text.into_owned().into_bytes()))
            }
            None => (None, Cow::Borrowed(bytes)),
        };
        let ascii = Encoding::ascii_valid_up_to(&rest) == rest.len();
        let utf8 = ascii || Encoding::utf8_valid_up_to(&rest) == rest.len();
        let line_end = LineEnd::of(&rest);
        Self {
            bytes: rest,
            mark,
            utf8,
            ascii,
            line_end,
        }
    }

    /// The first part of a file of which not all is there, and of which `traits` are known or taken for granted;
    /// `None` for an encoding that must be converted as a whole.
    pub(super) fn of_part(bytes: &'a [u8], traits: Option<Traits>) -> Option<Self> {
        let (mark, rest) = match Encoding::for_bom(bytes) {
            Some((encoding, len)) if encoding == UTF_8 => (Some(UTF_8), &bytes[len..]),
            Some(_) => return None,
            None => (None, bytes),
        };
        let traits = traits.unwrap_or_else(|| Traits::of_part(rest));
        Some(Self {
            bytes: Cow::Borrowed(rest),
            mark,
            utf8: traits.utf8,
            ascii: traits.ascii,
            line_end: traits.line_end,
        })
    }

    /// What holds for all of its bytes.
    pub(super) fn traits(&self) -> Traits {
        Traits {
            ascii: self.ascii,
            utf8: self.utf8,
            line_end: self.line_end,
        }
    }

    /// The same file as a text that was made of it, with line feeds.
    pub(super) fn of_text<'b>(&self, text: &'b [u8]) -> Source<'b> {
        Source {
            bytes: Cow::Borrowed(text),
            mark: self.mark,
            utf8: self.utf8,
            ascii: self.ascii,
            line_end: LineEnd::Lf,
        }
    }

    /// How many bytes its byte-order mark has.
    pub(super) fn mark_len(&self) -> usize {
        self.mark.map_or(0, |_| "\u{feff}".len())
    }

    /// The encoding, for a profile that has seen `candidates`. A byte-order mark settles it; well-formed UTF-8
    /// that is not ASCII settles it too, since no other encoding looks so by chance.
    pub(super) fn coding(&self, candidates: &[String]) -> Coding {
        match self.mark {
            Some(mark) if mark == UTF_8 => return Coding::named(UTF_8, "UTF-8 with BOM"),
            Some(mark) if mark == UTF_16LE => return Coding::named(UTF_8, "UTF-16LE with BOM"),
            Some(mark) if mark == UTF_16BE => return Coding::named(UTF_8, "UTF-16BE with BOM"),
            Some(_) | None => {}
        }
        if self.utf8 && !self.ascii {
            return Coding::named(UTF_8, "UTF-8");
        }
        candidates
            .iter()
            .filter_map(|label| Some((label, Encoding::for_label(label.as_bytes())?)))
            .find(|(_, encoding)| self.ascii || *encoding != UTF_8)
            .map_or_else(
                || Coding::named(UTF_8, "UTF-8"),
                |(label, encoding)| Coding::named(encoding, label),
            )
    }

    /// Whether bytes of the file are no well-formed UTF-8.
    pub(super) fn is_broken_utf8(&self) -> bool {
        !self.utf8
    }

    /// The first part as text.
    pub(super) fn head(&self, coding: &Coding) -> String {
        let end = self.bytes.len().min(HEAD);
        coding.decode(&self.bytes[..end])
    }
}

impl Coding {
    fn named(encoding: &'static Encoding, name: &str) -> Self {
        Self {
            encoding,
            name: name.to_owned(),
        }
    }

    /// Whether it is UTF-8, in which bytes can be malformed.
    pub(super) fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    /// Foreign bytes as text; malformed ones become U+FFFD.
    pub(super) fn decode(&self, bytes: &[u8]) -> String {
        self.encoding
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()
    }

    /// Text as the file would write it.
    pub(super) fn encode(&self, text: &str) -> Vec<u8> {
        self.encoding.encode(text).0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_settle_the_encoding_before_the_profile_does() {
        let latin = ["ISO-8859-1".to_owned()];
        let both = ["UTF-8".to_owned(), "ISO-8859-1".to_owned()];
        for (bytes, candidates, name, text) in [
            (&b"L\xfccke"[..], &latin[..], "ISO-8859-1", "Lücke"),
            ("Lücke".as_bytes(), &latin, "UTF-8", "Lücke"),
            (
                b"\xef\xbb\xbfL\xc3\xbccke",
                &both,
                "UTF-8 with BOM",
                "Lücke",
            ),
            (b"L\xfccke", &both, "ISO-8859-1", "Lücke"),
            (b"abc", &both, "UTF-8", "abc"),
            (b"\xff\xfea\0b\0", &both, "UTF-16LE with BOM", "ab"),
        ] {
            let source = Source::new(bytes);
            let coding = source.coding(candidates);
            assert_eq!(coding.name, name);
            assert_eq!(source.head(&coding), text);
        }
    }
}
