"""Findings → text for people and files for machines.

In: `Diagnostic`s with spans, and a function that reads a source file. Out: text. Must not: print, decide, sort out
findings, or let a control character of a source reach a terminal.
"""
