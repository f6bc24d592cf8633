"""A program setting with only what a test is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sre_compiler.program.program import Setting


def setting(**nouns: Iterable[Any]) -> Setting:
    """The nouns that are named, and nothing of all others."""
    fields = {name: tuple(nouns.pop(name, ())) for name in Setting.__struct_fields__}
    assert not nouns
    return Setting(**fields)
