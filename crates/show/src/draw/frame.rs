//! What stands around a picture: the element itself, its style and title, the legend.

use super::{
    DARK, Layout, Look,
    pen::{Pen, escape, r},
    text::{fit, width, wrap},
};

/// Room around what is drawn, in a picture that stands alone.
const MARGIN: f64 = 24.0;

/// Width of a picture without its margins, in user units.
pub(crate) fn full_width(look: &Look) -> f64 {
    match look.layout {
        Layout::Wide => 960.0,
        Layout::Narrow => 360.0,
    }
}

/// A finished picture: the element around `body`, which is `height` units high. `label` names it for those who do not
/// see it; `title` and `brief` stand above it where it stands alone.
pub(crate) fn framed(look: &Look, label: &str, title: &str, brief: &str, body: Pen, height: f64) -> String {
    let w = full_width(look);
    let mut pen = Pen::default();
    if !look.alone {
        pen.raw(format_args!(
            r#"<svg class="bs-draw" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>"#,
            r(w),
            r(height.ceil()),
            escape(label),
            body.finish(),
        ));
        return pen.finish();
    }
    let lines = wrap(title, 18.0, true, w, 3);
    let notes = wrap(brief, 13.0, false, w, 3);
    let head = lines.len() as f64 * 23.0 + notes.len() as f64 * 18.0 + 14.0;
    let (all_w, all_h) = (w + 2.0 * MARGIN, (height + head + 2.0 * MARGIN).ceil());
    pen.raw(format_args!(
        r#"<svg class="bs-draw" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {all_w} {all_h}" width="{all_w}" height="{all_h}" role="group" aria-label="{}">"#,
        escape(label),
    ));
    pen.raw(format_args!(
        "<style>{}@media (prefers-color-scheme:dark){{.bs-draw{{{DARK}}}}}</style>",
        include_str!("style.css").replace(['\n'], "")
    ));
    pen.rect("bs-paper", (0.0, 0.0), (all_w, all_h), 0.0);
    pen.raw(format_args!(r#"<g transform="translate({MARGIN} {MARGIN})">"#));
    let mut y = 0.0;
    for line in &lines {
        y += 23.0;
        pen.text("bs-h", (0.0, y - 6.0), line);
    }
    for note in &notes {
        y += 18.0;
        pen.text("bs-soft", (0.0, y - 3.0), note);
    }
    pen.raw(format_args!(
        r#"</g><g transform="translate({MARGIN} {})">{}</g></svg>"#,
        MARGIN + head,
        body.finish()
    ));
    pen.finish()
}

/// A picture with its colours written out, for programs that know no custom properties. `dark` chooses the values of
/// [`DARK`] in place of the light fall-backs.
pub fn still(svg: &str, dark: bool) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find("var(") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 4..];
        let end = inner.find(')').unwrap_or(inner.len());
        let (name, light) = inner[..end].split_once(',').unwrap_or((&inner[..end], ""));
        let value =
            dark.then(|| DARK.split(';').find_map(|d| d.trim().strip_prefix(name)?.strip_prefix(':')));
        out.push_str(value.flatten().unwrap_or(light));
        rest = inner.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    // What is left of dark values would be a second opinion.
    match out.find("@media").zip(out.find("</style>")) {
        Some((from, to)) if from < to => format!("{}{}", &out[..from], &out[to..]),
        _ => out,
    }
}

/// Draws around a place.
pub(crate) type Sample = Box<dyn Fn(&mut Pen, f64, f64)>;

/// One entry of a legend: draws its sample around the middle of its left edge, and says what it means.
pub(crate) struct Key {
    pub(crate) sample: Sample,
    pub(crate) wide: f64,
    pub(crate) words: String,
}

/// Draws a legend from `top` on, `w` units wide; gives its height.
pub(crate) fn legend(pen: &mut Pen, top: f64, w: f64, keys: &[Key]) -> f64 {
    const ROW: f64 = 22.0;
    let (mut x, mut y) = (0.0, top + ROW / 2.0);
    for key in keys {
        let words = fit(&key.words, 12.0, false, w - key.wide - 8.0);
        let all = key.wide + 8.0 + width(&words, 12.0, false);
        if x > 0.0 && x + all > w {
            (x, y) = (0.0, y + ROW);
        }
        (key.sample)(pen, x, y);
        pen.text("bs-s bs-soft", (x + key.wide + 8.0, y + 4.0), &words);
        // Room for fonts wider than those that were measured.
        x += all + 34.0;
    }
    if keys.is_empty() { 0.0 } else { y + ROW / 2.0 - top }
}
