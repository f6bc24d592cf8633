"""A finding as a value: what is wrong, where, and what to type instead."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct

Step = str | int
Path = tuple[Step, ...]


class Severity(StrEnum):
    """Errors stop the build; warnings do not, unless `--strict`; infos never do."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Span(Struct, frozen=True):
    """A stretch of a file. Lines and columns count from 1 in code points; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Place(Struct, frozen=True):
    """A stretch of a spec by its object path; the file is read again when somebody asks for the line.

    `document` counts the documents of the file from 0. `target` chooses the value at `path`, or its key in the mapping
    above. `offset` narrows a scalar to the characters [start, end) of its *value*, block scalars and escapes included.
    """

    file: str
    document: int
    path: Path
    target: Literal["value", "key"] = "value"
    offset: tuple[int, int] | None = None

    def at(self, *steps: Step) -> Place:
        """The place below this one."""
        return Place(self.file, self.document, self.path + steps)

    @property
    def parent(self) -> Place:
        """The place that holds this one."""
        return Place(self.file, self.document, self.path[:-1])

    def key(self) -> Place:
        """The key of this place instead of its value."""
        return Place(self.file, self.document, self.path, "key")

    def within(self, start: int, end: int) -> Place:
        """The characters [start, end) of the scalar's value."""
        return Place(self.file, self.document, self.path, "value", (start, end))


class Related(Struct, frozen=True):
    """The other half of a finding: a second place and what is to be seen there; `at` is the place once `where` is a span."""

    where: Span | Place
    label: str
    at: Place | None = None


class Edit(Struct, frozen=True):
    """One change of a spec. At a span `text` replaces what stands there; at a place `action` says how it is meant:

    - `write`: `text`, on one line, is YAML, and replaces the value.
    - `say`: `text` is what the scalar, its part or the key is to mean; quotes and escapes follow from how it is written.
    - `remove`: the key with its value, or the item of a list, goes.
    - `prune`: the same goes, and with it all that would be left empty around it.
    - `add`: the key, which is not there yet, gets `text` as its value, in YAML on one line; so do the keys above it that are
      not there yet.
    """

    where: Span | Place
    text: str = ""
    action: Literal["write", "say", "remove", "prune", "add"] = "write"


class Fix(Struct, frozen=True):
    """What would mend a finding; `title` completes "fix: …". All edits are made, or none.

    A safe one keeps the meaning, or restores the only one that can have been meant; any other is made only when asked for.
    `changes` says whether the generated files may differ afterwards; where they must not, a fix after which they do is
    withdrawn.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True
    changes: bool = False


class Silence(Struct, frozen=True):
    """Why a finding is not reported: a comment in the specs allows it, or the baseline knows it.

    `until` is the last day on which it is so, as `2027-01-31`, or empty. `where` is the comment, `at` what it is about.
    """

    by: Literal["comment", "baseline"]
    reason: str = ""
    until: str = ""
    where: Span | None = None
    at: Place | None = None


class Diagnostic(Struct, frozen=True):
    """One finding.

    `message` states the fact; `label` stands beside the carets and says why here; `help` says what to type; `related`
    points at the other half, in another file if need be; `note` is one further sentence at most. `where` is None for a
    finding about no file. `at` is the place of a finding whose `where` has become a span: what it is about, whatever line
    that stands on. `object` is what that place is called, the same when lines, items and documents move.
    `silence` says why it is not reported. `after` is the last day, as `2027-01-31`, on which there is nothing to report yet, or empty.
    """

    name: str
    severity: Severity
    message: str
    where: Span | Place | None
    label: str = ""
    help: str = ""
    related: tuple[Related, ...] = ()
    note: str = ""
    fix: Fix | None = None
    at: Place | None = None
    object: str = ""
    silence: Silence | None = None
    after: str = ""
