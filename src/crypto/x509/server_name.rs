//! Whether a certificate is for the name that a client asked for. RFC 9525 §6.3, RFC 5280 §4.2.1.6.

use super::extension::SubjectAltName;
use crate::crypto::rare;

/// Whether a certificate with those names is for `server_name`, a DNS name or an IP address.
///
/// An address matches an `iPAddress` only. A DNS name matches a `dNSName` without regard to case; `*` as the whole
/// leftmost label matches one label, and two labels must follow it.
#[must_use]
pub fn matches_server_name(names: &SubjectAltName, server_name: &str) -> bool {
    match address_bytes(server_name) {
        Some(address) => names.ip_addresses.contains(&address),
        None => names.dns_names.iter().any(|presented| matches_dns_name(presented, server_name)),
    }
}

/// The bytes of an IP address in the form of an `iPAddress`: four of version 4, sixteen of version 6; `None` if the text is
/// not one, or addresses, which are rare, are not there. RFC 5280 §4.2.1.6.
#[must_use]
pub fn address_bytes(text: &str) -> Option<Vec<u8>> {
    if !rare::BUILT {
        return None;
    }
    if text.contains(':') {
        return text.parse().ok().map(|address: core::net::Ipv6Addr| address.octets().to_vec());
    }
    // As RFC 6943 §3.1.1 has it strictly: no sign and no leading zero.
    let octet = |part: &str| part.parse::<u8>().ok().filter(|octet| octet.to_string() == part);
    let octets: Vec<u8> = text.split('.').map(octet).collect::<Option<_>>()?;
    (octets.len() == 4).then_some(octets)
}

/// Whether a server is named by its address, of version 4 or 6; only the latter have colons.
#[must_use]
pub fn is_ip_address(text: &str) -> bool {
    text.contains(':') || address_bytes(text).is_some()
}

fn matches_dns_name(presented: &str, wanted: &str) -> bool {
    // A dot at the end makes a name absolute, as the names of servers are anyway.
    let wanted = wanted.strip_suffix('.').unwrap_or(wanted);
    if wanted.is_empty() || wanted.split('.').any(str::is_empty) {
        return false;
    }
    match presented.strip_prefix("*.") {
        Some(parent) => {
            parent.contains('.')
                && !parent.contains('*')
                && wanted.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(parent))
        }
        None => !presented.contains('*') && presented.eq_ignore_ascii_case(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_as_rfc_9525_says() {
        for (presented, wanted, expected) in [
            ("example.com", "example.com", true),
            ("Example.COM", "eXample.com", true),
            ("example.com", "example.com.", true),
            ("example.com", "www.example.com", false),
            ("*.example.com", "www.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false),
            ("*.EXAMPLE.com", "www.example.COM", true),
            ("w*.example.com", "www.example.com", false),
            ("www.*.com", "www.example.com", false),
            ("*.*.com", "www.example.com", false),
            ("*.com", "example.com", false),
            ("*", "localhost", false),
            ("localhost", "localhost", true),
            ("*.example.com", ".example.com", false),
            ("", "", false),
            ("192.0.2.1", "192.0.2.1", false),
        ] {
            let names = SubjectAltName { dns_names: vec![presented.into()], ..Default::default() };
            assert_eq!(matches_server_name(&names, wanted), expected, "{presented} for {wanted}");
        }
        let names = SubjectAltName { ip_addresses: vec![vec![192, 0, 2, 1]], ..Default::default() };
        assert!(matches_server_name(&names, "192.0.2.1"));
        assert!(!matches_server_name(&names, "192.0.2.2"));
        assert!(!matches_server_name(&names, "2001:db8::1"));
        assert!(!matches_server_name(&names, "example.com"));
        let address = [&[0x20, 0x01, 0x0d, 0xb8][..], &[0; 11], &[1]].concat();
        let names = SubjectAltName { ip_addresses: vec![address], ..Default::default() };
        assert!(matches_server_name(&names, "2001:db8::1"));
        assert!(matches_server_name(&names, "2001:0DB8:0:0::0:1"));
        assert!(!matches_server_name(&names, "2001:db8::2"));
    }

    #[test]
    fn addresses_are_told_from_names() {
        for address in ["192.0.2.1", "0.0.0.0", "255.255.255.255", "::1", "2001:db8::1"] {
            assert!(is_ip_address(address), "{address}");
        }
        for name in ["example.com", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "+1.2.3.4", "1.2.3.", ""] {
            assert!(!is_ip_address(name), "{name}");
        }
    }
}
