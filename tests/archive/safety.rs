//! Damage, crashes, and two programs at once.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use thalweg::archive::{Access, Archive, ArchiveError, AsOf};
use thalweg::domain::{FileHash, Severity};

use super::{Export, append, batch, content, key, temporary, values};

#[test]
fn a_receipt_that_does_not_balance_or_a_file_without_bytes_stops_the_import() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let mut lost = batch(&[Export::new("grenzau", &[(0, 1.0)])], "2026-01-01");
    lost.files[0].receipt.read += 1;
    let error = archive.append(&lost).unwrap_err();
    assert!(matches!(error, ArchiveError::Unbalanced { .. }), "{error}");
    let mut bare = batch(&[Export::new("grenzau", &[(0, 1.0)])], "2026-01-01");
    bare.files.clear();
    let error = archive.append(&bare).unwrap_err();
    assert!(matches!(error, ArchiveError::UnknownFile { .. }), "{error}");
    let mut other = batch(&[Export::new("grenzau", &[(0, 1.0)])], "2026-01-01");
    other.files[0].bytes = Arc::from(&b"something else"[..]);
    let error = archive.append(&other).unwrap_err();
    assert!(matches!(error, ArchiveError::UnknownFile { .. }), "{error}");
    assert_eq!(archive.facts().revision, 0);
    assert!(archive.keys().is_empty());
    assert!(content(dir.path()).is_empty());
}

#[test]
fn the_second_program_reads_and_is_told_who_writes() {
    let dir = temporary();
    let mut first = Archive::open(dir.path()).unwrap();
    assert_eq!(*first.access(), Access::Writer);
    append(
        &mut first,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    let mut second = Archive::open(dir.path()).unwrap();
    let Access::ReadOnly { reason } = second.access() else {
        panic!("the first still writes");
    };
    let process = format!("process {}", std::process::id());
    assert!(reason.contains(&process), "{reason}");
    assert_eq!(values(&second, "grenzau", AsOf::Latest), [(0, 1.0)]);
    let error = second
        .append(&batch(&[Export::new("grenzau", &[(1, 1.0)])], "2026-01-01"))
        .unwrap_err();
    assert!(matches!(error, ArchiveError::ReadOnly { .. }), "{error}");

    append(
        &mut first,
        &[Export::new("grenzau", &[(1, 2.0)])],
        "2026-01-02",
    );
    second.refresh().unwrap();
    assert_eq!(
        values(&second, "grenzau", AsOf::Latest),
        [(0, 1.0), (1, 2.0)]
    );
    drop(first);
    drop(second);
    assert_eq!(*Archive::open(dir.path()).unwrap().access(), Access::Writer);
}

#[test]
fn a_folder_that_cannot_be_locked_is_read() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    drop(archive);
    // As on a medium that may not be written to: the lock file cannot be opened.
    fs::remove_file(dir.path().join("lock")).unwrap();
    fs::create_dir(dir.path().join("lock")).unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    assert!(matches!(archive.access(), Access::ReadOnly { .. }));
    assert_eq!(values(&archive, "grenzau", AsOf::Latest), [(0, 1.0)]);
}

/// A crash at any step leaves the archive before the import or after it.
#[test]
fn what_a_crash_leaves_is_no_part_of_the_archive() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    let manifest = fs::read(dir.path().join("manifest.json")).unwrap();
    let journal = fs::read(dir.path().join("journal.jsonl")).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(1, 2.0)])],
        "2026-01-02",
    );
    let after = content(dir.path());
    drop(archive);
    let whole = after[&dir.path().join("journal.jsonl")].clone();

    // Died before the line was whole: segments lie there, the import never was.
    for cut in [journal.len() + 1, whole.len() - 1] {
        fs::write(dir.path().join("manifest.json"), &manifest).unwrap();
        fs::write(dir.path().join("journal.jsonl"), &whole[..cut]).unwrap();
        fs::write(dir.path().join("manifest.json.tmp"), b"{\"sch").unwrap();
        let mut archive = Archive::open(dir.path()).unwrap();
        assert_eq!(archive.facts().revision, 1);
        assert_eq!(values(&archive, "grenzau", AsOf::Latest), [(0, 1.0)]);
        assert_eq!(fs::read(dir.path().join("journal.jsonl")).unwrap(), journal);
        let notes = archive.verify();
        assert!(
            notes.iter().all(|note| note.severity == Severity::Note),
            "{notes:?}"
        );
        assert_eq!(
            notes.len(),
            2,
            "the segment and the raw file of the lost import"
        );
        // Importing again gives the archive that would have been.
        append(
            &mut archive,
            &[Export::new("grenzau", &[(1, 2.0)])],
            "2026-01-02",
        );
        assert!(!dir.path().join("manifest.json.tmp").exists());
        assert_eq!(content(dir.path()), after);
        drop(archive);
    }

    // Died between journal and manifest, or the manifest is gone: the journal tells all.
    for manifest in [Some(&manifest), None] {
        match manifest {
            Some(bytes) => fs::write(dir.path().join("manifest.json"), bytes).unwrap(),
            None => fs::remove_file(dir.path().join("manifest.json")).unwrap(),
        }
        let archive = Archive::open(dir.path()).unwrap();
        assert_eq!(archive.facts().revision, 2);
        assert!(archive.verify().is_empty());
        assert_eq!(content(dir.path()), after);
    }
}

