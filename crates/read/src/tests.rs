use std::io::{Cursor, Read};

use backstory_model::{Diagnostic, Document, Severity};

use super::*;

mod answers;
mod archives;
mod feeds;
mod mails;
mod packed;
mod pages;
mod pdfs;
mod warcs;

type Got = (Result<Document, Diagnostic>, Vec<Diagnostic>);

fn read_with(name: &str, bytes: &[u8], manifest: Option<&Manifest>, limit: u64) -> Vec<Got> {
    let mut got = Vec::new();
    let limits = Limits { report_bytes: limit, ..Limits::default() };
    let name = Name::of_path(name);
    // A small buffer, so that every value spans several of them.
    let mut input = std::io::BufReader::with_capacity(7, Cursor::new(bytes));
    read(&name, &mut input, manifest, &limits, &mut |document, notes| got.push((document, notes)));
    got
}

fn read_all(name: &str, bytes: &[u8]) -> Vec<Got> {
    read_with(name, bytes, None, 1 << 20)
}

#[track_caller]
fn one(bytes: &[u8]) -> Document {
    let mut got = read_all("/in/a.txt", bytes);
    assert_eq!(got.len(), 1);
    let (document, notes) = got.remove(0);
    assert!(notes.is_empty(), "{notes:?}");
    document.expect("a document")
}

/// Every input that cannot be used, and the one line that says so.
#[track_caller]
fn refused(bytes: &[u8], line: &str) {
    let got = read_with("/in/a.txt", bytes, None, 64);
    let errors: Vec<String> =
        got.iter().filter_map(|(d, _)| d.as_ref().err()).map(ToString::to_string).collect();
    assert_eq!(errors, [line]);
    assert!(got.iter().filter_map(|(d, _)| d.as_ref().err()).all(|e| e.severity == Severity::Error));
}

#[test]
fn bad_inputs_say_what_is_wrong_and_what_to_try() {
    refused(b"", "/in/a.txt: it is empty; a report's text was expected");
    refused(b" \r\n\t", "/in/a.txt: it holds nothing but white space; a report's text was expected");
    refused(
        b"\x89PNG\r\n\x1A\n\0\0",
        "/in/a.txt: it is a PNG picture, which cannot be read; open it and save the report's words as a text file",
    );
    refused(
        b"PK\x03\x04\x14\0",
        "/in/a.txt: its list of files cannot be read (invalid Zip archive: Could not find EOCD); it is cut short or broken; fetch it again",
    );
    refused(b"\x1F\x8B\x08\0", "/in/a.txt: its compressed data is broken; fetch it again");
    refused(b"%PDF-1.7\n", "/in/a.txt: it is a PDF document that is broken or cut short; fetch it again");
    refused(
        b"SQLite format 3\0....",
        "/in/a.txt: it is an SQLite database, which cannot be read; a case is not given as an input; name it with -o, or look at it with `backstory show`",
    );
    refused(
        b"ab\0cd\0\0\0ef",
        "/in/a.txt: it is a binary file, which cannot be read; give reports: text, Markdown, web pages, feeds, JSON or JSON lines",
    );
    refused(
        b"\n<!DOCTYPE html><html><p> </p></html>",
        "/in/a.txt: it is a web page that shows no text by itself; a report was expected; pages that build themselves by script must be saved from a browser, as they are shown",
    );
    refused(
        b"<?xml version=\"1.0\"?><rss></rss>",
        "/in/a.txt: it is a feed without entries; fetch it again later",
    );
    refused(
        b"<?xml version=\"1.0\"?><map></map>",
        "/in/a.txt: it is an XML file, which cannot be read; save the reports in it as text or JSON",
    );
    refused(
        &[b'a'; 1500],
        "/in/a.txt: it has 1.5 kB, more than the 64 bytes that one report may have; raise the limit with --max-report-size",
    );
    refused(
        b"{\"text\": \"The mayor of Ostra",
        "/in/a.txt: the record at line 1 is cut short: it ends inside a string of its JSON; fetch or write it again",
    );
    refused(b"{\"text\": 1,, }", "/in/a.txt: line 1, column 12 is not valid JSON: key must be a string");
    refused(
        b"{\"titel\": \"x\", \"url\": \"y\"}",
        "/in/a.txt: the record at line 1 has no text; a field `maintext`, `text`, `plaintext`, `body` or `content` was expected, found `titel`, `url`; rename the field that holds the text",
    );
    refused(
        b"{}",
        "/in/a.txt: the record at line 1 has no text; a field `maintext`, `text`, `plaintext`, `body` or `content` was expected, found no field at all; rename the field that holds the text",
    );
}

