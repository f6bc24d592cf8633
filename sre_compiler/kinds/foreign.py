"""The files that specs name and that are no specs themselves: an Alertmanager's configuration, rule files of others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.documents import Data

WORDS = (b"base:", b"ExternalAlerts")
"""A file that names others holds one of these."""
_WILD = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
_PARTS = re.compile(r"\*\*/|\*|\?|[^*?]+")


def named(data: Data) -> Iterator[str]:
    """What one document names, as patterns of paths below the specs; also where something else is wrong with it."""
    spec = _below(data, "spec")
    if _below(data, "kind") == "ExternalAlerts":
        files = _below(spec, "files")
        yield from (one for one in (files if isinstance(files, list) else [files]) if isinstance(one, str))
    base = _below(_below(spec, "alertmanager"), "base")
    if _below(data, "kind") == "Project" and isinstance(base, str):
        yield base


def _below(data: Data, key: str) -> Data:
    return data.get(key) if isinstance(data, dict) else None


def is_named(path: str, pattern: str) -> bool:
    """Whether a path meets a pattern: `*` stands for anything but a slash, `**/` for any folders."""
    parts = (_WILD.get(part) or re.escape(part) for part in _PARTS.findall(pattern))
    return re.fullmatch("".join(parts), path) is not None
