"""Findings → SARIF 2.1.0 (OASIS), which GitHub code scanning, Azure DevOps and editors read."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from sre_compiler import __version__
from sre_compiler.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place, Related, Severity, Silence, Span
from sre_compiler.diagnostics.render.display import shown
from sre_compiler.diagnostics.render.report import Report, fingerprints, told

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LINK = re.compile(r"\[(?=[^\]]*\]\()")
_Object = dict[str, object]


def render(report: Report) -> str:
    """One run with one result for each finding, also those that somebody lives with, in ASCII. Readers want a place: a finding about no file gets the first spec.

    Columns count code points. Paths are relative to `%SRCROOT%`, unless they are absolute.
    """
    every = (*report.findings, *report.silenced)
    names = sorted({finding.name for finding in every})
    made = zip(every, fingerprints(every), strict=True)
    driver = {"name": "sre-compile", "version": __version__, "rules": [_rule(name, report) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, mark, names.index(finding.name), report) for finding, mark in made],
    }
    data = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(data, indent=2) + "\n"


def _rule(name: str, report: Report) -> _Object:
    """The finding's page; its first sentence follows the name and an empty line."""
    page = report.page(name)
    if page is None:
        return {"id": name}
    text = page.removeprefix(f"{name}\n").strip()
    return {"id": name, "shortDescription": _message(text.split("\n", 1)[0]), "help": _message(text)}


def _result(finding: Diagnostic, fingerprint: str, index: int, report: Report) -> _Object:
    where = finding.where or Span(report.anywhere, 1, 1, 1, 1)
    result: _Object = {
        "ruleId": finding.name,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity],
        "message": _message(told(finding, elsewhere=False)),
        "locations": [{"physicalLocation": _location(where)}],
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    related = [_related(number, one) for number, one in enumerate(finding.related, start=1)]
    silence = {"suppressions": [_suppression(finding.silence)]} if finding.silence else {}
    result |= {"fixes": [_fix(finding.fix)]} if finding.fix else {}
    return result | ({"relatedLocations": related} if related else {}) | silence


def _suppression(silence: Silence) -> _Object:
    """A comment in the specs is one in the source; the baseline is a file besides."""
    made: _Object = {"kind": "inSource" if silence.by == "comment" else "external"}
    made |= {"justification": shown(silence.reason)} if silence.reason else {}
    return made | ({"location": {"physicalLocation": _location(silence.where)}} if silence.where else {})


def _fix(fix: Fix) -> _Object:
    """All edits of a file together: a reader makes them at once."""
    by_file: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        by_file.setdefault(edit.where.file, []).append(edit)
    changes = [
        {"artifactLocation": _artifact(file), "replacements": [_replacement(edit) for edit in edits]}
        for file, edits in by_file.items()
    ]
    return {"description": _message(fix.title), "artifactChanges": changes}


def _replacement(edit: Edit) -> _Object:
    return {
        "deletedRegion": _location(edit.where).get("region", {"startLine": 1}),
        "insertedContent": {"text": edit.text},
    }


def _related(number: int, related: Related) -> _Object:
    return {"id": number, "physicalLocation": _location(related.where), "message": _message(related.label)}


def _location(where: Span | Place) -> _Object:
    location: _Object = {"artifactLocation": _artifact(where.file)}
    if isinstance(where, Span):
        location["region"] = {
            "startLine": max(where.line, 1),
            "startColumn": max(where.column, 1),
            "endLine": max(where.end_line, 1),
            "endColumn": max(where.end_column, 1),
        }
    return location


def _artifact(file: str) -> _Object:
    path = quote(file.encode(errors="surrogateescape"))
    return {"uri": f"file://{path}"} if file.startswith("/") else {"uri": path, "uriBaseId": "%SRCROOT%"}


def _message(text: str) -> _Object:
    r"""A plain text; `[x](y)`, which SARIF reads as a link, is written `\[x](y)`."""
    return {"text": _LINK.sub(r"\\[", text)}
