"""Mutants that no test can kill, and why."""

from __future__ import annotations

import re

from tests.mutants.mutate import Mutant

_FALLBACK = r"or on \([^()]*\) 0 \* [^*\[]*"
"""What stands for a counted series that is not there, up to its window."""

EXPLAINED: tuple[tuple[str, str], ...] = (
    (
        _FALLBACK + r"\[⟨(5m → 375|30m → 2250|1h → 4500)s⟩\]",
        "where the window has data, a longer one has too, and nothing else is asked of it",
    ),
    (
        rf"^\((?!clamp_min).*{_FALLBACK}\[?⟨[^⟩]*⟩[^*]*\) \* 3600 >= ",
        "no errors and no series of errors are both too few",
    ),
    (
        rf"^\(clamp_min.*{_FALLBACK}\[⟨1h → 2700s⟩\][^*]*\) \* 3600 >= ",
        "the leg needs data of the last five minutes, which any longer window holds",
    ),
    (
        r"^\(\(histogram_count.*" + _FALLBACK + r"(\[⟨(30m|1h) → [0-9]+s⟩\]|[^⟩]*⟨[^⟩ ]+ → mutant⟩)",
        "where a histogram has events its own count stands, and where it has none there is no ratio",
    ),
    (
        r"^\(\(histogram_count.* and histogram_count\([^>]*\[⟨(30m → 2250|1h → 4500)s⟩\]\)\)\) > 0\)",
        "where there are events in the window, there are some in a longer one",
    ),
    (
        r"^\(\(histogram_count.* and histogram_count\([^>]*\) > ⟨0 → -1⟩\)",
        "without events there is no ratio, whatever bad events are",
    ),
    (
        r"\) \* 3600 >= ⟨(2\.5 → 2\.[27]5|4\.5 → 4\.(05|95))⟩",
        "whole errors of an hour are at most 1 % off, so that none are counted between the two",
    ),
    (
        r'^slo:sli_error:ratio_rate(5m|1h)\{slo_id="storefront/reachable"\} > ⟨0\.00672 → 0\.00(6048|7392)⟩',
        "at one evaluation a minute no share of an hour or less lies between the two, only none and more than 1.6 %",
    ),
    (
        r'sum_over_time\(slo:sli_total:rate5m\{slo_id="storefront/reachable"\}\[(5m|30m|1h)\]\) > ⟨0 → -1⟩',
        "its total is one in every minute, with or without data",
    ),
)


def why_not(mutant: Mutant, generation: int) -> str:
    """The reason, or nothing."""
    if generation < 3 and re.match(r"      - record: (?s:.*)histogram_count", mutant.rule):
        return "promtool 2 cannot be given native histograms"
    return next((why for what, why in EXPLAINED if re.search(what, mutant.change)), "")
