//! Compressed inputs, within limits.

use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, Read},
    sync::atomic::{AtomicU64, Ordering},
};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::zstd;

/// An input that gives more than so many times its own bytes, once it gave more than [`FREE`], is a bomb: text and
/// markup shrink to a twentieth at best, hardly ever to a hundredth.
pub(crate) const MOST_TIMES: u64 = 500;
/// Bytes that any input may give.
const FREE: u64 = 64 << 20;

/// Why unpacking stopped. It travels inside an [`io::Error`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// More than an input may unpack to.
    TooMuch(u64),
    /// Far more than what is packed could honestly hold.
    Bomb,
    /// Damaged after so many bytes had been unpacked.
    Broken(u64),
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stopped::TooMuch(limit) => {
                write!(f, "it unpacks to more than the {} that one input may have", crate::bytes(*limit))
            }
            Stopped::Bomb => {
                write!(
                    f,
                    "it unpacks to more than {MOST_TIMES} times its size, as only a decompression bomb does"
                )
            }
            Stopped::Broken(0) => write!(f, "its compressed data is broken"),
            Stopped::Broken(after) => {
                write!(f, "its compressed data is broken or cut short after {} of text", crate::bytes(*after))
            }
        }
    }
}

impl std::error::Error for Stopped {}

/// What may still be unpacked out of one input, through all archives in it.
#[derive(Debug)]
pub(crate) struct Budget {
    most: u64,
    left: AtomicU64,
}

impl Budget {
    pub(crate) fn new(bytes: u64) -> Self {
        Self { most: bytes, left: AtomicU64::new(bytes) }
    }
}

/// Counts what is taken.
struct Counted<'a> {
    inner: &'a mut dyn BufRead,
    taken: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken.set(self.taken.get() + amount as u64);
        self.inner.consume(amount);
    }
}

/// Watches over what an unpacker gives. `packed` says how many bytes it was given so far.
pub(crate) struct Watched<'a, R> {
    inner: R,
    budget: &'a Budget,
    packed: &'a dyn Fn() -> u64,
    given: u64,
}

impl<'a, R: Read> Watched<'a, R> {
    pub(crate) fn new(inner: R, budget: &'a Budget, packed: &'a dyn Fn() -> u64) -> Self {
        Self { inner, budget, packed, given: 0 }
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                io::Error::new(io::ErrorKind::InvalidData, Stopped::Broken(self.given))
            }
            _ => error,
        })?;
        self.given += count as u64;
        let taken = |left: u64| left.checked_sub(count as u64);
        if self.budget.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).is_err() {
            return Err(io::Error::other(Stopped::TooMuch(self.budget.most)));
        }
        if self.given > FREE && self.given / MOST_TIMES > (self.packed)() {
            return Err(io::Error::other(Stopped::Bomb));
        }
        Ok(count)
    }
}

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Members of gzip, one behind the other.
    Gzip,
    /// Deflate within zlib.
    Zlib,
    /// Deflate alone.
    Deflate,
    /// Brotli.
    Brotli,
    /// Frames of Zstandard, one behind the other.
    Zstd,
}

impl Packing {
    /// How a body that starts so is packed, of which its server says this (`Content-Encoding`); None where it is not, or
    /// in a way that cannot be undone. Servers and archives often say what a body was and hold it unpacked: where the
    /// bytes show it, they are believed.
    pub(crate) fn told(encoding: &str, start: &[u8]) -> Option<Self> {
        let gzip = start.starts_with(b"\x1F\x8B");
        match encoding.trim() {
            "gzip" | "x-gzip" if gzip => Some(Packing::Gzip),
            "zstd" if zstd::is_zstd(start) => Some(Packing::Zstd),
            "deflate" | "br" if looks_plain(start) || gzip => None,
            "deflate" if start.first().is_some_and(|b| b & 0x0F == 8) => Some(Packing::Zlib),
            "deflate" => Some(Packing::Deflate),
            "br" => Some(Packing::Brotli),
            _ => None,
        }
    }
}

/// Whether bytes that are said to be packed are text as they are.
fn looks_plain(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64)];
    // The last character may be cut.
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with(['<', '{', '[']) && !text.contains('\0')
}

/// Hands what a packed input holds to `read`.
pub(crate) fn unpack(
    packing: Packing,
    input: &mut dyn BufRead,
    budget: &Budget,
    read: impl FnOnce(&mut dyn BufRead) -> io::Result<()>,
) -> io::Result<()> {
    let taken = Cell::new(0);
    let packed = || taken.get();
    let input = Counted { inner: input, taken: &taken };
    let mut unpacker: Box<dyn Read + '_> = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(input)),
        Packing::Zlib => Box::new(ZlibDecoder::new(input)),
        Packing::Deflate => Box::new(DeflateDecoder::new(input)),
        Packing::Brotli => Box::new(Decompressor::new(input, 16 << 10)),
        Packing::Zstd => Box::new(zstd::Unpacker::new(input)),
    };
    read(&mut io::BufReader::with_capacity(64 << 10, Watched::new(&mut unpacker, budget, &packed)))
}

/// How many bytes a packed stream gives, counted up to `most` and not kept; none where it is none.
pub(crate) fn inflated(packed: &[u8], most: u64) -> u64 {
    if packed.first().is_none_or(|b| b & 0x0F != 8) {
        return 0;
    }
    let mut given = 0;
    let mut unpacker = ZlibDecoder::new(packed);
    let mut part = [0; 32 << 10];
    while given < most {
        match unpacker.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(count) => given += count as u64,
        }
    }
    given
}

/// Why unpacking stopped, where that is what an error is about.
pub(crate) fn stopped(error: &io::Error) -> Option<&Stopped> {
    error.get_ref()?.downcast_ref()
}
