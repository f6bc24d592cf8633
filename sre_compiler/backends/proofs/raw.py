"""The raw series of every kind of indicator."""

from __future__ import annotations

from functools import lru_cache

from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.histograms import histograms
from sre_compiler.backends.proofs.legs import others, ours
from sre_compiler.backends.proofs.sources import Sources, sources
from sre_compiler.backends.proofs.states import states


@lru_cache(maxsize=256)
def raw_series(frame: Frame, *, native: bool) -> tuple[Sources, ...]:
    """Those of our group and of the healthy one, of native histograms only where they are asked for; nothing where they are not known.

    Kept, because each kind of case of a frame asks for them.
    """
    groups = [ours(frame), others(frame)] if frame.objective.group_by else [{}]
    kinds = (histograms,) if native else (sources, states)
    found = [next(filter(None, (kind(frame, group) for kind in kinds)), None) for group in groups]
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(groups) else ()
