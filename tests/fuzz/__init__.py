"""Any text at all against whatever reads text. `python -m tests.fuzz TARGET` searches; tests/test_fuzz.py plays what was found."""
