# SPDX-License-Identifier: Apache-2.0
#
# What rabbitmq.sh, postgres.sh and servers.sh share. Sourced, never run; the caller sets `tool` to its name.

fail() {
    printf "$tool: %s\n" "$@" >&2
    exit 1
}

# Closes what the caller left open. A server would keep it until its own end: the reader of a pipe, and a Foundation
# Process, which learns of its child's end from a socket that the child inherits, would wait as long.
close_descriptors() {
    local descriptor
    for descriptor in /proc/$BASHPID/fd/*; do
        descriptor=${descriptor##*/}
        # 255 is where bash reads the script.
        if [ "$descriptor" -gt 2 ] && [ "$descriptor" -ne 255 ]; then eval "exec $descriptor>&-"; fi
    done
}

# Prints so many free ports of 127.0.0.1. Not of those that the kernel gives to outgoing connections, where there are
# others: a client that connects again and again while its server is away may be given the server's port itself.
free_ports() {
    python3 - "$1" <<'PYTHON'
import random, socket, sys
first = int(open("/proc/sys/net/ipv4/ip_local_port_range").read().split()[0])
candidates = random.sample(range(15000, first), first - 15000) if first > 16000 else []
count, sockets = int(sys.argv[1]), []
while len(sockets) < count:
    each = socket.socket()
    try:
        each.bind(("127.0.0.1", candidates.pop() if candidates else 0))
        sockets.append(each)
    except OSError:
        each.close()
print(*[each.getsockname()[1] for each in sockets])
PYTHON
}

# Descriptor 9 holds the lock until this script ends: what it starts must close it.
take_lock() {
    exec 9>"$1"
    flock -w 180 9 || fail "another start has held $1 for three minutes."
}

# True for a living process that the file names and whose /proc entry (environ, cmdline) has the line. A reused id
# and a zombie have not.
is_process() {
    local file="$1" entry="$2" line="$3" id
    id=$(head -n 1 "$file" 2>/dev/null) && [ -n "$id" ] && grep -qzxF -- "$line" "/proc/$id/$entry" 2>/dev/null
}

# Waits until `is_process "$@"` is false, SECONDS at most.
wait_for_end() {
    local tries=$(($1 * 10))
    shift
    while is_process "$@"; do
        [ "$tries" -gt 0 ] || return 1
        tries=$((tries - 1))
        sleep 0.1
    done
}

# Ends a process: asked with SIGNAL, thawed in case it is frozen, and killed when it has not gone
# after 20 s. RabbitMQ needs 6, and now and then its management plugin never ends.
end_process() {
    local signal="$1" id
    shift
    if is_process "$@"; then
        id=$(head -n 1 "$1")
        kill "-$signal" "$id" 2>/dev/null || true
        kill -CONT "$id" 2>/dev/null || true
        if ! wait_for_end 20 "$@"; then
            echo "$tool: process $id has ignored SIG$signal for 20 s and is killed" >&2
            kill -KILL "$id" 2>/dev/null || true
            wait_for_end 15 "$@" || fail "process $id does not end: state$(sed -n 's/^State://p' "/proc/$id/status")"
        fi
    fi
    rm -f "$1"
}
