"""Fixes are made together, proven by compiling, withdrawn where they do more than they say, and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from sre_compiler import checks, fixes
from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from sre_compiler.fixes import specs
from tests.compiled import write_specs

SLO = "  slos:\n    - {name: a, objective: 99.9%, sli: {threshold: {value: depth, bad_above: 1}}, window: 30d}\n"


def every(finding: Diagnostic) -> bool:
    return finding.fix is not None


def mended(folder: Path) -> fixes.Mended:
    return fixes.mend(fixes.load(str(folder)), every)


def withdrawn(found: fixes.Mended) -> list[str]:
    return [one.help for one in found.left if one.name == "withdrawn-fix"]


def test_a_fix_that_brings_an_error_is_withdrawn_and_the_others_are_made(tmp_path: Path) -> None:
    write_specs(tmp_path, f"  environments: [prod, prd]\n{SLO.replace('99.9%', '99.9')}")
    found = mended(tmp_path)
    assert [one.name for one in found.made] == ["invalid-percentage"]
    [reason] = withdrawn(found)
    assert "another error: `prod` stands twice in this list (duplicate-item)" in reason
    assert not [one for one in found.left if one.fix and one.name == "unknown-reference"]


def with_a_fix(monkeypatch: pytest.MonkeyPatch, folder: Path, fix: Fix, word: str) -> None:
    """Let the compiler find something, with this fix, as long as the word is in the service."""
    found = specs.pipeline.compile_specs

    def compile_specs(root: str, **more: object) -> specs.Compiled:
        compiled = found(root, **more)  # type: ignore[arg-type]
        if word not in more["read"](str(folder / "web.yaml")).decode():  # type: ignore[operator]
            return compiled
        at = next(iter(compiled.program.services)).place if compiled.program else None
        advice = Diagnostic("advice", Severity.WARNING, "advice", fix.edits[0].where, fix=fix, at=at)
        return replace(compiled, diagnostics=(*compiled.diagnostics, advice))

    monkeypatch.setattr(specs.pipeline, "compile_specs", compile_specs)


@pytest.mark.parametrize(("changes", "is_made"), [(False, False), (True, True)])
def test_a_fix_changes_generated_files_only_if_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changes: bool, is_made: bool
) -> None:
    write_specs(tmp_path, SLO)
    line = (tmp_path / "web.yaml").read_text().splitlines().index(SLO.splitlines()[1]) + 1
    column = SLO.splitlines()[1].index("depth") + 1
    where = Span(str(tmp_path / "web.yaml"), line, column, line, column + 5)
    with_a_fix(monkeypatch, tmp_path, Fix("write `level`", (Edit(where, "level"),), changes=changes), "depth")
    found = mended(tmp_path)
    assert bool(found.after) == is_made
    assert [("would change generated files: prometheus/" in one) for one in withdrawn(found)] == [True] * (not is_made)


def test_a_fix_may_change_the_runbooks_of_services_that_depend_on_what_it_mends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_specs(tmp_path, SLO)
    other = "apiVersion: sre-compile.dev/v1alpha1\nkind: Service\nmetadata: {name: zoo}\nspec:\n  team: shop\n"
    (tmp_path / "zoo.yaml").write_text(f"{other}  depends_on: [web]\n{SLO}", encoding="utf-8")
    line = (tmp_path / "web.yaml").read_text().splitlines().index(SLO.splitlines()[1]) + 1
    column = SLO.splitlines()[1].index("name: a") + 7
    where = Span(str(tmp_path / "web.yaml"), line, column, line, column + 1)
    with_a_fix(monkeypatch, tmp_path, Fix("write `level`", (Edit(where, "level"),), changes=True), "name: a")
    found = mended(tmp_path)
    assert withdrawn(found) == []
    assert found.after


def test_nothing_is_compiled_again_where_nothing_is_to_be_mended(tmp_path: Path) -> None:
    write_specs(tmp_path, SLO)
    assert checks.modules()
    found = mended(tmp_path)
    assert (found.made, found.after) == ((), {})


def test_files_keep_their_mode_and_leave_nothing_beside(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    fixes.write(str(tmp_path), {str(file): b"old"}, {str(file): b"new"})
    assert (file.read_bytes(), file.stat().st_mode & 0o777, [*tmp_path.iterdir()]) == (b"new", 0o640, [file])


def test_a_link_is_followed_below_the_folder_and_not_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    for target in (tmp_path / "outside.yaml", tmp_path / "specs" / "inside.yaml"):
        target.write_bytes(b"old")
        link = tmp_path / "specs" / f"link-{target.name}"
        link.symlink_to(target)
        if target.name == "outside.yaml":
            with pytest.raises(OSError, match="leads out of the folder"):
                fixes.write(str(tmp_path / "specs"), {str(link): b"old"}, {str(link): b"new"})
        else:
            fixes.write(str(tmp_path / "specs"), {str(link): b"old"}, {str(link): b"new"})
        assert target.read_bytes() == (b"old" if target.name == "outside.yaml" else b"new")
        assert link.is_symlink()


def test_nothing_is_written_where_a_file_changed_meanwhile(tmp_path: Path) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_bytes(b"old")
    other.write_bytes(b"edited")
    contents = {str(one): b"old", str(other): b"old"}
    with pytest.raises(OSError, match="changed while"):
        fixes.write(str(tmp_path), contents, dict.fromkeys(contents, b"new"))
    assert (one.read_bytes(), other.read_bytes(), len([*tmp_path.iterdir()])) == (b"old", b"edited", 2)


def test_a_failing_rename_is_made_good(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    contents = {str(one): b"old", str(other): b"old"}
    for file in (one, other):
        file.write_bytes(b"old")
    rename, calls = os.replace, []

    def replace(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", target)
        rename(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OSError, match="No space"):
        fixes.write(str(tmp_path), contents, dict.fromkeys(contents, b"new"))
    assert (one.read_bytes(), other.read_bytes(), len([*tmp_path.iterdir()])) == (b"old", b"old", 2)
