"""Findings with a fix → the specs with their mistakes mended, and the proof that nothing else became of it.

In: the specs of a folder, and which findings to mend. Out: the new text of each file, what was mended, what was withdrawn because
it did more than it may. Must not: know what is right (the finding does), print, or write before all of it is proven.
"""

from sre_compiler.fixes.mend import Mended, mend
from sre_compiler.fixes.specs import Specs, load
from sre_compiler.fixes.write import write

__all__ = ["Mended", "Specs", "load", "mend", "write"]
