//! Numbers and days as a sentence has them.

/// A number for a sentence: thousands apart, at most three decimals, none that are zero.
pub(super) fn amount(value: f64) -> String {
    let text = format!("{:.3}", value.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    let sign = if value < 0.0 && text.chars().any(|digit| ('1'..='9').contains(&digit)) {
        "−"
    } else {
        ""
    };
    if decimals.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{decimals}")
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_read_as_in_a_treaty() {
        for (value, text) in [
            (35_000.0, "35,000"),
            (431_721_000.0, "431,721,000"),
            (0.25, "0.25"),
            (-1_210.5, "−1,210.5"),
            (-0.0001, "0"),
            (999.9996, "1,000"),
        ] {
            assert_eq!(amount(value), text);
        }
    }
}
