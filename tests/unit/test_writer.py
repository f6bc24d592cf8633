"""What the writer touches, what it refuses, and what it says."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from sre_compiler.diagnostics import Severity
from sre_compiler.output import syscalls
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.paths import STAGING
from sre_compiler.output.write import Written, write
from tests.writer_case import artifacts, build, failing, files, hooked, killed_at, refused

OLD = {"shop:rules/shop/fast.yaml": "1\n", "shop:rules/shop/slow.yaml": "2\n", "_project:home.json": "{}\n"}
NEW = {"shop:rules/shop/fast.yaml": "1\n", "shop:rules/shop/slow.yaml": "3\n", "mail:rules/mail/fast.yaml": "4\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "generated"


def found(texts: dict[str, str], root: Path) -> list[tuple[str, str]]:
    """The findings of a build that must write nothing: name, and path below the root."""
    before = files(root)
    written, problems = write(artifacts(texts), str(root))
    assert written == Written(artifacts=len(texts))
    assert files(root) == before
    assert all(problem.severity is Severity.ERROR and problem.help for problem in problems)
    return [(problem.name, problem.message.split(" ")[0].removeprefix(f"{root}/")) for problem in problems]


def test_what_was_written_is_told(root: Path) -> None:
    assert write(artifacts(OLD), str(root))[0].added == (
        *("home.json", "manifest/_project.json", "manifest/shop.json"),
        *("rules/shop/fast.yaml", "rules/shop/slow.yaml"),
    )
    assert write(artifacts(NEW), str(root)) == (
        Written(
            added=("manifest/mail.json", "rules/mail/fast.yaml"),
            changed=("rules/shop/slow.yaml",),
            removed=("home.json", "manifest/_project.json"),
            artifacts=3,
        ),
        [],
    )


def test_a_manifest_has_one_artifact_a_line(root: Path) -> None:
    build(OLD, root)
    assert (root / "manifest/shop.json").read_text() == (
        '{\n  "format": 1,\n  "artifacts": {\n'
        '    "rules/shop/fast.yaml": {"source": "specs/shop.yaml#shop"},\n'
        '    "rules/shop/slow.yaml": {"source": "specs/shop.yaml#shop"}\n'
        "  }\n}\n"
    )


def test_only_what_changed_is_touched(root: Path) -> None:
    build(OLD, root)
    kept = (root / "rules/shop/fast.yaml").stat()
    build(NEW, root)
    now = (root / "rules/shop/fast.yaml").stat()
    assert (now.st_ino, now.st_mtime_ns, now.st_ctime_ns) == (kept.st_ino, kept.st_mtime_ns, kept.st_ctime_ns)
    with hooked(lambda *_: None) as calls:
        build(NEW, root)
    assert calls == ["lock"]


def test_the_order_of_artifacts_and_the_hash_seed_change_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.writer_case import build; from tests.unit.test_writer import NEW, OLD;"
        "from pathlib import Path; texts = {**OLD, **NEW};"
        "build(dict(sorted(texts.items(), reverse=sys.argv[2] == '1')), Path(sys.argv[1]))"
    )
    for seed in ("0", "1"):
        command = [sys.executable, "-c", program, str(tmp_path / seed), seed]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    assert files(tmp_path / "0") == files(tmp_path / "1")


def test_modes_follow_the_umask(root: Path) -> None:
    before = os.umask(0o027)
    try:
        build({"shop:a.py": "", "shop:b.yaml": ""}, root)
    finally:
        os.umask(before)
    assert {path: mode for path, (_, mode) in files(root).items()} == {
        "a.py": 0o750,
        "b.yaml": 0o640,
        "manifest/shop.json": 0o640,
    }


def test_a_script_that_lost_its_mode_is_written_again(root: Path) -> None:
    build({"shop:a.py": ""}, root)
    (root / "a.py").chmod(0o644)
    build({"shop:a.py": ""}, root)
    assert (root / "a.py").stat().st_mode & 0o777 == 0o755


def test_an_edited_generated_file_is_rewritten(root: Path) -> None:
    build(OLD, root)
    (root / "rules/shop/fast.yaml").write_text("edited")
    (root / "manifest/shop.json").write_text((root / "manifest/shop.json").read_text().replace("    ", "\t"))
    before = files(root)
    build(OLD, root)
    assert files(root) != before
    assert (root / "rules/shop/fast.yaml").read_text() == "1\n"


def test_an_unlisted_file_with_the_right_bytes_becomes_ours(root: Path) -> None:
    (root / "rules/shop").mkdir(parents=True)
    (root / "rules/shop/fast.yaml").write_text("1\n")
    build(OLD, root)
    build({}, root)
    assert files(root) == {}


def make_other_text(path: Path) -> None:
    path.write_text("by hand")


def make_link(path: Path) -> None:
    path.symlink_to(path.parent)


def make_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [make_other_text, Path.mkdir, os.mkfifo, make_link, make_dangling_link])
@pytest.mark.parametrize("path", ["rules/shop/fast.yaml", "rules/shop", "rules", "manifest", "manifest/shop.json"])
def test_whatever_is_not_ours_stays(root: Path, path: str, make: Callable[[Path], None]) -> None:
    (root / path).parent.mkdir(parents=True)
    make(root / path)
    if make is Path.mkdir and path in ("rules/shop", "rules", "manifest"):
        build(OLD, root)
    else:
        name = "linked-output" if make in (make_link, make_dangling_link) else "foreign-file"
        assert found(OLD, root) == [(name, path)]


def test_every_finding_is_told_at_once(root: Path) -> None:
    root.mkdir()
    (root / "rules").symlink_to("/")
    (root / "home.json").write_text("by hand")
    assert sorted(found(OLD, root)) == [("foreign-file", "home.json"), ("linked-output", "rules")]


def test_a_stale_path_that_became_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    build(OLD, root)
    (root / "rules/shop").rename(tmp_path / "elsewhere")
    (root / "rules/shop").symlink_to(tmp_path / "elsewhere")
    assert ("linked-output", "rules/shop") in found({}, root)
    assert sorted(path.name for path in (tmp_path / "elsewhere").iterdir()) == ["fast.yaml", "slow.yaml"]


def test_the_output_folder_itself_may_be_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    root.symlink_to(tmp_path / "real")
    build(OLD, root)
    assert "home.json" in files(tmp_path / "real")


@pytest.mark.parametrize(
    "path",
    [
        *[
            "",
            "/",
            "/etc/x",
            "..",
            "../x",
            "a/../b",
            "a/..",
            ".",
            "./a",
            "a/.",
            "a//b",
            "a/",
            "/a",
            "a\0b",
            "a\nb",
            "a\x7f",
        ],
        *["\ud800", ".sre-compile/x", ".SRE-compile", "manifest/x.json", "Manifest/x", "manifest"],
    ],
)
def test_a_path_that_leaves_the_folder_is_a_bug(root: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path of a generated file"):
        write([*artifacts(OLD), Artifact(path, "", "shop", "")], str(root))
    assert not root.exists()


@pytest.mark.parametrize("owner", ["", "..", "a/b", "/", "\0"])
def test_an_owner_that_is_no_name_is_a_bug(root: Path, owner: str) -> None:
    with pytest.raises(ValueError, match="no path of a generated file"):
        write([Artifact("a", "", owner, "")], str(root))


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["a/b", "a/b"], "two artifacts"),
        (["a/b", "A/B"], "two artifacts"),
        (["a/ß", "a/SS"], "two artifacts"),
        (["a/b/c", "a/b"], "both a file and a folder"),
        (["a", "a/b/c"], "both a file and a folder"),
        (["A/b", "a"], "both a file and a folder"),
    ],
)
def test_artifacts_that_no_tree_can_hold_are_a_bug(root: Path, paths: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        write([Artifact(path, "", "shop", "") for path in paths], str(root))
    assert not root.exists()


def test_a_scope_keeps_the_rest(root: Path) -> None:
    build(OLD | {"shop:budgets/shop.py": ""}, root)
    before = files(root)
    build({"mail:rules/mail.yaml": ""}, root, scope="rules/")
    after = files(root)
    assert after["budgets/shop.py"] == before["budgets/shop.py"]
    assert "home.json" in after
    assert '"budgets/shop.py"' in after["manifest/shop.json"][0]
    assert "rules/shop" not in str(after)
    with pytest.raises(ValueError, match="outside of what is built"):
        write(artifacts(OLD), str(root), scope=lambda path: path.startswith("rules/"))


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "a/../../b", ".sre-compile/x", "manifest/shop.json"]
)
def test_a_manifest_that_points_outside_is_refused(root: Path, path: str) -> None:
    build(OLD, root)
    manifest = root / "manifest/shop.json"
    manifest.write_text(manifest.read_text().replace("rules/shop/fast.yaml", path))
    before = files(root)
    assert "which is no path of a generated file; delete that line" in refused(lambda: build(NEW, root))
    assert files(root) == before


def test_a_manifest_of_another_version_is_refused(root: Path) -> None:
    build(OLD, root)
    manifest = root / "manifest/shop.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 2'))
    assert refused(lambda: build(NEW, root)).endswith("another version of sre-compile; build with that version")


def test_both_sides_of_a_merge_conflict_are_ours(root: Path, tmp_path: Path) -> None:
    build(OLD, root)
    rows = (root / "manifest/shop.json").read_text().splitlines(keepends=True)
    rows[3:5] = ["<<<<<<< ours\n", rows[3], "=======\n", rows[4], ">>>>>>> theirs\n"]
    (root / "manifest/shop.json").write_text("".join(rows))
    (root / "rules/shop/slow.yaml").write_text("<<<<<<< ours\n")
    build(NEW, root)
    build(NEW, tmp_path / "clean")
    assert files(root) == files(tmp_path / "clean")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 1}', '{"artifacts": []}', "[" * 100_000, "\ud800", '{"artifacts": {}}']
)
def test_a_file_among_the_manifests_that_is_none_is_foreign(root: Path, text: str) -> None:
    build(OLD, root)
    (root / "manifest/notes.json").write_text(text, errors="surrogatepass")
    build({}, root)
    assert [path.name for path in root.rglob("*")] == ["manifest", "notes.json"]


def test_a_caller_that_gives_up_leaves_everything(root: Path) -> None:
    def stops() -> Iterator[Artifact]:
        yield from artifacts(NEW)
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        write(stops(), str(root))
    assert not root.exists()
    build(OLD, root)
    before = files(root)
    with pytest.raises(RuntimeError, match="stopped"):
        write(stops(), str(root))
    assert files(root) == before


def test_two_builds_at_once(root: Path) -> None:
    messages = []

    def interrupted() -> Iterator[Artifact]:
        messages.append(refused(lambda: build(NEW, root)))
        yield from artifacts(OLD)
        messages.append(refused(lambda: build(NEW, root)))

    write(interrupted(), str(root))
    assert messages == 2 * [f"another build is writing to {root}; wait for its end, then build again"]
    build(NEW, root)


def test_a_file_system_without_locks_is_used_without(root: Path) -> None:
    with hooked(lambda _, name, __: failing(errno.EBADF, [0])(0, name, ()) if name == "lock" else None):
        build(OLD, root)
    assert "home.json" in files(root)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.ENOSPC, "the disk is full: {} cannot be written; free some space and build again"),
        (errno.EDQUOT, "the disk quota is used up: {} cannot be written; free some space and build again"),
        (errno.EACCES, "no permission to use {}; change its owner or mode, or choose another folder with -o"),
        (errno.EROFS, "{} is on a read-only file system; choose another folder with -o"),
        (errno.ENAMETOOLONG, "the name of {} is too long for this file system; shorten the names in the specs"),
        (errno.EIO, "{} cannot be used: Input/output error"),
    ],
)
def test_a_refusal_says_which_file_and_what_to_do(root: Path, code: int, message: str) -> None:
    build(OLD, root)
    with hooked(lambda number, name, _: failing(code, [0])(0, name, ()) if name == "create" else None):
        assert refused(lambda: build(NEW, root)) == message.format(root / "rules/shop/slow.yaml")


def test_a_name_that_is_too_long(root: Path) -> None:
    assert "is too long for this file system" in refused(lambda: build({f"shop:{'a' * 300}": ""}, root))
    assert not root.exists()


@pytest.mark.parametrize("below", ["", "/deeper", "/deeper/still"])
def test_an_output_folder_that_is_a_file(root: Path, below: str) -> None:
    root.write_text("by hand")
    message = refused(lambda: build(OLD, Path(f"{root}{below}")))
    assert message.endswith("is a file where a folder is needed; move it away, or choose another folder with -o")
    assert root.read_text() == "by hand"


def test_an_output_folder_that_is_a_link_to_nothing(root: Path) -> None:
    root.symlink_to("nowhere")
    message = f"{root} is a symbolic link that leads nowhere; delete it, or choose another folder with -o"
    assert refused(lambda: build(OLD, root)) == message


def test_folders_above_are_made_and_removed_again_when_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two artifacts"):
        write([*artifacts(OLD), *artifacts(OLD)], str(tmp_path / "a/b/c"))
    assert files(tmp_path) == {}
    assert not (tmp_path / "a").exists()
    build(OLD, tmp_path / "a/b/c")


def test_a_file_that_appears_during_the_build_is_not_overwritten(root: Path) -> None:
    build(OLD, root)

    def appear(_: int, name: str, __: object) -> None:
        if name == "flush" and not (root / "rules/mail").exists():
            (root / "rules/mail").mkdir()
            (root / "rules/mail/fast.yaml").write_text("by hand")

    with hooked(appear):
        message = refused(lambda: build(NEW, root))
    assert message == f"{root}/rules/mail/fast.yaml appeared while the build was running; move it away and build again"
    assert (root / "rules/mail/fast.yaml").read_text() == "by hand"
    (root / "rules/mail/fast.yaml").unlink()
    (root / "rules/mail").rmdir()
    build(OLD, root.parent / "clean")
    assert files(root) == files(root.parent / "clean")


def test_a_file_that_appears_after_a_kill_is_not_overwritten(root: Path) -> None:
    for number in count():
        build(OLD, root)
        assert killed_at(number, lambda: build(NEW, root))
        if (root / "rules/mail").exists():
            break
    assert not (root / "rules/mail/fast.yaml").exists()
    (root / "rules/mail/fast.yaml").write_text("by hand")
    _, problems = write(artifacts(NEW), str(root))
    assert [problem.name for problem in problems] == ["foreign-file"]
    assert (root / "rules/mail/fast.yaml").read_text() == "by hand"
    assert (root / "rules/shop/slow.yaml").read_text() == "2\n"


@pytest.mark.parametrize("paths", [["home.json"], ["rules/shop/slow.yaml"], ["home.json", "rules/shop/slow.yaml"]])
def test_a_link_that_appears_after_a_kill_is_not_replaced(root: Path, paths: list[str]) -> None:
    for number in count():
        build(OLD, root)
        assert killed_at(number, lambda: build(NEW, root))
        if (root / "rules/mail/fast.yaml").exists():
            break
    for path in paths:
        (root / path).unlink()
        (root / path).symlink_to(root.parent)
    _, problems = write(artifacts(NEW), str(root))
    assert [problem.name for problem in problems] == ["linked-output"] * len(paths)
    assert all((root / path).is_symlink() for path in paths)
    assert not (root / "rules/mail").exists()


def test_a_link_planted_among_staged_files_leads_nowhere(root: Path, tmp_path: Path) -> None:
    build(OLD, root)
    (tmp_path / "victim").write_text("by hand")

    def plant(_: int, name: str, arguments: tuple[object, ...]) -> None:
        if name == "create":
            (root / STAGING / str(arguments[0])).symlink_to(tmp_path / "victim")

    with hooked(plant):
        assert "appeared while the build was running" in refused(lambda: build(NEW, root))
    assert (tmp_path / "victim").read_text() == "by hand"


def test_a_file_is_written_to_its_end(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syscalls, "write", lambda descriptor, content: os.write(descriptor, content[:3]))
    build({"shop:a": "12345678"}, root)
    assert (root / "a").read_text() == "12345678"


def test_a_folder_that_becomes_a_link_during_the_build_leads_nowhere(root: Path, tmp_path: Path) -> None:
    build(OLD, root)
    (tmp_path / "outside/shop").mkdir(parents=True)
    for at in ("create", "link", "flush", "rename"):

        def swap(_: int, name: str, __: object, at: str = at) -> None:
            if name == at and not (root / "rules").is_symlink():
                (root / "rules").rename(tmp_path / "rules")
                (root / "rules").symlink_to(tmp_path / "outside")

        with hooked(swap):
            refused(lambda: build(NEW, root))
        assert list((tmp_path / "outside").rglob("*")) == [tmp_path / "outside/shop"]
        (root / "rules").unlink()
        (tmp_path / "rules").rename(root / "rules")


def test_where_a_file_cannot_have_two_names_it_is_copied(root: Path) -> None:
    build(OLD, root)
    before = files(root)

    def refuse(_: int, name: str, arguments: tuple[object, ...]) -> None:
        if name == "link" or (name == "remove" and "slow.yaml" in arguments):
            raise PermissionError(errno.EPERM, "")

    with hooked(refuse):
        message = refused(lambda: build({"shop:rules/shop/fast.yaml": "9"}, root))
        assert message.startswith(f"no permission to use {root}/rules/shop/slow.yaml;")
        assert files(root) == before
        build(OLD | {"shop:rules/shop/slow.yaml": "9"}, root)
    assert (root / "rules/shop/slow.yaml").read_text() == "9"


def test_a_staging_folder_with_files_of_others_is_refused(root: Path) -> None:
    build(OLD, root)
    (root / STAGING).mkdir()
    (root / STAGING / "notes").write_text("by hand")
    message = refused(lambda: build(NEW, root))
    assert message == f"{root}/{STAGING} holds what sre-compile did not write; move it away and build again"
    assert (root / STAGING / "notes").read_text() == "by hand"


def test_a_staging_folder_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    build(OLD, root)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/journal").write_text("by hand")
    (root / STAGING).symlink_to(tmp_path / "outside")
    assert "holds what sre-compile did not write" in refused(lambda: build(NEW, root))
    assert (tmp_path / "outside/journal").read_text() == "by hand"


@pytest.mark.parametrize(
    "journal",
    [
        "",
        "[]",
        '{"format": 1, "folders": [], "changes": [{"path": "../x", "old": null, "new": "0"}]}',
        '{"format": 1, "folders": ["/etc"], "changes": []}',
        '{"format": 1, "folders": [1], "changes": []}',
        '{"format": 1, "folders": [], "changes": [{}]}',
        '{"format": 9, "folders": [], "changes": [{"path": "home.json", "old": "0", "new": null}]}',
        '{"format": 1, "folders": [], "changes": [{"path": "../victim", "old": "0", "new": null}]}',
        '{"format": 1, "folders": [], "changes": [{"path": "home.json", "old": "0", "new": null}]',
    ],
)
def test_a_journal_that_nobody_wrote_is_dropped(root: Path, journal: str) -> None:
    build(OLD, root)
    before = files(root)
    (root / STAGING).mkdir()
    (root / STAGING / "journal").write_text(journal)
    (root / STAGING / "new-0").write_text("stolen")
    (root.parent / "victim").write_text("by hand")
    write([], str(root), scope=lambda _: False)
    assert files(root) == before
    assert (root.parent / "victim").read_text() == "by hand"
