//! The balance of each party through all periods of one ledger; rival readings of it below one another on one scale.

use egui::{Align2, Rect, Ui, pos2, vec2};

use super::balance_ui::{Scale, bars_ui};
use super::clause_ui::clause_ui;
use super::scene::Scene;
use super::status_sign;
use super::subject_ui::{Subject, parts, subjects};
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::present::{BalanceView, status_word};

/// Draws the page into `place`.
pub(super) fn balances_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let parts = parts(place);
    let views = &scene.view.allocation.balances;
    let mut firsts: Vec<&BalanceView> = Vec::new();
    for view in views {
        if !firsts.iter().any(|first| first.id == view.id) {
            firsts.push(view);
        }
    }
    let entries: Vec<Subject<'_>> = firsts
        .iter()
        .map(|view| Subject {
            id: &view.id,
            title: &view.ledger,
            below: parties(scene, view),
            party: match view.parties.as_slice() {
                [one] => Some(one.party),
                _ => None,
            },
        })
        .collect();
    let chosen = scene.state.allocation.balance.clone();
    let (at, clicked) = subjects(ui, parts.list, &entries, &chosen);
    if let Some(id) = clicked {
        scene.state.allocation.balance = id;
    }
    let Some(first) = firsts.get(at).copied() else {
        return;
    };
    let readings: Vec<&BalanceView> = views.iter().filter(|view| view.id == first.id).collect();
    readings_ui(ui, scene, &readings, parts.centre);
    if let Some(place) = parts.clause {
        clause_ui(ui, scene, place, (&first.agreement, &first.clause));
    }
}

fn parties(scene: &Scene<'_>, view: &BalanceView) -> String {
    let names = view.parties.iter();
    names
        .map(|party| scene.party_name(party.party))
        .collect::<Vec<_>>()
        .join(", ")
}

fn readings_ui(ui: &mut Ui, scene: &mut Scene<'_>, readings: &[&BalanceView], place: Rect) {
    let tokens = tokens(ui);
    let Some(first) = readings.first() else {
        return;
    };
    let small = text::height(ui, Role::Small);
    let line = text::height(ui, Role::Heading);
    let foot = place.bottom() - small - 4.0;
    let says = sign_words(scene, first);
    let galley = text::lines(ui, &says, Role::Small, tokens.muted(), (place.width(), 2));
    let said = text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
    let top = said.bottom() + 6.0;
    let scale = Scale::of(readings);
    #[expect(clippy::cast_precision_loss, reason = "a few readings")]
    let height = (foot - top) / readings.len() as f32;
    let mut y = top;
    for view in readings {
        let heading = format!("{} · {}", view.title, view.unit);
        let galley = text::line(ui, &heading, Role::Heading, tokens.ink(), place.width());
        text::paint(ui, pos2(place.left(), y), Align2::LEFT_TOP, &galley);
        let area = Rect::from_min_max(
            pos2(place.left(), y + line + 3.0),
            pos2(place.right(), y + height - 6.0),
        );
        bars_ui(ui, scene, view, (area, scale));
        y += height;
    }
    let signs = Rect::from_min_max(pos2(place.left(), foot), place.max);
    status_key(ui, scene, readings, signs);
}

/// What a bar above zero means.
fn sign_words(scene: &Scene<'_>, view: &BalanceView) -> String {
    scene.words.get(match view.kind {
        RowKind::Maximum => "balance-sign-maximum",
        RowKind::Account | RowKind::Minimum => "balance-sign",
    })
}

/// The statuses that occur, each with its style and word, and the parties' colours where there are several.
fn status_key(ui: &Ui, scene: &Scene<'_>, readings: &[&BalanceView], place: Rect) {
    let tokens = tokens(ui);
    let bars = || {
        readings
            .iter()
            .flat_map(|view| view.parties.iter().flat_map(|party| party.bars.iter()))
    };
    let mut at = pos2(place.left(), place.center().y);
    let words = scene.words.first();
    for status in [
        Status::Final,
        Status::Provisional,
        Status::Exempt,
        Status::Reset,
        Status::NotAssessable,
    ] {
        if !bars().any(|bar| bar.status == status && !bar.figure.is_empty()) {
            continue;
        }
        status_sign::paint(ui, (at.x, at.y), status, tokens.muted());
        let word = status_word(status, &words);
        let galley = text::line(ui, &word, Role::Small, tokens.muted(), f32::INFINITY);
        let begin = at + vec2(status_sign::WIDTH + 5.0, 0.0);
        at.x = text::paint(ui, begin, Align2::LEFT_CENTER, &galley).right() + 16.0;
    }
    if bars().any(|bar| bar.parts.is_some()) {
        let chip = |at: egui::Pos2| Rect::from_center_size(at + vec2(7.0, 0.0), vec2(14.0, 10.0));
        for (key, is_own) in [("balance-own", true), ("balance-carried", false)] {
            if is_own {
                ui.painter().rect_filled(chip(at), 0, tokens.muted());
            } else {
                status_sign::hatched(ui, chip(at), tokens.muted());
            }
            let galley = text::line(
                ui,
                &words.get(key),
                Role::Small,
                tokens.muted(),
                f32::INFINITY,
            );
            let begin = at + vec2(19.0, 0.0);
            at.x = text::paint(ui, begin, Align2::LEFT_CENTER, &galley).right() + 16.0;
        }
    }
    let Some(first) = readings.first().filter(|view| view.parties.len() > 1) else {
        return;
    };
    for party in &first.parties {
        let chip = Rect::from_center_size(at + vec2(5.0, 0.0), vec2(10.0, 10.0));
        ui.painter().rect_filled(chip, 0, tokens.party(party.party));
        let name = scene.party_name(party.party);
        let galley = text::line(ui, name, Role::Small, tokens.ink(), f32::INFINITY);
        at.x = text::paint(ui, at + vec2(15.0, 0.0), Align2::LEFT_CENTER, &galley).right() + 16.0;
    }
}
