//! Warning messages and the bulletin: what is news, what is not known, and who may say that it is over.

use thalweg::domain::cap::{
    Issued, MessageType, ResponseType, Sending, Severity, Status, Urgency, chain,
};
use thalweg::domain::{FileHash, Quantity, WarningState};
use thalweg::engine::{
    Crosswalk, Evaluation, NativeLevel, ReachedLevel, RiseOver, StationWarning, WarningReading,
};
use thalweg::present::{
    BulletinExtras, Cancelled, CapDraft, CapNews, CapWish, Paper, RowMark, Words, bulletin,
    cap_news,
};

use crate::basin::{at, evaluation};

/// A gauge of LO: its state, the rank that it stands or stood at, minutes since its last reading.
fn warning(station: &str, state: WarningState, rank: u8, age: i64) -> StationWarning {
    let level = (rank > 0).then(|| ReachedLevel {
        level: NativeLevel {
            name: format!("LO level {rank}"),
            rank,
            colour: None,
            quantity: Quantity::Stage,
            threshold: 3.0,
        },
        since: at("2026-06-14T12:30:00Z"),
        confirmed: Some(at("2026-06-14T12:45:00Z")),
    });
    StationWarning {
        station: station.into(),
        owner: "LO".into(),
        state,
        beneath_shelf: None,
        level,
        pending: None,
        suspect_level: None,
        next: None,
        reading: Some(WarningReading {
            quantity: Quantity::Stage,
            time: at("2026-06-14T18:00:00Z").plus_minutes(-age),
            value: 3.52,
        }),
        suspect_reading: None,
        rises: vec![RiseOver {
            minutes: 60,
            per_hour: Some(0.12),
            reason: None,
        }],
        crosswalk: Crosswalk {
            return_period_years: Some(6.0),
            ..Crosswalk::default()
        },
        alarm: None,
        shelf: None,
        reason: String::new(),
    }
}

fn basin(warnings: Vec<StationWarning>) -> Evaluation {
    let mut evaluation = evaluation();
    let basin = std::sync::Arc::get_mut(&mut evaluation.basin).unwrap();
    basin.languages = vec!["en".to_owned(), "fr".to_owned()];
    basin.sending = Sending {
        sender: "warnings@main.example".to_owned(),
        ..Sending::default()
    };
    evaluation.warnings.stations = warnings;
    evaluation
}

fn of_lo(evaluation: &Evaluation, book: &[Issued], wish: &CapWish) -> CapNews {
    let all = cap_news(evaluation, book, wish);
    assert_eq!(all[0].1, CapNews::Nothing(None), "UP has no warning");
    all.into_iter().nth(1).unwrap().1
}

fn sent(news: CapNews) -> CapDraft {
    let CapNews::Send(draft) = news else {
        unreachable!("{news:?}");
    };
    *draft
}

fn cleared_by(who: &str) -> CapWish {
    CapWish {
        all_clear: Some(who.to_owned()),
        cancel: None,
    }
}

#[test]
fn a_first_level_is_an_alert_in_every_language_with_native_names_and_the_neighbours_area() {
    let evaluation = basin(vec![
        warning("right", WarningState::Raised, 2, 15),
        warning("town", WarningState::NoData, 0, 900),
    ]);
    let alert = sent(of_lo(&evaluation, &[], &CapWish::default())).alert;
    assert_eq!(alert.message_type, MessageType::Alert);
    assert_eq!(alert.status, Status::Exercise);
    assert_eq!(alert.sent.to_string(), "2026-06-15T03:00:00+09:00");
    assert!(alert.references.is_empty());
    let tags: Vec<&str> = alert
        .infos
        .iter()
        .map(|info| info.language.as_str())
        .collect();
    assert_eq!(tags, ["en", "fr"]);
    for info in &alert.infos {
        assert_eq!(info.severity, Severity::Moderate);
        assert_eq!(
            info.urgency,
            Urgency::Immediate,
            "second rank, and it rises"
        );
        assert_eq!(
            info.expires.unwrap().to_string(),
            "2026-06-16T03:00:00+09:00"
        );
        let areas: Vec<&str> = info
            .areas
            .iter()
            .map(|area| area.geocodes[0].value.as_str())
            .collect();
        assert_eq!(areas, ["LO", "UP"], "the gauge stands on the border");
        let of = |name: &str| {
            let found = info
                .parameters
                .iter()
                .find(|parameter| parameter.name == name);
            found.map(|parameter| parameter.value.as_str())
        };
        assert_eq!(of("gauge/right/native-level"), Some("LO level 2"));
        assert_eq!(of("gauge/right/stage"), Some("3.52 m"));
        assert_eq!(of("gauge/right/data-age"), Some("15 min"));
        assert_eq!(of("gauge/right/rate-of-rise"), Some("0.12 m/h over 60 min"));
        assert_eq!(of("gauge/town/data-state"), Some("no_data"));
        assert_eq!(of("gauges-known"), Some("1 of 2"));
    }
    assert_eq!(
        alert.infos[0].headline.as_deref(),
        Some("Lowland: LO level 2 at RIGHT")
    );
    let french = alert.infos[1].description.as_deref().unwrap();
    assert!(french.contains("TOWN : aucune donnée"), "{french}");
}

