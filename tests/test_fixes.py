"""Every fix that a case of the findings offers is made: the mistake is gone then, nothing else is wrong, and it ends there."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path

import pytest

from sre_compiler import fixes, pipeline
from sre_compiler.diagnostics import Diagnostic, Severity
from sre_compiler.diagnostics.render.text import concise
from tests import cases
from tests.cases import TESTS, Case
from tests.golden import Golden
from tests.test_checks import CASES, FILES

DIFFS = TESTS / "fixes"
_EXPECTATION = re.compile(" *#! .*")
BAD = [case for case in CASES if not case.is_good]


def is_safe(finding: Diagnostic) -> bool:
    return finding.fix is not None and finding.fix.safe


def is_any(finding: Diagnostic) -> bool:
    return finding.fix is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_fixes_of_a_finding_change_these_lines(path: Path, golden: Golden, tmp_path: Path) -> None:
    diffs = [_diffs(case, tmp_path / str(number)) for number, case in enumerate(cases.read(path)) if not case.is_good]
    expected = DIFFS / f"{path.stem}.diff"
    if any(diffs) or expected.exists():
        golden.file(expected, "\n".join(diff for diff in diffs if diff))


def _diffs(case: Case, folder: Path) -> str:
    """The title of the case, and what the safe fixes change, then what all of them do where that is more."""
    folder.mkdir()
    file = case.write(folder)
    safe, every = (_diff(file, fixes.mend(fixes.load(str(folder)), wanted)) for wanted in (is_safe, is_any))
    parts = [f"safe\n{safe}" if safe else "", f"unsafe\n{every}" if every != safe else ""]
    return f"# {case.title}\n{''.join(parts)}" if any(parts) else ""


def _diff(file: Path, mended: fixes.Mended) -> str:
    changed = {path: content.decode() for path, content in mended.after.items()}
    assert set(changed) <= {str(file)}, "a fix of the case belongs in the case"
    before = file.read_bytes().decode(errors="surrogateescape")
    lines = unified_diff(before.splitlines(), changed.get(str(file), before).splitlines(), n=0, lineterm="")
    shown = (_EXPECTATION.sub("", line) for line in lines if not line.startswith(("---", "+++", "@@")))
    return "".join(f"{line}\n" for line in shown)


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.name}: {case.title}")
def test_what_is_fixed_is_found_no_more(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path)
    before = pipeline.compile_specs(str(tmp_path)).diagnostics
    mended = fixes.mend(fixes.load(str(tmp_path)), is_any)
    assert not [one for one in mended.left if one.fix or one.name == "withdrawn-fix"], concise(mended.left)
    for path, content in mended.after.items():
        Path(path).write_bytes(content)
    after = pipeline.compile_specs(str(tmp_path)).diagnostics
    assert after == mended.left
    assert not _errors(after) - _errors(before), concise(after)


def _errors(findings: tuple[Diagnostic, ...]) -> set[tuple[str, str]]:
    return {(one.name, one.message) for one in findings if one.severity is Severity.ERROR}


def test_every_finding_with_a_fix_is_in_a_case(tmp_path: Path) -> None:
    assert {path.stem for path in DIFFS.glob("*.diff")} <= {path.stem for path in FILES}
