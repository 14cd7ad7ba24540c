//! What is new becomes a revision, what is known changes nothing, and every past stays readable.

use std::collections::BTreeMap;

use proptest::prelude::*;
use thalweg::archive::{Archive, AsOf};
use thalweg::domain::{Instant, Origin, Period, Quality, Reliability, Review};

use super::{Export, QUARTER, append, content, counts, instant, key, temporary, values};

#[test]
fn importing_twice_is_importing_once() {
    let dir = temporary();
    let exports = || {
        [
            Export::new("grenzau", &[(0, 1.0), (1, f64::NAN)]),
            Export::new("dravec", &[(0, 2.0)]),
        ]
    };
    let mut archive = Archive::open(dir.path()).unwrap();
    let first = append(&mut archive, &exports(), "2026-01-01");
    assert_eq!(first.revision, Some(1));
    assert_eq!(counts(&first.files[0]), (2, 0, 0));
    let before = content(dir.path());
    for at in ["2026-01-01", "2026-02-01"] {
        let again = append(&mut archive, &exports(), at);
        assert_eq!(again.revision, None);
        assert!(again.files.iter().all(|file| file.is_known));
        assert_eq!(counts(&again.files[0]), (0, 0, 2));
        assert_eq!(content(dir.path()), before);
    }
    // The same readings in another file: the file is kept, no reading is stored again.
    let mut other = Export::new("grenzau", &[(0, 1.0), (1, f64::NAN)]);
    other.text.push_str("# printed again\n");
    let other = append(&mut archive, &[other], "2026-03-01");
    assert_eq!((other.revision, counts(&other.files[0])), (None, (0, 0, 2)));
    assert_eq!((archive.facts().files, archive.facts().revision), (3, 1));
}

#[test]
fn a_reissue_revises_and_the_past_stays_readable() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let of = |rows: &[(i64, f64)]| [Export::new("grenzau", rows)];
    append(
        &mut archive,
        &of(&[(0, 1.0), (1, 2.0), (2, 3.0)]),
        "2026-01-01",
    );
    let second = append(
        &mut archive,
        &of(&[(0, 1.0), (1, 2.5), (2, f64::NAN), (3, 4.0)]),
        "2026-02-01",
    );
    assert_eq!(second.revision, Some(2));
    assert_eq!(counts(&second.files[0]), (1, 2, 1));
    let old = vec![(0, 1.0), (1, 2.0), (2, 3.0)];
    let archive = {
        drop(archive);
        Archive::open(dir.path()).unwrap()
    };
    assert_eq!(values(&archive, "grenzau", AsOf::Revision(1)), old);
    assert_eq!(
        values(&archive, "grenzau", AsOf::Instant(instant("2026-01-31"))),
        old
    );
    assert_eq!(values(&archive, "grenzau", AsOf::Revision(0)), vec![]);
    assert_eq!(
        values(&archive, "grenzau", AsOf::Instant(instant("2025-12-31"))),
        vec![]
    );
    let new = values(&archive, "grenzau", AsOf::Latest);
    assert_eq!(
        (new[1], new[3], new[2].1.is_nan()),
        ((1, 2.5), (3, 4.0), true)
    );
    let at = values(&archive, "grenzau", AsOf::Instant(instant("2026-02-01")));
    assert_eq!(at.len(), 4);

    let revised = archive.revised(&key("grenzau")).unwrap();
    let told: Vec<_> = revised
        .iter()
        .map(|one| {
            (
                one.time.millis() / QUARTER,
                one.old,
                one.old_revision,
                one.new,
                one.new_revision,
            )
        })
        .collect();
    assert_eq!(
        told,
        [(1, Some(2.0), 1, Some(2.5), 2), (2, Some(3.0), 1, None, 2)]
    );
}

#[test]
fn a_change_of_quality_alone_is_a_revision_and_losing_approval_is_counted_but_changes_nothing() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let rows = [(0, 1.0), (1, 2.0)];
    append(&mut archive, &[Export::new("grenzau", &rows)], "2026-01-01");
    let up = append(
        &mut archive,
        &[Export::new("grenzau", &rows).approved()],
        "2026-01-02",
    );
    assert_eq!(
        (counts(&up.files[0]), up.files[0].downgraded),
        ((0, 2, 0), 0)
    );
    let down = append(&mut archive, &[Export::new("grenzau", &rows)], "2026-01-03");
    assert_eq!(
        (counts(&down.files[0]), down.files[0].downgraded),
        ((0, 0, 2), 0)
    );
    // The provisional file stands below the approved one already: nothing is stored again.
    assert_eq!((down.revision, counts(&down.files[0])), (None, (0, 0, 2)));
    let revised = archive.revised(&key("grenzau")).unwrap();
    assert_eq!(revised.len(), 2);
    assert_eq!(revised[0].new_quality.review, Review::Approved);
}

