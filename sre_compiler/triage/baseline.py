"""The findings that were there when somebody began to look: they are known, and their number may only fall.

An entry names a finding, its file and what it is about, never a line or the words of a message, so that neither moving text nor a
new version of the compiler makes old findings new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.diagnostics import Diagnostic, Silence, Span
from sre_compiler.triage import problems
from sre_compiler.triage.judged import Judged

VERSION = 1
_KEYS = {"name": str, "file": str, "object": str, "count": int}


class Key(NamedTuple):
    """The name of a finding, its file as seen from the baseline's folder, and what it is about."""

    name: str
    file: str
    object: str


Counts = Mapping[Key, int]


class BaselineError(Exception):
    """The text is no baseline; the message says where and why."""


class Scope(Struct, frozen=True):
    """What a run looked at: names of findings, whether in `file`, and how the baseline calls a file."""

    names: Collection[str]
    looked_at: Callable[[str], bool]
    called: Callable[[str], str]

    def key(self, finding: Diagnostic) -> Key | None:
        """The key of a finding; None for one that cannot be in a baseline."""
        if finding.name not in self.names:
            return None
        return Key(finding.name, self.called(finding.where.file) if finding.where else "", finding.object)


def written(counts: Counts) -> str:
    """The text of a baseline: sorted, an entry a line, so that two branches merge."""
    entries = [json.dumps({**key._asdict(), "count": count}) for key, count in sorted(counts.items()) if count]
    body = ",\n".join(entries)
    return (
        f'{{"version": {VERSION}, "findings": [\n{body}\n]}}\n'
        if entries
        else f'{{"version": {VERSION}, "findings": []}}\n'
    )


def parse(text: str) -> Counts:
    """The entries of a baseline; what two branches both added counts once. Raises `BaselineError`."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise BaselineError(f"it is not JSON: {error}") from error
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise BaselineError(f'it does not begin with {{"version": {VERSION}, "findings": […]}}')
    counts: dict[Key, int] = {}
    for number, entry in enumerate(data["findings"], start=1):
        key, count = _entry(entry, number)
        counts[key] = max(count, counts.get(key, 0))
    return counts


def _entry(entry: object, number: int) -> tuple[Key, int]:
    fits = isinstance(entry, dict) and {key: type(value) for key, value in entry.items()} == _KEYS
    if not fits or not isinstance(entry, dict) or entry["count"] < 1:
        raise BaselineError(f"entry {number} is not name, file, object and count")
    return Key(entry["name"], entry["file"], entry["object"]), entry["count"]


def counted(findings: Iterable[Diagnostic], scope: Scope) -> Counter[Key]:
    """How often each finding is there."""
    return Counter(key for finding in findings if (key := scope.key(finding)) is not None)


def applied(judged: Judged, counts: Counts, scope: Scope) -> Judged:
    """Silence as many of each finding as the baseline knows."""
    left = dict(counts)
    reported, silenced = [], []
    for finding in judged.reported:
        key = scope.key(finding)
        if key is not None and left.get(key, 0) > 0:
            left[key] -= 1
            silenced.append(replace(finding, silence=Silence("baseline", at=finding.at)))
        else:
            reported.append(finding)
    return Judged(tuple(reported), (*judged.silenced, *silenced))


def matched(judged: Judged, scope: Scope) -> Counter[Key]:
    """How many of each finding the baseline has silenced."""
    return counted([one for one in judged.silenced if one.silence is not None and one.silence.by == "baseline"], scope)


def gone(there: Counts, counts: Counts, scope: Scope, file: str, text: str) -> Iterator[Diagnostic]:
    """A finding for each entry of the baseline in `file`, with this `text`, of which less is `there` than it knows."""
    lines = {line.strip().rstrip(","): number for number, line in enumerate(text.split("\n"), start=1)}
    for key, count in counts.items():
        if there.get(key, 0) < count and scope.looked_at(key.file):
            entry = json.dumps({**key._asdict(), "count": count})
            line = lines.get(entry, 1)
            where = Span(file, line, 1, line, 1 + (len(entry) if entry in lines else 0))
            yield problems.stale_baseline_entry(key.name, key.object, count, there.get(key, 0), where)


def shrunk(counts: Counts, now: Counts, scope: Scope) -> Counts:
    """The baseline without what is gone; of files that were not looked at everything stays."""
    return {key: min(count, now.get(key, 0)) if scope.looked_at(key.file) else count for key, count in counts.items()}


def grown(counts: Counts, now: Counts, scope: Scope) -> Counts:
    """The baseline with all that is there now."""
    kept = {key: count for key, count in counts.items() if not scope.looked_at(key.file)}
    return {**kept, **now}
