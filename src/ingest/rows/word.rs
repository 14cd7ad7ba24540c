//! Eight bytes of a row at once, in the registers that every processor has: where a field ends, whether two fields
//! are equal, what a short number says.

/// The lowest bit of each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte.
const TOPS: u64 = ONES << 7;
/// The digit nought in each byte.
const NOUGHTS: u64 = ONES * b'0' as u64;
/// What lifts every byte above nine, and none below, into its highest bit.
const ABOVE_NINE: u64 = ONES * 0x76;

/// Powers of ten by which a number of at most eight digits is divided.
const POWERS: [f64; 8] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

/// So many bytes of a text are looked at without asking again whether they are there.
pub(in crate::ingest) const WINDOW: usize = 72;

/// The bytes from `at`; `None` where the text ends within them.
#[inline(always)]
pub(in crate::ingest) fn window(text: &[u8], at: usize) -> Option<&[u8; WINDOW]> {
    text.get(at..)?.first_chunk::<WINDOW>()
}

/// Eight bytes of a window from `at`, which is below 64.
#[inline(always)]
pub(in crate::ingest) fn load(window: &[u8; WINDOW], at: usize) -> u64 {
    let at = at & 63;
    // The length is known, so that nothing is left of the question.
    window[at..at + 8]
        .first_chunk::<8>()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The byte in all places.
#[inline]
pub(in crate::ingest) const fn all(byte: u8) -> u64 {
    ONES * byte as u64
}

/// The highest bit of the first byte that is nought; what stands behind it means nothing.
#[inline(always)]
fn first_zero(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & TOPS
}

/// The place of the first byte that equals the one in all places of `wanted`; 8 when there is none.
#[inline(always)]
pub(in crate::ingest) fn find(word: u64, wanted: u64) -> usize {
    (first_zero(word ^ wanted).trailing_zeros() / 8) as usize
}

/// A number in the first `len` bytes of `word`, at most seven, without blanks; `None` for anything else.
///
/// The value is the nearest double: the digits as a whole number, divided once by a power of ten.
#[inline(always)]
pub(in crate::ingest) fn number(word: u64, len: usize, mark: u64) -> Option<f64> {
    if word as u8 == b'-' {
        return negative(word, len, mark);
    }
    unsigned(word, len, mark)
}

/// Few quantities are below nought.
#[inline(never)]
fn negative(word: u64, len: usize, mark: u64) -> Option<f64> {
    unsigned(word >> 8, len.checked_sub(1)?, mark).map(|value| -value)
}

#[inline(always)]
fn unsigned(word: u64, len: usize, mark: u64) -> Option<f64> {
    if len.wrapping_sub(1) > 6 {
        return None;
    }
    let inside = (1_u64 << (8 * len)) - 1;
    let at = first_zero(word ^ mark) & inside;
    // The bytes before the mark; all of them where there is none.
    let whole = ((at & at.wrapping_neg()) >> 7).wrapping_sub(1);
    let digits = (word & whole) | ((word >> 8) & !whole);
    let marks = usize::from(at != 0);
    let n = len - marks;
    if n == 0 {
        return None;
    }
    let decimals = if at == 0 {
        0
    } else {
        n - (at.trailing_zeros() / 8) as usize
    };
    let away = 64 - 8 * n as u32;
    let digits = (digits << away) ^ (NOUGHTS << away);
    if (digits.wrapping_add(ABOVE_NINE) | digits) & TOPS != 0 {
        return None;
    }
    Some(f64::from(eight(digits)) / POWERS[decimals & 7])
}

/// The number of eight digits, the first in the lowest byte.
#[inline(always)]
fn eight(digits: u64) -> u32 {
    const LOW: u64 = 0x0000_00ff_0000_00ff;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let high = (pairs & LOW).wrapping_mul(0x000f_4240_0000_0064);
    let low = ((pairs >> 16) & LOW).wrapping_mul(0x0000_2710_0000_0001);
    (high.wrapping_add(low) >> 32) as u32
}

/// Where digits and marks stand in eight bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Form {
    inside: u64,
    literal: u64,
    lift: u64,
}

impl Form {
    /// Of `len` bytes, at most eight, of which some are marks and all others digits.
    pub(in crate::ingest) fn new(len: usize, mark: impl Fn(usize) -> Option<u8>) -> Self {
        let mut form = Self::default();
        for at in 0..len.min(8) {
            let shift = 8 * at;
            form.inside |= 0xff << shift;
            let (literal, lift) = match mark(at) {
                Some(byte) => (byte, 0x7f),
                None => (b'0', 0x76),
            };
            form.literal |= u64::from(literal) << shift;
            form.lift |= u64::from(lift as u8) << shift;
        }
        form
    }

