//! The fields of a server's share in a hybrid group, which is more than a public key.

use super::rows::rows;

rows! {
    "ServerHello", SERVER_HELLO, rare:
        "The server's first message: what it picked, and its part of the key exchange.";
    "extensions" within "ServerHello", SERVER_HELLO, rare:
        "The answers that both sides need before they have keys: the version and the server's part of the key exchange.";
    "server_share", KEY_SHARE, rare:
        "The server's part of the key exchange, in the group of one of the client's: a ciphertext and a public key.";
    "KeyShareEntry", KEY_SHARE, rare:
        "One share, with its group.";
    "group", KEY_SHARE, rare:
        "The group that the share belongs to: a hybrid, two key exchanges in one.";
    "key_exchange", ECDHE_MLKEM, rare:
        "The share itself, made for this connection alone: a secret that is wrapped up so that only the client can unwrap \
         it, and an x25519 public key. Anyone may see both.";
    "length" of "key_exchange", ECDHE_MLKEM, rare:
        "How many bytes the ciphertext and the public key have together. The group decides it.";
}
