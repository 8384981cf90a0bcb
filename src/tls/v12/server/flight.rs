//! The server's flights: from `ServerHello` to `ServerHelloDone`, or to `Finished` where a session is resumed.
//! RFC 5246 §7.3, RFC 5077 §3.1.

use super::super::DOWNGRADE_SENTINEL;
use super::super::proof::{certificate_type, send_finished, sign};
use super::super::session::{Agreed, Keys, Said};
use super::negotiation::{Negotiated, negotiate};
use super::{Flight, Handshake, Next, Server, Start, WaitClientKeyExchange, WaitFinished};
use crate::crypto::key_exchange::EphemeralKeyPair;
use crate::tls::extension::{Extension, UNCOMPRESSED, find};
use crate::tls::message::{
    CertificateList12, CertificateRequest12, ClientHello, ECDSA_SIGN, HandshakeMessage, NAMED_CURVE, ServerEcdhParams,
    ServerHello, ServerKeyExchange,
};
use crate::tls::registry::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::tls::schedule::Randoms;
use crate::tls::v13::action::Actions;
use crate::tls::v13::proof::ephemeral_key;
use crate::tls::v13::{ClientAuthentication, ServerConfig};
use crate::trace::{Bytes, Effect, Failure, MessageName, Proof, PskOrigin, Secret, SecretName, Side, State};

impl Start {
    /// RFC 5246 §7.4.1.2.
    pub(super) fn client_hello(self, hello: &ClientHello, bytes: &[u8]) -> Next {
        let mut actions = Actions::default();
        actions.entered(State::ReceivedClientHello);
        let negotiated = match negotiate(&mut actions, &self.config, hello) {
            Ok(negotiated) => negotiated,
            Err(failure) => return Err(actions.halt(failure)),
        };
        actions.entered(State::Negotiated);
        let mut handshake = server_hello(&mut actions, self.config, (hello, bytes), &negotiated);
        if let Some(session) = negotiated.session {
            let secret = Secret { name: SecretName::SessionMasterSecret, ..session.secret(0) };
            let keys = Keys::resume(&mut actions, &handshake.agreed, secret);
            handshake.send_ticket(&mut actions, &keys);
            send_finished(&mut actions, &keys, Side::Server, &mut handshake.said);
            actions.entered(State::WaitChangeCipherSpec);
            let next = WaitFinished { handshake, keys, resumes: true };
            return Ok(actions.into(Server::WaitChangeCipherSpec(Box::new(next))));
        }
        handshake.full_flight(actions, negotiated.exchange)
    }
}

