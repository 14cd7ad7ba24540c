//! One URL, asked politely and within limits.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io::Read as _;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use reqwest::blocking::{ClientBuilder, Response};
use reqwest::header::{self, HeaderMap, HeaderName};
use reqwest::redirect;
use reqwest::{StatusCode, Url};

use super::address::{check, checked, shown};
use super::backoff::{http_date, retry_after};
use super::error::{FetchError, Refusal, cause_of, root_words};
use super::names::{AskedHosts, GuardedNames};
use super::policy::{Policy, ProxyUse};
use crate::domain::Instant;

/// What a server said of its last payload; given back, it lets the server answer "not modified".
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Validators {
    /// `ETag`, as the server wrote it.
    pub etag: Option<String>,
    /// `Last-Modified`, as the server wrote it.
    pub last_modified: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// Nothing new since the validators given. The data are as old as they were.
    NotModified {
        /// The server's clock.
        date: Option<Instant>,
    },
    /// A whole payload. It may still be a web page that says "down for maintenance": reading it decides.
    New {
        /// The body, exactly as long as the server said.
        bytes: Vec<u8>,
        /// To be kept with it for the next time.
        validators: Validators,
        /// The server's clock.
        date: Option<Instant>,
    },
}

/// Asks URLs. Blocking: to be used on worker threads, never in a frame.
#[derive(Debug)]
pub struct Client {
    policy: Arc<Policy>,
    hosts: AskedHosts,
    http: reqwest::blocking::Client,
    turns: Mutex<BTreeMap<String, Arc<Mutex<()>>>>,
}

impl Client {
    /// A client that keeps to `policy`.
    ///
    /// # Errors
    /// [`FetchError::Final`] when the system's certificates cannot be used.
    pub fn new(policy: Policy) -> Result<Self, FetchError> {
        install_cryptography();
        let policy = Arc::new(policy);
        let hosts = AskedHosts::default();
        let http = builder(&policy, &hosts)
            .build()
            .map_err(|error| FetchError::Final {
                url: "https".to_owned(),
                message: format!("no secure connection can be made ({})", root_words(&error)),
                hint: "check that this machine has its system certificates".to_owned(),
            })?;
        Ok(Self {
            policy,
            hosts,
            http,
            turns: Mutex::default(),
        })
    }

    /// Asks `url`; with `previous`, the server may answer that nothing is new.
    ///
    /// Transient failures are tried again as the policy says, one request a host at a time.
    ///
    /// # Errors
    /// [`FetchError::Transient`] when all attempts failed, or the server asked to wait longer than the policy's
    /// patience; [`FetchError::Final`] when another attempt would fail too. Never an empty payload in their place.
    pub fn get(&self, url: &str, previous: &Validators) -> Result<Fetched, FetchError> {
        let url = checked(url, &self.policy)?;
        let host = url.host_str().unwrap_or_default();
        self.hosts.add(host);
        let turn = self.turn_of(host);
        let _held = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut failures = 0;
        loop {
            let answer = self.ask(&url, previous);
            let Err(FetchError::Transient { retry_after, .. }) = &answer else {
                return answer;
            };
            let wait = self.policy.backoff.wait(failures, *retry_after, chance());
            failures += 1;
            if failures >= self.policy.attempts || wait > self.policy.patience {
                return answer;
            }
            std::thread::sleep(wait);
        }
    }

    fn turn_of(&self, host: &str) -> Arc<Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(host.to_owned()).or_default())
    }

    fn ask(&self, url: &Url, previous: &Validators) -> Result<Fetched, FetchError> {
        let started = Stopwatch::now();
        let response = self
            .http
            .get(url.clone())
            .headers(conditions(previous))
            .send()
            .map_err(|error| of_connection(url, &error))?;
        let headers = response.headers().clone();
        let date = text(&headers, &header::DATE).and_then(|date| http_date(&date));
        match response.status() {
            StatusCode::OK => Ok(Fetched::New {
                bytes: self.body(url, response, started)?,
                validators: Validators {
                    etag: text(&headers, &header::ETAG),
                    last_modified: text(&headers, &header::LAST_MODIFIED),
                },
                date,
            }),
            StatusCode::NOT_MODIFIED if *previous != Validators::default() => {
                Ok(Fetched::NotModified { date })
            }
            status => Err(of_status(url, status, &headers, date)),
        }
    }

    /// The whole body, or an error: half a payload is no payload.
    fn body(
        &self,
        url: &Url,
        mut response: Response,
        started: Stopwatch,
    ) -> Result<Vec<u8>, FetchError> {
        let promised = promised_length(url, response.headers())?;
        let too_large = || FetchError::Final {
            url: shown(url),
            message: format!(
                "the answer is larger than {} MiB",
                self.policy.body_limit >> 20
            ),
            hint: "ask the agency for a shorter period in the URL".to_owned(),
        };
        if promised.is_some_and(|length| length > self.policy.body_limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(promised.unwrap_or(0));
        let mut part = vec![0; 64 << 10];
        loop {
            if started.elapsed() > self.policy.total_timeout {
                let seconds = self.policy.total_timeout.as_secs_f64();
                return Err(transient(
                    url,
                    format!("the answer was not complete after {seconds} s"),
                ));
            }
            let n = response
                .read(&mut part)
                .map_err(|error| of_body(url, &error, bytes.len(), promised))?;
            if n == 0 {
                break;
            }
            if bytes.len() + n > self.policy.body_limit {
                return Err(too_large());
            }
            bytes.extend_from_slice(&part[..n]);
        }
        if promised.is_some_and(|length| length != bytes.len()) {
            return Err(transient(url, cut_short(bytes.len(), promised)));
        }
        Ok(bytes)
    }
}

