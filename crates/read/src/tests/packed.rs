//! Brotli, Zstandard and deflate: what comes out of them whole, damaged and hostile.

use std::io::Write as _;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

const PAGE: &str = "<!doctype html><article><h1>Mole safe</h1><p>The mole of Velm is safe, the council said on Tuesday, and so is the wall behind the mole of Velm.</p></article>";
/// [`PAGE`].
const BROTLI: &str = "1b9c00381ca7c59a9e151d04e5b6548f2e86b812ed861f0a8e17963c4d54c1a69303a71fbe1de4a44905a0a1043a38d1835de464459a5a\
                      36c0a84dcc15256b16bd53fd8e7e7c44f909274bc56df338c114a81a1faf735f08b781659bcfaffc8493a59aac9419";
/// 80 MB of one letter.
const BOMB: &str = "cbffff3ff825f0e2b14020f7fe8fffff7ff04b00c4611180eefd1fffffffe0970088c30200ddfb3ffeffffc12f0110870500baf77ffcff\
                    ff835f02200e0b0074effff8ffff07bf04401c1600e8defff1ffff0f7e0980382c00d0bdffe3ffff1ffc1200715800a07bffc7ffff3ff82500\
                    e2b00040f7fe8fffff7ff04b00c4610180eefddf";

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal digits");
    (0..hex.len()).step_by(2).map(digit).collect()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn deflated(bytes: &[u8], zlib: bool) -> Vec<u8> {
    let level = flate2::Compression::default();
    if zlib {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), level);
        packer.write_all(bytes).and_then(|()| packer.finish()).expect("memory")
    } else {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), level);
        packer.write_all(bytes).and_then(|()| packer.finish()).expect("memory")
    }
}

/// What a server's answer gives: the first words of the text, or what is wrong.
fn answered(encoding: Option<&str>, body: &[u8]) -> String {
    let answer = Answer {
        asked: "https://velm.example/a".into(),
        url: "https://velm.example/a".into(),
        captured: "2031-05-07T08:00:00Z".into(),
        encoding: encoding.map(str::to_owned),
        content_type: Some("text/html".into()),
    };
    let mut got = Vec::new();
    read_answer(&answer, body, &Limits::default(), &mut |d, _| got.push(d));
    shown(&got)
}

fn shown(got: &[Result<Document, Diagnostic>]) -> String {
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    got.iter()
        .map(|d| d.as_ref().map_or_else(|e| format!("! {e}"), |d| first(&d.text)))
        .collect::<Vec<_>>()
        .join("; ")
}

fn of_file(name: &str, bytes: &[u8]) -> String {
    shown(&read_all(name, bytes).into_iter().map(|(d, _)| d).collect::<Vec<_>>())
}

#[test]
fn answers_are_unpacked_as_their_server_says() {
    let plain = PAGE.as_bytes();
    for (encoding, body) in [
        (Some("br"), bytes(BROTLI)),
        (Some("BR"), bytes(BROTLI)),
        (Some("zstd"), zstd(plain)),
        (Some("deflate"), deflated(plain, true)),
        (Some("deflate"), deflated(plain, false)),
        // What is said of them is wrong, as it may be: their bytes show it.
        (None, zstd(plain)),
        (Some("br"), plain.to_vec()),
        (Some("zstd"), plain.to_vec()),
        (Some("deflate"), plain.to_vec()),
        (Some("identity"), plain.to_vec()),
    ] {
        assert_eq!(answered(encoding, &body), "Mole safe", "{encoding:?}");
    }
    let broken = "! https://velm.example/a: its compressed data is broken; fetch it again";
    for (encoding, mut body) in
        [("br", bytes(BROTLI)), ("zstd", zstd(plain)), ("deflate", deflated(plain, true))]
    {
        body[7] ^= 0x5A;
        body.truncate(40);
        let said = answered(Some(encoding), &body);
        assert!(
            said.starts_with("! https://velm.example/a: its compressed data is broken"),
            "{encoding}: {said}"
        );
    }
    assert_eq!(answered(Some("br"), b"\xFF\xFF\xFF\xFF\xFF\xFF"), broken);
}

