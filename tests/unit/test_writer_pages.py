"""Pages that people own, in the tree: made once, kept for ever, and never written over somebody who is saving them."""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from sre_compiler.output import blocks
from sre_compiler.output.artifact import Artifact
from sre_compiler.output.compare import compare
from sre_compiler.output.errors import OutputError
from sre_compiler.output.paths import STAGING
from sre_compiler.output.write import Written, write
from tests.writer_case import files, hooked, killed_at, refused

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
PATH = "runbooks/shop/Slow.md"
NEW_STEPS = f"{blocks.block('steps', 'Look.')}\n## Why?"


def page(body: str, path: str = PATH, identity: str = "shop/latency", steps: str = "") -> Artifact:
    more = blocks.block("steps", steps) if steps else ""
    return Artifact(
        path, f"# Slow\n\n{blocks.block('facts', body)}\n## Why?\n{more}", "shop", "s.yaml#shop", page=identity
    )


def rules(text: str) -> Artifact:
    return Artifact("rules/shop.yaml", text, "shop", "s.yaml#shop")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree with a page in which somebody wrote."""
    root = tmp_path / "generated"
    assert write([page("1"), rules("1\n")], str(root))[1] == []
    _append(root / PATH, "Because.\n")
    return root


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


def built(root: Path, *artifacts: Artifact, **options: Any) -> tuple[Written, list[str]]:
    """What a build touches, and its findings; `compare` says the same before."""
    changes, told = compare(artifacts, str(root), **options)
    written, found = write(artifacts, str(root), **options)
    assert found == told
    if all(one.severity != "error" for one in found):
        assert (written.added, written.changed, written.removed) == (changes.added, changes.changed, changes.removed)
        assert not compare(artifacts, str(root))[0] or options
    return written, [one.name for one in found]


def test_what_people_write_makes_nothing_stale(root: Path) -> None:
    assert built(root, page("1"), rules("1\n")) == (Written(artifacts=2), [])


def test_a_page_keeps_what_people_wrote(root: Path) -> None:
    assert built(root, page("2"), rules("1\n")) == (Written(changed=(PATH,), artifacts=2), [])
    assert (root / PATH).read_text() == f"{page('2').text}Because.\n"


def test_a_page_that_nothing_wants_is_kept_and_told_until_somebody_deletes_it(root: Path) -> None:
    for _ in range(2):
        _, found = built(root, rules("1\n"))
        assert found == ["leftover-page"]
    assert (root / PATH).exists()
    (root / PATH).unlink()
    assert built(root, rules("1\n")) == (Written(changed=("manifest/shop.json",), artifacts=1), [])


def test_a_page_of_a_service_that_is_gone_is_kept_and_told(root: Path) -> None:
    for _ in range(2):
        assert built(root)[1] == ["leftover-page"]
    assert files(root).keys() == {PATH, "manifest/shop.json"}


def test_a_renamed_page_waits_until_it_is_moved(root: Path) -> None:
    new = page("2", "runbooks/shop/Slower.md", steps="Look.")
    before = files(root)
    _, (problem,) = write([new, rules("2\n")], str(root))
    assert problem.name == "moved-page"
    assert problem.help == f"git mv {root}/{PATH} {root}/{new.path}"
    assert files(root) == before
    (root / PATH).rename(root / new.path)
    assert built(root, new, rules("2\n"))[1] == []
    assert (root / new.path).read_text() == f"{page('2').text.replace('## Why?', NEW_STEPS)}Because.\n"
    assert PATH not in (root / "manifest/shop.json").read_text()


def test_a_page_may_have_to_move_to_a_folder_that_is_not_there_yet(root: Path) -> None:
    _, (problem,) = write([page("1", "runbooks/it's/Slow.md"), rules("1\n")], str(root))
    assert (
        problem.help
        == f"mkdir -p '{root}/runbooks/it'\"'\"'s' && git mv {root}/{PATH} '{root}/runbooks/it'\"'\"'s/Slow.md'"
    )


def test_a_deleted_page_is_made_again(root: Path) -> None:
    (root / PATH).unlink()
    assert built(root, page("1"), rules("1\n")) == (Written(added=(PATH,), artifacts=2), [])


def test_a_page_that_was_there_before_is_adopted_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "runbooks/shop").mkdir(parents=True)
    (tmp_path / PATH).write_bytes(b"Ours since 2019.\r\n\xe9")
    assert built(tmp_path, page("1"))[1] == []
    assert (tmp_path / PATH).read_bytes() == b"Ours since 2019.\r\n\xe9"
    built(tmp_path, page("1"), restored=lambda path: path == PATH)
    assert (tmp_path / PATH).read_bytes().startswith(b"Ours since 2019.\r\n\xe9\r\n\r\n<!-- sre-compile:begin facts ")


def test_a_block_that_the_specs_ask_for_anew_comes_into_the_page(root: Path) -> None:
    built(root, page("1", steps="Look."), rules("1\n"))
    assert blocks.block("steps", "Look.") in (root / PATH).read_text()


def test_a_block_that_somebody_deleted_does_not(root: Path) -> None:
    (root / PATH).write_text("# Slow\n")
    assert built(root, page("2"), rules("1\n")) == (Written(artifacts=2), [])
    assert built(root, page("2"), rules("1\n"), restored=lambda _: True)[0].changed == (PATH,)
    assert (root / PATH).read_text() == f"# Slow\n\n{blocks.block('facts', '2')}"


def test_an_error_in_a_page_keeps_everything_as_it_was(root: Path) -> None:
    _append(root / PATH, "<!-- sre-compile:end facts -->\n")
    before = files(root)
    assert built(root, page("2"), rules("2\n"))[1] == ["broken-markers"]
    assert files(root) == before


def test_a_warning_about_a_page_keeps_nothing_from_being_written(root: Path) -> None:
    (root / PATH).write_text((root / PATH).read_text().replace("\n1\n\n<!--", "\none\n\n<!--"))
    assert built(root, page("2"), rules("2\n")) == (
        Written(changed=("rules/shop.yaml",), artifacts=2),
        ["edited-block"],
    )


def test_a_page_keeps_its_mode(root: Path) -> None:
    (root / PATH).chmod(0o755)
    built(root, page("2"), rules("1\n"))
    assert (root / PATH).stat().st_mode & 0o777 == 0o755


def test_a_page_saved_during_the_build_is_left_as_it_was_saved(root: Path) -> None:
    def save(_: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "flush":
            (root / PATH).write_text("saved\n")

    with hooked(save):
        written, found = write([page("2"), rules("2\n")], str(root))
    assert (root / PATH).read_text() == "saved\n"
    assert (written.changed, [one.name for one in found]) == (("rules/shop.yaml",), ["page-in-use"])


def test_a_page_made_by_somebody_during_the_build_is_left_as_it_was_made(root: Path) -> None:
    new = page("1", "runbooks/shop/New.md", "shop/new")

    def save(_: int, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "flush":
            (root / new.path).write_text("saved\n")

    with hooked(save):
        _, found = write([page("1"), new, rules("2\n")], str(root))
    assert (root / new.path).read_text() == "saved\n"
    assert [one.name for one in found] == ["page-in-use"]


def test_what_is_saved_after_a_killed_build_is_never_lost(root: Path) -> None:
    before, wanted = files(root), [page("2"), page("1", "runbooks/shop/New.md", "shop/new"), rules("2\n")]
    for number in count():
        for path, (text, _) in before.items():
            (root / path).write_text(text)
        (root / "runbooks/shop/New.md").unlink(missing_ok=True)
        if not killed_at(number, lambda: write(wanted, str(root))):
            break
        _append(root / PATH, "Saved.\n")
        assert write(wanted, str(root))[1] == []
        assert (root / PATH).read_text() == f"{page('2').text}Because.\nSaved.\n"
        assert (root / "rules/shop.yaml").read_text() == "2\n"
        assert not (root / STAGING).exists()
    assert number > 10


def test_undoing_a_failed_build_leaves_what_was_saved_meanwhile(root: Path) -> None:
    saved = False

    def fail(_: int, called: str, arguments: tuple[Any, ...]) -> None:
        nonlocal saved
        if called == "rename" and arguments[2] == "shop.yaml" and not saved:
            saved = True
            _append(root / PATH, "Saved.\n")
            raise OSError(28, os.strerror(28))

    with hooked(fail), pytest.raises(OutputError):
        write([page("2"), rules("2\n")], str(root))
    assert (root / PATH).read_text() == f"{page('2').text}Because.\nSaved.\n"
    assert (root / "rules/shop.yaml").read_text() == "1\n"


def test_pages_may_be_kept_elsewhere(tmp_path: Path) -> None:
    root, docs = tmp_path / "generated", tmp_path / "a/docs"
    elsewhere = ("runbooks", str(docs))
    assert PATH in built(root, page("1"), rules("1\n"), elsewhere=elsewhere)[0].added
    assert files(docs).keys() == {"shop/Slow.md"}
    assert files(root).keys() == {"rules/shop.yaml", "manifest/shop.json"}
    _append(docs / "shop/Slow.md", "Because.\n")
    assert built(root, page("2"), rules("1\n"), elsewhere=elsewhere) == (Written(changed=(PATH,), artifacts=2), [])
    assert (docs / "shop/Slow.md").read_text() == f"{page('2').text}Because.\n"
    _, (problem,) = write([rules("1\n")], str(root), elsewhere=elsewhere)
    assert problem.message.startswith(f"{docs}/shop/Slow.md ")


def test_no_link_is_followed_below_a_folder_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/shop").symlink_to(tmp_path)
    assert built(tmp_path / "generated", page("1"), elsewhere=("runbooks", str(tmp_path / "docs")))[1] == [
        "linked-output"
    ]


def test_a_killed_build_is_finished_only_with_the_same_folder_elsewhere(tmp_path: Path) -> None:
    root, docs = str(tmp_path / "generated"), str(tmp_path / "docs")
    wanted = [page("1"), rules("1\n")]
    stopped = 0
    for number in count():
        if not killed_at(number, lambda: write(wanted, root, elsewhere=("runbooks", docs))):
            break
        if refusal := refused(lambda: write(wanted, root)):
            assert refusal == f"{root}: a build did not end; build once with `--runbooks {docs}`, as it did"
            stopped += 1
            write(wanted, root, elsewhere=("runbooks", docs))
            assert files(Path(docs)).keys() == {"shop/Slow.md"}
        for folder in (root, docs):
            shutil.rmtree(folder, ignore_errors=True)
    assert stopped > 1
