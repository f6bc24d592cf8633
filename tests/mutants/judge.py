"""Whether a generated test fails for a mutant: the block that killed the one before is tried first."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.mutants.mutate import Mutant
from tests.mutants.pieces import Group, Piece, groups, pieces
from tests.programs import Program

_MEMORY = Path("/dev/shm")
_FASTEST = str(_MEMORY) if _MEMORY.is_dir() else None


class BrokenError(Exception):
    """A block that fails for rules without any change."""


class Judge:
    """Runs blocks until one fails."""

    def __init__(self, promtool: Program) -> None:
        self._promtool = promtool
        self._killers: dict[Group, list[Piece]] = defaultdict(list)
        self._beside = cache(_beside)
        self._pieces = cache(pieces)
        self._passes: set[tuple[Group, Piece]] = set()

    def killed(self, rules: Path, group: Group, mutant: Mutant) -> bool:
        """Whether any block fails. Raises `BrokenError` where it fails without the change too."""
        killers = self._killers[group]
        others = self._pieces(rules.parents[2] / "tests" / rules.parent.name, group)
        for piece in [*killers, *(one for one in others if one not in killers)]:
            if self._fails(piece, rules, group, mutant.text):
                if (group, piece) not in self._passes and self._fails(piece, rules, group, group.text):
                    raise BrokenError(f"{group.name}, {piece.name}")
                self._passes.add((group, piece))
                self._killers[group] = [piece, *(one for one in killers if one is not piece)]
                return True
        return False

    def _fails(self, piece: Piece, rules: Path, group: Group, text: str) -> bool:
        with tempfile.TemporaryDirectory(dir=_FASTEST) as folder:
            for stem, unchanged in self._beside(rules.parent, group.owner).items():
                Path(folder, f"{stem}.yaml").write_text(unchanged, encoding="utf-8")
            Path(folder, rules.name).write_text(text, encoding="utf-8")
            test = Path(folder, f"{piece.name}.test.yaml")
            test.write_text(piece.text, encoding="utf-8")
            return bool(self._promtool.run("test", "rules", test).returncode)


def _beside(folder: Path, owner: str) -> dict[str, str]:
    """The groups of one owner, by rule file."""
    files = {file.stem: groups(file.read_text(encoding="utf-8")) for file in folder.glob("*.yaml")}
    return {stem: one.text for stem, some in files.items() for one in some if one.owner == owner}
