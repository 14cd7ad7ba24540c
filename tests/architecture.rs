//! The walls of the house. One crate gives no Cargo walls, so this test is them.
//!
//! When it fails, decide at the table it names: `LAYERS` for who may use whom, `PLACES` for where a thing may
//! stand. Move the code rather than the wall, unless the design itself has changed.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// Every folder of `src` and the folders that it may use. A new folder fails until it stands here.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("series", &["domain"]),
    ("ingest", &["domain"]),
    ("harmonise", &["domain", "series", "ingest"]),
    ("archive", &["domain", "series"]),
    ("feeds", &["domain"]),
    ("indicators", &["domain", "series"]),
    ("agreements", &["domain", "series"]),
    ("sample", &["domain"]),
    (
        "engine",
        &[
            "domain",
            "series",
            "ingest",
            "harmonise",
            "archive",
            "feeds",
            "indicators",
            "agreements",
        ],
    ),
    ("present", &["domain", "series", "engine"]),
    ("draw", &["domain", "present"]),
    ("report", &["domain", "present", "draw"]),
    (
        "app",
        &["domain", "feeds", "engine", "present", "draw", "report"],
    ),
    (
        "cli",
        &[
            "domain",
            "series",
            "ingest",
            "harmonise",
            "feeds",
            "agreements",
            "engine",
            "present",
            "draw",
            "report",
            "app",
            "sample",
        ],
    ),
];

/// What may stand in code only where, and why.
const PLACES: &[(&str, &[&str], &str)] = &[
    (
        "egui::",
        &["draw", "app"],
        "views are drawn there and nowhere else",
    ),
    (
        "eframe::",
        &["app"],
        "only the window knows the window system",
    ),
    (
        "reqwest::",
        &["feeds"],
        "only feeds reach the outside world",
    ),
    ("rustls::", &["feeds"], "only feeds reach the outside world"),
    ("notify::", &["feeds"], "only feeds watch folders"),
    (
        "polars::",
        &[
            "series",
            "ingest",
            "harmonise",
            "archive",
            "indicators",
            "agreements",
            "engine",
        ],
        "views and the window work on plain values",
    ),
    (
        "parquet::",
        &["archive"],
        "only the archive knows how it is stored",
    ),
    (
        "Color32::from_",
        &["draw/theme.rs"],
        "colours are tokens named by meaning",
    ),
    (
        "egui_plot::Line",
        &["draw/plot.rs"],
        "its default folds narrow peaks into a band; the helper there switches that off",
    ),
    (
        "println!",
        &["cli", "main.rs"],
        "data goes to stdout from the command line only",
    ),
    (
        "std::fs",
        &["archive", "feeds", "engine", "app", "cli", "sample"],
        "nothing under domain, ingest, indicators, agreements or present reads a file",
    ),
];

const MOST_LINES: usize = 600;

fn source_files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("source is UTF-8");
                let relative = path.strip_prefix(&root).expect("below src").to_path_buf();
                files.push((relative, text));
            }
        }
    }
    files.sort();
    assert!(
        files.len() > 20,
        "the walk over src found only {} files",
        files.len()
    );
    files
}

/// Code without its comment lines; unit tests at the end of a file count as code.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn layer_of(file: &Path) -> Option<&str> {
    let mut parts = file.components();
    let first = parts.next()?.as_os_str().to_str()?;
    parts.next().map(|_| first)
}

#[test]
fn every_folder_is_placed_and_uses_only_what_it_may() {
    let mut faults = Vec::new();
    for (file, text) in source_files() {
        let Some(layer) = layer_of(&file) else {
            continue;
        };
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            faults.push(format!(
                "src/{} is in no layer: place the folder in LAYERS of tests/architecture.rs",
                file.display()
            ));
            continue;
        };
        for (n, line) in code_lines(&text) {
            for (other, _) in LAYERS {
                let used = line.contains(&format!("crate::{other}::"))
                    || line.contains(&format!("crate::{other};"));
                if used && *other != layer && !allowed.contains(other) {
                    faults.push(format!(
                        "src/{}:{n}: {layer} may not use {other} (LAYERS in tests/architecture.rs)",
                        file.display()
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn things_stand_where_they_belong() {
    let mut faults = Vec::new();
    for (file, text) in source_files() {
        let path = file.to_string_lossy().replace('\\', "/");
        for (what, places, why) in PLACES {
            if places
                .iter()
                .any(|place| path == *place || path.starts_with(&format!("{place}/")))
            {
                continue;
            }
            for (n, line) in code_lines(&text) {
                let stands = line.match_indices(what).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if stands {
                    faults.push(format!(
                        "src/{path}:{n}: {what} belongs in {}: {why}",
                        places.join(", ")
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_outgrows_its_reader() {
    let faults: Vec<String> = source_files()
        .iter()
        .filter(|(_, text)| text.lines().count() > MOST_LINES)
        .map(|(file, text)| {
            format!(
                "src/{} has {} lines; split it by what it does (at most {MOST_LINES})",
                file.display(),
                text.lines().count()
            )
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_top_level_holds_nothing_else() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "LICENSE",
        "src",
        "assets",
        "sample_data",
        "tests",
        "benches",
        "target",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let others: Vec<String> = fs::read_dir(root)
        .expect("the project can be read")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str()))
        .collect();
    assert!(others.is_empty(), "not part of the top level: {others:?}");
}

#[test]
fn no_agreement_is_named_in_code() {
    // "us" of "us-mexico" is a word of its own everywhere; its rivers stand for it.
    let mut names = vec!["farakka", "st_mary", "arvena", "colorado", "rio-grande"];
    let shipped = thalweg::agreements::SHIPPED.iter().map(|(id, _)| *id);
    names.extend(
        shipped
            .filter_map(|id| id.split('-').next())
            .filter(|name| name.len() > 3),
    );
    let mut faults = Vec::new();
    for (file, text) in source_files() {
        // The sample is data that happens to be written by code; the help of a command may show an example; one
        // list registers what is shipped.
        if file.starts_with("sample")
            || file == Path::new("cli/args.rs")
            || file == Path::new("agreements/shipped.rs")
        {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (n, line) in code_lines(code) {
            let low = line.to_lowercase();
            if let Some(name) = names
                .iter()
                .find(|name| low.contains(*name) && !low.contains("include_str!"))
            {
                faults.push(format!(
                    "src/{}:{n}: {name}: an agreement is data, never an `if`",
                    file.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
