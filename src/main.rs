//! In the browser: mounts the page. On a terminal: the command line.

#[cfg(target_arch = "wasm32")]
fn main() {
    handshake::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    handshake::cli::main()
}
