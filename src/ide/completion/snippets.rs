//! Texts with places to fill in, as editors write them: `${1:name}`, `${1|a,b|}`, `$0`.

/// A text with nothing in it that would be taken for a place to fill in.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// A place with these to choose from; with the word alone if there are none.
pub(super) fn choice(number: usize, choices: &[String], word: &str) -> String {
    if choices.is_empty() {
        return format!("${{{number}:{}}}", escaped(word));
    }
    let escape = |text: &String| escaped(text).replace(',', "\\,").replace('|', "\\|");
    let choices: Vec<String> = choices.iter().map(escape).collect();
    format!("${{{number}|{}|}}", choices.join(","))
}

/// The text with the first proposal at each place.
pub(super) fn plain(snippet: &str) -> String {
    let mut plain = String::new();
    let mut letters = snippet.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.extend(letters.next()),
            '$' if letters.next_if_eq(&'{').is_some() => {
                while letters.next_if(char::is_ascii_digit).is_some() {}
                let is_choice = letters.next() == Some('|');
                proposal(&mut letters, is_choice, &mut plain);
            }
            '$' => while letters.next_if(char::is_ascii_digit).is_some() {},
            _ => plain.push(letter),
        }
    }
    plain
}

/// The text of a place up to its brace: of a choice, the first one.
fn proposal(letters: &mut impl Iterator<Item = char>, is_choice: bool, plain: &mut String) {
    let mut is_over = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters.next();
                plain.extend(escaped.filter(|_| !is_over));
            }
            '}' => return,
            ',' | '|' if is_choice => is_over = true,
            _ if is_over => {}
            _ => plain.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_can_be_filled_with_their_proposals() {
        assert_eq!(plain("send \"${1:Hi \\}}\"\n  $0"), "send \"Hi }\"\n  ");
        let groups = ["\"A, B\"".to_owned(), "\"C\"".to_owned()];
        let snippet = format!("assign to group {} now", choice(1, &groups, "name"));
        assert_eq!(snippet, "assign to group ${1|\"A\\, B\",\"C\"|} now");
        assert_eq!(plain(&snippet), "assign to group \"A, B\" now");
        assert_eq!(choice(2, &[], "name"), "${2:name}");
    }
}
