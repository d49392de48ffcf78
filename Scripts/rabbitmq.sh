#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private RabbitMQ under .local/servers on free ports, with its own home, cookie and epmd. It never touches a
# system service, and ends only the processes whose ids it wrote down itself.
#
#   Scripts/rabbitmq.sh start [NAME]         starts it; says nothing when it runs already
#   Scripts/rabbitmq.sh stop [NAME]          stops it gently; its data stays
#   Scripts/rabbitmq.sh kill [NAME]          ends it as a power cut would
#   Scripts/rabbitmq.sh freeze [NAME]        stops it where it stands, as a hung machine would; thaw lets it go on
#   Scripts/rabbitmq.sh status [NAME]        "running" or "stopped"
#   Scripts/rabbitmq.sh ctl NAME ARGUMENT... rabbitmqctl on it
#
# NAME is "main" where it is left out. Addresses are in .local/servers/rabbitmq-NAME/env.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly action="${1:-}" name="${2:-main}"
[[ "$name" =~ ^[a-z][a-z0-9]*$ ]] || { echo "rabbitmq: a name is a-z and 0-9, not $name" >&2; exit 2; }
readonly base="$PWD/.local/servers/rabbitmq-$name"
# The wrappers in /usr/sbin change user and folder; these do not.
readonly programs=/usr/lib/rabbitmq/bin

fail() {
    printf 'rabbitmq: %s\n' "$@" >&2
    exit 1
}

# True for a process of ours: the id was written by us and its environment names our folder.
is_ours() {
    [ -s "$1" ] && grep -qzF "$base" "/proc/$(cat "$1")/environ" 2>/dev/null
}

is_running() { is_ours "$base/pid"; }

free_ports() {
    python3 - <<'PYTHON'
import socket
sockets = [socket.socket() for _ in range(5)]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*[each.getsockname()[1] for each in sockets])
PYTHON
}

ports_are_free() {
    python3 - "$@" <<'PYTHON'
import socket, sys
for port in sys.argv[1:]:
    with socket.socket() as each:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            each.bind(("127.0.0.1", int(port)))
        except OSError:
            sys.exit(1)
PYTHON
}

# The same ports each time, as long as nobody else took one meanwhile.
choose_ports() {
    local kept=()
    [ ! -s "$base/ports" ] || read -r -a kept <"$base/ports"
    if [ "${#kept[@]}" -ne 5 ] || ! ports_are_free "${kept[@]:0:4}"; then
        free_ports >"$base/ports"
    fi
}

random_word() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

load_environment() {
    read -r port management_port prometheus_port distribution_port epmd_port <"$base/ports"
    export HOME="$base/home"
    export ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1
    export RABBITMQ_NODENAME="moviegen-$name@localhost"
    export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$distribution_port"
    export RABBITMQ_MNESIA_BASE="$base/data" RABBITMQ_LOG_BASE="$base/log" RABBITMQ_PID_FILE="$base/pid"
    export RABBITMQ_CONFIG_FILE="$base/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null
    export RABBITMQ_ADVANCED_CONFIG_FILE="$base/none" RABBITMQ_ENABLED_PLUGINS_FILE="$base/enabled_plugins"
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none"
}

write_configuration() {
    mkdir -p "$base/home" "$base/data" "$base/log"
    chmod 700 "$base" "$base/home"
    local cookie="$base/home/.erlang.cookie"
    [ -s "$cookie" ] || { random_word >"$cookie" && chmod 400 "$cookie"; }
    [ -s "$base/password" ] || (umask 077 && random_word >"$base/password")
    choose_ports
    load_environment
    echo '[rabbitmq_management,rabbitmq_prometheus].' >"$base/enabled_plugins"
    cat >"$base/rabbitmq.conf" <<CONFIGURATION
default_vhost = movie
default_user = moviegen
default_pass = $(cat "$base/password")
management.tcp.ip = 127.0.0.1
management.tcp.port = $management_port
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $prometheus_port
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 100MB
raft.wal_max_size_bytes = 67108864
CONFIGURATION
    local account
    account="moviegen:$(cat "$base/password")"
    (umask 077 && cat >"$base/env" <<ADDRESSES
RABBITMQ_URL=amqp://$account@127.0.0.1:$port/movie
RABBITMQ_MANAGEMENT_URL=http://$account@127.0.0.1:$management_port
RABBITMQ_PROMETHEUS_URL=http://127.0.0.1:$prometheus_port/metrics
ADDRESSES
    )
}

start() {
    [ -x "$programs/rabbitmq-server" ] || fail "RabbitMQ is not installed. Run: make setup"
    mkdir -p "$base"
    exec 9>"$base/lock"
    flock 9
    ! is_running || return 0
    write_configuration
    if ! is_ours "$base/epmd.pid"; then
        MOVIEGEN_SERVER="$base" setsid epmd -port "$epmd_port" -address 127.0.0.1 \
            >"$base/log/epmd.log" 2>&1 9>&- </dev/null &
        echo $! >"$base/epmd.pid"
    fi
    rm -f "$base/pid"
    setsid "$programs/rabbitmq-server" >"$base/log/out.log" 2>&1 9>&- </dev/null &
    # Not await_startup, which fails at once while the node is not up yet.
    "$programs/rabbitmqctl" -q wait --timeout 120 "$base/pid" >"$base/log/wait.log" 2>&1 9>&- \
        || fail "it did not start. Its last words ($base/log/out.log):" "$(tail -n 15 "$base/log/out.log")"
}

end_process() {
    local file="$1" signal="$2" tries=0
    is_ours "$file" || { rm -f "$file"; return 0; }
    local id
    id=$(cat "$file")
    kill "-$signal" "$id" 2>/dev/null || true
    while kill -0 "$id" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || fail "process $id does not end"
        sleep 0.1
    done
    rm -f "$file"
}

case "$action" in
    start) start ;;
    stop)
        end_process "$base/pid" TERM
        end_process "$base/epmd.pid" TERM
        ;;
    kill) end_process "$base/pid" KILL ;;
    freeze) is_running && kill -STOP "$(cat "$base/pid")" ;;
    thaw) is_running && kill -CONT "$(cat "$base/pid")" ;;
    status) if is_running; then echo running; else echo stopped; fi ;;
    ctl)
        is_running || fail "it does not run. Start it with: Scripts/rabbitmq.sh start $name"
        load_environment
        exec "$programs/rabbitmqctl" -q "${@:3}"
        ;;
    *)
        sed -n '6,14s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
