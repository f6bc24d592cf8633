"""Where findings and results go: stderr and stdout, in colour where a person looks."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from sre_compiler.cli.exits import FINE, WRONG
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.diagnostics.render import text
from sre_compiler.pipeline import read_file

FORMATS = ("full", "concise")
PIPED_WIDTH = 120


def print_findings(diagnostics: Sequence[Diagnostic], files: int, style: str) -> None:
    """Print the findings to stderr, and one line that counts them."""
    if style == "concise":
        body = text.concise(diagnostics)
    else:
        body = text.render(diagnostics, read_file, color=in_color(sys.stderr), width=width(sys.stderr))
    if body:
        click.echo(body.rstrip("\n"), err=True)
    if diagnostics or style == "full":
        click.echo(text.summary(diagnostics, files), err=True)


def verdict(diagnostics: Sequence[Diagnostic], *, strict: bool) -> int:
    """The exit code for these findings: errors always count, warnings with `--strict`."""
    severities = {diagnostic.severity for diagnostic in diagnostics}
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return WRONG if severities & failing else FINE


def in_color(stream: TextIO) -> bool:
    """Whether to colour this stream: a terminal, unless somebody said no."""
    wanted = (click.get_current_context().obj or {}).get("color")
    return bool(stream.isatty() and os.environ.get("TERM") != "dumb" if wanted is None else wanted)


def width(stream: TextIO) -> int:
    """The columns of a terminal; a fixed width elsewhere, so that logs do not depend on where they were made."""
    return shutil.get_terminal_size().columns if stream.isatty() else PIPED_WIDTH


def say(message: str) -> None:
    """A line about progress, only with `--verbose`."""
    if (click.get_current_context().obj or {}).get("verbose"):
        click.echo(message, err=True)
