#!/usr/bin/env python
"""Django's command line for the instance that VAR_DIR or DATABASE_URL names."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

from deploy.instance import INSTANCE


def main():
    if INSTANCE.embedded and not INSTANCE.var_dir.is_dir():
        # The settings would make it, with a key that belongs to nothing.
        sys.exit(
            f"没有这个实例：{INSTANCE.var_dir} 不存在。"
            "请核对 VAR_DIR；新的实例先运行 bash deploy/run.sh --setup。"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError:
        if connection.connection is not None:
            raise
        place = f"实例 {INSTANCE.var_dir}" if INSTANCE.embedded else "DATABASE_URL 指的服务器"
        sys.exit(
            f"连不上{place} 的数据库：请核对 VAR_DIR（或 DATABASE_URL），"
            "数据库没有运行的先运行 bash deploy/run.sh --setup。"
        )


if __name__ == "__main__":
    main()
