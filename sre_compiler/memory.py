"""What a run learns of each file, and what a later run need not work out again.

What is found in a service or an incident depends on its own document and on the setting: every other document, the names of all
services, and the kinds of which a document cannot be read. While that is the same, a file that holds nothing but services and
incidents and did not change comes to the same as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from msgspec import Struct, field

from sre_compiler.diagnostics import Diagnostic, Place
from sre_compiler.program.incidents import IncidentOutline
from sre_compiler.program.outline import ServiceOutline
from sre_compiler.program.sources import Declared


class Remembered(Struct, frozen=True):
    """What a file of services and incidents came to: findings with their spans, and both as others see them.

    `names` are those of all its services, also where one is wrong; `is_sound` says that nothing is.
    """

    digest: str
    findings: tuple[Diagnostic, ...]
    services: tuple[ServiceOutline, ...]
    incidents: tuple[IncidentOutline, ...]
    names: tuple[tuple[str, Place], ...]
    broken: tuple[str, ...]
    is_sound: bool


class Memory(Struct, frozen=True):
    """The files of services and incidents by their names, and what was around them; a setting that is wrong has the context ""."""

    context: str
    files: Mapping[str, Remembered]


NOTHING = Memory("", {})
INCIDENT = "Incident"
"""The kind that no other document names, so that one which cannot be read changes nothing for them."""


class Reading(Struct):
    """A file as the rooms go through it: what it declares, what was found in it so far, the kinds that could not be read.

    One that `stands_alone` holds services and incidents only; one that `is_sound` has none that could not be resolved.
    """

    digest: str
    stands_alone: bool = True
    is_sound: bool = True
    declared: list[Declared] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    names: list[tuple[str, Place]] = field(default_factory=list)
    services: list[ServiceOutline] = field(default_factory=list)
    incidents: list[IncidentOutline] = field(default_factory=list)

    def remembered(self, findings: Iterable[Diagnostic]) -> Remembered:
        """The same with its findings located."""
        return Remembered(
            digest=self.digest,
            findings=tuple(findings),
            services=tuple(self.services),
            incidents=tuple(self.incidents),
            names=tuple(self.names),
            broken=tuple(sorted(self.broken)),
            is_sound=self.is_sound and not self.broken,
        )


def digest(content: bytes) -> str:
    """What tells one content of a file from another."""
    return blake2b(content, digest_size=16).hexdigest()


def context(readings: Mapping[str, Reading], known: Mapping[str, Remembered]) -> str:
    """A digest of all that is around the services, with the names of services in files that are known."""
    setting = [(file, one.digest) for file, one in readings.items() if not one.stands_alone]
    names = {name for files in (readings, known) for one in files.values() for name, _ in one.names}
    broken = {kind for files in (readings, known) for one in files.values() for kind in one.broken if kind != INCIDENT}
    return digest(repr((sorted(setting), sorted(names), sorted(broken))).encode(errors="surrogatepass"))
