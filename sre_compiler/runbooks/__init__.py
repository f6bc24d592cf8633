"""Pages that people wrote → what is missing in them.

In: the text of each page by its path. Out: findings with lines. Must not: read files, ask the network, judge what people wrote.
"""

from sre_compiler.runbooks.findings import NAMES, findings

__all__ = ["NAMES", "findings"]
