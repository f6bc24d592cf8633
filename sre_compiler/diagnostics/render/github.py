"""Findings → the workflow commands that GitHub Actions shows as annotations beside the code."""

from __future__ import annotations

from sre_compiler.diagnostics.diagnostic import Diagnostic, Severity, Span
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.order import RANK
from sre_compiler.diagnostics.render.report import Report, told

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """One command a line, the worst first: GitHub shows ten annotations of a kind in a step and drops the rest."""
    worst_first = sorted(report.findings, key=lambda finding: RANK[finding.severity])
    return "".join(f"{_command(finding)}\n" for finding in worst_first)


def _command(finding: Diagnostic) -> str:
    properties = _properties(finding) | {"title": finding.name}
    listed = ",".join(f"{key}={shown(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{_COMMAND[finding.severity]} {listed}::{told(finding).translate(_IN_DATA)}"


def _properties(finding: Diagnostic) -> dict[str, str]:
    """Where the annotation stands; GitHub refuses columns of an annotation that spans lines."""
    where = finding.where
    if not isinstance(where, Span):
        return {"file": where.file} if where else {}
    place = {"file": where.file, "line": str(where.line), "endLine": str(where.end_line)}
    if where.line != where.end_line:
        return place
    return place | {"col": str(where.column), "endColumn": str(where.end_column)}
