//! What went wrong, from the words of the HTTP library and of the server to ours.

use reqwest::header::{self, HeaderMap, HeaderName};
use reqwest::{StatusCode, Url};

use super::address::shown;
use super::backoff::retry_after;
use super::error::{FetchError, Refusal, cause_of, root_words};
use crate::domain::Instant;

pub(super) fn refused(url: &Url, refusal: &Refusal) -> FetchError {
    FetchError::Final {
        url: shown(url),
        message: refusal.message.clone(),
        hint: refusal.hint.to_owned(),
    }
}

pub(super) fn transient(url: &Url, message: String) -> FetchError {
    FetchError::Transient {
        url: shown(url),
        message,
        retry_after: None,
    }
}

pub(super) fn of_status(
    url: &Url,
    status: StatusCode,
    headers: &HeaderMap,
    date: Option<Instant>,
) -> FetchError {
    let is_transient = status.is_server_error()
        || status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_MANY_REQUESTS;
    let message = format!(
        "the server answered {} {}",
        status.as_u16(),
        status.canonical_reason().unwrap_or_default()
    )
    .trim_end()
    .to_owned();
    if is_transient {
        let asked = text(headers, &header::RETRY_AFTER)
            .and_then(|text| retry_after(&text, date.unwrap_or_else(Instant::now)));
        return FetchError::Transient {
            url: shown(url),
            message,
            retry_after: asked,
        };
    }
    if let Some(target) = text(headers, &header::LOCATION).and_then(|to| url.join(&to).ok()) {
        // What the HTTP library itself does not follow comes back as an answer.
        return refused(url, &redirect_to(&target));
    }
    let hint = match status.as_u16() {
        401 | 403 => "ask the agency for access",
        404 | 410 => "the agency may have moved the feed: check the URL",
        _ => "check the URL with the agency",
    };
    FetchError::Final {
        url: shown(url),
        message,
        hint: hint.to_owned(),
    }
}

pub(super) fn of_connection(url: &Url, error: &reqwest::Error) -> FetchError {
    if let Some(refusal) = cause_of::<Refusal>(error) {
        return refused(url, refusal);
    }
    if let Some(rustls::Error::InvalidCertificate(why)) = cause_of::<rustls::Error>(error) {
        return of_certificate(url, why);
    }
    let message = if error.is_timeout() {
        "the server does not answer".to_owned()
    } else if error.is_connect() {
        format!("no connection to the server ({})", root_words(error))
    } else {
        format!("the connection broke ({})", root_words(error))
    };
    transient(url, message)
}

fn of_certificate(url: &Url, why: &rustls::CertificateError) -> FetchError {
    use rustls::CertificateError as Why;
    let day = |seconds: u64| {
        i64::try_from(seconds).map_or_else(
            |_| String::new(),
            |seconds| {
                Instant::from_millis(seconds.saturating_mul(1000))
                    .utc()
                    .date()
                    .to_string()
            },
        )
    };
    let (message, hint) = match why {
        Why::ExpiredContext { time, not_after } => (
            format!(
                "the server's certificate ended on {}; this machine's clock says {}",
                day(not_after.as_secs()),
                day(time.as_secs())
            ),
            "if the clock of this machine is right, tell the agency",
        ),
        Why::NotValidYetContext { time, not_before } => (
            format!(
                "the server's certificate begins on {}; this machine's clock says {}",
                day(not_before.as_secs()),
                day(time.as_secs())
            ),
            "set the clock of this machine, or tell the agency",
        ),
        other => (
            format!("the server cannot prove who it is ({other})"),
            "check the URL, or tell the agency about its certificate",
        ),
    };
    FetchError::Final {
        url: shown(url),
        message,
        hint: hint.to_owned(),
    }
}

pub(super) fn of_body(
    url: &Url,
    error: &std::io::Error,
    read: usize,
    promised: Option<usize>,
) -> FetchError {
    let is_timeout = error.kind() == std::io::ErrorKind::TimedOut
        || cause_of::<reqwest::Error>(error).is_some_and(reqwest::Error::is_timeout);
    let message = if is_timeout {
        format!("the server fell silent after {read} bytes")
    } else {
        cut_short(read, promised)
    };
    transient(url, message)
}

pub(super) fn cut_short(read: usize, promised: Option<usize>) -> String {
    match promised {
        Some(length) => format!("the answer broke off after {read} of {length} bytes"),
        None => format!("the answer broke off after {read} bytes"),
    }
}

pub(super) fn redirect_to(target: &Url) -> Refusal {
    Refusal::new(
        format!("a redirect to a {} address", target.scheme()),
        "ask the agency for the final address",
    )
}

/// A header's text; `None` when it is absent, no text, or too long to keep.
pub(super) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    // What a server calls a validator is stored and sent back: a kilobyte is generous.
    (value.len() <= 1024).then(|| value.to_owned())
}
