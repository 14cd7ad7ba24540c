//! A large file gives the same readings whether it is read as a whole or as a stream.

use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;

use thalweg::domain::{Findings, ProfileId};
use thalweg::ingest::{Chunk, Profiles, RawTable, Reading, Sink, read, stream};

const PROFILE: &str = r##"
agency = "Test"
about = "a table of the tests"
encodings = ["ISO-8859-1", "UTF-8"]
shape = "long"
delimiter = ";"
decimal = ","
comment = "#"
period = "Period"
clock = { stated = "UTC+01:00" }
missing = ["", "---", "-777,0"]

[recognise]
header = ["Station", "Time", "Stage"]

[station]
column = "Station"

[time]
column = "Time"
patterns = ["dd.mm.yyyy HH:MM"]

[[series]]
column = "Stage"
quantity = "stage"
unit = "cm"
flags = [{ column = "Flag", codes = "q" }]

[quality.q]
ok = { review = "approved" }
"##;

/// What a stream gave, put together.
#[derive(Default)]
struct Together(Vec<Vec<String>>);

impl Together {
    fn add(&mut self, chunk: &Chunk<'_>) {
        for (nth, series) in chunk.series.iter().enumerate() {
            if self.0.len() == nth {
                self.0.push(Vec::new());
            }
            for row in 0..series.time.len() {
                self.0[nth].push(format!(
                    "{} {} {:?} {} {} {}",
                    series.station,
                    series.time[row],
                    series.value[row],
                    chunk.flags[usize::from(series.flag[row])],
                    series.line[row],
                    series.column[row]
                ));
            }
        }
    }
}

impl Sink for Together {
    fn begin(&mut self, _file: &str) {
        self.0.clear();
    }

    fn take(&mut self, chunk: Chunk<'_>) -> ControlFlow<()> {
        self.add(&chunk);
        ControlFlow::Continue(())
    }
}

/// A file of about two mebibytes, with a fault every so often.
fn large(end: &str) -> Vec<u8> {
    let mut text = format!("# a remark{end}Period;01.01.2019 00:00;01.01.2020 00:00{end}");
    let _ = write!(text, "Station;Time;Stage;Flag{end}");
    for n in 0..60_000 {
        let (day, minute) = (n / 96, n % 96 * 15);
        let (month, year) = (day / 28 % 12 + 1, 2019 + day / 336);
        let station = ["A-1", "B-2", "C"][n / 20_000];
        let value = match n % 1000 {
            7 => "x".to_owned(),
            8 => "---".to_owned(),
            _ => format!("{},{}", n % 977, n % 7),
        };
        let flag = if n % 501 < 5 { "unsure" } else { "ok" };
        let _ = write!(
            text,
            "{station};{:02}.{month:02}.{year} {:02}:{:02};{value};{flag}{end}",
            day % 28 + 1,
            minute / 60,
            minute % 60
        );
    }
    text.into_bytes()
}

/// The same table without what only one of the two ways keeps.
fn bare(mut table: RawTable) -> RawTable {
    table.bytes = Vec::new().into();
    for series in &mut table.series {
        (series.time, series.value) = (Vec::new(), Vec::new());
        (series.flag, series.line, series.column) = (Vec::new(), Vec::new(), Vec::new());
    }
    table
}

fn check(bytes: &[u8], what: &str) {
    let mut profiles = Profiles::default();
    profiles.add("test", PROFILE).expect("a profile");
    let mut expected = Findings::new();
    let whole = read(bytes, "a.csv", &profiles, None, &mut expected);
    let mut together = Together::default();
    for table in &whole {
        together.add(&Chunk {
            series: &table.series,
            flags: &table.flags,
            qualities: &table.qualities,
        });
    }
    assert!(
        together.0.iter().map(Vec::len).sum::<usize>() > 10_000,
        "{what}"
    );
    let whole: Vec<RawTable> = whole.into_iter().map(bare).collect();
    let only = ProfileId::new("test");
    for threads in [1, 2] {
        for only in [None, Some(&only)] {
            let reading = Reading {
                name: "a.csv",
                profiles: &profiles,
                only,
                threads,
            };
            let mut sink = Together::default();
            let mut findings = Findings::new();
            let tables = stream(Cursor::new(bytes), &reading, &mut sink, &mut findings);
            assert_eq!(findings, expected, "{what}");
            assert_eq!(tables, whole, "{what}");
            for (ours, theirs) in sink.0.iter().zip(&together.0) {
                let apart = ours
                    .iter()
                    .zip(theirs)
                    .find(|(ours, theirs)| ours != theirs);
                assert_eq!(apart, None, "{what}");
                assert_eq!(ours.len(), theirs.len(), "{what}");
            }
            assert_eq!(sink.0.len(), together.0.len(), "{what}");
        }
    }
}

#[test]
fn a_stream_gives_what_the_whole_file_gives() {
    for end in ["\n", "\r\n", "\r"] {
        let bytes = large(end);
        check(&bytes, end);
        check(&bytes[..bytes.len() - 9], "cut");
        check(
            &[b"\xef\xbb\xbf".as_slice(), &bytes].concat(),
            "with a mark",
        );
    }
}

#[test]
fn what_only_the_end_of_a_file_shows_holds_for_all_of_it() {
    let with = |row: &[u8]| [large("\n"), row.to_vec(), large("\n")].concat();
    check(&with(b"A-1;01.01.2020 00:00;1,5;gepr\xfcft\n"), "latin-1");
    check(
        &with("A-1;01.01.2020 00:00;1,5;geprüft\n".as_bytes()),
        "UTF-8",
    );
    check(
        &with("# geprüft\nA-1;01.01.2020 00:00;1,5;gepr\u{fc}\n".as_bytes()),
        "UTF-8",
    );
    let mut broken = with("A-1;01.01.2020 00:00;1,5;geprüft\n".as_bytes());
    broken.extend(b"A-1;01.01.2020 00:15;1,5;gepr\xfcft\n");
    check(&broken, "broken");
    let mut old = large("\r");
    old.extend(large("\n"));
    check(&old, "old line ends first");
}

#[test]
fn a_line_without_end_is_one_line() {
    let mut bytes = large("\n");
    bytes.extend(vec![b'x'; 3 << 20]);
    bytes.push(b'\n');
    bytes.extend(large("\n"));
    check(&bytes, "endless");
    bytes.extend(vec![b';'; 2 << 20]);
    check(&bytes, "endless at the end");
}

#[test]
fn a_sink_that_wants_no_more_ends_the_reading() {
    struct Once(usize);
    impl Sink for Once {
        fn begin(&mut self, _file: &str) {}
        fn take(&mut self, _chunk: Chunk<'_>) -> ControlFlow<()> {
            self.0 += 1;
            ControlFlow::Break(())
        }
    }
    let mut profiles = Profiles::default();
    profiles.add("test", PROFILE).expect("a profile");
    for threads in [1, 2] {
        let reading = Reading {
            name: "a.csv",
            profiles: &profiles,
            only: None,
            threads,
        };
        let mut sink = Once(0);
        let bytes = Cursor::new(large("\n"));
        let tables = stream(bytes, &reading, &mut sink, &mut Findings::new());
        assert_eq!((tables.len(), sink.0), (0, 1));
    }
}