/// What any order of imports must give, by hand: 0 approved 1.0 against 9.0; 1 approved 2.0 against a gap; 2 an
/// approved gap against 9.0; 3 only provisional, 4.0.
#[test]
fn an_approved_reading_counts_in_whatever_order_the_files_come() {
    let approved = || Export::new("grenzau", &[(0, 1.0), (1, 2.0), (2, f64::NAN)]).approved();
    let provisional = || {
        let rows = [(0, 9.0), (1, f64::NAN), (2, 9.0), (3, 4.0)];
        Export::new("grenzau", &rows)
    };
    let told = |archive: &Archive, as_of| -> Vec<String> {
        let values = values(archive, "grenzau", as_of);
        values.iter().map(|(at, v)| format!("{at} {v}")).collect()
    };
    let expect = ["0 1", "1 2", "2 NaN", "3 4"];
    let check = |batches: &[Vec<Export>], downgraded: u64| {
        let dir = temporary();
        let mut archive = Archive::open(dir.path()).unwrap();
        let mut count = 0;
        for batch in batches {
            let appended = append(&mut archive, batch, "2026-01-01");
            count += appended
                .files
                .iter()
                .map(|file| file.downgraded)
                .sum::<u64>();
        }
        assert_eq!(count, downgraded);
        let remembered: u64 = archive.files().iter().map(|file| file.downgraded).sum();
        assert_eq!(remembered, downgraded);
        assert_eq!(told(&archive, AsOf::Latest), expect);
        let before = content(dir.path());
        for again in [[approved(), provisional()], [provisional(), approved()]] {
            let appended = append(&mut archive, &again, "2026-02-01");
            assert_eq!((appended.revision, appended.revised()), (None, 0));
        }
        assert_eq!(content(dir.path()), before);
        // Many small imports merge the segments; every row is still there.
        for n in 10..40 {
            append(
                &mut archive,
                &[Export::new("grenzau", &[(n, 0.5)])],
                "2026-03-01",
            );
        }
        assert_eq!(told(&archive, AsOf::Latest)[..4], expect);
        assert!(archive.verify().is_empty(), "{:?}", archive.verify());
        archive.revised(&key("grenzau")).unwrap().len()
    };
    let changes = [
        check(&[vec![provisional()], vec![approved()]], 0),
        check(&[vec![approved()], vec![provisional()]], 3),
        check(&[vec![provisional(), approved()]], 0),
        check(&[vec![approved(), provisional()]], 3),
    ];
    assert_eq!(changes, [3, 0, 3, 0]);
}

#[test]
fn the_past_reads_what_counted_then_and_an_approved_reissue_counts_over_an_approved_reading() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let mut of = |value: f64, is_approved: bool| {
        let export = Export::new("grenzau", &[(0, value)]);
        let export = if is_approved {
            export.approved()
        } else {
            export
        };
        append(&mut archive, &[export], "2026-01-01");
    };
    of(1.0, false);
    of(2.0, true);
    of(3.0, false);
    of(4.0, true);
    of(f64::NAN, true);
    let read = |revision| values(&archive, "grenzau", AsOf::Revision(revision))[0].1;
    assert_eq!([1, 2, 3, 4, 5].map(read), [1.0, 2.0, 2.0, 4.0, 4.0]);
}

#[test]
fn overlapping_files_give_each_reading_once() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let appended = append(
        &mut archive,
        &[
            Export::new("grenzau", &[(0, 1.0), (1, 2.0), (2, 3.0)]),
            Export::new("grenzau", &[(1, 2.0), (2, 3.5), (3, 4.0)]),
        ],
        "2026-01-01",
    );
    assert_eq!(counts(&appended.files[0]), (3, 0, 0));
    assert_eq!(counts(&appended.files[1]), (1, 1, 1));
    assert_eq!(
        values(&archive, "grenzau", AsOf::Latest),
        [(0, 1.0), (1, 2.0), (2, 3.5), (3, 4.0)]
    );
    // The reading that the later file of the same import replaced is kept below it.
    let revised = archive.revised(&key("grenzau")).unwrap();
    assert_eq!((revised[0].old, revised[0].new), (Some(3.0), Some(3.5)));
    assert_eq!(archive.facts().readings, 4);

    let period = Period::new(
        Instant::from_millis(QUARTER),
        Instant::from_millis(3 * QUARTER),
    );
    let part = archive
        .series(&key("grenzau"), Some(period), AsOf::Latest)
        .unwrap();
    assert_eq!(part.columns().value, [2.0, 3.5], "start is in, end is not");
}