fn builder(policy: &Arc<Policy>, hosts: &AskedHosts) -> ClientBuilder {
    let builder = reqwest::blocking::Client::builder()
        .user_agent(concat!("thalweg/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(policy.connect_timeout)
        // For the blocking client this is the wait for the head and for each read, not for the whole.
        .timeout(policy.idle_timeout)
        .redirect(redirects(Arc::clone(policy), hosts.clone()))
        .referer(false)
        // An unpacked body no longer shows whether it came whole; exports are small and asked for conditionally.
        .no_gzip()
        // Polls are minutes apart: a connection kept open is a dead one.
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(GuardedNames {
            policy: Arc::clone(policy),
            hosts: hosts.clone(),
        }));
    match policy.proxy {
        ProxyUse::System => builder,
        ProxyUse::Direct => builder.no_proxy(),
    }
}

/// Follows redirects of one scheme, each address checked anew.
fn redirects(policy: Arc<Policy>, hosts: AskedHosts) -> redirect::Policy {
    redirect::Policy::custom(move |attempt| {
        let refusal = if attempt.previous().len() > policy.redirects {
            Some(Refusal::new(
                format!("more than {} redirects", policy.redirects),
                "ask the agency for the final address",
            ))
        } else if attempt
            .previous()
            .last()
            .is_some_and(|last| last.scheme() != attempt.url().scheme())
        {
            Some(Refusal::new(
                format!("a redirect to a {} address", attempt.url().scheme()),
                "ask the agency for the final address",
            ))
        } else {
            check(attempt.url(), &policy).err()
        };
        if let Some(refusal) = refusal {
            return attempt.error(refusal);
        }
        hosts.add(attempt.url().host_str().unwrap_or_default());
        attempt.follow()
    })
}

/// ring, once for the process: no C compiler is asked for beyond what every desktop has.
fn install_cryptography() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Fails only when one is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

fn conditions(previous: &Validators) -> HeaderMap {
    let given = [
        (header::IF_NONE_MATCH, &previous.etag),
        (header::IF_MODIFIED_SINCE, &previous.last_modified),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        if let Some(value) = value.as_ref().and_then(|value| value.parse().ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    // What a server calls a validator is stored and sent back: a kilobyte is generous.
    (value.len() <= 1024).then(|| value.to_owned())
}

/// `Content-Length`; `None` when the body is chunked, which marks its own end.
fn promised_length(url: &Url, headers: &HeaderMap) -> Result<Option<usize>, FetchError> {
    if text(headers, &header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(FetchError::Final {
            url: shown(url),
            message: "the answer is compressed although that was not asked for".to_owned(),
            hint: "ask the agency for an uncompressed address".to_owned(),
        });
    }
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return Ok(None);
    }
    text(headers, &header::CONTENT_LENGTH)
        .and_then(|length| length.trim().parse().ok())
        .map(Some)
        .ok_or_else(|| {
            transient(
                url,
                "the server does not say how long its answer is, so that half of it would look whole"
                    .to_owned(),
            )
        })
}

fn transient(url: &Url, message: String) -> FetchError {
    FetchError::Transient {
        url: shown(url),
        message,
        retry_after: None,
    }
}

fn of_status(
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

fn of_connection(url: &Url, error: &reqwest::Error) -> FetchError {
    if let Some(refusal) = cause_of::<Refusal>(error) {
        return FetchError::Final {
            url: shown(url),
            message: refusal.message.clone(),
            hint: refusal.hint.to_owned(),
        };
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

fn of_body(url: &Url, error: &std::io::Error, read: usize, promised: Option<usize>) -> FetchError {
    let is_timeout = error.kind() == std::io::ErrorKind::TimedOut
        || cause_of::<reqwest::Error>(error).is_some_and(reqwest::Error::is_timeout);
    let message = if is_timeout {
        format!("the server fell silent after {read} bytes")
    } else {
        cut_short(read, promised)
    };
    transient(url, message)
}

fn cut_short(read: usize, promised: Option<usize>) -> String {
    match promised {
        Some(length) => format!("the answer broke off after {read} of {length} bytes"),
        None => format!("the answer broke off after {read} bytes"),
    }
}

/// Anything from 0 to 1. Only waits depend on it, never a result.
fn chance() -> f64 {
    let bits = RandomState::new().hash_one(Duration::ZERO) >> 11;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let share = bits as f64 / (1_u64 << 53) as f64;
    share
}
