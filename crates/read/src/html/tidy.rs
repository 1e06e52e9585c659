//! A page as it came → the part of its markup that can matter, safe to parse; and its structured data.
//!
//! Scripts, styles, drawings and comments go, and so do tags that only change how words look. Tags nested deeper than
//! [`DEEPEST`], and attributes past the first [`MOST_ATTRIBUTES`] of a tag, are left out while their words stay: what
//! a parser does with them costs the square of their number.

/// Tags around a word that are kept.
const DEEPEST: usize = 256;
/// Attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 64;
/// Bytes of an attribute that are kept; addresses of pictures may be whole pictures.
const LONGEST_VALUE: usize = 2048;
/// Structured data that is kept: blocks, and bytes of each.
const MOST_DATA: (usize, usize) = (32, 1 << 20);

/// What is left of a page.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    /// The markup.
    pub(super) html: String,
    /// The JSON of each `<script type="application/ld+json">`.
    pub(super) data: Vec<String>,
    /// Where a browser says that it saved the page from.
    pub(super) saved_from: Option<String>,
    /// Elements in the markup.
    pub(super) elements: usize,
}

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that go with all that is in them.
const DROPPED: &[&str] = &[
    "script", "style", "svg", "math", "noscript", "template", "iframe", "object", "canvas", "audio", "video",
    "map", "noframes", "noembed", "textarea", "xmp",
];
/// Tags that go, while what is in them stays: they say how words look, or change how all that follows is read.
const UNWRAPPED: &[&str] = &[
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
    "center",
    "picture",
    "source",
    "plaintext",
    "frameset",
    "frame",
    "param",
    "track",
    "embed",
    "wbr",
    "mark",
];
const KEPT: &[&str] = &[
    "class",
    "id",
    "href",
    "cite",
    "datetime",
    "content",
    "property",
    "name",
    "itemprop",
    "itemtype",
    "rel",
    "lang",
    "xml:lang",
    "role",
    "hidden",
    "aria-hidden",
    "data-component",
    "data-testid",
    "type",
    "src",
    "alt",
];

/// Goes over a page once.
pub(super) fn tidy(page: &str) -> Tidy {
    let mut out = Tidy { html: String::with_capacity(page.len() / 2), ..Tidy::default() };
    let mut open: Vec<&str> = Vec::new();
    let mut endless: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.html.push_str(&rest[..at]);
        rest = &rest[at..];
        let bytes = rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') => {
                rest = if let Some(comment) = rest.strip_prefix("<!--") {
                    let end = comment.find("-->");
                    let words = &comment[..end.unwrap_or(comment.len())];
                    if out.saved_from.is_none() {
                        out.saved_from = saved_from(words);
                    }
                    // Like a browser: a comment that nothing ends goes on to the end of the page.
                    end.map_or("", |end| &comment[end + 3..])
                } else {
                    rest.find('>').map_or("", |end| &rest[end + 1..])
                };
            }
            Some(b'?') => rest = rest.find('>').map_or("", |end| &rest[end + 1..]),
            Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let name = name(&rest[2..]);
                rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
                if let Some(place) = open.iter().rposition(|o| o.eq_ignore_ascii_case(name)) {
                    open.truncate(place);
                    out.html.push_str("</");
                    out.html.push_str(name);
                    out.html.push('>');
                } else if name.eq_ignore_ascii_case("br") {
                    out.html.push_str("<br>");
                }
            }
            Some(first) if first.is_ascii_alphabetic() => {
                let name = name(&rest[1..]);
                let (attributes, end) = attributes(rest, 1 + name.len());
                let behind = &rest[end..];
                rest = element(&mut out, &mut open, &mut endless, name, &attributes, behind);
            }
            _ => {
                out.html.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out.html.push_str(rest);
    out
}

/// Writes one opening tag; gives what is left to read. `endless` are names of which no end tag is left: it is looked
/// for once.
fn element<'a>(
    out: &mut Tidy,
    open: &mut Vec<&'a str>,
    endless: &mut Vec<&'a str>,
    name: &'a str,
    attributes: &[(&str, &str)],
    behind: &'a str,
) -> &'a str {
    let is = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
    if is(DROPPED) {
        let data = name.eq_ignore_ascii_case("script")
            && attributes.iter().any(|(n, v)| n.eq_ignore_ascii_case("type") && v.contains("ld+json"));
        if endless.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            return behind;
        }
        let Some((inside, behind)) = until_end(behind, name) else {
            endless.push(name);
            // Nothing ends it: a browser would take the rest of the page for it, and words would be lost.
            return if is(&["script", "style", "xmp", "textarea"]) { "" } else { behind };
        };
        if data && out.data.len() < MOST_DATA.0 && inside.len() <= MOST_DATA.1 {
            out.data.push(inside.to_owned());
        }
        // Words before and behind do not grow together.
        out.html.push(' ');
        return behind;
    }
    if is(UNWRAPPED) || (!is(VOID) && open.len() >= DEEPEST) {
        return behind;
    }
    out.elements += 1;
    out.html.push('<');
    out.html.push_str(name);
    for (attribute, value) in attributes {
        if KEPT.iter().any(|k| k.eq_ignore_ascii_case(attribute)) {
            out.html.push(' ');
            out.html.push_str(attribute);
            if value.len() <= LONGEST_VALUE {
                out.html.push_str("=\"");
                // Values in single marks may hold the double one.
                for (number, part) in value.split('"').enumerate() {
                    out.html.push_str(if number > 0 { "&quot;" } else { "" });
                    out.html.push_str(part);
                }
                out.html.push('"');
            } else {
                out.html.push_str("=\"-\"");
            }
        }
    }
    out.html.push('>');
    if name.eq_ignore_ascii_case("title") {
        // A title holds no tags.
        let Some((inside, behind)) = until_end(behind, name) else { return behind };
        out.html.push_str(&inside.replace('<', "&lt;"));
        out.html.push_str("</title>");
        return behind;
    }
    if !is(VOID) {
        open.push(name);
    }
    behind
}

