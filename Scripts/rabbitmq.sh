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
#   Scripts/rabbitmq.sh wipe [NAME]          kills it and deletes what it had stored; its addresses stay
#   Scripts/rabbitmq.sh status [NAME]        "running" or "stopped"
#   Scripts/rabbitmq.sh remove [NAME]        stops it and deletes its data
#   Scripts/rabbitmq.sh ctl NAME ARGUMENT... rabbitmqctl on it
#
# NAME is "main" where it is left out. Addresses are in .local/servers/rabbitmq-NAME/env.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly tool=rabbitmq
. Scripts/server-tools.sh

readonly action="${1:-}" name="${2:-main}"
[[ "$name" =~ ^[a-z][a-z0-9]*$ ]] || { echo "rabbitmq: a name is a-z and 0-9, not $name" >&2; exit 2; }
readonly base="$PWD/.local/servers/rabbitmq-$name"
# The wrappers in /usr/sbin change user and folder; these do not.
readonly programs=/usr/lib/rabbitmq/bin
# A first start takes 5 s on two idle cores.
readonly start_seconds=120

# What /proc says of the node and of its epmd.
readonly node=("$base/pid" environ "MOVIEGEN_SERVER=$base") epmd=("$base/epmd.pid" environ "MOVIEGEN_SERVER=$base")

is_running() { is_process "${node[@]}"; }

ports_are_free() {
    python3 - "$@" <<'PYTHON'
import socket, sys
for port in sys.argv[1:]:
    with socket.socket() as each:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            each.bind(("127.0.0.1", int(port)))
        except (OSError, ValueError, OverflowError):
            sys.exit(1)
PYTHON
}

# The same ports each time, as long as nobody else took one meanwhile.
choose_ports() {
    local kept=()
    [ ! -s "$base/ports" ] || read -r -a kept <"$base/ports"
    if [ "${#kept[@]}" -ne 6 ] || ! ports_are_free "${kept[@]}"; then
        free_ports 6 >"$base/ports"
    fi
}

random_word() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

load_environment() {
    read -r port tls_port management_port prometheus_port distribution_port epmd_port <"$base/ports"
    # Nothing of the caller's own RabbitMQ.
    unset NOTIFY_SOCKET "${!RABBITMQ_@}" "${!ERL_@}"
    export HOME="$base/home" MOVIEGEN_SERVER="$base"
    export ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP_SECONDS=0
    export RABBITMQ_NODENAME="moviegen-$name@localhost"
    export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$distribution_port"
    export RABBITMQ_MNESIA_BASE="$base/data" RABBITMQ_LOG_BASE="$base/log"
    export RABBITMQ_CONFIG_FILE="$base/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null
    export RABBITMQ_ADVANCED_CONFIG_FILE="$base/none" RABBITMQ_ENABLED_PLUGINS_FILE="$base/enabled_plugins"
    # Erlang would start an epmd of its own that nobody ends.
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none -start_epmd false"
    export RABBITMQ_CTL_ERL_ARGS="-start_epmd false"
}

new_certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 3650 \
        -keyout "$1.key" -out "$1.pem" "${@:2}" 2>"$base/log/openssl.log" \
        || fail "openssl makes no certificate:" "$(tail -n 3 "$base/log/openssl.log")"
}

# A certificate for localhost, and the authority that signed it, made once. A second authority, which signed nothing,
# is for who wants to be refused.
make_certificates() {
    local tls="$base/tls"
    [ ! -d "$tls" ] || return 0
    rm -rf "$tls.new"
    mkdir -m 700 "$tls.new"
    new_certificate "$tls.new/authority" -subj "/CN=moviegen authority"
    new_certificate "$tls.new/stranger" -subj "/CN=moviegen stranger"
    new_certificate "$tls.new/server" -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -addext basicConstraints=CA:FALSE -CA "$tls.new/authority.pem" -CAkey "$tls.new/authority.key"
    mv "$tls.new" "$tls"
}

write_configuration() {
    # A first start that did not come to its end left half a database, and nothing that anybody needs.
    [ -e "$base/began" ] || rm -rf "$base/data"
    mkdir -p "$base/home" "$base/data" "$base/log"
    chmod 700 "$base" "$base/home"
    local cookie="$base/home/.erlang.cookie"
    [ -s "$cookie" ] || { random_word >"$cookie" && chmod 400 "$cookie"; }
    [ -s "$base/password" ] || (umask 077 && random_word >"$base/password")
    make_certificates
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
listeners.ssl.default = 127.0.0.1:$tls_port
ssl_options.cacertfile = $base/tls/authority.pem
ssl_options.certfile = $base/tls/server.pem
ssl_options.keyfile = $base/tls/server.key
ssl_options.verify = verify_none
CONFIGURATION
    local account authority
    authority=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$base/tls/authority.pem")
    account="moviegen:$(cat "$base/password")"
    (umask 077 && cat >"$base/env" <<ADDRESSES
RABBITMQ_URL=amqp://$account@127.0.0.1:$port/movie
RABBITMQ_TLS_URL=amqps://$account@localhost:$tls_port/movie?cacertfile=$authority
RABBITMQ_MANAGEMENT_URL=http://$account@127.0.0.1:$management_port
RABBITMQ_PROMETHEUS_URL=http://127.0.0.1:$prometheus_port/metrics
ADDRESSES
    )
}