    /// The numbers of two digits: byte n holds the one whose first digit stands at n. `None` where a byte is not
    /// what it should be.
    #[inline(always)]
    pub(in crate::ingest) fn pairs(self, word: u64) -> Option<u64> {
        let digits = (word & self.inside) ^ self.literal;
        if (digits.wrapping_add(self.lift) | digits) & TOPS != 0 {
            return None;
        }
        Some(digits.wrapping_mul(10).wrapping_add(digits >> 8))
    }
}

/// Bytes that are compared with those of the next rows, sixteen at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::ingest) struct Known {
    words: [u64; 2],
    masks: [u64; 2],
    len: usize,
    /// What stands behind the sixteen.
    rest: Vec<u8>,
}

impl Known {
    /// Remembers `bytes`.
    pub(in crate::ingest) fn new(bytes: &[u8]) -> Self {
        let mut known = Self {
            len: bytes.len(),
            rest: bytes.get(16..).unwrap_or_default().to_vec(),
            ..Self::default()
        };
        for (at, &byte) in bytes.iter().take(16).enumerate() {
            let shift = 8 * (at % 8);
            known.words[at / 8] |= u64::from(byte) << shift;
            known.masks[at / 8] |= 0xff << shift;
        }
        known
    }

    /// How many bytes there are.
    #[inline(always)]
    pub(in crate::ingest) fn len(&self) -> usize {
        self.len
    }

    /// Whether the window has them at `at`, which is below 48.
    #[inline(always)]
    pub(in crate::ingest) fn stands(&self, window: &[u8; WINDOW], at: usize) -> bool {
        let low = (load(window, at) ^ self.words[0]) & self.masks[0];
        let high = (load(window, at + 8) ^ self.words[1]) & self.masks[1];
        (low | high) == 0 && (self.len <= 16 || self.rest_stands(window, at + 16))
    }

    #[inline(never)]
    fn rest_stands(&self, window: &[u8; WINDOW], at: usize) -> bool {
        window
            .get(at..)
            .is_some_and(|behind| behind.starts_with(&self.rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::number::parse;

    fn word(text: &[u8]) -> u64 {
        let mut bytes = [b';'; 8];
        bytes[..text.len()].copy_from_slice(text);
        u64::from_le_bytes(bytes)
    }

    #[test]
    fn a_short_number_is_the_number_of_the_slow_way() {
        let mut state = 7_u64;
        let letters = b"0123456789.-+eE, 0123456789.";
        for _ in 0..400_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let len = (state >> 60) as usize % 8;
            let text: Vec<u8> = (0..len)
                .map(|at| letters[(state >> (10 + 5 * at)) as usize % letters.len()])
                .collect();
            let fast = number(word(&text), len, all(b'.'));
            let slow = parse(&text, b'.');
            // What only the slow way reads (signs, exponents) is left to it; nothing else may differ.
            if let Some(fast) = fast {
                assert_eq!(Some(fast.to_bits()), slow.map(f64::to_bits), "{text:?}");
            } else if let Some(slow) = slow {
                assert!(
                    text.iter().any(|byte| b"+eE".contains(byte)),
                    "{text:?} {slow}"
                );
            }
        }
    }

    #[test]
    fn bytes_outside_the_field_do_not_matter() {
        let text = *b"1,5;9,9\xff";
        let word = u64::from_le_bytes(text);
        assert_eq!(find(word, all(b';')), 3);
        assert_eq!(number(word, 3, all(b',')), Some(1.5));
        assert_eq!(number(word, 8, all(b',')), None);
        assert_eq!(number(word, 0, all(b',')), None);
        assert_eq!(find(word, all(b'#')), 8);
    }

    #[test]
    fn pairs_are_read_at_their_places() {
        let form = Form::new(8, |at| (at == 2 || at == 5).then_some(b':'));
        let pairs = form.pairs(u64::from_le_bytes(*b"23:59:07")).expect("time");
        assert_eq!(
            (pairs as u8, (pairs >> 24) as u8, (pairs >> 48) as u8),
            (23, 59, 7)
        );
        for wrong in [b"23.59:07", b"2a:59:07", b"23:59:0\xff", b"23:59: 7"] {
            assert_eq!(form.pairs(u64::from_le_bytes(*wrong)), None);
        }
        let short = Form::new(5, |at| (at == 2).then_some(b':'));
        assert!(short.pairs(u64::from_le_bytes(*b"23:59;x\xff")).is_some());
    }

    #[test]
    fn known_bytes_are_compared_whole() {
        for len in [1, 7, 8, 9, 15, 16, 17, 30] {
            let text: Vec<u8> = (0..100).map(|n| b'a' + n % 26).collect();
            let known = Known::new(&text[3..3 + len]);
            let stands = |text: &[u8], at: usize| known.stands(window(text, 0).expect("long"), at);
            assert!(stands(&text, 3), "{len}");
            assert!(!stands(&text, 4), "{len}");
            let mut other = text.clone();
            other[3 + len - 1] = b'!';
            assert!(!stands(&other, 3), "{len}");
            assert_eq!(known.len(), len);
        }
        assert!(window(&[0; 80], 9).is_none());
    }
}
