# Keeps one throw-away PostgreSQL alive for exactly as long as standard input stays open.
#
# The one who starts this holds the other end of that pipe. When it closes (done, Ctrl-C, panic,
# even kill -9), the read below returns, the cluster is stopped through its own pid file, and its
# folder is removed.
#
# Arguments: the folder of PostgreSQL's programs, a free port, a folder for temporary files.
set -eu
programs=$1 port=$2
cd /
home=$(mktemp -d "$3/parlor-test-postgres.XXXXXX")

end() {
    trap - EXIT
    "$programs/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
fail() {
    cat "$home/log" >&2
    exit 1
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# macOS has no C.UTF-8.
locale=C.UTF-8
[ "$(uname)" != Darwin ] || locale=en_US.UTF-8

"$programs/initdb" -D "$home/data" -U app -A trust -E UTF8 --locale="$locale" --no-sync \
    >"$home/log" 2>&1 || fail
# No fsync: this data is thrown away, and tests that prove durability kill the server, not the disk.
"$programs/pg_ctl" -D "$home/data" -w -l "$home/log" start >/dev/null 2>&1 -o "-p $port -k $home \
    -c listen_addresses=127.0.0.1 -c max_connections=200 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off" || fail

echo ready
read -r _ || true
