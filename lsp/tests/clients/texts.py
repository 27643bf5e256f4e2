"""Places of the protocol in texts, in the units that server and client have agreed on."""

from lsprotocol import types

UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def length(text: str, encoding: str) -> int:
    name, width = UNITS[encoding]
    return len(text.encode(name)) // width


def position(text: str, index: int, encoding: str) -> types.Position:
    """Where the character at `index` stands."""
    before = text[:index]
    line_start = before.rfind("\n") + 1
    return types.Position(line=before.count("\n"), character=length(before[line_start:], encoding))


def index(text: str, place: types.Position, encoding: str) -> int:
    """Which character stands there."""
    start = 0
    for _ in range(place.line):
        start = text.index("\n", start) + 1
    units = 0
    while units < place.character:
        units += length(text[start], encoding)
        start += 1
    assert units == place.character, f"{place} is inside a character of {text!r}"
    return start


def part(text: str, span: types.Range, encoding: str) -> str:
    return text[index(text, span.start, encoding) : index(text, span.end, encoding)]


def edited(text: str, edits: list[types.TextEdit], encoding: str) -> str:
    for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
        start, end = index(text, edit.range.start, encoding), index(text, edit.range.end, encoding)
        text = text[:start] + edit.new_text + text[end:]
    return text
