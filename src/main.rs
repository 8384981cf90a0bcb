//! In the browser: mounts the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    handshake::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    eprintln!("The simulator is a page: `make serve` builds it and prints its address.");
    std::process::ExitCode::FAILURE
}
