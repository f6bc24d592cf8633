"""The review page of an incident: what stands where, and what people are asked to write between the blocks."""

from __future__ import annotations

from sre_compiler.backends.incidents import budget, facts, story
from sre_compiler.backends.incidents.case import Case, Index
from sre_compiler.output import markdown
from sre_compiler.output.blocks import block
from sre_compiler.program.incidents import Incident

PROMPTS = {
    "What happened": "The course of it in a few paragraphs, for somebody who was not there.",
    "Trigger": "What set it off on that day, and not the day before.",
    "Detection": "Did the alert of the SLO fire, and how long before anybody else noticed? What would have been sooner?",
    "Resolution": "What made it better, what was tried in vain, and what is still provisional.",
    "What went well": "What should be done the same way next time.",
    "What went badly": "What cost time, or made it worse.",
    "Where we got lucky": "What was no merit of ours, and would have made it worse.",
    "Messages": "What was said inside and to customers, and when.",
}
"""The sections that people write, and what belongs into each."""
AFTERWARDS = "How much of each budget was left before and after, and what was decided because of it."


def text(index: Index, incident: Incident) -> str:
    """A new page. Later ones differ only within the blocks."""
    case = Case(index, incident)
    parts = [
        f"# {markdown.text(incident.title or incident.name)}",
        block("facts", facts.table(case)),
        "## Summary and impact",
        block("summary", story.summary(case)),
        _asked("What happened"),
        "## Timeline",
        block("times", story.durations(case)),
        block("timeline", story.timeline(case)),
        _asked("Trigger"),
        _asked("Detection"),
        _asked("Resolution"),
        "## Who did what",
        block("roles", facts.roles(case)),
        "## Contributing factors",
        block("factors", story.factors(case)),
        *(_asked(one) for one in ("What went well", "What went badly", "Where we got lucky")),
        "## Actions",
        block("actions", story.actions(case)),
        "## Error budget",
        block("budget", budget.table(case)),
        f"_{AFTERWARDS}_",
        _asked("Messages"),
    ]
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def _asked(heading: str) -> str:
    return f"## {heading}\n\n_{PROMPTS[heading]}_"
