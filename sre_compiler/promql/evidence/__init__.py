"""Series that make a condition hold and others that do not, for conditions that are plain enough to know them.

In: the tree of a condition. Out: `Evidence`, or what is known of it. Must not: guess. What is proposed (`proposals.py`,
`borders.py`) is worked out, exactly and for both generations of servers (`steady.py`), before it is believed.

Start with `search.py`; whoever only asks whether there is any asks `obvious.py` first. All series stand still or grow evenly, so that what an expression gives is a straight line in time (`lines.py`).
"""
