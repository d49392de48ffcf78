#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# As root: installs Debian packages, and none of the services in them. Scripts/install-packages.sh PACKAGE...
#
# Debian starts a server that it installs and gives PostgreSQL a first cluster. Ours are private (servers.sh), so the
# system is asked, while this runs, not to. What was asked is taken back at the end, whatever happens.
set -euo pipefail

readonly policy=/usr/sbin/policy-rc.d
readonly clusters=/etc/postgresql-common/createcluster.conf
readonly kept="$clusters.moviegen"
policy_is_ours=no

take_back() {
    [ "$policy_is_ours" = no ] || rm -f "$policy"
    [ ! -e "$kept" ] || mv -f "$kept" "$clusters"
}

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

is_missing() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" != "ii " ]; }

is_wanted() { [[ " ${*:2} " == *" $1 "* ]]; }

trap take_back EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# An administrator's own policy stays.
if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
    policy_is_ours=yes
    printf '#!/bin/sh\n# Of moviegen'"'"'s setup, while it installs.\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
broker_is_new=no
if is_wanted rabbitmq-server "$@" && is_missing rabbitmq-server; then broker_is_new=yes; fi

apt-get update -qq
if is_wanted postgresql "$@" && is_missing postgresql; then
    # It brings the file that says whether a server's installation makes a cluster.
    install postgresql-common
    cp -p "$clusters" "$kept"
    sed -i '/^[[:space:]]*create_main_cluster/d' "$clusters"
    echo 'create_main_cluster = false' >>"$clusters"
fi
install "$@"
# Nor at the next start of the machine. One that was here before is not ours to change.
if [ "$broker_is_new" = yes ]; then update-rc.d rabbitmq-server disable; fi
