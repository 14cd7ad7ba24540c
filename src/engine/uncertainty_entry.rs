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

#[cfg(test)]
mod tests {
    use crate::domain::{Findings, RelativeUncertainty};

    fn with(line: &str) -> (Option<RelativeUncertainty>, Findings) {
        let text = format!(
            r#"
schema = "basin/1"
name = "River"
clock = "UTC"
water_year_start_month = 10
languages = ["en"]
agreements = []
[[party]]
id = "A"
name = "A"
clock = "UTC"
[[station]]
id = "s"
name = "S"
state = "A"
river = "River"
km = 1.0
kind = "gauge"
{line}
[[source]]
id = "f"
state = "A"
agency = "A"
folder = "exports"
late_after_h = 1.0
silent_after_h = 2.0
"#
        );
        let (basin, findings) = crate::engine::basin_file::basin(&text);
        (
            basin.and_then(|basin| basin.stations[0].uncertainty),
            findings,
        )
    }

    #[test]
    fn a_stated_uncertainty_is_read_and_its_share_may_be_left_out() {
        let (found, findings) = with("uncertainty = { percent_95 = 8, systematic_share = 0.5 }");
        assert!(!findings.has_errors(), "{findings:?}");
        assert_eq!(
            found.map(|u| (u.percent_95, u.systematic_share)),
            Some((8.0, 0.5))
        );
        let (found, _) = with("uncertainty = { percent_95 = 8.0 }");
        assert_eq!(found.map(|u| u.systematic_share), Some(0.8));
        assert_eq!(with("").0, None);
    }

    #[test]
    fn what_is_no_uncertainty_is_named_with_the_remedy() {
        for line in [
            "uncertainty = { percent_95 = 120 }",
            "uncertainty = { percent_95 = 5, systematic_share = 1.5 }",
            "uncertainty = { systematic_share = 0.5 }",
            "uncertainty = { percent = 5 }",
            "uncertainty = 5",
        ] {
            let (_, findings) = with(line);
            let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
            assert_eq!(said.len(), 1, "{line}: {said:?}");
            assert!(
                said[0].contains("station s, uncertainty"),
                "{line}: {said:?}"
            );
        }
    }
}
