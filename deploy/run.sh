#!/usr/bin/env bash
# Set up whatever is missing and serve the instance. See usage below.
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

SPACE_FIRST_MB=2000
SPACE_AGAIN_MB=300
SERVER_FILE=$VAR_DIR/server.pid
WORKER_FILE=$VAR_DIR/worker.pid
WORKER_LOG=$VAR_DIR/log/worker.log
WORKER_PAUSE_S=2
DATABASE_PAUSE_S=5
DATABASE_REST_S=60
LONGEST_STOP_S=30
ACTION=serve
FOLDER=
PREPARE=()

usage() {
    cat <<'TEXT'
用法：bash deploy/run.sh [选项]
  （无选项）        安装缺少的软件，启动数据库和网站
  --setup           只准备好一切并启动数据库，不启动网站
  --stop            停止这个实例的网站和数据库
  --no-demo         不装入示例城市和示例账号
  --demo-accounts   HOST 不是本机地址时也启用示例账号
  --backup 文件夹   把这个实例（数据库和文件）备份到一个新的文件夹，运行中也可以
  --restore 文件夹  把备份恢复到一个空的实例（新的 VAR_DIR），不启动网站
环境变量：PORT（8000）、HOST（127.0.0.1）、VAR_DIR（var/，每个文件夹是一个独立的实例）、
DATABASE_URL（使用已有的 PostGIS，例如 postgis://用户:密码@主机/库名）
TEXT
}

