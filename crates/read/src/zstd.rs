//! Zstandard (RFC 8878), frame by frame, with the dictionary that compressed web archives put before their records.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

/// First bytes of a frame.
const FRAME: u32 = 0xFD2F_B528;
/// First bytes of a frame that holds the dictionary for those behind it (the IIPC's rules for WARC files).
const DICTIONARY: u32 = 0x184D_2A5D;
/// Most bytes of a dictionary.
const MOST_DICTIONARY: u64 = 16 << 20;
/// Most bytes that a frame may look back: what `zstd` itself unpacks without being told to.
const WINDOW: u64 = 128 << 20;

/// Whether these first bytes are those of such a file.
pub(crate) fn is_zstd(head: &[u8]) -> bool {
    magic(head).is_some_and(|magic| magic == FRAME || magic == DICTIONARY)
}

fn magic(head: &[u8]) -> Option<u32> {
    head.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// What the frames of an input hold, one behind the other.
pub(crate) struct Unpacker<R> {
    input: R,
    decoder: FrameDecoder,
    /// Whether the decoder is within a frame.
    within: bool,
    first: bool,
}

impl<R: BufRead> Unpacker<R> {
    pub(crate) fn new(input: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self { input, decoder, within: false, first: true }
    }

    /// Goes on to the next frame that holds anything; false at the end.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            let mut start = Vec::new();
            self.input.by_ref().take(4).read_to_end(&mut start)?;
            let first = std::mem::take(&mut self.first);
            match magic(&start) {
                None if start.is_empty() => return Ok(false),
                Some(FRAME) => {
                    self.decoder.reset(start.as_slice().chain(&mut self.input)).map_err(broken)?;
                    self.within = true;
                    return Ok(true);
                }
                Some(magic) if magic & 0xFFFF_FFF0 == 0x184D_2A50 => {
                    let mut size = [0; 4];
                    self.input.read_exact(&mut size)?;
                    let size = u64::from(u32::from_le_bytes(size));
                    if first && magic == DICTIONARY {
                        self.dictionary(size)?;
                    } else if io::copy(&mut self.input.by_ref().take(size), &mut io::sink())? < size {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                _ => return Err(broken("no frame of Zstandard")),
            }
        }
    }

    /// A dictionary, which may be packed itself.
    fn dictionary(&mut self, size: u64) -> io::Result<()> {
        if size > MOST_DICTIONARY {
            return Err(broken("its dictionary is too large"));
        }
        let mut bytes = Vec::new();
        self.input.by_ref().take(size).read_to_end(&mut bytes)?;
        if magic(&bytes) == Some(FRAME) {
            let mut unpacked = Vec::new();
            Unpacker::new(bytes.as_slice()).take(MOST_DICTIONARY).read_to_end(&mut unpacked)?;
            bytes = unpacked;
        }
        let dictionary = Dictionary::decode_dict(&bytes).map_err(broken)?;
        self.decoder.add_dict(dictionary).map_err(broken)
    }
}

fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

impl<R: BufRead> Read for Unpacker<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.within && !self.next_frame()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.input, one).map_err(broken)?;
            }
            let count = self.decoder.read(into)?;
            if count > 0 {
                return Ok(count);
            }
            self.within = false;
            let sums = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if let (Some(told), Some(found)) = sums
                && told != found
            {
                return Err(broken("its checksum is another"));
            }
        }
    }
}
