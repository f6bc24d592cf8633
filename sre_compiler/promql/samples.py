"""A series that a selector finds: label values that its matchers accept, and others that they refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, product

from sre_compiler.promql.nodes import Matcher

RESERVED = "ALERTS"
"""How the metrics begin that a server writes itself."""
_CLASSES = (
    (r"\\d|\[0-9\]", "7"),
    (r"\\w|\[a-z\]|\[A-Za-z0-9_\]|\[\^[^\]]*\]|\[a-zA-Z\]", "a"),
    (r"(?<!\\)\.[*+?]", "x"),
    (r"(?<!\\)\.(?!\{)", "0"),
)
_AROUND = re.compile(r"\(\?[imsU]*:?|[()^$]")
_COUNTED = re.compile(r"(\\?.)\{([0-9]+)(?:,[0-9]*)?\}")
_MOST_OFTEN = 20
_USUAL = (
    "",
    "200",
    "204",
    "302",
    "404",
    "429",
    "500",
    "503",
    "ok",
    "OK",
    "error",
    "other",
    "GET",
    "/x",
    "true",
    "1",
    "0",
)
_MOST = 4000
_LONGEST = 500
_FEW = 3
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_REPEAT = re.compile(r"[*+?{]")


def labels(accepted: Iterable[Matcher], refused: Iterable[Matcher] = ()) -> dict[str, str] | None:
    """The labels of a series that all of `accepted` match and not all of `refused`; None where none was found."""
    wanted, other = [*accepted], [*refused]
    if not are_plain([*wanted, *other]):
        return None
    return _labels(tuple(map(_said, wanted)), tuple(_said(one) for one in other if one.name != "__name__"))


def are_plain(matchers: Iterable[Matcher]) -> bool:
    """Whether Python finds out at once, and as Go does, what these accept."""
    return all(one.op in {"=", "!="} or _is_plain(one.value) for one in matchers)


@lru_cache(maxsize=1024)
def _is_plain(pattern: str) -> bool:
    """No group is repeated, and little else: what Go matches in a moment may take Python years."""
    if len(pattern) > _LONGEST or "[[:" in pattern or _REPEATED_GROUP.search(pattern) or pattern.count("(") > _FEW:
        return False
    if any(len(_REPEAT.findall(part)) > _FEW for part in pattern.replace("(?", "(").split("|")):
        return False
    try:
        re.compile(pattern, re.ASCII)
    except re.error:
        return False
    return True


def _said(matcher: Matcher) -> tuple[str, str, str]:
    return matcher.name, matcher.op, matcher.value


@lru_cache(maxsize=1024)
def _labels(
    accepted: tuple[tuple[str, str, str], ...], refused: tuple[tuple[str, str, str], ...]
) -> dict[str, str] | None:
    wanted, other = (
        [Matcher(name=one[0], op=one[1], value=one[2]) for one in several] for several in (accepted, refused)
    )
    names = sorted({one.name for one in [*wanted, *other] if one.name != "__name__"})
    choices = [_values(name, [*wanted, *other]) for name in names]
    for count, values in enumerate(product(*choices)):
        if count > _MOST:
            break
        found = dict(zip(names, values, strict=True))
        if matched(wanted, found) and (not other or not matched(other, found)):
            return {name: value for name, value in found.items() if value}
    return None


def matched(matchers: Iterable[Matcher], found: Mapping[str, str]) -> bool:
    """Whether all of the matchers, which must be plain, accept the labels."""
    return all(_accepts(one, found.get(one.name, "")) for one in matchers if one.name != "__name__")


def _accepts(matcher: Matcher, value: str) -> bool:
    if matcher.op in {"=", "!="}:
        return (value == matcher.value) is (matcher.op == "=")
    return bool(re.fullmatch(matcher.value, value, re.ASCII)) is (matcher.op == "=~")


def _values(name: str, matchers: Iterable[Matcher]) -> list[str]:
    """Values worth trying: those that the matchers name, and usual ones."""
    written = chain.from_iterable(_of(one) for one in matchers if one.name == name)
    return list(dict.fromkeys([*written, *_USUAL]))


def _of(matcher: Matcher) -> Iterator[str]:
    if matcher.op in {"=", "!="}:
        yield matcher.value
        return
    for part in _AROUND.sub("", matcher.value).split("|"):
        plain = part
        for pattern, value in _CLASSES:
            plain = re.sub(pattern, value, plain)
        counted = _COUNTED.sub(lambda found: found[1] * min(int(found[2]), _MOST_OFTEN), plain)
        yield re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)[*+?]", "", counted))
