//! Which addresses are asked at all.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::error::{FetchError, Refusal};
use super::policy::Policy;

/// Who can be reached at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Anyone.
    Public,
    /// This machine or a network of its own: only with consent.
    Private,
    /// Nobody a feed could come from: link-local (where clouds keep their secrets), multicast, unassigned.
    Nobody,
}

/// A URL that may be asked under the policy.
///
/// # Errors
/// [`FetchError::Final`] with the rule that refuses it.
pub(super) fn checked(text: &str, policy: &Policy) -> Result<Url, FetchError> {
    let refuse = |url: String, refusal: Refusal| FetchError::Final {
        url,
        message: refusal.message,
        hint: refusal.hint.to_owned(),
    };
    let text = text.trim();
    let url = Url::parse(text).map_err(|error| {
        refuse(
            text.split(['?', '@']).next().unwrap_or_default().to_owned(),
            Refusal::new(
                format!("this is no URL ({error})"),
                "write it as https://host/path",
            ),
        )
    })?;
    check(&url, policy)
        .and_then(|()| check_spelling(&url, text))
        .map_err(|refusal| refuse(shown(&url), refusal))?;
    Ok(url)
}

/// A URL as it may be shown: without credentials and without query, where agencies put keys.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for URLs that cannot have credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

/// Whether a URL may be asked under the policy; also each hop of a redirect.
pub(super) fn check(url: &Url, policy: &Policy) -> Result<(), Refusal> {
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "https" => {}
        "http" if policy.plain_http_hosts.contains(host) => {}
        "http" => {
            return Err(Refusal::new(
                "plain http is not asked: anyone on the way could change the values",
                "write https, or allow plain http for this host on this machine",
            ));
        }
        scheme => {
            return Err(Refusal::new(
                format!("{scheme} addresses are not asked"),
                "a feed is an https URL; files go into the source's folder",
            ));
        }
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::new(
            "a URL with a user name or password is not asked",
            "take the credentials out of the URL; a basin file is shared",
        ));
    }
    match literal(host) {
        Some(address) => check_address(host, address, policy),
        None if host == "localhost" || host.ends_with(".localhost") => {
            check_address(host, IpAddr::V4(Ipv4Addr::LOCALHOST), policy)
        }
        None => Ok(()),
    }
}

/// Whether a host may be asked at an address that its name led to.
pub(super) fn check_address(host: &str, address: IpAddr, policy: &Policy) -> Result<(), Refusal> {
    match reach(address) {
        Reach::Public => Ok(()),
        Reach::Private if policy.private_hosts.contains(host) => Ok(()),
        Reach::Private => Err(Refusal::new(
            format!("{host} stands at the private address {address}, which is not asked"),
            "if the agency is behind a VPN, allow private addresses for this host on this machine",
        )),
        Reach::Nobody => Err(Refusal::new(
            format!("{host} stands at {address}, where no feed can be"),
            "correct the address with the agency",
        )),
    }
}

/// Letters of another alphabet can look like ours: such a host must be written in its coded form.
fn check_spelling(url: &Url, text: &str) -> Result<(), Refusal> {
    let host = url.host_str().unwrap_or_default();
    let is_coded = host.split('.').any(|label| label.starts_with("xn--"));
    if is_coded && !text.to_lowercase().contains(host) {
        return Err(Refusal::new(
            format!("the host has letters beyond a to z; it is really {host}"),
            "if that is the agency's host, write it in this coded form",
        ));
    }
    Ok(())
}

fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
}

/// Who can be reached at an address.
pub(super) fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(v4) => reach_v4(v4),
        IpAddr::V6(v6) => embedded_v4(v6).map_or_else(|| reach_v6(v6), reach_v4),
    }
}

fn reach_v4(address: Ipv4Addr) -> Reach {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127 | 10, _, _) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => Reach::Private,
        // "This network", link-local, protocol assignments, benchmarks, multicast and reserved.
        (0 | 224..=255, _, _) | (169, 254, _) | (192, 0, 0) | (198, 18..=19, _) => Reach::Nobody,
        _ => Reach::Public,
    }
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    if address.is_loopback() {
        return Reach::Private;
    }
    match address.segments()[0] {
        0xfc00..=0xfdff => Reach::Private,
        // 2000::/3 is all that is given out.
        0x2000..=0x3fff => Reach::Public,
        _ => Reach::Nobody,
    }
}

/// The IPv4 address inside a mapped, translated (64:ff9b::/96) or 6to4 (2002::/16) one.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return Some(mapped);
    }
    let from = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(from(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_of_clouds_are_told_from_public_ones() {
        let check = |text: &str, expect| {
            assert_eq!(reach(text.parse().expect("address")), expect, "{text}");
        };
        check("93.184.216.34", Reach::Public);
        check("2606:2800:220:1::1", Reach::Public);
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "::1",
            "fd00::1",
        ] {
            check(text, Reach::Private);
        }
        for text in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::",
            "fe80::1",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
        ] {
            check(text, Reach::Nobody);
        }
    }

    #[test]
    fn refused_urls_say_which_rule_refuses_them() {
        let policy = Policy::default();
        let check = |text: &str, expect: &str| {
            let error = checked(text, &policy).expect_err(text);
            assert!(error.to_string().contains(expect), "{text}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
            assert!(!error.is_transient());
        };
        check("http://feeds.example/a.csv", "plain http");
        check("file:///etc/passwd", "file addresses");
        check("smb://host/share", "smb addresses");
        check("https://user:secret@feeds.example/", "password");
        check("https://169.254.169.254/latest", "no feed can be");
        check("https://0xA9FEA9FE/latest", "no feed can be");
        check("https://2852039166/latest", "no feed can be");
        check("https://0251.0376.0251.0376/", "no feed can be");
        check("https://[::ffff:169.254.169.254]/", "no feed can be");
        check("https://127.1/", "private address");
        check("https://localhost/", "private address");
        check("https://10.0.0.7/?key=secret", "private address");
        check("https://fe\u{435}ds.example/", "xn--");
        check("feeds.example/a.csv", "no URL");
    }

    #[test]
    fn a_public_https_url_passes_and_consent_opens_what_it_names() {
        assert!(checked("https://feeds.example/a.csv?key=1", &Policy::default()).is_ok());
        assert!(checked("https://xn--feds-hcd.example/", &Policy::default()).is_ok());
        let mut policy = Policy::default();
        policy.plain_http_hosts.insert("127.0.0.1".to_owned());
        assert!(checked("http://127.0.0.1:8000/", &policy).is_err());
        policy.private_hosts.insert("127.0.0.1".to_owned());
        assert!(checked("http://127.0.0.1:8000/", &policy).is_ok());
        policy.private_hosts.insert("169.254.169.254".to_owned());
        assert!(checked("https://169.254.169.254/", &policy).is_err());
    }
}
