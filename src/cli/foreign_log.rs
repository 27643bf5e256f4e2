//! Files that hold events, perhaps, but not one JSON object a line: told at once, with what makes a log of them.

use super::Trouble;

/// What a file begins with, what that is, and what makes a log of it.
const KINDS: [(&[u8], &str, &str); 7] = [
    (b"\x1f\x8b", "compressed with gzip", "gunzip -c"),
    (b"PK\x03\x04", "a zip archive", "unzip -p"),
    (b"\xfd7zXZ", "compressed with xz", "xz -dc"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "zstd -dc"),
    (b"BZh", "compressed with bzip2", "bzip2 -dc"),
    (b"\xff\xfe", "UTF-16 text", "iconv -f UTF-16 -t UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "iconv -f UTF-16 -t UTF-8"),
];

/// Refuses a log that begins so, if it is of another kind.
pub(super) fn refuse(head: &[u8], name: &str) -> Result<(), Trouble> {
    let begins = |(mark, ..): &&(&[u8], &str, &str)| head.starts_with(mark);
    let known = KINDS.iter().find(begins).map(|(_, what, command)| (*what, *command));
    let Some((what, command)) = known.or_else(|| other_json(head)) else { return Ok(()) };
    let file = if name == super::events::STANDARD_INPUT { "FILE" } else { name };
    Err(Trouble::new(format!("{name} is {what}; a log is UTF-8 text with one JSON object a line"))
        .help(format!("`{command} {file} | whenbook … --events -`")))
}

/// JSON that is not laid out as a log.
fn other_json(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    match lines.next()? {
        [b'[', ..] => Some(("a JSON array", "jq -c '.[]'")),
        [b'{'] => Some(("JSON over several lines", "jq -c .")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_kinds_of_files_are_refused_with_what_makes_a_log_of_them() {
        let heads: [&[u8]; 7] = [
            b"\x1f\x8b\x08",
            b"PK\x03\x04x",
            b"\xff\xfe{\0",
            b"[{\"id\":1}]",
            b"\n [\n",
            b"{\n  \"id\": 1",
            b"\xfd7zXZ\0",
        ];
        let told = heads.map(|head| refuse(head, "events.log").unwrap_err().to_string());
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn what_may_be_a_log_is_read() {
        for head in [
            &b""[..],
            b"{\"id\":\"1\"}\n",
            b"not an event\n",
            b"\xef\xbb\xbf{\"a\":1}",
            b"\n\n{\"a\":1}\n",
            b"id,time\n",
        ] {
            assert!(refuse(head, "events.log").is_ok());
        }
    }
}
