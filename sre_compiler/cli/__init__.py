"""The command line: one file per command, loaded when it is called.

In: words, and files on disk. Out: findings on stderr, results on stdout, an exit code. Must not: decide what is wrong with
specs, know how an output is made.
"""
