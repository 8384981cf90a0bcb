//! What a run with its whole trace costs, against the bare cryptographic operations that it contains and, natively, against
//! rustls in memory. Ratios within one run of this program: all are timed in turn, again and again, and the fastest time of
//! each counts.
//!
//! ```text
//! cargo bench
//! node scripts/bench-wasm.mjs
//! ```
//!
//! The second builds this program as the page is built, for the browser, and runs it in Chromium.

#[path = "run/bare.rs"]
mod bare;
#[path = "run/clock.rs"]
mod clock;
#[cfg(not(target_arch = "wasm32"))]
#[path = "run/peer.rs"]
mod peer;

use std::hint::black_box;

use handshake::scenario::{CertificateKey, Scenario, run};

const ROUNDS: u32 = 400;

/// The fastest of many times, in microseconds, of several functions in turn.
fn fastest<const N: usize>(mut functions: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut best = [f64::MAX; N];
    for _ in 0..ROUNDS / clock::AT_A_TIME {
        for (best, function) in best.iter_mut().zip(&mut functions) {
            let start = clock::microseconds();
            for _ in 0..clock::AT_A_TIME {
                function();
            }
            *best = best.min((clock::microseconds() - start) / f64::from(clock::AT_A_TIME));
        }
    }
    best
}

/// Times of one scenario, in microseconds.
struct Times {
    run: f64,
    bare: f64,
    /// `None` in the browser, where rustls is not built.
    rustls: Option<f64>,
}

#[cfg(not(target_arch = "wasm32"))]
fn times(scenario: &Scenario, bare: &bare::Operations) -> Times {
    let peer = peer::Peer::of(scenario);
    let [run, bare, rustls] =
        fastest([&mut || drop(black_box(run(black_box(scenario)))), &mut || bare.perform(), &mut || peer.handshake()]);
    Times { run, bare, rustls: Some(rustls) }
}

#[cfg(target_arch = "wasm32")]
fn times(scenario: &Scenario, bare: &bare::Operations) -> Times {
    let [run, bare] = fastest([&mut || drop(black_box(run(black_box(scenario)))), &mut || bare.perform()]);
    Times { run, bare, rustls: None }
}

fn main() {
    clock::say(&format!("{:<12} {:>12} {:>12} {:>8} {:>6}  rustls", "", "run", "bare crypto", "ratio", "goal"));
    let mut missed = false;
    for (name, certificate_key, goal) in
        [("ECDSA P-256", CertificateKey::EcdsaP256, 1.15), ("Ed25519", CertificateKey::Ed25519, 1.25)]
    {
        let scenario = Scenario { certificate_key, ..Scenario::default() };
        let Times { run, bare, rustls } = times(&scenario, &bare::Operations::of(&scenario));
        let ratio = run / bare;
        let rustls = rustls.map_or("not here".into(), |rustls| format!("{rustls:.0} us, ratio {:.2}", run / rustls));
        clock::say(&format!("{name:<12} {run:>9.0} us {bare:>9.0} us {ratio:>8.3} {goal:>6}  {rustls}"));
        missed |= ratio > goal;
    }
    clock::say("(rustls: one handshake with the same choices, data both ways, certificates issued beforehand)");
    if missed {
        clock::say("a ratio is above its goal");
    }
}
