use std::io::Write;

use super::*;

/// A small writer of PDF documents: letters of Helvetica at places, in points from the bottom left corner.
#[derive(Default)]
struct Writer {
    pages: Vec<String>,
}

impl Writer {
    fn page(&mut self) {
        self.pages.push(String::new());
    }

    fn line(&mut self, x: f64, y: f64, size: f64, text: &str) {
        // WinAnsi, as the fonts of these documents are.
        let text: String = text
            .chars()
            .map(|c| match c {
                '“' => "\\223".into(),
                '”' => "\\224".into(),
                '’' => "\\222".into(),
                '(' | ')' | '\\' => format!("\\{c}"),
                c if c.is_ascii() => c.to_string(),
                c => format!("\\{:03o}", c as u32),
            })
            .collect();
        let page = self.pages.last_mut().expect("a page");
        page.push_str(&format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n"));
    }

    /// Lines below each other.
    fn lines(&mut self, x: f64, mut y: f64, size: f64, spacing: f64, lines: &[&str]) -> f64 {
        for line in lines {
            if !line.is_empty() {
                self.line(x, y, size, line);
            }
            y -= spacing;
        }
        y
    }

    fn done(&self, packed: bool) -> Vec<u8> {
        let mut objects: Vec<Vec<u8>> = Vec::new();
        let kids: Vec<String> = (0..self.pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
        objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
        objects.push(
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes(),
        );
        objects.push(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        );
        for (number, page) in self.pages.iter().enumerate() {
            objects.push(
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                    5 + 2 * number
                )
                .into_bytes(),
            );
            objects.push(stream(page.as_bytes(), packed));
        }
        document(&objects)
    }
}

fn stream(content: &[u8], packed: bool) -> Vec<u8> {
    let (data, filter) = if packed {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(content).expect("memory");
        (packer.finish().expect("memory"), " /Filter /FlateDecode")
    } else {
        (content.to_vec(), "")
    };
    let mut object = format!("<< /Length {}{filter} >>\nstream\n", data.len()).into_bytes();
    object.extend(data);
    object.extend(b"\nendstream");
    object
}

fn document(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1)
            .bytes(),
    );
    out
}

/// Paragraphs of a document.
#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) -> Document {
    let document = one(bytes);
    assert_eq!(document.text.split("\n\n").collect::<Vec<_>>(), expected);
    document
}

#[test]
fn a_press_release_in_one_column() {
    let mut pdf = Writer::default();
    pdf.page();
    pdf.line(72.0, 750.0, 9.0, "Council of Velm - Press office");
    pdf.lines(72.0, 710.0, 18.0, 22.0, &["Sea wall of Velm to be mended before", "winter, council decides"]);
    pdf.lines(
        72.0,
        650.0,
        11.0,
        14.0,
        &[
            "VELM, May 5, 2031. The sea wall of Velm will be mended before winter, the council de-",
            "cided on Monday. Mayor Oskar Tenn said the work would start in June. “We have waited",
            "long enough,” Tenn said. A well-known builder from Onde will do it.",
            "",
            "At least 12 families have left their homes since March, said Ilva Marr, the town’s secre-",
            "tary (who counted them). The builder is well-",
            "known in Onde.",
        ],
    );
    pdf.line(300.0, 40.0, 9.0, "Page 1 of 2");
    pdf.page();
    pdf.line(72.0, 750.0, 9.0, "Council of Velm - Press office");
    pdf.lines(
        72.0,
        710.0,
        11.0,
        14.0,
        &["The gates stay shut until then.", "", "Contact: press@velm.example"],
    );
    pdf.line(300.0, 40.0, 9.0, "Page 2 of 2");
    for packed in [false, true] {
        let document = check(
            &pdf.done(packed),
            &[
                "Sea wall of Velm to be mended before winter, council decides",
                "VELM, May 5, 2031. The sea wall of Velm will be mended before winter, the council decided on Monday. Mayor Oskar Tenn said the work would start in June. “We have waited long enough,” Tenn said. A well-known builder from Onde will do it.",
                "At least 12 families have left their homes since March, said Ilva Marr, the town’s secretary (who counted them). The builder is well-known in Onde.",
                "The gates stay shut until then.",
                "Contact: press@velm.example",
            ],
        );
        assert_eq!(document.marks.len(), 1);
        assert!(document.marks[0].span.of(&document.text).starts_with("Sea wall"));
    }
}

