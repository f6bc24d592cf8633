r"""Regular expressions as Go's `regexp` reads them (RE2 with Perl classes), checked without being compiled.

Python's `re` would accept what Go refuses (lookaround, backreferences, possessive and stacked repetition, more than 1,000
repetitions) and refuse what Go accepts (`\Q…\E`, `\pL`, `\z`, `[[:alpha:]]`, `x{{`), so this is a reader of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct, field

from sre_compiler.promql.regex_classes import CATEGORIES, POSIX, SCRIPTS

_MOST_REPEATS = 1000
_DEEPEST = 1000
_REPEAT = re.compile(r"\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}")
_FLAGS = re.compile(r"\(\?(?:[imsU]*|[imsU]*-[imsU]+)([:)])")
_NAMED = re.compile(r"\(\?P?<([A-Za-z0-9_]+)>")
_HEX = re.compile(r"\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})")
_OCTAL = re.compile(r"\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})")
_UNICODE_CLASS = re.compile(r"\\[pP](?:\{\^?([^}]*)\}|([^{^]))")
_POSIX_CLASS = re.compile(r"\[:(\^?[^\]:]*):\]")
_BROKEN = re.compile(r"[\ud800-\udfff]")
_CONTROL = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}


class _RegexError(Exception):
    pass


@lru_cache(maxsize=4096)
def regex_problem(pattern: str, modern: bool = True) -> str | None:
    r"""What Prometheus would refuse about the pattern, or None.

    `modern`, from 2.51 on: a group may be named `(?<name>…)`, and `\Q` need not be closed.
    """
    if _BROKEN.search(pattern):
        return "not UTF-8"
    try:
        _Reader(pattern, modern).read()
    except _RegexError as error:
        return str(error)
    return None


@lru_cache(maxsize=4096)
def matches_empty(pattern: str) -> bool:
    """Whether a valid pattern matches the empty string as a whole."""
    return _Reader(pattern, True).read()


class _Level(Struct):
    """An open group: does what was read so far match nothing, and how often is its most repeated part repeated.

    `item` and `weight` are those of the last item, None before the first; the rest is about all before it.
    """

    alternatives: bool = False
    before: bool = True
    item: bool | None = None
    weight: int = 1
    heaviest: int = 1

    def add(self, empty: bool, weight: int = 1) -> None:
        self.before = self.matches()
        self.heaviest = max(self.heaviest, self.weight)
        self.item, self.weight = empty, weight

    def matches(self) -> bool:
        return self.before and self.item is not False

    def alternate(self) -> None:
        self.alternatives = self.alternatives or self.matches()
        self.heaviest = max(self.heaviest, self.weight)
        self.before, self.item, self.weight = True, None, 1


class _Reader(Struct):
    """One pass over a pattern; the levels are the groups that are open, the outermost first."""

    pattern: str
    modern: bool
    position: int = 0
    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    repeated: bool = False

    def read(self) -> bool:
        """True where the pattern matches the empty string. Raises `_RegexError`."""
        while self.position < len(self.pattern):
            character = self.pattern[self.position]
            was_repeated, self.repeated = self.repeated, False
            handler = _HANDLERS.get(character)
            if handler is None:
                self._one()
            elif character in "*+?{":
                self.repeated = was_repeated
                handler(self)
            else:
                handler(self)
        if len(self.levels) > 1:
            raise _RegexError("missing closing )")
        return self.levels[0].alternatives or self.levels[0].matches()

    def _one(self) -> None:
        self.levels[-1].add(empty=False)
        self.position += 1

    def _anchor(self) -> None:
        self.levels[-1].add(empty=True)
        self.position += 1

    def _bar(self) -> None:
        self.levels[-1].alternate()
        self.position += 1

    def _open(self) -> None:
        """`(`, `(?:`, `(?P<name>`, or flags that open no group."""
        length, opens = 1, True
        if self.pattern.startswith("(?", self.position):
            length, opens = self._perl_group()
        self.position += length
        if opens:
            self.levels.append(_Level())
            if len(self.levels) > _DEEPEST:
                raise _RegexError("expression nests too deeply")

    def _perl_group(self) -> tuple[int, bool]:
        named = _NAMED.match(self.pattern, self.position)
        if named and (self.modern or self.pattern.startswith("(?P", self.position)):
            return len(named.group()), True
        flags = _FLAGS.match(self.pattern, self.position)
        if flags is None:
            found = self.pattern[self.position : self.position + 4]
            raise _RegexError(f"{found} is not supported: no lookaround, no atomic groups, no conditions")
        return len(flags.group()), flags.group(1) == ":"

    def _close(self) -> None:
        if len(self.levels) == 1:
            raise _RegexError("unexpected )")
        level = self.levels.pop()
        level.alternate()
        self.levels[-1].add(level.alternatives, level.heaviest)
        self.position += 1

    def _repeat(self) -> None:
        """`*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`, each lazy with a further `?`; a brace that counts nothing is itself."""
        counted = _REPEAT.match(self.pattern, self.position)
        operator = self.pattern[self.position]
        if operator == "{" and counted is None:
            self.repeated = False
            self._one()
            return
        text = counted.group() if counted else operator
        if self.levels[-1].item is None:
            raise _RegexError(f"missing argument to repetition operator {text}")
        if self.repeated:
            raise _RegexError(f"invalid nested repetition operator {text}")
        self._apply(*(_bounds(counted) if counted else (0 if operator in "*?" else 1, 1)))
        self.position += len(text)
        self.position += self.pattern.startswith("?", self.position)
        self.repeated = True

    def _apply(self, fewest: int, weight: int) -> None:
        level = self.levels[-1]
        level.item = level.item or fewest == 0
        level.weight *= weight
        if level.weight > _MOST_REPEATS:
            raise _RegexError(f"more than {_MOST_REPEATS} repetitions")

    def _backslash(self) -> None:
        if self.pattern.startswith("\\Q", self.position):
            self._quoted()
            return
        following = self.pattern[self.position + 1 : self.position + 2]
        if following and following in "AzbB":
            self.levels[-1].add(empty=following != "b")
            self.position += 2
            return
        self.position += _class_length(self.pattern, self.position) or _escape(self.pattern, self.position)[1]
        self.levels[-1].add(empty=False)

    def _quoted(self) -> None:
        end = self.pattern.find("\\E", self.position)
        if end < 0 and not self.modern:
            raise _RegexError("missing closing \\E")
        stop = len(self.pattern) if end < 0 else end
        for _ in range(self.position + 2, stop):
            self.levels[-1].add(empty=False)
        self.position = stop if end < 0 else end + 2

    def _bracket(self) -> None:
        """`[…]`, which never matches nothing."""
        position = self.position + 1
        position += self.pattern.startswith("^", position)
        first = True
        while first or not self.pattern.startswith("]", position):
            if position >= len(self.pattern):
                raise _RegexError("missing closing ]")
            position = self._class_item(position)
            first = False
        self.levels[-1].add(empty=False)
        self.position = position + 1

    def _class_item(self, position: int) -> int:
        posix = _POSIX_CLASS.match(self.pattern, position)
        if posix is not None:
            if posix.group(1).lstrip("^") not in POSIX:
                raise _RegexError(f"there is no class {posix.group()}")
            return posix.end()
        length = _class_length(self.pattern, position)
        if length:
            return position + length
        low, length = _class_character(self.pattern, position)
        following = position + length
        if self.pattern.startswith("-", following) and self.pattern[following + 1 : following + 2] not in {"", "]"}:
            high, length = _class_character(self.pattern, following + 1)
            if high < low:
                raise _RegexError(f"invalid range {self.pattern[position : following + 1 + length]}")
            return following + 1 + length
        return following


_HANDLERS = {
    "(": _Reader._open,  # noqa: SLF001
    ")": _Reader._close,  # noqa: SLF001
    "|": _Reader._bar,  # noqa: SLF001
    "^": _Reader._anchor,  # noqa: SLF001
    "$": _Reader._anchor,  # noqa: SLF001
    "[": _Reader._bracket,  # noqa: SLF001
    "\\": _Reader._backslash,  # noqa: SLF001
    "*": _Reader._repeat,  # noqa: SLF001
    "+": _Reader._repeat,  # noqa: SLF001
    "?": _Reader._repeat,  # noqa: SLF001
    "{": _Reader._repeat,  # noqa: SLF001
}


def _bounds(counted: re.Match[str]) -> tuple[int, int]:
    """The fewest repetitions, and how many copies the expression grows to."""
    low = _count(counted.group(1))
    high = low if counted.group(2) is None else _count(counted.group(3)) if counted.group(3) else None
    if low > _MOST_REPEATS or (high is not None and (high > _MOST_REPEATS or high < low)):
        raise _RegexError(f"invalid repeat count {counted.group()}")
    return low, max(1, low if high is None else high)


def _count(digits: str) -> int:
    return int(digits) if len(digits) < 9 else _MOST_REPEATS + 1


def _class_length(pattern: str, position: int) -> int:
    r"""The length of `\d`, `\pL`, `\p{Greek}` and the like at a position, else 0."""
    if pattern[position : position + 1] != "\\":
        return 0
    if pattern[position + 1 : position + 2] in set("dDsSwW"):
        return 2
    if pattern[position + 1 : position + 2] not in set("pP"):
        return 0
    found = _UNICODE_CLASS.match(pattern, position)
    name = found and (found.group(1) or found.group(2))
    if found is None or (name not in CATEGORIES and name not in SCRIPTS):
        raise _RegexError(f"there is no class {found.group() if found else pattern[position : position + 2]}")
    return len(found.group())


def _class_character(pattern: str, position: int) -> tuple[int, int]:
    return _escape(pattern, position) if pattern[position] == "\\" else (ord(pattern[position]), 1)


def _escape(pattern: str, position: int) -> tuple[int, int]:
    """The code point of an escaped character and the length of its escape."""
    character = pattern[position + 1 : position + 2]
    if not character:
        raise _RegexError("trailing backslash")
    if character in _CONTROL:
        return _CONTROL[character], 2
    if character.isascii() and not character.isalnum():
        return ord(character), 2
    octal = _OCTAL.match(pattern, position)
    if octal is not None:
        return int(octal.group()[1:], 8), len(octal.group())
    hexadecimal = _HEX.match(pattern, position)
    if hexadecimal is not None:
        point = int(hexadecimal.group(1) or hexadecimal.group(2), 16)
        if point <= 0x10FFFF:
            return point, len(hexadecimal.group())
    raise _RegexError(f"\\{character} is not an escape" + (", there are no backreferences" * character.isdigit()))
