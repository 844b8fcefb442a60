"""Template tags: how the archive shows dates, correspondents and addresses."""
