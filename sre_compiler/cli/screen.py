"""Where findings and results go: stderr and stdout, in colour where a person looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TextIO, TypeVar

import click

from sre_compiler.cli.exits import FINE, WRONG
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.diagnostics.render import text
from sre_compiler.files import read

FORMATS = ("full", "concise")
PIPED_WIDTH = 120
PATIENCE = 1.0
"""Seconds of silence on a terminal before work shows how far it is."""

Step = TypeVar("Step")


def print_findings(diagnostics: Sequence[Diagnostic], style: str) -> None:
    """Print the findings to stderr."""
    body = as_text(diagnostics, style, color=in_color(sys.stderr), columns=width(sys.stderr))
    if body:
        click.echo(body.rstrip("\n"), err=True)


def as_text(diagnostics: Sequence[Diagnostic], style: str, *, color: bool = False, columns: int = PIPED_WIDTH) -> str:
    """The findings as people read them, in full or one a line."""
    if style == "concise":
        return text.concise(diagnostics)
    return text.render(diagnostics, read, color=color, width=columns)


def print_summary(
    diagnostics: Sequence[Diagnostic], files: int, style: str, silenced: Sequence[Diagnostic] = ()
) -> None:
    """One line that counts the findings, set apart from them where they are shown in full."""
    gap = "\n" if diagnostics and style == "full" else ""
    click.echo(f"{gap}{text.summary(diagnostics, files, silenced)}", err=True)


def verdict(diagnostics: Sequence[Diagnostic], *, strict: bool) -> int:
    """The exit code for these findings: errors always count, warnings with `--strict`."""
    severities = {diagnostic.severity for diagnostic in diagnostics}
    return WRONG if severities & failing(strict=strict) else FINE


def failing(*, strict: bool) -> frozenset[Severity]:
    """The severities that make a command end with 1."""
    return frozenset({Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR})


def in_color(stream: TextIO) -> bool:
    """Whether to colour this stream: a terminal, unless somebody said no."""
    wanted = (click.get_current_context().obj or {}).get("color")
    return bool(stream.isatty() and os.environ.get("TERM") != "dumb" if wanted is None else wanted)


def width(stream: TextIO) -> int:
    """The columns of a terminal; a fixed width elsewhere, so that logs do not depend on where they were made."""
    if not stream.isatty():
        return PIPED_WIDTH
    from shutil import get_terminal_size  # loads every compression there is

    return get_terminal_size().columns


def progress(steps: Iterable[Step], doing: str, noun: str = "files") -> Iterator[Step]:
    """The same steps; work of more than a second shows on a terminal how far it is."""
    if not sys.stderr.isatty():
        yield from steps
        return
    started = monotonic()
    waiting = iter(steps)
    for count, step in enumerate(waiting, start=1):
        yield step
        if monotonic() - started > PATIENCE:
            yield from _shown(waiting, count, f"{doing} {{task.completed}} {noun}")


def _shown(steps: Iterator[Step], done: int, said: str) -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn(said), TimeElapsedColumn())
    console = Console(stderr=True, no_color=not in_color(sys.stderr))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, completed=done)
        for step in steps:
            yield step
            bar.advance(task)


def say(message: str) -> None:
    """A line about progress, only with `--verbose`."""
    if (click.get_current_context().obj or {}).get("verbose"):
        click.echo(message, err=True)
