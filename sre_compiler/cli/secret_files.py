"""`lint --secrets-dir`: whether the secret files that the specs name are there, where they are or in a copy of their folder.

Alertmanager starts without a file that is missing, and gives up at the first message that needs it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from sre_compiler import documents
from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.documents import Data
from sre_compiler.triage import problems

_HOLDING = ("Team", "Project")


def missing(specs: str, folder: str) -> list[Diagnostic]:
    """A finding for each name of a file that is not there, is empty, or cannot be read."""
    found = []
    trees = [tree for file in documents.discover(specs) for tree in documents.parse(documents.read(file), file)[0]]
    home = next((str(one) for tree in trees if (one := _home(tree.data))), "")
    for tree in trees:
        if isinstance(tree.data, dict) and tree.data.get("kind") in _HOLDING:
            for name, place in _files(tree.data.get("spec"), Place(tree.file, tree.index, ("spec",))):
                state = _state(name, home, folder)
                if state:
                    found.append(problems.missing_secret(name, state, folder, place))
    return documents.locate(found, documents.read)


def _home(data: Data) -> Data:
    """What the project calls the folder."""
    for key in ("spec", "alertmanager", "secrets_dir"):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _files(data: Data, place: Place) -> Iterator[tuple[str, Place]]:
    """Every value below a key that ends in `_file`."""
    if isinstance(data, list):
        for index, one in enumerate(data):
            yield from _files(one, place.at(index))
    for key, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, str) and key.endswith("_file"):
            yield value, place.at(key)
        yield from _files(value, place.at(key))


def _state(name: str, home: str, folder: str) -> str:
    """What is wrong with the file; "" for nothing. An absolute path outside of the folder stands for itself."""
    inside = f"{home.rstrip('/')}/"
    below = name.removeprefix(inside) if home and name.startswith(inside) else name
    path = below if below.startswith("/") else os.path.join(folder, below)  # noqa: PTH118 - start-up time
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - start-up time
            return "" if file.read(1) else "is empty"
    except FileNotFoundError:
        return "is not there"
    except OSError:
        return "cannot be read"
