//! Laws: no cut loses a complete row, no byte brings anything down.

use proptest::prelude::*;

use crate::common::{fixture, gkd, import, one};
use crate::expected::EXPECT;

/// Complete rows before a cut: those whose line end is still there.
fn complete_rows(bytes: &[u8], first: usize) -> usize {
    bytes
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        .saturating_sub(first)
}

fn long_fixture() -> Vec<u8> {
    let mut rows = String::new();
    for n in 0..200 {
        rows.push_str(&format!(
            "\"2025-01-{:02} {:02}:{:02}\";{},{:02};{}\n",
            n / 96 + 1,
            n / 4 % 24,
            n % 4 * 15,
            90 + n,
            n % 100,
            if n % 7 == 0 { "Rohdaten" } else { "Geprueft" }
        ));
    }
    gkd(&rows)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_loses_no_complete_row(cut in 0_usize..7_000) {
        let whole = long_fixture();
        let cut = cut.min(whole.len());
        let (all, _) = one(&whole, "a.csv");
        let (tables, _) = import(&whole[..cut], "a.csv");
        let rows = complete_rows(&whole[..cut], 6);
        if rows > 0 {
            let kept = &tables[0].series[0];
            prop_assert!(kept.time.len() >= rows);
            prop_assert_eq!(&kept.time[..rows], &all.series[0].time[..rows]);
            prop_assert_eq!(&kept.value[..rows], &all.series[0].value[..rows]);
        }
    }

    #[test]
    fn a_changed_byte_costs_at_most_its_own_rows(at in 0_usize..7_000, byte: u8) {
        let mut bytes = long_fixture();
        let first = bytes.len() - long_fixture().len() + 140;
        let at = (first + at).min(bytes.len() - 1);
        bytes[at] = byte;
        let (tables, _) = import(&bytes, "a.csv");
        let kept: u64 = tables.iter().map(|table| table.receipt.kept).sum();
        prop_assert!(kept >= 198, "{}", kept);
    }

    #[test]
    fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), at in 0_usize..15) {
        let (tables, _) = import(&bytes, "x");
        prop_assert!(tables.is_empty());
        let mut glued = fixture(EXPECT[at].file);
        glued.extend(bytes);
        import(&glued, "x");
    }

    #[test]
    fn any_cut_and_any_byte_of_any_dialect_never_panics(at in 0_usize..15, cut in 0_usize..2_000, byte: u8) {
        let mut bytes = fixture(EXPECT[at].file);
        let place = cut % bytes.len();
        import(&bytes[..place], "x");
        bytes[place] = byte;
        import(&bytes, "x");
    }
}
