# Sourced by run.sh and test.sh: what a machine must have before the project can run.
# Every step looks first and does only what is missing, so a second run changes nothing.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/.venv
VAR_DIR=$(realpath -m -- "${VAR_DIR:-$ROOT/var}")
LOG=$VAR_DIR/log/setup.log
APT_FRESH=

# What is named from where the operator stands is named in full: the program goes to its own folder.
STANDING=$PWD
in_full() { (cd "$STANDING" && realpath -m -- "$1"); }
for name in BASEMAPS SSO_FILE SEVEN_PARAMETERS_FILE; do
    [[ -z ${!name:-} ]] || export "$name=$(in_full "${!name}")"
done

export VAR_DIR PYTHONUTF8=1 DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1
cd "$ROOT"

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# step TITLE COMMAND...: run quietly into the log; a failure becomes one sentence.
step() {
    local title=$1
    shift
    say "$title……"
    "$@" >"$LOG" 2>&1 </dev/null || die "${title}没有成功：$(advice)"
}

advice() {
    if grep -qiE 'no space left|ENOSPC' "$LOG"; then
        say "磁盘已满，请腾出空间后重新运行。"
    elif grep -qiE 'could not resolve|name resolution|timed? ?out|ENOTFOUND|EAI_AGAIN|ECONN|connection refused|unreachable|failed to fetch|unable to locate package' "$LOG"; then
        say "下载失败，请检查网络、代理或软件源后重新运行（详情见 $LOG）。"
    else
        say "详情见 $LOG 的末尾。"
    fi
}

# ---- the machine ----

# require_space MEGABYTES: refuse before anything is half done.
require_space() {
    local folder free
    for folder in "$ROOT" "$VAR_DIR"; do
        while [[ ! -d $folder ]]; do folder=$(dirname "$folder"); done
        free=$(($(df -Pk "$folder" | awk 'NR == 2 { print $4 }') / 1024))
        ((free >= $1)) || die "磁盘空间不足：$folder 所在磁盘只剩 ${free} MB，至少需要 $1 MB，请腾出空间后重新运行。"
    done
}

# Before the space is looked at: what cannot be written at all has none either.
prepare_var_dir() {
    local said
    said=$(LC_ALL=C mkdir -p "$VAR_DIR/log" 2>&1) || true
    [[ $said != *"No space left"* ]] || return 0
    [[ -w $VAR_DIR && -w $VAR_DIR/log ]] ||
        die "当前用户不能写入 $VAR_DIR：请换用它的所有者运行，或用 VAR_DIR 指定别的文件夹。"
}

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

makes_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

has_postgis() { compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null; }

has_gdal() { /sbin/ldconfig -p | grep 'libgdal\.so' >/dev/null; }

has_node() {
    command -v npm >/dev/null &&
        node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null
}

has_chinese_font() { compgen -G '/usr/share/fonts/*/*/*' | grep -iE 'wqy|cjk|hei|song|ming' >/dev/null; }

# What draws the letters of PDFs (WeasyPrint).
has_pango() {
    local library
    for library in libpango-1.0 libpangoft2-1.0 libharfbuzz-subset; do
        /sbin/ldconfig -p | grep -F "$library.so.0" >/dev/null || return 1
    done
}

# Ubuntu's chromium-browser only says that a snap is wanted: what has no version is no browser.
find_chromium() {
    local name
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        "$name" --version >/dev/null 2>&1 && command -v "$name" && return
    done
    return 1
}

has_candidate() { [[ $(LC_ALL=C apt-cache policy "$1") =~ Candidate:\ [0-9] ]]; }

# The Debian packages that this machine lacks, one a line.
missing_packages() {
    local python
    python=$(find_python) || say python3
    makes_venvs "${python:-false}" || say "$(basename "${python:-python3}")-venv"
    [[ -n ${DATABASE_URL:-} ]] || has_postgis || say postgresql-postgis
    [[ -z ${DATABASE_URL:-} ]] || has_gdal || say gdal-bin
    has_node || printf '%s\n' nodejs npm
    [[ -e /etc/ssl/certs/ca-certificates.crt ]] || say ca-certificates
    has_chinese_font || say fonts-wqy-zenhei
    has_pango || printf '%s\n' libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo env DEBIAN_FRONTEND="$DEBIAN_FRONTEND" "$@"; fi
}