#[test]
fn a_text_too_large_is_counted_and_not_kept() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = buffer.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
            buffer[..count].fill(b'a');
            self.0 -= count as u64;
            Ok(count)
        }
    }
    let mut said = Vec::new();
    let mut input = std::io::BufReader::new(Endless(200_000_000));
    let limits = Limits { report_bytes: 1000, ..Limits::default() };
    read(&Name::of_path("/in/big.txt"), &mut input, None, &limits, &mut |d, _| said.push(d));
    assert_eq!(said.len(), 1);
    let error = said.remove(0).expect_err("too large");
    assert_eq!(error.message, "it has 200 MB, more than the 1.0 kB that one report may have");
}

#[test]
fn a_failing_input_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let mut said = Vec::new();
    let mut input = std::io::BufReader::new(Broken);
    read(&Name::of_path("/in/a.txt"), &mut input, None, &Limits::default(), &mut |d, _| said.push(d));
    assert_eq!(
        said[0].as_ref().map_err(ToString::to_string),
        Err("/in/a.txt: it could not be read: the disk is gone".to_owned())
    );
}

#[test]
fn texts_keep_every_byte() {
    let text = "First line\r\n\r\nSecond “line”\u{a0}\n";
    let document = one(text.as_bytes());
    assert_eq!(document.text, text);
    assert_eq!(document.uri, "in/a.txt");
    assert_eq!(document.path.as_deref(), Some("/in/a.txt"));
    assert_eq!(one(b"\xEF\xBB\xBFOstra").text, "Ostra");
    // Brackets alone make no JSON.
    assert_eq!(one(b"[Ostra] The mayor left.").text, "[Ostra] The mayor left.");
    assert_eq!(one(b"{ a note } The mayor left.").text, "{ a note } The mayor left.");
}

#[test]
fn encodings_are_found_and_guesses_are_said() {
    let text = "Der Bürgermeister von Östra sagte, er wisse nichts über die Brücke. Müller widersprach.";
    let wide = |big: bool| -> Vec<u8> {
        let bytes = |u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    };
    let cases: [(Vec<u8>, Option<&str>); 5] = [
        (encoding_rs::WINDOWS_1252.encode(text).0.into_owned(), Some("windows-1252")),
        ([b"\xFF\xFE".as_slice(), &wide(false)].concat(), None),
        ([b"\xFE\xFF".as_slice(), &wide(true)].concat(), None),
        (wide(false), Some("UTF-16LE")),
        (wide(true), Some("UTF-16BE")),
    ];
    for (bytes, guess) in cases {
        let (document, notes) = read_all("/in/a.txt", &bytes).remove(0);
        assert_eq!(document.expect("a document").text, text);
        let said: Vec<(&str, Severity)> = notes.iter().map(|n| (n.code, n.severity)).collect();
        match guess {
            None => assert_eq!(said, []),
            Some(guess) => {
                assert_eq!(said, [("read/encoding-guessed", Severity::Note)]);
                assert!(notes[0].message.contains(guess), "{}", notes[0].message);
            }
        }
    }
}

#[test]
fn a_few_broken_bytes_leave_the_rest_as_utf8() {
    let bytes = b"\xE2\x80\x9CYes\xE2\x80\x9D, said Ad\xC3\xA9le. \xE2\x80\x9CNo\xE2\x80\x9D. \xFF.";
    let (document, notes) = read_all("/in/a.txt", bytes).remove(0);
    let document = document.expect("a document");
    assert_eq!(document.text, "“Yes”, said Adéle. “No”. \u{FFFD}.");
    assert_eq!(notes[0].code, "read/broken-utf8");
    assert_eq!(notes[0].labels[0].0.of(&document.text), "\u{FFFD}");
}

