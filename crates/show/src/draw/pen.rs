//! Writes SVG: elements, text that is escaped, numbers with one decimal.

use std::fmt::{self, Display, Formatter, Write};

/// A picture in the making.
#[derive(Default)]
pub(crate) struct Pen {
    out: String,
}

/// A number with one decimal, as it is written: a drawing holds thousands, and whole numbers are written several times
/// as fast as fractions.
#[derive(Clone, Copy)]
pub(crate) struct Tenths(i64);

impl Display for Tenths {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // The largest number has nineteen digits; a point and a sign come to them.
        let mut digits = [0u8; 24];
        let mut at = digits.len();
        let mut rest = self.0.unsigned_abs();
        let mut put = |byte: u8| {
            at -= 1;
            digits[at] = byte;
        };
        if !rest.is_multiple_of(10) {
            put(b'0' + (rest % 10) as u8);
            put(b'.');
        }
        rest /= 10;
        loop {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if self.0 < 0 {
            put(b'-');
        }
        f.write_str(str::from_utf8(&digits[at..]).map_err(|_| fmt::Error)?)
    }
}

/// One decimal: enough for a screen, and the same text on every machine.
pub(crate) fn r(n: f64) -> Tenths {
    Tenths((n * 10.0).round() as i64)
}

/// Text for an element or an attribute. What steers a screen is left out; so is what XML cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let text = crate::words::plain(text);
    if !text.contains(['&', '<', '>', '"', '\u{fffe}', '\u{ffff}']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

impl Pen {
    /// Markup as it is.
    pub(crate) fn raw(&mut self, markup: impl Display) {
        let _ = write!(self.out, "{markup}");
    }

    pub(crate) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.raw(format_args!(
            r#"<line class="{class}" x1="{}" y1="{}" x2="{}" y2="{}"/>"#,
            r(x1),
            r(y1),
            r(x2),
            r(y2)
        ));
    }

    /// A rectangle with rounded corners.
    pub(crate) fn rect(&mut self, class: &str, (x, y): (f64, f64), (w, h): (f64, f64), round: f64) {
        self.raw(format_args!(
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>"#,
            r(x),
            r(y),
            r(w),
            r(h),
            r(round)
        ));
    }

    pub(crate) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        self.raw(format_args!(r#"<circle class="{class}" cx="{}" cy="{}" r="{}"/>"#, r(x), r(y), r(radius)));
    }

    pub(crate) fn path(&mut self, class: &str, d: &str) {
        self.raw(format_args!(r#"<path class="{class}" d="{d}"/>"#));
    }

    /// A line of text; its place is the start of its base line, or what the classes `bs-mid` and `bs-end` make of it.
    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        self.raw(format_args!(r#"<text class="{class}" x="{}" y="{}">{}</text>"#, r(x), r(y), escape(text)));
    }

    /// A line of text in runs, of which those that are marked have the class `mark`.
    pub(crate) fn runs(&mut self, class: &str, (x, y): (f64, f64), runs: &[(String, bool)], mark: &str) {
        self.raw(format_args!(r#"<text class="{class}" x="{}" y="{}" xml:space="preserve">"#, r(x), r(y)));
        for (words, marked) in runs {
            // White space is folded by the escaping; that at the end of a run is wanted.
            let space = if words.ends_with(' ') { " " } else { "" };
            let words = escape(words);
            match marked {
                true => self.raw(format_args!(r#"<tspan class="{mark}">{words}</tspan>{space}"#)),
                false => self.raw(format_args!("{words}{space}")),
            }
        }
        self.raw("</text>");
    }

    /// What is shown on hover and read aloud.
    pub(crate) fn title(&mut self, text: &str) {
        self.raw(format_args!("<title>{}</title>", escape(text)));
    }

    /// A group that is a link where there is an address, with a title; `inside` draws what is in it.
    pub(crate) fn linked(
        &mut self,
        class: &str,
        href: Option<&str>,
        title: &str,
        inside: impl FnOnce(&mut Self),
    ) {
        let name = escape(title);
        let tag = match href {
            Some(href) => {
                self.raw(format_args!(r#"<a class="{class}" href="{}" aria-label="{name}">"#, escape(href)));
                "a"
            }
            None => {
                self.raw(format_args!(r#"<g class="{class}" role="img" aria-label="{name}">"#));
                "g"
            }
        };
        self.title(title);
        inside(self);
        self.raw(format_args!("</{tag}>"));
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::r;

    #[test]
    fn numbers_have_one_decimal_where_they_need_it() {
        for (number, written) in [
            (0.0, "0"),
            (-0.04, "0"),
            (0.25, "0.3"),
            (-0.3, "-0.3"),
            (12.0, "12"),
            (-7.96, "-8"),
            (1234.56, "1234.6"),
        ] {
            assert_eq!(r(number).to_string(), written);
        }
    }
}
