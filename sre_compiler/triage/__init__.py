"""Which findings are reported, and which somebody has decided to live with.

In: findings with lines, the comments of the specs, the settings of the project, a date. Out: the same findings, each reported or
silenced with the reason, and findings about the comments and settings themselves. Must not: look at the clock or run a program,
judge specs, or silence what says that a spec is broken.
"""
