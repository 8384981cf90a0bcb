//! Unpacking, with a limit on what may come of it.

use crate::tls::registry::CertificateCompressionAlgorithm;
use alloc_stdlib::StandardAlloc;
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use ruzstd::io::Read as _;

/// The longest `Certificate` that is unpacked, in bytes. Those of the web have a few thousand, and programs that take chains
/// have limits between 64 and 256 KiB.
const LONGEST: usize = 1 << 18;

/// The longest window of zstd that is taken, in bytes: what decoders should take at least. RFC 8478 §3.1.1.1.2.
const WINDOW: u64 = 8 << 20;

/// Why a compressed message gives no `Certificate`. Numbers of bytes: `read` of what is compressed, `written` of what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// The algorithm is none that is built here.
    NotBuilt,
    /// It says that it will be longer than what is unpacked here.
    TooLong {
        /// The longest, in bytes.
        limit: usize,
    },
    /// It is not what the algorithm makes.
    Broken {
        /// Where, or a few bytes before that.
        read: usize,
        /// How far it was all right.
        written: usize,
    },
    /// It ends before it is complete.
    CutOff {
        /// How far it goes.
        written: usize,
    },
    /// More came of it than was said.
    Longer,
    /// Less came of it than was said.
    Shorter {
        /// How much.
        written: usize,
    },
}

impl core::fmt::Display for Packed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NotBuilt => f.write_str("not unpacked here"),
            Self::TooLong { limit } => write!(f, "not unpacked here: longer than {limit} bytes"),
            Self::Broken { read, written } => {
                write!(f, "{written} bytes; wrong near byte {read} of what is compressed")
            }
            Self::CutOff { written } => write!(f, "{written} bytes; what is compressed ends before it is complete"),
            Self::Longer => f.write_str("more bytes than that"),
            Self::Shorter { written } => write!(f, "{written} bytes"),
        }
    }
}

/// Unpacks to exactly `length` bytes, and no more than so many are ever there at once beside a decoder's own: a window of up
/// to 16 MiB for brotli, and for zstd of up to [`WINDOW`].
pub(super) fn unpack(
    algorithm: CertificateCompressionAlgorithm,
    packed: &[u8],
    length: usize,
) -> Result<Vec<u8>, Packed> {
    let decoder = match algorithm {
        CertificateCompressionAlgorithm::ZLIB => zlib,
        CertificateCompressionAlgorithm::BROTLI => brotli,
        CertificateCompressionAlgorithm::ZSTD => zstd,
        _ => return Err(Packed::NotBuilt),
    };
    if length > LONGEST {
        return Err(Packed::TooLong { limit: LONGEST });
    }
    let mut unpacked = vec![0; length];
    match decoder(packed, &mut unpacked)? {
        written if written == length => Ok(unpacked),
        written => Err(Packed::Shorter { written }),
    }
}

/// RFC 1950. Returns the number of bytes written.
fn zlib(packed: &[u8], unpacked: &mut [u8]) -> Result<usize, Packed> {
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut Box::<DecompressorOxide>::default(), packed, unpacked, 0, flags);
    match status {
        TINFLStatus::Done => Ok(written),
        TINFLStatus::HasMoreOutput => Err(Packed::Longer),
        TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => Err(Packed::CutOff { written }),
        _ => Err(Packed::Broken { read, written }),
    }
}

/// RFC 7932, without the large windows that are no part of it. Returns the number of bytes written.
fn brotli(packed: &[u8], unpacked: &mut [u8]) -> Result<usize, Packed> {
    let allocator = StandardAlloc::default;
    let mut state = BrotliState::new_strict(allocator(), allocator(), allocator());
    let (mut unread, mut read) = (packed.len(), 0);
    let (mut free, mut written, mut total) = (unpacked.len(), 0, 0);
    let result = BrotliDecompressStream(
        &mut unread,
        &mut read,
        packed,
        &mut free,
        &mut written,
        unpacked,
        &mut total,
        &mut state,
    );
    match result {
        BrotliResult::ResultSuccess => Ok(written),
        BrotliResult::NeedsMoreOutput => Err(Packed::Longer),
        BrotliResult::NeedsMoreInput => Err(Packed::CutOff { written }),
        BrotliResult::ResultFailure => Err(Packed::Broken { read, written }),
    }
}

/// RFC 8478: one frame, whose checksum is not looked at. Returns the number of bytes written.
fn zstd(packed: &[u8], unpacked: &mut [u8]) -> Result<usize, Packed> {
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(WINDOW);
    let mut rest = packed;
    let enough = BlockDecodingStrategy::UptoBytes(unpacked.len() + 1);
    let result = decoder.init(&mut rest).and_then(|()| decoder.decode_blocks(&mut rest, enough));
    let there = decoder.can_collect();
    match result {
        Ok(true) if there <= unpacked.len() => {
            // The decoder has the bytes already, so reading them cannot fail.
            Ok(decoder.read(unpacked).unwrap_or_default())
        }
        Ok(_) => Err(Packed::Longer),
        Err(_) if rest.is_empty() => Err(Packed::CutOff { written: there }),
        Err(_) => Err(Packed::Broken { read: packed.len() - rest.len(), written: there }),
    }
}
