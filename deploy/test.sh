#!/usr/bin/env bash
# Install whatever is missing and run every check and test; arguments go to pytest alone, and with
# --checks the code is looked at but no test of Python run: two minutes, for before a commit.
# The tests have a database server of their own, quick and without safety: VAR_DIR/test.
VAR_DIR=${VAR_DIR:-$(dirname "${BASH_SOURCE[0]}")/../var}/test
# shellcheck source=deploy/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

SPACE_MB=3000

# Compiled once, with pytest's rewriting of asserts, for every process that follows.
unset PYTHONDONTWRITEBYTECODE

prepare_machine() {
    prepare_var_dir
    require_space $SPACE_MB
    install_system
    command -v ogrinfo >/dev/null || install_packages gdal-bin  # opens what the tests export
    install_locked requirements-test.txt
    install_chromium
}

check() {
    local title=$1
    shift
    printf '\n== %s ==\n' "$title"
    "$@"
}

check_code() {
    local python=$VENV/bin/python
    check "ruff" "$python" -m ruff check .
    check "ruff format" "$python" -m ruff format --check .
    check "djlint" "$VENV/bin/djlint" --check --lint templates
    check "mypy" "$python" -m mypy gis
    check "import-linter" "$VENV/bin/lint-imports"
    check "migrations" "$python" manage.py makemigrations --check --dry-run
    check "JavaScript" npm test --silent
}

# What tests are given copies of, and their own code compiled; where it fails they say so themselves.
write_ahead() {
    "$VENV/bin/python" -m tests.template && "$VENV/bin/python" -m pytest --collect-only -q
}

browse() {
    "$VENV/bin/python" -m pytest -m "browser and not bench" "$@"
}

# On a busy machine a page may be too late for once. That tests failed is 1; anything else is no
# matter of theirs, and some may not have run at all.
browse_again() {
    (($1 == 1)) || return "$1"
    check "pytest in the browser, what failed" browse --last-failed --last-failed-no-failures none
}

prepare_machine
trap stop_started_cluster EXIT
start_cluster --volatile
if [[ "$*" == --checks ]]; then
    check_code
elif (($#)); then
    check "pytest" "$VENV/bin/python" -m pytest -m "not bench" "$@"
else
    write_ahead &>"$VAR_DIR/log/ahead.log" &
    check_code
    wait
    # Stealing work leaves each file to one process, so that what its tests share is made once.
    check "pytest" "$VENV/bin/python" -m pytest -n 2 --dist worksteal -m "not bench and not browser"
    # The browser's tests wait for pages: one Chromium keeps two cores busy, and two took as long.
    check "pytest in the browser" browse --cache-clear || browse_again $?
fi
