"""`python -m tests.mutants [--sample N]`: the score of the example's proofs, by what was changed, and every survivor.

A mutant is killed by the first test of its rule file that fails. Survivors that cannot be killed are
listed with the reason. Exits 1 where fewer are killed than `--least` percent of the others.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.mutate import Mutant, mutants
from tests.programs import ROOT, Missing, Program, promtools

SERVER = "eu1"
SEED = 6

EXPLAINED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("histogram_(count|fraction)"), "promtool 2 cannot be given native histograms"),
    (re.compile(r"> 0\) → .*> -1\)"), "0 / 0 is NaN, above no threshold"),
)


def killed(rules: Path, mutant: Mutant, promtool: Program) -> bool:
    """Whether a generated test of this rule file fails."""
    service, file = rules.parent.name, rules.stem
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "rules", service, rules.name)
        place.parent.mkdir(parents=True)
        place.write_text(mutant.text, encoding="utf-8")
        tests = Path(folder, "tests", service)
        shutil.copytree(rules.parents[2] / "tests" / service, tests)
        own = sorted(tests.glob(f"{file}*.test.yaml"), key=lambda one: one.stat().st_size)
        return any(promtool.run("test", "rules", one).returncode for one in own)


def why_not(mutant: Mutant) -> str:
    return next((why for what, why in EXPLAINED if what.search(mutant.change)), "")


def every() -> list[tuple[Path, Mutant]]:
    files = sorted((ROOT / "generated" / "prometheus" / SERVER / "rules").glob("*/*.yaml"))
    return [(file, mutant) for file in files for mutant in mutants(file.read_text(encoding="utf-8"))]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--sample", type=int, default=0, help="so many, always the same; all of them if left out")
    parser.add_argument("--seconds", type=float, default=0, help="begin no further one after so long")
    parser.add_argument("--least", type=int, default=100, help="percent of what is not explained that has to be killed")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    promtool = promtools()[0]
    if isinstance(promtool, Missing):
        print(f"promtool is missing; install it with: {promtool.install}")
        return 2
    drawn = every()
    total = len(drawn)
    if asked.sample:
        drawn = random.Random(SEED).sample(drawn, min(asked.sample, total))
    ends = time.monotonic() + asked.seconds if asked.seconds else float("inf")

    def judge(one: tuple[Path, Mutant]) -> bool | None:
        return killed(*one, promtool) if time.monotonic() < ends else None

    with ThreadPoolExecutor(asked.jobs) as pool:
        verdicts = list(pool.map(judge, drawn))
    return report(
        [(one, verdict) for one, verdict in zip(drawn, verdicts, strict=True) if verdict is not None],
        total,
        asked.least,
    )


def report(judged: list[tuple[tuple[Path, Mutant], bool]], total: int, least: int) -> int:
    tried, dead = Counter[str](), Counter[str]()
    for (file, mutant), is_dead in judged:
        why = "" if is_dead else why_not(mutant)
        tried[mutant.kind] += not why
        dead[mutant.kind] += is_dead
        if not is_dead:
            where = f"{file.parent.name}/{file.name}:{mutant.line}"
            print(
                f"{'explained' if why else 'SURVIVED'} {mutant.kind} {where}: {mutant.change}{f' ({why})' if why else ''}"
            )
    for kind in sorted(tried):
        print(f"{kind:10} {dead[kind]:5} of {tried[kind]:5} killed")
    print(f"all        {dead.total():5} of {tried.total():5} killed, {len(judged)} of {total} mutants tried")
    return int(dead.total() * 100 < least * tried.total())


if __name__ == "__main__":
    sys.exit(main())
