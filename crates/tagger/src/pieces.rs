//! Words → pieces of a fixed vocabulary, by the longest match first (WordPiece: Schuster and Nakajima 2012; the uncased
//! vocabulary of BERT: Devlin et al. 2019).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The number of a piece: its line in the vocabulary.
pub type Piece = u16;

/// Stands for a word that the vocabulary cannot spell.
const UNKNOWN: Piece = 100;
/// Opens a window.
pub(crate) const FIRST: Piece = 101;
/// Stands between paragraphs and closes a window.
pub(crate) const BREAK: Piece = 102;
/// No more pieces than this are kept of one token: web addresses would fill a window.
const LONGEST: usize = 12;

static VOCABULARY: LazyLock<HashMap<&'static str, Piece>> = LazyLock::new(|| {
    let lines = include_str!("../data/vocab.txt").lines();
    lines
        .enumerate()
        .map(|(i, piece)| (piece, Piece::try_from(i).expect("fewer than 65,536 lines")))
        .collect()
});

/// Appends the pieces of one token, at least one and at most [`LONGEST`]: lower case, accents off, split at marks, then
/// greedily from the left.
pub(crate) fn push_pieces(token: &str, into: &mut Vec<Piece>) {
    let from = into.len();
    let mut word = String::new();
    let plain = token.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    for c in plain {
        let c = if matches!(c, '’' | 'ʼ' | '‘' | '`') { '\'' } else { c };
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        push_word(&word, into);
        word.clear();
        if !c.is_whitespace() && !c.is_control() {
            push_word(c.encode_utf8(&mut [0; 4]), into);
        }
    }
    push_word(&word, into);
    if into.len() == from {
        into.push(UNKNOWN);
    }
    into.truncate(from + LONGEST);
}

/// The pieces of a stretch without marks; nothing for an empty one.
fn push_word(word: &str, into: &mut Vec<Piece>) {
    let from = into.len();
    let mut at = 0;
    let mut key = String::new();
    while at < word.len() {
        let ends = word[at..].char_indices().map(|(i, c)| at + i + c.len_utf8());
        let ends: Vec<usize> = ends.take(24).collect();
        let hit = ends.into_iter().rev().find_map(|end| {
            key.clear();
            if at > 0 {
                key.push_str("##");
            }
            key.push_str(&word[at..end]);
            VOCABULARY.get(key.as_str()).map(|piece| (*piece, end))
        });
        let Some((piece, end)) = hit else {
            into.truncate(from);
            into.push(UNKNOWN);
            return;
        };
        into.push(piece);
        at = end;
    }
}
