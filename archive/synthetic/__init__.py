"""A made-up archive of any size, for demonstrations and measurements; everything in it is marked as synthetic.

The same seed makes the same papers. Their texts are composed of stock sentences; their length, correspondents, numbers, files,
dates and footnotes follow those of printed volumes.
"""
