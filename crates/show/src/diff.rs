//! What differs between two wordings, word by word.

/// A stretch of words with one fate. The stretches of one side, put together, give that side's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// In both; as the first and as the second text write it.
    Same(&'a str, &'a str),
    /// In the first text alone.
    Gone(&'a str),
    /// In the second text alone.
    New(&'a str),
}

/// Tables of more cells are not filled: what lies between the common ends then counts as wholly changed.
const CELLS: usize = 1_000_000;

/// Aligns two texts word by word (longest common subsequence; upper and lower case and the shape of quotation marks do
/// not count as differences).
pub(crate) fn diff<'a>(a: &'a str, b: &'a str) -> Vec<Piece<'a>> {
    let (x, y) = (words(a), words(b));
    let keys = |list: &[(usize, &str)]| list.iter().map(|w| key(w.1)).collect::<Vec<_>>();
    let (kx, ky) = (keys(&x), keys(&y));
    let same = |i: usize, j: usize| kx[i] == ky[j];
    let (n, m) = (x.len(), y.len());
    let head = (0..n.min(m)).take_while(|&i| same(i, i)).count();
    let tail = (0..n.min(m) - head).take_while(|&i| same(n - 1 - i, m - 1 - i)).count();
    let (rows, columns) = (n - head - tail, m - head - tail);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    if rows * columns <= CELLS {
        let width = columns + 1;
        let mut best = vec![0u16; (rows + 1) * width];
        for i in (0..rows).rev() {
            for j in (0..columns).rev() {
                best[i * width + j] = if same(head + i, head + j) {
                    best[(i + 1) * width + j + 1].saturating_add(1)
                } else {
                    best[(i + 1) * width + j].max(best[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < rows && j < columns {
            if same(head + i, head + j) {
                pairs.push((head + i, head + j));
                (i, j) = (i + 1, j + 1);
            } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    pairs.extend((0..tail).rev().map(|i| (n - 1 - i, m - 1 - i)));

    let mut pieces = Vec::new();
    let (mut i, mut j, mut at) = (0, 0, 0);
    let cut = |text: &'a str, list: &[(usize, &str)], from: usize, to: usize| {
        let end = |k: usize| list.get(k).map_or(text.len(), |w| w.0);
        &text[if from == 0 { 0 } else { end(from) }..end(to)]
    };
    while at <= pairs.len() {
        let (pi, pj) = pairs.get(at).copied().unwrap_or((n, m));
        if pi > i {
            pieces.push(Piece::Gone(cut(a, &x, i, pi)));
        }
        if pj > j {
            pieces.push(Piece::New(cut(b, &y, j, pj)));
        }
        let run = (at..pairs.len()).take_while(|&k| pairs[k] == (pi + (k - at), pj + (k - at))).count();
        if run > 0 {
            pieces.push(Piece::Same(cut(a, &x, pi, pi + run), cut(b, &y, pj, pj + run)));
        }
        (i, j) = (pi + run, pj + run);
        at += run.max(1);
    }
    pieces
}

/// Whether marking the differences helps: the texts share half the words of the shorter one, in runs of three words or
/// more on average. Of others nearly every word would be marked.
pub(crate) fn comparable(pieces: &[Piece<'_>]) -> bool {
    let (mut same, mut runs, mut gone, mut new) = (0, 0, 0, 0);
    for piece in pieces {
        match piece {
            Piece::Same(a, _) => {
                same += a.split_whitespace().count();
                runs += 1;
            }
            Piece::Gone(a) => gone += a.split_whitespace().count(),
            Piece::New(b) => new += b.split_whitespace().count(),
        }
    }
    same * 2 >= same + gone.min(new) && same >= runs * 3
}

/// Words with the byte they start at; white space belongs to the word before it.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut list = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        if !piece.trim().is_empty() {
            list.push((at, piece.trim()));
        }
        at += piece.len();
    }
    list
}

/// What two words are compared by.
fn key(word: &str) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !"$€£%".contains(c));
    let bare = if bare.is_empty() { word } else { bare };
    bare.replace('’', "'").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, marked: &str) {
        let pieces = diff(a, b);
        let (mut first, mut second, mut shown) = (String::new(), String::new(), String::new());
        for piece in &pieces {
            match piece {
                Piece::Same(x, y) => {
                    first += x;
                    second += y;
                    shown += y;
                }
                Piece::Gone(x) => {
                    first += x;
                    shown += &format!("[-{x}-]");
                }
                Piece::New(y) => {
                    second += y;
                    shown += &format!("[+{y}+]");
                }
            }
        }
        assert_eq!((first.as_str(), second.as_str()), (a, b));
        assert_eq!(shown, marked);
    }

    #[test]
    fn differences_are_marked_word_by_word() {
        check("", "", "");
        check("one", "one", "one");
        check("", " two", "[+ two+]");
        check("at least 40 trucks left", "some 400 trucks left", "[-at least 40 -][+some 400 +]trucks left");
        check("Nobody signed, not “that”", "nobody signed “that”", "nobody signed [-not -]“that”");
        check("it allegedly went there", "it went there", "it [-allegedly -]went there");
        check("a b c", "x y", "[-a b c-][+x y+]");
        check("  lead a", "lead b", "lead [-a-][+b+]");
    }

    #[test]
    fn only_texts_with_much_in_common_are_compared() {
        let check = |a: &str, b: &str| comparable(&diff(a, b));
        assert!(check("the trucks left on Sunday night", "the trucks left on Monday"));
        assert!(check("the trucks left on Sunday night", "the trucks left"));
        assert!(!check("the trucks left on Sunday", "on Sunday the port was shut for good"));
        assert!(!check("a b c d e f", "a x c y e z"));
    }
}
