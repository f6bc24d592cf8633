"""The findings of one run in the formats that were asked for, on stdout and in files."""

from __future__ import annotations

import os
from collections.abc import Collection

import click
from msgspec import Struct
from msgspec.structs import replace

from sre_compiler.cli import screen
from sre_compiler.diagnostics import Diagnostic, Fix, Place, Severity, Span
from sre_compiler.files import discover
from sre_compiler.triage.judged import Judged

_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where GitHub and GitLab say that the repository is."""


class Reports(Struct, frozen=True):
    """What one run of `lint` or `verify` found, and what it takes to put it into any format."""

    specs: Collection[str]
    found: Judged
    files: int
    failing: frozenset[Severity]

    def show(self, style: str) -> None:
        """The findings, and how many there are."""
        self.print(style)
        in_full = style in {"full", "auto"}
        if self.found.reported or in_full:
            screen.print_summary(self.found.reported, self.files, "full" if in_full else style, self.found.silenced)

    def print(self, style: str) -> None:
        """Findings for people go to stderr, for programs to stdout in UTF-8; `auto` adds annotations where GitHub runs it."""
        if style in {"full", "auto", "concise"}:
            screen.print_findings(self.found.reported, style)
        else:
            click.echo(self._written(style).encode(), nl=False)
        if style == "auto" and os.environ.get("GITHUB_ACTIONS") == "true":
            click.echo(self._written("github").encode(), nl=False)

    def save(self, style: str, path: str) -> None:
        """Write the file, over one that is there. Raises OSError that names it."""
        people = style in {"full", "concise"}
        body = screen.as_text(self.found.reported, style) if people else self._written(style)
        try:
            with open(path, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - pathlib costs start-up time
                file.write(body)
        except OSError as error:
            raise OSError(error.errno, error.strerror, path) from error

    def _written(self, style: str) -> str:
        from sre_compiler.diagnostics.render.formats import write
        from sre_compiler.diagnostics.render.report import report

        root = _root()
        reported, silenced = (
            [_from_root(one, root) for one in of] for of in (self.found.reported, self.found.silenced)
        )
        files = [_path(file, root) for specs in self.specs for file in discover(specs)]
        return write(style, report(reported, files, self.failing, _page, silenced))


def _page(name: str) -> str | None:
    from sre_compiler.pages import page

    return page(name)


def _root() -> str:
    """The folder that paths in machine formats start from: the checkout of a CI job, else the current folder."""
    here = os.path.realpath(os.curdir)
    checkouts = [os.path.realpath(os.environ[name]) for name in _CHECKOUTS if os.environ.get(name)]
    return next((folder for folder in checkouts if f"{here}/".startswith(f"{folder}/")), here)


def _path(file: str, root: str) -> str:
    """The file as seen from the root; whole where it lies outside."""
    whole = os.path.abspath(file)  # noqa: PTH100 - as above
    return whole.removeprefix(f"{root.rstrip('/')}/")


def _from_root(finding: Diagnostic, root: str) -> Diagnostic:
    where = _moved(finding.where, root) if finding.where else None
    related = tuple(replace(one, where=_moved(one.where, root)) for one in finding.related)
    silence = finding.silence
    if silence is not None and silence.where is not None:
        silence = replace(silence, where=replace(silence.where, file=_path(silence.where.file, root)))
    return replace(finding, where=where, related=related, silence=silence, fix=_fix_from_root(finding.fix, root))


def _fix_from_root(fix: Fix | None, root: str) -> Fix | None:
    if fix is None:
        return None
    return replace(fix, edits=tuple(replace(edit, where=_moved(edit.where, root)) for edit in fix.edits))


def _moved(where: Span | Place, root: str) -> Span | Place:
    file = _path(where.file, root)
    return replace(where, file=file)
