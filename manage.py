#!/usr/bin/env python
"""Run one of the archive's commands: ``python manage.py help`` lists them."""

from config.command import main

if __name__ == "__main__":
    main()
