//! What a run with its whole trace costs, against the bare cryptographic operations that it contains; and, natively, what our
//! client and server cost against rustls in memory. Ratios within one run of this program: what is compared is timed in turn,
//! again and again, and the fastest time of each counts.
//!
//! ```text
//! cargo bench
//! scripts/page node scripts/bench-wasm.mjs
//! ```
//!
//! The second builds this program as the page is built, for the browser, and runs it in Chromium.

#[path = "run/bare.rs"]
mod bare;
#[path = "run/clock.rs"]
mod clock;
#[cfg(not(target_arch = "wasm32"))]
#[path = "run/driven.rs"]
mod driven;
#[cfg(not(target_arch = "wasm32"))]
#[path = "run/peer.rs"]
mod peer;

use std::hint::black_box;

use handshake::scenario::{CertificateKey, Scenario, preset, run};

/// The most times that something is timed.
const ROUNDS: u32 = 400;
/// For how long at most, in microseconds.
const BUDGET: f64 = 3e6;

/// The fastest of many times, in microseconds, of several functions in turn.
fn fastest<const N: usize>(mut functions: [&mut dyn FnMut(); N], budget: f64) -> [f64; N] {
    let mut best = [f64::MAX; N];
    let began = clock::microseconds();
    for round in 0..ROUNDS / clock::AT_A_TIME {
        if round > 2 && clock::microseconds() - began > budget {
            break;
        }
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

/// A run, and its bare operations, in microseconds.
fn times(scenario: &Scenario, budget: f64) -> [f64; 2] {
    let bare = bare::Operations::of(scenario);
    fastest([&mut || drop(black_box(run(black_box(scenario)))), &mut || bare.perform()], budget)
}

/// The kinds of handshakes, each a preset, and the goal for those that are full ones: P-256 and RSA are most of what they cost.
const KINDS: [(&str, &str, Option<f64>); 16] = [
    ("ECDSA P-256", "default", Some(1.15)),
    ("Ed25519", "ed25519", Some(1.25)),
    ("ECDSA P-384", "ecdsa-p384", None),
    ("RSA", "rsa", Some(1.15)),
    ("secp256r1", "secp256r1", Some(1.15)),
    ("X25519MLKEM768", "x25519mlkem768", None),
    ("HelloRetryRequest", "hello-retry-request", Some(1.15)),
    ("client certificate", "client-certificate", Some(1.15)),
    ("resumption (two connections)", "resumption", None),
    ("resumption, sealed ticket", "resumption-sealed-ticket", None),
    ("early data", "early-data", None),
    ("external PSK", "external-psk", None),
    ("TLS 1.2", "tls12", Some(1.15)),
    ("TLS 1.2, RSA", "tls12-rsa", Some(1.15)),
    ("TLS 1.2, client certificate", "tls12-client-certificate", Some(1.15)),
    ("everything at once", "everything", None),
];

/// The scenario of a preset; `None` where a program that is not whole does not have it.
fn scenario(name: &str) -> Option<Scenario> {
    match name {
        "default" => Some(Scenario::default()),
        "ed25519" => Some(Scenario { certificate_key: CertificateKey::Ed25519, ..Scenario::default() }),
        name => preset(name).map(|preset| preset.scenario),
    }
}

fn main() {
    clock::say(&format!("{:<30} {:>12} {:>12} {:>8} {:>6}", "a run", "", "bare crypto", "ratio", "goal"));
    let mut missed = Vec::new();
    for (name, of, goal) in KINDS {
        let Some(scenario) = scenario(of) else { continue };
        let [run, bare] = times(&scenario, BUDGET);
        let (ratio, text) = (run / bare, goal.map_or(String::new(), |goal| goal.to_string()));
        clock::say(&format!("{name:<30} {run:>9.0} us {bare:>9.0} us {ratio:>8.3} {text:>6}"));
        if goal.is_some_and(|goal| ratio > goal) {
            missed.push(name);
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        presets();
        missed.extend(driven::against_rustls());
    }
    if !missed.is_empty() {
        clock::say(&format!("above the goal: {}", missed.join(", ")));
    }
}

/// All presets, more quickly.
#[cfg(not(target_arch = "wasm32"))]
fn presets() {
    let all = handshake::scenario::presets();
    let mut ratios: Vec<(f64, &str)> = all
        .iter()
        .map(|preset| {
            let [run, bare] = times(&preset.scenario, 1e5);
            (run / bare, preset.name)
        })
        .collect();
    ratios.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let (median, (most, name)) = (ratios[ratios.len() / 2].0, ratios[ratios.len() - 1]);
    clock::say(&format!("all {} presets: median ratio {median:.3}, the highest {most:.3} ({name})", ratios.len()));
    let over = ratios.iter().filter(|(ratio, _)| *ratio > 1.15).map(|(ratio, name)| format!("{name} {ratio:.2}"));
    clock::say(&format!("  over 1.15: {}", over.collect::<Vec<_>>().join(", ")));
}
