//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Allocation and flood warning of a shared river, side by side.
#[derive(Debug, Parser)]
#[command(
    name = "thalweg",
    version,
    about,
    after_help = "Without a command, the window opens on the sample basin; where there is no display, the same evaluation \
                  is printed and the dashboard is drawn to a PNG."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

const INSPECT_HELP: &str = "\
Answers for --set, as the questions name them:
  clock       UTC, UTC+01:00, Europe/Lisbon
  day         00:00, 07:00 start, 08:00 end: when a day begins, and which side its date names
  stamp       start, end, middle of the interval
  dates       dd/mm/yyyy, mm/dd/yyyy, excel 1900, excel 1904
  century     the first year that a year of two digits can mean, such as 1950
  year        ends, begins: the calendar year that a hydrological year is named after; or its first month
  decimal     . or ,        thousands   . or , or blank
  delimiter   , ; TAB | blank        encoding    windows-1250, GBK, …
  station     an id, or the name of a column or of a key of the header
  quantity    stage, discharge, rain, storage, nothing        unit   m³/s, l/s, cm, hm³, …
  statistic   mean, max, min, sum, instantaneous
  missing     the codes that mean no value, such as \"-999 -888\", or none
For one column: quantity.<column>, unit.<column>, statistic.<column>

Example: thalweg inspect gauge.csv --set clock=UTC+01:00 --set day=07:00";

const STUDY_HELP: &str = "\
Studies:
  dual         each side's data and the agreed data side by side; a verdict only where all agree, otherwise the price
               of the disagreement in volume
  readings     the rival readings of the agreement side by side, with the days on which they differ
  uncertainty  rating and gap uncertainty carried through by sampling: 5th, 50th and 95th percentile of each balance,
               the chance that it lies below nothing, and whether it is smaller than the measurement error. The
               uncertainty of a station is the basin's (uncertainty = { percent_95 = 6.0, systematic_share = 0.8 }),
               or assumed by its kind; the output says which
  decides      each station left out and read 1 % higher, each gap filled lowest and highest, ranked by their effect
  effect       the ledger of all past years before and after a proposed change

A change names a place of the agreement and a value: rule.ID.key=value, ledger.ID.key=value, rule.ID.list.2.key=value
(items of a list are numbered from 1), treaty.key=value; a value that is no TOML is taken as a text, and none takes the
key out.

