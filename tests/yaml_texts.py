"""Random data of a spec, and a random way to write it: block or flow, any quotes, comments, blank lines, any line break."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["up", "a b", "it's", 'x{y="z"} > 1', "a: b", "c #d", "-", "[x", "é日", "tab\there", "\\d+", "true", "12", ""]
)
KEYS = st.sampled_from(["a", "b", "c", "objective", "x-y"])
DATA = st.recursive(
    WORDS,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=4), st.dictionaries(KEYS, below, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, DATA, min_size=1, max_size=4)
_COMMENTS = st.sampled_from(["", "", "", "  # why", "  # it's {odd: \"] &x"])
_ABOVE = st.sampled_from(["", "", "", "\n", "# about: [this\n", " # near\n", "\n\n# two\n"])
_PLAIN = frozenset(["up", "a b", "it's", "é日", "a"])


class Writer:
    """Writes data as YAML; `draw` decides all that the data leaves open."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def document(self, data: dict[str, Any]) -> str:
        text = self._mapping(data, 0, "")
        if self.draw(st.booleans()):
            text = text.rstrip("\n")
        return text.replace("\n", self.draw(st.sampled_from(["\n", "\r\n"])))

    def _mapping(self, data: dict[str, Any], indent: int, lead: str) -> str:
        lines = []
        for number, (key, value) in enumerate(data.items()):
            before = lead if lead and not number else self.draw(_ABOVE) + " " * indent
            lines.append(f"{before}{key}:{self._value(value, indent)}")
        return "".join(lines)

    def _list(self, data: list[Any], indent: int) -> str:
        lines = []
        for value in data:
            lead = f"{self.draw(_ABOVE)}{' ' * indent}-"
            if isinstance(value, dict) and self.draw(st.booleans()):
                lines.append(self._mapping(value, indent + 2, f"{lead} "))
            else:
                lines.append(f"{lead}{self._value(value, indent)}")
        return "".join(lines)

    def _value(self, value: Any, indent: int) -> str:
        end = f"{self.draw(_COMMENTS)}\n"
        if isinstance(value, str) and value and "\t" not in value and self.draw(st.integers(0, 3)) == 0:
            header = self.draw(st.sampled_from(["|-", ">-"]))
            return f" {header}{end}{' ' * (indent + 2)}{value}\n{self.draw(st.sampled_from(['', chr(10)]))}"
        if isinstance(value, str) or self.draw(st.booleans()):
            return f" {self._flow(value, top=True)}{end}"
        step = self.draw(st.sampled_from([2, 3]))
        below = self._mapping(value, indent + step, "") if isinstance(value, dict) else self._list(value, indent + step)
        return f"{end}{below}"

    def _flow(self, value: Any, *, top: bool = False) -> str:
        gap = self.draw(st.sampled_from(["", " "]))
        comma = self.draw(st.sampled_from([", ", " ,  ", ","]))
        tail = self.draw(st.sampled_from(["", ","]))
        if isinstance(value, dict):
            pairs = comma.join(f"{key}: {self._flow(one)}" for key, one in value.items())
            return f"{{{gap}{pairs}{tail}{gap}}}"
        if isinstance(value, list):
            return f"[{gap}{comma.join(map(self._flow, value))}{tail}{gap}]"
        return self._scalar(value, top=top)

    def _scalar(self, value: str, *, top: bool) -> str:
        styles = ["double"]
        styles += ["single"] if "\t" not in value else []
        styles += ["plain", "plain"] if value in _PLAIN or (top and value in {'x{y="z"} > 1', "\\d+"}) else []
        style = self.draw(st.sampled_from(styles))
        if style == "plain":
            return value
        return (
            json.dumps(value, ensure_ascii=self.draw(st.booleans()))
            if style == "double"
            else "'{}'".format(value.replace("'", "''"))
        )