#[test]
fn a_filing_with_numbered_lines() {
    let mut pdf = Writer::default();
    let first = [
        "IN THE COURT OF VELM",
        "HALE against THE COUNCIL OF VELM",
        "Dorn Hale, by his counsel, states as follows and asks the",
        "court to order the council to open its books to him.",
        "1. The council told the plaintiff on May 5, 2031, that",
        "the wall would be mended before winter.",
        "2. The plaintiff asked for the contract with the builder,",
        "and the council declined to show it. The secretary said",
    ];
    let second = [
        "that there was nothing to see.",
        "3. The plaintiff lives behind the wall with 12 others.",
        "They have paid for its keep since 1990, every year.",
        "4. No other remedy is left to the plaintiff, as the council",
        "has told him in writing and in the hearing of others.",
        "WHEREFORE the plaintiff asks for an order of this court",
        "and for his costs.",
        "Dated: June 1, 2031",
    ];
    for (number, lines) in [first, second].iter().enumerate() {
        pdf.page();
        pdf.line(200.0, 760.0, 10.0, "Case 31-cv-0007   Document 4");
        for (at, text) in lines.iter().enumerate() {
            let y = 700.0 - 24.0 * at as f64;
            pdf.line(if at < 9 { 60.0 } else { 54.0 }, y, 12.0, &(at + 1).to_string());
            pdf.line(if number == 0 && at < 2 { 150.0 } else { 100.0 }, y, 12.0, text);
        }
        pdf.line(300.0, 30.0, 10.0, &format!("- {} -", number + 1));
    }
    let document = one(&pdf.done(true));
    let paragraphs: Vec<&str> = document.text.split("\n\n").collect();
    assert!(!document.text.contains("Document 4") && !document.text.contains("- 1 -"), "{}", document.text);
    assert!(
        paragraphs.contains(
            &"1. The council told the plaintiff on May 5, 2031, that the wall would be mended before winter."
        ),
        "{paragraphs:#?}"
    );
    assert!(
        paragraphs.contains(&"2. The plaintiff asked for the contract with the builder, and the council declined to show it. The secretary said that there was nothing to see."),
        "{paragraphs:#?}"
    );
    assert!(paragraphs.contains(&"3. The plaintiff lives behind the wall with 12 others. They have paid for its keep since 1990, every year."), "{paragraphs:#?}");
    assert!(!paragraphs.iter().any(|p| p.starts_with("5 ") || p.contains(" 6 ")), "{paragraphs:#?}");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut pdf = Writer::default();
    pdf.page();
    pdf.line(72.0, 740.0, 20.0, "The wall that holds Velm, and who pays for it all");
    pdf.lines(
        72.0,
        700.0,
        10.0,
        13.0,
        &[
            "The sea wall of Velm was built after the",
            "flood of 1931 and has three gates. It is",
            "kept by the council, which has said for",
            "years that it has no money for it.",
            "   Mayor Oskar Tenn said on Monday that",
            "the work would start in June, after a con-",
            "tract with a builder from Onde had been",
        ],
    );
    pdf.lines(
        320.0,
        700.0,
        10.0,
        13.0,
        &[
            "signed. “We have waited long enough,”",
            "Tenn told the council in the evening.",
            "   At least 12 families have left their",
            "homes since March. Most of them went to",
            "relatives in the north, said Ilva Marr,",
            "who keeps the books of the town.",
        ],
    );
    check(
        &pdf.done(true),
        &[
            "The wall that holds Velm, and who pays for it all",
            "The sea wall of Velm was built after the flood of 1931 and has three gates. It is kept by the council, which has said for years that it has no money for it.",
            "Mayor Oskar Tenn said on Monday that the work would start in June, after a contract with a builder from Onde had been signed. “We have waited long enough,” Tenn told the council in the evening.",
            "At least 12 families have left their homes since March. Most of them went to relatives in the north, said Ilva Marr, who keeps the books of the town.",
        ],
    );
}

