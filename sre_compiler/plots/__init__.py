"""Values → pictures that people show each other; the only door to matplotlib, which is an optional dependency.

In: what other rooms worked out. Out: PNG or SVG, the same bytes for the same values. Must not: compute what is shown, read specs,
or be imported where no picture is wanted.
"""
