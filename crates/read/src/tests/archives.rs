//! ZIP, tar, WACZ, DOCX and ODT: what comes out of them whole, damaged and hostile.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, bytes)) in files.iter().enumerate() {
        let method = if at % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

fn tar_head(name: &str, kind: u8, size: usize) -> Vec<u8> {
    let mut head = vec![0; 512];
    head[..name.len().min(100)].copy_from_slice(&name.as_bytes()[..name.len().min(100)]);
    head[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    head[156] = kind;
    head[257..263].copy_from_slice(b"ustar\0");
    head[148..156].fill(b' ');
    let sum: u32 = head.iter().map(|b| u32::from(*b)).sum();
    head[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    head
}

fn tarred(files: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, kind, bytes) in files {
        tar.extend(tar_head(name, *kind, bytes.len()));
        tar.extend_from_slice(bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

fn read_as_file(bytes: &[u8]) -> Vec<Got> {
    let mut got = Vec::new();
    let limits = Limits { report_bytes: 1 << 20, ..Limits::default() };
    let mut input = std::io::BufReader::with_capacity(512, Cursor::new(bytes));
    read_file(&Name::of_path("/in/a.zip"), &mut input, None, &limits, &mut |d, notes| got.push((d, notes)));
    got
}

fn shown(got: &[Got]) -> Vec<String> {
    got.iter()
        .map(|(d, _)| d.as_ref().map_or_else(|e| format!("! {e}"), |d| format!("{} {}", d.uri, d.text)))
        .collect()
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(shown(&read_as_file(bytes)), expected);
    // Through a pipe it is the same.
    assert_eq!(shown(&read_all("/in/a.zip", bytes)), expected);
}

#[test]
fn files_in_an_archive_are_read_as_in_a_folder() {
    let files: &[(&str, &[u8])] = &[
        ("manifest.csv", b"file,outlet\nnews/a.txt,Ostra Post\n"),
        ("news/a.txt", b"The bridge is shut."),
        ("news/many.jsonl", b"{\"text\": \"A\"}\n{\"text\": \"B\"}\n"),
        (".hidden", b"no"),
        ("__MACOSX/news/._a.txt", b"no"),
        ("../../etc/passwd", b"Not outside."),
        ("a\\b\x1b[2J.txt", b"Steers."),
        ("p.png", b"\x89PNG\r\n\x1A\n\0"),
        ("inner.zip", &zipped(&[("x.txt", b"Inside.")])),
        ("b.txt.gz", &packed(b"Packed.")),
    ];
    let zip = zipped(files);
    check(
        &zip,
        &[
            "in/a.zip/news/a.txt The bridge is shut.",
            "in/a.zip/news/many.jsonl#1 A",
            "in/a.zip/news/many.jsonl#2 B",
            "in/a.zip/etc/passwd Not outside.",
            "in/a.zip/a/b\u{FFFD}[2J.txt Steers.",
            "! /in/a.zip/p.png: it is a PNG picture, which cannot be read; open it and save the report's words as a text file",
            "in/a.zip/inner.zip/x.txt Inside.",
            "in/a.zip/b.txt.gz Packed.",
        ],
    );
    let got = read_as_file(&zip);
    assert_eq!(got[0].0.as_ref().expect("a report").meta.outlet.as_deref(), Some("Ostra Post"));
}

#[test]
fn tar_archives_packed_or_not() {
    let long = format!("{}/a.txt", "folder".repeat(30));
    let pax = format!("path={long}\n");
    let pax = format!("{} {pax}", pax.len() + 4);
    let tar = tarred(&[
        ("news/", b'5', b""),
        ("news/a.txt", b'0', b"The bridge is shut."),
        ("link", b'2', b""),
        ("././@LongLink", b'L', format!("{long}\0").as_bytes()),
        ("short", b'0', b"Long."),
        ("pax", b'x', pax.as_bytes()),
        ("short", b'0', b"Longer."),
        ("/../root.txt", b'0', b"Not outside."),
    ]);
    let expected = [
        "in/a.zip/news/a.txt The bridge is shut.".to_owned(),
        format!("in/a.zip/{long} Long."),
        format!("in/a.zip/{long} Longer."),
        "in/a.zip/root.txt Not outside.".to_owned(),
    ];
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check(&tar, &expected);
    check(&packed(&tar), &expected);
    let cut = &tar[..tar.len() - 1024 - 700];
    let got = shown(&read_all("/in/a.zip", cut));
    assert_eq!(
        got.last().map(String::as_str),
        Some("! /in/a.zip: it is cut short after 3 files; fetch it again; those were read")
    );
}

#[test]
fn archived_pages() {
    let page = "<html><body><h1>Bridge at Ostra shut</h1><p>The bridge at Ostra stays shut until Friday, the road office said on Monday, because two bolts were found.</p></body></html>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/1\r\nWARC-Date: 2032-01-18T10:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let wacz = zipped(&[
        ("datapackage.json", b"{\"profile\": \"data-package\"}"),
        ("archive/data.warc.gz", &packed(record.as_bytes())),
        ("pages/pages.jsonl", b"{\"text\": \"no\"}\n"),
        ("indexes/index.cdx", b"no"),
    ]);
    let got = read_as_file(&wacz);
    assert_eq!(got.len(), 1);
    let document = got[0].0.as_ref().expect("a report");
    assert_eq!(document.uri, "in/a.zip/archive/data.warc.gz#1");
    assert_eq!(document.meta.url.as_deref(), Some("https://post.example/1"));
    assert_eq!(document.meta.captured.as_deref(), Some("2032-01-18T10:00:00Z"));
}

#[test]
fn office_documents() {
    let body = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Bridge &amp; ferry</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">It is </w:t></w:r><w:del><w:r><w:delText>open</w:delText><w:t>no</w:t></w:r></w:del><w:hyperlink r:id=\"r1\"><w:r><w:t>shut</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bolts</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let docx = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", b"<Relationships><Relationship Id=\"r1\" Target=\"https://echo.example/1\"/></Relationships>"),
        ("docProps/core.xml", b"<cp:coreProperties><dc:title>Bridge shut</dc:title><dc:creator>office</dc:creator></cp:coreProperties>"),
    ]);
    let got = read_as_file(&docx);
    let document = got[0].0.as_ref().expect("a report");
    assert_eq!(document.text, "Bridge & ferry\n\nIt is shut.\n\nBolts | 2");
    assert_eq!(document.meta.title.as_deref(), Some("Bridge shut"));
    assert!(document.meta.authors.is_empty());
    assert_eq!(
        (document.links[0].span.of(&document.text), document.links[0].url.as_str()),
        ("shut", "https://echo.example/1")
    );

    let body = "<office:document-content xmlns:text=\"t\"><text:tracked-changes><text:p>no</text:p></text:tracked-changes><text:h>Bridge</text:h>\
        <text:p>It is <text:a xlink:href=\"https://echo.example/1\">shut</text:a>.<text:line-break/>Two<text:s/>bolts.</text:p></office:document-content>";
    let kind: &[u8] = b"application/vnd.oasis.opendocument.text";
    let odt = zipped(&[("mimetype", kind), ("content.xml", body.as_bytes())]);
    let got = read_as_file(&odt);
    assert_eq!(got[0].0.as_ref().expect("a report").text, "Bridge\n\nIt is shut.\nTwo bolts.");

    check(
        &zipped(&[("xl/workbook.xml", b"<x/>")]),
        &[
            "! /in/a.zip: it is a spreadsheet, which cannot be read; save the report in it as text, a document or a page",
        ],
    );
    check(
        &zipped(&[("word/document.xml", b"<w:document/>")]),
        &[
            "! /in/a.zip: the document holds no text; a report was expected; it may hold pictures of text alone",
        ],
    );
}