#[test]
fn field_names_of_crawlers() {
    let (text, meta) = {
        let d = one(
            br#"{"title": "Bridge shut", "maintext": "The bridge is shut.\n\u201cYes.\u201d", "date_publish": "2026-01-17 08:00:00",
               "date_download": "2026-02-01", "authors": ["Ana Brell"], "source_domain": "ostrapost.example",
               "url": "https://ostrapost.example/a", "language": "en", "description": "It is shut."}"#,
        );
        (d.text, d.meta)
    };
    assert_eq!(text, "The bridge is shut.\n“Yes.”");
    assert_eq!(meta.published.as_deref(), Some("2026-01-17 08:00:00"));
    assert_eq!(meta.authors, ["Ana Brell"]);
    assert_eq!(meta.outlet.as_deref(), Some("ostrapost.example"));
    assert_eq!(meta.description.as_deref(), Some("It is shut."));
    assert!(!meta.by_hand);

    let fundus = one(
        br#"{"headline": "Bridge shut", "body": {"summary": ["Short."], "sections": [{"headline": ["Why"], "paragraphs": ["One.", "Two."]}]},
           "publishing_date": "2026-01-17", "publisher": "Ostra Post", "authors": "By Ana Brell and C. Dorn"}"#,
    );
    assert_eq!(fundus.text, "Short.\n\nWhy\n\nOne.\n\nTwo.");
    assert_eq!(fundus.meta.authors, ["Ana Brell", "C. Dorn"]);

    let passim =
        one(br#"{"id": "x1", "series": "ostrapost", "date": "1891-03-02", "text": "The bridge is shut."}"#);
    assert_eq!(passim.meta.outlet.as_deref(), Some("ostrapost"));
    assert_eq!(passim.meta.published.as_deref(), Some("1891-03-02"));

    let downloaded = one(br#"{"text": "The bridge is shut.", "date_download": "2026-02-01", "title": null}"#);
    assert_eq!((downloaded.meta.published, downloaded.meta.title), (None, None));
}

#[track_caller]
fn records(name: &str, bytes: &[u8], expected: &[&str]) {
    let got: Vec<String> = read_all(name, bytes)
        .into_iter()
        .map(|(d, _)| d.map_or_else(|e| format!("! {e}"), |d| format!("{} {}", d.uri, d.text)))
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn many_records_in_one_file() {
    records(
        "/in/a.json",
        b"[{\"text\": \"A ] }\"},\n {\"text\": \"B\"}]",
        &["in/a.json#1 A ] }", "in/a.json#2 B"],
    );
    records(
        "/in/a.jsonl",
        b"{\"text\": \"A\"}\n\n{\"text\": \"B\"}\n",
        &["in/a.jsonl#1 A", "in/a.jsonl#2 B"],
    );
    records("/in/a.txt", b"{\"text\":\n \"A\"}\n{\"text\":\n \"B\"}", &["in/a.txt#1 A", "in/a.txt#2 B"]);
    records("/in/a.json", b"{\n \"text\": \"A\"\n}\n", &["in/a.json A"]);
    let wide: Vec<u8> = "[{\"text\": \"A\"}]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    records("/in/a.json", &wide, &["in/a.json#1 A"]);
}

/// Gives one piece after the other and notes on the way how many reports were out before each was asked for.
struct Slow<'a> {
    pieces: Vec<&'a [u8]>,
    next: usize,
    out: &'a std::cell::RefCell<Vec<String>>,
    seen: &'a std::cell::RefCell<Vec<usize>>,
}

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let Some(piece) = self.pieces.get(self.next) else { return Ok(0) };
        self.seen.borrow_mut().push(self.out.borrow().len());
        self.next += 1;
        into[..piece.len()].copy_from_slice(piece);
        Ok(piece.len())
    }
}

