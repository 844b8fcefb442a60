"""A made-up archive of any size, for demonstrations and measurements; everything in it says that it is synthetic.

The same seed makes the same papers. What they say is put together from stock sentences; how long they are, who writes to whom,
how they are numbered, filed, dated and footnoted follows what printed volumes show.
"""
