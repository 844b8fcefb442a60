"""How the archive is run: settings, addresses of the site, and the servers' entry points."""

from config import sqlite as sqlite  # before anything can open a database
