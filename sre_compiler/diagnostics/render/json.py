"""Findings → one JSON object, for programs: `{"version": 1, "files": 14, "findings": […], "silenced": […]}`.

A finding has `name`, `severity`, `message`, `label`, `help`, `note`, `where`, `related`, `fix`, `object` and `fingerprint`. Texts
that a finding does not have are empty. `object` names what it is about, as in
`Service/checkout: spec.slos[availability].objective`; it and the fingerprint stay when lines move. `where` is null for a
finding about no file; its lines and columns count from 1 in code points, the end is exclusive, and all four are null where
only the file is known. `fix` is null, or has a `title`, says whether it is `safe`, and holds its `edits`, which are to be made
together: each has the `text` that replaces what stands at its `where`. Keys are added without notice; where one changes its
meaning or goes, `version` is raised.

What is `silenced` is not reported: each has a `silence` besides, `by` a `comment` or the `baseline`, the `reason`, `until` which
day, and `where` the comment is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sre_compiler.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place, Related, Silence, Span
from sre_compiler.diagnostics.render.report import Report, fingerprints

VERSION = 1


def render(report: Report) -> str:
    """The object, indented, in ASCII."""
    made = [*objects((*report.findings, *report.silenced))]
    reported = len(report.findings)
    silences = [_silence(finding.silence) for finding in report.silenced if finding.silence]
    data = {
        "version": VERSION,
        "files": len(report.files),
        "findings": made[:reported],
        "silenced": [one | {"silence": silence} for one, silence in zip(made[reported:], silences, strict=True)],
    }
    return json.dumps(data, indent=2) + "\n"


def objects(findings: Sequence[Diagnostic]) -> Iterator[dict[str, object]]:
    """Each finding as an object of JSON."""
    for finding, fingerprint in zip(findings, fingerprints(findings), strict=True):
        yield _object(finding, fingerprint)


def _object(finding: Diagnostic, fingerprint: str) -> dict[str, object]:
    return {
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "label": finding.label,
        "help": finding.help,
        "note": finding.note,
        "where": _where(finding.where) if finding.where else None,
        "related": [_related(related) for related in finding.related],
        "fix": _fix(finding.fix) if finding.fix else None,
        "object": finding.object,
        "fingerprint": fingerprint,
    }


def _silence(silence: Silence) -> dict[str, object]:
    where = _where(silence.where) if silence.where else None
    return {"by": silence.by, "reason": silence.reason, "until": silence.until or None, "where": where}


def _related(related: Related) -> dict[str, object]:
    return {"where": _where(related.where), "label": related.label}


def _fix(fix: Fix) -> dict[str, object]:
    return {"title": fix.title, "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, object]:
    return {"where": _where(edit.where), "text": edit.text}


def _where(where: Span | Place) -> dict[str, object]:
    names = ("line", "column", "end_line", "end_column")
    return {"file": where.file, **{name: getattr(where, name, None) for name in names}}
