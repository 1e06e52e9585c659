//! The page: self-contained, harmless whatever the reports hold, and every link leads somewhere.

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use backstory_show::html;

/// Values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_id_is_unique_and_every_link_leads_to_one() {
    let page = html::report(&common::port());
    let ids = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let links: Vec<&str> = values(&page, "href").into_iter().filter_map(|h| h.strip_prefix('#')).collect();
    assert!(links.len() > 40, "{}", links.len());
    let lost: Vec<&&str> = links.iter().filter(|l| !unique.contains(**l)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    for marker in page.split("url(#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(unique.contains(marker), "{marker}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let mut case = common::port();
    case.reports[0].report.url = Some("javascript:alert(1)".to_owned());
    case.reports[1].report.url = Some("https://example.org/\"><script>x</script>".to_owned());
    case.reports[2].report.outlet = Some("<b onclick=x>Post</b>".to_owned());
    case.links.stories[0].title = "</title><script>alert(1)</script>".to_owned();
    let page = html::report(&case);
    assert!(page.contains("&lt;script&gt;alert"));
    for bad in [
        "<script",
        "<img",
        "<b onclick",
        " src=\"",
        "@import",
        "<link",
        "<iframe",
        "href=\"javascript",
        "url(http",
    ] {
        assert!(!page.contains(bad), "{bad}");
    }
    let outward: Vec<&str> = values(&page, "href").into_iter().filter(|h| !h.starts_with('#')).collect();
    assert_eq!(outward, ["https://example.org/&quot;&gt;&lt;script&gt;x&lt;/script&gt;"]);
    assert!(!page.contains('\u{202e}'), "a character that turns the text around is named instead");
}

#[test]
fn the_whole_text_stands_on_the_page() {
    let case = common::port();
    let page = html::report(&case);
    let article = |id: &str| {
        let at = page.find(&format!("id=\"{id}\"")).expect("the report");
        let start = page[at..].find("<article").expect("its text") + at;
        let html = &page[start..start + page[start..].find("</article>").expect("its end")];
        let mut text = String::new();
        for piece in html.split('<').skip(1) {
            text += piece.split_once('>').map_or("", |(_, words)| words);
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let squash = |text: &str| text.split_whitespace().collect::<String>();
    for annotated in &case.reports {
        let shown = squash(&article(&annotated.report.id.to_string()));
        assert_eq!(shown, squash(&annotated.report.text).replace('\u{202e}', "[U+202E]"));
    }
}

#[test]
fn a_place_is_where_the_words_are() {
    let case = common::port();
    let page = html::report(&case);
    let wire =
        case.reports.iter().find(|a| a.report.outlet.as_deref() == Some("Harbor Wire")).expect("the wire");
    let words = "Nobody signed for any of it, and nobody was meant to — not that night,";
    let before = wire.report.text.split(words).next().expect("what stands before").chars().count();
    let place = format!("id=\"{}-{before}-{}\"", wire.report.id, before + words.chars().count());
    let at = page.find(&place).unwrap_or_else(|| panic!("{place}"));
    let shown = page[at..].split_once('>').expect("a span").1;
    assert!(shown.replace("<span class=\"content\">", "").starts_with(words), "{}", &shown[..90]);
}

#[test]
fn an_empty_case_is_a_page_too() {
    let page = html::report(&backstory_model::Case::default());
    assert!(page.contains("0 reports") && page.ends_with("</html>"));
}

/// Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2, "relative luminance").
fn luminance(color: &str) -> f64 {
    let digits: Vec<u32> = color.chars().skip(1).filter_map(|c| c.to_digit(16)).collect();
    let channels: Vec<u32> = match digits[..] {
        [r, g, b] => vec![r * 17, g * 17, b * 17],
        _ => digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
    };
    let linear = |n: &u32| {
        let c = f64::from(*n) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    channels.iter().zip([0.2126, 0.7152, 0.0722]).map(|(c, weight)| linear(c) * weight).sum()
}

#[test]
fn text_stands_out_from_what_is_behind_it() {
    let page = html::report(&backstory_model::Case::default());
    let mut roots = page.split(":root{").skip(1).map(|rest| {
        let set = rest.split('}').next().expect("an end");
        let colors = set.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(":#"));
        colors.map(|(name, color)| (name.to_owned(), format!("#{color}"))).collect::<BTreeMap<_, _>>()
    });
    let (light, dark, print) = (roots.next(), roots.next(), roots.next());
    let light = light.expect("light colours");
    // Paper may be printed from a dark screen: the set for it has to be whole.
    let (dark, print) = (dark.expect("dark colours"), print.expect("colours of print"));
    let on_pages = ["ink", "soft", "link", "good", "bad", "change"];
    let pages = on_pages.iter().flat_map(|text| [(*text, "paper"), (*text, "card")]);
    let marked = ["content", "gone", "new", "target"].map(|behind| ("ink", behind));
    let pairs: Vec<(&str, &str)> = pages
        .chain(marked)
        .chain([("bad", "gone"), ("soft", "gone"), ("soft", "content"), ("paper", "ink")])
        .collect();
    for (scheme, colors) in [("light", &light), ("dark", &dark), ("print", &print)] {
        for (text, behind) in &pairs {
            let (a, b) = (luminance(&colors[*text]), luminance(&colors[*behind]));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{scheme}: {text} on {behind}: {contrast:.2}");
        }
    }
}