#[test]
fn damaged_and_hostile_archives() {
    let zip = zipped(&[
        ("a.txt", b"The bridge is shut."),
        ("b.txt", b"The ferry is not, and it sails at noon from the pier."),
    ]);
    let cut = shown(&read_as_file(&zip[..zip.len() - 30]));
    assert!(cut[0].starts_with("! /in/a.zip: its list of files cannot be read"), "{cut:?}");
    let mut broken = zip.clone();
    let at = broken.windows(9).position(|w| w == b"The ferry").expect("it is stored");
    broken[at] = b'X';
    let got = shown(&read_as_file(&broken));
    assert_eq!(got[0], "in/a.zip/a.txt The bridge is shut.");
    assert!(got[1].starts_with("! /in/a.zip/b.txt: "), "{got:?}");
    check(
        &zipped(&[(".x", b"")]),
        &[
            "! /in/a.zip: the archive holds no file that could be a report; files whose names start with a dot are left out",
        ],
    );

    let mut nested = zipped(&[("x.txt", b"Inside.")]);
    for _ in 0..8 {
        nested = zipped(&[("x.zip", &nested)]);
    }
    let got = shown(&read_as_file(&nested));
    assert!(
        got[0].ends_with("it lies in more than 4 archives, one in the other; raise the limit with --max-depth, or unpack the outer ones"),
        "{got:?}"
    );

    let bomb = zipped(&[("big.txt", &vec![b'a'; 80 << 20]), ("b.txt", b"The bridge is shut.")]);
    let got = read_as_file(&bomb);
    assert_eq!(got[0].0.as_ref().map_err(|e| e.code).map(|_| ()), Err("read/bomb"));
    assert_eq!(got[1].0.as_ref().map(|d| d.text.as_str()), Ok("The bridge is shut."));
}

/// Bytes changed at random: whatever comes out, nothing fails, and it ends.
#[test]
fn changed_bytes_do_no_harm() {
    let mut state = 7_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default()
    };
    let feed = b"<rss><channel><title>Ostra</title><item><title>A &amp; b</title><description>&lt;p&gt;x&lt;/p&gt;</description></item></channel></rss>";
    let page = b"<!doctype html><html><head><title>A</title><script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"A\"}</script></head><body><article><h1>A</h1><p class='byline'>By Ana Brell</p><p>The bridge is shut, <a href='/x'>they said</a>.</p></article></body></html>";
    let warc = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<p>The bridge</p>...\r\n\r\n";
    let tar = tarred(&[("a.txt", b'0', b"The bridge is shut.")]);
    let sound: Vec<Vec<u8>> = vec![
        feed.to_vec(),
        page.to_vec(),
        warc.to_vec(),
        packed(warc),
        packed(page),
        zipped(&[("a.html", page), ("b.xml", feed)]),
        zipped(&[("word/document.xml", b"<w:p><w:t>The bridge</w:t></w:p>")]),
        tar,
    ];
    for round in 0..4000 {
        let mut bytes = sound[round % sound.len()].clone();
        for _ in 0..1 + random() % 4 {
            let at = random() % bytes.len();
            match random() % 3 {
                0 => bytes[at] = u8::try_from(random() % 256).unwrap_or_default(),
                1 => drop(bytes.drain(at..(at + random() % 9).min(bytes.len()))),
                _ => bytes.insert(at, b'<'),
            }
            if bytes.is_empty() {
                break;
            }
        }
        for (found, _) in read_as_file(&bytes) {
            if let Err(error) = found {
                assert_ne!(error.code, "read/fault", "{:?}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}
