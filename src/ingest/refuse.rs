//! What is no export at all, and what it is instead.

use crate::domain::{Cause, Finding};

/// A kind of file that holds no readings: how it begins, what it is, what to do.
struct Kind {
    begins: &'static [u8],
    is: &'static str,
    hint: &'static str,
}

const ASK_AGAIN: &str = "download the export again, or ask the agency for it";
const SAVE_TEXT: &str = "open it and save the sheet as CSV, or ask the agency for the text export";

const KINDS: [Kind; 11] = [
    Kind {
        begins: b"\x89PNG\r\n\x1a\n",
        is: "a PNG picture",
        hint: ASK_AGAIN,
    },
    Kind {
        begins: b"\xff\xd8\xff",
        is: "a JPEG picture",
        hint: ASK_AGAIN,
    },
    Kind {
        begins: b"GIF8",
        is: "a GIF picture",
        hint: ASK_AGAIN,
    },
    Kind {
        begins: b"%PDF-",
        is: "a PDF document",
        hint: ASK_AGAIN,
    },
    Kind {
        begins: b"SQLite format 3\0",
        is: "an SQLite database",
        hint: ASK_AGAIN,
    },
    Kind {
        begins: b"version https://git-lfs.github.com/spec/",
        is: "a git-lfs pointer in the place of the data",
        hint: "fetch the data with git lfs pull and import again",
    },
    Kind {
        begins: b"7z\xbc\xaf\x27\x1c",
        is: "a 7-Zip archive",
        hint: "unpack it and import the files inside",
    },
    Kind {
        begins: b"Rar!\x1a\x07",
        is: "a RAR archive",
        hint: "unpack it and import the files inside",
    },
    Kind {
        begins: b"PAR1",
        is: "a Parquet file",
        hint: "import the agency's own export instead",
    },
    Kind {
        begins: b"\xff\xfe\0\0",
        is: "a UTF-32 text",
        hint: "save it as UTF-8",
    },
    Kind {
        begins: b"MZ",
        is: "a program",
        hint: ASK_AGAIN,
    },
];

/// A finding that says what the file is, when it is no export; `None` when it may be one.
pub(super) fn what_else(bytes: &[u8]) -> Option<Finding> {
    let refuse = |is: &str, hint: &str| {
        Finding::error(Cause::NotAnExport, format!("the file is {is}, no export")).hint(hint)
    };
    if bytes.is_empty() {
        return Some(
            Finding::error(Cause::NotAnExport, "the file is empty: 0 bytes")
                .hint("an empty file is a failed download, not an empty period; download it again"),
        );
    }
    if let Some(kind) = KINDS.iter().find(|kind| bytes.starts_with(kind.begins)) {
        return Some(refuse(kind.is, kind.hint));
    }
    let head = &bytes[..bytes.len().min(4096)];
    if head.iter().all(u8::is_ascii_whitespace) && head.len() == bytes.len() {
        return Some(
            Finding::error(Cause::NotAnExport, "the file holds nothing but blanks").hint(ASK_AGAIN),
        );
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(refuse(
            "a tar archive",
            "unpack it and import the files inside",
        ));
    }
    if let Some(finding) = too_wide(bytes) {
        return Some(finding);
    }
    // A tail of NULs is what a logger leaves that lost its power; the rows before it are rows.
    let text = head
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1);
    let head = &head[..text];
    let nuls = head.iter().filter(|&&byte| byte == 0).count();
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if nuls * 10 > head.len() && !marked {
        return Some(refuse(
            "binary, or UTF-16 without a byte-order mark",
            "save it as UTF-8 text",
        ));
    }
    None
}

/// A first line of more columns than any export has.
fn too_wide(bytes: &[u8]) -> Option<Finding> {
    const MOST: usize = 4096;
    if matches!(bytes.first(), Some(b'{' | b'[' | b'<')) {
        return None;
    }
    let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
    let is_over = |mark: &u8| {
        memchr::memchr_iter(*mark, &bytes[..end])
            .nth(MOST)
            .is_some()
    };
    b",;\t|".iter().any(is_over).then(|| {
        Finding::error(
            Cause::BadShape,
            format!("the first line has more than {MOST} columns, so none of the file is read"),
        )
        .line(1)
        .hint("export fewer series into one file")
    })
}

/// What office file the members of a zip archive make, other than a workbook.
pub(super) fn office(names: &[String]) -> Option<Finding> {
    let is = if names
        .iter()
        .any(|name| name == "mimetype" || name == "content.xml")
    {
        "an OpenDocument file"
    } else if names.iter().any(|name| name.starts_with("word/")) {
        "a Word document"
    } else {
        return None;
    };
    Some(Finding::error(Cause::NotAnExport, format!("the file is {is}, no export")).hint(SAVE_TEXT))
}

/// For a file that no profile claims and that is an answer of a service: what the answer says.
pub(super) fn service_answer(text: &str) -> Option<Finding> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let answer: serde_json::Value = serde_json::from_str(text).ok()?;
    let said = ["error", "message", "detail", "title", "errors"]
        .iter()
        .find_map(|key| answer.get(key))?;
    let said = match said {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(
        Finding::error(
            Cause::NotAnExport,
            "the file is an error message of a service, no export",
        )
        .text(&said)
        .hint(ASK_AGAIN),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_the_file_is() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b" \r\n\n", "blanks"),
            (b"\x89PNG\r\n\x1a\nxxxx", "PNG"),
            (
                b"version https://git-lfs.github.com/spec/v1\noid",
                "git-lfs",
            ),
            (b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
            (b"a\0b\0c\0", "UTF-16 without"),
        ] {
            let finding = what_else(bytes).expect(word);
            assert_eq!(finding.cause, Cause::NotAnExport);
            assert!(finding.message.contains(word), "{}", finding.message);
            assert!(finding.hint.is_some());
        }
        assert_eq!(what_else(b"a;b\n1;2\n"), None);
    }

    #[test]
    fn an_error_message_is_shown() {
        let finding = service_answer("{\"error\": \"quota exceeded\"}").expect("answer");
        assert_eq!(finding.text.as_deref(), Some("quota exceeded"));
        assert_eq!(service_answer("{\"value\": 1}"), None);
    }
}
