//! Cuts a stream of JSON into its outermost values without reading it whole.

use std::io::{self, BufRead, Read};

/// A stretch of the input: one JSON value, or one line.
pub(crate) struct Piece {
    /// The bytes, unless there are more than may be kept.
    pub(crate) bytes: Vec<u8>,
    /// How many there are.
    pub(crate) size: u64,
    /// 1-based line it starts at.
    pub(crate) line: u64,
    /// Whether the input ends before the value does.
    pub(crate) cut: bool,
}

/// Reads on, counting lines.
pub(crate) struct Scanner<'a> {
    input: &'a mut dyn BufRead,
    line: u64,
    limit: u64,
}

impl<'a> Scanner<'a> {
    /// Pieces keep at most `limit` bytes; of larger ones only the size is told.
    pub(crate) fn new(input: &'a mut dyn BufRead, line: u64, limit: u64) -> Self {
        Self { input, line, limit }
    }

    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The next byte that is no white space, not taken.
    pub(crate) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let space = buffer.iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.line += newlines(&buffer[..space]);
            let found = buffer.get(space).copied();
            self.input.consume(space);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Takes the byte that [`Scanner::peek`] showed.
    pub(crate) fn take(&mut self) {
        self.input.consume(1);
    }

    /// The next line that is not blank, without its end.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Piece>> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let line = self.line;
        let piece = self.piece(line, |bytes| match memchr_newline(bytes) {
            Some(at) => (at, true),
            None => (bytes.len(), false),
        })?;
        Ok(Some(Piece { cut: false, ..piece }))
    }

    /// The value that starts here: to the bracket that closes it, or, for anything but an object or a list, up to the
    /// next comma or bracket.
    pub(crate) fn next_value(&mut self) -> io::Result<Option<Piece>> {
        let Some(first) = self.peek()? else { return Ok(None) };
        let nested = matches!(first, b'{' | b'[');
        let (mut depth, mut quoted, mut escaped) = (0u32, false, false);
        let line = self.line;
        let piece = self.piece(line, |bytes| {
            for (at, byte) in bytes.iter().enumerate() {
                if quoted {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => quoted = false,
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => quoted = true,
                    b'{' | b'[' => depth += 1,
                    b',' if depth == 0 => return (at, true),
                    b'}' | b']' if depth == 0 => return (at, true),
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            return (at + 1, true);
                        }
                    }
                    _ => {}
                }
            }
            (bytes.len(), false)
        })?;
        Ok(Some(Piece { cut: piece.cut && nested, ..piece }))
    }

    /// Collects bytes until `end` says how many of those shown still belong, and that it is over.
    fn piece(&mut self, line: u64, mut end: impl FnMut(&[u8]) -> (usize, bool)) -> io::Result<Piece> {
        let mut piece = Piece { bytes: Vec::new(), size: 0, line, cut: true };
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(piece);
            }
            let (count, over) = end(buffer);
            piece.size += count as u64;
            if piece.size <= self.limit {
                piece.bytes.extend_from_slice(&buffer[..count]);
            } else {
                piece.bytes = Vec::new();
            }
            self.line += newlines(&buffer[..count]);
            self.input.consume(count);
            if over {
                piece.cut = false;
                return Ok(piece);
            }
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| **b == b'\n').count() as u64
}

fn memchr_newline(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| *b == b'\n')
}

/// Reads up to `limit` bytes; of a longer input the size alone, counted without keeping it.
pub(crate) fn read_whole(input: &mut dyn BufRead, limit: u64) -> io::Result<Result<Vec<u8>, u64>> {
    let mut bytes = Vec::new();
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= limit {
        return Ok(Ok(bytes));
    }
    let mut size = bytes.len() as u64;
    drop(bytes);
    loop {
        let count = input.fill_buf()?.len();
        if count == 0 {
            return Ok(Err(size));
        }
        size += count as u64;
        input.consume(count);
    }
}
