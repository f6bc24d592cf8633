"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from sre_compiler.diagnostics import Diagnostic, Severity, Span


def runbook_stub(where: Span) -> Diagnostic:
    """An alert pages somebody, and nobody has written in its runbook yet.

    The compiler fills in what the specs know; what to look at and what to do only people know. The page counts as a stub until
    its front matter says `draft` or `reviewed`.

    Bad:

        ---
        alert: CheckoutAvailabilityBudgetBurn
        status: stub
        ---

    Good:

        ---
        alert: CheckoutAvailabilityBudgetBurn
        status: reviewed
        last_exercised: 2026-10-07
        ---
    """
    return Diagnostic(
        "runbook-stub",
        Severity.WARNING,
        "an alert that pages somebody has a runbook in which nobody has written",
        where,
        label="only its questions stand there",
        help="answer the questions of its sections, then write `status: draft`, or `reviewed` once somebody has followed it",
    )


def runbook_without_section(where: Span, title: str) -> Diagnostic:
    """The runbook of an alert that pages somebody does not say what to look at, or what to do.

    Whoever is woken needs both before anything else: how to find the cause, and the fastest safe action.

    Bad:

        ## Mitigation

    Good:

        ## Mitigation

        1. `kubectl -n shop scale deploy/checkout --replicas=12`; the error ratio falls within two minutes.
    """
    return Diagnostic(
        "runbook-without-section",
        Severity.WARNING,
        f"the runbook of an alert that pages somebody says nothing under `{title}`",
        where,
        label="whoever is woken has to find out alone",
        help=f"write it below a heading `## {title}`",
    )


def dead_runbook_link(where: Span, reason: str) -> Diagnostic:
    """A link of a runbook leads to a page, or a section of one, that is not there.

    Only links between the pages of one folder are looked at; nothing asks the network.

    Bad:

        See [the queue](CheckoutQueueFull.md#drain-it).

    Good:

        See [the queue](CheckoutQueueBacklog.md#mitigation).
    """
    return Diagnostic(
        "dead-runbook-link",
        Severity.WARNING,
        f"a link of a runbook leads nowhere: {reason}",
        where,
        help="name a page of this folder and one of its headings, or delete the link",
    )
