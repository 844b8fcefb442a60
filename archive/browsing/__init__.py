"""What the pages of browsing ask the archive: a volume's contents, papers by day, who corresponded with whom.

Everything here begins with ``Document.objects.public()`` or with the search's tables, which hold public papers only.
"""
