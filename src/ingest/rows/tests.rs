//! The walk over like rows reads nothing that the checked walk would read otherwise.

use super::*;
use crate::domain::{Clock, DayRule, Findings, Quantity, Receipt, StampMark, Statistic};
use crate::ingest::complaints::Complaints;
use crate::ingest::decode::Source;
use crate::ingest::profile::QualityPart;
use crate::ingest::raw::{RawClock, RawSeries};

/// A generator of numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// How the rows of a case are written.
struct Dialect {
    delimiter: char,
    decimal: char,
    end: &'static str,
    /// Columns: `s`tation, `t`ime, `d`ate, `h`our, `1` and `2` values, `f`lag, `g` another flag, `o`ffset, `x` nothing.
    columns: &'static str,
    pattern: &'static str,
    quote: Option<u8>,
}

const DIALECTS: &[Dialect] = &[
    Dialect {
        delimiter: ',',
        decimal: '.',
        end: "\n",
        columns: "st12f",
        pattern: "yyyy-mm-ddTHH:MM:SSz",
        quote: None,
    },
    Dialect {
        delimiter: ';',
        decimal: ',',
        end: "\r\n",
        columns: "t12f",
        pattern: "dd.mm.yyyy HH:MM",
        quote: Some(b'"'),
    },
    Dialect {
        delimiter: '\t',
        decimal: '.',
        end: "\n",
        columns: "xsot1f2g",
        pattern: "yyyy-mm-dd HH:MM",
        quote: None,
    },
    Dialect {
        delimiter: ';',
        decimal: ',',
        end: "\r",
        columns: "sdhx1",
        pattern: "yyyymmdd",
        quote: None,
    },
    Dialect {
        delimiter: ',',
        decimal: '.',
        end: "\n",
        columns: "1ft",
        pattern: "yyyy-mm-dd",
        quote: Some(b'"'),
    },
    Dialect {
        delimiter: ',',
        decimal: '.',
        end: "\r\n",
        columns: "2st1x",
        pattern: "dd/mm/yyyy HH:MM:SS",
        quote: None,
    },
    Dialect {
        delimiter: ';',
        decimal: '.',
        end: "\n",
        columns: "t1s",
        pattern: "yyyy-mm-ddTHH:MM:SSfz",
        quote: None,
    },
];

fn plan(dialect: &Dialect) -> RowPlan<'static> {
    let at = |name: char| dialect.columns.find(name);
    let pattern = |text: &str| Pattern::compile(text).expect("pattern");
    let proto = |quantity| Proto {
        quantity,
        statistic: Statistic::Instantaneous,
        daily_statistic: None,
        step: None,
        unit: "m".to_owned(),
        clock: RawClock::Stated(Clock::Fixed(60)),
        stamp: StampMark::End,
        day: DayRule::MIDNIGHT,
    };
    let flag = |name| {
        at(name)
            .map(|field| FlagPlan {
                required: false,
                field,
                codes: None,
                split: " ",
                missing: Vec::new(),
            })
            .into_iter()
            .collect()
    };
    let values = [
        ('1', Quantity::Stage, 'f'),
        (
            '2',
            Quantity::Discharge,
            if at('g').is_some() { 'g' } else { 'f' },
        ),
    ];
    RowPlan {
        forms: Forms::default(),
        delimiter: dialect.delimiter as u8,
        quote: dialect.quote,
        decimal: dialect.decimal as u8,
        fields: dialect.columns.len(),
        station: at('s').map_or_else(
            || StationAt::Fixed("one".to_owned(), None),
            StationAt::Field,
        ),
        time: (
            at('t').or(at('d')).expect("a time"),
            vec![pattern(dialect.pattern), pattern("yyyy/mm/dd")],
        ),
        time_of_day: at('h').map(|field| (field, vec![pattern("HH:MM")])),
        offset: at('o').map(|field| Offsets {
            field,
            codes: vec![(b"CET".to_vec(), 60), (b"CEST".to_vec(), 120)],
        }),
        values: values
            .into_iter()
            .filter_map(|(name, quantity, with)| {
                Some(ValuePlan {
                    field: at(name)?,
                    flags: flag(with),
                    proto: proto(quantity),
                    missing: Missing {
                        texts: vec![b"".to_vec(), b"---".to_vec(), b"-777,0".to_vec()],
                        numbers: vec![-777.0],
                        flags: vec![b"Ice".to_vec()],
                    },
                    only: Only::default(),
                    station: None,
                    gauge: None,
                    suffixes: None,
                })
            })
            .collect(),
        unit: None,
        comment: Some(b"#".to_vec()),
        footer: vec![b"Total".to_vec()],
        header: Some(b"a;b".to_vec()),
        section: None,
        names: BTreeMap::new(),
        extras: Extras::default(),
    }
}

