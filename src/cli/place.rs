//! Places in the network, as people write them.

use super::problem::Problem;
use std::net::{SocketAddr, ToSocketAddrs};
use std::str::FromStr;

/// A host and a port: `example.com:443`, `192.0.2.1:443`, `[2001:db8::1]:443`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub host: String,
    pub port: u16,
}

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, port) =
            text.rsplit_once(':').ok_or("a host, a colon and a port are needed, as in localhost:4433")?;
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        if inner.is_none() && host.contains(':') {
            return Err("an IP address of version 6 stands in brackets, as in [::1]:4433");
        }
        let host = inner.unwrap_or(host);
        if host.is_empty() {
            return Err("a host is missing before the colon, as in localhost:4433");
        }
        let port = port.parse().map_err(|_| "the port is not a number from 0 to 65535")?;
        Ok(Self { host: host.to_owned(), port })
    }
}

impl Place {
    /// The addresses of the host; at least one.
    pub(super) fn addresses(&self) -> Result<Vec<SocketAddr>, Problem> {
        let unknown = || Problem::UnknownHost { host: self.host.clone() };
        let addresses: Vec<_> = (&*self.host, self.port).to_socket_addrs().map_err(|_| unknown())?.collect();
        if addresses.is_empty() { Err(unknown()) } else { Ok(addresses) }
    }
}

impl core::fmt::Display for Place {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_written_alike() {
        for text in ["example.com:443", "127.0.0.1:0", "[::1]:4433"] {
            assert_eq!(text.parse::<Place>().unwrap().to_string(), text);
        }
        assert_eq!("[::1]:4433".parse::<Place>().unwrap().host, "::1");
        for bad in ["", "example.com", ":443", "::1:443", "example.com:65536", "example.com:", "[]:1"] {
            assert!(bad.parse::<Place>().is_err(), "{bad}");
        }
    }
}
