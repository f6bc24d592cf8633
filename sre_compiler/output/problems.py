"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from collections.abc import Sequence

from sre_compiler.diagnostics import Diagnostic, Severity, Span


def foreign_file(path: str) -> Diagnostic:
    """A file that the compiler did not write stands where a generated file belongs.

    The manifests in the output folder list what the compiler wrote. A file that none of them lists is yours: it is neither
    overwritten nor removed, and the build writes nothing until one of the two gives way.

    Bad:

        # generated/prometheus/eu1/rules/checkout/alerts.yaml, written by hand
        groups:
          - name: checkout
            rules: []

    Good:

        # specs/services/checkout.yaml
        alerts:
          - name: CheckoutQueueBacklog
            expr: sum by (queue) (checkout_queue_depth{job="checkout"}) > 1000
            severity: sev3
    """
    return Diagnostic(
        "foreign-file",
        Severity.ERROR,
        f"{path} stands where a generated file belongs, and no manifest lists it",
        None,
        help="move it, or delete it if nobody needs it; then build again",
    )


def incident_identity_changes(routes: Sequence[str], *, orphaned: bool) -> Diagnostic:
    """After this build Alertmanager takes incidents that are open now for others.

    It knows an incident by the text of the conditions on the way to its route and by the labels by which it is grouped, and what it has
    sent by the name of the receiver. Where a text or a label changes, a second incident is opened, and Alertmanager never resolves the
    first one in PagerDuty or Opsgenie; where only the name changes, everything that fires is told once more. It matters only for what
    fires while the new configuration is loaded.

    Bad:

        # kind: Project, while something fires
        identity_labels: [env, cluster]  # was [env]

    Good:

        # loaded while nothing fires that has to be resolved
        identity_labels: [env, cluster]
    """
    shown = f"{routes[0]} and of {len(routes) - 1} more routes" if len(routes) > 1 else routes[0]
    if orphaned:
        what, advice = (
            "are new incidents, and those that are open are never resolved",
            "resolve by hand what is open then",
        )
    else:
        what, advice = "are told again, to a receiver of another name", "expect one more message of each"
    return Diagnostic(
        "incident-identity-changes",
        Severity.INFO,
        f"alerts of {shown} that fire while this is loaded {what}",
        None,
        help=f"load it while none of them fires, or {advice}",
    )


def receiver_order_changes(receiver: str) -> Diagnostic:
    """After this build a way of a receiver has another place among those of its kind.

    Alertmanager knows what it has sent by the place of a way in the list, not by what stands there. A way that was put before another one
    is never told of what fires already, and is told that it is over; the other one is told of it once more. It matters only for what
    fires while the new configuration is loaded.

    Bad:

        notify: {sev1: [new-pager, pager]}  # was [pager]

    Good:

        notify: {sev1: [pager, new-pager]}
    """
    return Diagnostic(
        "receiver-order-changes",
        Severity.INFO,
        f"ways of {receiver} change places: what one was told, another one is told the end of",
        None,
        help="name a new receiver behind the others in `notify`, or load it while nothing fires",
    )


def linked_output(path: str) -> Diagnostic:
    """A symbolic link stands in the output folder where a generated file or its folder belongs.

    Whoever writes through a link writes somewhere else, where other files may be lost. The output folder itself may be a
    link.

    Bad:

        generated/prometheus -> /etc/prometheus

    Good:

        /etc/prometheus/rules -> /srv/acme/generated/prometheus/eu1/rules
    """
    return Diagnostic(
        "linked-output",
        Severity.ERROR,
        f"{path} is a symbolic link, and nothing is written through one",
        None,
        help="delete the link, or let -o name the folder that it points to; then build again",
    )


def broken_markers(where: Span, reason: str) -> Diagnostic:
    """The markers of the blocks in a page do not fit together, so that nobody can tell whose text is whose.

    A page belongs to people, except for the blocks that stand between a `begin` and an `end` marker. Where a marker is missing,
    doubled, or inside of another block, nothing is written: text of yours could be lost.

    Bad:

        <!-- sre-compile:begin verify sha256=6b23c0d5f35d -->
        - Error ratio over 1h: …

        ## Diagnosis

    Good:

        <!-- sre-compile:begin verify sha256=6b23c0d5f35d -->
        - Error ratio over 1h: …
        <!-- sre-compile:end verify -->

        ## Diagnosis
    """
    return Diagnostic(
        "broken-markers",
        Severity.ERROR,
        f"the blocks of this page cannot be told apart: {reason}",
        where,
        label="here",
        help="put both markers of the block back on lines of their own, or delete both; then build again",
    )