#[test]
fn a_state_without_a_warning_says_which_gauges_are_silent() {
    let silent = basin(vec![
        warning("right", WarningState::Normal, 0, 0),
        warning("town", WarningState::NoData, 0, 900),
    ]);
    let said = "1 of 2 gauges with levels are known; nothing is said of TOWN".to_owned();
    let news = of_lo(&silent, &[], &CapWish::default());
    assert_eq!(news, CapNews::Nothing(Some(said)));
}

#[test]
fn another_situation_is_an_update_and_the_same_one_is_no_news() {
    let raised = basin(vec![warning("right", WarningState::Raised, 1, 0)]);
    let first = sent(of_lo(&raised, &[], &CapWish::default()));
    let mut book = vec![first.entry.clone()];
    assert!(matches!(
        of_lo(&raised, &book, &CapWish::default()),
        CapNews::Unchanged(_)
    ));
    // The same gauge at a higher level, then silent: each is news.
    let higher = basin(vec![warning("right", WarningState::Raised, 3, 0)]);
    let second = sent(of_lo(&higher, &book, &CapWish::default()));
    assert_eq!(second.alert.message_type, MessageType::Update);
    assert_eq!(
        second.alert.references,
        std::slice::from_ref(&first.entry.reference)
    );
    assert_eq!(second.alert.incidents, first.alert.incidents);
    book.push(second.entry);
    let silent = basin(vec![warning("right", WarningState::NoData, 3, 900)]);
    let third = sent(of_lo(&silent, &book, &CapWish::default())).alert;
    assert_eq!(
        third.references.len(),
        2,
        "all messages that have not expired"
    );
    assert_eq!(
        third.infos[0].severity,
        Severity::Severe,
        "silence does not calm"
    );
    let says = third.infos[0].headline.as_deref().unwrap();
    assert!(says.contains("LO level 3"), "{says}");
    assert_ne!(third.infos[0].urgency, Urgency::Past);
}

#[test]
fn a_message_is_renewed_before_it_expires() {
    let mut evaluation = basin(vec![warning("right", WarningState::Raised, 1, 0)]);
    let first = sent(of_lo(&evaluation, &[], &CapWish::default()));
    let book = [first.entry];
    evaluation.as_of = evaluation.as_of.plus_minutes(17 * 60);
    assert!(matches!(
        of_lo(&evaluation, &book, &CapWish::default()),
        CapNews::Unchanged(_)
    ));
    evaluation.as_of = evaluation.as_of.plus_minutes(2 * 60);
    let renewed = sent(of_lo(&evaluation, &book, &CapWish::default()));
    assert_eq!(renewed.alert.message_type, MessageType::Update);
}

#[test]
fn all_clear_needs_fresh_data_of_every_gauge_and_a_person() {
    let raised = basin(vec![
        warning("right", WarningState::Raised, 1, 0),
        warning("town", WarningState::Normal, 0, 0),
    ]);
    let mut book = vec![sent(of_lo(&raised, &[], &CapWish::default())).entry];
    let wish = cleared_by("A. Person");
    assert!(matches!(of_lo(&raised, &book, &wish), CapNews::Refused(why) if why.contains("RIGHT")));
    for unknown in [
        WarningState::NoData,
        WarningState::Late,
        WarningState::Suspect,
    ] {
        let silent = basin(vec![
            warning("right", WarningState::Normal, 0, 0),
            warning("town", unknown, 0, 500),
        ]);
        let news = of_lo(&silent, &book, &wish);
        assert!(
            matches!(&news, CapNews::Refused(why) if why.contains("TOWN")),
            "{unknown:?} {news:?}"
        );
    }
    let calm = basin(vec![
        warning("right", WarningState::Normal, 0, 0),
        warning("town", WarningState::Normal, 0, 0),
    ]);
    // Without a person the levels are left, and nothing is cleared.
    let left = sent(of_lo(&calm, &book, &CapWish::default()));
    assert!(!left.entry.ends);
    let responses = |draft: &CapDraft| draft.alert.infos[0].response_types.clone();
    assert_eq!(responses(&left), [ResponseType::Monitor]);
    book.push(left.entry);
    let clear = sent(of_lo(&calm, &book, &wish));
    assert_eq!(responses(&clear), [ResponseType::AllClear]);
    assert_eq!(clear.entry.confirmed_by, ["A. Person"]);
    book.push(clear.entry);
    assert!(chain(&book, &"LO".into()).is_empty());
    assert_eq!(
        of_lo(&calm, &book, &CapWish::default()),
        CapNews::Nothing(None)
    );
}