fn row(dialect: &Dialect, dice: &mut Dice, minute: &mut usize) -> String {
    *minute += if dice.below(9) == 0 { 1400 } else { 15 };
    let (day, of_day) = (*minute / 1440, *minute % 1440);
    let date = [
        ("yyyy", format!("{}", 2019 + day / 336)),
        ("mm", format!("{:02}", day / 28 % 12 + 1)),
        ("dd", format!("{:02}", day % 28 + 1)),
    ];
    let time = [
        ("HH", format!("{:02}", of_day / 60)),
        ("MM", format!("{:02}", of_day % 60)),
        ("SS", "00".to_owned()),
    ];
    let stamp = |pattern: &str| {
        date.iter()
            .chain(&time)
            .fold(pattern.to_owned(), |text, (token, digits)| {
                text.replace(token, digits)
            })
    };
    let zone = dice.one(&["Z", "Z", "Z", "Z", "+01:00", "-05:00"]);
    let fields: Vec<String> = dialect
        .columns
        .chars()
        .map(|column| match column {
            's' => dice
                .one(&[
                    "DE-2001",
                    "DE-2001",
                    "DE-2001",
                    "FR-2",
                    "a very long name of a station",
                    "",
                ])
                .to_owned(),
            't' | 'd' => stamp(dialect.pattern)
                .replace('z', zone)
                .replace('f', dice.one(&["", "", ".5"])),
            'h' => stamp("HH:MM"),
            'o' => dice.one(&["CET", "CET", "CET", "CEST", "EST"]).to_owned(),
            '1' | '2' => match dice.below(12) {
                0 => dice
                    .one(&[
                        "",
                        "---",
                        "-777,0",
                        "-777",
                        "Ice",
                        "x",
                        "1e3",
                        "+5",
                        " 7 ",
                        "\"8\"",
                        "1234567.125",
                        "-1234567.5",
                        "-123456",
                        "-1.5",
                        "12345678",
                        ".",
                        "-",
                        "-0",
                    ])
                    .to_owned(),
                n => format!(
                    "{}.{:0width$}",
                    dice.below(10_usize.pow(n as u32 % 4 + 1)),
                    dice.below(10),
                    width = n % 3 + 1
                ),
            }
            .replace('.', &dialect.decimal.to_string()),
            'f' | 'g' => dice
                .one(&[
                    "A",
                    "A",
                    "A",
                    "A",
                    "A",
                    "B",
                    "",
                    "gepr\u{fc}ft",
                    "a long remark on this row",
                ])
                .to_owned(),
            _ => dice.one(&["", "x", "something longer"]).to_owned(),
        })
        .collect();
    fields.join(&dialect.delimiter.to_string())
}

