//! Feeds against a server on loopback that behaves as servers do on a flood night. No other network is used.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use thalweg::domain::Cause;
use thalweg::feeds::{Backoff, Client, FetchError, Fetched, Policy, ProxyUse, Validators, folder};

/// What the server does with one connection, after the request has come.
type Behaviour = Box<dyn FnOnce(&mut TcpStream) + Send>;

/// One behaviour a connection, in order; connections beyond the last are closed unanswered.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(behaviours: Vec<Behaviour>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            let mut behaviours = behaviours.into_iter();
            while let Ok((mut stream, _)) = listener.accept() {
                seen.lock().unwrap().push(request(&mut stream));
                if let Some(behave) = behaviours.next() {
                    behave(&mut stream);
                }
            }
        });
        Self { address, requests }
    }

    fn url(&self) -> String {
        format!("http://{}/level.csv?key=secret", self.address)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        text.push(byte[0]);
    }
    String::from_utf8(text).unwrap().to_lowercase()
}

fn says(text: impl Into<Vec<u8>>) -> Behaviour {
    let text = text.into();
    Box::new(move |stream| {
        // A client that has read enough may have hung up.
        let _ = stream.write_all(&text);
    })
}

fn answers(head: &str, body: &str) -> Behaviour {
    says(format!(
        "HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

fn policy() -> Policy {
    Policy {
        plain_http_hosts: ["127.0.0.1".to_owned()].into(),
        private_hosts: ["127.0.0.1".to_owned()].into(),
        proxy: ProxyUse::Direct,
        connect_timeout: Duration::from_secs(2),
        idle_timeout: Duration::from_millis(300),
        total_timeout: Duration::from_secs(2),
        body_limit: 64 << 10,
        backoff: Backoff {
            base: Duration::from_millis(1),
            ..Backoff::default()
        },
        patience: Duration::from_secs(3),
        ..Policy::default()
    }
}

fn once() -> Policy {
    Policy {
        attempts: 1,
        ..policy()
    }
}

fn get(server: &Server, policy: Policy) -> Result<Fetched, FetchError> {
    Client::new(policy)
        .unwrap()
        .get(&server.url(), &Validators::default())
}

fn body(fetched: Result<Fetched, FetchError>) -> String {
    match fetched.unwrap() {
        Fetched::New { bytes, .. } => String::from_utf8(bytes).unwrap(),
        other @ Fetched::NotModified { .. } => panic!("{other:?}"),
    }
}

fn transient(fetched: Result<Fetched, FetchError>, words: &str) -> Option<Duration> {
    match fetched {
        Err(
            ref error @ FetchError::Transient {
                ref message,
                retry_after,
                ..
            },
        ) => {
            assert!(message.contains(words), "{message}");
            assert!(!error.to_string().contains("secret"), "{error}");
            retry_after
        }
        other => panic!("no transient failure: {other:?}"),
    }
}

fn lasting(fetched: Result<Fetched, FetchError>, words: &str) {
    match fetched {
        Err(
            ref error @ FetchError::Final {
                ref message,
                ref hint,
                ..
            },
        ) => {
            assert!(message.contains(words), "{message}");
            assert!(!hint.is_empty());
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        other => panic!("no final failure: {other:?}"),
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start(vec![
        answers(
            "200 OK\r\nETag: \"a1\"\r\nLast-Modified: Sun, 14 Jun 2026 05:45:00 GMT\r\n\
             Date: Sun, 14 Jun 2026 06:00:00 GMT",
            "t;v\n",
        ),
        says("HTTP/1.1 304 Not Modified\r\nETag: \"a1\"\r\n\r\n"),
    ]);
    let client = Client::new(policy()).unwrap();
    let first = client.get(&server.url(), &Validators::default()).unwrap();
    let Fetched::New {
        bytes,
        validators,
        date,
    } = first
    else {
        panic!("{first:?}");
    };
    assert_eq!(bytes, b"t;v\n");
    assert_eq!(date.unwrap().to_string(), "2026-06-14T06:00:00Z");
    let second = client.get(&server.url(), &validators).unwrap();
    assert_eq!(second, Fetched::NotModified { date: None });
    let requests = server.requests();
    assert!(!requests[0].contains("if-none-match"));
    assert!(requests[1].contains("if-none-match: \"a1\""));
    assert!(requests[1].contains("if-modified-since: sun, 14 jun 2026 05:45:00 gmt"));
    assert!(requests[1].contains("get /level.csv?key=secret"));
}

#[test]
fn not_modified_without_having_asked_is_no_answer() {
    let server = Server::start(vec![says("HTTP/1.1 304 Not Modified\r\n\r\n")]);
    lasting(get(&server, policy()), "304");
}

#[test]
fn a_server_that_stumbles_is_asked_again() {
    for head in [
        "500 Internal Server Error",
        "503 Busy",
        "429 Slow",
        "408 Late",
    ] {
        let server = Server::start(vec![answers(head, "sorry"), answers("200 OK", "value\n")]);
        assert_eq!(body(get(&server, policy())), "value\n", "{head}");
        assert_eq!(server.requests().len(), 2, "{head}");
    }
}

#[test]
fn three_attempts_and_no_more() {
    let sorry = || answers("502 Bad Gateway", "");
    let server = Server::start(vec![sorry(), sorry(), sorry(), sorry()]);
    transient(get(&server, policy()), "502");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn what_is_not_there_or_not_allowed_is_not_asked_again() {
    for head in [
        "404 Not Found",
        "403 Forbidden",
        "410 Gone",
        "204 No Content",
        "206 Partial",
    ] {
        let server = Server::start(vec![answers(head, "")]);
        lasting(get(&server, policy()), &head[..3]);
        assert_eq!(server.requests().len(), 1, "{head}");
    }
}

#[test]
fn silence_after_the_head_or_before_it_ends_in_time() {
    let started = Instant::now();
    let server = Server::start(vec![Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1;2\n");
        std::thread::sleep(Duration::from_secs(3));
    })]);
    transient(get(&server, once()), "silent after 4 bytes");
    let server = Server::start(vec![Box::new(|_| {
        std::thread::sleep(Duration::from_secs(3));
    })]);
    transient(get(&server, once()), "does not answer");
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_trickle_ends_with_the_total_time() {
    let server = Server::start(vec![Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n");
        while stream.write_all(b"1").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    })]);
    let started = Instant::now();
    transient(get(&server, once()), "not complete after 2 s");
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn half_a_payload_is_no_payload() {
    let cut = |text: &'static str, words| {
        let server = Server::start(vec![says(text)]);
        transient(get(&server, once()), words);
    };
    cut(
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n12345678",
        "broke off after 8 of 20 bytes",
    );
    cut(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1;2\n\r\n",
        "broke off after 4 bytes",
    );
    cut("HTTP/1.1 200 OK\r\n\r\n1;2\n", "does not say how long");
}

#[test]
fn every_cut_of_an_answer_is_noticed() {
    let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n2026;1\n27;2\n";
    let cuts: Vec<Behaviour> = (0..whole.len() - 1).map(|n| says(&whole[..n])).collect();
    let n = cuts.len();
    let server = Server::start(cuts);
    let client = Client::new(once()).unwrap();
    for cut in 0..n {
        transient(client.get(&server.url(), &Validators::default()), "");
        assert_eq!(server.requests().len(), cut + 1);
    }
}

#[test]
fn chunks_come_together() {
    let server = Server::start(vec![says(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1;2\n\r\n4\r\n3;4\n\r\n0\r\n\r\n",
    )]);
    assert_eq!(body(get(&server, policy())), "1;2\n3;4\n");
}

#[test]
fn a_connection_that_breaks_is_transient() {
    let server = Server::start(vec![says("HTTP/1.1 200 OK\r\nContent-Le")]);
    transient(get(&server, once()), "the connection broke");
}

#[test]
fn a_connection_that_is_reset_or_refused_is_transient() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server {
        address: listener.local_addr().unwrap().to_string(),
        requests: Arc::default(),
    };
    let once_reset = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n").unwrap();
        std::thread::sleep(Duration::from_millis(100));
        // Closed with the request unread, which makes the system send a reset; then nobody listens any more.
    });
    transient(get(&server, once()), "the connection broke");
    once_reset.join().unwrap();
    transient(get(&server, once()), "no connection");
}

