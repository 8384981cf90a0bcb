//! Who the client is, asked after the handshake, looked at from outside. RFC 8446 §4.6.2.

use super::super::given::Given;
use super::super::{Reaction, noted, place};
use super::{Newer, proof, schemes_of_request};
use crate::tls::message::{CertificateMessage, CertificateRequest, CertificateVerify, HandshakeMessage};
use crate::tls::transcript::Transcript;
use crate::tls::v13::action::Actions;
use crate::tls::v13::certificate::check_signature;
use crate::tls::v13::proof::check_finished;
use crate::trace::{Check, Effect, Message, Side};

/// How many questions are kept that have no answer yet, whatever a file says; the oldest goes first.
const QUESTIONS: usize = 32;

/// A request that came after the handshake. The client may answer several in any order.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) request: CertificateRequest,
    /// The handshake up to the client's `Finished`, the request, and what has answered it; `None` if that is not known.
    transcript: Option<Transcript>,
}

impl Asked {
    fn add(&mut self, sender: Side, seen: &Message) {
        if let Some(transcript) = &mut self.transcript {
            transcript.add(sender, seen.name, &seen.bytes);
        }
    }
}

impl Newer {
    /// Takes a message with which a server asks after the handshake, or a client answers; says whether it is one.
    pub(super) fn later(
        &mut self,
        given: &Given,
        sender: Side,
        (message, seen): (&HandshakeMessage, &Message),
        reaction: &mut Reaction,
    ) -> bool {
        use HandshakeMessage as Is;
        if self.connected != [true; 2] {
            return false;
        }
        match (sender, message) {
            (Side::Server, Is::CertificateRequest(request)) => self.asked_later(request, seen),
            (Side::Client, Is::Certificate(certificate)) => {
                self.answered_later(given, (certificate, seen), reaction);
            }
            #[cfg(feature = "rare")]
            (Side::Client, Is::CompressedCertificate(compressed)) => {
                self.compressed_later(given, (compressed, seen), reaction);
            }
            (Side::Client, Is::CertificateVerify(verify)) => self.signed_later((verify, seen), reaction),
            (Side::Client, Is::Finished(finished)) => self.finished_later(&finished.verify_data, reaction),
            _ => return false,
        }
        true
    }

    fn asked_later(&mut self, request: &CertificateRequest, seen: &Message) {
        let mut asked = Asked { request: request.clone(), transcript: self.transcript.clone() };
        asked.add(Side::Server, seen);
        if self.asked.len() == QUESTIONS {
            self.asked.remove(0);
        }
        self.asked.push(asked);
    }

    fn answered_later(
        &mut self,
        given: &Given,
        (certificate, seen): (&CertificateMessage, &Message),
        reaction: &mut Reaction,
    ) {
        self.answer(&certificate.certificate_request_context, seen);
        self.chain(given, Side::Client, certificate, reaction);
    }

    /// The client answers the question that has that context.
    pub(super) fn answer(&mut self, context: &[u8], seen: &Message) {
        let is_answered = |asked: &Asked| asked.request.certificate_request_context == context;
        self.answered = self.asked.iter().position(is_answered).map(|place| self.asked.remove(place));
        if let Some(asked) = &mut self.answered {
            asked.add(Side::Client, seen);
        }
    }

    fn signed_later(&mut self, (verify, seen): (&CertificateVerify, &Message), reaction: &mut Reaction) {
        let mut actions = Actions::default();
        if let (Some(asked), Some(key)) = (&mut self.answered, &self.leaves[place(Side::Client)]) {
            if let Some(transcript) = &asked.transcript {
                // What came of it stands in the check.
                let schemes = schemes_of_request(&asked.request);
                let signed = (transcript.point(), &[][..]);
                let _ = check_signature(&mut actions, (Side::Client, key), &schemes, verify, signed);
            }
            asked.add(Side::Client, seen);
        }
        proof(Side::Client, noted(actions), reaction);
    }

    /// The key of this MAC comes from the client's application traffic secret of the time, unlike that of the handshake's, which
    /// has the same name. So the check names no key. RFC 8446 §4.4, §4.4.4.
    fn finished_later(&mut self, received: &[u8], reaction: &mut Reaction) {
        let transcript = self.answered.take().and_then(|asked| asked.transcript);
        let secret = self.application[place(Side::Client)].as_ref();
        let check = transcript.zip(secret).map(|(transcript, secret)| Check {
            proof: None,
            ..check_finished(&secret.finished_key(), transcript.point(), received)
        });
        proof(Side::Client, check.map(Effect::Checked).into_iter().collect(), reaction);
    }
}