fn text(dialect: &Dialect, dice: &mut Dice) -> Vec<u8> {
    let mut text: Vec<u8> = Vec::new();
    let mut minute = 0;
    let calm = dice.below(3) > 0;
    for _ in 0..200 {
        match dice.below(if calm { 200 } else { 20 }) {
            0 => text.extend(
                dice.one(&["# remark", "", "Total 5", "a;b", "   ", ";;;;;;;", "\u{1a}"])
                    .as_bytes(),
            ),
            1 => {
                let mut row = row(dialect, dice, &mut minute).into_bytes();
                let at = dice.below(row.len());
                let byte = b";,.\t\r\n\"0 -x\xff\x80"[dice.below(13)];
                match dice.below(3) {
                    0 => row[at] = byte,
                    1 => row.insert(at, byte),
                    _ => drop(row.remove(at)),
                }
                text.extend(row);
            }
            _ => text.extend(row(dialect, dice, &mut minute).as_bytes()),
        }
        text.extend(dialect.end.as_bytes());
    }
    if dice.below(2) == 0 {
        text.truncate(text.len() - 1 - dice.below(20));
    }
    text
}

type Outcome = (Vec<RawSeries>, Vec<String>, Receipt, Findings);

fn outcome(text: &[u8], plan: &RowPlan<'_>, end: LineEnd, parts: usize, fast: bool) -> Outcome {
    let mut findings = Findings::new();
    let coding = Source::new(text).coding(&["UTF-8".to_owned()]);
    let complaints = Complaints::new("a.csv", &mut findings);
    let mut table = Table::new(coding, &QualityPart::default(), complaints);
    let mut walk = Walk::new(plan, &mut table, end);
    assert!(
        walk.fast.is_some(),
        "the plan has rules that the fast walk does not know"
    );
    if !fast {
        walk.fast = None;
    }
    let mut number = 0;
    let mut rest = text;
    for part in 1..=parts {
        let cut = if part == parts {
            rest.len()
        } else {
            rest.len() / 2
        };
        let cut = memchr::memrchr(end.byte(), &rest[..cut]).map_or(
            if part == parts { rest.len() } else { 0 },
            |at| {
                if part == parts { rest.len() } else { at + 1 }
            },
        );
        let mut lines = Lines::from(&rest[..cut], end, number);
        assert!(!walk.feed(&mut lines));
        number = lines.next_number() - 1;
        rest = &rest[cut..];
    }
    let Table {
        series,
        flags,
        receipt,
        complaints,
        ..
    } = table;
    complaints.finish();
    (series, flags.into_columns().0, receipt, findings)
}

#[test]
fn the_walk_over_like_rows_agrees_with_the_checked_walk() {
    let mut dice = Dice(3);
    for round in 0..600 {
        let dialect = &DIALECTS[round % DIALECTS.len()];
        let plan = plan(dialect);
        let text = text(dialect, &mut dice);
        let end = LineEnd::of(dialect.end.as_bytes());
        let slow = outcome(&text, &plan, end, 1, false);
        // A part never ends inside quotation marks.
        let is_open = text
            .split(|byte| *byte == end.byte())
            .any(|line| !memchr::memchr_iter(b'"', line).count().is_multiple_of(2));
        for parts in if is_open { [1, 1] } else { [1, 3] } {
            let fast = outcome(&text, &plan, end, parts, true);
            let (fast, slow) = (readings(&fast), readings(&slow));
            let apart = (0..fast.len().max(slow.len())).find(|&at| fast.get(at) != slow.get(at));
            assert!(
                apart.is_none(),
                "case {round} in {parts} parts: {:?} for {:?} in\n{}",
                apart.map(|at| fast.get(at)),
                apart.map(|at| slow.get(at)),
                String::from_utf8_lossy(&text)
            );
        }
    }
}

/// Every reading, flag, count and finding in order, as lines.
fn readings((series, flags, receipt, findings): &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    for it in series {
        lines.push(format!("{} {:?}", it.station, it.quantity));
        for row in 0..it.time.len().max(it.column.len()) {
            let place = (it.line[row], it.column[row], it.flag[row]);
            lines.push(format!("{} {:?} {place:?}", it.time[row], it.value[row]));
        }
    }
    lines.extend(flags.iter().cloned());
    lines.push(receipt.to_string());
    lines.extend(findings.iter().map(ToString::to_string));
    lines
}
