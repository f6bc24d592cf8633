"""The raw series of every kind of indicator."""

from __future__ import annotations

from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs.histograms import histograms
from sre_compiler.backends.proofs.legs import others, ours
from sre_compiler.backends.proofs.sources import Sources, sources
from sre_compiler.backends.proofs.states import states


def raw_series(frame: Frame, *, native: bool) -> list[Sources]:
    """Those of our group and of the healthy one, of native histograms only where they are asked for; nothing where they are not known."""
    groups = [ours(frame), others(frame)] if frame.objective.group_by else [{}]
    kinds = (histograms,) if native else (sources, states)
    found = [next(filter(None, (kind(frame, group) for kind in kinds)), None) for group in groups]
    known = [one for one in found if one is not None]
    return known if len(known) == len(groups) else []
