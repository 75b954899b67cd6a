#!/usr/bin/env bash
# Set up whatever is missing and serve the instance. See usage below.
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

SPACE_FIRST_MB=2000
SPACE_AGAIN_MB=300
SERVER_FILE=$VAR_DIR/server.pid
LONGEST_STOP_S=30
ACTION=serve
PREPARE=()

usage() {
    cat <<'TEXT'
用法：bash deploy/run.sh [选项]
  （无选项）        安装缺少的软件，启动数据库和网站
  --setup           只准备好一切并启动数据库，不启动网站
  --stop            停止这个实例的网站和数据库
  --no-demo         不装入示例城市和示例账号
  --demo-accounts   HOST 不是本机地址时也启用示例账号
环境变量：PORT（8000）、HOST（127.0.0.1）、VAR_DIR（var/，每个文件夹是一个独立的实例）、
DATABASE_URL（使用已有的 PostGIS，例如 postgis://用户:密码@主机/库名）
TEXT
}

read_options() {
    local option
    for option; do
        case $option in
            --setup) ACTION=setup ;;
            --stop) ACTION=stop ;;
            --no-demo) PREPARE+=(--no-demo) ;;
            --demo-accounts) PREPARE+=(--accounts) ;;
            -h | --help) ACTION=usage ;;
            *) die "不认识的选项 $option：用 bash deploy/run.sh --help 查看用法。" ;;
        esac
    done
}

prepare_machine() {
    local space=$SPACE_FIRST_MB
    [[ ! -d $VENV || ! -d node_modules ]] || space=$SPACE_AGAIN_MB
    require_space "$space"
    prepare_var_dir
    install_system
    install_locked requirements.txt
}

prepare_instance() {
    trap stop_started_cluster EXIT
    start_cluster
    "$VENV/bin/python" -m deploy.prepare "${PREPARE[@]}"
}

# The lock lives as long as run.sh or the server it started, whichever ends last.
claim_instance() {
    exec 9>"$VAR_DIR/.serving.lock"
    flock --nonblock 9 ||
        die "这个实例已经在运行：要停止它，请运行 bash deploy/run.sh --stop（同一个 VAR_DIR）。"
}

serve() {
    local status=0 stopped=
    "$VENV/bin/python" -m gunicorn --config deploy/gunicorn.conf.py &
    local server=$!
    printf '%s\n' "$server" >"$SERVER_FILE"
    trap 'stopped=yes; kill -TERM "$server" 2>/dev/null || true' INT TERM HUP
    while kill -0 "$server" 2>/dev/null; do
        wait "$server" && status=0 || status=$?
    done
    rm -f "$SERVER_FILE"
    [[ -n $stopped || $status == 0 ]] || die "网站没有正常运行：详情见 $VAR_DIR/log/gunicorn.log 的末尾。"
    say "已停止。"
}

is_serving() { [[ -r /proc/$1/cmdline ]] && grep -qa deploy/gunicorn.conf.py "/proc/$1/cmdline"; }

stop_server() {
    local server waited=0
    server=$(cat "$SERVER_FILE" 2>/dev/null) && is_serving "$server" || return 0
    kill -TERM "$server" || die "当前用户不能停止进程 $server：请换用启动它的用户或 root。"
    while is_serving "$server"; do
        ((waited++ < LONGEST_STOP_S * 5)) || kill -KILL "$server"
        sleep 0.2
    done
    rm -f "$SERVER_FILE"
}

stop_instance() {
    local python
    [[ -d $VAR_DIR ]] || die "没有这个实例：$VAR_DIR 不存在。"
    stop_server
    if [[ -z ${DATABASE_URL:-} ]]; then
        python=$(find_python) || die "找不到 Python 3.11 或更高版本，不能停止数据库。"
        "$python" -m deploy.cluster stop >/dev/null
    fi
    # run.sh itself may still be tidying up; only then can the instance start again.
    flock --wait $LONGEST_STOP_S "$VAR_DIR/.serving.lock" true
    say "已停止。"
}

main() {
    read_options "$@"
    case $ACTION in
        usage) usage ;;
        stop) stop_instance ;;
        setup)
            prepare_machine
            prepare_instance
            trap - EXIT
            say "已准备好，数据库在运行；启动网站：bash deploy/run.sh"
            ;;
        serve)
            prepare_machine
            claim_instance
            "$PYTHON" -m deploy.instance
            prepare_instance
            serve
            ;;
    esac
}

main "$@"
