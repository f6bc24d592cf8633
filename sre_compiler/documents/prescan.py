"""Bytes → text that can be handed to the YAML parser: size, encoding, characters, directives.

Ordinary text costs a few passes at the speed of C; only text with something wrong in it is looked at in detail.
"""

from __future__ import annotations

import re

from sre_compiler.diagnostics import Diagnostic, Span
from sre_compiler.documents import problems
from sre_compiler.documents.source import Source
from sre_compiler.files import SIZE

REPLACEMENT = "\ufffd"
"""Stands for each character that must not be there."""
_REPORTED = 10
_PLAIN_BYTES = bytes([9, 10, 13, *range(32, 127)])
_MARKED = {b"\xff\xfe\x00\x00": "UTF-32", b"\x00\x00\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BY_ZEROS = {"0001": "UTF-32BE", "1000": "UTF-32LE", "0101": "UTF-16BE", "1010": "UTF-16LE"}
"""Which of the first four bytes are not zero, in a text that begins with two ASCII characters."""
_BREAKS = "\x85\u2028\u2029"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u200b\u2060\ufeff"
_CONTROL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BREAKS[1:]}{_BIDI}{_ZERO_WIDTH}\ufffe\uffff]+")
_DIRECTIVE = re.compile(r"%(?<![^\r\n]%)[^\r\n]*")
_HARMLESS_DIRECTIVE = re.compile(r"%YAML[ \t]+1\.2[ \t]*(?:#.*)?")


def prescan(content: bytes, file: str) -> tuple[Source, list[Diagnostic]]:
    """The text, each character that must not be in it replaced by another, and a finding for each replacement.

    A file that cannot be read at all gives an empty text and one finding.
    """
    if len(content) > SIZE:
        return Source(file, ""), [problems.file_too_large(Span(file, 1, 1, 1, 1), SIZE)]
    source, found = _decode(content, file)
    if not source.text.isascii() or content.translate(None, _PLAIN_BYTES):
        source, more = _without_controls(source)
        found += more
    if _DIRECTIVE.search(source.text):
        source, more = _without_directives(source)
        found += more
    return source, found


def _decode(content: bytes, file: str) -> tuple[Source, list[Diagnostic]]:
    encoding = _wide_encoding(content)
    if encoding:
        label, wanted = f"{encoding[:6]} text", f"save it as UTF-8: `iconv -f {encoding} -t UTF-8 {file}`"
        return Source(file, ""), [problems.not_utf8(Span(file, 1, 1, 1, 1), label, wanted)]
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return Source(file, content.decode()), []
    except UnicodeDecodeError as error:
        return _replaced(content, file, error.start)


def _wide_encoding(content: bytes) -> str:
    """The name of an encoding with two or four bytes a character, told by its mark or its zeros; else ""."""
    for mark, encoding in _MARKED.items():
        if content.startswith(mark):
            return encoding
    return _BY_ZEROS.get("".join("1" if byte else "0" for byte in content[:4]), "")


def _replaced(content: bytes, file: str, at: int) -> tuple[Source, list[Diagnostic]]:
    """The text with U+FFFD for what is not UTF-8, and one finding at the first such byte."""
    source = Source(file, content.decode(errors="replace"))
    point = source.point(len(content[:at].decode()))
    span = source.span(point, source.point(point.index + 1, point))
    label = f"byte 0x{content[at]:02x} begins no UTF-8 character"
    wanted = f"save the file as UTF-8; if it is Latin-1: `iconv -f LATIN1 -t UTF-8 {file}`"
    return source, [problems.not_utf8(span, label, wanted)]


def _without_controls(source: Source) -> tuple[Source, list[Diagnostic]]:
    found: list[Diagnostic] = []
    for match in list(_CONTROL.finditer(source.text))[:_REPORTED]:
        start = source.point(match.start())
        end = source.point(match.end(), start)
        codepoint = ord(match.group()[0])
        found.append(problems.control_character(source.span(start, end), codepoint, _what(match.group()[0])))
    text = _CONTROL.sub(lambda match: REPLACEMENT * len(match.group()), source.text)
    return Source(source.file, text), found


def _what(character: str) -> str:
    if re.match(f"[{_BIDI}]", character):
        return "which shows the text after it in another order"
    if character in _BREAKS:
        return "a line break that most editors do not show"
    if re.match(f"[{_ZERO_WIDTH}]", character):
        return "which has no width"
    return "a control character"


def _without_directives(source: Source) -> tuple[Source, list[Diagnostic]]:
    found: list[Diagnostic] = []
    for match in _DIRECTIVE.finditer(source.text):
        if not _HARMLESS_DIRECTIVE.fullmatch(match.group()) and len(found) < _REPORTED:
            start = source.point(match.start())
            found.append(problems.unsupported_yaml_directive(source.span(start, source.line_end(start))))
    text = _DIRECTIVE.sub(lambda match: "#" + match.group()[1:], source.text)
    return Source(source.file, text), found
