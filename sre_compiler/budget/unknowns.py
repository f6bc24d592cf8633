"""The reason why there is no number."""

from __future__ import annotations


class UnknownError(Exception):
    """A question that has no trustworthy answer; the message is the reason, in a sentence without a full stop."""
