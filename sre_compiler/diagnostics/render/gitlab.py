"""Findings → GitLab's Code Quality report, a subset of the Code Climate format."""

from __future__ import annotations

import json

from sre_compiler.diagnostics.diagnostic import Severity
from sre_compiler.diagnostics.render.report import Report, fingerprints, line_of, sentence

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """A list, in ASCII. GitLab drops an issue without a path, so a finding about no file names the first spec."""
    data = [
        {
            "description": sentence(finding),
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[finding.severity],
            "location": {
                "path": finding.where.file if finding.where else report.anywhere,
                "lines": {"begin": line_of(finding.where)},
            },
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return json.dumps(data, indent=2) + "\n"
