use crate::{Span, abbreviation};

/// A word, number or mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters, with inner hyphens and apostrophes: `U.S.-backed`, `don't`, `R-Fla.`; abbreviations keep their period.
    Word,
    /// Starts with a digit: `10,000`, `2.5`, `25th`.
    Number,
    /// The ending of a possessive or of a short verb: `'s`, `’s`, and the bare apostrophe of `officials'`.
    Clitic,
    /// Web and mail addresses, `@handles` and `#tags`.
    Address,
    /// A period, comma, colon, dash, bracket …; an ellipsis is one token.
    Punctuation,
    /// A quotation mark, opening or closing.
    Quote,
    /// Anything else that is not white space: `$`, `%`, emoji.
    Symbol,
}

/// Splits a stretch of text into tokens; white space is left out. Linear in the length of the stretch.
pub fn tokens(text: &str, within: Span) -> Vec<Token> {
    let mut found = Vec::with_capacity(within.len() / 5);
    let end = within.end as usize;
    let mut at = within.start as usize;
    while let Some(c) = text[at..end].chars().next() {
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        let (len, kind) = next_token(text, at, end, c);
        found.push(Token { span: Span::new(at, at + len), kind });
        at += len;
    }
    found
}

/// Length in bytes and kind of the token that starts at `at` with the character `c`.
fn next_token(text: &str, at: usize, end: usize, c: char) -> (usize, TokenKind) {
    let rest = &text[at..end];
    let before = text[..at].chars().next_back();
    if is_apostrophe(c) && before.is_some_and(char::is_alphanumeric) {
        let after: String = rest.chars().skip(1).take(2).collect();
        let mut after = after.chars();
        let (s, then) = (after.next(), after.next());
        if matches!(s, Some('s' | 'S')) && !then.is_some_and(char::is_alphanumeric) {
            return (c.len_utf8() + 1, TokenKind::Clitic);
        }
        if matches!(before, Some('s' | 'S' | 'z' | 'x')) && s.is_none_or(char::is_whitespace) {
            return (c.len_utf8(), TokenKind::Clitic);
        }
    }
    if let Some(len) = address_len(rest) {
        return (len, TokenKind::Address);
    }
    if c.is_numeric() {
        return (number_len(rest), TokenKind::Number);
    }
    if c.is_alphabetic() {
        return (word_len(rest), TokenKind::Word);
    }
    if is_apostrophe(c) && elision_len(rest).is_some() && !before.is_some_and(char::is_alphanumeric) {
        return (elision_len(rest).expect("just seen"), TokenKind::Word);
    }
    if rest.starts_with("``") || rest.starts_with("''") {
        return (2, TokenKind::Quote);
    }
    if is_quote_mark(c) {
        return (c.len_utf8(), TokenKind::Quote);
    }
    if c == '…' || rest.starts_with("..") {
        return (ellipsis_len(rest), TokenKind::Punctuation);
    }
    if matches!(c, '-' | '–' | '—' | '―') {
        let run = rest.chars().take_while(|d| *d == c).count();
        return (run * c.len_utf8(), TokenKind::Punctuation);
    }
    let kind = if is_punctuation(c) { TokenKind::Punctuation } else { TokenKind::Symbol };
    (c.len_utf8(), kind)
}

