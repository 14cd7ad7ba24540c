//! Warning levels as each state sets them, what the river does against them, and the alarms that follow.

use super::completeness::Completeness;
use super::ids::StationId;
use super::quantity::Quantity;
use super::time::{Instant, Period};

/// A colour as a state prints it for one of its levels. It stands beside the native name and the shape of the rank,
/// never instead of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct NativeColour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl NativeColour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self {
            red: part(0)?,
            green: part(2)?,
            blue: part(4)?,
        })
    }
}

impl From<NativeColour> for String {
    fn from(colour: NativeColour) -> Self {
        format!("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue)
    }
}

impl TryFrom<String> for NativeColour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("\"{text}\" is no colour such as #f5a623"))
    }
}

/// When a level is in force, closed-open: from its beginning up to, and without, its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// Beginning; `None` for always until then.
    pub from: Option<Instant>,
    /// End, which is outside; `None` for until further notice.
    pub to: Option<Instant>,
}

impl Validity {
    /// Whether it is in force at an instant.
    pub fn contains(self, at: Instant) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    /// Whether two have an instant in common.
    pub fn overlaps(self, other: Self) -> bool {
        let is_before =
            |a: Self, b: Self| matches!((a.to, b.from), (Some(to), Some(from)) if to <= from);
        !is_before(self, other) && !is_before(other, self)
    }
}

/// What a state asks for before a level counts as reached or left; `None` takes this program's own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LevelRules {
    /// How far below the threshold the river must fall before the level is left, SI.
    pub hysteresis: Option<f64>,
    /// Readings at or above the threshold, one after another, that raise.
    pub on_delay: Option<u32>,
    /// Readings below threshold less hysteresis, one after another, that clear.
    pub off_delay: Option<u32>,
}

/// One warning level as its state names it. Native words are kept; the rank stands beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct WarningLevel {
    /// The state's own name for it.
    pub name: String,
    /// Common rank from 1 (lowest) upwards, for ordering and for the shape on the river line.
    pub rank: u8,
    /// The quantity it is set on.
    pub quantity: Quantity,
    /// Threshold in SI: m above the gauge zero, or m³/s.
    pub value: f64,
    /// The state's own colour for it.
    pub colour: Option<NativeColour>,
    /// When it is in force: a past crossing is judged by the level in force then.
    pub validity: Validity,
    /// What raises and clears it.
    pub rules: LevelRules,
}

impl WarningLevel {
    /// A level that is always in force, without a colour, with this program's own rules.
    pub fn new(name: impl Into<String>, rank: u8, quantity: Quantity, value: f64) -> Self {
        Self {
            name: name.into(),
            rank,
            quantity,
            value,
            colour: None,
            validity: Validity::default(),
            rules: LevelRules::default(),
        }
    }
}

/// Where a gauge stands, as a board must say it. Only [`WarningState::Normal`] is calm, and it stands on fresh, good
/// readings of every quantity that a level is set on.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum WarningState {
    /// Its state set no level here that is in force: nothing to stand against.
    NoLevels,
    /// Below all levels, by fresh and good readings.
    Normal,
    /// A person has put its alarm aside until a stated instant.
    Shelved,
    /// The newest readings are doubtful or rejected, or one stands at a level and no further one has confirmed it yet:
    /// nothing sure is known.
    Suspect,
    /// The source is later than it promised. A level that was raised stays raised.
    Late,
    /// So late that nothing can be said, or never reported at all.
    NoData,
    /// At or above a level, confirmed.
    Raised,
}

impl WarningState {
    /// Every state, calmest first: the order in which a board sorts them.
    pub const ALL: [Self; 7] = [
        Self::NoLevels,
        Self::Normal,
        Self::Shelved,
        Self::Suspect,
        Self::Late,
        Self::NoData,
        Self::Raised,
    ];

    /// Whether the gauge is known to be below all levels.
    pub fn is_calm(self) -> bool {
        self == Self::Normal
    }

    /// Whether it cannot be said where the river stands.
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::Suspect | Self::Late | Self::NoData)
    }

    /// The word of files and keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoLevels => "no_levels",
            Self::Normal => "normal",
            Self::Shelved => "shelved",
            Self::Suspect => "suspect",
            Self::Late => "late",
            Self::NoData => "no_data",
            Self::Raised => "raised",
        }
    }
}

