#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs Celery, which bench-queue measures beside us, into .local/bench/celery; nothing where it is there already.
set -euo pipefail
cd "$(dirname "$0")/../../.."

readonly wanted="Benchmarks/Queue/Celery/requirements.txt"
readonly place=".local/bench/celery"

cmp -s "$wanted" "$place/installed.txt" && exit 0
python3 -c 'import ensurepip' 2>/dev/null || Scripts/install-packages.sh python3-venv
python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$place/installed.txt"
