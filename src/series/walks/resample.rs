//! L-moments of a sample that is drawn again and again from itself.

/// The first three L-moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LMoments {
    /// Mean.
    pub l1: f64,
    /// L-scale.
    pub l2: f64,
    /// Third L-moment; over l2 it is the L-skewness.
    pub l3: f64,
}

/// Draws samples with replacement from a sample and gives the L-moments of each.
///
/// A drawn sample is only a count for every value of the sorted one, so that none is ever sorted: the weights of a
/// value that is drawn c times at the ranks r to r + c − 1 are sums over those ranks, which are differences of sums
/// known beforehand. *Missing data*: NaN is left out. *Source*: Hosking 1990 for the unbiased moments; Efron and
/// Tibshirani 1993 for the bootstrap.
#[derive(Clone, Debug)]
pub struct Resamples {
    /// Ascending.
    sorted: Vec<f64>,
    /// Below each rank, the sums of r and of r (r − 1), divided as the second and third moment want them.
    below: Vec<[f64; 2]>,
    counts: Vec<u32>,
    random: fastrand::Rng,
}

impl Resamples {
    /// From a sample; the same `seed` draws the same samples. `None` with fewer than three values, which have no
    /// third moment.
    pub fn new(sample: &[f64], seed: u64) -> Option<Self> {
        let mut sorted: Vec<f64> = sample.iter().copied().filter(|it| !it.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = sorted.len();
        if n < 3 || u32::try_from(n).is_err() {
            return None;
        }
        let (pairs, triples) = ((n * (n - 1)) as f64, (n * (n - 1)) as f64 * (n - 2) as f64);
        let mut sums = (0.0, 0.0);
        let mut below = vec![[0.0; 2]];
        below.extend((0..n).map(|rank| {
            let rank = rank as f64;
            sums = (sums.0 + rank, sums.1 + rank * (rank - 1.0));
            [sums.0 / pairs, sums.1 / triples]
        }));
        Some(Self {
            counts: vec![0; n],
            sorted,
            below,
            random: fastrand::Rng::with_seed(seed),
        })
    }

    /// L-moments of the sample itself.
    pub fn own(&self) -> LMoments {
        moments(&self.sorted, &self.below, self.sorted.iter().map(|_| 1))
    }

    /// L-moments of the next sample that is drawn.
    pub fn draw(&mut self) -> LMoments {
        self.counts.fill(0);
        let n = self.sorted.len() as u64;
        // The upper bits of a product with 32 random bits: for a sample of some hundred values, no value is
        // favoured by more than one in some ten millions.
        let mut one = |bits: u64| self.counts[((bits * n) >> 32) as usize] += 1;
        for _ in 0..self.sorted.len() / 2 {
            let bits = self.random.u64(..);
            one(bits & 0xffff_ffff);
            one(bits >> 32);
        }
        if self.sorted.len() % 2 == 1 {
            one(self.random.u64(..) >> 32);
        }
        let counts = self.counts.iter().map(|count| *count as usize);
        moments(&self.sorted, &self.below, counts)
    }
}

/// L-moments of a sorted sample of which each value stands there so many times.
#[inline(always)]
fn moments(sorted: &[f64], below: &[[f64; 2]], counts: impl Iterator<Item = usize>) -> LMoments {
    let (mut b0, mut b1, mut b2) = (0.0, 0.0, 0.0);
    let (mut rank, mut before) = (0, below[0]);
    for (value, count) in sorted.iter().zip(counts) {
        rank += count;
        let upto = below[rank];
        b0 += value * count as f64;
        b1 += value * (upto[0] - before[0]);
        b2 += value * (upto[1] - before[1]);
        before = upto;
    }
    b0 /= sorted.len() as f64;
    LMoments {
        l1: b0,
        l2: 2.0 * b1 - b0,
        l3: 6.0 * b2 - 6.0 * b1 + b0,
    }
}
