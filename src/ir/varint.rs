//! Numbers in as few bytes as they need: seven bits a byte, the lower ones first.

/// Puts a number to the end.
#[inline]
pub(super) fn number(out: &mut Vec<u8>, mut number: u64) {
    while let [low, ..] = number.to_le_bytes()
        && number > 0x7F
    {
        out.push(low | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Puts a number with a sign to the end: near 0, on either side, it takes one byte.
#[inline]
pub(super) fn signed(out: &mut Vec<u8>, value: i64) {
    number(out, (value << 1 ^ value >> 63).cast_unsigned());
}
