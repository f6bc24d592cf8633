"""Two contents of a file → the difference between them, as `patch` takes it."""

from __future__ import annotations

from difflib import unified_diff

from sre_compiler.diagnostics.render.display import shown

_COLORS = {"+": "32", "-": "31", "@": "36"}
_BOLD = "1"


def unified(file: str, before: bytes, after: bytes, *, color: bool, visible: bool) -> str:
    """The diff; with `visible` what a terminal would obey is escaped, which `patch` would not understand."""
    old, new = _lines(before), _lines(after)
    lines = [*unified_diff(old, new, file, file)]
    return "".join(_line(line, number < 2, color=color, visible=visible) for number, line in enumerate(lines))


def _lines(content: bytes) -> list[str]:
    """With their line feeds: for `patch` a carriage return is the last character of a line."""
    lines = content.decode(errors="replace").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *(lines[-1:] if lines[-1] else [])]


def _line(line: str, is_head: bool, *, color: bool, visible: bool) -> str:
    text, end = line.removesuffix("\n"), "\n" if line.endswith("\n") else "\n\\ No newline at end of file\n"
    text = shown(text.removesuffix("\r")) if visible else text
    code = _BOLD if is_head else _COLORS.get(text[:1], "")
    return f"\x1b[{code}m{text}\x1b[0m{end}" if color and code else f"{text}{end}"