/// RFC 5246 §7.4.1.3.
fn server_hello(
    actions: &mut Actions,
    config: ServerConfig,
    (hello, bytes): (&ClientHello, &[u8]),
    negotiated: &Negotiated,
) -> Handshake {
    let mut random: [u8; 32] = config.entropy.bytes("server random");
    // RFC 8446 §4.1.3: so that the client sees it if somebody hid from this server that it could do better.
    if config.versions.contains(&ProtocolVersion::TLS13) {
        random[24..].copy_from_slice(&DOWNGRADE_SENTINEL);
    }
    let offered = |extension_type| find(&hello.extensions, extension_type).is_some();
    let extended = negotiated.extended;
    // RFC 7627 §5.4: a session without an extended master secret is not resumed, and so not kept.
    let keeps = config.tickets > 0 && extended;
    let resumes_by_id = negotiated.session.as_ref().is_some_and(|session| session.origin == PskOrigin::Session);
    let ticket_follows =
        keeps && config.ticket_key.is_some() && offered(ExtensionType::SESSION_TICKET) && !resumes_by_id;
    let session_id: Bytes = match &negotiated.session {
        Some(_) => hello.legacy_session_id.clone(),
        None if keeps && config.ticket_key.is_none() => config.entropy.bytes::<32>("session id").to_vec(),
        None => Vec::new(),
    };
    actions.note(Effect::DrewRandom { purpose: "ServerHello.random", value: random.to_vec() });
    if negotiated.session.is_none() && !session_id.is_empty() {
        actions.note(Effect::DrewRandom { purpose: "ServerHello.session_id", value: session_id.clone() });
    }
    let mut extensions = Vec::new();
    // RFC 6066 §3: not when a session is resumed.
    if negotiated.server_name.is_some() && negotiated.session.is_none() {
        extensions.push(Extension::ServerNameAcknowledged);
    }
    if offered(ExtensionType::EC_POINT_FORMATS) && negotiated.session.is_none() {
        extensions.push(Extension::EcPointFormats(vec![UNCOMPRESSED]));
    }
    if let Some(protocol) = &negotiated.application_protocol {
        extensions.push(Extension::ApplicationLayerProtocolNegotiation(vec![protocol.clone()]));
    }
    extensions.extend(negotiated.record_size_limit.map(Extension::RecordSizeLimit));
    if extended {
        extensions.push(Extension::ExtendedMasterSecret);
    }
    if ticket_follows {
        extensions.push(Extension::SessionTicket(Vec::new()));
    }
    // RFC 5746 §3.6: to the extension, or to the suite that stands for it.
    let signal = hello.cipher_suites.contains(&CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    if offered(ExtensionType::RENEGOTIATION_INFO) || signal {
        extensions.push(Extension::RenegotiationInfo(Vec::new()));
    }
    let sent = actions.send(&HandshakeMessage::ServerHello(ServerHello {
        legacy_version: ProtocolVersion::TLS12,
        random,
        legacy_session_id_echo: session_id.clone(),
        cipher_suite: negotiated.suite.suite,
        legacy_compression_method: 0,
        extensions,
    }));
    let agreed = Agreed {
        suite: negotiated.suite,
        randoms: Randoms { client: hello.random, server: random },
        extended,
        application_protocol: negotiated.application_protocol.clone(),
    };
    let (said, server_name) =
        (Said::new((agreed.suite, config.binding()), bytes, &sent), negotiated.server_name.clone());
    let client_version = hello.legacy_version;
    Handshake { config, agreed, said, client_version, server_name, session_id, ticket_follows }
}

impl Handshake {
    /// `Certificate`, mostly `ServerKeyExchange`, perhaps `CertificateRequest`, `ServerHelloDone`.
    ///
    /// RFC 5246 §7.4.2 to §7.4.5.
    fn full_flight(mut self, mut actions: Actions, exchange: Option<(NamedGroup, SignatureScheme)>) -> Next {
        let Self { config, said, .. } = &mut self;
        let certificate_list = config.certificate_chain.clone();
        let sent = actions.send(&HandshakeMessage::Certificate12(CertificateList12 { certificate_list }));
        said.add(Side::Server, MessageName::Certificate, &sent);

        let key = match exchange {
            Some(exchange) => match self.key_exchange(&mut actions, exchange) {
                Ok(key) => Some((key, exchange.0)),
                Err(failure) => return Err(actions.halt(failure)),
            },
            None => None,
        };
        let Self { config, said, .. } = &mut self;
        let asks = config.client_authentication != ClientAuthentication::None;
        if asks {
            let sent = actions.send(&HandshakeMessage::CertificateRequest12(CertificateRequest12 {
                certificate_types: certificate_types(&config.signature_schemes),
                supported_signature_algorithms: config.signature_schemes.clone(),
                certificate_authorities: Vec::new(),
            }));
            said.add(Side::Server, MessageName::CertificateRequest, &sent);
        }
        let sent = actions.send(&HandshakeMessage::ServerHelloDone);
        said.add(Side::Server, MessageName::ServerHelloDone, &sent);
        let flight = Flight { handshake: self, key };
        if asks {
            actions.entered(State::WaitCertificate);
            return Ok(actions.into(Server::WaitCertificate(Box::new(flight))));
        }
        actions.entered(State::WaitClientKeyExchange);
        let next = WaitClientKeyExchange { flight, client_key: None };
        Ok(actions.into(Server::WaitClientKeyExchange(Box::new(next))))
    }

    /// Makes a key pair for this connection, and sends its public key, signed. RFC 8422 §5.4.
    fn key_exchange(
        &mut self,
        actions: &mut Actions,
        (group, algorithm): (NamedGroup, SignatureScheme),
    ) -> Result<EphemeralKeyPair, Failure> {
        let Self { config, agreed, said, .. } = self;
        let (key, private) = ephemeral_key(config.ephemeral(), Side::Server, group).ok_or(Failure::NoCommonGroup)?;
        actions.derived(&private);
        let params = ServerEcdhParams { curve_type: NAMED_CURVE, group, public: key.public_bytes().to_vec() };
        let content = params.content(&agreed.randoms.client, &agreed.randoms.server);
        let signature = sign(&config.certificate_key, algorithm, &content);
        actions.proved(Proof::Params { scheme: algorithm.name(), content });
        let message = ServerKeyExchange { params, algorithm, signature };
        let sent = actions.send(&HandshakeMessage::ServerKeyExchange(message));
        said.add(Side::Server, MessageName::ServerKeyExchange, &sent);
        Ok(key)
    }
}

/// The types of certificate whose keys sign in those schemes.
fn certificate_types(schemes: &[SignatureScheme]) -> Vec<u8> {
    let type_of = |scheme: &SignatureScheme| scheme.algorithm().map_or(ECDSA_SIGN, |how| certificate_type(how.kind()));
    let mut types: Vec<u8> = schemes.iter().map(type_of).collect();
    types.sort_unstable();
    types.dedup();
    types
}