read_options() {
    local option
    while (($#)); do
        option=$1
        shift
        case $option in
            --backup | --restore)
                [[ -n ${1:-} && $1 != -* ]] || die "请在 $option 后面写上文件夹。"
                ACTION=${option#--}
                FOLDER=$(in_full "$1")
                shift
                ;;
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
    prepare_var_dir
    require_space "$space"
    install_system
    install_locked requirements.txt
}

prepare_instance() {
    trap stop_started_cluster EXIT
    start_cluster
    "$VENV/bin/python" -m deploy.prepare "${PREPARE[@]}"
}

# The command that serves this instance; what holds a password is not said.
how_to_serve() {
    local command="bash deploy/run.sh" name
    for name in PORT HOST CITY_NAME CITY_CODE; do
        [[ -z ${!name:-} ]] || command="$name=$(quoted "${!name}") $command"
    done
    [[ $VAR_DIR == "$ROOT/var" ]] || command="VAR_DIR=$(quoted "$VAR_DIR") $command"
    [[ -z ${DATABASE_URL:-} ]] || command+="（DATABASE_URL 同这次）"
    say "$command"
}

quoted() { if [[ $1 =~ ^[[:alnum:]/._-]+$ ]]; then say "$1"; else say "'${1//\'/\'\\\'\'}'"; fi; }

# The lock lives as long as run.sh, the server or the worker, whichever ends last.
claim_instance() {
    exec 9>"$VAR_DIR/.serving.lock"
    flock --nonblock 9 ||
        die "这个实例已经在运行：要停止它，请运行 bash deploy/run.sh --stop（同一个 VAR_DIR）。"
}

# The site and what keeps worker and database end together.
serve() {
    local status=0 stopped= each
    "$VENV/bin/python" -m gunicorn --config deploy/gunicorn.conf.py &
    local server=$!
    printf '%s\n' "$server" >"$SERVER_FILE"
    keep_worker 2>>"$WORKER_LOG" &
    local keepers=($!)
    keep_database "$server" &
    keepers+=($!)
    trap 'stopped=yes; kill -TERM "$server" "${keepers[@]}" 2>/dev/null || true' INT TERM HUP
    while kill -0 "$server" 2>/dev/null; do
        wait "$server" && status=0 || status=$?
    done
    kill -TERM "${keepers[@]}" 2>/dev/null || true
    for each in "${keepers[@]}"; do
        while kill -0 "$each" 2>/dev/null; do wait "$each" || true; done
    done
    rm -f "$SERVER_FILE"
    [[ -n $stopped || $status == 0 ]] || die "$(why_ended "$status")"
    say "已停止。"
}

# why_ended STATUS: a process that was killed has written nothing about it.
why_ended() {
    if (($1 == 128 + 9)); then
        say "网站的主进程被强行结束（多半是内存不足，用 dmesg 或 journalctl -k 可查）：请重新启动。"
    else
        say "网站没有正常运行：详情见 $VAR_DIR/log/gunicorn.log 的末尾。"
    fi
}

# keep_database SERVER: while that process serves, our own database that was killed is started anew.
keep_database() {
    local pause=$DATABASE_PAUSE_S waiting=
    [[ -z ${DATABASE_URL:-} ]] || return 0
    trap 'kill "$waiting" 2>/dev/null || true; exit 0' TERM
    trap '' INT HUP
    while kill -0 "$1" 2>/dev/null && kill -0 $$ 2>/dev/null; do
        sleep "$pause" &
        waiting=$!
        wait "$waiting" || true
        pause=$DATABASE_PAUSE_S
        if database_runs || ! kill -0 "$1" 2>/dev/null; then continue; fi
        say "数据库意外结束，正在重新启动……"
        if "$PYTHON" -m deploy.cluster start >/dev/null; then
            say "数据库已重新启动。"
        else
            pause=$DATABASE_REST_S
        fi
    done
}

database_runs() {
    local process
    process=$(head -n 1 "$VAR_DIR/cluster/postmaster.pid" 2>/dev/null) && runs "$process" postgres
}

# A worker that ends by itself is started again.
keep_worker() {
    local worker='' stopping=
    trap 'stopping=yes; kill -TERM "$worker" 2>/dev/null || true' TERM
    trap '' INT HUP
    while [[ -z $stopping ]]; do
        "$VENV/bin/python" -m deploy.worker >>"$WORKER_LOG" 2>&1 &
        worker=$!
        printf '%s\n' "$worker" >"$WORKER_FILE"
        # A signal that came before the worker had its number has not reached it.
        [[ -z $stopping ]] || kill -TERM "$worker" 2>/dev/null || true
        while kill -0 "$worker" 2>/dev/null; do wait "$worker" || true; done
        # Without run.sh nobody would end the next one.
        [[ -z $stopping ]] && kill -0 $$ 2>/dev/null || break
        say "后台任务服务意外结束，$WORKER_PAUSE_S 秒后重新启动。" >>"$WORKER_LOG"
        sleep "$WORKER_PAUSE_S" &
        worker=$!
        wait "$worker" || true
    done
    rm -f "$WORKER_FILE"
}

# runs PID WORDS: whether that process is alive and ours, not another with a reused number.
runs() { [[ -r /proc/$1/cmdline ]] && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -q -e "$2"; }

# stop_process FILE WORDS: end the process whose number the file holds.
stop_process() {
    local process waited=0
    process=$(cat "$1" 2>/dev/null) && runs "$process" "$2" || return 0
    kill -TERM "$process" || die "当前用户不能停止进程 $process：请换用启动它的用户或 root。"
    while runs "$process" "$2"; do
        ((waited++ < LONGEST_STOP_S * 5)) || kill -KILL "$process"
        sleep 0.2
    done
    rm -f "$1"
}

stop_instance() {
    local python
    [[ -d $VAR_DIR ]] || die "没有这个实例：$VAR_DIR 不存在。"
    # The server first: run.sh then stops the worker too, and starts no other.
    stop_process "$SERVER_FILE" "gunicorn --config deploy/gunicorn.conf.py"
    stop_process "$WORKER_FILE" "-m deploy.worker"
    if [[ -z ${DATABASE_URL:-} ]]; then
        python=$(find_python) || die "找不到 Python 3.11 或更高版本，不能停止数据库。"
        "$python" -m deploy.cluster stop >/dev/null
    fi
    # run.sh itself may still be tidying up; only then can the instance start again.
    flock --wait $LONGEST_STOP_S "$VAR_DIR/.serving.lock" true ||
        die "这个实例正在启动，没有停下：等它启动完，再运行一次 bash deploy/run.sh --stop。"
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
            say "已准备好，数据库在运行；启动网站：$(how_to_serve)"
            ;;
        backup)
            prepare_machine
            # Who has begun to serve meanwhile needs the database on.
            trap 'flock --nonblock "$VAR_DIR/.serving.lock" true && stop_started_cluster' EXIT
            start_cluster
            "$VENV/bin/python" -m deploy.backup keep "$FOLDER"
            say "已备份到 $FOLDER。"
            ;;
        restore)
            prepare_machine
            claim_instance
            trap stop_started_cluster EXIT
            start_cluster
            "$VENV/bin/python" -m deploy.backup restore "$FOLDER"
            PREPARE+=(--no-demo)
            prepare_instance
            "$VENV/bin/python" manage.py rollups verify
            "$VENV/bin/python" manage.py audit verify ||
                die "数据和文件都已恢复，可以启动网站；但审计日志没有通过核对，请保留这份备份，查明原因。"
            say "已恢复；启动网站：$(how_to_serve)"
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
