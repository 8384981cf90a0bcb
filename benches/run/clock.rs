//! A clock, and somewhere to say what it showed: natively and in the browser.

#[cfg(not(target_arch = "wasm32"))]
mod natively {
    use std::sync::LazyLock;
    use std::time::Instant;

    /// How often a function is called between two looks at the clock.
    pub const AT_A_TIME: u32 = 1;

    /// Microseconds since the first look at the clock.
    pub fn microseconds() -> f64 {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed().as_secs_f64() * 1e6
    }

    pub fn say(line: &str) {
        println!("{line}");
    }
}

#[cfg(target_arch = "wasm32")]
mod in_the_browser {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The clock of a page stands still for 100 microseconds at a time.
    pub const AT_A_TIME: u32 = 10;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
        #[wasm_bindgen(js_namespace = console)]
        fn log(line: &str);
    }

    /// Microseconds since the page was opened.
    pub fn microseconds() -> f64 {
        now() * 1e3
    }

    pub fn say(line: &str) {
        log(line);
    }
}

#[cfg(target_arch = "wasm32")]
pub use in_the_browser::{AT_A_TIME, microseconds, say};
#[cfg(not(target_arch = "wasm32"))]
pub use natively::{AT_A_TIME, microseconds, say};
