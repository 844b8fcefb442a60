"""What the desk does, beside its pages in :mod:`archive.admin`: its site, entries under work, differences."""
