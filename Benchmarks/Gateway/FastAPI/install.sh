#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what bench-gateway measures beside us: FastAPI and asyncpg into .local/bench/fastapi, wrk and nginx from Debian.
# Nothing where it is there already.
set -euo pipefail
cd "$(dirname "$0")/../../.."

readonly wanted="Benchmarks/Gateway/FastAPI/requirements.txt"
readonly place=".local/bench/fastapi"

missing=()
command -v wrk >/dev/null || missing+=(wrk)
[ -x /usr/sbin/nginx ] || missing+=(nginx-light)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
[ "${#missing[@]}" -eq 0 ] || Scripts/install-packages.sh "${missing[@]}"

cmp -s "$wanted" "$place/installed.txt" && exit 0
python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$place/installed.txt"