# Waits until it speaks AMQP and its management knows our account. Says why it gave up; nothing when all is well.
wait_until_ready() {
    load_environment
    python3 - "$(cat "$base/pid")" "$start_seconds" "$port" "$management_port" "$base/password" <<'PYTHON'
import base64, socket, sys, time, urllib.error, urllib.request
pid, seconds, port, management_port = map(int, sys.argv[1:5])
account = base64.b64encode(b"moviegen:" + open(sys.argv[5], "rb").read().strip()).decode()
request = urllib.request.Request(
    f"http://127.0.0.1:{management_port}/api/vhosts/movie", headers={"Authorization": "Basic " + account})
browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))

def is_alive():
    try:
        return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False

def speaks_amqp():
    with socket.create_connection(("127.0.0.1", port), 2) as each:
        each.sendall(b"AMQP\0\0\x09\x01")
        return each.recv(1) == b"\x01"

deadline = time.monotonic() + seconds
while True:
    try:
        if speaks_amqp():
            browser.open(request, timeout=5).close()
            sys.exit()
    except urllib.error.HTTPError as error:
        if error.code == 401:
            sys.exit("its data was made with another password than the file password has.")
    except OSError:
        pass
    if not is_alive():
        sys.exit("it ended while it started.")
    if time.monotonic() > deadline:
        sys.exit(f"it was not ready after {seconds} s.")
    time.sleep(0.05)
PYTHON
}

# An epmd that nobody else uses: its names live and end with our node.
start_epmd() {
    end_process KILL "${epmd[@]}"
    setsid epmd -port "$epmd_port" -address 127.0.0.1 >"$base/log/epmd.log" 2>&1 9>&- </dev/null &
    echo $! >"$base/epmd.pid"
    disown
    local tries=100
    until epmd -port "$epmd_port" -names >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "epmd does not answer on port $epmd_port: $(tail -n 3 "$base/log/epmd.log")"
        sleep 0.05
    done
}

launch() {
    end_process KILL "${epmd[@]}"
    write_configuration
    start_epmd
    # Where mnesia leaves a core when its data is broken.
    cd "$base/log"
    # As under systemd the script becomes the node itself; otherwise a shell stays between it and us.
    RUNNING_UNDER_SYSTEMD=true setsid "$programs/rabbitmq-server" >"$base/log/out.log" 2>&1 9>&- </dev/null &
    echo $! >"$base/pid"
    disown
}

start() {
    [ -x "$programs/rabbitmq-server" ] || fail "RabbitMQ is not installed. Run: make setup"
    close_descriptors
    mkdir -p "$base"
    take_lock "$base/lock"
    local reason="" attempt
    for attempt in 1 2; do
        # One that runs may be frozen, or be starting since an interrupted start.
        if is_running; then kill -CONT "$(cat "$base/pid")"; else launch; fi
        if reason=$(wait_until_ready 2>&1); then
            touch "$base/began"
            return 0
        fi
        end_process KILL "${node[@]}"
        end_process KILL "${epmd[@]}"
        # Somebody may have taken a port since it was found free.
        grep -q eaddrinuse "$base/log/out.log" || break
        rm -f "$base/ports"
    done
    fail "$reason" "Its last words ($base/log/out.log):" "$(tail -n 15 "$base/log/out.log")" \
        "To begin again without its data: Scripts/rabbitmq.sh remove $name"
}

stop() {
    end_process TERM "${node[@]}"
    end_process TERM "${epmd[@]}"
}

case "$action" in
    start) start ;;
    stop) stop ;;
    kill) end_process KILL "${node[@]}" ;;
    wipe) end_process KILL "${node[@]}" && rm -rf "$base/data" "$base/began" ;;
    freeze) is_running && kill -STOP "$(cat "$base/pid")" ;;
    thaw) is_running && kill -CONT "$(cat "$base/pid")" ;;
    status) if is_running; then echo running; else echo stopped; fi ;;
    remove) stop && rm -rf "$base" ;;
    ctl)
        is_running || fail "it does not run. Start it with: Scripts/rabbitmq.sh start $name"
        load_environment
        exec "$programs/rabbitmqctl" -q "${@:3}"
        ;;
    *)
        sed -n '6,16s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
