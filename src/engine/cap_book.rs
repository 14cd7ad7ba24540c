//! The basin's book of warning messages, `journal/cap.jsonl`: what was sent, each line hanging on the one before it,
//! and the messages themselves in `journal/cap`. Updates and cancellations refer to what stands here.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

use super::EngineError;
use super::workspace::Workspace;
use crate::domain::FileHash;
use crate::domain::cap::Issued;

/// Folder of a basin that holds what was said and done.
const FOLDER: &str = "journal";
const BOOK: &str = "cap.jsonl";
const MESSAGES: &str = "cap";

impl Workspace {
    /// Every message that was ever sent, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read, or when a line does not follow the one before it.
    pub fn cap_book(&self) -> Result<Vec<Issued>, EngineError> {
        let path = self.root().join(FOLDER).join(BOOK);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(EngineError::File(path, error)),
        };
        let mut previous = FileHash::of(b"");
        let mut book: Vec<Issued> = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let damaged = |why: String| {
                let error = std::io::Error::other(format!("line {} {why}", n + 1));
                EngineError::File(path.clone(), error)
            };
            let issued: Issued = serde_json::from_str(line).map_err(|error| {
                damaged(format!("is no entry of the book of messages: {error}"))
            })?;
            if issued.previous != previous || issued.n != n as u64 + 1 {
                return Err(damaged("does not follow the line before it".to_owned()));
            }
            previous = FileHash::of(line.as_bytes());
            book.push(issued);
        }
        Ok(book)
    }

    /// Keeps a message and enters it into the book; from then on it is sent. Number, hashes and file of the entry
    /// are filled in here.
    ///
    /// # Errors
    /// When the book cannot be read or the folder not be written.
    pub fn enter_message(&self, mut issued: Issued, xml: &str) -> Result<PathBuf, EngineError> {
        let book = self.cap_book()?;
        let folder = self.root().join(FOLDER);
        let messages = folder.join(MESSAGES);
        let fail = |path: &PathBuf| {
            let path = path.clone();
            move |error| EngineError::File(path, error)
        };
        fs::create_dir_all(&messages).map_err(fail(&messages))?;
        let file = self.cap_file(&issued.reference.identifier);
        fs::write(&file, xml).map_err(fail(&file))?;
        let path = folder.join(BOOK);
        let text = fs::read_to_string(&path).unwrap_or_default();
        issued.n = book.len() as u64 + 1;
        issued.previous = FileHash::of(text.lines().next_back().unwrap_or_default().as_bytes());
        issued.sha256 = FileHash::of(xml.as_bytes());
        let line = serde_json::to_string(&issued)
            .map_err(|error| EngineError::File(path.clone(), std::io::Error::other(error)))?;
        let mut to = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(fail(&path))?;
        to.write_all(format!("{line}\n").as_bytes())
            .and_then(|()| to.sync_all())
            .map_err(fail(&path))?;
        Ok(file)
    }

    /// Hash of the newest line of the archive's journal: whoever wrote it down finds out when the past was rewritten.
    pub fn journal_head(&self) -> FileHash {
        self.shared.archive().head().clone()
    }

    /// Where a message of the book is kept.
    pub fn cap_file(&self, identifier: &str) -> PathBuf {
        let name: String = identifier
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        self.root()
            .join(FOLDER)
            .join(MESSAGES)
            .join(format!("{name}.xml"))
    }
}
