"""Which case stands in which test file: by the rule files that it loads, and how often they are evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sre_compiler.backends.prometheus.alerting import Firings
from sre_compiler.backends.prometheus.series import Frame
from sre_compiler.backends.proofs import absence, fast, labels, outages, period, recorded
from sre_compiler.backends.proofs.case import Case
from sre_compiler.backends.proofs.forecast import Known
from sre_compiler.backends.proofs.histograms import FIRST_VERSION
from sre_compiler.program import recorded as rules
from sre_compiler.program.indicators import NativeLatency
from sre_compiler.program.labels import Labels
from sre_compiler.program.objectives import PolicyLeg
from sre_compiler.program.servers import Server
from sre_compiler.units import Duration


class Content(Struct, frozen=True):
    """A test file: the stems of the rule files that it loads, and the version of promtool that it `needs`."""

    file: str
    rules: tuple[str, ...]
    evaluation: Duration
    cases: list[Case]
    needs: int = 0


class Ground(Struct, frozen=True):
    """What the cases of a service stand on: how labels are called, what the simulator said of shapes, what the alerts ask and say."""

    names: Labels
    known: Known
    firings: Firings


def takes_native(server: Server) -> bool:
    """Whether the promtool of this server can be given native histograms."""
    return server.version[0] >= FIRST_VERSION


def of_objectives(frames: list[Frame], ground: Ground) -> Iterator[Content]:
    """The test files of the SLOs of a service on one server."""
    names, known = ground.names, ground.known
    said = [case for one in frames for case in labels.fast(one, names, ground.firings.of(one))]
    quick = [case for one in frames for case in (*fast.cases(one, known), *outages.alone(one, known))]
    yield Content("fast", ("fast",), rules.SPACING, quick + said)
    sparse = [case for one in frames for case in absence.cases(one, known)]
    yield Content("fast-sparse", ("fast",), absence.EVALUATION, sparse)
    yield from _slow(frames, ground)
    budget = [case for one in frames for case in period.cases(one, names)]
    yield Content("budget", ("budget",), period.EVALUATION, budget)
    whole = [case for one in frames for case in outages.together(one, known)]
    yield Content("end-to-end", _all_rules(frames), rules.SPACING, whole)
    yield from _native(frames, known)


def _slow(frames: list[Frame], ground: Ground) -> Iterator[Content]:
    """A file for each pair of windows, called by the long one; by both where another pair has that name."""
    pairs: dict[tuple[Duration, Duration], list[tuple[Frame, PolicyLeg]]] = {}
    for one in frames:
        for leg in one.objective.legs:
            if leg.leg.long > rules.LONGEST_RAW:
                pairs.setdefault((leg.leg.long, leg.leg.short), []).append((one, leg))
    taken = set()
    for (long, short), some in sorted(pairs.items(), key=lambda item: item[0]):
        file = f"slow-{long}-{short}" if long in taken else f"slow-{long}"
        taken.add(long)
        cases = [case for one, leg in some for case in _of_leg(one, leg, ground)]
        yield Content(file, ("slow",), recorded.spacing(some[0][1]), cases)


def _of_leg(frame: Frame, leg: PolicyLeg, ground: Ground) -> Iterator[Case]:
    yield from recorded.slow(frame, leg, ground.known)
    yield from labels.slow(frame, leg, ground.names, ground.firings.of(frame))


def _all_rules(frames: list[Frame]) -> tuple[str, ...]:
    has_slow = any(window > rules.LONGEST_RAW for one in frames for window in one.objective.windows)
    return ("fast", "slow", "budget") if has_slow else ("fast", "budget")


def _native(frames: list[Frame], known: Known) -> Iterator[Content]:
    """Those that only newer versions of promtool can read, apart from the others."""
    some = [one for one in frames if isinstance(one.objective.indicator, NativeLatency) and takes_native(one.server)]
    for file, loaded, evaluation, kinds in (
        ("fast-native", ("fast",), rules.SPACING, (fast.cases, outages.alone)),
        ("fast-sparse-native", ("fast",), absence.EVALUATION, (absence.cases,)),
        ("end-to-end-native", _all_rules(frames), rules.SPACING, (outages.together,)),
    ):
        cases = [case for one in some for kind in kinds for case in kind(one, known, native=True)]
        yield Content(file, loaded, evaluation, cases, FIRST_VERSION)