#[test]
fn a_record_in_a_pipe_is_out_before_the_next_is_asked_for() {
    let check = |pieces: &[&str], uris: &[&str], before_each: &[usize]| {
        let (out, seen) = Default::default();
        let pieces: Vec<&[u8]> = pieces.iter().map(|p| p.as_bytes()).collect();
        let mut input = std::io::BufReader::new(Slow { pieces, next: 0, out: &out, seen: &seen });
        let name = Name { uri: "stdin".into(), path: None };
        read(&name, &mut input, None, &Limits::default(), &mut |document, _| {
            out.borrow_mut().push(document.expect("a document").uri);
        });
        assert_eq!(
            (&*out.borrow(), &*seen.borrow()),
            (&uris.iter().map(|u| (*u).to_owned()).collect(), &before_each.to_vec())
        );
    };
    let (a, b, c) = ("{\"text\": \"A\"}\n", "{\"text\": \"B\"}\n", "\n{\"text\": \"C\"}\n");
    check(&[a, b, c], &["stdin#1", "stdin#2", "stdin#3"], &[0, 1, 2]);
    check(&[a], &["stdin#1"], &[0]);
    check(&["{\"text\"", ": \"A\"}\n{\"te", "xt\": \"B\"}\n"], &["stdin#1", "stdin#2"], &[0, 0, 1]);
    check(&["[{\"text\": \"A\"},\n", "{\"text\": \"B\"}\n", "]"], &["stdin#1", "stdin#2"], &[0, 1, 2]);
    check(&["{\n \"text\": ", "\"A\"\n}\n"], &["stdin"], &[0, 0]);
}

