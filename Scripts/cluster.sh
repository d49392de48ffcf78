#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The whole pipeline on this machine: the private servers, the stage services on them, and the gateway.
#
#   Scripts/cluster.sh up             starts what does not run yet
#   Scripts/cluster.sh down           stops the services gently, then the servers
#   Scripts/cluster.sh status         one line a process; exit code 3 when one does not run or is not ready
#   Scripts/cluster.sh kill SERVICE   ends a service as a crash would; up starts it again
#
# Two render-svc unless MOVIEGEN_RENDER_REPLICAS says otherwise. Programs come from MOVIEGEN_BIN, logs are in .local/log,
# and the addresses in .local/cluster/env, which `moviegen` reads when it runs in this folder. A log over 50 MB is put aside
# as .1 when its service starts. The gateway listens on MOVIEGEN_HTTP_PORT, 8000 unless set.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly tool=cluster
. Scripts/server-tools.sh

readonly folder="$PWD/.local/cluster" logs="$PWD/.local/log"
readonly programs="${MOVIEGEN_BIN:-$PWD/.build/release}"

# Names of the processes: a service, or a service and its number.
processes() {
    local number
    printf '%s\n' gateway script-svc audio-svc slide-svc
    for ((number = 1; number <= ${MOVIEGEN_RENDER_REPLICAS:-2}; number++)); do echo "render-svc-$number"; done
}

program_of() { printf '%s' "${1%-[0-9]*}"; }

is_running() { is_process "$folder/$1.pid" environ "PIPELINE_PROCESS=$folder/$1"; }

# Longer than a drain takes; then it is killed.
await_end() {
    local process=("$folder/$1.pid" environ "PIPELINE_PROCESS=$folder/$1")
    wait_for_end 45 "${process[@]}" || end_process TERM "${process[@]}"
    rm -f "$folder/$1.pid"
}

# A server may be at another port since the service started.
has_environment() {
    local line
    while IFS= read -r line; do
        grep -qzxF -- "$line" "/proc/$(cat "$folder/$1.pid")/environ" || return 1
    done <"$folder/env"
}

# The one that was put aside before goes.
rotate() {
    [ "$(stat -c %s "$1" 2>/dev/null || echo 0)" -le 50000000 ] || mv -f "$1" "$1.1"
}

# What this shell sets of the services, by either of a setting's names, a line each; moviegen goes by them too.
settings() {
    local name
    for name in "${!MOVIEGEN_@}" VOICEVOX_URL CONFIG_PATH MAX_CONCURRENT_JOBS API_PORT JOB_EXPIRATION_HOURS MAX_QUEUE_SIZE \
        RATE_LIMIT_PER_DAY MAX_VIDEO_DURATION_MINUTES; do
        case "$name" in
            MOVIEGEN_BIN | MOVIEGEN_RENDER_REPLICAS | MOVIEGEN_INSTANCE | MOVIEGEN_ARTIFACTS | MOVIEGEN_TEST_*) ;;
            *) [ -z "${!name:-}" ] || printf '%s=%s\n' "$name" "${!name}" ;;
        esac
    done
}

# Not sourced: a token may have any character, and is no command.
export_environment() {
    local line
    while IFS= read -r line; do export "${line?}"; done <"$folder/env"
}

write_environment() {
    (umask 077 && {
        cat .local/servers/env
        echo "MOVIEGEN_ARTIFACTS=${MOVIEGEN_ARTIFACTS:-$PWD/.local/artifacts}"
        settings
    } >"$folder/env.new")
    mv "$folder/env.new" "$folder/env"
}

# With PIN_RENDER, each render-svc has a core of its own: for measuring.
pin() {
    local number="${1##*-}"
    [ -z "${PIN_RENDER:-}" ] || [ "$(program_of "$1")" != render-svc ] \
        || printf 'taskset -c %d' $(((number - 1) % $(nproc)))
}