#[test]
fn a_redirect_is_followed_within_its_scheme_only() {
    let target = Server::start(vec![answers("200 OK", "moved\n")]);
    let redirect =
        |to: &str| Server::start(vec![answers(&format!("302 Found\r\nLocation: {to}"), "")]);
    let server = redirect(&format!("http://{}/new", target.address));
    assert_eq!(body(get(&server, policy())), "moved\n");
    lasting(
        get(&redirect("file:///etc/passwd"), policy()),
        "a file address",
    );
    lasting(
        get(&redirect("https://127.0.0.1:1/"), policy()),
        "a https address",
    );
    lasting(
        get(&redirect("http://169.254.169.254/latest"), policy()),
        "plain http",
    );
    lasting(
        get(&redirect("http://user:pw@127.0.0.1:1/"), policy()),
        "password",
    );
}

#[test]
fn a_circle_of_redirects_ends() {
    let server = Server::start(
        (0..9)
            .map(|_| answers("301 Moved\r\nLocation: /again", ""))
            .collect(),
    );
    lasting(get(&server, policy()), "more than 5 redirects");
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn too_large_an_answer_is_refused_however_it_is_sent() {
    let server = Server::start(vec![says(
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n1",
    )]);
    lasting(get(&server, policy()), "larger than");
    let server = Server::start(vec![Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        let chunk = format!("{:x}\r\n{}\r\n", 1000, "1".repeat(1000));
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    })]);
    lasting(get(&server, policy()), "larger than");
}

