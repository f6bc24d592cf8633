"""The sections of a runbook that people write, and the question in each until somebody answers it."""

from __future__ import annotations

from msgspec import Struct

PAGED = "Somebody is paged for "
"""How the block about escalation begins where an alert wakes people."""
ESCALATION = "escalation"


class Section(Struct, frozen=True):
    """`needed`: nobody should be paged without it."""

    title: str
    question: str
    needed: bool = False


SECTIONS = {
    "meaning": Section("Meaning and impact", "Who notices, and what do they see?"),
    "diagnosis": Section(
        "Diagnosis", "What do you look at first, in which order, and what does it show when all is well?", needed=True
    ),
    "mitigation": Section(
        "Mitigation", "What is the fastest safe action, and how do you see that it worked?", needed=True
    ),
    "rollback": Section("Rollback", "Which command takes back the last change, and how do you see that it worked?"),
    "history": Section(
        "False positives and history",
        "When did this fire for no reason, and what was learned when it fired for one?",
    ),
}
