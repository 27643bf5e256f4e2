//! Which word was meant.

/// The one of `words` that is spelt most like `written`, if one is close enough to be meant.
pub(super) fn nearest(written: &str, words: &[&'static str]) -> Option<&'static str> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    let allowed = match length {
        0 | 1 => return words.iter().copied().find(|word| *word == written),
        2..=4 => 1,
        5..=7 => 2,
        _ => 3,
    };
    words
        .iter()
        .map(|word| (strsim::osa_distance(&written, word), *word))
        .filter(|(distance, word)| *distance <= allowed && *distance * 2 <= word.len().max(length))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_close_words_are_meant() {
        let words = ["when", "once", "order", "on", "do"];
        assert_eq!(nearest("wehn", &words), Some("when"));
        assert_eq!(nearest("WHEN", &words), Some("when"));
        assert_eq!(nearest("onec", &words), Some("once"));
        assert_eq!(nearest("hello", &words), None);
        assert_eq!(nearest("xy", &words), None);
    }
}
