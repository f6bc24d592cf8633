"""What a run learns of each file, and what a later run need not work out again.

What is found in a service depends on its own document and on its setting: every document that is no service, the names of all
services, and the kinds of which a document cannot be read. While that is the same, a file that holds nothing but services and
did not change comes to the same as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from msgspec import Struct, field

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program.outline import ServiceOutline
from sre_compiler.program.sources import Declared


class Remembered(Struct, frozen=True):
    """What a file of services came to: findings with their spans, and the services as others see them.

    `names` are those of all its services, also where one is wrong; `is_sound` says that none is.
    """

    digest: str
    findings: tuple[Diagnostic, ...]
    services: tuple[ServiceOutline, ...]
    names: tuple[tuple[str, Place], ...]
    broken: tuple[str, ...]
    is_sound: bool


class Memory(Struct, frozen=True):
    """The files of services by their names, and what was around them; a setting that is wrong has the context ""."""

    context: str
    files: Mapping[str, Remembered]


NOTHING = Memory("", {})


class Reading(Struct):
    """A file as the rooms go through it: what it declares, what was found in it so far, the kinds that could not be read."""

    digest: str
    has_services_only: bool = True
    declared: list[Declared] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    names: list[tuple[str, Place]] = field(default_factory=list)
    services: list[ServiceOutline] = field(default_factory=list)

    def remembered(self, findings: Iterable[Diagnostic]) -> Remembered:
        """The same with its findings located."""
        return Remembered(
            digest=self.digest,
            findings=tuple(findings),
            services=tuple(self.services),
            names=tuple(self.names),
            broken=tuple(sorted(self.broken)),
            is_sound=len(self.services) == len(self.names) and not self.broken,
        )


def digest(content: bytes) -> str:
    """What tells one content of a file from another."""
    return blake2b(content, digest_size=16).hexdigest()


def context(readings: Mapping[str, Reading], known: Mapping[str, Remembered]) -> str:
    """A digest of all that is around the services, with the names of services in files that are known."""
    setting = [(file, one.digest) for file, one in readings.items() if not one.has_services_only]
    names = {name for files in (readings, known) for one in files.values() for name, _ in one.names}
    broken = {kind for files in (readings, known) for one in files.values() for kind in one.broken}
    return digest(repr((sorted(setting), sorted(names), sorted(broken))).encode(errors="surrogatepass"))
