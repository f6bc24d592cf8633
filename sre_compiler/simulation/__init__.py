"""Replaying traffic and outages against the Program: when each alert fires, and what it costs and finds.

In: objectives of the Program, counts of events, when samples are scraped and rules evaluated. Out: firing evaluations, tables.
Must not: compute thresholds or factors (`burnrate` does), write PromQL, draw. The only door to numpy.
"""

from __future__ import annotations
