"""Error budgets of running services: asked of a Prometheus, forecast, and turned into one answer, deploy or do not.

In: what a SLO is, as plain data, and the URL of a server that evaluates our rules. Out: states with their reasons, in several formats,
and an exit code. Must not: import anything but Python 3.9's standard library and this room, because its modules are put together into the
one file that `generated/budgets/` holds for each service; print a number that was not measured.
"""
