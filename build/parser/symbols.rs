//! Sets of what may come next in a text.

/// The place of the end of the text, after the bytes.
const END: usize = 256;

/// Some of the 256 bytes, and perhaps the end of the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbols([bool; END + 1]);

impl Symbols {
    pub const NONE: Self = Self([false; END + 1]);
    pub const ALL: Self = Self([true; END + 1]);

    fn where_is(test: impl Fn(usize) -> bool) -> Self {
        let mut symbols = Self::NONE;
        for (symbol, is_in) in symbols.0.iter_mut().enumerate() {
            *is_in = test(symbol);
        }
        symbols
    }

    pub fn bytes(test: impl Fn(u8) -> bool) -> Self {
        Self::where_is(|symbol| u8::try_from(symbol).is_ok_and(&test))
    }

    pub fn end() -> Self {
        Self::where_is(|symbol| symbol == END)
    }

    pub fn has(&self, symbol: usize) -> bool {
        self.0.get(symbol).copied().unwrap_or(false)
    }

    pub fn or(&self, other: &Self) -> Self {
        Self::where_is(|symbol| self.has(symbol) || other.has(symbol))
    }

    pub fn and(&self, other: &Self) -> Self {
        Self::where_is(|symbol| self.has(symbol) && other.has(symbol))
    }

    pub fn without(&self, other: &Self) -> Self {
        Self::where_is(|symbol| self.has(symbol) && !other.has(symbol))
    }

    pub fn complement(&self) -> Self {
        Self::ALL.without(self)
    }

    /// All symbols by what `kind` says of them, those with the same together.
    pub fn by<K: Ord>(kind: impl Fn(usize) -> K) -> Vec<(K, Self)> {
        let mut sets = std::collections::BTreeMap::new();
        for symbol in 0..=END {
            if let Some(is_in) = sets.entry(kind(symbol)).or_insert(Self::NONE).0.get_mut(symbol) {
                *is_in = true;
            }
        }
        sets.into_iter().collect()
    }

    /// A pattern of `Option<u8>` for them, and how many parts it has.
    pub fn pattern(&self) -> (String, usize) {
        let mut ranges = Vec::new();
        let mut symbol = 0;
        while symbol < END {
            let length = (symbol..END).take_while(|symbol| self.has(*symbol)).count();
            match length {
                0 => {}
                1 => ranges.push(byte(symbol)),
                _ => ranges.push(format!("{}..={}", byte(symbol), byte(symbol + length - 1))),
            }
            symbol += length.max(1);
        }
        let parts = ranges.len();
        match (parts, self.has(END)) {
            (0, false) => ("_ if false".to_owned(), 0),
            (0, true) => ("None".to_owned(), 1),
            (_, false) => (format!("Some({})", ranges.join(" | ")), parts),
            (_, true) => (format!("Some({}) | None", ranges.join(" | ")), parts + 1),
        }
    }

    /// Code that tells whether one of them comes next.
    pub fn test(&self) -> String {
        if *self == Self::ALL {
            return "true".to_owned();
        }
        if *self == Self::NONE {
            return "false".to_owned();
        }
        if *self == Self::end() {
            return "self.at_end()".to_owned();
        }
        let (those, parts) = self.pattern();
        let (others, fewer) = self.complement().pattern();
        if fewer < parts {
            format!("!matches!(self.next(), {others})")
        } else {
            format!("matches!(self.next(), {those})")
        }
    }
}

fn byte(symbol: usize) -> String {
    match u8::try_from(symbol) {
        Ok(byte) if byte.is_ascii_alphanumeric() || b"!\"#$%&*+,-./:;<=>?@[]^_`{|}~".contains(&byte) => {
            format!("b'{}'", char::from(byte))
        }
        _ => format!("{symbol:#04x}"),
    }
}