may_be_root() { ((EUID == 0)) || { command -v sudo >/dev/null && sudo -v; }; }

# A stale list names versions that the mirror no longer has; a broken extra source is not ours.
refresh_apt() {
    command -v apt-get >/dev/null ||
        die "缺少软件 $*，而本机没有 apt-get：请用系统自带的方式安装它们后重新运行。"
    may_be_root ||
        die "缺少系统软件包，而当前用户不能使用 sudo：请让管理员运行 apt-get install -y $*，然后重新运行。"
    [[ -z $APT_FRESH ]] || return 0
    as_root apt-get -qq update >"$LOG" 2>&1 </dev/null || true
    APT_FRESH=yes
}

install_packages() {
    (($#)) || return 0
    refresh_apt "$@"
    step "安装系统软件包 $*" as_root apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@"
}

install_system() {
    local missing
    mapfile -t missing < <(missing_packages)
    install_packages "${missing[@]}"
    PYTHON=$(find_python) || die "需要 Python 3.11 或更高版本：请升级系统，或安装 python3.11 后重新运行。"
    has_node || die "需要 Node.js 18 或更高版本：请升级 nodejs 后重新运行。"
}

# Playwright's own driver is linked against it; Debian's base system does not bring it.
has_libatomic() { compgen -G '/usr/lib/*/libatomic.so.1' >/dev/null; }

# Ubuntu's archive has no Chromium package, only a stand-in for its store.
install_chromium() {
    local name
    has_libatomic || install_packages libatomic1
    find_chromium >/dev/null && return
    refresh_apt chromium
    for name in chromium-headless-shell chromium; do
        if has_candidate "$name"; then
            install_packages "$name"
            return
        fi
    done
    step "安装 Chromium" "$VENV/bin/python" -m playwright install --with-deps chromium
}

# ---- what the lock files name ----

# One set-up at a time in this folder; the stamps tell what the last one finished.
install_locked() {
    (
        flock 8
        install_python_packages "$1"
        install_npm_packages
        build_front_end
    ) 8<"$ROOT/deploy"
}

install_python_packages() {
    local lock=$ROOT/deploy/$1 stamp=$VENV/.$1.sha256
    # An upgraded system Python, or an interrupted creation, leaves an environment without pip.
    "$VENV/bin/python" -c 'import pip' 2>/dev/null ||
        step "创建 Python 虚拟环境" "$PYTHON" -m venv --clear "$VENV"
    is_stamped "$stamp" "$lock" && return
    step "安装 Python 软件包" "$VENV/bin/python" -m pip install \
        --no-input --no-deps --require-hashes --requirement "$lock"
    write_stamp "$stamp" "$lock"
}

install_npm_packages() {
    local inputs=(package.json package-lock.json) stamp=node_modules/.installed.sha256
    is_stamped "$stamp" "${inputs[@]}" && return
    step "安装网页软件包" npm ci --ignore-scripts --no-audit --no-fund
    write_stamp "$stamp" "${inputs[@]}"
}

build_front_end() {
    local inputs stamp=node_modules/.built.sha256
    mapfile -t inputs < <(find package-lock.json deploy/bundle.mjs layers/static/layers \
        -path layers/static/layers/build -prune -o -type f -print | sort)
    [[ -d layers/static/layers/build ]] && is_stamped "$stamp" "${inputs[@]}" && return
    step "生成网页脚本" npm run build
    write_stamp "$stamp" "${inputs[@]}"
}

is_stamped() {
    local stamp=$1
    shift
    [[ -f $stamp && $(<"$stamp") == "$(fingerprint "$@")" ]]
}

write_stamp() {
    local stamp=$1
    shift
    fingerprint "$@" >"$stamp"
}

fingerprint() { sha256sum "$@" | sha256sum | cut -d ' ' -f 1; }

# ---- the database ----

# Sets CLUSTER_STARTED when this run started the embedded server, so that it also stops it.
start_cluster() {
    [[ -z ${DATABASE_URL:-} ]] || return 0
    local state
    state=$("$PYTHON" -m deploy.cluster start "$@") || exit 1
    if [[ $state == started ]]; then CLUSTER_STARTED=yes; fi
}

stop_started_cluster() {
    trap '' INT TERM HUP
    if [[ -n ${CLUSTER_STARTED:-} ]]; then "$PYTHON" -m deploy.cluster stop >/dev/null; fi
}
