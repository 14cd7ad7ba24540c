#![expect(
    clippy::print_stdout,
    reason = "a test whose data is absent must say so"
)]
use thalweg::domain::*;
use thalweg::ingest::*;
#[test]
fn smoke() {
    let Ok(dir) = std::env::var("THALWEG_REAL") else {
        println!("absent");
        return;
    };
    let profiles = Profiles::shipped();
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .unwrap()
        .flat_map(|d| {
            std::fs::read_dir(d.unwrap().path())
                .into_iter()
                .flatten()
                .map(|f| f.unwrap().path())
        })
        .collect();
    files.sort();
    for f in files {
        let bytes = std::fs::read(&f).unwrap();
        let mut findings = Findings::new();
        let t0 = std::time::Instant::now();
        let tables = read(
            &bytes,
            f.strip_prefix(&dir).unwrap().to_str().unwrap(),
            &profiles,
            None,
            &mut findings,
        );
        println!("== {} {:?} {:?}", f.display(), bytes.len(), t0.elapsed());
        for t in &tables {
            println!("  {} {:?} {}", t.profile, t.facts, t.receipt);
            for s in &t.series {
                println!(
                    "    {} {:?} {:?} {:?} {:?} {} {:?} {:?} n={} {:?} first {:?}..{:?}",
                    s.station,
                    s.station_name,
                    s.quantity,
                    s.statistic,
                    s.step,
                    s.unit,
                    s.clock,
                    s.stamp,
                    s.time.len(),
                    s.day,
                    s.time.first().map(|t| Instant::from_millis(*t).to_string()),
                    s.time.last().map(|t| Instant::from_millis(*t).to_string())
                );
            }
            for (a, b) in t.flags.iter().zip(&t.qualities).take(8) {
                println!("    flag {a:?} {b:?}");
            }
        }
        for x in findings.iter().take(3) {
            println!(
                "  ! {:?} {}",
                x.severity,
                x.to_string().chars().take(300).collect::<String>()
            );
        }
    }
}
