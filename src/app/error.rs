//! Why no window could be opened, for a person.

use std::fmt;

use super::message::Failure;

/// Why no window could be opened.
#[derive(Debug)]
pub enum AppError {
    /// There is no screen to open a window on; the text says what was looked for.
    NoDisplay(String),
    /// There is a screen, but nothing that draws on it.
    NoOpenGl(String),
    /// The window system refused, or a library of it is missing.
    Window(String),
    /// The window was open and met a fault of this program.
    Fault(String),
    /// The window opened, but the basin could not be shown in it.
    Basin(Failure),
}

/// What Debian and Ubuntu call the libraries that a window needs at run time.
const PACKAGES: &str = "on Debian or Ubuntu: sudo apt-get install libgl1 libx11-6 libxcursor1 libxi6 libxrandr2 libx11-xcb1 libxkbcommon-x11-0";

impl AppError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoDisplay(_) => Some(
                "start it from a desktop session; `thalweg evaluate` and `thalweg render` need no screen"
                    .to_owned(),
            ),
            Self::NoOpenGl(_) | Self::Window(_) => Some(format!(
                "install the libraries that a window needs ({PACKAGES}); `thalweg evaluate` and `thalweg render` need none"
            )),
            Self::Fault(_) => Some(
                "start it again: what was read stands in the archive; please report this with the text above"
                    .to_owned(),
            ),
            Self::Basin(failure) => failure.hint.clone(),
        }
    }

    pub(super) fn from_eframe(error: &eframe::Error) -> Self {
        match error {
            eframe::Error::Glutin(error) => Self::NoOpenGl(error.to_string()),
            eframe::Error::NoGlutinConfigs(_, error) => Self::NoOpenGl(error.to_string()),
            eframe::Error::OpenGL(error) => Self::NoOpenGl(error.to_string()),
            other => Self::Window(without_place(&other.to_string())),
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDisplay(reason) => {
                write!(f, "there is no screen to open a window on: {reason}")
            }
            Self::NoOpenGl(reason) => {
                write!(f, "this screen offers no OpenGL 2.1 or later: {reason}")
            }
            Self::Window(reason) => write!(f, "no window could be opened: {reason}"),
            Self::Fault(reason) => write!(f, "the window met a fault of this program: {reason}"),
            Self::Basin(failure) => f.write_str(&failure.text),
        }
    }
}

impl std::error::Error for AppError {}

/// winit says where in its own source an error arose; a person needs the rest.
fn without_place(text: &str) -> String {
    match text.rsplit_once(".rs:") {
        Some((_, rest)) => rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(": ")
            .to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_spared_the_place_in_foreign_source() {
        let said = "winit EventLoopError: os error at /x/linux/mod.rs:788: Failed to open connection to X server";
        assert_eq!(without_place(said), "Failed to open connection to X server");
        assert_eq!(without_place("plain"), "plain");
    }
}