#[test]
fn a_warning_can_be_taken_back_with_a_reason_and_a_name() {
    let raised = basin(vec![warning("right", WarningState::Raised, 1, 0)]);
    let wish = CapWish {
        all_clear: None,
        cancel: Some(Cancelled {
            party: "LO".into(),
            reason: "gauge zero was wrong".to_owned(),
            who: "B. Person".to_owned(),
        }),
    };
    assert!(matches!(of_lo(&raised, &[], &wish), CapNews::Refused(_)));
    let book = [sent(of_lo(&raised, &[], &CapWish::default())).entry];
    let alert = sent(of_lo(&raised, &book, &wish)).alert;
    assert_eq!(alert.message_type, MessageType::Cancel);
    assert_eq!(
        alert.note.as_deref(),
        Some("gauge zero was wrong (B. Person)")
    );
    assert_eq!(alert.references.len(), 1);
}

fn paper(evaluation: &Evaluation) -> Paper {
    let words = Words::new(&["en".to_owned(), "fr".to_owned()]).side_by_side(2);
    let extras = BulletinExtras {
        journal_head: Some(FileHash::of(b"")),
        forecasts: Vec::new(),
    };
    bulletin(evaluation, &extras, &words)
}

#[test]
fn no_state_that_is_not_known_looks_or_reads_as_calm() {
    let calm = ["below all levels", "sous tous les seuils"];
    for state in WarningState::ALL {
        let evaluation = basin(vec![warning("town", state, 0, 900)]);
        for (part, calm) in paper(&evaluation).parts.iter().zip(calm) {
            let table = part.sections[0].table.as_ref().unwrap();
            let row = table
                .rows
                .iter()
                .find(|row| row.cells[0].starts_with("TOWN"))
                .unwrap();
            let reads_calm = row.cells.iter().any(|cell| cell.contains(calm));
            assert_eq!(
                reads_calm,
                state == WarningState::Normal,
                "{state:?} {:?}",
                row.cells
            );
            let looks_calm = row.mark == RowMark::Plain;
            let may_look_calm = matches!(state, WarningState::Normal | WarningState::NoLevels);
            assert_eq!(looks_calm, may_look_calm, "{state:?}");
            let known = part.basis.iter().any(|line| {
                line.starts_with(match state {
                    WarningState::NoLevels => "0 ",
                    WarningState::Normal | WarningState::Raised => "1 ",
                    _ => "0 ",
                })
            });
            assert!(known, "{state:?} {:?}", part.basis);
        }
    }
}

#[test]
fn both_languages_have_the_same_gauges_and_the_same_figures() {
    let evaluation = basin(vec![
        warning("right", WarningState::Raised, 2, 15),
        warning("town", WarningState::Late, 1, 180),
    ]);
    let paper = paper(&evaluation);
    assert_eq!(paper.parts.len(), 2);
    let rows = |n: usize| &paper.parts[n].sections[0].table.as_ref().unwrap().rows;
    // Six stations, of which one measures rain.
    assert_eq!((rows(0).len(), rows(1).len()), (5, 5));
    for (english, french) in rows(0).iter().zip(rows(1)) {
        let comma = |text: &str| text.replace(',', ".");
        assert_eq!(comma(&english.cells[3]), comma(&french.cells[3]));
        assert_eq!(english.mark, french.mark);
    }
    let right = rows(0)
        .iter()
        .find(|row| row.cells[0].starts_with("RIGHT"))
        .unwrap();
    assert_eq!(right.cells[1], "LO level 2, since 14 Jun 2026 12:30 UTC");
    assert_eq!(right.cells[2], "level 2, once in 6.0 years");
    assert_eq!(
        right.cells[3..6],
        ["3.52 m", "15 min ago", "rising 0.12 m/h"]
    );
    let town = rows(0)
        .iter()
        .find(|row| row.cells[0].starts_with("TOWN"))
        .unwrap();
    assert_eq!(
        town.cells[1],
        "data late, LO level 1 when last known, since 14 Jun 2026 12:30 UTC"
    );
    assert_eq!(town.cells[5], "trend not known");
}
