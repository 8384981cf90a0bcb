//! A short run of the fuzz targets, the same each time: seeds, and the same seeds changed here and there.
//!
//! `FUZZ_SECONDS=60 cargo test --test fuzz` lets each target run for a minute, from another place each time that
//! `FUZZ_START` is another number. `FUZZ_CORPUS=fuzz/corpus` writes the seeds where `cargo fuzz` looks for them.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../fuzz/targets.rs"]
mod targets;

use std::time::{Duration, Instant};

use targets::{TARGETS, Target};

/// Numbers that look random. Marsaglia, "Xorshift RNGs", 2003.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }

    /// Changes bytes in one of the ways in which things break.
    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let place = self.below(bytes.len());
        match self.below(8) {
            0 | 1 if !bytes.is_empty() => bytes[place] ^= 1 << self.below(8),
            2 if !bytes.is_empty() => bytes[place] = self.byte(),
            3 if !bytes.is_empty() => bytes[place] = [0, 1, 0x7f, 0x80, 0xff][self.below(5)],
            4 => bytes.truncate(place),
            5 => bytes.insert(place.min(bytes.len()), self.byte()),
            6 if !bytes.is_empty() => {
                let end = (place + 1 + self.below(16)).min(bytes.len());
                bytes.drain(place..end);
            }
            _ => {
                let start = self.below(other.len());
                let end = (start + 1 + self.below(64)).min(other.len());
                bytes.splice(place..place, other[start..end].iter().copied());
            }
        }
    }
}

fn fuzz(name: &str, rounds: usize) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let seeds = (target.seeds)();
    for seed in &seeds {
        (target.run)(seed);
    }
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let seconds = number("FUZZ_SECONDS").map(Duration::from_secs);
    let mut numbers = Numbers(number("FUZZ_START").unwrap_or(0) ^ 0x9e37_79b9_7f4a_7c15);
    let start = Instant::now();
    let mut round = 0;
    while seconds.map_or(round < rounds, |seconds| start.elapsed() < seconds) {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        for _ in 0..=numbers.below(4) {
            numbers.change(&mut bytes, &seeds[round % seeds.len()]);
        }
        let what = std::panic::catch_unwind(|| (target.run)(&bytes));
        assert!(what.is_ok(), "{name}, round {round}: {bytes:02x?}");
        round += 1;
    }
    println!("{name}: {} seeds, {round} changed ones, {} ms", seeds.len(), start.elapsed().as_millis());
}

#[test]
fn records() {
    fuzz("records", 1000);
}

#[test]
fn messages() {
    fuzz("messages", 10_000);
}

#[test]
fn client() {
    fuzz("client", 300);
}

#[test]
fn server() {
    fuzz("server", 300);
}

#[test]
fn connection() {
    fuzz("connection", 300);
}

#[test]
fn address() {
    fuzz("address", 5000);
}

#[test]
fn scenario() {
    fuzz("scenario", 60);
}

#[test]
fn attack() {
    fuzz("attack", 150);
}

#[test]
fn certificates() {
    fuzz("certificates", 2000);
}

#[test]
fn capture() {
    fuzz("capture", 60);
}

#[test]
fn pasted() {
    fuzz("pasted", 60);
}

#[test]
fn json() {
    fuzz("json", 60);
}

#[test]
fn key_log() {
    fuzz("key_log", 300);
}

#[test]
fn private_key() {
    fuzz("private_key", 300);
}

#[test]
fn lesson() {
    fuzz("lesson", 3000);
}

#[test]
fn network() {
    fuzz("network", 300);
}

#[test]
fn every_target_has_its_file_and_its_seeds() {
    let manifest = include_str!("../fuzz/Cargo.toml");
    for Target { name, seeds, .. } in TARGETS {
        assert!(
            manifest.contains(&format!("[[bin]]\nname = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\n")),
            "{name}"
        );
        let Ok(folder) = std::env::var("FUZZ_CORPUS") else { continue };
        let folder = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for (number, seed) in seeds().iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed).unwrap();
        }
    }
}
