"""One file of the generated tree, before it is on disk."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct

from sre_compiler.cached import cached_property

PROJECT = "_project"
"""The owner of files that belong to no service; no service can have this name."""


class Artifact(Struct, frozen=True, dict=True):
    """A whole generated file.

    `path` is relative to the output folder, with forward slashes. `owner` names the manifest that lists it: a service's
    name, or `_project`. `source` is where it comes from in the specs, as `specs/checkout.yaml#checkout/availability`
    (file, object path), for people and for mapping failures back. `executable` sets the mode bits. `page` is set for a page
    that people own, of which only the blocks are ours: what the page is about, the same when its path changes.
    """

    path: str
    text: str
    owner: str
    source: str
    executable: bool = False
    page: str = ""

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode(errors="surrogateescape" if self.page else "strict")

    @cached_property
    def digest(self) -> str:
        """Their SHA-256 in hex."""
        return sha256(self.content).hexdigest()
