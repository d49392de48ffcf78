#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How much sooner one film is rendered by two render-svc than by one, each pinned to a core of its own.
#
#   Benchmarks/Replicas/replicas.sh [SOURCE] [RUNS]
#
# From the timeline's end, when rendering can begin, to the job's end: segments, sound, joining, and every message,
# claim and completion between. Nothing is reused: the artifacts and their index are emptied before each run. The
# services are those of .build/release; a cluster that runs here is stopped.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly source="${1:-Examples/why-queues.ja.md}" runs="${2:-3}"
readonly moviegen=.build/release/moviegen

sql() { "$(printf '%s\n' /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)" "$DATABASE_URL" -qAtX -c "$1"; }

# Prints seconds.
render() {
    export MOVIEGEN_RENDER_REPLICAS="$1" PIN_RENDER=1
    Scripts/cluster.sh down >/dev/null
    rm -rf .local/artifacts
    Scripts/cluster.sh up >/dev/null
    set -a
    . .local/cluster/env
    set +a
    sql "DELETE FROM artifacts"
    local job
    job=$("$moviegen" submit "$source" --detach --quiet)
    until [ "$(sql "SELECT state FROM jobs WHERE id = '$job'")" = done ]; do sleep 0.5; done
    sql "SELECT round(extract(epoch FROM j.finished_at - t.finished_at), 2) FROM jobs j
        JOIN tasks t ON t.job_id = j.id AND t.stage = 'timeline' WHERE j.id = '$job'"
}

trap 'Scripts/cluster.sh down >/dev/null' EXIT
one=() two=()
for ((run = 1; run <= runs; run++)); do
    one+=("$(render 1)")
    two+=("$(render 2)")
    echo "run $run: one render-svc ${one[-1]} s, two ${two[-1]} s"
done
python3 - "${one[*]}" "${two[*]}" <<'PYTHON'
import os, statistics, sys
one, two = ([float(each) for each in text.split()] for text in sys.argv[1:])
model = next((line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
print(f"{os.cpu_count()} cores, {model}")
for name, times in (("one render-svc", one), ("two render-svc", two)):
    print(f"{name}: min {min(times):.1f} s, median {statistics.median(times):.1f} s, max {max(times):.1f} s")
print(f"two take {statistics.median(two) / statistics.median(one):.2f} of the time of one (wanted: at most 0.60)")
PYTHON
