//! The main job on the sample basin: how long a person waits.
//!
//! `cargo bench` prints, for the basin in `sample_data`: the time from process start to the first complete frame of
//! the real window (where there is a display), the CPU time of a frame without a display, and what import,
//! evaluation and views take. Times are wall time of one process; take the median.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise and prints its figures"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use divan::Bencher;
use tempfile::TempDir;
use thalweg::draw::{self, Distance, Theme, ViewState};
use thalweg::engine::{Control, Evaluation, Request, Selection, Workspace};
use thalweg::present::{self, DashboardView, Preset, TimeSpan, ViewRequest, Words};

fn main() {
    first_frame_of_the_window();
    divan::main();
}

/// Copies the basin without its archive, so that every import starts from nothing.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the sample can be read") {
        let path = entry.expect("the sample can be read").path();
        let name = path.file_name().expect("an entry has a name").to_owned();
        if path.is_dir() {
            if name != "archive" && name != "pictures" {
                copy(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).expect("a file can be copied");
        }
    }
}

struct Sample {
    dir: TempDir,
    workspace: Workspace,
    evaluation: Evaluation,
}

fn sample_basin() -> (TempDir, PathBuf) {
    let dir = TempDir::new().expect("a folder can be made");
    let basin = dir.path().join("basin");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data"),
        &basin,
    );
    (dir, basin)
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let (dir, basin) = sample_basin();
        let (workspace, _) = Workspace::open(&basin).expect("the sample opens");
        workspace
            .import(&Selection::All, &Control::new())
            .expect("the sample is imported");
        let evaluation = workspace
            .evaluate(&Request::default())
            .expect("the sample is evaluated");
        Sample {
            dir,
            workspace,
            evaluation,
        }
    })
}

fn words() -> Words {
    Words::new(&["en".to_owned()])
}

fn view(preset: Preset) -> DashboardView {
    let request = ViewRequest {
        span: TimeSpan::Preset(preset),
        ..ViewRequest::default()
    };
    present::dashboard(&sample().evaluation, &request, &words())
}

/// Process start to the first frame that shows the basin, five times, on the display of this session.
fn first_frame_of_the_window() {
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        println!("first frame of the window: not measured, there is no display");
        return;
    }
    let basin = sample().dir.path().join("basin");
    let mut frames: Vec<(f64, f64)> = (0..5)
        .map(|_| {
            let output = Command::new(env!("CARGO_BIN_EXE_thalweg"))
                .arg("open")
                .arg(&basin)
                .arg("--exit-after-first-frame")
                .output()
                .expect("the program starts");
            let said: serde_json::Value =
                serde_json::from_slice(&output.stdout).expect("the program prints its times");
            let read = |key: &str| said[key].as_f64().expect("a time");
            (read("first_frame_ms"), read("frame_cpu_ms"))
        })
        .collect();
    frames.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!(
        "first frame of the window: {:.0} ms from process start (median of 5, {:.0} to {:.0}), its CPU time {:.1} ms",
        frames[2].0, frames[0].0, frames[4].0, frames[2].1
    );
}

/// Every export of the sample into a new archive.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn import_from_scratch(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(sample_basin)
        .bench_values(|(dir, basin)| {
            let (workspace, _) = Workspace::open(&basin).expect("the sample opens");
            let report = workspace
                .import(&Selection::All, &Control::new())
                .expect("the sample is imported");
            (report.files.len(), dir)
        });
}

/// Opening a basin whose archive is up to date: every export is hashed, none is read.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn open_and_find_nothing_new() -> usize {
    let (workspace, _) =
        Workspace::open(&sample().dir.path().join("basin")).expect("the sample opens");
    workspace
        .import(&Selection::All, &Control::new())
        .expect("nothing is new")
        .files
        .len()
}

/// The board and the ledger, with the series in memory.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn evaluate() -> usize {
    sample()
        .workspace
        .evaluate(&Request::default())
        .expect("the sample is evaluated")
        .ledger
        .len()
}

/// All views of one screen.
#[divan::bench(args = [Preset::Week, Preset::WaterYear, Preset::All], sample_count = 20, sample_size = 1)]
fn views(preset: Preset) -> usize {
    view(preset).states.len()
}

/// One frame of the whole dashboard, shapes tessellated, without a display.
#[divan::bench(args = [Preset::Week, Preset::WaterYear, Preset::All], sample_count = 30, sample_size = 1)]
fn frame(bencher: Bencher<'_, '_>, preset: Preset) {
    let view = view(preset);
    let words = words();
    let ctx = egui::Context::default();
    draw::install_fonts(&ctx);
    draw::install_style(&ctx, Theme::Dark, Distance::Desk);
    let mut state = ViewState {
        preset,
        ..ViewState::default()
    };
    let mut one = move || {
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(
                egui::Pos2::ZERO,
                egui::vec2(1920.0, 1080.0),
            )),
            ..egui::RawInput::default()
        };
        let output = ctx.run_ui(input, |ui| {
            draw::dashboard_ui(ui, &view, &words, &mut state, &mut Vec::new());
        });
        ctx.tessellate(output.shapes, output.pixels_per_point).len()
    };
    for _ in 0..3 {
        one();
    }
    bencher.bench_local(one);
}
