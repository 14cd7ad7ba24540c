//! Chance from a seed: the same draws on every machine and in every order of work.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): a counter and a
/// mixer of whole numbers, so that no platform can disagree.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// A stream of its own for each purpose, named by a text and a number: more draws in one leave the others as
    /// they are.
    pub(super) fn new(seed: u64, purpose: &str, number: u64) -> Self {
        let mut state = seed;
        for byte in purpose.bytes() {
            state = mix(state ^ u64::from(byte));
        }
        Self(mix(state ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// Nearly standard normal, within ±6: the sum of twelve uniforms of sixteen bits, less its mean. No function is
    /// needed that platforms round differently.
    pub(super) fn normal(&mut self) -> f64 {
        let mut sum = 0;
        for _ in 0..3 {
            let bits = self.next();
            sum +=
                (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 12 × 65535")]
        let sum = sum as f64;
        // Twelve times half a step short of one half each.
        (sum + 6.0) / 65536.0 - 6.0
    }

    /// One of `n` places; `None` of none.
    pub(super) fn one_of(&mut self, n: usize) -> Option<usize> {
        let n = u64::try_from(n).ok().filter(|n| *n > 0)?;
        usize::try_from(((self.next() >> 32) * n) >> 32).ok()
    }

    /// The values in an order of chance (Fisher and Yates).
    pub(super) fn shuffled(&mut self, values: &[f64]) -> Vec<f64> {
        let mut values = values.to_vec();
        for last in (1..values.len()).rev() {
            if let Some(place) = self.one_of(last + 1) {
                values.swap(last, place);
            }
        }
        values
    }
}

/// A standard normal cut into `n` equal slices, one value a slice, ascending: symmetric about 0, and stretched so that
/// the variance is 1 exactly, but for rounding. A study that takes them in an order of chance for each independent
/// error (a Latin hypercube; McKay, Beckman and Conover 1979) gives a linear account its own figure in the middle
/// and exactly the spread that was put in.
pub(super) fn normal_slices(n: usize) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "samples are few")]
    let (count, half) = (n.max(1) as f64, n / 2);
    let mut values = vec![0.0; n];
    for place in 0..half {
        #[expect(clippy::cast_precision_loss, reason = "samples are few")]
        let share = (place as f64 + 0.5) / count;
        let quantile = lower_quantile(share);
        values[place] = quantile;
        values[n - 1 - place] = -quantile;
    }
    let variance = values.iter().map(|value| value * value).sum::<f64>() / count;
    if variance > 0.0 {
        let deviation = variance.sqrt();
        values.iter_mut().for_each(|value| *value /= deviation);
    }
    values
}

/// The standard normal quantile of a share below one half, by bisection: made of sums and products alone, which
/// every platform rounds alike.
fn lower_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 0.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if lower_share(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Share of a standard normal below `z` ≤ 0: `1/2 − φ(z) (|z| + |z|³/3 + |z|⁵/15 + …)`, Abramowitz and Stegun 26.2.11.
fn lower_share(z: f64) -> f64 {
    let square = z * z;
    let (mut term, mut sum, mut odd) = (-z, -z, 1.0);
    while term > 1e-18 * sum {
        odd += 2.0;
        term *= square / odd;
        sum += term;
    }
    let (mut term, mut exponential, mut n) = (1.0, 1.0, 0.0);
    while term > 1e-18 * exponential {
        n += 1.0;
        term *= 0.5 * square / n;
        exponential += term;
    }
    0.5 - sum / (exponential * (2.0 * std::f64::consts::PI).sqrt())
}

fn mix(state: u64) -> u64 {
    let mut mixed = state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_moments_of_a_normal_and_streams_differ() {
        let mut chance = Chance::new(1, "a", 0);
        let draws: Vec<f64> = (0..40_000).map(|_| chance.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        let variance = draws.iter().map(|draw| draw * draw).sum::<f64>() / 40_000.0;
        let within_one = draws.iter().filter(|draw| draw.abs() < 1.0).count();
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
        // 68.3 % of a normal lie within one standard deviation, 67.4 % of a sum of twelve.
        assert!((26_700..27_500).contains(&within_one), "{within_one}");
        let first = |purpose, number| Chance::new(1, purpose, number).next();
        assert_ne!(first("a", 0), first("b", 0));
        assert_ne!(first("a", 0), first("a", 1));
        assert_eq!(first("a", 0), first("a", 0));
    }

    #[test]
    fn slices_are_the_quantiles_of_a_normal_with_variance_one() {
        // Tables: 1.6449 at 95 %, 1.2816 at 90 %, 0.6745 at 75 %.
        for (share, quantile) in [(0.05, -1.644_854), (0.1, -1.281_552), (0.25, -0.674_490)] {
            assert!((lower_quantile(share) - quantile).abs() < 1e-6);
        }
        let slices = normal_slices(200);
        let sum: f64 = slices.iter().sum();
        let squares: f64 = slices.iter().map(|value| value * value).sum();
        assert!(sum.abs() < 1e-12 && (squares - 200.0).abs() < 1e-9);
        assert!(slices.is_sorted());
        let mut shuffled = Chance::new(7, "s", 3).shuffled(&slices);
        assert_ne!(shuffled, slices);
        shuffled.sort_by(f64::total_cmp);
        assert_eq!(shuffled, slices);
        assert_eq!(normal_slices(1), [0.0]);
    }

    #[test]
    fn every_place_is_taken_in_its_turn() {
        let mut chance = Chance::new(5, "places", 0);
        let mut seen = [0; 3];
        for _ in 0..3000 {
            seen[chance.one_of(3).unwrap_or(0)] += 1;
        }
        assert!(seen.iter().all(|n| (900..1100).contains(n)), "{seen:?}");
        assert_eq!(chance.one_of(0), None);
    }
}
