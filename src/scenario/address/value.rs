//! What each value may be: the same limits for links and for what is typed into the page.

use super::Problem;
use crate::crypto::rare;
use crate::crypto::x509::address_bytes;
#[cfg(feature = "whole")]
use crate::scenario::attack::pairs;
use crate::scenario::{Date, ExternalPsk};
#[cfg(feature = "whole")]
use crate::trace::Bytes;

/// The most bytes that one side says to the other.
pub const SPEECH_BYTES: usize = 4096;
/// The most characters of a seed.
pub const SEED_CHARACTERS: usize = 64;
/// The most bytes of a name. RFC 1035 §2.3.4 gives 255 octets on the wire, which leaves 253 for the text.
pub const NAME_BYTES: usize = 253;
/// The most application protocols of one side.
pub const PROTOCOLS: usize = 16;
/// The most bytes of one application protocol's name. RFC 7301 §3.1.
pub const PROTOCOL_BYTES: usize = 255;
/// The most names of one server.
pub const NAMES: usize = 16;
/// The most tickets.
pub const TICKETS: u8 = 4;

/// Reads a seed.
///
/// # Errors
/// If it is empty, too long, or holds control characters.
pub fn seed(text: &str) -> Result<String, Problem> {
    if text.is_empty() {
        Err(Problem::Empty)
    } else if text.len() > 4 * SEED_CHARACTERS || text.chars().count() > SEED_CHARACTERS {
        Err(Problem::TooManyCharacters(SEED_CHARACTERS))
    } else if text.chars().any(char::is_control) {
        Err(Problem::ControlCharacter)
    } else {
        Ok(text.into())
    }
}

/// Reads a DNS name, in lower case.
///
/// # Errors
/// If it is empty, too long or not a host name; an IP address is not one (RFC 6066 §3).
pub fn server_name(text: &str) -> Result<String, Problem> {
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if text.len() > NAME_BYTES {
        return Err(Problem::TooManyBytes(NAME_BYTES));
    }
    let label_is_valid = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top_is_number = text
        .rsplit('.')
        .next()
        .is_some_and(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()));
    if text.split('.').all(label_is_valid) && !top_is_number {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Problem::NotAName)
    }
}

/// Reads the name of a host as a client has it: a DNS name or an IP address, in lower case.
///
/// # Errors
/// If it is neither; as [`server_name`].
pub fn host(text: &str) -> Result<String, Problem> {
    if !rare::BUILT {
        // What else it may be, or what is wrong with it, the whole program says.
        server_name(text).map_err(|_| Problem::NotBuilt)
    } else if text.len() <= NAME_BYTES && address_bytes(text).is_some() {
        Ok(text.to_ascii_lowercase())
    } else {
        server_name(text)
    }
}

/// Reads a name for a certificate: a host's, or with `*` as the whole leftmost label. RFC 9525 §6.3.
///
/// # Errors
/// As [`host`].
pub fn certificate_name(text: &str) -> Result<String, Problem> {
    match text.strip_prefix("*.") {
        Some(parent) => server_name(parent).map(|parent| ["*.", &parent].concat()),
        None => host(text),
    }
}

/// Checks a list of application protocols.
///
/// # Errors
/// If there are too many, or one is empty, too long, or holds control characters.
pub fn protocols(list: Vec<String>) -> Result<Vec<String>, Problem> {
    if list.len() > PROTOCOLS {
        return Err(Problem::TooManyProtocols(PROTOCOLS));
    }
    for protocol in &list {
        if protocol.is_empty() {
            return Err(Problem::Empty);
        }
        if protocol.len() > PROTOCOL_BYTES {
            return Err(Problem::TooManyBytes(PROTOCOL_BYTES));
        }
        if protocol.chars().any(char::is_control) {
            return Err(Problem::ControlCharacter);
        }
    }
    Ok(list)
}

/// Reads application protocols as a person types them: with commas between.
///
/// # Errors
/// As [`protocols`].
pub fn typed_protocols(text: &str) -> Result<Vec<String>, Problem> {
    protocols(text.split(',').map(str::trim).filter(|protocol| !protocol.is_empty()).map(Into::into).collect())
}

/// Reads the name of a key that both were given.
///
/// # Errors
/// If it is empty, too long, or holds control characters.
pub fn psk_identity(text: &str) -> Result<String, Problem> {
    if text.is_empty() {
        Err(Problem::Empty)
    } else if text.len() > ExternalPsk::IDENTITY_BYTES {
        Err(Problem::TooManyBytes(ExternalPsk::IDENTITY_BYTES))
    } else if text.chars().any(char::is_control) {
        Err(Problem::ControlCharacter)
    } else {
        Ok(text.into())
    }
}

