"""Which test files a promtool is too old for: they say so in their head."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from sre_compiler.servers.proofs import Proof, text_of
from sre_compiler.servers.tools import Tool

_NEEDS = re.compile(r"^# needs promtool ([0-9]{1,4})$", re.MULTILINE)
_VERSION = re.compile(r"version v?([0-9]{1,4})\.")


def readable(folder: str, some: Sequence[Proof], promtool: Tool) -> tuple[list[Proof], list[Proof]]:
    """Those that it reads, and those that need a newer one. A promtool that does not tell its version is given all."""
    needed = {one: _needed(folder, one) for one in some if not one.is_of_routes}
    newest = max(needed.values(), default=0)
    told = _VERSION.search(promtool.run("--version")[1]) if newest else None
    version = newest if told is None else int(told[1])
    newer = [one for one in some if needed.get(one, 0) > version]
    return [one for one in some if one not in newer], newer


def _needed(folder: str, proof: Proof) -> int:
    found = _NEEDS.search(text_of(os.path.join(folder, proof.path)).partition("\nrule_files:")[0])  # noqa: PTH118 - as in the rest of this room
    return int(found[1]) if found else 0
