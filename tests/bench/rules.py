"""`python -m tests.bench.rules SPECS FOLDER`: the Prometheus rules alone, without their proofs and without any other output."""

from __future__ import annotations

import gc
import sys

from sre_compiler import pipeline
from sre_compiler.backends import prometheus
from sre_compiler.backends.prometheus.alerting import Firings
from sre_compiler.output.write import write


def main(specs: str, folder: str) -> None:
    """Compile and write them as `build -j 1` does."""
    gc.disable()
    program = pipeline.compile_specs(specs).program
    if program is None:
        sys.exit(f"{specs} does not compile")
    write((rules for service in program.services for rules in prometheus.emit(program, service, Firings())), folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
