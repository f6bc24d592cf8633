"""How fast the compiler is, beside promtool and Sloth on the same SLOs: `python -m tests.bench`.

Prints ratios, which hold on any machine; no test asserts on time. Sloth takes part where a `sloth` is on PATH:
`go install github.com/slok/sloth/cmd/sloth@latest`.
"""
