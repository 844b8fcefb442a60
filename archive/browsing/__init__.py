"""What the public pages show: a volume's contents, papers by day, who corresponded with whom, where typed words lead.

Nothing here knows of requests; a view reads those and calls this room. Every query begins with ``Document.objects.public()`` or
with the search's tables, which hold public papers only.
"""