/// A feed that is asked every quarter of an hour: a hundred small imports, and one reading that is revised.
#[test]
fn many_small_imports_stay_a_few_files_and_every_past_stays_readable() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let value = |n: i64| f64::from(i32::try_from(n).unwrap()) / 100.0;
    for n in 0..100 {
        // Each payload holds the last three quarters; the newest is first wrong and then right.
        let rows: Vec<(i64, f64)> = (0.max(n - 2)..=n)
            .map(|quarter| {
                (
                    quarter,
                    value(quarter) + if quarter == n { 0.5 } else { 0.0 },
                )
            })
            .collect();
        append(&mut archive, &[Export::new("foz", &rows)], "2026-01-01");
    }
    let segments = content(&dir.path().join("data")).len();
    assert!(segments <= 24, "{segments} segments");
    assert_eq!(archive.facts().revision, 100);
    assert_eq!(archive.facts().readings, 100);
    assert!(archive.verify().is_empty(), "{:?}", archive.verify());
    let archive = {
        drop(archive);
        Archive::open(dir.path()).unwrap()
    };
    for known in [1u32, 23, 24, 25, 50, 99, 100] {
        let last = i64::from(known) - 1;
        let expect: Vec<(i64, f64)> = (0..=last)
            .map(|n| (n, value(n) + if n == last { 0.5 } else { 0.0 }))
            .collect();
        assert_eq!(
            values(&archive, "foz", AsOf::Revision(known)),
            expect,
            "{known}"
        );
    }
    assert_eq!(archive.revised(&key("foz")).unwrap().len(), 99);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// However a sequence of issues and re-issues is split into batches, the same can be read; and at every
    /// revision exactly what was known then.
    #[test]
    fn splitting_a_batch_changes_nothing_that_is_read(
        issues in prop::collection::vec(
            prop::collection::btree_map(0i64..12, prop::option::weighted(0.8, 0u8..3), 1..8),
            1..6,
        ),
        split in 0usize..6,
    ) {
        let exports = || -> Vec<Export> {
            issues
                .iter()
                .map(|issue| {
                    let rows: Vec<(i64, f64)> = issue
                        .iter()
                        .map(|(&quarter, value)| (quarter, value.map_or(f64::NAN, f64::from)))
                        .collect();
                    Export::new("grenzau", &rows)
                })
                .collect()
        };
        let told = |archive: &Archive, as_of| -> Vec<(i64, Option<u64>)> {
            values(archive, "grenzau", as_of)
                .into_iter()
                .map(|(quarter, value)| (quarter, (!value.is_nan()).then_some(value.to_bits())))
                .collect()
        };
        let (together, apart) = (temporary(), temporary());
        let mut one = Archive::open(together.path()).unwrap();
        append(&mut one, &exports(), "2026-01-01");
        let mut two = Archive::open(apart.path()).unwrap();
        let mut first = exports();
        let second = first.split_off(split.min(first.len()));
        append(&mut two, &first, "2026-01-01");
        append(&mut two, &second, "2026-01-01");
        prop_assert_eq!(told(&one, AsOf::Latest), told(&two, AsOf::Latest));

        // One by one, against a plain map as the truth.
        let dir = temporary();
        let mut each = Archive::open(dir.path()).unwrap();
        let mut truth: BTreeMap<i64, Option<u64>> = BTreeMap::new();
        let mut known = vec![(0, truth.clone())];
        for (issue, export) in issues.iter().zip(exports()) {
            let bits = |value: &Option<u8>| value.map(|value| f64::from(value).to_bits());
            truth.extend(issue.iter().map(|(&quarter, value)| (quarter, bits(value))));
            let appended = append(&mut each, &[export], "2026-01-01");
            if let Some(revision) = appended.revision {
                known.push((revision, truth.clone()));
            }
        }
        prop_assert_eq!(told(&each, AsOf::Latest), told(&one, AsOf::Latest));
        for (revision, truth) in known {
            let told = told(&each, AsOf::Revision(revision));
            prop_assert_eq!(told, truth.into_iter().collect::<Vec<_>>());
        }
    }

    /// Any quality and any float survive.
    #[test]
    fn any_reading_survives(value in any::<f64>(), scaled in -1_000_000i32..1_000_000, reliability in 0u8..3) {
        let dir = temporary();
        let mut archive = Archive::open(dir.path()).unwrap();
        let mut export = Export::new("grenzau", &[(0, value + 0.0), (1, f64::from(scaled) / 1000.0)]);
        export.quality = Quality {
            origin: Origin::Estimated,
            reliability: [Reliability::Good, Reliability::Suspect, Reliability::Bad][usize::from(reliability)],
            review: Review::Raw,
        };
        let quality = export.quality;
        append(&mut archive, &[export], "2026-01-01");
        let series = archive.series(&key("grenzau"), None, AsOf::Latest).unwrap();
        let columns = series.columns();
        prop_assert!(columns.value[0] == value || (columns.value[0].is_nan() && value.is_nan()));
        prop_assert_eq!(columns.value[1], f64::from(scaled) / 1000.0);
        prop_assert_eq!(Quality::unpack(columns.quality[1]), quality);
    }
}