Example: thalweg study sample_data dual --ledger br-at-grenzau
         thalweg study sample_data effect --set rule.dravec-year.target=4500
         thalweg study uncertainty --agreement ganges-1996 --inputs flows.csv --percent below_barrage=8";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what a file is, without any basin
    #[command(after_help = INSPECT_HELP)]
    Inspect(Inspect),
    /// Take exports into a basin's archive
    #[command(
        after_help = "Example: thalweg import sample_data\n         thalweg import sample_data flow.csv --set clock=UTC --station 0417=dravec --source new-agency"
    )]
    Import(Import),
    /// Write readings or receipts of a basin as CSV
    #[command(after_help = "Example: thalweg export sample_data --out csv --receipts receipts.csv")]
    Export(Export),
    /// Name every fault of a basin, an agreement, a data pack or a warning message at once
    #[command(after_help = "Example: thalweg check sample_data")]
    Check(Check),
    /// Compute the board and the ledger of a basin
    #[command(
        after_help = "With --json the key `warnings` holds, beside the keys of the board: `stations` (state, native level with its colour, \
                      next level with times to it, rates of rise, return period, alarm), `events` (every time above a level), \
                      `alarms`, `entries` (newest lines of the alarm book), `metrics`, `known` and `with_levels`.\n\n\
                      Example: thalweg evaluate sample_data --json"
    )]
    Evaluate(Evaluate),
    /// Say where a figure comes from, down to file and line
    #[command(after_help = "Example: thalweg explain sample_data gauge/dravec/latest")]
    Explain(Explain),
    /// Evaluate an agreement on series of a CSV, without a basin
    #[command(after_help = super::agreement::after_help())]
    Agreement(Agreement),
    /// Run one indicator on series files, without a basin
    #[command(after_help = super::compute::AFTER_HELP)]
    Compute(Compute),
    /// Put a ledger beside what it would be with other data, another reading, or another rule
    #[command(after_help = STUDY_HELP)]
    Study(Study),
    /// Draw the window to a file, without a display
    #[command(after_help = "Example: thalweg render sample_data --out board.png --theme light")]
    Render(Render),
    /// Write a document of a basin: its statement of account, its warning bulletin, or the table of past floods
    #[command(
        after_help = "Example: thalweg report sample_data --out account.html --language fr\n         thalweg report sample_data --kind bulletin --out bulletin.pdf --language en,fr\n         thalweg report sample_data --kind floods --out floods.csv"
    )]
    Report(Report),
    /// Write the warnings of a basin as messages of CAP 1.2, and enter them into its book
    #[command(
        after_help = "A message is made where there is news; one that still stands is written again.\nExample: thalweg cap sample_data --out messages"
    )]
    Cap(Cap),
    /// Write the invented sample basin
    #[command(after_help = "Example: thalweg sample my-basin")]
    Sample(Sample),
    /// Play a past flood into the exports folder of a copy, as an exercise
    #[command(
        after_help = "Example: thalweg replay sample_data exercise --from 2025-09-14T00:00:00Z --to 2025-09-19T12:00:00Z --silence salto@2025-09-16T06:00:00Z --spike dravec@2025-09-15T18:00:00Z=4.6\n         and meanwhile: thalweg open exercise"
    )]
    Replay(Replay),
    /// Open the window on a basin
    #[command(after_help = "Example: thalweg open sample_data")]
    Open(Open),
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Files to look at
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Read them with this profile instead of recognising them
    #[arg(long)]
    pub(super) profile: Option<String>,
    /// Answer a question, such as clock=UTC+01:00
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(super) answers: Vec<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// Files to import; without any, everything in the folders of the basin's sources
    pub(super) files: Vec<PathBuf>,
    /// Answer a question about a file that no profile knows, such as clock=UTC+01:00; the profile is saved
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(super) answers: Vec<String>,
    /// Which station of the basin a station of that file is; may be given again
    #[arg(long = "station", value_name = "THEIRS=OURS")]
    pub(super) stations: Vec<String>,
    /// Source that the file is an export of; a new one is added to basin.toml
    #[arg(long)]
    pub(super) source: Option<String>,
    /// State of a new source
    #[arg(long)]
    pub(super) party: Option<String>,
    /// Agency of a new source
    #[arg(long)]
    pub(super) agency: Option<String>,
    /// Name of the profile that is saved
    #[arg(long)]
    pub(super) name: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// Folder for the readings, one file a series, in the tidy form that `import` reads back
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
    /// File for the receipts of everything that was imported
    #[arg(long)]
    pub(super) receipts: Option<PathBuf>,
    /// Only this station; may be given again
    #[arg(long = "station")]
    pub(super) stations: Vec<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// A basin's folder, an agreement's file or id, a data pack (BagIt, a folder or a zip), or a warning message (CAP 1.2)
    pub(super) what: String,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// First day or instant of the period
    #[arg(long)]
    pub(super) from: Option<String>,
    /// End of the period
    #[arg(long)]
    pub(super) to: Option<String>,
    /// Look at the basin from this instant
    #[arg(long)]
    pub(super) as_of: Option<String>,
    /// Whose data: `agreed`, or the id of a party
    #[arg(long, default_value = "agreed")]
    pub(super) view: String,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// Id of a figure, from the `figure` keys of `evaluate --json`
    pub(super) figure: String,
    /// Look at the basin from this instant
    #[arg(long)]
    pub(super) as_of: Option<String>,
    /// Whose data: `agreed`, or the id of a party
    #[arg(long, default_value = "agreed")]
    pub(super) view: String,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Agreement {
    /// A file, or the id of a shipped agreement
    #[arg(required_unless_present_any = ["list", "language"])]
    pub(super) agreement: Option<String>,
    /// Tidy CSV: series,time,value[,unit]
    #[arg(long, required_unless_present_any = ["list", "language", "show"])]
    pub(super) inputs: Option<PathBuf>,
    /// Name the agreements that come with the program
    #[arg(long)]
    pub(super) list: bool,
    /// Print the agreement's own file, to read or to start another from
    #[arg(long)]
    pub(super) show: bool,
    /// Print the page of the language in which agreements are written
    #[arg(long)]
    pub(super) language: bool,
    /// Facts that are no series: declarations, forecasts, opening balances
    #[arg(long)]
    pub(super) facts: Option<PathBuf>,
    /// First day
    #[arg(long)]
    pub(super) from: Option<String>,
    /// Last day
    #[arg(long)]
    pub(super) to: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Compute {
    /// Name of the indicator, as --list has it; alone, it explains itself
    #[arg(required_unless_present = "list")]
    pub(super) indicator: Option<String>,
    /// CSV of series: time,value or time,station,value or one column a series; may be given again
    #[arg(long, num_args = 1..)]
    pub(super) series: Vec<PathBuf>,
    /// Set something of the indicator or of the reader, such as return_periods=2,10,100; may be given again
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(super) settings: Vec<String>,
    /// Name all indicators, one line each
    #[arg(long)]
    pub(super) list: bool,
    /// Print what the indicator tells, its formula, units, limits and source, and what may be set
    #[arg(long)]
    pub(super) explain: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Study {
    /// The basin's folder, unless --inputs is given, and the study: dual, readings, uncertainty, decides or effect
    #[arg(required = true, num_args = 1..=2, value_names = ["BASIN", "STUDY"])]
    pub(super) what: Vec<String>,
    /// Id of an agreement of the basin; with --inputs a file or the id of a shipped agreement
    #[arg(long)]
    pub(super) agreement: Option<String>,
    /// Only this ledger or rule
    #[arg(long)]
    pub(super) ledger: Option<String>,
    /// For effect: a change, such as rule.minimum.target=4500; may be given again
    #[arg(long = "set", value_name = "PLACE=VALUE")]
    pub(super) changes: Vec<String>,
    /// For effect: a whole other agreement in place of changes
    #[arg(long = "with", value_name = "FILE", conflicts_with = "changes")]
    pub(super) other: Option<PathBuf>,
    /// Without a basin: tidy CSV of the agreed data, series,time,value[,unit]
    #[arg(long)]
    pub(super) inputs: Option<PathBuf>,
    /// For dual without a basin: a tidy CSV of a party's own data; may be given again
    #[arg(long = "data", value_name = "PARTY=FILE", requires = "inputs")]
    pub(super) sides: Vec<String>,
    /// Without a basin: facts that are no series
    #[arg(long, requires = "inputs")]
    pub(super) facts: Option<PathBuf>,
    /// For uncertainty without a basin: half-width of a station's values at 95 %, per cent; may be given again
    #[arg(long = "percent", value_name = "STATION=PERCENT", requires = "inputs")]
    pub(super) percents: Vec<String>,
    /// For uncertainty: samples
    #[arg(long, default_value_t = 200)]
    pub(super) samples: u32,
    /// For uncertainty: seed; the same one gives the same figures
    #[arg(long, default_value_t = 6)]
    pub(super) seed: u64,
    /// First day of the period
    #[arg(long)]
    pub(super) from: Option<String>,
    /// Last day of the period
    #[arg(long)]
    pub(super) to: Option<String>,
    /// Look at the basin from this instant
    #[arg(long)]
    pub(super) as_of: Option<String>,
    /// Whose data: `agreed`, or the id of a party
    #[arg(long, default_value = "agreed")]
    pub(super) view: String,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// Light for paper and bright rooms, dark for projectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Theme {
    Light,
    Dark,
}

#[derive(Debug, Args)]
pub(super) struct Render {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// File to write; its ending (png, svg, pdf) says what
    #[arg(long)]
    pub(super) out: PathBuf,
    /// Size in points
    #[arg(long, default_value = "1920x1080")]
    pub(super) size: String,
    /// Pixels per point of a PNG
    #[arg(long, default_value_t = 1.0)]
    pub(super) scale: f32,
    /// Colours
    #[arg(long, value_enum, default_value_t = Theme::Dark)]
    pub(super) theme: Theme,
    /// Period: week, month, water-year or all
    #[arg(long = "view", default_value = "week")]
    pub(super) view: String,
    /// Languages, the first one first
    #[arg(long)]
    pub(super) language: Option<String>,
    /// One page alone: warnings, forecast, past-floods, rain, frequency or low-flow
    #[arg(long)]
    pub(super) page: Option<String>,
    /// Station that the page is about; the first gauge where none is named
    #[arg(long, requires = "page")]
    pub(super) station: Option<String>,
}

/// Documents of a basin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportKind {
    /// The statement of account: every account, its periods and its clauses
    Statement,
    /// The warning bulletin: every gauge, in every language of the commission
    Bulletin,
    /// The table of past floods: every time above a warning level
    Floods,
}

#[derive(Debug, Args)]
pub(super) struct Report {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = ReportKind::Statement)]
    pub(super) kind: ReportKind,
    /// File to write, html, pdf for a bulletin or floods, csv for floods; without it the page goes to stdout
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
    /// Languages, such as fr; a bulletin has every one of en,fr, a statement the first
    #[arg(long)]
    pub(super) language: Option<String>,
    /// For floods: of this gauge, with peaks and travel times at every gauge on the same water
    #[arg(long)]
    pub(super) station: Option<String>,
    /// Look at the basin from this instant
    #[arg(long)]
    pub(super) as_of: Option<String>,
    /// Print it as one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The basin's folder, which is only read
    pub(super) basin: PathBuf,
    /// Folder of the exercise, which must be new or empty
    pub(super) dir: PathBuf,
    /// How many times faster than a clock
    #[arg(long, default_value_t = 600.0)]
    pub(super) speed: f64,
    /// When it begins; four days before its end where it is not given
    #[arg(long)]
    pub(super) from: Option<String>,
    /// When it ends; the instant that the basin is looked at from where it is not given
    #[arg(long)]
    pub(super) to: Option<String>,
    /// A feed that dies: STATION@INSTANT of its last reading
    #[arg(long)]
    pub(super) silence: Vec<String>,
    /// A false value in place of a reading, in m, m³/s or mm: STATION@INSTANT=VALUE
    #[arg(long)]
    pub(super) spike: Vec<String>,
    /// Seconds before it begins, to open the window in
    #[arg(long, default_value_t = 20.0)]
    pub(super) lead: f64,
}

#[derive(Debug, Args)]
pub(super) struct Cap {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// Folder for the messages; made if it does not exist
    #[arg(long)]
    pub(super) out: PathBuf,
    /// Look at the basin from this instant
    #[arg(long)]
    pub(super) as_of: Option<String>,
    /// Say that the danger is over, where fresh data of all gauges show it
    #[arg(long, conflicts_with = "cancel")]
    pub(super) all_clear: bool,
    /// Take back the open warning of this state
    #[arg(long, value_name = "STATE", requires = "reason")]
    pub(super) cancel: Option<String>,
    /// Why it is taken back
    #[arg(long)]
    pub(super) reason: Option<String>,
    /// Who answers for an all clear, or for taking a warning back
    #[arg(long, value_name = "NAME")]
    pub(super) confirmed_by: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Sample {
    /// Folder to write; made if it does not exist
    pub(super) dir: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Open {
    /// The basin's folder
    pub(super) basin: PathBuf,
    /// Close after the first complete frame and print how long it took
    #[arg(long, hide = true)]
    pub(super) exit_after_first_frame: bool,
}
