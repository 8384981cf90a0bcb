//! One end of a TCP connection. Sequence numbers are relative: the SYN has 0, the first byte of data 1. RFC 9293 §3.4.

use std::collections::BTreeMap;

use super::Microseconds;

/// The most data in a segment, in bytes: what fits into an Ethernet frame beside headers of 20 bytes each. RFC 9293 §3.7.1.
pub const SEGMENT: usize = 1460;
/// How much may be on its way before the first acknowledgment, in bytes: ten segments. RFC 6928 §2.
pub const INITIAL_WINDOW: usize = 10 * SEGMENT;
/// How long an acknowledgment waits for company; RFC 9293 §3.8.6.3 allows half a second.
pub const ACKNOWLEDGES_AFTER: Microseconds = 40_000;

/// The retransmission timeout before a round trip was measured, and the least of all. RFC 6298 §2.
const LEAST_TIMEOUT: Microseconds = 1_000_000;
/// The greatest timeout. RFC 6298 §2.5.
const GREATEST_TIMEOUT: Microseconds = 60_000_000;
/// What the timeout is set back to where a SYN had to be sent again. RFC 6298 §5.7.
const TIMEOUT_AFTER_LOST_SYN: Microseconds = 3_000_000;
/// How many duplicate acknowledgments mean that a segment is lost. RFC 5681 §3.2.
const DUPLICATES: u8 = 3;

/// A segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The sequence number of its first byte.
    pub sequence: usize,
    /// How many bytes of data it carries.
    pub data: usize,
    pub syn: bool,
    pub fin: bool,
    /// What its sender waits for next; `None` in the first SYN.
    pub acknowledges: Option<usize>,
    /// Whether its bytes were sent before.
    pub is_again: bool,
}

impl Segment {
    /// How many sequence numbers it takes. RFC 9293 §3.4.
    pub fn length(self) -> usize {
        self.data + usize::from(self.syn) + usize::from(self.fin)
    }
}

/// What an end asks to be woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alarm {
    /// The oldest segment may be lost.
    Retransmission,
    /// An acknowledgment has waited long enough.
    Acknowledgment,
}

/// One end.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct End {
    /// Whether its SYN may go: at once on the side that opens.
    opens: bool,
    /// The first sequence number that is not acknowledged, the next one to send, and the greatest ever sent.
    unacknowledged: usize,
    next: usize,
    newest: usize,
    /// How much data there is to send, and whether a FIN follows it.
    written: usize,
    ends: bool,
    window: usize,
    threshold: usize,
    duplicates: u8,
    /// In recovery from a loss until this is acknowledged.
    recovers_until: Option<usize>,
    /// The round trip that is being measured: what must be acknowledged, and when it was sent.
    measures: Option<(usize, Microseconds)>,
    /// The smoothed round trip and its variation. RFC 6298 §2.2.
    round_trip: Option<(Microseconds, Microseconds)>,
    timeout: Microseconds,
    repeated_syn: bool,
    /// The next sequence number that is expected, and what came beyond it.
    expects: usize,
    beyond: BTreeMap<usize, usize>,
    fin_at: Option<usize>,
    has_syn: bool,
    /// How many segments with data have come and are not acknowledged, and whether it must be now.
    waiting: u8,
    at_once: bool,
    retransmits_at: Option<Microseconds>,
    acknowledges_at: Option<Microseconds>,
}

impl End {
    /// An end that opens the connection, or waits for the other to.
    pub fn new(opens: bool) -> Self {
        Self {
            opens,
            unacknowledged: 0,
            next: 0,
            newest: 0,
            written: 0,
            ends: false,
            window: INITIAL_WINDOW,
            threshold: usize::MAX,
            duplicates: 0,
            recovers_until: None,
            measures: None,
            round_trip: None,
            timeout: LEAST_TIMEOUT,
            repeated_syn: false,
            expects: 0,
            beyond: BTreeMap::new(),
            fin_at: None,
            has_syn: false,
            waiting: 0,
            at_once: false,
            retransmits_at: None,
            acknowledges_at: None,
        }
    }