/// Reads a key that both were given, as pairs of hexadecimal digits.
///
/// # Errors
/// If it is something else, too short or too long.
#[cfg(feature = "whole")]
pub fn psk(text: &str) -> Result<Bytes, Problem> {
    let (from, to) = (ExternalPsk::LEAST_VALUE_BYTES, ExternalPsk::VALUE_BYTES);
    pairs(text, to).filter(|bytes| bytes.len() >= from).ok_or(Problem::NotAKey { from, to })
}

/// Reads a day.
///
/// # Errors
/// If it is no day from 1970 to 2049.
pub fn date(text: &str) -> Result<Date, Problem> {
    Date::parse(text).ok_or(Problem::NotADate)
}

/// Reads a number of tickets.
///
/// # Errors
/// If it is no number from 0 to 4.
pub fn tickets(text: &str) -> Result<u8, Problem> {
    let problem = Problem::NotANumber { from: 0, to: usize::from(TICKETS) };
    text.parse().ok().filter(|number| text.len() == 1 && *number <= TICKETS).ok_or(problem)
}

/// Reads a whole number of a range, in digits only.
///
/// # Errors
/// If it is not one.
pub fn number(text: &str, from: usize, to: usize) -> Result<usize, Problem> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (from..=to).contains(number)).ok_or(Problem::NotANumber { from, to })
}

/// Reads what a side says.
///
/// # Errors
/// If it is too long.
pub fn speech(text: &str) -> Result<String, Problem> {
    if text.len() > SPEECH_BYTES { Err(Problem::TooManyBytes(SPEECH_BYTES)) } else { Ok(text.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_host_names() {
        for good in ["example.com", "localhost", "a-b.c", "xn--bcher-kva.example", "1.example"] {
            assert_eq!(server_name(good).as_deref(), Ok(good));
        }
        assert_eq!(server_name("Example.COM").as_deref(), Ok("example.com"));
        for bad in ["", ".", "a..b", "-a.b", "a-.b", "a_b", "127.0.0.1", "::1", "a b", "bücher.example", "example.com."]
        {
            assert!(server_name(bad).is_err(), "{bad}");
        }
        assert!(server_name(&format!("{}.com", "a".repeat(64))).is_err());
    }

    #[test]
    fn hosts_may_be_addresses_and_certificates_have_wildcards() {
        for address in ["192.0.2.1", "2001:db8::1", "::1"] {
            assert_eq!(host(address).as_deref(), Ok(address));
            assert_eq!(certificate_name(address).as_deref(), Ok(address));
        }
        assert_eq!(host("2001:DB8::1").as_deref(), Ok("2001:db8::1"));
        assert_eq!(certificate_name("*.Example.com").as_deref(), Ok("*.example.com"));
        for bad in ["", "*", "*.", "*.*.com", "a.*.com", "w*.example.com", "1.2.3", "2001:db8", "::1%1", "*.192.0.2.1"]
        {
            assert!(certificate_name(bad).is_err(), "{bad}");
        }
        assert!(host("*.example.com").is_err());
    }

    #[test]
    fn typed_protocols_forgive_spaces_and_trailing_commas() {
        assert_eq!(typed_protocols(" h2, http/1.1 ,").unwrap(), ["h2", "http/1.1"]);
        assert_eq!(typed_protocols("").unwrap(), Vec::<String>::new());
        assert_eq!(typed_protocols(&"a".repeat(256)), Err(Problem::TooManyBytes(255)));
        assert_eq!(typed_protocols(&"a,".repeat(17)), Err(Problem::TooManyProtocols(16)));
    }

    #[cfg(feature = "whole")]
    #[test]
    fn keys_are_pairs_of_digits() {
        assert_eq!(psk(&"0fA9".repeat(8)), Ok([0x0f, 0xa9].repeat(8)));
        for bad in ["", "0", &"00".repeat(15), &"00".repeat(65), &"0".repeat(33), &"0g".repeat(16), &"ä".repeat(32)] {
            assert_eq!(psk(bad), Err(Problem::NotAKey { from: 16, to: 64 }), "{bad}");
        }
        assert_eq!(psk_identity("ä").as_deref(), Ok("ä"));
        assert_eq!(psk_identity(""), Err(Problem::Empty));
        assert_eq!(psk_identity(&"ä".repeat(128)), Err(Problem::TooManyBytes(255)));
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!(number("4", 0, 4), Ok(4));
        for bad in ["", "5", "+4", "-1", " 4", "4.0", "99999999999999999999999"] {
            assert!(number(bad, 0, 4).is_err(), "{bad}");
        }
    }
}
