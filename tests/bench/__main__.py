"""Generate, compile, check; print the tables."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from tests.bench.measure import Cost, cost, interleaved
from tests.bench.multiply import Project, multiply
from tests.programs import ROOT, Missing, promtools

COMPILER = (sys.executable, "-m", "sre_compiler")
FILES_A_CALL = 5_000
"""Paths on one command line; the kernel takes 2 MiB of them."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One size: the project, and the folder for what comes out of it."""

    project: Project
    folder: Path

    def jobs(self) -> dict[str, Callable[[], Cost]]:
        jobs = {
            "python -I -c pass": self.python,
            "lint": self.lint,
            "lint, one file changed": self.lint_one_changed,
            "lint, nothing changed": self.lint_again,
            "rules alone": self.rules,
            "build -j 1": self.cold,
            "build": self.cold_on_all_cores,
            "build --check": self.check,
            "build, one file changed": self.build_one_changed,
            "promtool check rules": self.promtool,
        }
        return jobs | ({"sloth generate": self.sloth} if shutil.which("sloth") else {})

    def python(self) -> Cost:
        return cost([sys.executable, "-I", "-c", "pass"])

    def rules(self) -> Cost:
        """The Prometheus rules and nothing else, on one core: what Sloth makes, too."""
        shutil.rmtree(self.folder / "rules", ignore_errors=True)
        return cost([sys.executable, "-m", "tests.bench.rules", str(self.project.specs), str(self.folder / "rules")])

    def cold(self) -> Cost:
        """Nothing is there: neither output nor cache. On one core."""
        return self._cold("-j", "1")

    def cold_on_all_cores(self) -> Cost:
        return self._cold()

    def _cold(self, *options: str) -> Cost:
        """Into a new folder: ext4 without a journal takes long to make files where as many were just deleted."""
        self._forget()
        return self._compile("build", self.project.specs, "-o", self._generated(new=True), *options)

    def check(self) -> Cost:
        """Everything is there and fresh; the cache is warm from the build before."""
        return self._compile("build", self.project.specs, "-o", self._generated(), "--check")

    def build_one_changed(self) -> Cost:
        """Everything is there; one file of services is not as it was."""
        self._change_one()
        return self._compile("build", self.project.specs, "-o", self._generated(), "-j", "1")

    def _change_one(self) -> None:
        with min(self.project.specs.glob("services-*.yaml")).open("a", encoding="utf-8") as file:
            file.write("# another line\n")

    def lint(self) -> Cost:
        self._forget()
        return self._compile("lint", self.project.specs)

    def lint_one_changed(self) -> Cost:
        """One file of services is not as it was in the run before."""
        self._change_one()
        return self._compile("lint", self.project.specs)

    def lint_again(self) -> Cost:
        return self._compile("lint", self.project.specs)

    def _forget(self) -> None:
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def _generated(self, *, new: bool = False) -> Path:
        """The folder of the last build, or one for the next."""
        built = len([*self.folder.glob("generated-*")])
        return self.folder / f"generated-{built + new}"

    def promtool(self) -> Cost:
        """All generated rule files, in as few calls as the kernel allows."""
        promtool = promtools()[0]
        if isinstance(promtool, Missing):
            sys.exit(f"promtool is missing; install it with: {promtool.install}")
        files = sorted(map(str, (self._generated() / "prometheus").glob("*/rules/**/*.yaml")))
        calls = [files[start : start + FILES_A_CALL] for start in range(0, len(files), FILES_A_CALL)]
        return sum((cost([promtool.path, "check", "rules", *call]) for call in calls), Cost(0, 0, 0))

    def sloth(self) -> Cost:
        out = self.folder / "sloth-generated"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        return cost(["sloth", "generate", "--no-log", "-i", str(self.project.sloth), "-o", str(out)])

    def _compile(self, *arguments: str | Path) -> Cost:
        environment = {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return cost([*COMPILER, *map(str, arguments)], environment=environment)


@dataclass(frozen=True, slots=True)
class Result:
    """What one size cost."""

    project: Project
    costs: dict[str, Cost]

    def slos_a_second(self, name: str) -> float:
        """Of one core: by processor time."""
        return self.project.slos / self.costs[name].cpu

    def share(self, name: str, of: str, figure: Literal["cpu", "wall"]) -> float:
        ours, theirs = self.costs[name], self.costs[of]
        return ours.cpu / theirs.cpu if figure == "cpu" else ours.wall / theirs.wall


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Time the compiler on many SLOs.")
    parser.add_argument("--slos", type=int, nargs="+", default=[100, 1_300, 10_000], metavar="N", help="the sizes")
    parser.add_argument("--runs", type=int, default=3, help="rounds; the median of each figure is printed")
    parser.add_argument("--specs", type=Path, default=ROOT / "specs", help="the example to multiply")
    parser.add_argument("--folder", help="where to work; on a tmpfs, such as /dev/shm, no disk is part of the figures")
    arguments = parser.parse_args()
    with TemporaryDirectory(dir=arguments.folder) as folder:
        start, *sizes = [
            _measure(arguments.specs, Path(folder, str(slos)), slos, arguments.runs) for slos in [1, *arguments.slos]
        ]
    _print_ratios(start, sizes)


def _measure(example: Path, folder: Path, slos: int, runs: int) -> Result:
    """Time one size and print its rows."""
    project = multiply(example, folder, slos)
    result = Result(project, interleaved(Bench(project, folder).jobs(), runs))
    print(f"{project.slos:,} SLOs of {project.services:,} services in {project.files:,} files")
    print(f"  {'':26}{'CPU s':>9}{'wall s':>9}{'peak MiB':>10}")
    for name, one in result.costs.items():
        print(f"  {name:26}{one.cpu:9.3f}{one.wall:9.3f}{one.peak:10.0f}", flush=True)
    return result


def _print_ratios(start: Result, sizes: Sequence[Result]) -> None:
    """The figures that hold on any machine, beside what is wanted."""
    small, big = sizes[0], sizes[-1]
    middle = next((size for size in sizes if size.project.services >= 500), big)
    rows = [
        ("lint of the example, times `python -I -c pass`, CPU", start.share("lint", "python -I -c pass", "cpu"), ""),
        *(
            (f"{name}, {middle.project.services:,} services, {what}", figure, wanted)
            for name, limit in (("lint", "<= 0.6"), ("lint, one file changed", "<= 0.3"), ("lint, nothing changed", ""))
            for what, figure, wanted in (
                ("CPU s", middle.costs[name].cpu, limit),
                ("times `python`, CPU", middle.share(name, "python -I -c pass", "cpu"), ""),
            )
        ),
        (
            f"growth exponent of lint, {small.project.slos:,} to {big.project.slos:,} SLOs",
            _growth(start, small, big, "lint"),
            "",
        ),
        ("Prometheus rules alone, SLOs a second on one core", big.slos_a_second("rules alone"), ">= 1000"),
        (
            "Prometheus rules alone / promtool check rules, CPU",
            big.share("rules alone", "promtool check rules", "cpu"),
            "<= 0.5",
        ),
        (
            f"cold build, {middle.project.services:,} services, SLOs a second on one core",
            middle.slos_a_second("build -j 1"),
            ">= 430",
        ),
        ("cold build, SLOs a second on one core", big.slos_a_second("build -j 1"), ""),
        ("cold build / promtool check rules, CPU", big.share("build -j 1", "promtool check rules", "cpu"), ""),
        ("build, one file changed / cold build, CPU", big.share("build, one file changed", "build -j 1", "cpu"), ""),
        ("warm build --check / cold build, wall", big.share("build --check", "build -j 1", "wall"), "<= 0.1"),
        ("peak memory of a cold build, MiB", big.costs["build -j 1"].peak, "<= 200"),
        ("cold build on all cores / on one, wall", big.share("build", "build -j 1", "wall"), ""),
        (
            f"growth exponent, {small.project.slos:,} to {big.project.slos:,} SLOs",
            _growth(start, small, big, "build -j 1"),
            "<= 1.08",
        ),
    ]
    if "sloth generate" in big.costs:
        rows.append(("sloth generate / cold build, CPU", big.share("sloth generate", "build -j 1", "cpu"), ""))
        rows.append(("sloth generate / cold build, wall", big.share("sloth generate", "build", "wall"), ""))
    print(f"\n{big.project.slos:,} SLOs{'':54}{'here':>10}  wanted")
    for name, value, wanted in rows:
        print(f"{name:64}{value:10.2f}  {wanted}")


def _growth(start: Result, small: Result, big: Result, job: str) -> float:
    """The exponent k of CPU ~ SLOs^k, without what every run costs: both ends are taken above the example alone."""
    times = [result.costs[job].cpu - start.costs[job].cpu for result in (small, big)]
    slos = [result.project.slos - start.project.slos for result in (small, big)]
    return log(times[1] / times[0]) / log(slos[1] / slos[0]) if min(times) > 0 < slos[1] - slos[0] else nan


if __name__ == "__main__":
    main()
