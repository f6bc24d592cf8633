"""`compare` foretells what `write` does and touches nothing; the short diff fits on a screen."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler.output.compare import compare, short_diff
from sre_compiler.output.errors import OutputError
from sre_compiler.output.write import write
from tests.writer_case import artifacts, build, files, hooked

LINES = [f"{number}\n" for number in range(50)]
names = st.sampled_from(["a:x/a", "a:x/b", "a:y.py", "b:x/d", "b:z/e", "_project:g"])
texts = st.dictionaries(names, st.sampled_from(["", "1\n", "2\n"]))


def diff(old: dict[str, str], new: dict[str, str], root: Path) -> str:
    """The short diff between a tree and its next build."""
    build(old, root)
    changes, problems = compare(artifacts(new), str(root))
    assert problems == []
    return short_diff(changes)


@given(old=texts, new=texts, scope=st.sampled_from(["", "x/"]), foreign=st.sampled_from(["", "x/d", "x/mine"]))
@settings(deadline=None)
def test_what_is_foretold_is_done(old: dict[str, str], new: dict[str, str], scope: str, foreign: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "generated")
        build(old, root)
        if foreign and not (root / foreign).exists():
            (root / foreign).parent.mkdir(exist_ok=True)
            (root / foreign).write_text("by hand")
        before = files(root)
        wanted = [artifact for artifact in artifacts(new) if artifact.path.startswith(scope)]
        with hooked(lambda *_: None) as calls:
            changes, problems = compare(wanted, str(root), scope=lambda path: path.startswith(scope))
        assert calls == []
        assert files(root) == before
        written, findings = write(wanted, str(root), scope=lambda path: path.startswith(scope))
        assert problems == findings
        if not problems:
            assert (written.added, written.changed, written.removed) == (
                changes.added,
                changes.changed,
                changes.removed,
            )
            assert not compare(wanted, str(root), scope=lambda path: path.startswith(scope))[0]


def test_a_folder_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    changes, problems = compare(artifacts({"a:x": "1"}), str(tmp_path / "none"))
    assert (changes.added, changes.changed, changes.removed, problems) == (("manifest/a.json", "x"), (), (), [])
    assert not (tmp_path / "none").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file where a folder is needed"):
        compare([], str(tmp_path / "file"))


def test_a_diff_shows_the_lines_that_differ(tmp_path: Path) -> None:
    old = {"a:one": "".join(LINES), "a:two": "".join(LINES), "a:gone": "", "a:run.py": ""}
    new = {
        "a:one": "".join([*LINES[:20], "- new\n", *LINES[20:]]),
        "a:two": "".join([*LINES[:9], *LINES[30:]]),
        "a:run.py": "",
    }
    build(old, tmp_path)
    (tmp_path / "run.py").chmod(0o644)
    (tmp_path / "two").write_text("\x1b[2J" + "".join(LINES))
    changes, _ = compare(artifacts(new | {"a:more": "1\n"}), str(tmp_path))
    assert short_diff(changes) == (
        "stale: one\n    +- new\n"
        "stale: two\n    -\ufffd[2J0\n    +0\n    -9\n    -10\n    -11\n    -12\n    ...\n"
        "stale: run.py\n    the file is not executable\n"
        "missing: more\n"
        "left over: gone\n"
        "stale: manifest/a.json\n"
        '    -    "gone": {"source": "specs/a.yaml#a"},\n'
        '    +    "more": {"source": "specs/a.yaml#a"},\n'
    )


def test_lines_that_repeat_are_counted(tmp_path: Path) -> None:
    assert "stale: x\n    -1\n" in diff({"a:x": "1\n1\n1\n"}, {"a:x": "1\n1\n"}, tmp_path)
    assert "stale: x\n    +1\n" in diff({"a:x": "1\n1\n"}, {"a:x": "1\n1\n1\n"}, tmp_path)


def test_a_diff_fits_on_a_screen(tmp_path: Path) -> None:
    old = {f"a:{number}": "".join(f"{number * row}{'-' * 500}\n" for row in range(3000)) for number in range(30)}
    lines = diff(old, {name: text[::-1] for name, text in old.items()}, tmp_path).splitlines()
    assert len(lines) == 10 * (1 + 6 + 1) + 1
    assert max(map(len, lines)) <= 164
    assert lines[-1] == "and 20 more files"


def test_no_difference_has_no_diff(tmp_path: Path) -> None:
    assert diff({"a:x": "1"}, {"a:x": "1"}, tmp_path) == ""


def test_one_file_more_is_counted_in_words(tmp_path: Path) -> None:
    assert diff({}, {f"a:{number}": "" for number in range(10)}, tmp_path).endswith("\nand 1 more file\n")


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_last_line_without_its_break_is_shown(tmp_path: Path, ending: str) -> None:
    assert "    " in diff({"a:x": f"1{ending}"}, {"a:x": f"1{'' if ending else os.linesep}"}, tmp_path)
