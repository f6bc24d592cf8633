"""The machine formats by name; the module of each is imported when somebody asks for it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a run for people makes no report
    from sre_compiler.diagnostics.render.report import Report

MACHINE = ("json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")


def write(name: str, report: Report) -> str:
    """The report in the format of this name, which is one of `MACHINE`; ends with a line break unless it is empty."""
    text = import_module(f"sre_compiler.diagnostics.render.{name}").render(report)
    assert isinstance(text, str)  # noqa: S101 - each module's `render` gives a text
    return text
