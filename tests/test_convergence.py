"""Specs with several mistakes at once are mended to exactly what was meant, in one run, and nothing else is touched."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sre_compiler import checks, fixes, pipeline
from sre_compiler.diagnostics import Severity
from sre_compiler.diagnostics.render.text import concise
from tests.repository import ROOT
from tests.test_fixes import is_any, is_safe

RUNS = range(24)
MISTAKES = 12


@dataclass(frozen=True)
class Mistake:
    """`good`, where it stands on a line of the specs, is written as `bad`, and has to become `mended`, by default what it was."""

    finding: str
    good: str
    bad: str
    mended: str = r"\g<0>"

    def __call__(self, line: str) -> tuple[str, str] | None:
        """The line with the mistake, and as it has to be mended; None where it cannot be made."""
        if not re.search(self.good, line):
            return None
        return re.sub(self.good, self.bad, line, count=1), re.sub(self.good, self.mended, line, count=1)


SAFE = (
    Mistake("unknown-key", r"\bobjective: ", "objectiv: "),
    Mistake("unknown-key", r"\bsummary: ", "sumary: "),
    Mistake("unknown-kind", "kind: Service$", "kind: Servcie"),
    Mistake("unknown-api-version", "sre-compile.dev/v1alpha1", "sre-compile/v1"),
    Mistake("invalid-percentage", r"(?<=objective: )99(\.[0-9])?%", r"99\1"),
    Mistake("invalid-time", '"0([0-9]:00)"', r'"\1"'),
    Mistake("unknown-reference", "(?<=team: )platform", "platfrom"),
    Mistake("unknown-reference", "(?<=sli: )http-latency", "http-latncy"),
    Mistake("irate-in-sli", r"\brate(?=\(.*\[\$window)", "irate"),
    Mistake("regex-redundant-anchor", r'="checkout"(?=\}\) > 1)', '=~"^checkout$"'),
    Mistake("regex-is-plain-string", '(?<=expr: up{job)=(?=")', "=~"),
    Mistake("regex-is-plain-string", '(?<=checkout_queue_depth{job)=(?="checkout"}.*1000$)', "=~"),
    Mistake("matcher-always-matches", r"expr: (\w*\(*\w+\{)", r'expr: \1pod=~".*", '),
    Mistake("template-unknown-field", r"\$labels\.", ".labels.", ".Labels."),
    Mistake("sort-in-rule", r"(?<=expr: )(increase[^\r\n]*)", r"sort_desc(\1)"),
    Mistake("template-syntax", r"\$value", "$valeu"),
    Mistake("redundant-zero", "(^ +)(for: (?:10|5)m)(\r?\n)", r"\1keep_firing_for: 0s\3\g<0>"),
    Mistake("duplicate-key", r"(^ +)(tier: \d)(\r?\n)", r"\g<0>\g<0>"),
    Mistake("duplicate-key", "(^ +)(severity: sev3)(\r?\n)", r"\g<0>\1severity: 'sev3'\3"),
    Mistake("flow-promql", r"'(probe_success\{job=\"dns-probe\"\})'", r"\1"),
    Mistake("redundant-mapping", "(?<=2: {)(?=sev1: sev2)", "sev4: sev4, "),
)
UNSAFE = (
    Mistake("pattern-without-regex", '(?<=good: grpc_server_handled_total{job="stock", grpc_code!)~', "="),
    Mistake("insecure-link", "https(?=://logs)", "http"),
    Mistake("alert-name-style", "(?<=name: )StockImportFailed", "stock_import_failed"),
    Mistake("space-in-matcher", '(?<=expr: up{job=")(?=node)', " "),
)
WITHDRAWN = Mistake(
    "unknown-reference",
    r"environments: \[prod, staging\]",
    "environments: [prod, prd, staging]",
    "environments: [prod, prd, staging]",
)
"""`prod` in place of `prd` would stand there twice."""
BEFORE_CHECKS = tuple(one for one in SAFE if one.finding not in checks.modules())


@dataclass(frozen=True)
class Broken:
    """The mistakes that were made, and each file as it has to be in the end."""

    made: tuple[Mistake, ...]
    expected: dict[Path, bytes]


def _living(folder: Path) -> list[Path]:
    """The specs but for incidents: what one of those names may be gone, and is not mended."""
    return sorted(path for path in folder.rglob("*.yaml") if path.parent.name != "incidents")


def broken(folder: Path, chance: random.Random, mistakes: tuple[Mistake, ...]) -> Broken:
    """Some mistakes in a copy of the specs, two of them on one line now and then; a file in three has other line breaks."""
    files = {path: _with_breaks(path.read_bytes(), chance) for path in _living(folder)}
    lines = {path: [(line, line) for line in text.splitlines(keepends=True)] for path, text in files.items()}
    made = []
    for mistake in chance.sample(mistakes, min(MISTAKES, len(mistakes))):
        places = [(path, at) for path, known in lines.items() for at, (bad, _) in enumerate(known) if mistake(bad)]
        if places:
            path, at = chance.choice(places)
            bad, mended = (mistake(one) for one in lines[path][at])
            if bad and mended:
                lines[path][at] = bad[0], mended[1]
                made.append(mistake)
    for path, known in lines.items():
        path.write_bytes("".join(bad for bad, _ in known).encode())
    return Broken(tuple(made), {path: "".join(good for _, good in known).encode() for path, known in lines.items()})


def _with_breaks(content: bytes, chance: random.Random) -> str:
    text = content.decode()
    return text.replace("\n", "\r\n") if chance.random() < 1 / 3 else text


@pytest.mark.parametrize("number", RUNS)
@pytest.mark.parametrize("mistakes", [SAFE, SAFE + UNSAFE], ids=["safe", "unsafe"])
def test_many_mistakes_at_once_are_mended_in_one_run(
    mistakes: tuple[Mistake, ...], number: int, tmp_path: Path
) -> None:
    specs, wanted = tmp_path / "specs", is_safe if mistakes is SAFE else is_any
    shutil.copytree(ROOT / "specs", specs)
    case = broken(specs, random.Random(number), mistakes)
    mended = fixes.mend(fixes.load(str(specs)), wanted)
    for path, content in mended.after.items():
        Path(path).write_bytes(content)
    for path, content in case.expected.items():
        assert path.read_bytes().decode() == content.decode(), concise(mended.left)
    assert {one.finding for one in case.made} <= {one.name for one in mended.made}
    again = fixes.mend(fixes.load(str(specs)), wanted)
    assert (again.made, again.after) == ((), {})
    assert not [one for one in pipeline.compile_specs(str(specs)).diagnostics if one.severity is Severity.ERROR]


@pytest.mark.parametrize("number", RUNS)
def test_a_fix_that_is_withdrawn_keeps_no_other_from_being_made(number: int, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(ROOT / "specs", specs)
    case = broken(specs, random.Random(number), (*BEFORE_CHECKS, WITHDRAWN))
    mended = fixes.mend(fixes.load(str(specs)), is_any)
    for path, content in case.expected.items():
        assert mended.after.get(str(path), path.read_bytes()).decode() == content.decode(), concise(mended.left)
    errors = [one.name for one in mended.left if one.severity is Severity.ERROR]
    assert (errors, "withdrawn-fix" in {one.name for one in mended.left}) == (["unknown-reference"], True)


@pytest.mark.parametrize("mistake", [*SAFE, *UNSAFE, WITHDRAWN], ids=lambda one: f"{one.finding}: {one.bad}")
def test_every_mistake_can_be_made(mistake: Mistake) -> None:
    texts = [path.read_text(encoding="utf-8") for path in _living(ROOT / "specs")]
    assert any(mistake(line) for text in texts for line in text.splitlines(keepends=True))
