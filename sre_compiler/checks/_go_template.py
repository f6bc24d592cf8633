"""Go templates as Prometheus expands them in annotations: the labels they read, and what would not parse.

Only what is certain is a fault: the structure of actions and blocks, and the names of functions and variables. How
functions and values fit together is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct, field

from sre_compiler import typos

_FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        "and or not call html index slice js len print printf println urlquery eq ge gt le lt ne"
        " query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink"
        " sortByLabel stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp"
        " toTime toDuration now pathPrefix externalURL parseDuration urlQueryEscape tmpl",
    )
)
_WORDS = frozenset({"true", "false", "nil", "break", "continue"})
_OPENING = frozenset({"if", "with", "range", "define", "block"})
_CHOOSING = frozenset({"if", "with", "or", "and"})
_VARIABLES = frozenset({"$", "$labels", "$externalLabels", "$externalURL", "$value"})
_FIELDS = frozenset({".Labels", ".ExternalLabels", ".ExternalURL", ".Value"})
"""What the dot of a template holds, outside of blocks."""
_TOKEN = re.compile(
    r"""(?P<comment>/\*(?:.*?\*/|.*))|(?P<string>"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+')|(?P<close>\s-\}\}|\}\})"""
    r"""|(?P<variable>\$\w*)|(?P<field>\.[^\W\d]\w*)|(?P<word>[^\W\d]\w*)|(?P<number>[+-]?\.?\d[\w.]*)"""
    r"""|(?P<sign>:=|[=|(),.])|(?P<space>\s+)|(?P<other>.)""",
    re.DOTALL,
)


class Part(Struct, frozen=True):
    """A piece of the template, [start, end) of its text; `words` is a label that is read, or what is wrong.

    `better` is what was meant, where that is certain.
    """

    words: str
    start: int
    end: int
    better: str = ""


class Template(Struct, frozen=True):
    """What a template reads of `$labels`, and the first thing in it that Prometheus would refuse.

    `external` are the labels it reads of `$externalLabels`, `fields` those of the dot that Prometheus does not have, `queries`
    the literal texts that it asks Prometheus, `values` where it prints the value as it is.
    """

    reads: tuple[Part, ...]
    fault: Part | None
    external: tuple[Part, ...] = ()
    fields: tuple[Part, ...] = ()
    queries: tuple[Part, ...] = ()
    values: tuple[Part, ...] = ()
    text: str = ""

    def action(self, part: Part) -> tuple[int, int] | None:
        """The stretch of the action that holds this part and nothing else, and takes no space away around it."""
        before = re.search(r"\{\{\s*\Z", self.text[: part.start])
        after = re.match(r"\s*\}\}", self.text[part.end :])
        return (before.start(), part.end + after.end()) if before and after else None


@lru_cache(maxsize=1024)
def read(text: str) -> Template:
    """The template; each label once. One that it tests in `if`, `with`, `or` or `and` may be missing, and is not listed."""
    if "{{" not in text:
        return Template((), None)
    reader = _Reader(text)
    fault = next(reader.faults(), None)
    first: dict[str, Part] = {}
    for one in reader.reads:
        if one.words not in reader.tested:
            first.setdefault(one.words, one)
    seen = reader.seen
    parts = (tuple(seen.external), tuple(seen.fields), tuple(seen.queries), tuple(seen.values))
    return Template(tuple(first.values()), fault, *parts, text)


class _Token(Struct):
    kind: str
    text: str
    start: int
    end: int


class _Seen(Struct):
    """What a template does besides reading `$labels`."""

    external: list[Part] = field(default_factory=list)
    fields: list[Part] = field(default_factory=list)
    queries: list[Part] = field(default_factory=list)
    values: list[Part] = field(default_factory=list)

    def note(self, tokens: list[_Token], *, at_root: bool) -> None:
        """Take in the tokens of an action; `at_root` says whether the dot is what Prometheus gave."""
        for before, token in pairwise([_Token("", "", -1, -1), *tokens]):
            adjacent = before.end == token.start
            if before.text == "$externalLabels" and token.kind == "field" and adjacent:
                self.external.append(Part(token.text[1:], before.start, token.end))
            elif at_root and token.kind == "field" and not adjacent and token.text not in _FIELDS:
                self.fields.append(Part(token.text, token.start, token.end))
            elif before.text == "query" and token.kind == "string":
                self.queries.append(Part(_literal(token.text), token.start, token.end))
        if len(tokens) == 1 and tokens[0].text in {"$value", ".Value"}:
            self.values.append(Part("$value", tokens[0].start, tokens[0].end))