#[test]
fn a_server_that_asks_to_wait_is_obeyed() {
    let server = Server::start(vec![
        answers("429 Too Many Requests\r\nRetry-After: 1", ""),
        answers("200 OK", "later\n"),
    ]);
    let started = Instant::now();
    assert_eq!(body(get(&server, policy())), "later\n");
    assert!(started.elapsed() >= Duration::from_secs(1));

    let busy = "503 Busy\r\nRetry-After: Sun, 14 Jun 2026 06:10:00 GMT\r\n\
                Date: Sun, 14 Jun 2026 06:00:00 GMT";
    let server = Server::start(vec![answers(busy, "")]);
    let asked = transient(get(&server, policy()), "503");
    assert_eq!(asked, Some(Duration::from_secs(600)));
    assert_eq!(server.requests().len(), 1, "longer than the patience");
}

#[test]
fn a_page_that_is_no_export_is_passed_on_as_it_is() {
    let page = "<!DOCTYPE html><title>Down for maintenance</title>";
    let server = Server::start(vec![answers("200 OK", page)]);
    assert_eq!(body(get(&server, policy())), page);
}

#[test]
fn a_packed_answer_that_nobody_asked_for_is_refused() {
    let server = Server::start(vec![answers("200 OK\r\nContent-Encoding: gzip", "\u{1f}")]);
    lasting(get(&server, policy()), "compressed");
    assert!(!server.requests()[0].contains("accept-encoding: gzip"));
}

#[test]
fn without_consent_nothing_is_asked() {
    let server = Server::start(vec![answers("200 OK", "no")]);
    let check = |change: fn(&mut Policy), words| {
        let mut policy = policy();
        change(&mut policy);
        lasting(get(&server, policy), words);
    };
    check(|policy| policy.plain_http_hosts.clear(), "plain http");
    check(|policy| policy.private_hosts.clear(), "private address");
    assert!(server.requests().is_empty());
}

#[test]
fn a_name_that_leads_to_this_machine_needs_consent_too() {
    // The hosts file or the resolver says what localhost is; the check is made on the address it leads to.
    let server = Server::start(vec![answers("200 OK", "in\n")]);
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    let url = format!("http://localhost:{port}/");
    let mut policy = policy();
    policy.plain_http_hosts.insert("localhost".to_owned());
    let client = Client::new(policy.clone()).unwrap();
    lasting(client.get(&url, &Validators::default()), "private address");
    policy.private_hosts.insert("localhost".to_owned());
    let client = Client::new(policy).unwrap();
    assert_eq!(body(client.get(&url, &Validators::default())), "in\n");
}

#[test]
fn a_failure_becomes_a_finding_with_a_remedy_and_without_keys() {
    let server = Server::start(vec![answers("404 Not Found", "")]);
    let finding = get(&server, policy()).unwrap_err().finding();
    assert_eq!(finding.cause, Cause::Fetch);
    assert_eq!(finding.message, "the server answered 404 Not Found");
    assert_eq!(
        finding.hint.as_deref(),
        Some("the agency may have moved the feed: check the URL")
    );
    assert_eq!(
        finding.text,
        Some(format!("http://{}/level.csv", server.address))
    );
}

#[test]
fn a_file_that_arrives_is_reported_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (sender, changes) = channel();
    let watcher = folder::watch(folder.path(), move |change| sender.send(change).unwrap()).unwrap();

    let path = folder.path().join("stage.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    for _ in 0..8 {
        writeln!(file, "2026-06-14;3.21").unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert!(changes.try_recv().is_err(), "reported while it was written");
    }
    std::fs::write(folder.path().join("rain.csv.part"), "half").unwrap();
    std::fs::write(folder.path().join(".lock"), "").unwrap();
    let change = changes.recv_timeout(Duration::from_secs(2)).unwrap();
    assert_eq!(change.files, [path]);
    assert!(change.findings.is_empty());

    let below = folder.path().join("co-foz-live");
    std::fs::create_dir(&below).unwrap();
    std::fs::write(below.join("a.tsv"), "1").unwrap();
    std::fs::rename(
        folder.path().join("rain.csv.part"),
        folder.path().join("rain.csv"),
    )
    .unwrap();
    let mut found = Vec::new();
    while found.len() < 2 {
        found.extend(changes.recv_timeout(Duration::from_secs(2)).unwrap().files);
        found.sort();
        found.dedup();
    }
    assert_eq!(found, [below.join("a.tsv"), folder.path().join("rain.csv")]);

    drop(watcher);
    std::fs::write(folder.path().join("late.csv"), "1").unwrap();
    assert!(changes.recv_timeout(Duration::from_secs(1)).is_err());
}

#[test]
fn a_folder_that_does_not_exist_cannot_be_watched() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("exports");
    let error = folder::watch(&missing, |_| {}).unwrap_err();
    assert!(error.to_string().contains("exports"), "{error}");
    assert!(error.hint().contains("exists"));
}
