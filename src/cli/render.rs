//! `thalweg render BASIN --out X`: the window's own drawing, without a display.

use std::path::Path;
use std::sync::Arc;

use super::args::{Render, Theme};
use super::evaluate::open_imported;
use super::outcome::{Outcome, print};
use crate::domain::{Basin, StationId, StationKind};
use crate::draw::state::FloodPage;
use crate::draw::{self, PaneKey, ViewState, frame};
use crate::engine::{AnalysisRequest, Control, Evaluation, Request, Workspace};
use crate::present::{self, AnalysisWish, DashboardView, Preset, TimeSpan, ViewRequest, Words};
use crate::report;

pub(super) fn run(args: &Render) -> Result<Outcome, Outcome> {
    let picture = Picture {
        size: size(&args.size)?,
        scale: args.scale,
        theme: theme(args.theme),
        preset: preset(&args.view)?,
        languages: args
            .language
            .as_deref()
            .map(|list| list.split(',').map(|tag| tag.trim().to_owned()).collect()),
    };
    let (workspace, _) = open_imported(&args.basin)?;
    let evaluation = workspace.evaluate(&Request::default())?;
    let page = args.page.as_deref().map(page).transpose()?;
    match page {
        Some(page) => {
            let look = page_look(&workspace, page, args.station.as_deref())?;
            picture.write_page((&workspace, &evaluation), look, &args.out)?;
        }
        None => picture.write(&evaluation, &args.out)?,
    }
    print(&args.out.display().to_string());
    Ok(Outcome::Done)
}

/// What to draw, and how.
pub(super) struct Picture {
    pub(super) size: (u32, u32),
    pub(super) scale: f32,
    pub(super) theme: draw::Theme,
    pub(super) preset: Preset,
    /// `None` takes the basin's own.
    pub(super) languages: Option<Vec<String>>,
}

impl Picture {
    /// Draws an evaluation to a file whose ending says what it is.
    pub(super) fn write(&self, evaluation: &Evaluation, out: &Path) -> Result<(), Outcome> {
        let words = self.words(&evaluation.basin);
        let request = ViewRequest {
            span: TimeSpan::Preset(self.preset),
            ..ViewRequest::default()
        };
        let view = present::dashboard(evaluation, &request, &words);
        let state = ViewState {
            preset: self.preset,
            theme: self.theme,
            ..ViewState::default()
        };
        self.draw(&view, &words, state, out)
    }

    /// Draws one page on floods and droughts, which has the whole picture.
    fn write_page(
        &self,
        (workspace, evaluation): (&Workspace, &Evaluation),
        (page, station): (FloodPage, String),
        out: &Path,
    ) -> Result<(), Outcome> {
        let words = self.words(&evaluation.basin);
        let request = ViewRequest {
            span: TimeSpan::Preset(self.preset),
            ..ViewRequest::default()
        };
        let view = present::dashboard(evaluation, &request, &words);
        let mut state = ViewState {
            preset: self.preset,
            theme: self.theme,
            maximised: Some(PaneKey::Floods),
            flood_page: page,
            ..ViewState::default()
        };
        if let Some(kind) = page.kind() {
            let wanted = AnalysisRequest {
                station: StationId::new(&station),
                kind,
            };
            let found = workspace.analyse(&wanted, &Control::new())?;
            let found = present::analysis(&evaluation.basin, &found, &words);
            let wish = AnalysisWish { station, kind };
            state.floods.station.clone_from(&wish.station);
            state.analyses.asked = Some(wish.clone());
            state.analyses.keep(wish, Ok(Arc::new(found)));
        }
        self.draw(&view, &words, state, out)
    }

    fn draw(
        &self,
        view: &DashboardView,
        words: &Words,
        mut state: ViewState,
        out: &Path,
    ) -> Result<(), Outcome> {
        let svg = frame::svg(self.size, self.theme, |ui| {
            draw::dashboard_ui(ui, view, words, &mut state, &mut Vec::new());
        });
        let ending = out
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        let bytes = match ending.as_str() {
            "svg" => svg.into_bytes(),
            "png" => report::png(&svg, self.scale).map_err(Outcome::failed)?,
            "pdf" => report::pdf(&svg).map_err(Outcome::failed)?,
            _ => {
                let why = format!("no picture can be written as {}", out.display());
                return Err(Outcome::Failed(
                    why,
                    Some("give the file the ending png, svg or pdf".to_owned()),
                ));
            }
        };
        let written = match out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => {
                std::fs::create_dir_all(folder).and_then(|()| std::fs::write(out, bytes))
            }
            None => std::fs::write(out, bytes),
        };
        written.map_err(|error| {
            Outcome::Failed(
                format!("{error}: {}", out.display()),
                Some("name a file in a folder that may be written".to_owned()),
            )
        })
    }

    /// Two languages asked for stand side by side.
    fn words(&self, basin: &Basin) -> Words {
        match &self.languages {
            Some(languages) => Words::new(languages).side_by_side(languages.len()),
            None => Words::new(&basin.languages),
        }
    }
}

/// The page, and the station that it is about: the one that was named, else the first gauge.
fn page_look(
    workspace: &Workspace,
    page: FloodPage,
    station: Option<&str>,
) -> Result<(FloodPage, String), Outcome> {
    let basin = workspace.basin();
    let first = || {
        let gauges = basin.stations.iter();
        let mut gauges = gauges.filter(|station| station.kind == StationKind::Gauge);
        gauges.next().or_else(|| basin.stations.first())
    };
    let named = match station {
        Some(id) => basin.station(&StationId::new(id)),
        None => first(),
    };
    let found = named.ok_or_else(|| {
        let known: Vec<&str> = basin.stations.iter().map(|own| own.id.as_str()).collect();
        Outcome::Failed(
            format!("--station {:?} is no station", station.unwrap_or_default()),
            Some(format!("write one of {}", known.join(", "))),
        )
    })?;
    Ok((page, found.id.to_string()))
}

fn page(text: &str) -> Result<FloodPage, Outcome> {
    let mut all = FloodPage::ALL.into_iter();
    all.find(|page| page.name() == text).ok_or_else(|| {
        let names = FloodPage::ALL.map(FloodPage::name).join(", ");
        Outcome::Failed(
            format!("--page {text:?} is no page"),
            Some(format!("write one of {names}")),
        )
    })
}

fn theme(theme: Theme) -> draw::Theme {
    match theme {
        Theme::Light => draw::Theme::Light,
        Theme::Dark => draw::Theme::Dark,
    }
}

fn size(text: &str) -> Result<(u32, u32), Outcome> {
    let sides = text.split_once('x').and_then(|(width, height)| {
        Some((width.parse::<u32>().ok()?, height.parse::<u32>().ok()?))
    });
    sides
        .filter(|(width, height)| (320..=16_384).contains(width) && (240..=16_384).contains(height))
        .ok_or_else(|| {
            Outcome::Failed(
                format!("--size {text:?} is no size"),
                Some("write 1920x1080; each side from 320x240 to 16384".to_owned()),
            )
        })
}

fn preset(text: &str) -> Result<Preset, Outcome> {
    match text {
        "week" => Ok(Preset::Week),
        "month" => Ok(Preset::Month),
        "water-year" => Ok(Preset::WaterYear),
        "all" => Ok(Preset::All),
        _ => Err(Outcome::Failed(
            format!("--view {text:?} is no view"),
            Some("write week, month, water-year or all".to_owned()),
        )),
    }
}
