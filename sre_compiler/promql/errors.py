"""The one exception that leaves this room."""

from __future__ import annotations


class PromQLError(Exception):
    """An expression that Prometheus would refuse, or that is beyond our bounds.

    `message` states what was expected and what stands there; [start, end) are code points of the expression's text;
    `help` says what to type instead and may be empty.
    """

    def __init__(self, message: str, start: int, end: int, help: str = "") -> None:  # noqa: A002 (as in Diagnostic)
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.help = help
