//! Many order statistics of one sample at once, without sorting it.
//!
//! Values are counted by the leading bits of keys that sort as they do; only the few that share them with a wanted
//! rank are looked at again. All percentiles of a station's record cost three passes over it.

/// So many bits of the keys are told apart in one pass.
const BITS: u32 = 13;
/// So few keys are sorted at once.
const FEW: usize = 1024;

/// How a quantile is read off between two order statistics, by the numbers of Hyndman and Fan 1996.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantileType {
    /// Type 6, the plotting position of Weibull: i / (n + 1).
    Weibull,
    /// Type 7: (i − 1) / (n − 1), the default of most programs.
    Linear,
}

/// Quantiles of one sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    /// One a probability, in their order; NaN where the sample is empty.
    pub values: Vec<f64>,
    /// Values that are there.
    pub present: usize,
}

/// The quantiles of these probabilities of *not* being exceeded, 0 to 1: 0.05 gives what is exceeded 95 % of the time.
///
/// Between two order statistics the quantile is on the straight line; below the first and above the last it is the
/// first and the last. *Missing data*: NaN is left out; [`Quantiles::present`] says how many values are there.
/// *Source*: Hyndman and Fan 1996, types 6 and 7.
pub fn quantiles(values: &[f64], probabilities: &[f64], kind: QuantileType) -> Quantiles {
    let mut keys = keys(values);
    let present = keys.len();
    if present == 0 {
        return Quantiles {
            values: vec![f64::NAN; probabilities.len()],
            present,
        };
    }
    let last = (present - 1) as f64;
    let places: Vec<f64> = probabilities
        .iter()
        .map(|p| match kind {
            QuantileType::Weibull => ((present + 1) as f64 * p - 1.0).clamp(0.0, last),
            QuantileType::Linear => (last * p).clamp(0.0, last),
        })
        .collect();
    let rank = |place: f64| place as usize;
    let both = |place: &f64| [rank(*place), (rank(*place) + 1).min(present - 1)];
    let mut ranks: Vec<usize> = places.iter().flat_map(both).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut found = vec![0.0; ranks.len()];
    select(&mut keys, 0, &ranks, &mut found);
    let of = |rank: usize| {
        let at = ranks.binary_search(&rank);
        at.map_or(f64::NAN, |at| found[at])
    };
    let read = |place: &f64| {
        let [low, high] = both(place).map(of);
        low + (place - place.floor()) * (high - low)
    };
    Quantiles {
        values: places.iter().map(read).collect(),
        present,
    }
}

/// The values of these ranks, from 0 for the smallest, ascending; NaN for ranks that the sample does not have.
///
/// *Missing data*: NaN is left out and has no rank.
pub fn order_statistics(values: &[f64], ranks: &[usize]) -> Vec<f64> {
    let mut keys = keys(values);
    let within = ranks.partition_point(|&rank| rank < keys.len());
    let mut found = vec![f64::NAN; ranks.len()];
    select(&mut keys, 0, &ranks[..within], &mut found[..within]);
    found
}

/// Whole numbers that are ordered as the values are; −0 is 0.
fn keys(values: &[f64]) -> Vec<u64> {
    let present = values.iter().filter(|value| !value.is_nan());
    present.map(|value| key(value + 0.0)).collect()
}

#[inline(always)]
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    // All bits of a negative number are turned round, of any other the sign.
    let turn = ((bits as i64) >> 63) as u64 | (1 << 63);
    bits ^ turn
}

fn value_of(key: u64) -> f64 {
    let turn = (((!key) as i64) >> 63) as u64 | (1 << 63);
    f64::from_bits(key ^ turn)
}

/// Finds the keys of `ranks`, which are ascending and counted from `first` for the smallest of `keys`.
fn select(keys: &mut [u64], first: usize, ranks: &[usize], found: &mut [f64]) {
    if ranks.is_empty() {
        return;
    }
    let least = keys.iter().copied().fold(u64::MAX, u64::min);
    let most = keys.iter().copied().fold(0, u64::max);
    if least >= most || keys.len() <= FEW {
        if least < most {
            keys.sort_unstable();
        }
        for (place, rank) in found.iter_mut().zip(ranks) {
            *place = value_of(keys[rank - first]);
        }
        return;
    }
    // The most significant bits in which keys differ.
    let shift = (64 - (most - least).leading_zeros()).saturating_sub(BITS);
    let bucket = |key: u64| ((key - least) >> shift) as usize;
    let mut counts = vec![0_usize; 1 << BITS];
    for &key in keys.iter() {
        counts[bucket(key) & ((1 << BITS) - 1)] += 1;
    }
    let wanted = Wanted::of(&counts, first, ranks);
    let mut gathered = vec![0_u64; wanted.room];
    let mut ends = wanted.starts.clone();
    for &key in keys.iter() {
        let place = wanted.slot[bucket(key) & ((1 << BITS) - 1)];
        if let Some(end) = ends.get_mut(usize::from(place)) {
            gathered[*end] = key;
            *end += 1;
        }
    }
    for (nth, run) in wanted.runs.iter().enumerate() {
        let keys = &mut gathered[wanted.starts[nth]..ends[nth]];
        select(
            keys,
            run.first,
            &ranks[run.ranks.clone()],
            &mut found[run.ranks.clone()],
        );
    }
}

/// A bucket that holds wanted ranks.
struct Run {
    /// Rank of its smallest key.
    first: usize,
    /// Which of the wanted ranks lie in it.
    ranks: std::ops::Range<usize>,
}

/// The buckets that hold wanted ranks, and where their keys go.
struct Wanted {
    runs: Vec<Run>,
    /// For every bucket its run; the greatest number for those that nobody wants.
    slot: Vec<u16>,
    starts: Vec<usize>,
    room: usize,
}

impl Wanted {
    fn of(counts: &[usize], first: usize, ranks: &[usize]) -> Self {
        let mut wanted = Self {
            runs: Vec::new(),
            slot: vec![u16::MAX; counts.len()],
            starts: Vec::new(),
            room: 0,
        };
        let (mut rank, mut below) = (0, first);
        for (bucket, &count) in counts.iter().enumerate() {
            let from = rank;
            while rank < ranks.len() && ranks[rank] < below + count {
                rank += 1;
            }
            if from < rank {
                // There are fewer buckets than numbers of 16 bits.
                wanted.slot[bucket] = u16::try_from(wanted.runs.len()).unwrap_or(u16::MAX);
                wanted.starts.push(wanted.room);
                wanted.room += count;
                wanted.runs.push(Run {
                    first: below,
                    ranks: from..rank,
                });
            }
            below += count;
        }
        wanted
    }
}