#[test]
fn documents_that_cannot_be_read_say_why() {
    let told = |bytes: &[u8]| {
        let got = read_with("/in/a.pdf", bytes, None, 8 << 20);
        assert_eq!(got.len(), 1);
        got[0].0.as_ref().expect_err("it cannot be read").to_string()
    };
    assert_eq!(
        told(b"%PDF-1.7\ncut"),
        "/in/a.pdf: it is a PDF document that is broken or cut short; fetch it again"
    );
    let mut blank = Writer::default();
    blank.page();
    assert!(told(&blank.done(false)).contains("shows pictures of pages and holds no text"));
    // A stream of a few bytes that unpacks to gigabytes.
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R >>".to_vec();
    let bomb = document(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_vec(),
        b"<< >>".to_vec(),
        page,
        stream(&vec![b' '; 100 << 20], true),
    ]);
    assert!(told(&bomb).contains("as only a decompression bomb does"), "{}", told(&bomb));
    let mut twice = document(&[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()]);
    twice.extend(b"9 0 obj\n<< /Filter [/FlateDecode /FlateDecode] /DecodeParms << >> /Length 2 >>\nstream\nxx\nendstream\nendobj\n");
    assert!(told(&twice).contains("as only a decompression bomb does"));
    // Forms that draw each other, ten times each, eleven deep.
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>".to_vec(),
        stream(b"/X Do", false),
    ];
    for depth in 5..16 {
        let content = "/X Do 0 0 1 1 re f ".repeat(10);
        objects.push(
            format!("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >> /Length {} >>\nstream\n{content}\nendstream", depth + 1, content.len())
                .into_bytes(),
        );
    }
    objects
        .push(b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream".to_vec());
    let start = std::time::Instant::now();
    let said = told(&document(&objects));
    assert!(said.contains("more pages or drawing") || said.contains("holds no text"), "{said}");
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

#[test]
fn documents_in_web_archives_and_answers_have_their_address() {
    let mut pdf = Writer::default();
    pdf.page();
    pdf.line(72.0, 700.0, 11.0, "The mole of Velm is safe, the council said on Tuesday.");
    let pdf = pdf.done(true);
    // In a tar archive, whose first file opens within the bytes that are looked at.
    let mut tar = vec![0; 512];
    for (at, field) in [
        (0, "a.pdf"),
        (100, "0000644"),
        (124, &format!("{:011o}", pdf.len())),
        (136, "00000000000"),
        (148, "        "),
        (156, "0"),
        (257, "ustar\x0000"),
    ] {
        tar[at..at + field.len()].copy_from_slice(field.as_bytes());
    }
    let sum: u32 = tar.iter().map(|b| u32::from(*b)).sum();
    tar[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    tar.extend(&pdf);
    tar.resize(tar.len().next_multiple_of(512) + 1024, 0);
    assert_eq!(one(&tar).uri, "in/a.txt/a.pdf");
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n".as_slice(), &pdf].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://velm.example/a.pdf\r\nWARC-Date: 2031-05-07T10:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    let document = one(&[head.as_bytes(), &http, b"\r\n\r\n"].concat());
    assert_eq!(document.text, "The mole of Velm is safe, the council said on Tuesday.");
    assert_eq!(document.meta.url.as_deref(), Some("https://velm.example/a.pdf"));
    assert_eq!(document.meta.captured.as_deref(), Some("2031-05-07T10:00:00Z"));
    let answer = Answer {
        asked: "https://velm.example/a.pdf".into(),
        url: "https://velm.example/a.pdf".into(),
        ..Answer::default()
    };
    let mut got = Vec::new();
    read_answer(&answer, &pdf, &Limits::default(), &mut |d, _| got.push(d.expect("a document")));
    assert_eq!(got[0].meta.url.as_deref(), Some("https://velm.example/a.pdf"));
}

#[test]
fn broken_documents_end_nothing() {
    let mut pdf = Writer::default();
    pdf.page();
    pdf.lines(72.0, 700.0, 11.0, 14.0, &["The mole of Velm is safe,", "the council said on Tuesday."]);
    let whole = pdf.done(false);
    let mut dice = 7u64;
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..4 {
            dice = dice.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let at = (dice >> 33) as usize % bytes.len();
            bytes[at] = (dice >> 20) as u8;
        }
        bytes.truncate(bytes.len() - (dice >> 50) as usize % 40);
        let got = read_all("/in/a.pdf", &bytes);
        assert!(!got.is_empty());
    }
}

#[test]
#[ignore = "prints what is read of a document: PDF=FILE cargo test -p backstory-read -- --ignored --nocapture of_a_file"]
fn of_a_file() {
    let path = std::env::var("PDF").expect("PDF names a file");
    let bytes = std::fs::read(&path).expect("it can be read");
    let start = std::time::Instant::now();
    let got = read_with("/in/a.pdf", &bytes, None, 64 << 20);
    let text = got[0].0.as_ref().map_or_else(ToString::to_string, |d| d.text.clone());
    std::fs::write(format!("{path}.txt"), format!("{text}\n-- {:?}", start.elapsed()))
        .expect("it can be written");
}
