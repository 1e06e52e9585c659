use std::io::{self, BufRead, Read};

use backstory_model::Span;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text, and what had to be assumed about its bytes.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) assumed: Assumed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assumed {
    /// Nothing: valid UTF-8, or an encoding that a byte order mark names.
    Nothing,
    /// The encoding was guessed from the bytes.
    Encoding(&'static str),
    /// UTF-8 with a few broken bytes; they stand as U+FFFD, the first of them at this span of the text.
    Broken { bytes: usize, first: Span },
}

/// Bytes → text without byte order mark. UTF-8 unless the bytes say otherwise: a byte order mark, the pattern of
/// zeros that UTF-16 has, or bytes that UTF-8 does not allow (then chardetng, the detector of Firefox, guesses).
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return decode_as(encoding, &bytes[mark..], Assumed::Nothing);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes, Assumed::Encoding(encoding.name()));
    }
    let Err(error) = std::str::from_utf8(bytes) else {
        return decode_as(UTF_8, bytes, Assumed::Nothing);
    };
    let first = error.valid_up_to();
    let (broken, sound) = utf8_quality(bytes);
    if sound >= 4 * broken {
        let first = Span::new(first, first + '\u{FFFD}'.len_utf8());
        return decode_as(UTF_8, bytes, Assumed::Broken { bytes: broken, first });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    decode_as(encoding, bytes, Assumed::Encoding(encoding.name()))
}

/// Bytes in a known encoding → text.
pub(crate) fn decode_as(encoding: &'static Encoding, bytes: &[u8], assumed: Assumed) -> Decoded {
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    Decoded { text, assumed }
}

/// Stretches that are no UTF-8, and sound characters of several bytes, which hardly ever arise by chance.
fn utf8_quality(bytes: &[u8]) -> (usize, usize) {
    let (mut broken, mut sound) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (broken, sound)
}

/// UTF-16 that came without a byte order mark: of Latin text every second byte is zero, of any text hardly any of
/// the others.
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 >= pairs * 6 && even * 50 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 6 && odd * 50 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes are UTF-16, with or without a byte order mark.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8)
        || utf16_without_mark(bytes).is_some()
}

/// A stream in any encoding, read as UTF-8; what is broken stands as U+FFFD.
pub(crate) struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    /// UTF-8 that is ready, from this byte on.
    ready: Vec<u8>,
    at: usize,
    over: bool,
}

impl<R: BufRead> Transcoded<R> {
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            ready: Vec::new(),
            at: 0,
            over: false,
        }
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.over {
            let bytes = self.inner.fill_buf()?;
            let last = bytes.is_empty();
            // Room for what comes out at the most.
            let room = self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
            self.ready.resize(room, 0);
            let (_, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.ready, last);
            self.ready.truncate(written);
            self.at = 0;
            self.inner.consume(read);
            self.over = last;
        }
        let count = (self.ready.len() - self.at).min(into.len());
        into[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
