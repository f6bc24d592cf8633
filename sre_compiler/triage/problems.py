"""The findings about what silences findings: one function each; its name is the finding's name, its docstring the page."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sre_compiler.diagnostics import Diagnostic, Edit, Fix, Place, Related, Severity, Silence, Span

if TYPE_CHECKING:  # a run that finds nothing changed reads no YAML
    from sre_compiler.documents import Comment


def malformed_allow(comment: Comment, wanted: str, better: str = "") -> Diagnostic:
    """A comment looks like one that allows a finding, and cannot be read.

    Whoever wrote it believes that something is allowed. A comment that begins with `# sre:` is read by the compiler: it names
    one or more findings, may say until when, and gives the reason after a colon.

    Bad:

        # sre: ignore low-traffic
        objective: 99.9%

    Good:

        # sre: allow low-traffic: the batch runs once a day
        objective: 99.9%
    """
    fix = Fix(wanted, (Edit(comment.where, better),), safe=False) if better else None
    return Diagnostic(
        "malformed-allow",
        Severity.WARNING,
        "this comment allows nothing: it cannot be read",
        comment.where,
        help=wanted,
        fix=fix,
        at=_place(comment),
    )


def allow_without_reason(comment: Comment, names: str) -> Diagnostic:
    """A comment allows a finding without saying why.

    Whoever reads the spec next cannot tell whether it may go. The finding is silenced all the same.

    Bad:

        # sre: allow low-traffic
        objective: 99.9%

    Good:

        # sre: allow low-traffic: the batch runs once a day
        objective: 99.9%
    """
    message = f"no reason is given why `{names}` is allowed"
    wanted = f"write the reason after a colon: `# sre: allow {names}: <reason>`"
    return Diagnostic("allow-without-reason", Severity.WARNING, message, comment.where, help=wanted, at=_place(comment))


def expired_allow(silence: Silence, name: str) -> Diagnostic:
    """The last day of a comment that allows a finding is over.

    What it allowed is reported again. Only `lint` looks at the date: a build is the same on every day.

    Bad:

        # sre: allow low-traffic until=2024-01-31: no traffic before the launch
        objective: 99.9%

    Good:

        # sre: allow low-traffic until=2124-01-31: no traffic before the launch
        objective: 99.9%
    """
    return Diagnostic(
        "expired-allow",
        Severity.WARNING,
        f"`{name}` was allowed until {silence.until}",
        silence.where,
        help="mend what it allows, or write a later date and why it takes longer",
        at=silence.at,
    )


def unused_allow(comment: Comment, name: str, where: Span, other: Span | None, *, fix: bool) -> Diagnostic:
    """A comment allows a finding that is not there.

    The finding was mended, or the comment stands above the wrong line. Left in place it would silence the next finding of this
    name, which nobody has looked at. A comment alone on its line is about the entry or list item below it, with all in it; one at
    the end of a line is about that line.

    Bad:

        # sre: allow low-traffic: the batch runs once a day
        team: payments

    Good:

        # sre: allow low-traffic: the batch runs once a day
        objective: 99.9%
    """
    removal = Fix("remove the comment", (Edit(comment.line, ""),)) if fix else None
    below = "nothing that it covers has this finding" if comment.covers else "it stands above nothing"
    return Diagnostic(
        "unused-allow",
        Severity.WARNING,
        f"`{name}` is allowed where nothing has this finding",
        where,
        below,
        "remove it" if other is None else "put it above the line that it is about, or remove it",
        () if other is None else (Related(other, "this has the finding"),),
        fix=removal,
        at=_place(comment),
    )


def unknown_finding(name: str, where: Span | Place, known: Collection[str], at: Place | None = None) -> Diagnostic:
    """A comment or a setting names a finding that does not exist.

    It silences nothing, and what it was meant for is reported. The names are those in the reports.

    Bad:

        # sre: allow low-trafic: the batch runs once a day
        objective: 99.9%

    Good:

        # sre: allow low-traffic: the batch runs once a day
        objective: 99.9%
    """
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    wanted = f"did you mean `{close[0]}`?" if close else "use a name as it stands in brackets after a finding"
    edit = Edit(where, close[0], "say" if isinstance(where, Place) else "write") if close else None
    fix = Fix(f"write `{close[0]}`", (edit,), safe=False) if edit else None
    message = f"no finding is called `{name}`"
    return Diagnostic("unknown-finding", Severity.WARNING, message, where, help=wanted, fix=fix, at=at)


def never_allowed(name: str, where: Span | Place, at: Place | None = None) -> Diagnostic:
    """A comment or a setting is to silence a finding that says that a spec cannot be read.

    A broken spec compiles to nothing, so that there is nothing to live with: no check looks at it, and no build follows. The same
    holds for findings about comments that allow others.

    Bad:

        # sre: allow unknown-key: our own extension
        x-owner: ana

    Good:

        # owner: ana
    """
    return Diagnostic(
        "never-allowed",
        Severity.WARNING,
        f"`{name}` cannot be silenced",
        where,
        "it says that a spec is broken, or a comment is",
        "remove this name, and mend what the finding says",
        at=at,
    )


def stale_baseline_entry(name: str, about: str, count: int, there: int, where: Span) -> Diagnostic:
    """The baseline knows a finding that is no longer there.

    Left in the baseline, it would hide the same mistake when somebody makes it again. The number of known findings only falls:
    what is mended is taken out.

    Bad:

        # .sre-baseline.json, although `objective` was lowered since
        {"name": "low-traffic", "file": "web.yaml", "object": "Service/web: spec.slos[a].objective", "count": 1}

    Good:

        # .sre-baseline.json, after `sre-compile lint --write-baseline`
    """
    more = f"{there} of {count} are there" if there else "none is there"
    return Diagnostic(
        "stale-baseline-entry",
        Severity.WARNING,
        f"the baseline knows `{name}` where it is gone: {about or 'the project'}",
        where,
        more,
        "run `sre-compile lint --write-baseline`, and commit the file",
    )


def _place(comment: Comment) -> Place | None:
    return comment.covers[0].place if comment.covers else None


def missing_secret(name: str, state: str, folder: str, place: Place) -> Diagnostic:
    """The file of a secret is missing, empty or unreadable in the folder that `lint --secrets-dir` names.

    Alertmanager starts all the same, and `amtool check-config` says nothing: the first page that needs the secret is lost. The folder
    is where Alertmanager runs, or a copy of it in which only the names have to be right.

    Bad:

        # /etc/alertmanager/secrets holds no shop_pagerduty_key
        receivers: [{name: pager, pagerduty: {routing_key_file: shop_pagerduty_key}}]

    Good:

        # /etc/alertmanager/secrets/shop_pagerduty_key is there
        receivers: [{name: pager, pagerduty: {routing_key_file: shop_pagerduty_key}}]
    """
    return Diagnostic(
        "missing-secret",
        Severity.ERROR,
        f"the secret `{name}` {state}",
        place,
        label="a message that needs it is lost",
        help=f"put it into {folder}, or correct the name",
    )
