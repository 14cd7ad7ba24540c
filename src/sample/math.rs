//! Elementary functions out of + − × ÷ alone.
//!
//! The standard library takes `exp` and its like from the platform, whose last bit differs from one to the next. The
//! sample must be the same bytes everywhere, so it brings its own; IEEE 754 fixes the four operations.

const LN_2: f64 = std::f64::consts::LN_2;

/// e to the power `x`, for |x| below 700.
pub(super) fn exp(x: f64) -> f64 {
    let halvings = 10;
    let small = x / 1024.0;
    let mut sum = 1.0;
    for n in (1..=8).rev() {
        sum = 1.0 + sum * small / f64::from(n);
    }
    for _ in 0..halvings {
        sum *= sum;
    }
    sum
}

/// Natural logarithm of `x` above zero.
pub(super) fn ln(x: f64) -> f64 {
    let mut mantissa = x;
    let mut twos = 0.0;
    while mantissa > 1.5 {
        mantissa /= 2.0;
        twos += 1.0;
    }
    while mantissa < 0.75 {
        mantissa *= 2.0;
        twos -= 1.0;
    }
    // ln m = 2 artanh((m − 1) / (m + 1)), whose argument is below 0.2 here.
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let mut sum = 0.0;
    for n in (0..12).rev() {
        sum = sum * square + 1.0 / f64::from(2 * n + 1);
    }
    2.0 * t * sum + twos * LN_2
}

/// `base` above zero to any power.
pub(super) fn pow(base: f64, power: f64) -> f64 {
    exp(power * ln(base))
}

/// Cosine of an angle given in turns: 0.25 is a right angle.
pub(super) fn cos_turns(turns: f64) -> f64 {
    let wrapped = (turns - turns.floor() - 0.5).abs(); // 0.5 at the crest, 0 at the trough
    let angle = std::f64::consts::TAU * wrapped;
    let square = angle * angle;
    let mut sum = 1.0;
    for n in (1..=10).rev() {
        let n = f64::from(n);
        sum = 1.0 - sum * square / ((2.0 * n - 1.0) * (2.0 * n));
    }
    -sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_agree_with_the_library_to_ten_digits() {
        for x in [-12.5, -1.0, -0.003, 0.0, 0.4, 3.0, 20.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-10, "exp {x}");
        }
        for x in [1e-9, 0.3, 0.75, 1.0, 1.5, 2.0, 777.0] {
            assert!((ln(x) - f64::ln(x)).abs() < 1e-10, "ln {x}");
        }
        for x in [-2.3, -0.25, 0.0, 0.1, 0.5, 0.77, 9.99] {
            let library = (x * std::f64::consts::TAU).cos();
            assert!((cos_turns(x) - library).abs() < 1e-9, "cos {x}");
        }
        assert!((pow(2.5, 1.7) - 2.5_f64.powf(1.7)).abs() < 1e-9);
    }
}