    /// Whether its SYN is acknowledged and the other's is there, so that data may go.
    pub fn is_established(&self) -> bool {
        self.has_syn && self.unacknowledged > 0
    }

    /// How many bytes of data have come without a gap.
    pub fn received(&self) -> usize {
        let fin = usize::from(self.fin_at.is_some_and(|at| self.expects > at));
        self.expects.saturating_sub(1 + fin)
    }

    /// Whether the other side's FIN has come, and all before it.
    pub fn is_over(&self) -> bool {
        self.fin_at.is_some_and(|at| self.expects > at)
    }

    /// Hands over more data.
    pub fn write(&mut self, bytes: usize) {
        self.written += bytes;
    }

    /// Says that no more data follows.
    pub fn close(&mut self) {
        self.ends = true;
    }

    /// When it is to be woken, and for what.
    pub fn alarm(&self) -> Option<(Microseconds, Alarm)> {
        let retransmission = self.retransmits_at.map(|at| (at, Alarm::Retransmission));
        let acknowledgment = self.acknowledges_at.map(|at| (at, Alarm::Acknowledgment));
        retransmission.into_iter().chain(acknowledgment).min()
    }

    /// Takes a segment.
    pub fn receive(&mut self, now: Microseconds, segment: Segment) {
        if let Some(acknowledged) = segment.acknowledges {
            self.acknowledged(now, acknowledged, segment.length() == 0);
        }
        if segment.length() == 0 {
            return;
        }
        if segment.fin {
            self.fin_at = Some(segment.sequence + segment.data);
        }
        self.has_syn |= segment.syn;
        let end = segment.sequence + segment.length();
        let is_in_order = segment.sequence <= self.expects && end > self.expects;
        if end > self.expects {
            let known = self.beyond.entry(segment.sequence).or_default();
            *known = end.max(*known);
        }
        while let Some((start, end)) = self.beyond.pop_first() {
            if start > self.expects {
                self.beyond.insert(start, end);
                break;
            }
            self.expects = self.expects.max(end);
        }
        self.waiting += 1;
        // What fills or leaves a gap is acknowledged at once, and so are SYN and FIN.
        self.at_once |= !is_in_order || !self.beyond.is_empty() || segment.syn || segment.fin || self.waiting >= 2;
    }

    /// Takes note of an acknowledgment. RFC 5681 §3.1, §3.2; RFC 6298 §3, §5.
    fn acknowledged(&mut self, now: Microseconds, number: usize, is_bare: bool) {
        if number > self.unacknowledged {
            let fresh = number - self.unacknowledged;
            if let Some((awaited, sent)) = self.measures.filter(|(awaited, _)| number >= *awaited) {
                debug_assert!(awaited <= number);
                self.measure(now.saturating_sub(sent));
                self.measures = None;
            }
            if self.unacknowledged == 0 && self.repeated_syn {
                self.timeout = self.timeout.max(TIMEOUT_AFTER_LOST_SYN);
            }
            let is_syn = self.unacknowledged == 0;
            self.unacknowledged = number;
            self.next = self.next.max(number);
            self.duplicates = 0;
            match self.recovers_until {
                Some(until) if number >= until => {
                    self.window = self.threshold;
                    self.recovers_until = None;
                }
                // More than one was lost: the next one goes again. RFC 6582 §3.2.
                Some(_) => self.next = number,
                None if is_syn => {}
                None if self.window < self.threshold => self.window += fresh.min(SEGMENT),
                None => self.window += (SEGMENT * SEGMENT / self.window).max(1),
            }
            self.retransmits_at = (self.unacknowledged < self.newest).then(|| now + self.timeout);
        } else if number == self.unacknowledged && is_bare && self.unacknowledged < self.newest && number > 0 {
            self.duplicates = self.duplicates.saturating_add(1);
            if self.duplicates == DUPLICATES && self.recovers_until.is_none() {
                self.threshold = ((self.newest - self.unacknowledged) / 2).max(2 * SEGMENT);
                self.window = self.threshold;
                self.recovers_until = Some(self.newest);
                self.measures = None;
                self.next = self.unacknowledged;
            }
        }
    }

