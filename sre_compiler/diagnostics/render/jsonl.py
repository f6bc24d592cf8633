"""Findings → one JSON object a line, the same objects as in `json`."""

from __future__ import annotations

import json

from sre_compiler.diagnostics.render.json import objects
from sre_compiler.diagnostics.render.report import Report


def render(report: Report) -> str:
    """A line for each finding, in ASCII; nothing where nothing was found."""
    return "".join(f"{json.dumps(one)}\n" for one in objects(report.findings))
