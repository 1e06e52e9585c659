//! How wide words are, without a font at hand: widths of Arial and of the fonts made to its measure.
//!
//! Pages name these fonts first, so that what is measured here is what is shown; the rest of the room is left by
//! [`SLACK`].

/// Widths of the characters from U+0020 to U+007E, in thousandths of the size.
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The same of the bold face.
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// What is added to every width, for fonts that run a little wider.
const SLACK: f64 = 1.03;

fn of(c: char, table: &[u16; 95]) -> f64 {
    let at = (c as usize).wrapping_sub(0x20);
    if let Some(width) = table.get(at) {
        return f64::from(*width);
    }
    match c {
        '–' | '«' | '»' => 556.0,
        '—' | '…' | '→' | '←' => 1000.0,
        '“' | '”' => 500.0,
        '‘' | '’' | '·' => 300.0,
        _ => match unicode_width::UnicodeWidthChar::width(c) {
            None | Some(0) => 0.0,
            Some(2) => 1000.0,
            Some(_) if c.is_uppercase() => 760.0,
            Some(_) => 590.0,
        },
    }
}

/// Width of a line of text in user units, `size` being that of the font.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let table = if bold { &BOLD } else { &REGULAR };
    text.chars().map(|c| of(c, table)).sum::<f64>() * size / 1000.0 * SLACK
}

/// The text, cut after a whole word where that leaves most of it, so that it is no wider than `most`.
pub(crate) fn fit(text: &str, size: f64, bold: bool, most: f64) -> String {
    let text = crate::words::plain(text);
    if width(&text, size, bold) <= most {
        return text;
    }
    let room = most - width("…", size, bold);
    let table = if bold { &BOLD } else { &REGULAR };
    let (mut used, mut end) = (0.0, 0);
    for (at, c) in text.char_indices() {
        used += of(c, table) * size / 1000.0 * SLACK;
        if used > room {
            break;
        }
        end = at + c.len_utf8();
    }
    let cut = match text[..end].rfind(' ') {
        Some(space) if space * 3 > end * 2 => space,
        _ => end,
    };
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.', '—', '–']))
}

/// The text in at most `lines` lines, none wider than `most`; the last one ends with an ellipsis where words are left.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, most: f64, lines: usize) -> Vec<String> {
    let words: Vec<(String, bool)> =
        crate::words::plain(text).split(' ').map(|w| (w.to_owned(), bold)).collect();
    let joined = |line: Line| line.into_iter().map(|r| r.0).collect::<String>();
    wrap_marked(&words, size, most, lines).into_iter().map(joined).collect()
}

/// A line in runs: words, and whether they are marked.
pub(crate) type Line = Vec<(String, bool)>;

/// The same of words of which some are marked, which are set in bold.
pub(crate) fn wrap_marked(words: &[(String, bool)], size: f64, most: f64, lines: usize) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut line: Line = Vec::new();
    let mut used = 0.0;
    let mut at = 0;
    let words: Vec<&(String, bool)> = words.iter().filter(|w| !w.0.is_empty()).collect();
    while let Some((word, marked)) = words.get(at) {
        let space = if line.is_empty() { 0.0 } else { width(" ", size, *marked) };
        let wide = width(word, size, *marked);
        if used + space + wide <= most {
            // A space goes with the word before it only where both are of one run.
            let space = if line.is_empty() { "" } else { " " };
            match line.last_mut() {
                Some((run, same)) if same == marked => *run += &format!("{space}{word}"),
                Some((run, _)) => {
                    run.push(' ');
                    line.push((word.clone(), *marked));
                }
                None => line.push((word.clone(), *marked)),
            }
            used += wide + if space.is_empty() { 0.0 } else { width(" ", size, true) };
            at += 1;
        } else if out.len() + 1 == lines {
            let room = most - used;
            let last = line.pop().unwrap_or_default();
            let before = width(&last.0, size, last.1);
            let rest = format!("{} {word} {}", last.0, "…");
            let cut = fit(&rest, size, last.1, (room + before).min(most));
            let cut = if cut.ends_with('…') { cut } else { format!("{cut}…") };
            line.push((cut, last.1));
            out.push(line);
            return out;
        } else if line.is_empty() {
            // A word that is wider than a line.
            out.push(vec![(fit(word, size, *marked, most), *marked)]);
            at += 1;
        } else {
            out.push(std::mem::take(&mut line));
            used = 0.0;
        }
    }
    if !line.is_empty() {
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "The spillway gates were opened before dawn, Donaudampfschifffahrtsgesellschaft officials said; 水門が開いた";
        for most in [40.0, 90.0, 200.0] {
            assert!(width(&fit(text, 13.0, false, most), 13.0, false) <= most, "{most}");
            for line in wrap(text, 13.0, true, most, 4) {
                assert!(width(&line, 13.0, true) <= most, "{most} {line}");
            }
        }
    }

    #[test]
    fn cut_words_say_so() {
        assert_eq!(fit("Evening Tidings", 13.0, false, 200.0), "Evening Tidings");
        assert_eq!(fit("Evening Tidings", 13.0, false, 70.0), "Evening…");
        assert_eq!(wrap("one two three", 10.0, false, 40.0, 5), ["one two", "three"]);
        assert_eq!(wrap("one two three", 10.0, false, 40.0, 1), ["one t…"]);
    }
}
