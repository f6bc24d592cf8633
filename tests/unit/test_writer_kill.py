"""A build that is killed or refused at any system call is finished or undone by the next one; nothing is ever in between.

Killing before each call also kills after each: nothing changes on disk from the end of one call to the next.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sre_compiler.output.paths import STAGING
from sre_compiler.output.write import write
from tests.writer_case import build, failing, files, hooked, killed_at, refused

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")

NONE: dict[str, str] = {}
FEW = {
    "shop:prometheus/eu1/rules/shop/fast.yaml": "groups: [shop]\n",
    "shop:prometheus/eu1/rules/shop/slow.yaml": "groups: []\n",
    "shop:budgets/shop.py": "print(1)\n",
    "mail:prometheus/eu1/rules/mail/fast.yaml": "groups: [mail]\n",
    "_project:grafana/home.json": "{}\n",
}
OTHER = {
    "shop:prometheus/eu1/rules/shop/fast.yaml": "groups: [shop, more]\n",
    "shop:prometheus/eu1/rules/shop/slow.yaml": "groups: []\n",
    "shop:prometheus/us1/rules/shop/fast.yaml": "groups: [shop]\n",
    "shop:budgets/shop.py": "print(2)\n",
    "_project:prometheus/eu1/rules/mail/fast.yaml": "groups: []\n",
    "_project:grafana/home.json": "{}\n",
}
FOREIGN = {
    "README.md": "ours\n",
    "prometheus/eu1/rules/shop/extra.yaml": "groups: [mine]\n",
    "manifest/notes.json": "[]\n",
}


class Situation(NamedTuple):
    old: Mapping[str, str]
    new: Mapping[str, str]
    scope: str = ""


SITUATIONS = {
    "first build": Situation(NONE, FEW),
    "changed build": Situation(FEW, OTHER),
    "removals": Situation(FEW, {name: text for name, text in FEW.items() if "grafana" in name}),
    "everything removed": Situation(FEW, NONE),
    "only prometheus": Situation(FEW, OTHER, "prometheus/"),
    "only removals of prometheus": Situation(OTHER, NONE, "prometheus/"),
}


class Trees:
    """The trees of a situation: before it, after it, and copies of the one before in which builds die."""

    def __init__(self, folder: Path, situation: Situation) -> None:
        self.situation = situation
        self.root = folder / "generated"
        self._start = folder / "start"
        if situation.old:
            build(situation.old, self._start)
            for path, text in FOREIGN.items():
                (self._start / path).parent.mkdir(parents=True, exist_ok=True)
                (self._start / path).write_text(text)
        self.before = files(self._start)
        self.restore()
        self.build()
        self.after = files(self.root)

    def restore(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        if self._start.exists():
            shutil.copytree(self._start, self.root)

    def build(self) -> None:
        build(self.situation.new, self.root, self.situation.scope)

    def recover(self) -> dict[str, tuple[str, int]]:
        """The files after a build that is about nothing, and so only deals with what another left behind."""
        if self.root.exists():
            write([], str(self.root), scope=lambda _: False)
        return files(self.root)

    def kills(self, *, torn: bool = False) -> Iterator[None]:
        """Once for each call of the build: the tree that it leaves when it dies there."""
        for number in count():
            self.restore()
            if not killed_at(number, self.build, torn=torn):
                assert number > 3
                return
            yield


@pytest.fixture(params=SITUATIONS.values(), ids=list(SITUATIONS))
def trees(request: pytest.FixtureRequest, tmp_path: Path) -> Trees:
    return Trees(tmp_path, request.param)


def visible(root: Path) -> dict[str, tuple[str, int]]:
    """The files outside of the staging folder."""
    return {path: file for path, file in files(root).items() if not path.endswith("/") and STAGING not in path}


def test_a_build_equals_a_clean_one_and_leaves_the_files_of_others(tmp_path: Path) -> None:
    trees = Trees(tmp_path, SITUATIONS["changed build"])
    build(OTHER, tmp_path / "clean")
    foreign = {path: (text, 0o644) for path, text in FOREIGN.items()}
    assert trees.after == files(tmp_path / "clean") | foreign


@pytest.mark.parametrize("torn", [False, True])
def test_the_build_after_a_killed_one_equals_a_clean_one(trees: Trees, *, torn: bool) -> None:
    for _ in trees.kills(torn=torn):
        trees.build()
        assert files(trees.root) == trees.after


def test_a_killed_build_is_finished_or_undone(trees: Trees) -> None:
    found = []
    for _ in trees.kills():
        assert visible(trees.root).items() <= trees.before.items() | trees.after.items(), "a file is torn"
        found.append(trees.recover())
        assert found[-1] in (trees.before, trees.after)
    assert trees.before in found
    assert trees.after in found


@pytest.mark.parametrize("name", ["first build", "changed build", "only prometheus", "only removals of prometheus"])
@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("torn")])
def test_a_killed_build_without_its_staged_files_is_undone(
    tmp_path: Path, name: str, spoil: Callable[[Path], object]
) -> None:
    trees, swapped = Trees(tmp_path, SITUATIONS[name]), 0
    for _ in trees.kills():
        left = visible(trees.root)
        for path in trees.root.glob(f"{STAGING}/new-*"):
            spoil(path)
        assert trees.recover() == (trees.after if left == trees.after else trees.before)
        swapped += left not in (trees.before, trees.after)
    assert swapped > 0


def test_the_build_after_a_killed_one_needs_nothing_of_what_that_left(tmp_path: Path) -> None:
    trees = Trees(tmp_path, SITUATIONS["changed build"])
    for _ in trees.kills():
        for path in trees.root.glob(f"{STAGING}/*-*"):
            path.unlink()
        trees.build()
        assert files(trees.root) == trees.after


@pytest.mark.parametrize("lasting", [False, True])
def test_a_full_disk_leaves_the_old_tree_or_what_the_next_build_finishes(trees: Trees, *, lasting: bool) -> None:
    for number in count():
        trees.restore()
        with hooked(failing(errno.ENOSPC, range(number, number + (1000 if lasting else 1)))) as calls:
            refusal = refused(trees.build)
        if not refusal:
            assert len(calls) == number
            return
        assert refusal.endswith("free some space and build again")
        if not lasting:
            assert files(trees.root) in (trees.before, trees.after)
        assert trees.recover() in (trees.before, trees.after)
        trees.build()
        assert files(trees.root) == trees.after


names = st.sampled_from(["a:x/a", "a:x/b", "a:x/y/c", "b:x/y/d", "b:z/e", "b:z/f.py", "_project:g"])
texts = st.dictionaries(names, st.sampled_from(["", "1\n", "2\n", "3\n" * 9]))


@given(old=texts, new=texts, scope=st.sampled_from(["", "x/", "z/"]), kills=st.lists(st.integers(0, 60), max_size=4))
@settings(deadline=None, max_examples=150)
def test_any_tree_survives_any_kills(old: dict[str, str], new: dict[str, str], scope: str, kills: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        trees = Trees(Path(folder), Situation(old, new, scope))
        trees.restore()
        for number in kills:
            killed_at(number, trees.build, torn=True)
        assert trees.recover() in (trees.before, trees.after)
        trees.build()
        assert files(trees.root) == trees.after
