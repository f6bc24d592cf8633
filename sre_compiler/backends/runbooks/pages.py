"""A whole page as it is when nobody has written in it yet: blocks of ours, and a question for each section of people."""

from __future__ import annotations

from sre_compiler.backends.runbooks import escalation, summary, verify
from sre_compiler.backends.runbooks.render import render
from sre_compiler.output import blocks
from sre_compiler.output.markdown import Markdown
from sre_compiler.program.program import Program
from sre_compiler.program.runbooks import Runbook
from sre_compiler.program.services import Service
from sre_compiler.runbooks.sections import ESCALATION, SECTIONS


def page(program: Program, service: Service, runbook: Runbook) -> str:
    """The page of a runbook."""
    bodies = {
        "summary": summary.summary(program, service, runbook),
        "steps": summary.steps(runbook),
        "verify": verify.verify(program, service, runbook),
        ESCALATION: escalation.escalation(program, service, runbook),
    }
    written = {name: Markdown(blocks.block(name, body)) if body else "" for name, body in bodies.items()}
    return render("page", alert=runbook.alert, blocks=written, sections=SECTIONS)
