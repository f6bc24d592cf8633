"""A whole page as it is when nobody has written in it yet: blocks of ours, and a question for each section of people."""

from __future__ import annotations

from msgspec import Struct

from sre_compiler.backends.runbooks import summary
from sre_compiler.backends.runbooks.escalation import Escalations
from sre_compiler.backends.runbooks.neighbours import Neighbours
from sre_compiler.backends.runbooks.render import render
from sre_compiler.backends.runbooks.verify import verify
from sre_compiler.output import blocks
from sre_compiler.output.markdown import Markdown
from sre_compiler.program.program import Program
from sre_compiler.program.runbooks import Runbook
from sre_compiler.program.services import Service
from sre_compiler.runbooks.sections import ESCALATION, SECTIONS


class Writer(Struct, frozen=True):
    """Writes the runbooks of one service; what they have in common is worked out once."""

    program: Program
    service: Service
    escalations: Escalations
    neighbours: Neighbours

    def page(self, runbook: Runbook) -> str:
        """The page of a runbook."""
        bodies = {
            "summary": summary.summary(self.program, self.service, runbook),
            "steps": summary.steps(runbook),
            "verify": verify(self.program, self.service, runbook, self.neighbours.of(runbook)),
            ESCALATION: self.escalations.block(self.service.team, runbook),
        }
        written = {name: Markdown(blocks.block(name, body)) if body else "" for name, body in bodies.items()}
        return render("page", alert=runbook.alert, blocks=written, sections=SECTIONS)
