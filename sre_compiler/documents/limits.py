"""How much a file may ask for. No spec comes near; text that was made to hurt stops here."""

from __future__ import annotations

DEPTH = 64
"""Collections inside each other, aliases followed."""

EXPANSION = 1 << 20
"""Characters that the aliases of a document repeat."""

FINDINGS = 200
"""Findings of one file before its reading is given up."""

COMMENTS = 10_000
"""Comments to this program that are read in one part of a file; the others say nothing."""
