"""Edits of places → edits of the text, character by character.

In: an edit by object path, and the document's tree. Out: the same edit at a span, with the text that is to stand there, or
nothing where that cannot be said exactly. Must not: write YAML anew; all that an edit does not speak of stays as it is.
"""

from sre_compiler.documents.edits.placing import placed
from sre_compiler.documents.edits.removal import removed_at
from sre_compiler.documents.edits.splice import Splice, overlap, spliced

__all__ = ["Splice", "overlap", "placed", "removed_at", "spliced"]
