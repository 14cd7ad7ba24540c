//! Chance from a seed: the same draws on every machine and in every order of work.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): a counter and a
/// mixer of whole numbers, so that no platform can disagree.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each purpose, named by a text and a number: more draws in one leave the others as
    /// they are.
    pub fn new(seed: u64, purpose: &str, number: u64) -> Self {
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
    pub fn normal(&mut self) -> f64 {
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
    pub fn one_of(&mut self, n: usize) -> Option<usize> {
        let n = u64::try_from(n).ok().filter(|n| *n > 0)?;
        usize::try_from(((self.next() >> 32) * n) >> 32).ok()
    }

    /// `n` nearly normal draws, shifted and stretched so that their mean is 0 and their variance 1 exactly, but for
    /// rounding: a study of a linear account then has exactly the spread that was put in.
    pub fn standard_normals(&mut self, n: usize) -> Vec<f64> {
        let mut draws: Vec<f64> = (0..n).map(|_| self.normal()).collect();
        #[expect(clippy::cast_precision_loss, reason = "samples are few")]
        let count = n.max(1) as f64;
        let mean = draws.iter().sum::<f64>() / count;
        draws.iter_mut().for_each(|draw| *draw -= mean);
        let variance = draws.iter().map(|draw| draw * draw).sum::<f64>() / count;
        if variance > 0.0 {
            let deviation = variance.sqrt();
            draws.iter_mut().for_each(|draw| *draw /= deviation);
        }
        draws
    }
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
    fn matched_draws_have_mean_nothing_and_variance_one() {
        let draws = Chance::new(7, "s", 3).standard_normals(200);
        let sum: f64 = draws.iter().sum();
        let squares: f64 = draws.iter().map(|draw| draw * draw).sum();
        assert!(sum.abs() < 1e-12 && (squares - 200.0).abs() < 1e-9);
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
