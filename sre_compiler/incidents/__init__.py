"""What is made of incidents besides their pages: the file of a new one, and the report of all.

In: the Program, or the files of incidents and of the scale; what somebody asked for; a date. Out: texts, and a report as a value.
Must not: look at the clock, write to the disk.
"""
