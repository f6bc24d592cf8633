"""What a place is called stays when lines, keys, items and documents move."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sre_compiler import documents
from sre_compiler.diagnostics import Diagnostic, Path, Place, Severity

WEB = """\
kind: Service
metadata: {name: web}
spec:
  slos:
    - {name: availability, objective: 99%}
    - objective: 95%
  alerting: {legs: [6h, 1.5, "a b"]}
  labels: {"a.b": 1}
"""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "Service/web"),
        (("spec", "slos"), "Service/web: spec.slos"),
        (("spec", "slos", 0), "Service/web: spec.slos[availability]"),
        (("spec", "slos", 0, "objective"), "Service/web: spec.slos[availability].objective"),
        (("spec", "slos", 1, "objective"), "Service/web: spec.slos[1].objective"),
        (("spec", "slos", 7, "x", 0), "Service/web: spec.slos[7].x[0]"),
        (("spec", "alerting", "legs", 0), 'Service/web: spec.alerting.legs["6h"]'),
        (("spec", "alerting", "legs", 1), 'Service/web: spec.alerting.legs["1.5"]'),
        (("spec", "labels", "a.b"), 'Service/web: spec.labels."a.b"'),
    ],
)
def test_a_place_is_called_by_names(path: Path, name: str) -> None:
    assert objects({"a.yaml": WEB}, [Place("a.yaml", 0, path)]) == [name]


def objects(files: dict[str, str], places: list[Place]) -> list[str]:
    findings = [Diagnostic("n", Severity.ERROR, "m", place) for place in places]
    return [one.object for one in documents.locate(findings, lambda file: files[file].encode())]


_names = st.text("abc.- 1", min_size=1, max_size=4)
_leaves = st.builds(lambda number: f"value {number}", st.integers(0, 9))


def _named(below: Any) -> Any:
    """Lists whose items have names, each its own."""
    mappings = st.dictionaries(_names, below, min_size=1, max_size=3)
    items = st.dictionaries(_names, mappings, min_size=1, max_size=4)
    return mappings | items.map(lambda found: [{**item, "name": name} for name, item in found.items()])


_trees = st.recursive(_leaves, _named, max_leaves=12)
_documents = st.dictionaries(_names, _trees, min_size=1, max_size=3)


@given(_documents, st.randoms(use_true_random=False))
def test_nothing_that_moves_changes_the_name_of_a_leaf(specs: dict[str, Any], chance: random.Random) -> None:
    assert _leaf_names(specs, random.Random(0)) == _leaf_names(specs, chance)


def _leaf_names(specs: dict[str, Any], chance: random.Random) -> list[tuple[str, str]]:
    """Each leaf and what it is called, after documents, keys and items were shuffled and blank lines put between."""
    shuffled = chance.sample([*specs.items()], len(specs))
    every = [{"kind": "K", "metadata": {"name": name}, "spec": _shuffled(tree, chance)} for name, tree in shuffled]
    text = "".join("\n" * chance.randint(0, 3) + "---\n" + json.dumps(one, indent=1) + "\n" for one in every)
    leaves = [(Place("a.yaml", at, path), leaf) for at, one in enumerate(every) for path, leaf in _leaves_of(one)]
    names = objects({"a.yaml": text}, [place for place, _ in leaves])
    return sorted((name, leaf) for name, (_, leaf) in zip(names, leaves, strict=True))


def _shuffled(tree: Any, chance: random.Random) -> Any:
    if isinstance(tree, list):
        return [_shuffled(item, chance) for item in chance.sample(tree, len(tree))]
    if isinstance(tree, dict):
        return {key: _shuffled(value, chance) for key, value in chance.sample([*tree.items()], len(tree))}
    return tree


def _leaves_of(tree: Any, path: Path = ()) -> list[tuple[Path, str]]:
    if not isinstance(tree, dict | list):
        return [(path, tree)]
    below = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [leaf for step, value in below for leaf in _leaves_of(value, (*path, step))]
