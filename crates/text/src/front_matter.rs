use crate::Span;

/// Most lines a front matter may have; a text that opens with a rule (`---`) is not searched to its end for another.
const MOST_LINES: usize = 200;

/// The front matter a text opens with: from a first line `---` to the next line `---` or `...`, both of them
/// included, with `key: value` lines, list items (`- x`) and comments between. None where the text opens otherwise,
/// or where a line between is none of these.
pub fn front_matter(text: &str) -> Option<Span> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').take(MOST_LINES).enumerate() {
        at += line.len();
        let words = line.trim_end();
        if number == 0 {
            if words != "---" {
                return None;
            }
        } else if matches!(words, "---" | "...") {
            return (number > 1).then(|| Span::new(0, at - (line.len() - words.len())));
        } else if !is_yaml(words) {
            return None;
        }
    }
    None
}

fn is_yaml(line: &str) -> bool {
    let words = line.trim_start();
    if words.is_empty() || words.starts_with('#') || words.starts_with("- ") {
        return true;
    }
    words.split_once(':').is_some_and(|(key, value)| {
        !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(front_matter(text).map(|s| s.of(text)), expected);
    }

    #[test]
    fn front_matter_is_told_from_a_rule() {
        check("---\noutlet: Ostra Post\n---\nText", Some("---\noutlet: Ostra Post\n---"));
        check(
            "---\r\nauthors:\r\n  - A B\r\n# x\r\n...\r\nText",
            Some("---\r\nauthors:\r\n  - A B\r\n# x\r\n..."),
        );
        check("---\nThe mayor left.\n---\nText", None);
        check("---\n---\n", None);
        check("---\noutlet: x\n", None);
        check("outlet: x\n---\n", None);
        check("", None);
    }
}
