"""What `simulate` asks of a program: about which SLOs, how, and what draws the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from sre_compiler.cli import screen
from sre_compiler.cli.exits import CannotWorkError
from sre_compiler.cli.plotting import plotting

if TYPE_CHECKING:  # imported where the command runs: numpy takes a tenth of a second
    from sre_compiler.kinds import Scenario
    from sre_compiler.program import Program
    from sre_compiler.simulation.answers import Answer
    from sre_compiler.simulation.months import Draw
    from sre_compiler.simulation.site import Site

Step = TypeVar("Step")


def watch(steps: Iterable[Step]) -> Iterator[Step]:
    """On a terminal, how many months there have been."""
    return screen.progress(steps, "simulating", "months")


class Asked(Struct, frozen=True):
    """What the command line asks of a program."""

    program: Program
    slo: str | None
    scenario: Scenario | None
    options: dict[str, Any]

    def drawing(self) -> Callable[[object, Path], None]:
        """What draws the answer, which must be one; looked for before anything is worked out."""
        if (self.slo is None and self.scenario is None) or len(self._sites()) != 1:
            raise CannotWorkError("--plot draws one SLO in one environment: name them, as in `SLO --environment prod`")
        module = "detections" if self.scenario is None else "scenarios"
        draw: Callable[[object, Path], None] = plotting(f"sre_compiler.plots.{module}")
        return draw

    def answers(self) -> list[Answer]:
        """One for each SLO that is asked about, or one for all."""
        from sre_compiler.simulation.answers import overview, replayed, study

        sites = self._sites()
        if self.scenario is not None:
            return [replayed(site, self.scenario) for site in sites]
        if self.slo is None:
            return [overview(sites, lambda steps: screen.progress(steps, "simulating", "SLOs"))]
        return [study(site, self.options["ratios"], self._months()) for site in sites]

    def _months(self) -> Draw:
        from sre_compiler.simulation.months import Draw
        from sre_compiler.simulation.traffic import Shape

        shape = Shape(self.options["daily_peak"], self.options["weekend"])
        return Draw(self.options["months"], self.options["seed"], shape, watch)

    def _sites(self) -> list[Site]:
        from sre_compiler.simulation.site import sites

        found = sites(self.program, self.slo, self.options["environment"])
        if not found:
            raise CannotWorkError(self._nothing())
        return found

    def _nothing(self) -> str:
        from sre_compiler.simulation.site import sites

        every = sites(self.program, None, None)
        where = self.options["environment"]
        if where is not None and self.slo in (None, *(one.objective.slo_id for one in every)):
            known = sorted({one.environment for one in every if self.slo in (None, one.objective.slo_id)})
            return f"there is no SLO to simulate in {where}: use one of {', '.join(known)}"
        close = get_close_matches(self.slo or "", [one.objective.slo_id for one in every], n=1, cutoff=0.5)
        return f"no SLO is called {self.slo}: {f'did you mean {close[0]}?' if close else 'give its id, service/slo'}"
