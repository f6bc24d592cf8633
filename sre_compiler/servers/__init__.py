"""Running servers, asked whether what was generated works there.

In: generated files, and a connection to a server. Out: what the server said of them, and findings about it. Must not: write
anything anywhere, know the terminal, take what a server says for anything but data.
"""
