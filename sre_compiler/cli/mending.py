"""`lint --fix` and `lint --diff`: mend the specs, or show how they would be mended."""

from __future__ import annotations

import sys

import click
from msgspec.structs import replace

from sre_compiler import fixes
from sre_compiler.cli import screen
from sre_compiler.cli.asked import Asked
from sre_compiler.cli.baseline import Baseline
from sre_compiler.cli.cache import Entry, entry_of
from sre_compiler.cli.exits import FINE, WRONG
from sre_compiler.diagnostics import Diagnostic
from sre_compiler.diagnostics.render.block import address
from sre_compiler.diagnostics.render.diff import unified
from sre_compiler.diagnostics.render.display import said


def fixed(wanted: Asked, known: Baseline, *, unsafe: bool) -> tuple[Entry, Entry]:
    """Mend the specs on disk and say what was mended; what was there to find before, and what is left."""
    start = fixes.load(wanted.specs)
    mended = _mended(start, wanted, known, unsafe=unsafe)
    fixes.write(wanted.specs, mended.before, mended.after)
    for one in mended.made:
        click.echo(_line(one), err=True)
    if mended.made:
        click.echo(f"{_count(mended)}\n", err=True)
    return entry_of(start.compiled), replace(entry_of(mended.compiled), findings=mended.left)


def show_diff(wanted: Asked, known: Baseline, *, unsafe: bool) -> int:
    """Print a unified diff of each file that would change."""
    mended = _mended(fixes.load(wanted.specs), wanted, known, unsafe=unsafe)
    color, visible = screen.in_color(sys.stdout), sys.stdout.isatty()
    for file, content in mended.after.items():
        text = unified(file, mended.before[file], content, color=color, visible=visible)
        click.echo(text.encode(), nl=False)
    return WRONG if mended.after else FINE


def _mended(start: fixes.Specs, wanted: Asked, known: Baseline, *, unsafe: bool) -> fixes.Mended:
    """What somebody lives with is left as it is: of findings that are alike, as many as the baseline knows."""

    def is_wanted(finding: Diagnostic) -> bool:
        return finding.fix is not None and (finding.fix.safe or unsafe) and wanted.may_mend(finding)

    return fixes.mend(start, is_wanted, lambda compiled: known.unknown(entry_of(compiled)))


def _line(finding: Diagnostic) -> str:
    where = f"{address(finding.where)}: " if finding.where else ""
    return f"{where}fixed: {said(finding.fix.title if finding.fix else '')} ({finding.name})"


def _count(mended: fixes.Mended) -> str:
    findings = "1 finding" if len(mended.made) == 1 else f"{len(mended.made)} findings"
    files = "1 file" if len(mended.after) == 1 else f"{len(mended.after)} files"
    return f"{findings} fixed in {files}"
