"""A series for each selector of an expression, with labels by which the results of all meet where that is possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sre_compiler.promql import samples
from sre_compiler.promql.evidence.courses import Series
from sre_compiler.promql.evidence.lines import UnsupportedError
from sre_compiler.promql.nodes import Matcher, Selector

Names = Mapping[int, Series]
"""By the selector's `id`."""


def names(selectors: Sequence[Selector], buckets: frozenset[int], told: Iterable[str], *, alike: bool) -> Names:
    """All have the labels `told`, and if they are to be `alike` those that any of the matchers speaks of.

    `buckets` are the selectors below `histogram_quantile`: their label `le` is given later.
    """
    every = [one for selector in selectors for one in selector.matchers if one.name != "__name__"]
    common: dict[str, str | None] = {name: f"some-{name}" for name in told if name not in {"le", "__name__"}}
    common |= {name: _shared([one for one in every if one.name == name]) for name in {one.name for one in every}}
    found = {}
    for one in selectors:
        own = {matcher.name for matcher in one.matchers}
        given = {name: value for name, value in common.items() if alike or name in told or name in own}
        found[id(one)] = _series(one, given, without_le=id(one) in buckets)
    for general in selectors:
        for special in selectors:
            if _clash(general, special, found):
                other = samples.labels(general.matchers, special.matchers)
                if other is not None:
                    found[id(general)] = _apart(found[id(general)], [*general.matchers, *special.matchers], other)
    return found


def _shared(matchers: list[Matcher]) -> str | None:
    """The value that all matchers of one label accept; None where there is none."""
    found = samples.labels(matchers)
    return None if found is None else found.get(matchers[0].name, "")


def _series(selector: Selector, common: Mapping[str, str | None], *, without_le: bool) -> Series:
    if selector.metric is None or selector.metric.startswith(samples.RESERVED):
        raise UnsupportedError
    labels = {name: value for name, value in common.items() if value and not (without_le and name == "le")}
    unshared = [one for one in selector.matchers if one.name != "__name__" and common[one.name] is None]
    if unshared:
        own = samples.labels(unshared)
        if own is None:
            raise UnsupportedError
        labels |= own
    return Series(selector.metric, frozenset(labels.items()))


def _clash(general: Selector, special: Selector, found: Names) -> bool:
    """Whether two selectors with other matchers have the same series."""
    return (
        general is not special
        and found[id(general)] == found[id(special)]
        and general.matchers != special.matchers
        and "le" not in {one.name for one in [*general.matchers, *special.matchers]}
    )


def _apart(series: Series, matchers: list[Matcher], labels: Mapping[str, str]) -> Series:
    """The series with other values for what the matchers speak of."""
    spoken = {one.name for one in matchers}
    kept = {name: value for name, value in series.labels if name not in spoken}
    return Series(series.metric, frozenset((kept | dict(labels)).items()))
