"""What is made of incidents besides their pages: the file of a new one, and the report of all.

In: the Program, or incidents and the scale; what somebody asked for; a date. Out: texts, and a report as a value. Must not: read
specs, look at the clock, touch the disk.
"""
