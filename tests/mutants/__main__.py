"""`python -m tests.mutants [--sample N]`: the score of the example's proofs, by what was changed, and every survivor.

A mutant is killed by the first block of a generated test that fails, tried with the rules of its own group. Survivors that
cannot be killed are listed with the reason. Exits 1 where fewer are killed than `--least` percent of the others.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.mutants.equivalent import why_not
from tests.mutants.judge import Judge
from tests.mutants.mutate import Mutant, mutants
from tests.mutants.pieces import Group, groups
from tests.programs import ROOT, Missing, promtools

SERVERS = ROOT / "generated" / "prometheus"
SEED = 6
TOLD = 200
"""How many mutants pass between two lines of progress."""

One = tuple[Path, Group, Mutant]


def every(server: str, only: str) -> list[One]:
    """All mutants of the server's rule files whose path, group and line contain the text."""
    found = []
    for file in sorted((SERVERS / server / "rules").glob("*/*.yaml")):
        for group in groups(file.read_text(encoding="utf-8")):
            some = (replace(one, line=one.line + group.line) for one in mutants(group.text))
            found += [(file, group, one) for one in some if only in _told(file, one)]
    return found


def _told(file: Path, one: Mutant) -> str:
    return f"{one.kind} {file.parent.name}/{file.name}:{one.line}: {one.change}"


def main() -> int:
    asked = _asked()
    promtool = promtools()[asked.generation - 2]
    if isinstance(promtool, Missing):
        print(f"promtool is missing; install it with: {promtool.install}")
        return 2
    drawn = every(asked.server, asked.only)
    total = len(drawn)
    if asked.again:
        listed = asked.again.read_text(encoding="utf-8")
        drawn = [one for one in drawn if _told(one[0], one[2]) in listed]
    if asked.sample:
        drawn = random.Random(SEED).sample(drawn, min(asked.sample, total))
    judge = Judge(promtool)
    with ThreadPoolExecutor(asked.jobs) as pool:
        verdicts = zip(drawn, pool.map(lambda one: judge.killed(*one), drawn), strict=True)
        shown = _shown(verdicts, len(drawn), asked.generation)
        return _report(shown, total, asked.least, asked.generation)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--sample", type=int, default=0, help="so many, always the same; all of them if left out")
    parser.add_argument("--least", type=int, default=100, help="percent of what is not explained that has to be killed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--server", default="eu1", help="whose rules")
    parser.add_argument("--generation", type=int, choices=(2, 3), default=2, help="of promtool")
    parser.add_argument("--only", default="", help="those whose line contains this")
    parser.add_argument("--again", type=Path, help="those that this file, the output of an earlier run, lists")
    return parser.parse_args()


def _shown(verdicts: Iterable[tuple[One, bool]], count: int, generation: int) -> Iterator[tuple[Mutant, bool]]:
    """Each survivor is printed as soon as it is known."""
    began = time.monotonic()
    for number, ((file, _, mutant), dead) in enumerate(verdicts, start=1):
        if not dead:
            why = why_not(mutant, generation)
            print(f"{'explained' if why else 'SURVIVED'} {_told(file, mutant)}{f' ({why})' if why else ''}", flush=True)
        if number % TOLD == 0:
            print(f"{number} of {count} after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        yield mutant, dead


def _report(judged: Iterable[tuple[Mutant, bool]], total: int, least: int, generation: int) -> int:
    tried, dead = Counter[str](), Counter[str]()
    count = 0
    for count, (mutant, is_dead) in enumerate(judged, start=1):  # noqa: B007 - the last is printed
        tried[mutant.kind] += is_dead or not why_not(mutant, generation)
        dead[mutant.kind] += is_dead
    for kind in sorted(tried):
        print(f"{kind:10} {dead[kind]:5} of {tried[kind]:5} killed")
    print(f"all        {dead.total():5} of {tried.total():5} killed, {count} of {total} mutants tried")
    return int(dead.total() * 100 < least * tried.total())


if __name__ == "__main__":
    sys.exit(main())
