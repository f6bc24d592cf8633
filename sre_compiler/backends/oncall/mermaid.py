"""An escalation as a Mermaid diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sre_compiler.program.oncall import OnCallPolicy, Step
from sre_compiler.units import Duration

_SPECIAL = re.compile(r"[^\w ,.:()/-]|_(?=_)")
_SIGNS = {"schedule": "schedule", "team": "everybody of", "person": ""}


def escalation(policy: OnCallPolicy) -> Iterator[str]:
    """The lines of a flowchart: who is called after how long, and when it ends."""
    yield "flowchart TD"
    yield '  alert(["a page"]) --> step1'
    after = Duration(0)
    for number, step in enumerate(policy.escalation, start=1):
        yield f'  step{number}["{_when(after)}: {_whom(step)}"]'
        yield f'  step{number} -- "answered" --> answered'
        is_last = number == len(policy.escalation)
        yield f'  step{number} -- "no answer for {step.ack_within}" --> {"nobody" if is_last else f"step{number + 1}"}'
        after = Duration(after.milliseconds + step.ack_within.milliseconds)
    yield f'  nobody["{_when(after)}: nobody else is called"]'
    yield '  answered(["somebody is on it"])'


def _when(after: Duration) -> str:
    return f"after {after}" if after.milliseconds else "at once"


def _whom(step: Step) -> str:
    return " and ".join(label(f"{_SIGNS[noun]} {name}".strip()) for noun, name in step.call)


def label(value: str) -> str:
    """Text inside of quotes that Mermaid shows as it is: what it could read as its own stands as a code point."""
    line = " ".join(value.split())
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", line)
