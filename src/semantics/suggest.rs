//! “Did you mean”, and short lists of what there is.

/// How many names a message lists at most.
const LISTED: usize = 10;

/// The name that was probably meant.
#[must_use]
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = simplified(word);
    let tolerance = (wanted.chars().count() / 3).clamp(1, 4);
    names
        .into_iter()
        .filter(|name| *name != word)
        .map(|name| (strsim::osa_distance(&wanted, &simplified(name)), name))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, name)| (*distance, name.len()))
        .map(|(_, name)| name)
}

fn simplified(word: &str) -> String {
    word.chars().filter(|letter| !matches!(letter, ' ' | '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// “did you mean `x`?”, or else which names there are if they are few; `None` if there is nothing to say.
#[must_use]
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(name) = nearest(word, names.clone()) {
        return Some(format!("did you mean `{name}`?"));
    }
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty() && names.len() <= LISTED).then(|| there_are(&names))
}

/// “there are `a` and `b`”, “there is `a`”.
#[must_use]
pub fn there_are<S: AsRef<str>>(names: &[S]) -> String {
    format!("there {} {}", if names.len() == 1 { "is" } else { "are" }, listed(names, "and"))
}

/// `a`, `b` and `c`; each in backticks.
#[must_use]
pub fn listed<S: AsRef<str>>(names: &[S], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_listed() {
        assert_eq!(nearest("enterprize", ["free", "enterprise"]), Some("enterprise"));
        assert_eq!(nearest("user.Name", ["user.name", "user.names"]), Some("user.name"));
        assert_eq!(nearest("zebra", ["free", "pro"]), None);
        assert_eq!(did_you_mean("zebra", ["free", "pro"]).as_deref(), Some("there are `free` and `pro`"));
        assert_eq!(did_you_mean("zebra", []), None);
    }
}
