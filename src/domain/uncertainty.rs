//! How far a measured value may lie from the truth.

/// Relative uncertainty of a station's daily values.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct RelativeUncertainty {
    /// Half-width of the interval that holds the true value with 95 % confidence, per cent of the value (two
    /// standard deviations), as ISO 748 and WMO-No. 1044 state the uncertainty of discharge.
    pub percent_95: f64,
    /// Share of the variance that all days of an accounting period have in common, 0 to 1: a rating curve that lies
    /// too high does so day after day. The rest is independent from day to day.
    pub systematic_share: f64,
}

impl RelativeUncertainty {
    /// What is assumed, never measured, of a gauge: 6 %, within the 5 to 10 % that ISO 748 and WMO-No. 1044 call
    /// usual for a rated section; four fifths of the variance systematic.
    pub const ASSUMED_OF_A_GAUGE: Self = Self {
        percent_95: 6.0,
        systematic_share: 0.8,
    };

    /// What is assumed of a canal or intake: 10 %, the upper end of the same range.
    pub const ASSUMED_OF_A_CANAL: Self = Self {
        percent_95: 10.0,
        systematic_share: 0.8,
    };

    /// Standard deviation of the systematic and of the daily relative error, as fractions.
    pub fn deviations(self) -> (f64, f64) {
        let standard = self.percent_95 / 200.0;
        (
            standard * self.systematic_share.sqrt(),
            standard * (1.0 - self.systematic_share).sqrt(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_together_are_half_of_the_95_percent_width() {
        let (systematic, daily) = RelativeUncertainty::ASSUMED_OF_A_GAUGE.deviations();
        assert!((systematic.hypot(daily) - 0.03).abs() < 1e-12);
        assert!((systematic.powi(2) / 0.0009 - 0.8).abs() < 1e-12);
    }
}
