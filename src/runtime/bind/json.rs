//! Plain JSON, read where it stands.
//!
//! It reads less than JSON may say: what it does not read, serde_json does. What it reads, serde_json reads to the same.

use std::borrow::Cow;

use rust_decimal::Decimal;

/// How deep what nobody asks for may be nested; serde_json takes somewhat more.
const DEEPEST: u32 = 64;

/// Digits of which every number fits into 64 bits.
const MOST_DIGITS: usize = 18;

/// The one key of the map as which serde_json hands out some numbers: for it, a map with that key is one.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// A number as it is written: all its digits as one number, and how many of them are behind the point.
struct Digits {
    negative: bool,
    /// Nothing, if there are too many.
    all: i64,
    count: usize,
    places: usize,
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'l> {
    text: &'l str,
    at: usize,
}

impl<'l> Reader<'l> {
    pub(super) const fn new(text: &'l str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is no blank.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Passes over that byte, if it is next.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    /// Passes over these very bytes, if they are next.
    #[inline]
    pub(super) fn eat_all(&mut self, text: &str) -> bool {
        let is = self.rest().starts_with(text.as_bytes());
        if is {
            self.at += text.len();
        }
        is
    }

    /// What was not read yet.
    #[inline]
    pub(super) fn rest(&self) -> &'l [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Passes over so many bytes, which were looked at.
    #[inline]
    pub(super) const fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Whether nothing comes any more.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// After an entry of a list or a map: whether another one comes, or the end.
    #[inline]
    pub(super) fn goes_on(&mut self, end: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => Some(true),
            byte if byte == end => Some(false),
            _ => None,
        }
    }