/// Deterministic numbers, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

#[test]
fn a_flipped_bit_anywhere_is_found_and_its_file_named() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let rows: Vec<(i64, f64)> = (0..500u32)
        .map(|n| (i64::from(n), f64::from(n % 97) / 100.0))
        .collect();
    append(&mut archive, &[Export::new("grenzau", &rows)], "2026-01-01");
    append(
        &mut archive,
        &[Export::new("dravec", &rows[..20])],
        "2026-01-02",
    );
    let files: Vec<(PathBuf, Vec<u8>)> = content(dir.path()).into_iter().collect();
    assert!(archive.verify().is_empty());
    let mut dice = Dice(0x5eed_1234_abcd_0042);
    for _ in 0..600 {
        let (path, bytes) = &files[dice.below(files.len())];
        let mut flipped = bytes.clone();
        let at = dice.below(flipped.len());
        flipped[at] ^= 1 << dice.below(8);
        fs::write(path, &flipped).unwrap();
        let findings = archive.verify();
        let name = path.display().to_string();
        assert!(
            findings
                .iter()
                .any(|found| found.file.as_ref() == Some(&name)),
            "byte {at} of {name}: {findings:?}"
        );
        if path.extension().is_some_and(|end| end == "parquet") {
            let station = if name.contains("dravec") {
                "dravec"
            } else {
                "grenzau"
            };
            let error = archive
                .series(&key(station), None, AsOf::Latest)
                .expect_err("a damaged segment is never read");
            assert!(error.to_string().contains(&name), "{error}");
        }
        fs::write(path, bytes).unwrap();
    }
    assert!(archive.verify().is_empty());
}

#[test]
fn a_raw_file_that_is_another_one_is_never_shown_as_an_origin() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let (one, other) = (
        Export::new("grenzau", &[(0, 1.0)]),
        Export::new("grenzau", &[(0, 2.0)]),
    );
    let (one_hash, other_hash) = (one.hash(), other.hash());
    append(&mut archive, &[one, other], "2026-01-01");
    let path = |hash: &FileHash| dir.path().join("raw").join(format!("{hash}.zst"));
    fs::copy(path(&other_hash), path(&one_hash)).unwrap();
    let error = archive.raw_line(&one_hash, 2).unwrap_err();
    assert!(matches!(error, ArchiveError::Damaged { .. }), "{error}");
    assert_eq!(archive.raw_line(&other_hash, 2).unwrap(), "0;2");
}

#[test]
fn an_archive_of_a_newer_program_is_refused_by_name() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    drop(archive);
    let path = dir.path().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let (body, _) = text.split_once(",\n\"sha256\"").unwrap();
    let body = body.replace("archive/1", "archive/7");
    let seal = FileHash::of(body.as_bytes());
    fs::write(&path, format!("{body},\n\"sha256\":\"{seal}\"}}\n")).unwrap();
    let error = Archive::open(dir.path()).unwrap_err();
    assert!(
        matches!(&error, ArchiveError::Newer { schema, .. } if schema == "archive/7"),
        "{error}"
    );
}

#[test]
fn a_rewritten_past_is_found_by_whoever_kept_the_head() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    let head = archive.head().clone();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(1, 1.0)])],
        "2026-01-02",
    );
    let journal = fs::read_to_string(dir.path().join("journal.jsonl")).unwrap();
    let lines: Vec<&str> = journal.lines().collect();
    assert_eq!(FileHash::of(lines[0].as_bytes()), head);
    assert!(lines[1].contains(head.as_str()));
    let forged = journal.replacen("exports/grenzau.csv", "exports/grenzav.csv", 1);
    fs::write(dir.path().join("journal.jsonl"), forged).unwrap();
    assert!(archive.verify().has_errors());
}
