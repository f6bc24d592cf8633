"""YAML text → a tree that remembers where each word was written.

In: the bytes of a file. Out: `Document`s (plain data with the meaning of YAML 1.2, and the span and raw text of every key
and value) and findings about the text. Must not: know what the data means, or let a library's words through.
"""

from sre_compiler.documents.comments import MARK, Comment, comments
from sre_compiler.documents.document import Document
from sre_compiler.documents.locate import locate
from sre_compiler.documents.open_secrets import open_secrets
from sre_compiler.documents.reading import parse
from sre_compiler.documents.values import Data, Number
from sre_compiler.files import discover, read

__all__ = [
    "MARK",
    "Comment",
    "Data",
    "Document",
    "Number",
    "comments",
    "discover",
    "locate",
    "open_secrets",
    "parse",
    "read",
]
