//! Language of a text.

use whatlang::Lang;

/// Bytes of body that the language is told from.
const SAMPLE: usize = 8 << 10;

/// A given code or name as ISO 639-1 (`en-US` → `en`); None for what is no code.
pub(crate) fn code(given: &str) -> Option<String> {
    let code = given.trim().split(['-', '_']).next()?.to_lowercase();
    match code.len() {
        2 if code.bytes().all(|b| b.is_ascii_lowercase()) => Some(code),
        3 => Lang::from_code(&code).and_then(short).map(str::to_owned),
        _ => Lang::all()
            .iter()
            .find(|l| l.eng_name().eq_ignore_ascii_case(&code))
            .and_then(|l| short(*l))
            .map(str::to_owned),
    }
}

/// The language of a text, told by its letters and trigrams (whatlang); None where that is not certain.
pub(crate) fn of(body: &str) -> Option<String> {
    let mut end = body.len().min(SAMPLE);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let info = whatlang::detect(&body[..end])?;
    // Trigrams say little about a line or two.
    (info.is_reliable() && body[..end].chars().filter(|c| c.is_alphabetic()).count() >= 60)
        .then(|| short(info.lang()))
        .flatten()
        .map(str::to_owned)
}

/// ISO 639-1 code.
fn short(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        _ => return None,
    })
}