fn name(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(tag.len());
    &tag[..end]
}

/// What stands before the end tag of an element, and what behind it.
fn until_end<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let at = from + at;
        let after = &text[at + 2..];
        let ends = after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
            && after[name.len()..].starts_with(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
        if ends {
            let behind = after.find('>').map_or("", |end| &after[end + 1..]);
            return Some((&text[..at], behind));
        }
        from = at + 2;
    }
    None
}

/// The attributes of the tag that `text` opens with, as written, and where the tag ends.
fn attributes(text: &str, from: usize) -> (Vec<(&str, &str)>, usize) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    let skip = |at: &mut usize, of: &dyn Fn(u8) -> bool| {
        while *at < bytes.len() && of(bytes[*at]) {
            *at += 1;
        }
    };
    loop {
        skip(&mut at, &|b| b.is_ascii_whitespace() || b == b'/');
        match bytes.get(at) {
            None => return (found, bytes.len()),
            Some(b'>') => return (found, at + 1),
            Some(_) => {}
        }
        let start = at;
        // A name may open with `=`, and holds at least one byte.
        at += 1;
        skip(&mut at, &|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = start..at;
        skip(&mut at, &|b| b.is_ascii_whitespace());
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            skip(&mut at, &|b| b.is_ascii_whitespace());
            match bytes.get(at) {
                Some(mark @ (b'"' | b'\'')) => {
                    let mark = *mark;
                    at += 1;
                    let start = at;
                    skip(&mut at, &|b| b != mark);
                    value = start..at;
                    at = (at + 1).min(bytes.len());
                }
                _ => {
                    let start = at;
                    skip(&mut at, &|b| !b.is_ascii_whitespace() && b != b'>');
                    value = start..at;
                }
            }
        }
        // Both ends stand beside ASCII, except where a name's first byte opens a longer character: then the tag's
        // attribute is none that is kept.
        if found.len() < MOST_ATTRIBUTES
            && let (Some(name), Some(value)) = (text.get(name), text.get(value))
        {
            found.push((name, value));
        }
    }
}

/// The address in the comment that browsers and their helpers put at the top of a page they save.
fn saved_from(comment: &str) -> Option<String> {
    let head = comment.trim_start();
    let says = head.starts_with("saved from url=") || head.starts_with("Page saved with");
    let at = head.find("http").filter(|_| says)?;
    let address = head[at..].split(|c: char| c.is_whitespace() || c == '"').next()?;
    Some(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        assert_eq!(tidy(page).html, expected);
    }

    #[test]
    fn words_stay_and_what_runs_goes() {
        check("a<script>if (1 < 2) { x('</p>') }</script>b", "a b");
        check("a<STYLE>p > b {}</Style >b", "a b");
        check("<p>It <b>was</b> <font color=red>so</font>.</p>", "<p>It was so.</p>");
        check("1 < 2 <p onclick='x()' CLASS='a \"b\"'>c", "1 &lt; 2 <p CLASS=\"a &quot;b&quot;\">c");
        check("<!DOCTYPE html><!-- <p>no</p> --><p>yes", "<p>yes");
        check("<title>a <b> c</title>d", "<title>a &lt;b> c</title>d");
        check("<svg><text>no</text></svg><p>yes</p>", " <p>yes</p>");
        check("</p>a</br>b<", "a<br>b&lt;");
        check("<a href=", "<a href=\"\">");
        check("<p é=1 class=x>ü", "<p class=\"x\">ü");
    }

    #[test]
    fn structured_data_and_the_address_are_kept() {
        let page = "<!-- saved from url=(0031)https://post.example/a?b -->\n<script type='application/ld+json'>{\"a\": \"<p>\"}</script>";
        let tidy = tidy(page);
        assert_eq!(tidy.data, ["{\"a\": \"<p>\"}"]);
        assert_eq!(tidy.saved_from.as_deref(), Some("https://post.example/a?b"));
    }

    #[test]
    fn what_is_nested_without_end_costs_no_more_than_its_length() {
        let page = format!("{}word{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tidy = tidy(&page);
        assert_eq!(tidy.elements, DEEPEST);
        assert!(tidy.html.contains("word"));
        let many: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(super::tidy(&format!("<p{many} class=x>word")).html, "<p>word");
    }
}
