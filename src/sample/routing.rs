//! How a wave travels down a reach.

/// Passes an inflow through a reach of so many hours' travel time by Muskingum's method in steps of an hour.
///
/// The reach is cut into parts of about four hours, each a linear reservoir, so that no weight is negative (McCarthy
/// 1938; Cunge 1969): the sum of what leaves is the sum of what enters, and crests come later and lower.
pub(super) fn travel(inflow: &[f64], hours: f64) -> Vec<f64> {
    let parts = (hours / 4.0).ceil();
    let below = 2.0 * hours / parts + 1.0;
    let from_in = 1.0 / below;
    let from_out = 1.0 - 2.0 * from_in;
    let mut flow = inflow.to_vec();
    let mut left = parts;
    while left > 0.0 {
        let mut before = flow.first().copied().unwrap_or(0.0);
        let mut out = before;
        for cell in &mut flow {
            let now = *cell;
            out = from_in * (now + before) + from_out * out;
            before = now;
            *cell = out;
        }
        left -= 1.0;
    }
    flow
}

/// Two flows that meet.
pub(super) fn meet(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// A share of a flow.
pub(super) fn share(flow: &[f64], of: f64) -> Vec<f64> {
    flow.iter().map(|flow| flow * of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_keeps_the_volume_delays_the_crest_and_lowers_it() {
        let mut pulse = vec![0.0; 200];
        pulse[20..32].fill(100.0);
        for hours in [5.0, 8.0, 11.0, 14.0] {
            let out = travel(&pulse, hours);
            let volume: f64 = out.iter().sum();
            assert!((volume - 1200.0).abs() < 0.1, "{hours} h: {volume}");
            let centre: f64 = (0_u8..200)
                .zip(&out)
                .map(|(at, flow)| f64::from(at) * flow)
                .sum();
            let delay = centre / volume - 25.5;
            assert!((delay - hours).abs() < 0.05, "{hours} h: {delay}");
            let crest = out.iter().copied().fold(0.0, f64::max);
            assert!(crest < 99.0, "{hours} h: {crest}");
            assert!(out.iter().all(|flow| *flow > -1e-9), "{hours} h");
        }
    }
}
