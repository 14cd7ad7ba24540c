//! The system's own dialogs, asked on a thread of their own: the window goes on drawing behind them.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::jobs::Outbox;
use super::message::{Message, Purpose};

/// Asks for a path. Closing the dialog sends nothing: what is typed in the window stays.
pub(super) fn ask(purpose: Purpose, start: &Path, outbox: &Outbox) {
    let folder: PathBuf = if start.is_dir() {
        start.to_path_buf()
    } else {
        start.parent().map(Path::to_path_buf).unwrap_or_default()
    };
    let dialog = rfd::AsyncFileDialog::new().set_directory(folder);
    let chosen = match purpose {
        Purpose::Basin => wait(dialog.pick_folder()),
        Purpose::Export => wait(dialog.pick_file()),
        Purpose::Picture => wait(
            dialog
                .add_filter("PNG, SVG, PDF", &["png", "svg", "pdf"])
                .set_file_name(start.file_name().unwrap_or_default().to_string_lossy())
                .save_file(),
        ),
    };
    if let Some(file) = chosen {
        outbox.send(Message::Chosen(purpose, file.path().to_path_buf()));
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Sleeps until the dialog has an answer.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park(),
        }
    }
}
