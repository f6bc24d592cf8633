"""Artifacts → files on disk, all or nothing.

In: artifacts, one after the other, and the output folder. Out: the folder as a clean build would leave it, what changed in
it, and findings about files that stand in the way. Must not: know what a file is about, leave the folder, touch a file that
no manifest lists, or touch in a page that people own anything but our blocks.
"""
