//! Numbers straight from bytes, with the decimal mark of the profile and no other.

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Reads a decimal number; `None` for anything else: words, thousands marks, units, infinities.
///
/// Up to 15 digits are exact by one division (Clinger 1990); longer ones take the slow way.
pub fn parse(bytes: &[u8], decimal: u8) -> Option<f64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let mut mantissa = 0_u64;
    let mut count = 0_usize;
    let mut after_mark = None;
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            if count == 15 {
                return slow(bytes, decimal);
            }
            mantissa = mantissa * 10 + u64::from(digit);
            count += 1;
        } else if byte == decimal && after_mark.is_none() {
            after_mark = Some(digits.len() - at - 1);
        } else if count > 0 && (byte == b'e' || byte == b'E') {
            return slow(bytes, decimal);
        } else {
            return None;
        }
    }
    if count == 0 {
        return None;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "fifteen decimal digits fit into 53 bits"
    )]
    let value = mantissa as f64 / POWERS[after_mark.unwrap_or(0)];
    Some(if negative { -value } else { value })
}

fn slow(bytes: &[u8], decimal: u8) -> Option<f64> {
    let mut text = bytes.to_vec();
    for byte in &mut text {
        match *byte {
            b'0'..=b'9' | b'+' | b'-' | b'e' | b'E' => {}
            mark if mark == decimal => *byte = b'.',
            _ => return None,
        }
    }
    let text = text.strip_prefix(b"+").unwrap_or(&text);
    fast_float2::parse::<f64, _>(text)
        .ok()
        .filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_nearest_double() {
        for text in [
            "0",
            "1662",
            "2349.84",
            "-4674.000000000349",
            "0.1",
            "77.0999984741211",
            ".5",
            "5.",
            "007",
            "1e3",
            "1.5E-2",
            "123456789012345678",
            "-0.607",
            "+12.5",
            "0.000000000000001",
        ] {
            let expect: f64 = text.parse().expect("number");
            assert_eq!(parse(text.as_bytes(), b'.'), Some(expect), "{text}");
            let comma = text.replace('.', ",");
            assert_eq!(parse(comma.as_bytes(), b','), Some(expect), "{comma}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", ".", "1.2.3", "1,5", "NaN", "inf", "Infinity", "1e999", "0x1F", "1_000",
            "12 ", "12.5e", "<0.05", "--1", "+-1", "1 000", "\u{661}", "e5",
        ] {
            assert_eq!(parse(text.as_bytes(), b'.'), None, "{text}");
        }
        assert_eq!(parse(b"3.145", b','), None);
    }
}
