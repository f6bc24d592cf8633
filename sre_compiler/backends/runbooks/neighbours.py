"""Links between pages: to the other runbooks of a service, and to those of what it needs."""

from __future__ import annotations

import posixpath
from bisect import bisect_left

from msgspec import Struct, field

from sre_compiler.output.markdown import Markdown, joined, page_link, text
from sre_compiler.program import runbooks
from sre_compiler.program.program import Program
from sre_compiler.program.runbooks import Runbook
from sre_compiler.program.services import Service


class Neighbours(Struct, frozen=True):
    """The runbooks of a service and of what it needs, as links from a page in a folder; pages often share theirs."""

    program: Program
    service: Service
    linked: dict[str, Linked] = field(default_factory=dict)

    def of(self, runbook: Runbook) -> Linked:
        """As one of the service's own pages links them."""
        folder = posixpath.dirname(runbook.path)
        if folder not in self.linked:
            self.linked[folder] = self._linked(folder)
        return self.linked[folder]

    def _linked(self, folder: str) -> Linked:
        needed = [_service(self.program, name) for name in self.service.depends_on]
        dependencies = [_needs(one, [*_pages(self.program, one, folder).values()]) for one in needed]
        others = [Markdown(f"{text(name)}, which is not ours") for name in self.service.external_dependencies]
        return Linked(_pages(self.program, self.service, folder), [*dependencies, *others])


class Linked(Struct, frozen=True):
    """The pages of a service by what they are about, and a line for each of its dependencies."""

    own: dict[str, Markdown]
    dependencies: list[Markdown]


def _service(program: Program, name: str) -> Service:
    return program.services[bisect_left(program.services, name, key=lambda one: one.name)]


def _needs(service: Service, pages: list[Markdown]) -> Markdown:
    return Markdown(f"{text(service.title)}: {joined(pages)}" if pages else text(service.title))


def _pages(program: Program, service: Service, folder: str) -> dict[str, Markdown]:
    """Links to the runbooks of a service from a page in this folder, by what they are about."""
    found = runbooks.runbooks(program.project, service)
    return {one.identity: page_link(one.alert, posixpath.relpath(f"/{one.path}", f"/{folder}")) for one in found}
