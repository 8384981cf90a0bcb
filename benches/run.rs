//! What a run with its whole trace costs, against the bare cryptographic operations that it contains and against
//! rustls in memory. Ratios within one run of this program: the three are timed in turn, again and again, and the
//! fastest time of each counts.
//!
//! ```text
//! cargo bench
//! ```

#[path = "run/bare.rs"]
mod bare;
#[path = "run/peer.rs"]
mod peer;

use std::hint::black_box;
use std::time::{Duration, Instant};

use handshake::scenario::{CertificateKey, Scenario, run};

const ROUNDS: usize = 400;

/// The fastest of many times, of several functions in turn.
fn fastest<const N: usize>(mut functions: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..ROUNDS {
        for (best, function) in best.iter_mut().zip(&mut functions) {
            let start = Instant::now();
            function();
            *best = (*best).min(start.elapsed());
        }
    }
    best
}

fn main() {
    println!(
        "{:<12} {:>12} {:>12} {:>8} {:>6} {:>12} {:>8}",
        "", "run", "bare crypto", "ratio", "goal", "rustls", "ratio"
    );
    let mut missed = false;
    for (name, certificate_key, goal) in
        [("ECDSA P-256", CertificateKey::EcdsaP256, 1.15), ("Ed25519", CertificateKey::Ed25519, 1.25)]
    {
        let scenario = Scenario { certificate_key, ..Scenario::default() };
        let bare = bare::Operations::of(&scenario);
        let peer = peer::Peer::of(&scenario);
        let [whole, bare, rustls] =
            fastest([&mut || drop(black_box(run(black_box(&scenario)))), &mut || bare.perform(), &mut || {
                peer.handshake();
            }]);
        let micros = |time: Duration| format!("{:.0} us", time.as_secs_f64() * 1e6);
        let ratio = whole.as_secs_f64() / bare.as_secs_f64();
        let to_rustls = whole.as_secs_f64() / rustls.as_secs_f64();
        println!(
            "{name:<12} {:>12} {:>12} {ratio:>8.3} {goal:>6} {:>12} {to_rustls:>8.2}",
            micros(whole),
            micros(bare),
            micros(rustls),
        );
        missed |= ratio > goal;
    }
    println!("(rustls: one handshake with the same choices, data both ways, certificates issued beforehand)");
    if missed {
        println!("a ratio is above its goal");
    }
}
