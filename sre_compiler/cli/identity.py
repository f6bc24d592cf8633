"""What a build does to the incidents that are open while its Alertmanager configuration is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # routes are worked out where a configuration changes
    from collections.abc import Iterator

    from sre_compiler.diagnostics import Diagnostic
    from sre_compiler.output.artifact import Artifact

CONFIGURATION = "alertmanager/alertmanager.yaml"


def changes(artifact: Artifact, output: str) -> Iterator[Diagnostic]:
    """Findings about the configuration that stands in the output folder, beside the one that will; none where there is none."""
    from sre_compiler.output.tree import opened

    tree = opened(output)
    try:
        old = tree.look(CONFIGURATION).content
    finally:
        tree.close()
    if old and old != artifact.text.encode():
        yield from _compared(old, artifact.text.encode())


def _compared(old: bytes, new: bytes) -> Iterator[Diagnostic]:
    from sre_compiler.output import problems
    from sre_compiler.routing import UntriedError, loaded, moved, read, reordered

    before, after = read(old, CONFIGURATION), read(new, CONFIGURATION)
    if before is None or after is None:
        return
    for receiver in reordered(before, after):
        yield problems.receiver_order_changes(receiver)
    try:
        found = [*moved(loaded(before), loaded(after))]
    except UntriedError:
        return
    for orphaned in (True, False):
        routes = [one.route for one in found if (not one.receivers) is orphaned]
        if routes:
            yield problems.incident_identity_changes(list(dict.fromkeys(routes)), orphaned=orphaned)