    /// RFC 6298 §2, with a clock as fine as a microsecond.
    fn measure(&mut self, sample: Microseconds) {
        let (smoothed, variation) = match self.round_trip {
            None => (sample, sample / 2),
            Some((smoothed, variation)) => {
                ((7 * smoothed + sample) / 8, (3 * variation + smoothed.abs_diff(sample)) / 4)
            }
        };
        self.round_trip = Some((smoothed, variation));
        self.timeout = (smoothed + (4 * variation).max(1)).clamp(LEAST_TIMEOUT, GREATEST_TIMEOUT);
    }

    /// Does what an alarm says whose time has come.
    pub fn wake(&mut self, now: Microseconds, alarm: Alarm) {
        match alarm {
            Alarm::Acknowledgment => self.at_once = true,
            Alarm::Retransmission => {
                self.repeated_syn |= self.unacknowledged == 0;
                self.threshold = ((self.newest - self.unacknowledged) / 2).max(2 * SEGMENT);
                if self.unacknowledged > 0 {
                    self.window = SEGMENT;
                }
                self.recovers_until = None;
                self.duplicates = 0;
                self.measures = None;
                self.timeout = (2 * self.timeout).min(GREATEST_TIMEOUT);
                self.next = self.unacknowledged;
                self.retransmits_at = Some(now + self.timeout);
            }
        }
    }

    /// What goes out now.
    pub fn send(&mut self, now: Microseconds) -> Vec<Segment> {
        let mut segments = Vec::new();
        let may_open = (self.opens || self.has_syn) && self.next == 0;
        if may_open {
            segments.push(self.segment(now, 0, true, false));
        } else if self.has_syn {
            if self.at_once && self.opens && self.next == 1 && self.expects == 1 && self.newest == 1 {
                // The third of the three, by itself, as most systems send it.
                segments.push(self.bare());
            }
            self.send_data(now, &mut segments);
        }
        if segments.is_empty() && self.at_once {
            segments.push(self.bare());
        }
        if segments.is_empty() && self.waiting > 0 {
            self.acknowledges_at.get_or_insert(now + ACKNOWLEDGES_AFTER);
        } else {
            (self.waiting, self.at_once, self.acknowledges_at) = (0, false, None);
        }
        segments
    }

    fn send_data(&mut self, now: Microseconds, segments: &mut Vec<Segment>) {
        if !self.is_established() {
            return;
        }
        let end = 1 + self.written;
        loop {
            let rest = end.saturating_sub(self.next);
            let open = self.window.saturating_sub(self.next - self.unacknowledged);
            let data = rest.min(SEGMENT).min(open);
            let fin = self.ends && self.next + data == end && data == rest;
            // A short segment in place of a full one is not worth it: it waits until the window opens.
            if (data == 0 || data < rest.min(SEGMENT)) && !(fin && data == 0) {
                return;
            }
            segments.push(self.segment(now, data, false, fin));
            if fin {
                return;
            }
            // One at a time while a gap is being filled.
            if self.recovers_until.is_some_and(|until| self.next < until) {
                self.next = self.newest;
                return;
            }
        }
    }

    fn segment(&mut self, now: Microseconds, data: usize, syn: bool, fin: bool) -> Segment {
        let acknowledges = self.has_syn.then_some(self.expects);
        let is_again = self.next < self.newest;
        let segment = Segment { sequence: self.next, data, syn, fin, acknowledges, is_again };
        self.next += segment.length();
        self.newest = self.newest.max(self.next);
        if is_again {
            // What was sent twice tells nothing of the round trip. RFC 6298 §3.
            self.measures = None;
        } else {
            self.measures.get_or_insert((self.next, now));
        }
        self.retransmits_at.get_or_insert(now + self.timeout);
        segment
    }

    fn bare(&self) -> Segment {
        let acknowledges = Some(self.expects);
        Segment { sequence: self.next, data: 0, syn: false, fin: false, acknowledges, is_again: false }
    }
}
