"""How gunicorn serves an instance; `deploy/run.sh` starts it."""

import os
import sys

from deploy.instance import INSTANCE

wsgi_app = "deploy.wsgi:application"
bind = INSTANCE.address
workers = len(os.sched_getaffinity(0)) + 1
threads = 4
worker_class = "deploy.serving.Worker"
preload_app = True
graceful_timeout = 10
timeout = 120
# The longest that gunicorn reads: a drawn polygon stands in the address.
limit_request_line = 8190
accesslog = str(INSTANCE.log_dir / "access.log")
errorlog = str(INSTANCE.log_dir / "gunicorn.log")
# Otherwise gunicorn opens a control socket in the home folder.
control_socket_disable = True


def when_ready(server):
    sys.stdout.write(f"焕新图已启动：http://{INSTANCE.address}\n")
    if INSTANCE.accounts_file.exists():
        sys.stdout.write(f"示例账号和密码：{INSTANCE.accounts_file}\n")
    sys.stdout.write("按 Ctrl-C 停止。\n")
    sys.stdout.flush()
