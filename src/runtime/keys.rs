//! Keys of attributes: `user.name`, `group(name).status` as declared, `group("Billing").status` as an instance.

/// A key taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The pieces between the parameters: one more than there are parameters.
    pub(crate) pieces: Vec<String>,
    /// The names of the parameters, or the arguments in place of them.
    pub(crate) parameters: Vec<String>,
}

/// A step on the way from the top of an event's data to a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathStep {
    Name(String),
    Parameter,
}

impl Key {
    /// Takes a declared key apart; `None` if its parentheses do not match.
    pub(crate) fn declared(key: &str) -> Option<Self> {
        let mut pieces = vec![String::new()];
        let mut parameters = Vec::new();
        let mut rest = key;
        while let Some((before, after)) = rest.split_once('(') {
            let (inside, tail) = after.split_once(')')?;
            push(&mut pieces, before);
            push(&mut pieces, "(");
            for (number, parameter) in inside.split(',').enumerate() {
                if number > 0 {
                    push(&mut pieces, ", ");
                }
                parameters.push(parameter.trim().to_owned());
                pieces.push(String::new());
            }
            push(&mut pieces, ")");
            rest = tail;
        }
        push(&mut pieces, rest);
        (!rest.contains(')') && parameters.iter().all(|parameter| !parameter.is_empty()))
            .then_some(Self { pieces, parameters })
    }

    /// Takes the key of an instance apart, in which each argument stands as a JSON string.
    pub(crate) fn instance(key: &str) -> Option<Self> {
        let mut pieces = vec![String::new()];
        let mut parameters = Vec::new();
        let mut rest = key;
        while let Some(start) = rest.find('"') {
            let (before, quoted) = rest.split_at_checked(start)?;
            push(&mut pieces, before);
            let mut strings = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
            parameters.push(strings.next()?.ok()?);
            pieces.push(String::new());
            rest = quoted.get(strings.byte_offset()..)?;
        }
        push(&mut pieces, rest);
        Some(Self { pieces, parameters })
    }

    /// The same for all instances of one declaration and for none of another.
    pub(crate) fn signature(&self) -> String {
        self.pieces.join("_")
    }

    /// The key of the instance with these arguments; there must be as many as parameters.
    pub(crate) fn with_arguments<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> String {
        let mut pieces = self.pieces.iter();
        let mut key = pieces.next().cloned().unwrap_or_default();
        for (argument, piece) in arguments.into_iter().zip(pieces) {
            key.push_str(&serde_json::Value::from(argument).to_string());
            key.push_str(piece);
        }
        key
    }

    /// The way to the fact in an event's data.
    pub(crate) fn path(&self) -> Vec<PathStep> {
        let mut path = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            if number > 0 {
                path.push(PathStep::Parameter);
            }
            let names = piece.split(['.', '(', ')', ',', ' ']).filter(|name| !name.is_empty());
            path.extend(names.map(|name| PathStep::Name(name.to_owned())));
        }
        path
    }

    /// Its first word.
    pub(crate) fn first_word(key: &str) -> &str {
        key.split(['.', '(']).next().unwrap_or(key)
    }
}

fn push(pieces: &mut [String], text: &str) {
    if let Some(last) = pieces.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_find_their_declaration() {
        let declared = Key::declared("group(name).status").unwrap();
        let key = declared.with_arguments(["a \"b\").status"]);
        assert_eq!(key, r#"group("a \"b\").status").status"#);
        let instance = Key::instance(&key).unwrap();
        assert_eq!(instance.signature(), declared.signature());
        assert_eq!(instance.parameters, [r#"a "b").status"#]);
    }

    #[test]
    fn several_parameters() {
        let declared = Key::declared("stock(shop, item).level").unwrap();
        assert_eq!(declared.parameters, ["shop", "item"]);
        assert_eq!(declared.with_arguments(["A", "B"]), r#"stock("A", "B").level"#);
        assert_eq!(Key::instance(r#"stock("A", "B").level"#).unwrap().signature(), declared.signature());
        assert_eq!(
            declared.path(),
            [PathStep::Name("stock".into()), PathStep::Parameter, PathStep::Parameter, PathStep::Name("level".into())]
        );
    }

    #[test]
    fn broken_keys_are_none() {
        for key in ["group(name.status", "group)name(.status", "group().status"] {
            assert_eq!(Key::declared(key), None, "{key}");
        }
        assert_eq!(Key::instance("group(\"Billing).status"), None);
    }
}
