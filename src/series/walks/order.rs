//! Many order statistics of one sample at once, without sorting it.
//!
//! Values are counted by the leading bits of keys that sort as they do; only the few that share them with a wanted
//! rank are looked at again. All percentiles of a station's record cost three passes over it.

/// So many bits of the keys are told apart in one pass.
const BITS: u32 = 13;
/// So few keys are sorted at once.
const FEW: usize = 1024;

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
