#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A private PostgreSQL under .local/servers:
#   postgres.sh start | stop | kill | freeze | thaw | status | remove [NAME]
#   postgres.sh clock NAME SECONDS
#
# Touches no system service: own data, own socket folder, a port on 127.0.0.1 that was free at its first start. `start`
# does nothing when it runs already, and always leaves .local/servers/postgres.env (or postgres-NAME.env), which says how
# to reach it. `kill` ends it at once, as a crash would: the next start recovers. `freeze` stops it and all its sessions
# where they stand, as a hung machine would; `thaw` lets them go on. `clock` sets how far a server's clock is ahead of the
# machine's: one that has such a clock when it starts follows it from then on, at once (libfaketime).
set -euo pipefail
cd "$(dirname "$0")/.."
readonly tool=postgres
. Scripts/server-tools.sh

readonly name="${2:-}"
[[ "$name" =~ ^([a-z][a-z0-9]*)?$ ]] || { echo "postgres: a name is a-z and 0-9, not $name" >&2; exit 2; }
readonly base="$PWD/.local/servers/postgres${name:+-$name}"
readonly environment="$base.env"
readonly data="$base/data" log="$base/postgres.log"
readonly clock="$base.clock"
# What /proc says of the server. Its arguments are fixed from the start on: see start().
readonly server=("$data/postmaster.pid" cmdline "$data")

# The newest of Debian's versions from 13 on; its pg_ctl is not on PATH.
find_binaries() {
    local folder
    folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [ -x "$folder/pg_ctl" ] || fail "PostgreSQL is not installed. Run: make setup"
    echo "$folder"
}

find_fake_clock() {
    local library
    for library in /usr/lib/*/faketime/libfaketime.so.1; do
        if [ -r "$library" ]; then
            echo "$library"
            return
        fi
    done
    fail "libfaketime is not installed. Run: make setup"
}

# PostgreSQL refuses to run as root, so root lends it the package's own user.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups -- env HOME="$base" "$@"
    else
        "$@"
    fi
}

make_folders() {
    mkdir -p "$base"
    if [ "$(id -u)" -eq 0 ]; then chown postgres:postgres "$base"; fi
    chmod 700 "$base"
    as_owner test -w "$base" 2>/dev/null || fail \
        "the user postgres cannot enter $base." \
        "Allow others to pass through the folders above it (chmod o+x), or run this as an ordinary user."
    # A socket's path has 107 bytes at most; a deep checkout gets a folder in /tmp instead.
    sockets="$base/sockets"
    if [ "${#sockets}" -gt 80 ]; then
        sockets="/tmp/moviegen-pg-$(printf '%s' "$base" | sha256sum | cut -c1-12)"
    fi
    as_owner mkdir -p -m 700 "$sockets"
}

# The same each time, as long as nobody else took it meanwhile: its clients come back to where it was.
choose_port() {
    python3 - "$(cat "$base.port" 2>/dev/null || echo 0)" "$(free_ports 1)" <<'PYTHON' >"$base.port.new"
import socket, sys
for port in (int(sys.argv[1] or 0) or int(sys.argv[2]), int(sys.argv[2])):
    with socket.socket() as each:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            each.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(each.getsockname()[1])
        break
PYTHON
    mv "$base.port.new" "$base.port"
    cat "$base.port"
}

is_running() { is_process "${server[@]}"; }

# Sends a signal to the server and to each of its children, which are sessions and helpers.
signal_all() {
    local id
    id=$(as_owner head -n 1 "$data/postmaster.pid")
    # The server first: one that stands makes no more children. Some may end meanwhile.
    kill "-$1" "$id"
    for id in $(cat "/proc/$id/task/$id/children"); do kill "-$1" "$id" 2>/dev/null || true; done
}

thaw() { if is_running; then signal_all CONT; fi; }

make_data() {
    if as_owner test -s "$data/PG_VERSION"; then return; fi
    # Into a folder of its own first, so that an interrupted initdb leaves no half database behind.
    as_owner rm -rf "$data.new"
    as_owner "$binaries/initdb" -D "$data.new" -U moviegen -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >/dev/null 9>&- || fail "initdb failed in $data.new"
    as_owner mv "$data.new" "$data"
}

# Only this machine reaches it. Ending with -o keeps every setting out of the data folder.
launch() {
    local preload=()
    if [ -e "$clock" ]; then
        # Read again at every look: an older time is wrong in the moment it is set.
        preload=("LD_PRELOAD=$(find_fake_clock)" "FAKETIME_TIMESTAMP_FILE=$clock" FAKETIME_NO_CACHE=1
            FAKETIME_DONT_FAKE_MONOTONIC=1)
    fi
    as_owner env "${preload[@]}" "$binaries/pg_ctl" -D "$data" -w -t 60 -l "$log" start >/dev/null 2>&1 9>&- </dev/null -o "\
        -c listen_addresses=127.0.0.1 -p $(choose_port) -c unix_socket_directories=$sockets -c max_connections=400"
}

start() {
    close_descriptors
    make_folders
    take_lock "$base.lock"
    make_data
    local tries=5
    until is_running; do
        # Of a server that was killed: PostgreSQL itself would believe a reused id.
        as_owner rm -f "$data/postmaster.pid"
        if launch; then break; fi
        # Right after a kill its children still hold the memory, and a free port may be taken meanwhile.
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "the server does not start. Its last words ($log):" "$(as_owner tail -n 5 "$log")" \
            "To begin again without its data: Scripts/postgres.sh remove $name"
        sleep 1
    done
    thaw
    write_environment
}

write_environment() {
    local port
    port=$(as_owner sed -n 4p "$data/postmaster.pid")
    as_owner env PGHOST=127.0.0.1 PGPORT="$port" PGUSER=moviegen PGDATABASE=postgres "$binaries/psql" -qAtX \
        -c "SELECT 1 FROM pg_database WHERE datname = 'moviegen'" | grep -q 1 \
        || as_owner "$binaries/createdb" -h 127.0.0.1 -p "$port" -U moviegen moviegen \
        || fail "the database cannot be made"
    printf 'DATABASE_URL=postgresql://moviegen@127.0.0.1:%s/moviegen\n' "$port" >"$environment.new"
    mv "$environment.new" "$environment"
    echo "PostgreSQL runs on 127.0.0.1:$port ($environment)"
}

stop() {
    thaw
    # INT is PostgreSQL's fast shutdown.
    end_process INT "${server[@]}"
    rm -f "$environment"
}

binaries=$(find_binaries)
case "${1:-}" in
    start) start ;;
    stop) stop ;;
    # QUIT is PostgreSQL's immediate shutdown.
    kill) thaw && end_process QUIT "${server[@]}" ;;
    freeze) if is_running; then signal_all STOP; fi ;;
    thaw) thaw ;;
    status) if is_running; then echo running; else echo stopped; exit 3; fi ;;
    remove) stop && rm -rf "$base" "$base.port" "$clock" ;;
    clock)
        [[ "$name" != "" && "${3:-}" =~ ^[0-9]{1,9}$ ]] || fail "usage: $0 clock NAME SECONDS"
        # Moved into its place: a server that reads half of it would have another time.
        printf '+%s\n' "$3" >"$clock.new"
        mv "$clock.new" "$clock"
        ;;
    *) fail "usage: $0 start | stop | kill | freeze | thaw | status | remove [NAME], or $0 clock NAME SECONDS" ;;
esac
