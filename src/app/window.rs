//! The session in a window of the system.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use egui::ViewportCommand;

use super::FirstFrameListener as Listener;
use super::chrome_ui::session_ui;
use super::jobs::Waker;
use super::layout::remember_basin;
use super::probe::StopWatch;
use super::session::Session;
use super::update::Action;
use crate::draw::state::Mode;
use crate::draw::{Distance, Theme, install_style};

/// The context that workers wake; empty until there is a window.
pub(super) type ContextSlot = Arc<OnceLock<egui::Context>>;

/// Wakes the window behind `slot`. Before there is one nothing is lost: its first frame receives all.
pub(super) fn waker(slot: &ContextSlot) -> Waker {
    let slot = Arc::clone(slot);
    Arc::new(move || {
        if let Some(ctx) = slot.get() {
            ctx.request_repaint();
        }
    })
}

/// Where the first frame with data has got to.
enum Probe {
    Waiting(Listener),
    /// It was drawn; when the next frame begins it stands on the screen.
    Drawn(Listener),
    Done,
}

/// The session in a window.
pub(super) struct Window {
    session: Session,
    styled: Option<(Theme, Distance)>,
    mode: Mode,
    title: String,
    stop_watch: StopWatch,
    probe: Probe,
}

impl Window {
    pub(super) fn new(
        session: Session,
        stop_watch: StopWatch,
        first_frame: Option<Listener>,
    ) -> Self {
        Self {
            session,
            styled: None,
            mode: Mode::Work,
            title: String::new(),
            stop_watch,
            probe: first_frame.map_or(Probe::Done, Probe::Waiting),
        }
    }

    fn style(&mut self, ctx: &egui::Context) {
        let state = &self.session.look().state;
        let wanted = (state.theme, state.distance());
        if self.styled != Some(wanted) {
            install_style(ctx, wanted.0, wanted.1);
            self.styled = Some(wanted);
        }
        if self.mode != state.mode {
            self.mode = state.mode;
            let is_full = self.mode == Mode::Present;
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(is_full));
        }
    }

    fn name(&mut self, ctx: &egui::Context) {
        if let Some(view) = self.session.view()
            && self.title != view.header.basin
        {
            self.title.clone_from(&view.header.basin);
            let title = format!("{} – Thalweg", self.title);
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }

    fn measure(&mut self, ctx: &egui::Context, frame: &eframe::Frame) {
        match std::mem::replace(&mut self.probe, Probe::Done) {
            Probe::Drawn(listener) => {
                let cpu = frame.info().cpu_usage.unwrap_or_default();
                listener(Ok(self.stop_watch.stop(cpu)));
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            other => self.probe = other,
        }
    }

    /// What a panel or a selection offers to be copied goes to the system's clipboard; egui's own reaches no other
    /// program.
    fn copy(&mut self, ctx: &egui::Context) {
        let texts: Vec<String> = ctx.output(|output| {
            let commands = output.commands.iter();
            commands
                .filter_map(|command| match command {
                    egui::OutputCommand::CopyText(text) => Some(text.clone()),
                    _ => None,
                })
                .collect()
        });
        for text in texts {
            self.session.update(Action::CopyText(text));
        }
    }

    fn note_drawn(&mut self, ctx: &egui::Context) {
        let has_data = self.session.view().is_some();
        let failure = self.session.failure().cloned();
        match std::mem::replace(&mut self.probe, Probe::Done) {
            Probe::Waiting(listener) if has_data => {
                self.probe = Probe::Drawn(listener);
                ctx.request_repaint();
            }
            Probe::Waiting(listener) => match failure {
                Some(failure) => {
                    listener(Err(failure));
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                None => self.probe = Probe::Waiting(listener),
            },
            other => self.probe = other,
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.measure(ctx, frame);
        self.session.receive();
        let next_tick = self.session.tick();
        let next_card = self.session.expire_cards(Instant::now());
        if let Some(soonest) = next_tick.into_iter().chain(next_card).min() {
            ctx.request_repaint_after(soonest);
        }
        self.style(ctx);
        self.name(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        session_ui(ui, &mut self.session);
        self.copy(ui.ctx());
        self.note_drawn(ui.ctx());
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        let theme = self.session.look().state.theme;
        theme.tokens().ground().to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if self.session.view().is_some() {
            remember_basin(self.session.root());
        }
        self.session.close();
    }
}
