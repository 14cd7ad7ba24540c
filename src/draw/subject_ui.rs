//! The list of things that a page can be about, one of them chosen; and the three parts of such a page.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, CursorIcon, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::panel;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};

/// Between the parts of a page, px.
const GAP: f32 = 18.0;

/// Narrowest place for a clause, and for what it stands beside, px.
const NARROWEST_CLAUSE: f32 = 230.0;
const NARROWEST_CENTRE: f32 = 380.0;

/// The three parts of a page.
pub(super) struct Parts {
    /// The list of subjects.
    pub(super) list: Rect,
    /// The picture.
    pub(super) centre: Rect,
    /// The clause, where there is room beside the picture.
    pub(super) clause: Option<Rect>,
}

/// Cuts a page: list, picture, and the clause beside it as far as there is room.
pub(super) fn parts(place: Rect) -> Parts {
    let list = (place.width() * 0.17).clamp(150.0, 250.0);
    let left = place.left() + list + GAP;
    let wish = (place.width() * 0.29).clamp(NARROWEST_CLAUSE, 470.0);
    let has_clause = place.right() - left - GAP - NARROWEST_CLAUSE >= NARROWEST_CENTRE;
    let clause = has_clause.then(|| {
        let width = wish.min(place.right() - left - GAP - NARROWEST_CENTRE);
        Rect::from_min_max(pos2(place.right() - width, place.top()), place.max)
    });
    let right = clause.map_or(place.right(), |clause| clause.left() - GAP);
    Parts {
        list: Rect::from_min_max(place.min, pos2(place.left() + list, place.bottom())),
        centre: Rect::from_min_max(pos2(left, place.top()), pos2(right, place.bottom())),
        clause,
    }
}

/// One thing to choose.
pub(super) struct Subject<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) below: String,
    /// Index of the party it is about.
    pub(super) party: Option<usize>,
}

/// A page after its list was drawn.
pub(super) struct Chosen {
    /// Position of the subject that the page is about.
    pub(super) at: usize,
    /// Id of the subject that was just clicked.
    pub(super) clicked: Option<String>,
    /// Place of the picture.
    pub(super) centre: Rect,
    /// Place of the clause, where there is room.
    pub(super) clause: Option<Rect>,
}

/// Cuts a page and draws its list; without any subject it says so with the words of `none`, and there is no page.
pub(super) fn choose(
    ui: &mut Ui,
    scene: &Scene<'_>,
    place: Rect,
    entries: &[Subject<'_>],
    (chosen, none): (&str, &str),
) -> Option<Chosen> {
    if entries.is_empty() {
        let words = scene.words.get(none);
        let galley = text::line(ui, &words, Role::Body, tokens(ui).muted(), place.width());
        text::paint(ui, place.center(), Align2::CENTER_CENTER, &galley);
        return None;
    }
    let parts = parts(place);
    let (at, clicked) = subjects(ui, parts.list, entries, chosen);
    Some(Chosen {
        at,
        clicked,
        centre: parts.centre,
        clause: parts.clause,
    })
}

/// Draws the list; gives the position of the chosen one, which is the first where `chosen` is none of them, and
/// the id of the one that was just clicked.
pub(super) fn subjects(
    ui: &mut Ui,
    place: Rect,
    entries: &[Subject<'_>],
    chosen: &str,
) -> (usize, Option<String>) {
    let at = entries
        .iter()
        .position(|entry| entry.id == chosen)
        .unwrap_or(0);
    let mut clicked = None;
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.spacing_mut().item_spacing.y = 2.0;
    ScrollArea::vertical()
        .id_salt("subjects")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            for (n, entry) in entries.iter().enumerate() {
                if subject(ui, entry, n == at) {
                    clicked = Some(entry.id.to_owned());
                }
            }
        });
    (at, clicked)
}

fn subject(ui: &mut Ui, entry: &Subject<'_>, is_chosen: bool) -> bool {
    let tokens = tokens(ui);
    let width = ui.available_width() - 6.0;
    let inner = width - 16.0;
    let role = if is_chosen { Role::Strong } else { Role::Body };
    let title = text::lines(ui, entry.title, role, tokens.ink(), (inner, 2));
    let below = text::lines(ui, &entry.below, Role::Small, tokens.muted(), (inner, 2));
    let height = title.size().y + below.size().y + 8.0;
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let name = format!("{} · {}", entry.title, entry.below);
    response.widget_info(|| WidgetInfo::selected(AccessRole::ListItem, true, is_chosen, &name));
    let fill = if is_chosen {
        Some(tokens.wash())
    } else {
        response.hovered().then(|| tokens.raised())
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(place, 3, fill);
    }
    let colour = entry
        .party
        .map_or_else(|| tokens.faint(), |party| tokens.party(party));
    let chip = Rect::from_min_size(place.min + vec2(0.0, 3.0), vec2(4.0, height - 6.0));
    ui.painter().rect_filled(chip, 0, colour);
    let at = place.min + vec2(11.0, 3.0);
    let title = text::paint(ui, at, Align2::LEFT_TOP, &title);
    text::paint(ui, pos2(at.x, title.bottom()), Align2::LEFT_TOP, &below);
    panel::focus_ring(ui, &response);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
