//! The trace of real connections: what this side sent, received and did, as a file.

use super::problem::{Problem, reason};
use crate::crypto::x509::Certificate;
use crate::export::{Format, Run};
use crate::scenario::Cutter;
use crate::trace::{Effect, Side, Trace};
use std::path::{Path, PathBuf};

/// What is noted of connections, one after the other.
pub(super) struct Recorder {
    path: PathBuf,
    cutter: Cutter,
    began: u64,
    connections: u64,
    /// The server's name, as far as it is known.
    title: String,
    /// The certificates that were trusted beforehand.
    anchors: Vec<Certificate>,
    /// The server's chain.
    chain: Vec<Certificate>,
}

impl Recorder {
    /// Begins; the file is written at once, so that it is known that it can be.
    pub(super) fn new(path: &Path, began: u64, title: String, anchors: Vec<Certificate>) -> Result<Self, Problem> {
        let cutter = Cutter::default();
        let recorder = Self { path: path.into(), cutter, began, connections: 0, title, anchors, chain: Vec::new() };
        recorder.write()?;
        Ok(recorder)
    }

    /// Goes on with the next connection, of which the effects have happened already.
    pub(super) fn begin(&mut self) {
        if self.connections > 0 {
            self.cutter.next_connection();
        }
        self.connections += 1;
    }

    /// Notes what happened.
    pub(super) fn note(&mut self, side: Side, effect: &Effect) {
        self.cutter.add(side, effect.clone());
    }

    /// Names the server.
    pub(super) fn name(&mut self, title: &str) {
        title.clone_into(&mut self.title);
    }

    /// Takes note of the server's chain.
    pub(super) fn chain(&mut self, chain: &[Certificate]) {
        self.chain.extend_from_slice(chain);
    }

    /// Whether a certificate of the chain names that one as its issuer: systems trust a hundred others.
    fn led_to(&self, anchor: &Certificate) -> bool {
        self.chain.iter().any(|certificate| certificate.issuer == anchor.subject)
    }

    /// Writes all that happened so far.
    pub(super) fn write(&self) -> Result<(), Problem> {
        let trace: Trace = self.cutter.clone().finish();
        let anchors =
            self.anchors.iter().filter(|anchor| self.led_to(anchor)).map(|anchor| anchor.der.clone()).collect();
        let run = Run::recorded(&trace, self.title.clone(), self.began, anchors);
        std::fs::write(&self.path, Format::Json.write(&run)).map_err(|error| Problem::File {
            path: self.path.clone(),
            doing: "written",
            reason: reason(&error),
        })
    }
}
