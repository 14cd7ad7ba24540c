//! A basin with the stations of the corpus's `registry.json`, made anew for each case.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use thalweg::archive::{Archive, AsOf};
use thalweg::domain::{Findings, Instant, Quality, Reliability, SeriesKey};
use thalweg::engine::{Control, FileImport, Selection, Workspace};
use thalweg::series::Series;

/// The folder of the source that sends most files.
pub(crate) const SOURCE: &str = "exports/corpus";

pub(crate) struct Basin {
    dir: TempDir,
}

/// What a basin is made with.
pub(crate) struct Setting<'a> {
    pub(crate) now: Instant,
    /// Id and text of a profile of the basin's own.
    pub(crate) format: Option<(&'a str, String)>,
    /// Profile of the source; none lets recognition decide.
    pub(crate) profile: Option<&'a str>,
    /// The sender's station and ours.
    pub(crate) stations: Vec<(String, String)>,
    /// Address of a feed.
    pub(crate) feed: Option<String>,
}

impl Basin {
    pub(crate) fn new(setting: &Setting<'_>) -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("basin.toml"), toml(setting)).unwrap();
        for folder in [SOURCE, "exports/ua", "exports/md", "formats", "drop"] {
            std::fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        if let Some((id, text)) = &setting.format {
            std::fs::write(dir.path().join(format!("formats/{id}.toml")), text).unwrap();
        }
        Self { dir }
    }

    pub(crate) fn root(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn open(&self) -> Workspace {
        let (workspace, findings) = Workspace::open(self.root()).unwrap();
        assert!(!findings.has_errors(), "{findings:?}");
        workspace
    }

    /// Puts the bytes into a folder under a name and imports that file.
    pub(crate) fn import(&self, folder: &str, name: &str, bytes: &[u8]) -> Vec<FileImport> {
        let path = self.root().join(folder).join(name);
        std::fs::write(&path, bytes).unwrap();
        self.import_file(path)
    }

    pub(crate) fn import_file(&self, path: PathBuf) -> Vec<FileImport> {
        let workspace = self.open();
        let report = workspace
            .import(&Selection::Files(vec![path]), &Control::default())
            .unwrap();
        report.files
    }

    /// Every series of the archive, as it now stands.
    pub(crate) fn series(&self) -> Vec<(SeriesKey, Series)> {
        let archive = Archive::open(&self.root().join("archive")).unwrap();
        let keys = archive.keys();
        keys.into_iter()
            .map(|key| {
                let series = archive.series(&key, None, AsOf::Latest).unwrap();
                (key, series)
            })
            .collect()
    }

    /// Every file below the basin that an import may not have made.
    pub(crate) fn strangers(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.root().to_path_buf()];
        let mut strangers = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let inside = path.strip_prefix(self.root()).unwrap().to_path_buf();
                let is_known = ["archive", "exports", "formats", "drop", "basin.toml"]
                    .iter()
                    .any(|known| inside.starts_with(known));
                if !is_known {
                    strangers.push(inside);
                } else if path.is_dir() && !inside.starts_with("archive") {
                    folders.push(path);
                }
            }
        }
        strangers
    }

    /// What quality control says of everything in the archive.
    pub(crate) fn doubts(&self) -> Findings {
        let request = thalweg::engine::Request::default();
        let findings = self.open().evaluate(&request).unwrap().findings;
        // What the board says of late sources is not about a file.
        findings
            .into_iter()
            .filter(|finding| finding.line.is_some())
            .collect()
    }

    /// How many readings of the archive quality control calls bad.
    pub(crate) fn bad(&self) -> u64 {
        let rules = thalweg::harmonise::Rules::default();
        let mut findings = Findings::new();
        let bad = |(_, series): (SeriesKey, Series)| {
            let checked = thalweg::harmonise::control(&series, &rules, &mut findings);
            let quality = checked.columns().quality.iter();
            quality
                .filter(|quality| Quality::unpack(**quality).reliability == Reliability::Bad)
                .count() as u64
        };
        self.series().into_iter().map(bad).sum()
    }
}

/// Id, name, state, and whether the tide turns the flow.
const STATIONS: [(&str, &str, &str, bool); 7] = [
    ("RO-10021", "Baziaș", "RO", false),
    ("RO-10022", "Gruia", "RO", false),
    ("BG-2201", "Ново село", "BG", false),
    ("RS-0042010", "Земун", "RS", false),
    ("UA-1001", "Рені", "UA", false),
    ("MD-1001", "Giurgiulești", "MD", false),
    ("NL-LOB", "Lobith", "NL", true),
];

fn toml(setting: &Setting<'_>) -> String {
    let mut text = format!(
        "schema = \"basin/1\"\nname = \"Lower Danube\"\nas_of = \"{}\"\nclock = \"UTC\"\n\
         water_year_start_month = 10\nlanguages = [\"en\"]\nagreements = []\n",
        setting.now
    );
    for state in ["RO", "BG", "RS", "UA", "MD", "NL"] {
        text.push_str(&format!(
            "[[party]]\nid = \"{state}\"\nname = \"{state}\"\nclock = \"UTC\"\n"
        ));
    }
    for (n, (id, name, state, tidal)) in STATIONS.iter().enumerate() {
        text.push_str(&format!(
            "[[station]]\nid = \"{id}\"\nname = \"{name}\"\nstate = \"{state}\"\nriver = \"Danube\"\nkm = {n}.0\nkind = \"gauge\"\n"
        ));
        if *tidal {
            text.push_str("tidal = true\n");
        }
    }
    let pairs: Vec<String> = setting
        .stations
        .iter()
        .map(|(theirs, ours)| format!("\"{theirs}\" = \"{ours}\""))
        .collect();
    let mut more = format!("stations = {{ {} }}\n", pairs.join(", "));
    if let Some(profile) = setting.profile {
        more.push_str(&format!("profile = \"{profile}\"\n"));
    }
    if let Some(feed) = &setting.feed {
        more.push_str(&format!("feed = \"{feed}\"\nevery_min = 5.0\n"));
    }
    source(&mut text, "corpus", "RO", SOURCE, &more);
    for (state, ours) in [("UA", "UA-1001"), ("MD", "MD-1001")] {
        let lower = state.to_lowercase();
        let stations = format!("stations = {{ \"1001\" = \"{ours}\" }}\n");
        source(
            &mut text,
            &lower,
            state,
            &format!("exports/{lower}"),
            &stations,
        );
    }
    text
}

fn source(text: &mut String, id: &str, state: &str, folder: &str, more: &str) {
    text.push_str(&format!(
        "[[source]]\nid = \"{id}\"\nstate = \"{state}\"\nagency = \"Agency of {state}\"\nfolder = \"{folder}\"\n\
         late_after_h = 6.0\nsilent_after_h = 48.0\n{more}"
    ));
}
