#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The private servers that tests and `make up` use: RabbitMQ and PostgreSQL under .local/servers.
#
#   Scripts/servers.sh start     starts what does not run yet, and prints the addresses
#   Scripts/servers.sh stop      stops both; their data stays
#   Scripts/servers.sh status    one line a server
#
# The addresses are also in .local/servers/env, for `set -a; . .local/servers/env`.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly scripts=(rabbitmq postgres)

each() {
    local script
    for script in "${scripts[@]}"; do
        [ ! -x "Scripts/$script.sh" ] || "Scripts/$script.sh" "$1"
    done
}

write_addresses() {
    mkdir -p .local/servers
    (umask 077 && cat .local/servers/rabbitmq-main/env .local/servers/postgres*/env >.local/servers/env.new 2>/dev/null) \
        || true
    mv .local/servers/env.new .local/servers/env
}

case "${1:-}" in
    start)
        each start
        write_addresses
        cat .local/servers/env
        ;;
    stop)
        # Also those that only tests with broken servers start.
        for folder in .local/servers/rabbitmq-*; do
            [ ! -d "$folder" ] || Scripts/rabbitmq.sh stop "${folder##*-}"
        done
        [ ! -x Scripts/postgres.sh ] || Scripts/postgres.sh stop
        ;;
    status)
        for script in "${scripts[@]}"; do
            [ ! -x "Scripts/$script.sh" ] || echo "$script: $("Scripts/$script.sh" status)"
        done
        ;;
    *)
        sed -n '6,8s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
