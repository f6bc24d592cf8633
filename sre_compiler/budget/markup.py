"""The report for machines that show something to people: Markdown for a job summary, JUnit, and annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sre_compiler.budget.table import COLUMNS, group_lines, group_name, slo_rows, verdict_line, visible

IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
IN_MARKDOWN = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>()#|~&"})
IN_COMMAND = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
LEVELS = {"open": "notice", "warn": "warning", "frozen": "error", "unknown": "error"}


def markdown_text(report: dict[str, Any]) -> str:
    """A heading with the verdict, the table, and a list of what is behind each SLO that is not open."""
    lines = [f"## Error budgets: {report['state']}", "", _row(COLUMNS), _row([":--", *["--:"] * 8, ":--"])]
    lines += [_row([one.translate(IN_MARKDOWN) for one in row]) for slo in report["slos"] for row in slo_rows(slo)]
    for slo in report["slos"]:
        if slo["state"] != "open":
            lines += ["", f"### {slo['slo_id'].translate(IN_MARKDOWN)}: {slo['state']}", ""]
            lines += [f"- {line.translate(IN_MARKDOWN)}" for line in plain_lines(slo)]
    return "\n".join([*lines, "", f"{verdict_line(report)}", ""])


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def plain_lines(slo: dict[str, Any]) -> Iterator[str]:
    """What there is to say of a SLO, a line each: reasons first, then what follows, then the numbers of each group."""
    yield from (visible(one) for one in slo["reasons"])
    if slo["override"]:
        yield f"overridden: {visible(slo['override'])}"
    yield from (f"then: {visible(one)}" for one in slo["consequences"])
    for group in slo["groups"]:
        own = [line for line in group_lines(slo, group) if group["labels"] or line not in slo["reasons"]]
        name = f"{group_name(slo, group)}: " if group["labels"] else ""
        yield from (visible(f"{name}{line}") for line in own)


def junit_text(report: dict[str, Any]) -> str:
    """One case for each SLO: a failure where the gate is frozen, an error where nothing is known."""
    failed = sum(_outcome(slo, report) == "failure" for slo in report["slos"])
    broken = sum(_outcome(slo, report) == "error" for slo in report["slos"])
    counts = f'tests="{len(report["slos"])}" failures="{failed}" errors="{broken}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="error budgets" {counts}>']
    lines.append(f'  <testsuite name="error budgets" timestamp="{report["time"].rstrip("Z")}" {counts}>')
    for slo in report["slos"]:
        lines += _case(slo, _outcome(slo, report))
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _outcome(slo: dict[str, Any], report: dict[str, Any]) -> str:
    """What makes the exit code is what fails the case."""
    if slo["override"]:
        return ""
    if slo["state"] == "unknown":
        return "" if report["on_unknown"] == "pass" else "error"
    return "failure" if slo["state"] == "frozen" or (slo["state"] == "warn" and report["strict"]) else ""


def _case(slo: dict[str, Any], outcome: str) -> Iterator[str]:
    text = "\n".join(plain_lines(slo)).translate(IN_XML)
    yield f'    <testcase classname="{_xml(slo["service"])}" name="{_xml(slo["slo_id"])}">'
    if outcome:
        yield f'      <{outcome} type="{slo["state"]}" message="{_xml("; ".join(slo["reasons"]))}">{text}</{outcome}>'
    else:
        yield f"      <system-out>{text}</system-out>"
    yield "    </testcase>"


def _xml(text: str) -> str:
    return visible(text).translate(IN_XML)


def github_text(report: dict[str, Any]) -> str:
    """An annotation for each SLO that is not open, the worst first, and one line for all."""
    order = ["unknown", "frozen", "warn"]
    told = sorted((slo for slo in report["slos"] if slo["state"] in order), key=lambda slo: order.index(slo["state"]))
    levels = {**LEVELS, "unknown": "warning"} if report["on_unknown"] == "pass" else LEVELS
    lines = [
        _command(levels[slo["state"]], f"{slo['slo_id']}: {slo['state']}", "\n".join(plain_lines(slo))) for slo in told
    ]
    return "\n".join([*lines, verdict_line(report), ""])


def _command(level: str, title: str, text: str) -> str:
    return f"::{level} title={visible(title).translate(IN_PROPERTY)}::{text.translate(IN_COMMAND)}"
