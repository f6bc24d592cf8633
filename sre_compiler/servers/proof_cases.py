"""What the proofs showed as JUnit's XML: a suite for each test file, a case for each thing that failed, or one that passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sre_compiler.diagnostics.render.junit import in_xml
from sre_compiler.servers.proofs import Proven


def junit(proven: Sequence[Proven]) -> str:
    """The whole report, in the order of the files."""
    failures = sum(len(one.failures) for one in proven)
    tests = sum(len(one.failures) or 1 for one in proven)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="sre-compile test" tests="{tests}" failures="{failures}" errors="0">')
    for one in proven:
        lines += _suite(one)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(one: Proven) -> Iterator[str]:
    name, failed = in_xml(one.proof.path), len(one.failures)
    yield f'  <testsuite name="{name}" tests="{failed or 1}" failures="{failed}" errors="0">'
    if not failed:
        yield f'    <testcase name="proven" classname="{name}"/>'
    for number, failure in enumerate(one.failures, start=1):
        title = in_xml(f"{number}. {failure.about}: {failure.case}")
        yield f'    <testcase name="{title}" classname="{name}">'
        yield f'      <failure message="{in_xml(failure.told)}">{in_xml(failure.proof.source)}</failure>'
        yield "    </testcase>"
    yield "  </testsuite>"
