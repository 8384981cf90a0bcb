//! What stands in for the machines of TLS 1.2 where they are not built: there are none, and no hello leads to one.

/// No client.
pub mod client {
    use crate::tls::message::{HandshakeMessage, ServerHello};
    use crate::tls::v13::client::WaitServerHello;
    use crate::tls::v13::{ClientConfig, Halt, Transition};
    use crate::trace::{Failure, Secret, State};

    /// There is none.
    #[derive(Clone)]
    pub enum Client {}

    impl Client {
        pub(in crate::tls) fn start(_: ClientConfig) -> Result<Transition<Self>, Failure> {
            Err(Failure::NoCommonVersion)
        }

        pub(in crate::tls) fn instead(
            newer: Box<WaitServerHello>,
            _: &ServerHello,
        ) -> Result<Self, Box<WaitServerHello>> {
            Err(newer)
        }

        pub(in crate::tls) fn state(&self) -> State {
            match *self {}
        }

        pub(in crate::tls) fn receive(self, _: HandshakeMessage, _: &[u8]) -> Result<Transition<Self>, Halt> {
            match self {}
        }

        pub(in crate::tls) fn change_cipher_spec(self) -> Result<Transition<Self>, Halt> {
            match self {}
        }

        pub(in crate::tls) fn export(&self, _: &'static str, _: Option<&[u8]>, _: usize) -> Option<Vec<Secret>> {
            match *self {}
        }
    }
}

/// No server.
pub mod server {
    use crate::tls::message::{ClientHello, HandshakeMessage};
    use crate::tls::v13::server::Start;
    use crate::tls::v13::{Action, Halt, Transition};
    use crate::trace::{Secret, State};

    /// There is none.
    #[derive(Clone)]
    pub enum Server {}

    impl Server {
        pub(in crate::tls) fn instead(newer: Box<Start>, _: &ClientHello) -> Result<Self, Box<Start>> {
            Err(newer)
        }

        pub(in crate::tls) fn state(&self) -> State {
            match *self {}
        }

        pub(in crate::tls) fn receive(self, _: HandshakeMessage, _: &[u8]) -> Result<Transition<Self>, Halt> {
            match self {}
        }

        pub(in crate::tls) fn change_cipher_spec(self) -> Result<Transition<Self>, Halt> {
            match self {}
        }

        pub(in crate::tls) fn request_hello(&self) -> Vec<Action> {
            match *self {}
        }

        pub(in crate::tls) fn export(&self, _: &'static str, _: Option<&[u8]>, _: usize) -> Option<Vec<Secret>> {
            match *self {}
        }
    }
}
