//! Types of handshake messages.

use crate::crypto::rare;

/// The type of a handshake message. RFC 8446 §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandshakeType(pub u8);

impl HandshakeType {
    /// `hello_request`
    pub const HELLO_REQUEST: Self = Self(0);
    /// `client_hello`
    pub const CLIENT_HELLO: Self = Self(1);
    /// `server_hello`
    pub const SERVER_HELLO: Self = Self(2);
    /// `new_session_ticket`
    pub const NEW_SESSION_TICKET: Self = Self(4);
    /// `end_of_early_data`
    pub const END_OF_EARLY_DATA: Self = Self(5);
    /// `encrypted_extensions`
    pub const ENCRYPTED_EXTENSIONS: Self = Self(8);
    /// `certificate`
    pub const CERTIFICATE: Self = Self(11);
    /// `server_key_exchange`
    pub const SERVER_KEY_EXCHANGE: Self = Self(12);
    /// `certificate_request`
    pub const CERTIFICATE_REQUEST: Self = Self(13);
    /// `server_hello_done`
    pub const SERVER_HELLO_DONE: Self = Self(14);
    /// `certificate_verify`
    pub const CERTIFICATE_VERIFY: Self = Self(15);
    /// `client_key_exchange`
    pub const CLIENT_KEY_EXCHANGE: Self = Self(16);
    /// `finished`
    pub const FINISHED: Self = Self(20);
    /// `key_update`
    pub const KEY_UPDATE: Self = Self(24);
    /// `compressed_certificate`
    pub const COMPRESSED_CERTIFICATE: Self = Self(25);
    /// `message_hash`
    pub const MESSAGE_HASH: Self = Self(254);

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            0 => "hello_request",
            1 => "client_hello",
            2 => "server_hello",
            4 => "new_session_ticket",
            5 => "end_of_early_data",
            8 => "encrypted_extensions",
            11 => "certificate",
            12 => "server_key_exchange",
            13 => "certificate_request",
            14 => "server_hello_done",
            15 => "certificate_verify",
            16 => "client_key_exchange",
            20 => "finished",
            24 => "key_update",
            25 if rare::BUILT => "compressed_certificate",
            254 => "message_hash",
            _ => "unknown handshake type",
        }
    }
}
