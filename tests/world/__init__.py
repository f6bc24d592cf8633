"""A month of the example's services in a real Prometheus: the same traffic, outages and gaps every time.

In: `specs/`. Out: a folder of blocks that any Prometheus serves, with the raw series and what our rules record and alert on.
`traffic.py` says what happened, `evaluation.py` asks a Prometheus what our rules say about it, `store.py` keeps the result.
"""
