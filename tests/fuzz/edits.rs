//! What is done to a file.

use proptest::prelude::*;

/// One change. Places are parts of 65,536 of the length, so that they stay in the file while others shrink it.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Flip(u16, u8),
    Set(u16, u8),
    Delete(u16, u16),
    Double(u16, u16, u8),
    Move(u16, u16, u16),
    Insert(u16, &'static [u8]),
    /// Puts a text in the place of the number that stands there or next behind.
    Number(u16, &'static str),
    /// Puts a part of another file there.
    Splice(u16, u16, u16),
    Cut(u16),
    /// Leaves out a line, or doubles it.
    Line(u16, bool),
    /// Puts one byte in the place of all that are like the one there.
    Every(u16, u8),
}

/// Bytes that mean something to a reader.
const STRUCTURE: [&[u8]; 45] = [
    b"\n",
    b"\r",
    b"\r\n",
    b"\"",
    b"'",
    b";",
    b",",
    b"\t",
    b"|",
    b"#",
    b" ",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xe2\x80\x8b",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"true",
    b"<",
    b">",
    b"</",
    b"/>",
    b"<!--",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"&b;",
    b"&#0;",
    b"&#x110000;",
    b"&",
    b"Werte:",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"1900-01-00",
    b"24:00",
];

/// Texts in the place of a number.
const NUMBERS: [&str; 30] = [
    "0",
    "-0",
    "1",
    "-1",
    "00",
    "9",
    "99",
    "1e308",
    "1e309",
    "-1e-400",
    "5e-324",
    "99999999999999999999",
    "-9223372036854775809",
    "18446744073709551616",
    "2147483648",
    "65536",
    "0.1.2",
    "1,234",
    "1.234,5",
    "NaN",
    "inf",
    "0x10",
    "",
    "-",
    ".",
    "-999",
    "9999",
    "292277026596",
    "-62135596801",
    "1e18",
];

fn edit() -> impl Strategy<Value = Edit> {
    let place = any::<u16>;
    let short = prop_oneof![4 => 1_u16..40, 1 => 40_u16..2_000];
    prop_oneof![
        2 => (place(), 0_u8..8).prop_map(|(at, bit)| Edit::Flip(at, bit)),
        2 => (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        3 => (place(), short.clone()).prop_map(|(at, n)| Edit::Delete(at, n)),
        2 => (place(), short.clone(), 1_u8..60).prop_map(|(at, n, times)| Edit::Double(at, n, times)),
        1 => (place(), place(), short.clone()).prop_map(|(from, to, n)| Edit::Move(from, to, n)),
        4 => (place(), proptest::sample::select(&STRUCTURE[..])).prop_map(|(at, text)| Edit::Insert(at, text)),
        4 => (place(), proptest::sample::select(&NUMBERS[..])).prop_map(|(at, text)| Edit::Number(at, text)),
        2 => (place(), place(), short).prop_map(|(at, from, n)| Edit::Splice(at, from, n)),
        1 => place().prop_map(Edit::Cut),
        2 => (place(), any::<bool>()).prop_map(|(at, twice)| Edit::Line(at, twice)),
        1 => (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Every(at, byte)),
    ]
}

/// Up to `most` changes.
pub(crate) fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec(edit(), 0..=most)
}

/// How files of some kinds begin.
const BEGINNINGS: [&[u8]; 12] = [
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"{",
    b"[",
    b"<?xml version=\"1.0\"?>",
    b"<html>",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08\x00",
    b"#",
    b"date;value\n",
];

/// One of them.
pub(crate) fn beginning() -> impl Strategy<Value = &'static [u8]> {
    proptest::sample::select(&BEGINNINGS[..])
}

/// No case grows beyond this.
const LARGEST: usize = 1 << 18;

/// The base with all changes made, in order.
pub(crate) fn changed(base: &[u8], other: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = base.to_vec();
    for edit in edits {
        apply(edit, &mut bytes, other);
        bytes.truncate(LARGEST);
    }
    bytes
}

fn at(place: u16, len: usize) -> usize {
    usize::from(place) * len / 65_536
}

fn span(place: u16, n: u16, len: usize) -> std::ops::Range<usize> {
    let from = at(place, len);
    from..(from + usize::from(n)).min(len)
}

fn apply(edit: &Edit, bytes: &mut Vec<u8>, other: &[u8]) {
    let len = bytes.len();
    match *edit {
        Edit::Flip(place, bit) => {
            if let Some(byte) = bytes.get_mut(at(place, len)) {
                *byte ^= 1 << bit;
            }
        }
        Edit::Set(place, new) => {
            if let Some(byte) = bytes.get_mut(at(place, len)) {
                *byte = new;
            }
        }
        Edit::Delete(place, n) => {
            bytes.drain(span(place, n, len));
        }
        Edit::Double(place, n, times) => {
            let part = bytes[span(place, n, len)].repeat(usize::from(times));
            let to = at(place, len);
            bytes.splice(to..to, part);
        }
        Edit::Move(from, to, n) => {
            let part: Vec<u8> = bytes.drain(span(from, n, len)).collect();
            let to = at(to, bytes.len());
            bytes.splice(to..to, part);
        }
        Edit::Insert(place, text) => {
            let to = at(place, len);
            bytes.splice(to..to, text.iter().copied());
        }
        Edit::Number(place, text) => {
            let from = at(place, len);
            let is_of_number = |byte: &u8| byte.is_ascii_digit() || b".-+".contains(byte);
            let begin = (from..len)
                .find(|&at| is_of_number(&bytes[at]))
                .unwrap_or(len);
            let end = (begin..len)
                .find(|&at| !is_of_number(&bytes[at]))
                .unwrap_or(len);
            bytes.splice(begin..end, text.bytes());
        }
        Edit::Splice(place, from, n) => {
            let to = at(place, len);
            bytes.splice(to..to, other[span(from, n, other.len())].iter().copied());
        }
        Edit::Cut(place) => bytes.truncate(at(place, len)),
        Edit::Line(place, twice) => line(bytes, at(place, len), twice),
        Edit::Every(place, new) => {
            if let Some(old) = bytes.get(at(place, len)).copied() {
                bytes
                    .iter_mut()
                    .filter(|byte| **byte == old)
                    .for_each(|byte| *byte = new);
            }
        }
    }
}

fn line(bytes: &mut Vec<u8>, inside: usize, twice: bool) {
    let begin = bytes[..inside]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let end = bytes[inside..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| inside + at + 1);
    if twice {
        let part = bytes[begin..end].to_vec();
        bytes.splice(begin..begin, part);
    } else {
        bytes.drain(begin..end);
    }
}
