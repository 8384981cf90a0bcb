//! What the RustCrypto and dalek crates give, under the RFCs' names.
