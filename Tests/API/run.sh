#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Holds a gateway against its own description: is /openapi.json right as OpenAPI, and does the gateway do what it says?
# A gateway with a PostgreSQL of its own, no broker and generous limits; MOVIEGEN_BIN names the folder of its program.
#
#   Tests/API/run.sh [OPTION of schemathesis...]
set -euo pipefail
cd "$(dirname "$0")/../.."
readonly tool=test-api
. Scripts/server-tools.sh

readonly programs="${MOVIEGEN_BIN:-$PWD/.build/debug}" place="$PWD/.local/test/api"
readonly folder="$place/run"
# Jobs that are there already, which schemathesis.toml names: one with a film, one that failed, one that was cancelled.
readonly film=00000000-0000-4000-8000-00000000f11e failed=00000000-0000-4000-8000-00000000fa11
readonly cancelled=00000000-0000-4000-8000-00000000ca5e
# And those of the administration: to be replayed, deleted, and put away.
readonly dead=00000000-0000-4000-8000-00000000dead old=00000000-0000-4000-8000-0000000001d0
readonly letter=00000000-0000-4000-8000-000000001e77
readonly token=correct-horse-battery-staple

gateway=
finish() {
    if [ -n "$gateway" ]; then
        kill -TERM "$gateway" 2>/dev/null || true
        wait "$gateway" 2>/dev/null || true
    fi
    Scripts/postgres.sh remove api >/dev/null || true
}

query() { psql -X -q -v ON_ERROR_STOP=1 "$database" "$@"; }

start_gateway() {
    mkdir -p "$folder/artifacts"
    : >"$folder/gateway.log"
    env -u MOVIEGEN_BIN DATABASE_URL="$database" RABBITMQ_URL=amqp://none:none@127.0.0.1:1/none \
        MOVIEGEN_HTTP_PORT=0 MOVIEGEN_ARTIFACTS="$folder/artifacts" MOVIEGEN_DISK_FLOOR_MB=0 \
        MOVIEGEN_DAILY_JOB_LIMIT=100000 MOVIEGEN_OPEN_JOB_LIMIT=100000 MOVIEGEN_ADMIN_TOKEN="$token" \
        "$programs/gateway" >"$folder/gateway.log" 2>&1 </dev/null &
    gateway=$!
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        port=$(sed -n 's/.*"The gateway is open".*"port":"\{0,1\}\([0-9]*\).*/\1/p' "$folder/gateway.log")
        [ -z "$port" ] || ! curl -fsS -m 3 -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null || return 0
        kill -0 "$gateway" 2>/dev/null || break
        sleep 0.1
    done
    fail "the gateway did not start. Its last words:" "$(tail -n 3 "$folder/gateway.log")"
}

# A small file of the artifact store.
store() {
    local hash
    printf '%s' "$1" >"$folder/object"
    hash=$(sha256sum <"$folder/object")
    hash=${hash%% *}
    mkdir -p "$folder/artifacts/objects/${hash:0:2}"
    mv "$folder/object" "$folder/artifacts/objects/${hash:0:2}/$hash"
    printf '%s' "$hash"
}

make_jobs() {
    local files script words slide
    words='{"title": "題名", "description": "", "language": "ja", "roles": [], "sections": []}'
    files="{\"mp4\": \"$(store 'a film, as far as anybody looks')\", \"vtt\": \"$(store WEBVTT)\","
    files+=" \"srt\": \"$(store 1)\", \"jpg\": \"$(store 'a picture')\","
    files+=" \"json\": \"$(store "{\"script\": $words, \"cast\": [], \"credits\": [],
        \"timeline\": {\"framesPerSecond\": 30, \"frameCount\": 375, \"slides\": []}}")\"}"
    script=$(store "$words")
    slide=$(store 'a slide')
    query -v film="$film" -v failed="$failed" -v cancelled="$cancelled" -v dead="$dead" -v old="$old" -v letter="$letter" \
        -v files="$files" -v script="$script" \
        -v slide="$slide" <<'SQL'
        INSERT INTO jobs (id, client, request, first_task, time_limit, deadline_at, started_at, finished_at, state,
            percent, result, error_code)
        SELECT id::uuid, 'test', '{"source": {"address": {"_0": "https://example.com/"}},
            "allowsPrivateAddresses": false}', '{"stage": "script", "part": 0, "input": "{}", "attemptLimit": 5}',
            '1 hour', now() + interval '1 hour', now(), now(), state, percent, result, error_code
        FROM (VALUES (:'failed', 'failed', 10, NULL, 'engineFailed'), (:'dead', 'failed', 10, NULL, 'engineFailed'),
            (:'old', 'cancelled', 10, NULL, NULL), (:'cancelled', 'cancelled', 10, NULL, NULL),
            (:'film', 'done', 100, json_build_object('files', (:'files')::json, 'title', '題名',
                'durationSeconds', 12.5, 'filmBytes', 32)::text, NULL)) made (id, state, percent, result, error_code);
        INSERT INTO tasks (job_id, stage, part, generation, state, max_attempts, result) VALUES
            (:'failed', 'script', 0, 0, 'dead', 5, NULL), (:'dead', 'script', 0, 0, 'dead', 5, NULL),
            (:'film', 'slide', 0, 0, 'done', 5, json_build_object('picture', :'slide', 'notes', '[]'::json)),
            (:'film', 'script', 0, 0, 'done', 5, json_build_object('script', :'script', 'title', '題名',
                'language', 'ja', 'sectionCount', 0));
        INSERT INTO dead_letters (id, job_id, stage, part, generation, reason, source, headers, body)
            VALUES (:'letter', :'dead', 'script', 0, 0, 'permanent', 'app', '{"error": "no"}', 'a message');
SQL
}

Tests/API/install.sh
rm -rf "$folder"
mkdir -p "$folder"
trap finish EXIT
# What a run that was killed left behind.
Scripts/postgres.sh remove api >/dev/null
Scripts/postgres.sh start api >/dev/null
database=$(. .local/servers/postgres-api.env && printf '%s' "$DATABASE_URL")
start_gateway
make_jobs
curl -fsS -o "$folder/openapi.json" "http://127.0.0.1:$port/openapi.json"
"$place/bin/openapi-spec-validator" "$folder/openapi.json"
# What it leaves behind stays in the folder.
(
    cd "$folder"
    export SCHEMATHESIS_HOOKS=hooks PYTHONPATH="$OLDPWD/Tests/API" PYTHONDONTWRITEBYTECODE=1
    "$place/bin/schemathesis" --config-file "$OLDPWD/Tests/API/schemathesis.toml" run \
        "http://127.0.0.1:$port/openapi.json" --header "Authorization: Bearer $token" "$@"
)
kill -0 "$gateway" || fail "the gateway died. Its last words:" "$(tail -n 3 "$folder/gateway.log")"
