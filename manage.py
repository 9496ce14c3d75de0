#!/usr/bin/env python
"""The door to every command: migrate, create_host, import_conversation, doctor, run_clock."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talkoo.config.settings")
    execute_from_command_line(sys.argv)