def _literal(quoted: str) -> str:
    """The text of a Go string, as far as PromQL needs it."""
    inner = quoted[1:-1]
    return inner if quoted.startswith("`") else re.sub(r'\\(["\\])', r"\1", inner)


class _Reader(Struct):
    """Goes through a template once. `open` holds the blocks that have not ended, `tested` the labels asked for."""

    text: str
    reads: list[Part] = field(default_factory=list)
    tested: set[str] = field(default_factory=set)
    open: list[Part] = field(default_factory=list)
    variables: set[str] = field(default_factory=lambda: set(_VARIABLES))
    seen: _Seen = field(default_factory=_Seen)

    def faults(self) -> Iterator[Part]:
        """What is wrong, in the order of the text; the labels are noted on the way."""
        start = self.text.find("{{")
        while start >= 0:
            tokens, end = self._action(start)
            if end is None:
                yield Part("`{{` is not closed", start, start + 2)
                return
            yield from self._structure(tokens, start, end)
            yield from self._names(tokens)
            self._labels(tokens)
            self.seen.note(tokens, at_root=not self.open)
            start = self.text.find("{{", end)
        for block in self.open:
            yield Part(f"`{block.words}` has no `{{{{ end }}}}`", block.start, block.end)

    def _action(self, start: int) -> tuple[list[_Token], int | None]:
        """The tokens of the action that opens at `start`, and where it ends; None where it does not."""
        after = start + 2
        if re.match(r"-\s", self.text[after : after + 2]):
            after += 2
        tokens: list[_Token] = []
        for match in _TOKEN.finditer(self.text, after):
            kind = str(match.lastgroup)
            if kind == "close":
                return tokens, match.end()
            if kind not in {"space", "comment"}:
                tokens.append(_Token(kind, match.group(), match.start(), match.end()))
        return tokens, None

    def _structure(self, tokens: list[_Token], start: int, end: int) -> Iterator[Part]:
        word = tokens[0].text if tokens else "comment" if "/*" in self.text[start:end] else ""
        if not word:
            yield Part("the action is empty", start, end)
        elif word in _OPENING:
            self.open.append(Part(word, start, end))
        elif word == "else" and not self.open:
            yield Part("`else` outside of a block", start, end)
        elif word == "end":
            if not self.open:
                yield Part("`end` without a block that it ends", start, end)
            else:
                self.open.pop()

    def _names(self, tokens: list[_Token]) -> Iterator[Part]:
        first = tokens[0].text if tokens else ""
        self.variables |= {a.text for a in tokens if a.kind == "variable"} if _declares(tokens) else set()
        for index, token in enumerate(tokens):
            keyword = (index == 0 and token.text in _OPENING | {"end", "else", "template"}) or (
                index == 1 and first == "else" and token.text in {"if", "with"}
            )
            if token.kind == "word" and not keyword and token.text not in _FUNCTIONS | _WORDS:
                yield Part(
                    f"there is no function `{token.text}`",
                    token.start,
                    token.end,
                    typos.meant(token.text, _FUNCTIONS) or "",
                )
            elif token.kind == "variable" and token.text not in self.variables:
                yield Part(
                    f"there is no variable `{token.text}`",
                    token.start,
                    token.end,
                    typos.meant(token.text, self.variables) or "",
                )
            elif token.kind == "other":
                yield Part(f"`{token.text}` cannot stand in an action", token.start, token.end)

    def _labels(self, tokens: list[_Token]) -> None:
        found = list(_of_labels(tokens, at_root=not self.open))
        if any(token.text in _CHOOSING for token in tokens if token.kind == "word"):
            self.tested.update(one.words for one in found)
        self.reads += found


def _declares(tokens: list[_Token]) -> bool:
    return any(token.text in {":=", "="} for token in tokens)


def _of_labels(tokens: list[_Token], *, at_root: bool) -> Iterator[Part]:
    """`$labels.x`, `$labels "x"` after `index`, and `.Labels.x` where the dot is what Prometheus gave."""
    for before, label in pairwise(tokens):
        is_root = before.text == "$labels" or (before.text == ".Labels" and at_root)
        adjacent = before.end == label.start
        if is_root and label.kind == "field" and adjacent:
            yield Part(label.text[1:], before.start, label.end)
        elif is_root and label.kind == "string" and not adjacent:
            yield Part(label.text[1:-1], before.start, label.end)
