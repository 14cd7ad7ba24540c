//! The words of the chrome: what stands on buttons, tabs and in legends, in the language that is shown.

/// Gives the words of the chrome in one language.
pub trait Words {
    /// The word for a key of [`CHROME`]; the key itself when the language lacks it, so that a gap is seen.
    fn word(&self, key: &str) -> String;
}

/// Every key that is asked for while drawing. A language is complete when it has them all.
pub const CHROME: [&str; 1] = ["draw-stations"];
