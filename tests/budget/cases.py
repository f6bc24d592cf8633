"""SLOs to evaluate, and how to."""

from __future__ import annotations

from sre_compiler.budget.access import connection_of
from sre_compiler.budget.answers import Server
from sre_compiler.budget.command import parser_of
from sre_compiler.budget.evaluate import Asked, Result, evaluate
from sre_compiler.budget.objective import Leg, Override, Policy, Slo, Threshold
from tests.budget.fake import END, World, serving

DAY = 86_400
POLICY = Policy(
    name="standard",
    thresholds=(Threshold(0.0, "frozen", "Only mending."), Threshold(0.25, "warn", "Look at it.")),
    unfreeze_above=0.05,
    page_leg="frozen",
    ticket_leg="warn",
    exhausted_within=3 * DAY,
    overrides=(Override("reliability-fix", "whoever is on call"),),
)
LEGS = (
    Leg("1h", 3600, "slo:sli_error:ratio_rate1h", "slo:sli_error:ratio_rate5m", 0.144, "sev1", True),
    Leg("1d", DAY, "slo:sli_error:ratio_rate1d", "slo:sli_error:ratio_rate2h", 0.03, "sev3", False),
)
WHOLE = (("slo_id", "shop/answers"),)


def slo(**different: object) -> Slo:
    """99 % of events over a week, unless something else is said."""
    return Slo(
        slo_id="shop/answers",
        service="shop",
        name="answers",
        title="Shop answers",
        environment="prod",
        server="eu1",
        objective="99%",
        budget=0.01,
        window=7 * DAY,
        unit="events",
        weight=60,
        spacing=60,
        looks_back=0,
        bad="slo:sli_bad:rate5m",
        total="slo:sli_total:rate5m",
        matchers={"slo_id": "shop/answers"},
        group_by=(),
        missing="alert",
        alert="ShopAnswersBudgetBurn",
        min_errors=1,
        legs=LEGS,
        exact=None,
        policy=POLICY,
    )._replace(**different)


def ask(world: World, one: Slo | None = None, *options: str, exact: bool = False) -> Result:
    """What comes of asking a server of this world."""
    with serving(world) as url:
        return ask_at(url, one, *options, exact=exact)


def ask_at(url: str, one: Slo | None = None, *options: str, exact: bool = False) -> Result:
    """What comes of asking this server; nothing is waited for between attempts."""
    parsed = parser_of("budget").parse_args(["--prometheus-url", url, "--timeout", "2", *options])
    server = Server(connection_of(parsed)._replace(pause=lambda _: None))
    return evaluate(server, one or slo(), Asked(float(END), {}, exact))
