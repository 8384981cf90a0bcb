//! The same runs natively and in the browser: both are held against the digests of `same/runs.txt`.

#[path = "same/mod.rs"]
mod same;

#[cfg(target_arch = "wasm32")]
mod in_the_browser {
    use wasm_bindgen_test::wasm_bindgen_test;

    wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_run_is_the_same_everywhere() {
        super::same::runs_are_the_same();
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod natively {
    #[test]
    fn a_run_is_the_same_everywhere() {
        if std::env::var_os("UPDATE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/same/runs.txt");
            std::fs::write(path, super::same::digests()).expect("the digests can be written");
            return;
        }
        super::same::runs_are_the_same();
    }
}