/// Whether a character can open or close a quotation (an apostrophe can also be part of a word).
pub(crate) fn is_quote_mark(c: char) -> bool {
    is_apostrophe(c)
        || matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‚' | '‛' | '‘' | '`')
}

/// Whether a character is an apostrophe in one of its forms.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Characters without a width that stand in texts taken from web pages.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
        || c.is_control()
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        && !matches!(c, '$' | '%' | '+' | '<' | '=' | '>' | '^' | '|' | '~' | '*' | '#' | '@' | '&')
        || matches!(c, '…' | '•' | '·' | '¿' | '¡' | '‑' | '‒')
}

fn ellipsis_len(rest: &str) -> usize {
    rest.char_indices().find(|(_, c)| !matches!(c, '.' | '…')).map_or(rest.len(), |(i, _)| i)
}

/// Digits with inner separators, and letters right behind them: `1,000`, `2.5`, `9:30`, `25th`, `1990s`, `3-year-old`.
fn number_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.char_indices().peekable();
    let mut digit = false;
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, d)| *d);
        let inner = match c {
            ',' | '.' | ':' | '/' => digit && next.is_some_and(char::is_numeric),
            '-' | '‑' => next.is_some_and(char::is_alphanumeric),
            _ => c.is_alphanumeric(),
        };
        if !inner {
            break;
        }
        digit = c.is_numeric();
        len = i + c.len_utf8();
    }
    // "10 a.m." keeps no period here; "a.m." written together as "10a.m." does.
    if rest[..len].ends_with(['a', 'p']) && rest[len..].starts_with(".m.") { len + 3 } else { len }
}

/// Letters with inner hyphens, apostrophes and, in abbreviations, periods.
fn word_len(rest: &str) -> usize {
    let mut len = 0;
    let mut part = 0;
    let mut dotted = false;
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, d)| *d);
        let letter_next = next.is_some_and(char::is_alphanumeric);
        let keep = match c {
            '-' | '‑' | '&' => letter_next,
            '\'' | '’' | 'ʼ' => letter_next && !is_possessive(&rest[i + c.len_utf8()..]),
            '.' => {
                let one_letter = rest[part..i].chars().count() == 1;
                let initials = one_letter && (letter_next && single_letter(&rest[i + 1..]) || dotted);
                if initials
                    || (one_letter
                        && !letter_next
                        && rest[part..i].starts_with(char::is_uppercase)
                        && rest[part..i] != *"I")
                    || (!letter_next && abbreviation::known(&rest[part..i]))
                {
                    dotted = true;
                    true
                } else {
                    false
                }
            }
            _ => c.is_alphanumeric() || is_combining(c),
        };
        if !keep {
            break;
        }
        len = i + c.len_utf8();
        if matches!(c, '-' | '‑' | '.' | '&') {
            part = len;
        }
        if c == '.' && !next.is_some_and(|d| d.is_alphanumeric() || matches!(d, '-' | '‑')) {
            break;
        }
    }
    len
}

/// Whether one letter, and no more, stands at the start.
fn single_letter(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Whether what follows an apostrophe is the `s` of a possessive.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// `'em`, `’90s`: an apostrophe that stands for letters left out at the front of a word.
pub(crate) fn elision_len(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let mark = chars.next()?.len_utf8();
    let word: &str = &rest[mark..];
    let len = word.char_indices().find(|(_, c)| !c.is_alphanumeric()).map_or(word.len(), |(i, _)| i);
    let word = &word[..len];
    let decade =
        word.len() == 3 && word.ends_with('s') && word.as_bytes()[..2].iter().all(u8::is_ascii_digit);
    let year = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    let short =
        ["em", "til", "tis", "twas", "cause", "bout", "cuz"].iter().any(|w| word.eq_ignore_ascii_case(w));
    (decade || year || short).then_some(mark + len)
}

/// Length of an address at the start, if there is one.
fn address_len(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let until_space = || {
        let stop = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '<' | '>' | ')'))
            .unwrap_or(rest.len());
        rest[..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']).len()
    };
    match bytes[0] {
        b'@' | b'#' => {
            let len =
                rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_').map_or(rest.len(), |i| i + 1);
            (len > 1 && bytes[1].is_ascii_alphanumeric()).then_some(len)
        }
        b'h' | b'H'
            if starts_with_ignoring_case(rest, "http://") || starts_with_ignoring_case(rest, "https://") =>
        {
            Some(until_space())
        }
        b'w' | b'W' if starts_with_ignoring_case(rest, "www.") => Some(until_space()),
        b if b.is_ascii_alphanumeric() => {
            let stop = rest
                .bytes()
                .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'@' | b'+')))
                .unwrap_or(rest.len());
            let word = &rest[..stop];
            let at = word.find('@')?;
            let host = word[at + 1..].trim_end_matches('.');
            (host.contains('.') && at > 0).then_some(at + 1 + host.len())
        }
        _ => None,
    }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|b| b.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens come apart at `|`; a mark behind each kind keeps words from being taken for numbers and the like.
    #[track_caller]
    fn check(marked: &str) {
        let text: String = marked.replace('|', "");
        let wanted: Vec<&str> = marked.split(['|', ' ']).filter(|t| !t.is_empty()).collect();
        let found: Vec<&str> =
            tokens(&text, Span::new(0, text.len())).iter().map(|t| t.span.of(&text)).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn abbreviations_keep_their_period() {
        check("The U.S. raid on Jan. 3|, said Rep. Ana Orlo|, R-Fla.|, at 9 a.m. in St. Ilmar|.");
        check(
            "Gov. J. R. Pell of the U.N.-backed body owes $|10,000|.|50|."
                .replace("10,000|.|50", "10,000.50")
                .as_str(),
        );
        check("It ended|. It was No. 2 of Acme Inc.|, he said|.");
    }

    #[test]
    fn possessives_come_apart_and_short_forms_do_not() {
        check("Orlo|'s aides don't like the ministers|' plan|; it|’s O’Dell|’s|.");
        check("in the ’90s they got 'em");
    }

    #[test]
    fn marks_stand_alone() {
        check("“|We — all of us — won't|…|” (|he said|)|: \"|no|\"|!");
        check("50|% of @orlo_m and #peace at https://a.example/b?c=1|, or ana@mail.example|.");
    }

    #[test]
    fn kinds() {
        let text = "Orlo's 3rd “plan” – $5, see @a_b";
        let kinds: Vec<TokenKind> = tokens(text, Span::new(0, text.len())).iter().map(|t| t.kind).collect();
        use TokenKind::{Address, Clitic, Number, Punctuation, Quote, Symbol, Word};
        assert_eq!(
            kinds,
            [
                Word,
                Clitic,
                Number,
                Quote,
                Word,
                Quote,
                Punctuation,
                Symbol,
                Number,
                Punctuation,
                Word,
                Address
            ]
        );
    }
}