    /// A text, without a copy where it is written without escapes.
    #[inline(never)]
    pub(super) fn text(&mut self) -> Option<Cow<'l, str>> {
        self.peek()?;
        self.text_with_form().map(|(text, _)| text)
    }

    /// A text that begins right here, and whether it is known to be of normalisation form C, since all of it is ASCII.
    #[inline(always)]
    pub(super) fn text_with_form(&mut self) -> Option<(Cow<'l, str>, bool)> {
        if *self.text.as_bytes().get(self.at)? != b'"' {
            return None;
        }
        self.at += 1;
        let start = self.at;
        let (length, is_ascii) = plain_length(self.rest());
        self.at += length;
        match self.text.as_bytes().get(self.at)? {
            b'"' => {
                self.at += 1;
                Some((Cow::Borrowed(self.text.get(start..self.at - 1)?), is_ascii))
            }
            b'\\' => self.escaped(start).map(|text| (Cow::Owned(text), false)),
            _ => None,
        }
    }

    /// The text that begins there, and has an escape here.
    #[cold]
    fn escaped(&mut self, start: usize) -> Option<String> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        serde_json::from_str(self.text.get(start - 1..self.at)?).ok()
    }

    /// A number in its one form, of at most 18 digits and without an exponent. No negative zero.
    #[inline]
    pub(super) fn number(&mut self) -> Option<Decimal> {
        if let Some(number) = self.short_number() {
            return Some(number.into());
        }
        let Digits { negative, all, count, places } = self.written_number()?;
        if count > MOST_DIGITS || (negative && all == 0) {
            return None;
        }
        let signed = if negative { -all } else { all };
        if places == 0 {
            return Some(signed.into());
        }
        Decimal::try_new(signed, u32::try_from(places).ok()?).ok().map(|number| number.normalize())
    }

    /// A whole number of at most seven digits and without a sign, as most are. All its digits are looked at together.
    #[inline]
    fn short_number(&mut self) -> Option<u64> {
        let word = u64::from_le_bytes(*self.rest().first_chunk()?);
        let digits = word ^ (ONES * u64::from(b'0'));
        // The lowest bit that is set is that of the first byte that is no digit; those above it may be wrong.
        let others = (digits.wrapping_add(ONES * 0x76) | digits) & HIGH;
        let bits = others.trailing_zeros() & !7;
        let behind = word.checked_shr(bits)?.to_le_bytes()[0];
        let is_in_its_form = bits == 8 || digits & 0xFF != 0;
        if bits == 0 || !is_in_its_form || matches!(behind, b'.' | b'e' | b'E') {
            return None;
        }
        self.at += usize::try_from(bits / 8).ok()?;
        // With zeros before them, neighbours are joined: to numbers of two digits, of four, of all.
        let ones = digits << (64 - bits);
        let twos = (ones.wrapping_mul((10 << 8) + 1) >> 8) & 0x00FF_00FF_00FF_00FF;
        let fours = (twos.wrapping_mul((100 << 16) + 1) >> 16) & 0x0000_FFFF_0000_FFFF;
        Some(fours.wrapping_mul((10_000 << 32) + 1) >> 32)
    }

    /// A number without an exponent.
    #[inline(always)]
    fn written_number(&mut self) -> Option<Digits> {
        let negative = self.eat(b'-');
        let start = self.at;
        let whole = self.digits(0);
        let count = self.at - start;
        if count == 0 || (count > 1 && self.text.as_bytes().get(start) == Some(&b'0')) {
            return None;
        }
        match self.text.as_bytes().get(self.at) {
            Some(b'.') => {
                self.at += 1;
                let point = self.at;
                let all = self.digits(whole);
                let places = self.at - point;
                let ends = !matches!(self.text.as_bytes().get(self.at), Some(b'e' | b'E'));
                (places > 0 && ends).then_some(Digits { negative, all, count: count + places, places })
            }
            Some(b'e' | b'E') => None,
            _ => Some(Digits { negative, all: whole, count, places: 0 }),
        }
    }

    /// Goes through digits, which follow those of that number; what comes out of too many is nothing.
    #[inline]
    fn digits(&mut self, mut number: i64) -> i64 {
        while let Some(digit) = self.text.as_bytes().get(self.at).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            number = number.wrapping_mul(10).wrapping_add(digit.into());
            self.at += 1;
        }
        number
    }

    /// `true` or `false`.
    #[inline]
    pub(super) fn boolean(&mut self) -> Option<bool> {
        let known = [("true", true), ("false", false)];
        known.into_iter().find_map(|(text, means)| self.eat_all(text).then_some(means))
    }

    /// Passes over a value that nobody asks for. It must be well written all the same.
    pub(super) fn pass(&mut self) -> Option<()> {
        self.pass_within(DEEPEST)
    }

    fn pass_within(&mut self, depth: u32) -> Option<()> {
        match self.peek()? {
            b'"' => self.text().map(drop),
            b'-' | b'0'..=b'9' => self.written_number().map(drop),
            open @ (b'{' | b'[') => {
                let depth = depth.checked_sub(1)?;
                let end = if open == b'{' { b'}' } else { b']' };
                self.at += 1;
                if self.eat(end) {
                    return Some(());
                }
                loop {
                    if open == b'{' && !(self.text()? != NUMBER && self.eat(b':')) {
                        return None;
                    }
                    self.pass_within(depth)?;
                    if !self.goes_on(end)? {
                        return Some(());
                    }
                }
            }
            b'n' => self.eat_all("null").then_some(()),
            _ => self.boolean().map(drop),
        }
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// How many of these bytes come before the first quote, backslash or control character, and whether all those are ASCII. Eight are
/// looked at together.
#[inline]
fn plain_length(bytes: &[u8]) -> (usize, bool) {
    let mut before = 0;
    let mut rest = bytes;
    let mut seen = 0;
    while let Some((eight, more)) = rest.split_first_chunk() {
        // The lowest bit that is set is that of such a byte; those above it may be wrong.
        let word = u64::from_le_bytes(*eight);
        let less = |word: u64, than: u64| word.wrapping_sub(ONES * than) & !word;
        // With one bit turned, a quote comes right behind the control characters, and a space behind it.
        let found = (less(word ^ (ONES * 0x02), 0x21) | less(word ^ (ONES * 0x5C), 0x01)) & HIGH;
        if found != 0 {
            let place = found.trailing_zeros() / 8;
            let ahead = word & !(u64::MAX << (place * 8));
            return (before + usize::try_from(place).unwrap_or_default(), (seen | ahead) & HIGH == 0);
        }
        seen |= word;
        before += 8;
        rest = more;
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let rest = rest.split(ends).next().unwrap_or_default();
    (before + rest.len(), seen & HIGH == 0 && rest.is_ascii())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::value::decimal;
    use super::*;

    proptest! {
        /// Wherever it ends or has an escape: eight bytes are looked at together.
        #[test]
        fn a_text_is_what_serde_reads(raw in "[ -~é가😀]{0,40}([\"\\\\\u{0}-\u{20}]|\\\\[nu\"]00e9)?[a-zé]{0,20}") {
            let json = format!("\"{raw}\"");
            let mut reader = Reader::new(&json);
            let read = reader.text().filter(|_| reader.is_at_end()).map(Cow::into_owned);
            prop_assert_eq!(read, serde_json::from_str::<String>(&json).ok());
        }

        #[test]
        fn what_is_said_to_be_ascii_is(raw in "[ -!#-~]{0,20}[é ]{0,2}[ -!#-~]{0,12}") {
            let raw = raw.replace('\\', "/");
            let json = format!("\"{raw}\", and more");
            let read = Reader::new(&json).text_with_form().map(|(text, is_ascii)| (text.into_owned(), is_ascii));
            let is_ascii = raw.is_ascii();
            prop_assert_eq!(read, Some((raw, is_ascii)));
        }

        /// Wherever it ends: up to eight digits are looked at together.
        #[test]
        fn a_number_is_what_the_plain_way_reads(
            json in "-?[0-9]{0,20}(\\.[0-9]{0,12})?(e1)?|-?0(\\.0*[1-9]?0*)?|[0-9]{1,9}",
            blanks in 0..12_usize,
        ) {
            let line = format!("{json}{}", " ".repeat(blanks));
            let mut reader = Reader::new(&line);
            if let Some(number) = reader.number().filter(|_| reader.is_at_end()) {
                prop_assert!(serde_json::from_str::<serde_json::Number>(&json).is_ok());
                let plain = decimal(&json).unwrap().normalize();
                prop_assert_eq!((number, number.scale()), (plain, plain.scale()));
                prop_assert!(!number.is_zero() || number.is_sign_positive());
            }
        }

        #[test]
        fn what_is_passed_over_is_well_written(json in "([\\[{}\\]:,]|\"[a\\\\n]{0,2}\"|-?[01]{1,2}(\\.5)?|true|null| ){0,12}") {
            let mut reader = Reader::new(&json);
            if reader.pass().is_some() && reader.is_at_end() {
                prop_assert!(serde_json::from_str::<Value>(&json).is_ok());
            }
        }
    }

    #[test]
    fn numbers_of_most_lines_are_read() {
        for (written, read) in [("0", "0"), ("-12", "-12"), ("12.50", "12.5"), ("100", "100"), ("0.05", "0.05")] {
            assert_eq!(Reader::new(written).number().map(|number| number.to_string()), Some(read.to_owned()));
        }
    }
}
