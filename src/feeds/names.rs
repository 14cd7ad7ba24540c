//! Names → addresses, each checked at the moment of the connection, so that a name cannot be one thing when it is
//! looked at and another when it is asked.

use std::collections::BTreeSet;
use std::future::Future;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::check_address;
use super::policy::Policy;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Hosts that are being asked. Any other name that is looked up is the proxy's, which may well be private.
#[derive(Clone, Debug, Default)]
pub(super) struct AskedHosts(Arc<Mutex<BTreeSet<String>>>);

impl AskedHosts {
    /// Adds one.
    pub(super) fn add(&self, host: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(host.to_owned());
    }

    fn contains(&self, host: &str) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(host)
    }
}

/// The system's resolver behind the address rule.
pub(super) struct GuardedNames {
    pub(super) policy: Arc<Policy>,
    pub(super) hosts: AskedHosts,
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let policy = self.hosts.contains(&host).then(|| Arc::clone(&self.policy));
        Box::pin(Lookup::start(host, policy))
    }
}

/// Addresses of a host; with a policy, only if it allows one of them, and only those.
fn addresses(host: &str, policy: Option<&Policy>) -> Result<Vec<SocketAddr>, BoxError> {
    let found: Vec<SocketAddr> = (host, 0).to_socket_addrs()?.collect();
    let Some(policy) = policy else {
        return Ok(found);
    };
    let mut refusal = None;
    let mut allowed = Vec::new();
    for address in found {
        match check_address(host, address.ip(), policy) {
            Ok(()) => allowed.push(address),
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    match refusal {
        Some(why) if allowed.is_empty() => Err(Box::new(why)),
        _ => Ok(allowed),
    }
}

/// A lookup on a thread of its own: the system's resolver can take minutes, and the client's one runtime thread must
/// stay free to notice the timeout.
struct Lookup(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answer: Option<Result<Vec<SocketAddr>, BoxError>>,
    waker: Option<Waker>,
}

impl Lookup {
    fn start(host: String, policy: Option<Arc<Policy>>) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let started = std::thread::Builder::new()
            .name("name-lookup".to_owned())
            .spawn(move || {
                let answer = addresses(&host, policy.as_deref());
                let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
                state.answer = Some(answer);
                if let Some(waker) = state.waker.take() {
                    waker.wake();
                }
            });
        if let Err(error) = started {
            state.lock().unwrap_or_else(PoisonError::into_inner).answer =
                Some(Err(Box::new(error)));
        }
        Self(state)
    }
}

impl Future for Lookup {
    type Output = Result<Addrs, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.answer.take() {
            Some(answer) => Poll::Ready(answer.map(|found| Box::new(found.into_iter()) as Addrs)),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
