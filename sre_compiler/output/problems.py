"""The findings of this room: one function each; its name is the finding's name, its docstring the page of `explain`."""

from __future__ import annotations

from sre_compiler.diagnostics import Diagnostic, Severity


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
