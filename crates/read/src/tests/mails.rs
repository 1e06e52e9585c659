//! Mail: press releases, newsletters, boxes of them, and what is attached.

use super::*;

const HEAD: &str = "Received: from x by y; Mon, 1 Mar 2032 10:00:00 +0000\r\nMessage-ID: <1@roads.example>\r\nDate: Mon, 1 Mar 2032 09:30:00 +0100\r\n";

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) -> Vec<Document> {
    let got = read_all("/in/a.eml", bytes);
    let shown: Vec<String> = got
        .iter()
        .map(|(d, _)| match d {
            Err(error) => format!("! {error}"),
            Ok(d) => {
                let m = &d.meta;
                let some = |s: &Option<String>| s.clone().unwrap_or_default();
                let parts = [
                    d.text.trim().replace("\r\n", "\n").replace('\n', "/"),
                    some(&m.title),
                    some(&m.outlet),
                    m.authors.join("+"),
                    some(&m.published),
                ];
                format!("{} | {}", d.uri, parts.join(" | "))
            }
        })
        .collect();
    assert_eq!(shown, expected);
    got.into_iter().filter_map(|(d, _)| d.ok()).collect()
}

#[test]
fn a_press_release() {
    let mail = format!(
        "{HEAD}From: Road Office of Ostra <press@roads.example>\r\nSubject: Fwd: =?utf-8?Q?Br=C3=BCcke?= shut\r\n\r\nThe bridge is shut.\r\n\r\nTwo bolts are missing.\r\n"
    );
    check(
        mail.as_bytes(),
        &[
            "in/a.eml | The bridge is shut.//Two bolts are missing. | Brücke shut | Road Office of Ostra |  | 2032-03-01T09:30:00+01:00",
        ],
    );
    let mail = mail.replace("Road Office of Ostra", "Ana Brell");
    check(
        mail.as_bytes(),
        &[
            "in/a.eml | The bridge is shut.//Two bolts are missing. | Brücke shut |  | Ana Brell | 2032-03-01T09:30:00+01:00",
        ],
    );
}

#[test]
fn a_newsletter_with_two_bodies_and_files() {
    let mail = format!(
        "{HEAD}From: Ostra Post <letter@post.example>\r\nSubject: Morning\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n\
         --A\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n\
         --B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe bridge is shut ( https://echo.example/1 ).\r\n\
         --B\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<style>p</style><p>The bridge is <a href=3D\"https://echo.example/1\">sh=FCt</a>.</p><p>So is the ferry.</p>\r\n--B--\r\n\
         --A\r\nContent-Type: text/plain; name=\"release.txt\"\r\nContent-Disposition: attachment; filename=\"../release.txt\"\r\n\r\nA release.\r\n\
         --A\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"p.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
         --A\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"r.pdf\"\r\n\r\n%PDF-1.7\r\n\
         --A\r\nContent-Type: text/calendar\r\nContent-Disposition: attachment; filename=\"d.ics\"\r\n\r\nBEGIN:VCALENDAR\r\n\
         --A\r\nContent-Type: message/rfc822\r\n\r\n{HEAD}From: Sound Wire <w@wire.example>\r\nSubject: Inner\r\n\r\nInside.\r\n--A--\r\n"
    );
    let documents = check(
        mail.as_bytes(),
        &[
            "in/a.eml | The bridge is shüt.//So is the ferry. | Morning | Ostra Post |  | 2032-03-01T09:30:00+01:00",
            "in/a.eml/release.txt | A release. |  |  |  | ",
            "! /in/a.eml/r.pdf: it is a PDF document that is broken or cut short; fetch it again",
            "in/a.eml/attached | Inside. | Inner | Sound Wire |  | 2032-03-01T09:30:00+01:00",
        ],
    );
    assert_eq!(documents[0].links[0].url, "https://echo.example/1");
}

#[test]
fn a_box_of_mails() {
    let mail = |text: &str| {
        format!(
            "From x@y.example Mon Mar  1 10:00:00 2032\n{}From: Ostra Post <l@post.example>\nSubject: S\n\n{text}\n\n",
            HEAD.replace("\r\n", "\n")
        )
    };
    let all =
        [mail("One.\n>From here on it is shut."), mail("Two."), mail(&"x".repeat(3 << 20)), mail("Four.")]
            .concat();
    check(
        all.as_bytes(),
        &[
            "in/a.eml#1 | One./From here on it is shut. | S | Ostra Post |  | 2032-03-01T09:30:00+01:00",
            "in/a.eml#2 | Two. | S | Ostra Post |  | 2032-03-01T09:30:00+01:00",
            "! /in/a.eml#3: it has 3.1 MB, more than the 1.0 MB that one report may have; raise the limit with --max-report-size",
            "in/a.eml#4 | Four. | S | Ostra Post |  | 2032-03-01T09:30:00+01:00",
        ],
    );
}

#[test]
fn what_only_looks_like_mail_is_text() {
    let text = "From: the mayor\nTo: the council\nSubject: the bridge\n\nIt is shut.";
    assert_eq!(one(text.as_bytes()).text, text);
    let text = "From here on the bridge is shut.\nNobody knows why.";
    assert_eq!(one(text.as_bytes()).text, text);
    check(
        format!("{HEAD}From: a@b.example\r\nSubject: S\r\n\r\n\r\n").as_bytes(),
        &["! /in/a.eml: the message shows no text; a report was expected"],
    );
}

/// Parts in parts without end, and changed bytes: whatever comes out, it ends.
#[test]
fn hostile_mail_ends() {
    let mut deep = format!("{HEAD}From: a@b.example\r\nSubject: S\r\n");
    for n in 0..20_000 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=B{n}\r\n\r\n--B{n}\r\n"));
    }
    assert!(read_all("/in/a.eml", deep.as_bytes()).len() < 3);
    let nested = format!("{HEAD}From: a@b.example\r\nSubject: S\r\nContent-Type: message/rfc822\r\n\r\n")
        .repeat(5_000);
    assert!(read_all("/in/a.eml", nested.as_bytes()).len() < 20);
}
