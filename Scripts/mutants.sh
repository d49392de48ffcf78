#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Puts each mistake of Tests/Mutants into a copy of the sources, and sees that a test finds it: mutants.sh [NAME...]
#
# Prints a table; fails when a mistake goes unseen, or when the copy without one does not pass. MUTANTS_MANIFEST names a
# Package.swift with fewer targets for the copy, which builds sooner; MUTANTS_TREE another place for it.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly tool=mutants
. Scripts/server-tools.sh

readonly root="$PWD" folder="$PWD/.local/mutants"
readonly tree="${MUTANTS_TREE:-$folder/tree}"

# The copy keeps its .build, and files their times, so that only what changed is built again.
copy_sources() {
    mkdir -p "$tree"
    rm -rf "$tree"/{Sources,Tests,Scripts,Benchmarks}
    cp -a "$root"/{Sources,Tests,Scripts,Benchmarks,Package.swift} "$tree/"
    [ -z "${MUTANTS_MANIFEST:-}" ] || cp -p "$MUTANTS_MANIFEST" "$tree/Package.swift"
}

# Prints the tests that failed, one a line; nothing when all passed.
failures() {
    local log="$folder/$1.log"
    (cd "$tree" && ${MUTANTS_LOCK:-} swift build --build-tests) >"$log" 2>&1 || {
        echo "(it does not build: $log)"
        return 0
    }
    # A mistake may leave a test waiting for ever: its time limit tells, and what still runs after that is ended.
    (cd "$tree" && Scripts/servers.sh run timeout -k 5 240 \
        swift test --skip-build --filter 'StoreTests|WorkerTests') >>"$log" 2>&1 || {
        sed -n '/^✘ Test run/d; s/^✘ Test "\?\(.*[^"]\)"\?\( with [0-9]* test cases\)\? \(recorded an issue\|failed after\).*/\1/p' "$log" | sort -u | head -n 3
        local id
        for id in $(pgrep -f "^$tree/\.build/.*xctest"); do kill -KILL "$id"; done
        grep -q '^✘ Test' "$log" || echo "(the run did not end well: $log)"
    }
}

names=("$@")
if [ "${#names[@]}" -eq 0 ]; then
    for each in Tests/Mutants/*.patch; do names+=("$(basename "$each" .patch)"); done
fi
mkdir -p "$folder"
copy_sources
status=0
found=$(failures none)
[ -z "$found" ] || fail "without a mistake, these fail already:" "$found"
echo "| mistake | seen by |"
echo "| --- | --- |"
for name in "${names[@]}"; do
    copy_sources
    patch --quiet -d "$tree" -p1 <"Tests/Mutants/$name.patch" || fail "$name.patch no longer fits the sources"
    found=$(failures "$name")
    [ -n "$found" ] || { found="**nobody**" && status=1; }
    echo "| $name | ${found//$'\n'/<br>} |"
done
exit "$status"
