"""Which paths may be written: relative, with forward slashes, inside the output folder."""

from __future__ import annotations

import re

STAGING = ".sre-compile"
"""The folder in which a build prepares its files; it is there only while a build runs, or after one was killed."""
MANIFESTS = "manifest"
_INSIDE = re.compile(
    r"(?!\.{1,2}(?:/|\Z))[^/\x00-\x1f\x7f\ud800-\udfff]+(?:/(?!\.{1,2}(?:/|\Z))[^/\x00-\x1f\x7f\ud800-\udfff]+)*"
)


def is_inside(path: str) -> bool:
    """Whether the path stays in the output folder and out of the staging folder."""
    return bool(_INSIDE.fullmatch(path)) and _top(path) != STAGING


def is_artifact(path: str) -> bool:
    """Whether an artifact may stand there: inside, and not among the manifests."""
    return bool(_INSIDE.fullmatch(path)) and _top(path) not in (STAGING, MANIFESTS)


def _top(path: str) -> str:
    return path.partition("/")[0].casefold()
