//! The system's clipboard. On X11 a copy lives only as long as the program that offers it, so the connection is
//! kept from the first copy on.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use crate::report::Pixels;

/// The clipboard, connected when first needed. Clones share the connection.
#[derive(Clone, Default)]
pub(super) struct Clipboard {
    connection: Arc<Mutex<Option<arboard::Clipboard>>>,
}

impl Clipboard {
    /// Offers a text to other programs. Blocks; call it from a worker.
    pub(super) fn put_text(&self, text: &str) -> Result<(), String> {
        self.with(|clipboard| clipboard.set_text(text))
    }

    /// Offers a picture to other programs. Blocks; call it from a worker.
    pub(super) fn put_picture(&self, pixels: &Pixels) -> Result<(), String> {
        self.with(|clipboard| {
            clipboard.set_image(arboard::ImageData {
                width: pixels.width,
                height: pixels.height,
                bytes: Cow::Borrowed(&pixels.rgba),
            })
        })
    }

    fn with(
        &self,
        put: impl FnOnce(&mut arboard::Clipboard) -> Result<(), arboard::Error>,
    ) -> Result<(), String> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let open = match connection.take() {
            Some(open) => Ok(open),
            None => arboard::Clipboard::new(),
        };
        open.and_then(|open| put(connection.insert(open)))
            .map_err(|error| error.to_string())
    }
}
