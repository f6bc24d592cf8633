"""What a server showed of the boards, as findings: one for each thing in the specs whose panels lack the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sre_compiler.diagnostics import Diagnostic
from sre_compiler.servers import problems
from sre_compiler.servers.origins import Origins
from sre_compiler.servers.verify import ALERTS, Shown, Verified

Missing = Callable[[Shown], list[str]]


def findings(verified: Verified, origins: Origins, missing: Missing) -> Iterator[Diagnostic]:
    """The findings about a board; `missing` is asked about each empty panel."""
    board = verified.board
    name, place = f"board “{board.title}”", origins.place(board.source.partition("#")[2])
    if verified.without_values is not None:
        yield problems.board_without_values(name, *verified.without_values, place)
    for shown in verified.panels:
        for answer in shown.answers:
            if answer.error:
                where = origins.place(shown.slo) or place
                yield problems.panel_in_error(name, shown.panel.title, answer.error, answer.expr, where)
                break
    for slo, reads, group in _grouped([one for one in verified.panels if one.is_empty], missing):
        only_alerts = bool(reads) and all(one.startswith(ALERTS) for one in reads)
        titles = list(dict.fromkeys(shown.panel.title for shown in group))
        where = (origins.place(slo) if slo else None) or place
        yield problems.panel_without_data(name, titles, reads, only_alerts=only_alerts, where=where)


def _grouped(empty: Sequence[Shown], missing: Missing) -> Iterator[tuple[str, list[str], list[Shown]]]:
    """Panels about the same SLO in one group, with what is missing for them; other panels by what they miss."""
    groups: dict[object, tuple[str, list[str], list[Shown]]] = {}
    for shown in empty:
        reads = missing(shown)
        kind = "alerts" if reads and all(one.startswith(ALERTS) for one in reads) else "series" if reads else "answer"
        _, known, group = groups.setdefault((shown.slo or tuple(reads), kind), (shown.slo, [], []))
        known += [one for one in reads if one not in known]
        group.append(shown)
    yield from groups.values()