#[test]
fn feeds_and_their_lists_are_unpacked_too() {
    let feed = "<rss version='2.0'><channel><title>Velm</title><item><title>Mole safe</title><link>https://velm.example/a</link></item></channel></rss>";
    let found = listed(&zstd(feed.as_bytes()), Some("zstd"), &Limits::default()).expect("a list");
    assert_eq!(found[0].url, "https://velm.example/a");
    assert!(listed(&bytes(BROTLI), Some("br"), &Limits::default()).is_none());
}

#[test]
fn files_are_told_by_their_bytes() {
    let two = [zstd(b"The mole of "), zstd(b""), zstd(b"Velm is safe.")].concat();
    assert_eq!(of_file("/in/a.bin", &two), "The mole of Velm is safe.");
    // A frame that holds nothing for us is passed over.
    let aside = [b"\x5E\x2A\x4D\x18\x03\0\0\0abc".to_vec(), zstd(b"Safe.")].concat();
    assert_eq!(of_file("/in/a.zst", &[zstd(b"So. "), aside].concat()), "So. Safe.");
    assert_eq!(of_file("/in/a.html.zst", &zstd(PAGE.as_bytes())), "Mole safe");
    assert_eq!(
        of_file("/in/a.jsonl.zst", &zstd(b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n")),
        "One.; Two."
    );
    // Brotli has no first bytes of its own: what is no text and named so is taken for it.
    assert_eq!(of_file("/in/a.html.br", &bytes(BROTLI)), "Mole safe");
    assert!(of_file("/in/a.bin", &bytes(BROTLI)).contains("it is a binary file"));
}

#[test]
fn damaged_and_hostile_files_are_told_of() {
    let whole = zstd(PAGE.repeat(50).as_bytes());
    let broken = "its compressed data is broken";
    assert!(of_file("/in/a", &whole[..whole.len() - 5]).contains(broken));
    assert!(of_file("/in/a", &[&whole[..], b"more"].concat()).contains(broken));
    let mut other_sum = whole.clone();
    *other_sum.last_mut().expect("a sum") ^= 1;
    assert!(of_file("/in/a", &other_sum).contains(broken));
    // One that wants to look back over two gigabytes.
    assert!(of_file("/in/a", b"\x28\xB5\x2F\xFD\x00\xA8\x01\0\0").contains(broken));
    let bomb = "as only a decompression bomb does; unpack it yourself, if you trust it";
    // A frame of blocks that each say one letter 128 kB of times.
    let block = ((128u32 << 10) << 3 | 0b010).to_le_bytes();
    let blocks = [block[0], block[1], block[2], b'x'].repeat(640);
    let frame = [&b"\x28\xB5\x2F\xFD\x00\x38"[..], &blocks].concat();
    for (name, bytes) in [("/in/a.zst", frame), ("/in/a.br", bytes(BOMB))] {
        let mut got = Vec::new();
        let limits = Limits { report_bytes: 128 << 20, ..Limits::default() };
        let mut input = Cursor::new(bytes);
        read(&Name::of_path(name), &mut input, None, &limits, &mut |d, _| got.push(d));
        assert!(shown(&got).ends_with(bomb), "{name}: {}", &shown(&got)[..100]);
    }
}

#[test]
fn web_archives_in_zstandard_with_a_dictionary_or_without() {
    let with = include_bytes!("data/dictionary.warc.zst");
    assert_eq!(of_file("/in/a.warc.zst", with), "bridge at Ostra shut; ferry at Ostra shut");
    let record = |number: u32| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
        let head =
            format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://velm.example/{number}\r\n");
        let head = format!("{head}Content-Type: application/http\r\nContent-Length: {}\r\n\r\n", http.len());
        zstd(format!("{head}{http}\r\n\r\n").as_bytes())
    };
    let mut without: Vec<u8> = (1..=3).flat_map(record).collect();
    assert_eq!(of_file("/in/a.warc.zst", &without), "Mole safe; Mole safe; Mole safe");
    // What stands before a damage is read.
    without.truncate(without.len() - 30);
    let cut = of_file("/in/a.warc.zst", &without);
    assert!(cut.starts_with("Mole safe; Mole safe; ! /in/a.warc.zst: "), "{cut}");
    // Bodies as their servers packed them.
    let body = bytes(BROTLI);
    let http =
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n", &body[..]].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://velm.example/1\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    assert_eq!(of_file("/in/a.warc", &[head.as_bytes(), &http, b"\r\n\r\n"].concat()), "Mole safe");
}