#[test]
fn a_broken_record_does_not_take_the_others_with_it() {
    records(
        "/in/a.jsonl",
        b"{\"text\": \"A\"}\n{\"text\": \"B\n{\"text\": \"C\"}\n7\n",
        &[
            "in/a.jsonl#1 A",
            "! /in/a.jsonl#2: line 2 is cut short: it ends inside a string of its JSON; fetch or write it again",
            "in/a.jsonl#3 C",
            "! /in/a.jsonl#4: line 4 is a number; a JSON object was expected",
        ],
    );
    records(
        "/in/a.json",
        b"[{\"text\": \"A\"},\n{\"title\": \"B\"},\n{\"text\": \"C\"}",
        &[
            "in/a.json#1 A",
            "! /in/a.json#2: the record at line 2 has no text; a field `maintext`, `text`, `plaintext`, `body` or `content` was expected, found `title`; rename the field that holds the text",
            "in/a.json#3 C",
            "! /in/a.json: its list of records is cut short: it ends at line 3 after record 3, where `]` was expected",
        ],
    );
    records(
        "/in/a.json",
        b"{\n\"text\": \"A\"\n}\nmore",
        &[
            "in/a.json A",
            "! /in/a.json: the JSON ends before line 4, and more stands after it, which is left out",
        ],
    );
    let long = format!("{{\"text\": \"A\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"C\"}}", "b".repeat(100));
    let got = read_with("/in/a.jsonl", long.as_bytes(), None, 64);
    assert_eq!(got.iter().map(|(d, _)| d.is_ok()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(got[1].0.as_ref().map_err(|e| e.code), Err("read/too-large"));
}

#[test]
fn half_a_character_does_not_cost_the_record() {
    assert_eq!(one(br#"{"text": "Ostra \ud83d \ud83d\ude00 \\ud83d"}"#).text, "Ostra \u{FFFD} 😀 \\ud83d");
}

#[test]
fn front_matter_is_read_and_stays_in_the_text() {
    let text = "---\noutlet: \"Ostra Post\"\npublished: 2026-01-17\nauthors:\n  - Ana Brell\n  - C. Dorn\nmood: grey\n---\nThe bridge is shut.\n";
    let document = one(text.as_bytes());
    assert_eq!(document.text, text);
    assert_eq!(document.meta.outlet.as_deref(), Some("Ostra Post"));
    assert_eq!(document.meta.authors, ["Ana Brell", "C. Dorn"]);
    assert!(document.meta.by_hand);
    assert_eq!(one(b"---\nauthors: [Ana Brell, C. Dorn]\n---\nText").meta.authors, ["Ana Brell", "C. Dorn"]);
    assert!(!one(b"---\nThe bridge is shut.\n---\n").meta.by_hand);
}

fn manifest(csv: &str) -> (Manifest, Vec<String>) {
    let (manifest, said) = Manifest::parse("in/manifest.csv", &mut csv.as_bytes());
    (manifest, said.iter().map(ToString::to_string).collect())
}

#[test]
fn a_manifest_tells_about_bare_texts() {
    let (manifest, said) = manifest(
        "published,file,authors,outlet,colour\n2026-01-17,b/a.txt,Ana Brell; C. Dorn,Ostra Post,red\n2026-01-18,a.txt,,Skelly Echo,\n\
         2026-01-19,a.txt,,Third,\n,,,,\n2026-01-20,gone.txt,,,\n2026-01-21,many.jsonl#2,,,\n",
    );
    assert_eq!(
        said,
        [
            "in/manifest.csv: column `colour` is not known and is left out; known are file, outlet, url, published, authors, title, language, description",
            "in/manifest.csv: `a.txt` stands at line 3 and again at line 4; the first counts",
            "in/manifest.csv: the row at line 5 names no file and is left out",
        ]
    );
    let read_one = |path: &str, bytes: &[u8], at: usize| {
        let (document, _) = read_with(path, bytes, Some(&manifest), 1000).remove(at);
        document.expect("a document")
    };
    let longer = read_one("/in/b/a.txt", b"Text", 0);
    assert_eq!(longer.meta.outlet.as_deref(), Some("Ostra Post"));
    assert_eq!(longer.meta.authors, ["Ana Brell", "C. Dorn"]);
    assert!(longer.meta.by_hand);
    let shorter = read_one("/in/c/a.txt", b"Text", 0);
    assert_eq!(shorter.meta.published.as_deref(), Some("2026-01-18"));
    let records = b"{\"text\": \"A\"}\n{\"text\": \"B\", \"date\": \"2025\", \"title\": \"T\"}";
    assert_eq!(read_one("/in/many.jsonl", records, 0).meta.published, None);
    let second = read_one("/in/many.jsonl", records, 1);
    assert_eq!(second.meta.published.as_deref(), Some("2026-01-21"));
    assert_eq!(second.meta.title.as_deref(), Some("T"));
    let other = read_one("/in/ba.txt", b"Text", 0);
    assert_eq!(other.meta.outlet, None);

    let read: Vec<(Option<&str>, &str)> =
        [&longer, &shorter, &second].map(|d| (d.path.as_deref(), d.uri.as_str())).to_vec();
    let idle: Vec<String> = manifest.unmatched(read).iter().map(ToString::to_string).collect();
    assert_eq!(
        idle,
        [
            "in/manifest.csv: line 6: no report read here is called `gone.txt`; write it as it lies below the manifest's folder"
        ]
    );
}

#[test]
fn a_manifest_without_files_says_so() {
    let (_, said) = manifest("outlet,published\nOstra Post,2026\n");
    assert_eq!(
        said,
        [
            "in/manifest.csv: its first row names no column `file`; found `outlet`, `published`; the first row is `file,outlet,url,published,authors,title`"
        ]
    );
}

#[test]
fn uris_are_the_same_from_any_folder() {
    let uri = |path: &str| Name::of_path(path).uri;
    assert_eq!(uri("/home/x/cases/in/a.txt"), "in/a.txt");
    assert_eq!(uri("C:\\cases\\in\\a.txt"), "in/a.txt");
    assert_eq!(uri("a.txt"), "a.txt");
}

proptest::proptest! {
    #[test]
    fn any_bytes_give_documents_or_messages(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        proptest::prop_assert!(!read_all("/in/a.txt", &bytes).is_empty());
    }

    #[test]
    fn anything_like_json_gives_documents_or_messages(bytes in "[\\[{]\\s?[\\[\\]{}\",:\\\\a-cut08d \\n]{0,60}") {
        for (document, notes) in read_all("/in/a.txt", bytes.as_bytes()) {
            if let Err(error) = document {
                proptest::prop_assert!(!error.message.is_empty());
            }
            proptest::prop_assert!(notes.len() < 2);
        }
    }

    #[test]
    fn valid_text_is_kept_to_the_letter(text in "\\PC{1,200}") {
        if let [(Ok(document), notes)] = read_all("/in/a.txt", format!("Ostra {text}").as_bytes()).as_slice() {
            proptest::prop_assert_eq!(&document.text, &format!("Ostra {}", text));
            proptest::prop_assert!(notes.is_empty());
        } else {
            proptest::prop_assert!(false, "refused");
        }
    }
}
