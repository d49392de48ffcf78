#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The private servers that tests and `make up` use: RabbitMQ and PostgreSQL under .local/servers.
#
#   Scripts/servers.sh start           starts what does not run yet, and prints the addresses
#   Scripts/servers.sh stop            stops both; their data stays
#   Scripts/servers.sh status          one line a server
#   Scripts/servers.sh run COMMAND...  runs a command that tests on them; stops them afterwards if it started them
#
# The addresses are also in .local/servers/env, for `set -a; . .local/servers/env`. Tests get them by names of their own,
# MOVIEGEN_TEST_..., lest they work on a server that somebody's shell happens to name.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly tool=servers
. Scripts/server-tools.sh

readonly folder="$PWD/.local/servers"
# There while the servers run for the sake of `run` alone.
readonly borrowed="$folder/borrowed"

are_running() {
    [ "$(Scripts/rabbitmq.sh status)" = running ] && [ "$(Scripts/postgres.sh status)" = running ]
}

start() {
    mkdir -p "$folder"
    local rabbitmq
    Scripts/rabbitmq.sh start &
    rabbitmq=$!
    # Both, so that one run names all that is wrong.
    local status=0
    Scripts/postgres.sh start >/dev/null || status=1
    wait "$rabbitmq" || status=1
    [ "$status" -eq 0 ] || exit 1
    (umask 077 && cat "$folder/rabbitmq-main/env" "$folder/postgres.env" >"$folder/env.new")
    mv "$folder/env.new" "$folder/env"
}

stop() {
    local each status=0
    rm -f "$borrowed"
    # Also those that only tests with broken servers start.
    for each in "$folder"/rabbitmq-*; do
        [ ! -d "$each" ] || Scripts/rabbitmq.sh stop "${each##*-}" || status=1
    done
    for each in "$folder"/postgres-*/; do
        [ ! -d "$each" ] || Scripts/postgres.sh stop "$(basename "${each##*postgres-}")" || status=1
    done
    Scripts/postgres.sh stop || status=1
    return "$status"
}

# Called at the end of `run`. Another run may still use the servers: the last one stops them.
give_back() {
    flock -n -x 8 || return 0
    # The one that only tests break, as they do.
    [ ! -d "$folder/rabbitmq-faults" ] || Scripts/rabbitmq.sh kill faults
    [ ! -e "$borrowed" ] || stop
}

run() {
    [ "$#" -gt 0 ] || fail "run what? $0 run COMMAND..."
    mkdir -p "$folder"
    exec 8>"$folder/users.lock"
    flock -w 60 -s 8 || fail "the servers have been stopping for a minute."
    are_running || touch "$borrowed"
    trap give_back EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    start 8>&-
    (
        set -a
        . "$folder/env"
        MOVIEGEN_TEST_RABBITMQ_URL=$RABBITMQ_URL
        MOVIEGEN_TEST_RABBITMQ_TLS_URL=$RABBITMQ_TLS_URL
        MOVIEGEN_TEST_RABBITMQ_MANAGEMENT_URL=$RABBITMQ_MANAGEMENT_URL
        MOVIEGEN_TEST_DATABASE_URL=$DATABASE_URL
        unset "${!RABBITMQ_@}" DATABASE_URL
        exec "$@" 8>&-
    )
}

case "${1:-}" in
    start)
        start
        # Whoever starts them wants to find them after a test run too.
        rm -f "$borrowed"
        cat "$folder/env"
        ;;
    stop) stop ;;
    run) run "${@:2}" ;;
    status)
        for each in rabbitmq postgres; do echo "$each: $("Scripts/$each.sh" status || true)"; done
        ;;
    *)
        sed -n '6,9s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
