//! Language tags (BCP 47, as far as chats need them): `en`, `pt-BR`, `zh-Hant-TW`.

use crate::diagnostic::codes::parts;
use crate::diagnostic::{Finding, Location};

/// What is wrong with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotALanguage {
    /// It is written in another way: the right one.
    Form(String),
    /// It is a country's code: the language that is spoken there.
    Country(&'static str),
    /// There is no such language.
    Unknown,
}

/// The two-letter codes of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
    ja jv ka kg ki kj kk kl km kn ko ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng \
    nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of countries that are taken for languages. `kr` would be Kanuri; `kau` says that too.
const COUNTRIES: &[(&str, &str)] = &[
    ("kr", "ko"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("us", "en"),
    ("gb", "en"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gr", "el"),
    ("ua", "uk"),
];

/// Checks a tag: a language of two or three letters, perhaps a script, perhaps a region, in the usual case.
///
/// # Errors
/// What is wrong with it.
pub fn check(tag: &str) -> Result<(), NotALanguage> {
    let canonical = canonical(tag).ok_or(NotALanguage::Unknown)?;
    let language = canonical.split('-').next().unwrap_or_default();
    if let Some((_, spoken)) = COUNTRIES.iter().find(|(country, _)| *country == language) {
        return Err(NotALanguage::Country(spoken));
    }
    // Each takes three bytes with its blank.
    let is_known = || LANGUAGES.as_bytes().chunks(3).any(|known| known.starts_with(language.as_bytes()));
    if language.len() == 2 && !is_known() {
        return Err(NotALanguage::Unknown);
    }
    if canonical == tag { Ok(()) } else { Err(NotALanguage::Form(canonical)) }
}

/// The finding for a tag that is not in order; `quote` stands before and after it in the file.
pub fn finding(problem: &NotALanguage, tag: &str, location: Location, quote: &str) -> Finding {
    let found = |message: String| Finding::new(&parts::UNKNOWN_LANGUAGE, location, message);
    match problem {
        NotALanguage::Form(right) => found(format!("the language `{tag}` is written `{right}`")).fix(
            format!("write `{right}`"),
            location.span,
            format!("{quote}{right}{quote}"),
            true,
        ),
        NotALanguage::Country(language) => found(format!("`{tag}` is a country, not a language"))
            .help(format!("did you mean `{language}`?"))
            .fix(format!("write `{language}`"), location.span, format!("{quote}{language}{quote}"), false),
        NotALanguage::Unknown => {
            found(format!("`{tag}` is not a language")).help("languages are written `en`, `ko`, `pt-BR`, `zh-Hant`")
        }
    }
}

fn canonical(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']).map(str::to_ascii_lowercase);
    let language = parts.next()?;
    if !(2..=3).contains(&language.len()) || !is_alphabetic(&language) {
        return None;
    }
    let mut result = language;
    for (index, part) in parts.enumerate() {
        let written = match part.len() {
            4 if index == 0 && is_alphabetic(&part) => title(&part),
            2 if is_alphabetic(&part) => part.to_ascii_uppercase(),
            3 if part.bytes().all(|byte| byte.is_ascii_digit()) => part,
            _ => return None,
        };
        result.push('-');
        result.push_str(&written);
    }
    Some(result)
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn title(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked() {
        for tag in ["en", "ko", "pt-BR", "zh-Hant-TW", "es-419", "yue"] {
            assert_eq!(check(tag), Ok(()), "{tag}");
        }
        assert_eq!(check("pt_br"), Err(NotALanguage::Form("pt-BR".to_owned())));
        assert_eq!(check("KO"), Err(NotALanguage::Form("ko".to_owned())));
        assert_eq!(check("kr"), Err(NotALanguage::Country("ko")));
        for tag in ["", "english", "xx", "en-", "en-x", "e1"] {
            assert_eq!(check(tag), Err(NotALanguage::Unknown), "{tag}");
        }
    }
}
