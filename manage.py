#!/usr/bin/env python
"""Django's command line for the instance that VAR_DIR or DATABASE_URL names."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    execute_from_command_line(sys.argv)
