//! What the `RustCrypto` and dalek crates give, under the RFCs' names.

pub mod aead;
pub mod entropy;
pub mod hash;
pub mod hkdf;
pub mod key_exchange;
pub mod rare;
pub mod signature;
pub mod x509;
