//! Why no window could be opened, for a person.

use std::fmt;

/// Why no window could be opened.
#[derive(Debug)]
pub enum AppError {
    /// There is no screen to open a window on; the text says what was looked for.
    NoDisplay(String),
    /// There is a screen, but nothing that draws on it.
    NoOpenGl(String),
    /// The window system refused, or a library of it is missing.
    Window(String),
}

/// What Debian and Ubuntu call the libraries that a window needs at run time.
const PACKAGES: &str = "on Debian or Ubuntu: sudo apt-get install libgl1 libx11-6 libxcursor1 libxi6 libxrandr2 libx11-xcb1 libxkbcommon-x11-0";

impl AppError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NoDisplay(_) => "start it from a desktop session, or without a screen use `thalweg render BASIN --out picture.png` and `thalweg report BASIN`".to_owned(),
            Self::NoOpenGl(_) | Self::Window(_) => format!(
                "install the libraries that a window needs ({PACKAGES}), or without a window use `thalweg render BASIN --out picture.png`"
            ),
        }
    }

    pub(super) fn from_eframe(error: &eframe::Error) -> Self {
        match error {
            eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) => {
                Self::NoOpenGl(error.to_string())
            }
            eframe::Error::OpenGL(error) => Self::NoOpenGl(error.to_string()),
            other => Self::Window(other.to_string()),
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
        }
    }
}

impl std::error::Error for AppError {}
