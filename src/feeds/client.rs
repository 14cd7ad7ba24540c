//! One URL, asked politely and within limits.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io::Read as _;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use reqwest::blocking::{ClientBuilder, Response};
use reqwest::header::{self, HeaderMap};
use reqwest::redirect;
use reqwest::{StatusCode, Url};

use super::address::{check, checked, shown};
use super::backoff::http_date;
use super::error::{FetchError, Refusal, root_words};
use super::names::{AskedHosts, GuardedNames};
use super::policy::{Policy, ProxyUse};
use super::trouble::{cut_short, of_body, of_connection, of_status, redirect_to, text, transient};
use crate::domain::Instant;

/// Names and values of an answer's head, bytes.
const LARGEST_HEAD: usize = 64 << 10;

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
        let len = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            name.as_str().len() + value.len()
        };
        if headers.iter().map(len).sum::<usize>() > LARGEST_HEAD {
            return Err(FetchError::Final {
                url: shown(url),
                message: "the head of the answer is larger than 64 KiB".to_owned(),
                hint: "ask the agency for the right address; no service of data needs so much"
                    .to_owned(),
            });
        }
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
            Some(redirect_to(attempt.url()))
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

/// Anything from 0 to 1. Only waits depend on it, never a result.
fn chance() -> f64 {
    let bits = RandomState::new().hash_one(Duration::ZERO) >> 11;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let share = bits as f64 / (1_u64 << 53) as f64;
    share
}
