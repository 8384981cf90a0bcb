//! The blocks of a pcapng file, all numbers big-endian. draft-ietf-opsawg-pcapng §4.

use crate::wire::Writer;

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION: u32 = 1;
const ENHANCED_PACKET: u32 = 6;
const DECRYPTION_SECRETS: u32 = 10;

/// From it a reader learns in which order the bytes of a number stand.
const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
/// Ethernet frames, without the check sequence at their end.
const LINKTYPE_ETHERNET: u16 = 1;
/// A TLS key log.
const SECRETS_TLS: u32 = 0x544c_534b;

const OPTION_COMMENT: u16 = 1;
const OPTION_INTERFACE_NAME: u16 = 2;
const OPTION_USER_APPLICATION: u16 = 4;

/// Writes a Section Header Block.
pub(super) fn section_header(writer: &mut Writer, comment: &str) {
    block(writer, SECTION_HEADER, |body| {
        body.u32(BYTE_ORDER_MAGIC);
        // Version 1.0, and a section whose length is not given.
        body.u16(1);
        body.u16(0);
        body.bytes(&[0xff; 8]);
        option(body, OPTION_COMMENT, comment);
        option(body, OPTION_USER_APPLICATION, concat!("Handshake Simulator ", env!("CARGO_PKG_VERSION")));
        end_of_options(body);
    });
}

/// Writes an Interface Description Block; timestamps are in microseconds where it does not say otherwise.
pub(super) fn interface_description(writer: &mut Writer) {
    block(writer, INTERFACE_DESCRIPTION, |body| {
        body.u16(LINKTYPE_ETHERNET);
        body.u16(0);
        // No limit on the length of a packet.
        body.u32(0);
        option(body, OPTION_INTERFACE_NAME, "simulated");
        end_of_options(body);
    });
}

/// Writes a Decryption Secrets Block.
pub(super) fn decryption_secrets(writer: &mut Writer, key_log: &[u8]) {
    block(writer, DECRYPTION_SECRETS, |body| {
        body.u32(SECRETS_TLS);
        body.u32(length(key_log));
        padded(body, key_log);
    });
}

/// Writes an Enhanced Packet Block; the time is in microseconds from 1970-01-01T00:00:00Z.
pub(super) fn enhanced_packet(writer: &mut Writer, microseconds: u64, packet: &[u8], comment: &str) {
    block(writer, ENHANCED_PACKET, |body| {
        // The interface is the first one, and the packet was captured whole.
        body.u32(0);
        body.bytes(&microseconds.to_be_bytes());
        body.u32(length(packet));
        body.u32(length(packet));
        padded(body, packet);
        if !comment.is_empty() {
            option(body, OPTION_COMMENT, comment);
            end_of_options(body);
        }
    });
}

/// A block's type, its length (which counts the block whole and stands at both ends), and its body.
fn block(writer: &mut Writer, block_type: u32, write: impl FnOnce(&mut Writer)) {
    let mut body = Writer::new();
    write(&mut body);
    let body = body.into_bytes();
    let total = length(&body) + 12;
    writer.u32(block_type);
    writer.u32(total);
    writer.bytes(&body);
    writer.u32(total);
}

fn option(body: &mut Writer, code: u16, text: &str) {
    let fits = text.floor_char_boundary(usize::from(u16::MAX));
    body.u16(code);
    body.u16(u16::try_from(fits).expect("a text was cut to what two bytes can count"));
    padded(body, &text.as_bytes()[..fits]);
}

fn end_of_options(body: &mut Writer) {
    body.u32(0);
}

/// Bytes, then zeros up to a multiple of four.
fn padded(body: &mut Writer, bytes: &[u8]) {
    body.bytes(bytes);
    body.bytes(&[0; 3][..bytes.len().wrapping_neg() % 4]);
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a block is far shorter than 4 GiB")
}