start_process() {
    local name="$1" program
    if is_running "$name" && ! has_environment "$name"; then
        echo "$name: starts again, for its settings changed"
        kill -TERM "$(cat "$folder/$name.pid")"
        await_end "$name"
    fi
    ! is_running "$name" || return 0
    program="$programs/$(program_of "$name")"
    [ -x "$program" ] || fail "$program is not built. Run: make up"
    rotate "$logs/$name.log"
    (
        # They are ours; a service would warn of settings it does not know.
        unset MOVIEGEN_BIN MOVIEGEN_RENDER_REPLICAS PIN_RENDER
        export_environment
        export PIPELINE_PROCESS="$folder/$name"
        export MOVIEGEN_INSTANCE="$name-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')"
        close_descriptors
        exec setsid $(pin "$name") "$program" >>"$logs/$name.log" 2>&1 </dev/null
    ) &
    echo $! >"$folder/$name.pid"
    # Until it has become the program, it does not look like it.
    for _ in {1..100}; do
        ! is_running "$name" && kill -0 $! 2>/dev/null || break
        sleep 0.05
    done
}

up() {
    mkdir -p "$folder" "$logs"
    Scripts/servers.sh start >/dev/null
    write_environment
    local name
    for name in $(processes); do start_process "$name"; done
    for name in $(processes); do await_ready "$name"; done
}

# The health port is any free one: the log names it.
health_port() {
    tac "$logs/$1.log" 2>/dev/null | grep -m 1 '"The health port is open"' | sed -n 's/.*"port":"\{0,1\}\([0-9]*\).*/\1/p'
}

is_ready() {
    local port
    port=$(health_port "$1")
    [ -n "$port" ] && curl -fsS -m 3 -o /dev/null "http://127.0.0.1:$port/health/ready" 2>/dev/null
}

await_ready() {
    local name="$1" tries=300
    while [ "$tries" -gt 0 ]; do
        is_running "$name" || fail "$name ended at its start. Its last words ($logs/$name.log):" \
            "$(tail -n 3 "$logs/$name.log")"
        if is_ready "$name"; then return 0; fi
        tries=$((tries - 1))
        sleep 0.2
    done
    fail "$name is not ready after a minute. Its last words ($logs/$name.log):" "$(tail -n 3 "$logs/$name.log")"
}

down() {
    local name file
    for file in "$folder"/*.pid; do
        [ -e "$file" ] || continue
        name=$(basename "$file" .pid)
        ! is_running "$name" || kill -TERM "$(cat "$file")"
    done
    for file in "$folder"/*.pid; do
        [ -e "$file" ] || continue
        await_end "$(basename "$file" .pid)"
    done
    Scripts/servers.sh stop
}

status() {
    local name servers code=0
    servers=$(Scripts/servers.sh status)
    echo "$servers"
    if grep -qv ': running$' <<<"$servers"; then code=3; fi
    for name in $(processes); do
        if ! is_running "$name"; then
            echo "$name: stopped"
            code=3
        elif is_ready "$name"; then
            echo "$name: running (process $(cat "$folder/$name.pid"), http://127.0.0.1:$(health_port "$name")/health/ready)"
        else
            echo "$name: not ready (process $(cat "$folder/$name.pid"), $logs/$name.log says why)"
            code=3
        fi
    done
    if is_ready gateway; then echo "Films are made at $(gateway_address)"; fi
    return "$code"
}

# The port may be any free one: the log names it.
gateway_address() {
    tac "$logs/gateway.log" | grep -m 1 '"The gateway is open"' \
        | sed -n 's/.*"host":"\([^"]*\)".*"port":"\{0,1\}\([0-9]*\).*/http:\/\/\1:\2\//p'
}

case "${1:-}" in
    up)
        up
        status
        ;;
    down) down ;;
    status) status ;;
    kill)
        is_running "${2:-}" || fail "${2:-it} does not run"
        kill -KILL "$(cat "$folder/$2.pid")"
        ;;
    *)
        sed -n '6,9s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
