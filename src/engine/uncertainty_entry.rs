//! `uncertainty` of a station in `basin.toml`.

use toml::Value;

use super::entry::Entry;
use crate::domain::RelativeUncertainty;

const REMEDY: &str = "write uncertainty = { percent_95 = 6.0, systematic_share = 0.8 }";

/// Reads `uncertainty = { percent_95 = 6.0, systematic_share = 0.8 }`: the half-width of daily values at 95 %, per
/// cent of the value, and the share of the variance that all days have in common. The share may be left out; then it
/// is what is assumed of a gauge.
pub(super) fn read(entry: &mut Entry<'_>) -> Option<RelativeUncertainty> {
    let table = entry.table("uncertainty")?;
    let mut unknown = table
        .keys()
        .filter(|key| !["percent_95", "systematic_share"].contains(&key.as_str()));
    if let Some(key) = unknown.next() {
        entry.fault("uncertainty", &format!("{key} is no key of it"), REMEDY);
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "whole per cents are small")]
    let number = |key: &str| {
        let value: &Value = table.get(key)?;
        value
            .as_float()
            .or(value.as_integer().map(|whole| whole as f64))
    };
    let percent_95 = number("percent_95").filter(|percent| (0.0..=100.0).contains(percent));
    let systematic_share = match table.get("systematic_share") {
        None => Some(RelativeUncertainty::ASSUMED_OF_A_GAUGE.systematic_share),
        Some(_) => number("systematic_share").filter(|share| (0.0..=1.0).contains(share)),
    };
    let (Some(percent_95), Some(systematic_share)) = (percent_95, systematic_share) else {
        let message = "an uncertainty has a width from 0 to 100 per cent and a share from 0 to 1";
        entry.fault("uncertainty", message, REMEDY);
        return None;
    };
    Some(RelativeUncertainty {
        percent_95,
        systematic_share,
    })
}
