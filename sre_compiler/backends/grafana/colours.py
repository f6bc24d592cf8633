"""What colours mean, on every board the same: green is fine, yellow and orange wait for office hours, red does not.

The steps of burn rates are the factors at which the compiled alerts fire.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sre_compiler.backends.grafana.fields import Scale, Step, Words
from sre_compiler.backends.grafana.reading import LONGEST
from sre_compiler.program.objectives import Objective
from sre_compiler.program.program import Program
from sre_compiler.program.services import Deployment, Service
from sre_compiler.program.severities import NOT_EMITTED

GREEN, YELLOW, ORANGE, RED, BLUE = "green", "yellow", "orange", "red", "blue"
AT_RISK = 0.25
COURSE = "30d"
"""How far charts of budgets look back: over a day, a budget hardly moves."""
OF_RESPONSE = {"log": YELLOW, "ticket": ORANGE, "page": RED}
"""The colour of a severity is that of how it is answered."""

BUDGET_STEPS = (Step(None, RED), Step(0, ORANGE), Step(AT_RISK, YELLOW), Step(0.5, GREEN))
BUDGET = Scale("percentunit", 1, BUDGET_STEPS)
BUDGET_LINE = Scale("percentunit", None, (Step(None, "transparent"), Step(0, RED)), high=1)
RATIO = Scale("percentunit", 3)
LASTS = Scale(
    "s",
    1,
    (Step(None, RED), Step(3600, ORANGE), Step(3 * 86_400, YELLOW), Step(30 * 86_400, GREEN)),
    (Words(None, 0, "spent", RED), Words(LONGEST, None, "not burning", GREEN)),
)
NONE_IS_GOOD = Scale("none", 0, (Step(None, GREEN), Step(1, RED)))
RARE_IS_GOOD = Scale("none", 0, (Step(None, GREEN), Step(1, ORANGE)))


def firing(response: str) -> tuple[Words, ...]:
    """0 is quiet, 1 fires, in the colour of how it is answered."""
    return Words(0, 0.5, "quiet", GREEN), Words(0.5, None, "firing", OF_RESPONSE[response])


def burn(steps: tuple[Step, ...]) -> Scale:
    """A burn rate, in multiples of the speed that spends the budget exactly."""
    return Scale("suffix:x", steps=steps, low=0, wide=True)


def burn_steps(program: Program, objective: Objective) -> tuple[Step, ...]:
    """The least factor of each response as the value where its colour begins; a budget burns from 1 on."""
    responses = {one.name: one.response for one in program.severities}
    least: dict[str, float] = {YELLOW: 1.0}
    for leg in objective.alerting_legs:
        colour = OF_RESPONSE[responses[str(leg.severity)]]
        least[colour] = min(least.get(colour, float("inf")), float(leg.leg.factor))
    return _rising(least)


def _rising(least: Mapping[str, float]) -> tuple[Step, ...]:
    """Milder colours first; one that begins where a worse one has begun is left out."""
    steps: list[Step] = []
    for colour in (RED, ORANGE, YELLOW):
        if colour in least and all(least[colour] < float(step.value or 0) for step in steps):
            steps.insert(0, Step(least[colour], colour))
    return (Step(None, GREEN), *steps)


def usual_burn_steps(program: Program) -> tuple[Step, ...]:
    """The steps of most SLOs, for boards that show many at once."""
    counted = Counter(burn_steps(program, one) for one in main_objectives(program))
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], [(step.value or 0, step.colour) for step in pair[0]]))
    return ranked[0][0] if ranked else (Step(None, GREEN), Step(1, YELLOW))


def fast_burn(steps: Iterable[Step]) -> float:
    """The burn rate from which somebody is called, or else the greatest that has a colour."""
    return max(step.value or 0 for step in steps)


def main_objectives(program: Program) -> list[Objective]:
    """Every SLO once, as it is in the first environment in which it runs."""
    return [one for service in program.services for one in main_deployment(program, service).objectives]


def main_deployment(program: Program, service: Service) -> Deployment:
    """What runs in the first of the project's environments that the service is in."""
    order = program.project.spec.environments
    return next((service.deployments[name] for name in order if name in service.deployments), Deployment((), ()))


def severities(program: Program, *responses: str) -> tuple[str, ...]:
    """The severities that are answered so, and the words that others use for them; where there are none, one that no alert has."""
    chosen = [one for one in program.severities if one.response in responses]
    return tuple(name for one in chosen for name in (one.name, *one.also)) or (NOT_EMITTED,)