def edited_block(where: Span, name: str) -> Diagnostic:
    """A machine-owned block of a page was edited by hand, so it is kept as it is and no longer follows the specs.

    The hash in the first marker says what the compiler wrote. Another text is somebody's work, and is never overwritten; but
    a number in it may be wrong by now. Text of your own belongs above or below the block.

    Bad:

        <!-- sre-compile:begin escalation sha256=6b23c0d5f35d -->
        1. schedule `primary` of `shop`, waits 5m; in August call Ida
        <!-- sre-compile:end escalation -->

    Good:

        <!-- sre-compile:begin escalation sha256=6b23c0d5f35d -->
        1. schedule `primary` of `shop`, waits 5m
        <!-- sre-compile:end escalation -->

        In August call Ida.
    """
    return Diagnostic(
        "edited-block",
        Severity.WARNING,
        f"the block `{name}` was edited by hand, so it no longer follows the specs",
        where,
        label="what was written here had this hash",
        help="to have it written anew, empty it and build again; to keep your text for good, delete its two markers",
    )


def leftover_block(where: Span, name: str) -> Diagnostic:
    """A page holds a block that is no longer generated; it is kept as it is.

    What a block says may have become wrong when its reason went away. Nothing in a page is ever deleted by the compiler.

    Bad:

        <!-- sre-compile:begin steps sha256=6b23c0d5f35d -->
        1. Scale the consumer up.
        <!-- sre-compile:end steps -->

    Good:

        ## Mitigation

        1. Scale the consumer up.
    """
    return Diagnostic(
        "leftover-block",
        Severity.WARNING,
        f"the block `{name}` is no longer generated",
        where,
        label="kept as it is",
        help="delete the block, or only its two markers to keep its text as yours",
    )


def leftover_page(path: str) -> Diagnostic:
    """A page is about something that is no longer in the specs; it is kept, since people wrote in it.

    Whoever finds the page may take it for the truth. What is worth keeping can move to another page.

    Bad:

        # specs/services/checkout.yaml no longer has the SLO of generated/runbooks/checkout/CheckoutLatencyBudgetBurn.md
        slos: []

    Good:

        git rm generated/runbooks/checkout/CheckoutLatencyBudgetBurn.md
    """
    return Diagnostic(
        "leftover-page",
        Severity.WARNING,
        f"{path} is about something that is no longer in the specs",
        None,
        help="move what is worth keeping to another page, delete this one, and build again",
    )


def moved_page(old: str, new: str) -> Diagnostic:
    """A page that people wrote in belongs to another path now, because its alert, its service or the layout was renamed.

    A new page would be empty, and the old one would be found by nobody. The build writes nothing until the page is moved.

    Bad:

        # renamed from `latency`; the page is still CheckoutLatencyBudgetBurn.md
        - name: speed
          id: checkout/latency

    Good:

        git mv generated/runbooks/checkout/CheckoutLatencyBudgetBurn.md generated/runbooks/checkout/CheckoutSpeedBudgetBurn.md
    """
    from shlex import quote

    folder = new.rpartition("/")[0]
    make = "" if folder == old.rpartition("/")[0] else f"mkdir -p {quote(folder)} && "
    return Diagnostic(
        "moved-page",
        Severity.ERROR,
        f"{old} has to move to {new}",
        None,
        help=f"{make}git mv {quote(old)} {quote(new)}",
        note="Then build again: its blocks are brought up to date, the rest of it stays as it is.",
    )


def page_in_use(path: str) -> Diagnostic:
    """Somebody saved a page while a build was about to write it, so it was left as they saved it.

    A page is read once more just before it would change. Its blocks may be out of date until the next build.

    Bad:

        sre-compile build specs    # with generated/runbooks/checkout/CheckoutLatencyBudgetBurn.md being saved

    Good:

        sre-compile build specs    # once more
    """
    return Diagnostic(
        "page-in-use",
        Severity.WARNING,
        f"{path} was changed while the build was running, so it is as it was saved",
        None,
        help="build again",
    )