/// Which way a threshold is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Rising.
    Up,
    /// Falling.
    Down,
}

/// What confirmed a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// Enough readings one after another.
    Readings,
    /// No further reading came in time to speak against it: sparse readings must not hide a rise.
    Clock,
}

/// How a time above a threshold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It goes on, by the last reading.
    Ongoing,
    /// Enough readings below threshold less hysteresis.
    Cleared,
    /// The level was not in force any longer.
    LevelEnded,
}

/// One time above a threshold, from its first crossing to its clearing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Excursion {
    /// When the threshold was passed: between the last reading below and the first one at or above, on a straight
    /// line. Where these stand too far apart for one, or there is none before, the first reading at or above.
    pub first_crossing: Instant,
    /// Whether [`Self::first_crossing`] lies on a line between two readings.
    pub is_interpolated: bool,
    /// Last good reading below the threshold; `None` where the record begins above.
    pub last_below: Option<Instant>,
    /// First good reading at or above it.
    pub first_above: Instant,
    /// When it counted as raised.
    pub confirmed: Instant,
    /// What confirmed it.
    pub confirmed_by: Confirmation,
    /// Highest good reading, SI.
    pub peak: f64,
    /// Its instant, the earliest of equal ones.
    pub peak_time: Instant,
    /// When the threshold was passed downwards for the last time, as [`Self::first_crossing`].
    pub crossed_down: Option<Instant>,
    /// When it counted as cleared.
    pub cleared: Option<Instant>,
    /// How it ended.
    pub ending: Ending,
    /// Last good reading that was taken into account.
    pub until: Instant,
    /// Hours from the first crossing to the last crossing down, or to the last good reading while it goes on.
    pub duration_hours: f64,
    /// Volume above the threshold, hm³, of discharges only; spans without readings hold none.
    pub volume_above_hm3: Option<f64>,
    /// Doubtful readings within, which neither raise nor clear.
    pub suspect_readings: u32,
    /// Good readings that were there of those expected.
    pub completeness: Completeness,
}

/// One time above one level of one gauge: a row of the table of past floods.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LevelEvent {
    /// Gauge.
    pub station: StationId,
    /// Quantity that the level is set on.
    pub quantity: Quantity,
    /// The state's own name of the level in force then.
    pub level: String,
    /// Its common rank.
    pub rank: u8,
    /// Its threshold, SI.
    pub threshold: f64,
    /// When, how high, how long.
    #[serde(flatten)]
    pub excursion: Excursion,
}

/// One passing of one level, up or down.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Crossing {
    /// Gauge.
    pub station: StationId,
    /// Quantity that the level is set on.
    pub quantity: Quantity,
    /// The state's own name of the level.
    pub level: String,
    /// Its common rank.
    pub rank: u8,
    /// Its threshold, SI.
    pub threshold: f64,
    /// Which way.
    pub direction: Direction,
    /// When, on the line between two readings.
    pub at: Instant,
    /// When it was confirmed.
    pub confirmed: Instant,
}

impl LevelEvent {
    /// From the first crossing to the crossing down, or to the last good reading.
    pub fn period(&self) -> Period {
        let excursion = &self.excursion;
        Period::new(
            excursion.first_crossing,
            excursion.crossed_down.unwrap_or(excursion.until),
        )
    }

    /// Whether it goes on by the last reading.
    pub fn is_ongoing(&self) -> bool {
        self.excursion.ending == Ending::Ongoing
    }

    /// The passing upwards, and the one downwards once it was confirmed.
    pub fn crossings(&self) -> Vec<Crossing> {
        let one = |direction: Direction, at: Instant, confirmed: Instant| Crossing {
            station: self.station.clone(),
            quantity: self.quantity,
            level: self.level.clone(),
            rank: self.rank,
            threshold: self.threshold,
            direction,
            at,
            confirmed,
        };
        let excursion = &self.excursion;
        let up = one(Direction::Up, excursion.first_crossing, excursion.confirmed);
        let down = excursion
            .crossed_down
            .zip(excursion.cleared)
            .map(|(at, confirmed)| one(Direction::Down, at, confirmed));
        [Some(up), down].into_iter().flatten().collect()
    }
}
