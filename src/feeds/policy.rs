//! What a fetch may do.

use std::collections::BTreeSet;
use std::time::Duration;

use super::backoff::Backoff;

/// Which way out of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyUse {
    /// The proxy that the system or the environment names.
    System,
    /// None: straight to the server.
    Direct,
}

/// Limits and consents of a [`Client`](super::Client).
#[derive(Clone, Debug)]
pub struct Policy {
    /// Hosts that a person has allowed to be asked over plain http. All others need https.
    pub plain_http_hosts: BTreeSet<String>,
    /// Hosts that a person has allowed to stand at a private or loopback address, as behind a VPN.
    /// Link-local addresses, where clouds keep their secrets, are never asked.
    pub private_hosts: BTreeSet<String>,
    /// Which way out.
    pub proxy: ProxyUse,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for the answer's head, and for each next part of its body.
    pub idle_timeout: Duration,
    /// Longest time for one attempt as a whole.
    pub total_timeout: Duration,
    /// Largest body, bytes.
    pub body_limit: usize,
    /// Most redirects that are followed.
    pub redirects: usize,
    /// Most attempts of one [`get`](super::Client::get); 1 leaves the next attempt to the caller.
    pub attempts: u32,
    /// How long to wait between attempts.
    pub backoff: Backoff,
    /// Longest wait within one `get`. When a server asks for more, the error says so and the caller waits.
    pub patience: Duration,
}

impl Default for Policy {
    /// https to public addresses, three attempts.
    fn default() -> Self {
        Self {
            plain_http_hosts: BTreeSet::new(),
            private_hosts: BTreeSet::new(),
            proxy: ProxyUse::System,
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            body_limit: 64 << 20,
            redirects: 5,
            attempts: 3,
            backoff: Backoff::default(),
            patience: Duration::from_secs(30),
        }
    }
}

impl Policy {
    /// The default with one attempt a time: where a poll comes round again, the poll is the retry.
    pub fn polling() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }
}
