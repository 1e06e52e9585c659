//! What the network is shown of each token: its pieces, how it is written, and where it stands to quotation marks.

use std::ops::Range;

use backstory_text::{Quotation, Token, TokenKind};

use crate::pieces::{Piece, push_pieces};

/// How many ways of writing a token are told apart.
pub const CASES: usize = 6;
/// How many places with regard to quotation marks are told apart.
pub const PLACES: usize = 8;

/// What is shown of a report's tokens, token by token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// Pieces of all tokens, one after another.
    pub pieces: Vec<Piece>,
    /// Where the pieces of each token start in `pieces`, and one more for the end.
    pub starts: Vec<u32>,
    /// 0 lower case, 1 capitalized, 2 capitals only, 3 mixed, 4 starts with a digit, 5 without letters.
    pub cases: Vec<u8>,
    /// 0 outside of quotations, 1 in one, 2 in one that is not closed, 3 in one that goes on from the paragraph before,
    /// 4 in one that stands in another, 5 opening mark, 6 closing mark, 7 a mark without a partner.
    pub places: Vec<u8>,
}

/// Looks at all tokens of a text. `quotations` are those of the same stretch, in order of their start.
pub fn features(text: &str, tokens: &[Token], quotations: &[Quotation]) -> Features {
    let mut found = Features::default();
    found.starts.push(0);
    let places = places(tokens, quotations);
    for (token, place) in tokens.iter().zip(&places) {
        // Marks of all kinds and languages are shown in one form, by what they do.
        let written = match place {
            5 => "“",
            6 => "”",
            7 => "\"",
            _ => token.span.of(text),
        };
        push_pieces(written, &mut found.pieces);
        found.starts.push(u32::try_from(found.pieces.len()).expect("a text under 4 GiB"));
        found.cases.push(case(token.span.of(text)));
    }
    found.places = places;
    found
}

fn case(token: &str) -> u8 {
    let Some(first) = token.chars().next() else { return 5 };
    if first.is_numeric() {
        return 4;
    }
    let (mut upper, mut lower) = (0, 0);
    for c in token.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    match (upper, lower) {
        (0, 0) => 5,
        (0, _) => 0,
        (1, _) if first.is_uppercase() => 1,
        (_, 0) => 2,
        _ => 3,
    }
}

fn places(tokens: &[Token], quotations: &[Quotation]) -> Vec<u8> {
    let at = |span: backstory_text::Span| -> Range<usize> {
        let start = tokens.partition_point(|t| t.span.start < span.start);
        start..start + tokens[start..].partition_point(|t| t.span.end <= span.end)
    };
    let mut places = vec![0; tokens.len()];
    // Outer ones come first, so that what stands in an inner one is overwritten.
    for quotation in quotations {
        let inside = if quotation.level > 0 {
            4
        } else if quotation.continues {
            3
        } else if quotation.closed {
            1
        } else {
            2
        };
        places[at(quotation.span)].fill(inside);
        let outer = at(quotation.outer);
        if quotation.opened && !outer.is_empty() && tokens[outer.start].kind == TokenKind::Quote {
            places[outer.start] = 5;
        }
        if quotation.closed && outer.len() > 1 && tokens[outer.end - 1].kind == TokenKind::Quote {
            places[outer.end - 1] = 6;
        }
    }
    for (token, place) in tokens.iter().zip(&mut places) {
        if token.kind == TokenKind::Quote && !matches!(*place, 5 | 6) {
            *place = 7;
        }
    }
    places
}
