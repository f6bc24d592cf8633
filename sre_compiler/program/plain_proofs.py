"""What is known to fire a plain alert, and not to: what its author says, else what can be told from its condition.

Whoever writes tests asks, and whoever finds what is unknown; it is worked out once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from sre_compiler.program.alerts import Alert
from sre_compiler.program.servers import Server
from sre_compiler.promql import Expr, add_matchers
from sre_compiler.promql.evidence.obvious import is_obvious

if TYPE_CHECKING:  # lint searches only where nothing is obvious
    from sre_compiler.promql.evidence.onset import Onset
    from sre_compiler.promql.evidence.search import Evidence, Side
    from sre_compiler.promql.evidence.stated import Stated


class Known(Struct, frozen=True):
    """What fires an alert and what does not, and how the one follows the other; None where that is not known."""

    fires: Side | Stated | None
    silent: Side | Stated | None
    onset: Onset | None


_LABEL = re.compile(r"(?:\$labels|\.Labels)\.([a-zA-Z]\w*)")
Sides = tuple[bool, bool]
"""Of what fires an alert, and of what does not."""

_FOUND: dict[object, Evidence] = {}
"""What was found for a condition: environments share theirs, and copies of a service do as well."""


def known(server: Server, alert: Alert) -> Known:
    """Both sides, as far as they are known on this server."""
    from sre_compiler.promql.evidence.onset import onset
    from sre_compiler.promql.evidence.search import Evidence
    from sre_compiler.promql.evidence.stated import stated

    fires, silent = (alert.proof.fires, alert.proof.silent) if alert.proof else ((), ())
    tree = _tree(server, alert)
    found = _searched(server, alert) if not fires or not silent else Evidence(None, None)
    return Known(
        stated(tree, fires) if fires else found.fires,
        stated(tree, silent) if silent else found.silent,
        onset(tree, found) if not fires and not silent else None,
    )


def is_known(server: Server, alert: Alert) -> Sides:
    """Whether something is known to fire it, and whether something is known not to."""
    fires, silent = (bool(alert.proof.fires), bool(alert.proof.silent)) if alert.proof else (False, False)
    if (fires and silent) or (not server.identity and is_obvious(alert.query.tree)):
        return True, True
    found = _searched(server, alert)
    return fires or found.fires is not None, silent or found.silent is not None


def _searched(server: Server, alert: Alert) -> Evidence:
    from sre_compiler.promql.evidence.search import evidence

    lasting = -(-sum(one.milliseconds for one in (alert.lasting, alert.keep_firing_for) if one) // 1000)
    told = frozenset(_LABEL.findall(" ".join(text for _, text in (*alert.annotations, *alert.labels) if "{{" in text)))
    key = (alert.query.text, server.identity, lasting, told)
    found = _FOUND.get(key)
    if found is None:
        found = _FOUND[key] = evidence(_tree(server, alert), lasting, told)
    return found


def _tree(server: Server, alert: Alert) -> Expr:
    """The condition as the server evaluates it."""
    return add_matchers(alert.query.tree, server.matchers) if server.identity else alert.query.tree
