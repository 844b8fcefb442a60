"""SQLite as Django's database: its file is private, and only ``migrate`` makes one."""
