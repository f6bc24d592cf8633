"""Colours of a terminal."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler.diagnostics.diagnostic import Severity

_OF_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_BLUE = "1;34"
_BOLD = "1"


class Paint(Struct, frozen=True):
    """The colours of one finding; none when `color` is off."""

    severity: Severity
    color: bool

    def title(self, text: str) -> str:
        return self._paint(text, _BOLD)

    def word(self, text: str) -> str:
        return self._paint(text, _OF_SEVERITY[self.severity])

    def frame(self, text: str) -> str:
        return self._paint(text, _BLUE)

    def mark(self, text: str, *, primary: bool) -> str:
        return self._paint(text, _OF_SEVERITY[self.severity] if primary else _BLUE)

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text
