"""Exit codes; each means one thing, in every command."""

from __future__ import annotations

FINE = 0
WRONG = 1
"""The specs are wrong, the files are stale, a proof failed."""
CANNOT_WORK = 2
"""Wrong command line, unusable path, missing program, full disk."""
TOOL_IS_WRONG = 3
INTERRUPTED = 130


class CannotWorkError(Exception):
    """The command cannot do its work; the message is one line that says which thing is in the way and what to do."""
