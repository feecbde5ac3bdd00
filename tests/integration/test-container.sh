#!/bin/bash
# test-container.sh - what can be said of container, compose file, Kubernetes manifest and snap without
# building any of them: they agree with the sources, with the programs as they were built, with the
# packages they are built from, and with each other.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app canon-sandbox canon-text-pdf canon-sane
container=snap/local/Containerfile compose=snap/local/compose.yaml
kubernetes=snap/local/kubernetes.yaml snapcraft=snap/snapcraft.yaml
make="${MAKE:-make} -s --no-print-directory BUILD=$build"
unset MAKEFLAGS MAKELEVEL MFLAGS

# instructions NAME: what follows NAME in the Containerfile, a line each, comments left out
instructions() {
    sed '/^ *#/d' "$container" | sed -e ':again' -e '/\\$/N' -e 's/\\\n//' -e 't again' |
        sed -n "s/^$1 //p"
}
# lines: its words, each on a line, sorted, once
lines() { tr -s ' \n' '\n\n' | sed '/^$/d' | sort -u; }
# nothing NAME LIST: passes when the list is empty, else shows it
nothing() { is "$1" "$(echo $2)" ""; }

# --- YAML -----------------------------------------------------------------------------------------

for file in "$compose" "$kubernetes" "$snapcraft"; do
    if python3 -c 'import yaml' 2>/dev/null; then
        ok "$file is YAML" python3 -c '
import sys, yaml
class Strict(yaml.SafeLoader):
    pass
def mapping(loader, node, deep=False):
    keys = [k.value for k, v in node.value if k.tag != "tag:yaml.org,2002:merge"]
    assert len(keys) == len(set(keys)), "a key twice: %s" % keys
    loader.flatten_mapping(node)
    return yaml.SafeLoader.construct_mapping(loader, node, deep)
Strict.add_constructor("tag:yaml.org,2002:map", mapping)
assert all(yaml.load_all(open(sys.argv[1]), Strict))' "$file"
    else
        test_count=$((test_count + 1))
        echo "ok $test_count # SKIP $file is YAML: needs python3-yaml"
    fi
done

# --- the container and the sources ----------------------------------------------------------------

missing=''
for path in $(instructions COPY | grep -v -- '--from=' | awk '{$NF = ""; print}'); do
    [ -e "$path" ] || missing="$missing $path"
done
nothing "Everything that is copied into the container is there" "$missing"
# Objects say which sources they are made of (gcc -MMD); of the tests only what is copied may be in them.
used=$(cat "$build"/obj/server/*.d "$build"/obj/driver/*.d "$build"/obj/server/*/*.d "$build"/obj/tests/decode/*.d \
    "$build"/obj/tests/ufr2lt/*.d "$build"/obj/tests/virtual-printer/*.d "$build"/obj/tests/tools/make-photo.d |
    tr ' ' '\n' | sed -n 's,^\(tests/[^/]*\)/.*,\1,p' | sort -u)
nothing "Of the tests everything is copied that the programs are made of" \
    "$(comm -23 <(echo "$used") <(instructions COPY | lines))"

# --- packages -------------------------------------------------------------------------------------

# Those of need-packages.sh, without those to build with.
list() { sed -n "/^$1='/,/'\$/p;/^$1=\"/,/\"\$/p" tests/need-packages.sh | sed "s/^$1=//; s/\$build//" | tr -d "\"'" | lines; }
at_run=$(list run | grep -vx cups-ipp-utils) # a client, for the tests
packages=$(instructions RUN | sed -n 's/.*--no-install-recommends \(.*\)/\1/p' | sed 's/&&.*//; s/\${EXTRA}//' | lines)
like "The container builds with the packages of need-packages.sh" "$(instructions RUN)" 'need-packages.sh build'
nothing "What need-packages.sh has for printing is in the container" "$(comm -23 <(echo "$at_run") <(echo "$packages"))"

if grep -qx 'VERSION_ID="12"' /etc/os-release 2>/dev/null && command -v dpkg-query >/dev/null &&
    command -v readelf >/dev/null; then
    libraries=$(for program in canon-printer-app virtual-printer ufr2lt canon-sandbox canon-text-pdf canon-sane; do
        readelf -d "$build/$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
    done | grep -v -e '^lib.san\.' -e '^ld-linux' | sort -u)
    owners=$(for library in $libraries; do
        dpkg-query -S "*/$library" 2>/dev/null | grep -v -e -cross: -e ^lib32 -e '^[^ ]*-dev' -e /valgrind/ |
            sed -n "s,^\([^:, ]*\)[^ ]* .*/lib/[^/]*/$library\$,\1,p" | head -n 1
    done | sort -u)
    is "The libraries in the container are those that the programs name, no fewer and no more" \
        "$(echo $owners)" "$(echo "$packages" | grep -E '^(lib|zlib)' | tr '\n' ' ' | sed 's/ $//')"
else
    test_count=$((test_count + 1))
    echo "ok $test_count # SKIP the libraries in the container: their packages are known on Debian 12 only"
fi

# in_part KEY: the packages under the key in the last part that builds something
in_part() { sed -n '/^  canon-printer-app:$/,$p' "$snapcraft" | awk -v key="    $1:" '
    $0 == key {on = 1; next} /^    [a-z]/ {on = 0} on && $1 == "-" {print $2}' | sort -u; }
# Compiler and make are snapcraft's, PAPPL is a part.
nothing "The snap builds with the packages of need-packages.sh" \
    "$(comm -23 <(list build | grep -vxE 'gcc|libc6-dev|make|libpappl-dev') <(in_part build-packages))"
nothing "What need-packages.sh has for printing is in the snap" "$(comm -23 <(echo "$at_run") <(in_part stage-packages))"

# --- options, ports, places -----------------------------------------------------------------------

"$app" --help | sed -n '/^Options of the server/,$p' >"$T/help"
help_options=$(grep -oE '(^  |; )[a-z-]+=' "$T/help" | tr -d ' ;=' | sort -u)
snap_options=$(sed -n '/^for name in/,/; do$/p' snap/local/run-server | sed 's/for name in//; s/; do//' | tr -d '\\' | lines)
server_options() { grep -hoE '(server|web|scan|host|upload|log|watch|raw|lpd|max|keep|listen)[a-z-]*=' "$@" | tr -d '=' | sort -u; }
nothing "Options that container and manifests give are the server's" \
    "$(comm -23 <(server_options <(grep -v '^ *#' "$container" | grep '^CMD') <(grep 'command:' "$compose") \
        <(sed -n '/args:/,/env:/p' "$kubernetes" | grep -v '#')) <(echo "$help_options"))"
# Where state, spool and log lie is not to be chosen in a snap.
is "Every option of the server can be set in the snap, and no other" "$(echo $snap_options)" \
    "$(echo "$help_options" | grep -vxE 'state-file|spool-directory|log-file|log-max-size|private-server' | tr '\n' ' ' | sed 's/ $//')"

port=$(instructions CMD | grep -o 'server-port=[0-9]*' | tr -dc 0-9)
scan_port=$(instructions CMD | grep -o 'scan-port=[0-9]*' | tr -dc 0-9)
web_port=$(instructions CMD | grep -o 'web-port=[0-9]*' | tr -dc 0-9)
web_tls_port=$(instructions CMD | grep -o 'web-tls-port=[0-9]*' | tr -dc 0-9)
is "The container's ports are those it serves on" "$(instructions EXPOSE)" \
    "$port/tcp $web_port/tcp $web_tls_port/tcp $scan_port/tcp $((scan_port + 1))/tcp" # a scanner has two
like "The container's health is asked for at its port" "$(instructions HEALTHCHECK)" "\"$port\"\]"
is "Each server of the compose file is asked for its health at its own port" \
    "$(grep -o 'healthy, "[0-9]*' "$compose" | tr -dc '0-9\n')" "$(grep -o ' server-port=[0-9]*' "$compose" | tr -dc '0-9\n')"
nothing "No two servers of the compose file share a port" \
    "$(grep -oE '(server|web|web-tls|scan)-port=[0-9]+' "$compose" | sed 's/.*=//' | sort | uniq -d)"
is "Kubernetes asks at the port of the server" \
    "$(sed -n 's/.*prometheus.io\/port: "\(.*\)"/\1/p; s/.*server-port=//p' "$kubernetes" | sort -u)" "$port"
is "Its ports are those that the server is told" \
    "$(sed -n 's/.*containerPort: //p' "$kubernetes" | sort)" "$(sed -n 's/.*- [a-z-]*-port=//p' "$kubernetes" | sort)"
is "Probes and scrapes ask for pages that there are" \
    "$(grep -oE 'path: /[a-z]+' "$kubernetes" | sed 's/path: //' | sort -u | grep -vxF "$(grep -oE '"/(healthz|metrics)"' server/health.c | tr -d '"')")" ""

volume=$(instructions VOLUME) user=$(instructions USER)
is "State and spool lie in the volume" "$(instructions ENV | grep -oE "_(STATE|SPOOL)=$volume/" | wc -l | tr -d ' ')" 2
is "Each server of the compose file has a volume of its own there" \
    "$(grep -oE "[a-z]+:$volume\$" "$compose" | sort -u | wc -l | tr -d ' ')" "$(grep -c 'command: \[server' "$compose")"
like "Kubernetes mounts the volume there" "$(cat "$kubernetes")" "mountPath: $volume\$"
is "It is the same user everywhere, by number, and not root" \
    "$(sed -n 's/.*\(runAsUser\|runAsGroup\|fsGroup\): //p' "$kubernetes" | sort -u) $(instructions RUN | grep -o 'uid [0-9]*')" "$user uid $user"
is "Kubernetes has as many ways in as servers" "$(grep -c 'statefulset.kubernetes.io/pod-name' "$kubernetes")" \
    "$(sed -n 's/.*replicas: //p' "$kubernetes")"
is "The image of Kubernetes is of this version" "$(sed -n 's/.*image: .*://p' "$kubernetes")" "$("$app" --version | sed 's/.* //')"

# --- installed as in a snap -----------------------------------------------------------------------

ok "It is installed as for a snap" $make install DESTDIR="$T/snap" prefix=/usr
missing=''
for path in $(sed -n 's/^    command: //p' "$snapcraft" | sed 's/ .*//') \
    $(instructions HEALTHCHECK | grep -oE '/[a-z/-]+/healthy' | sed 's,.*/,snap/local/,'); do
    [ -x "$T/snap/$path" ] || [ -x "snap/local/${path#bin/}" ] || [ -x "$path" ] || missing="$missing $path"
done
nothing "Each command of snap and container is installed" "$missing"

mkdir "$T/bin" "$T/out"
free_port
server_port=$port
cat >"$T/bin/snapctl" <<'SNAPCTL'
#!/bin/sh
# of a snap in which four options are set
case "$*" in
"get server-port") echo "$SET_PORT" ;;
"get listen-hostname") echo 127.0.0.1 ;;
"get scan") echo false ;;
"get host-aliases") echo "print.example.com,paper.example.com" ;;
"services canon-printer-app.server") printf 'Service  Startup  Current\ncanon-printer-app.server  enabled  %s\n' "$SET_STATE" ;;
restart*) echo "$*" >>"$SET_LOG" ;;
esac
SNAPCTL
chmod +x "$T/bin/snapctl"
SET_PORT=$server_port SNAP=$T/snap PATH=$T/bin:$PATH snap/local/run-server >"$T/snap-server.log" 2>&1 &
server_pid=$!
children="$children $server_pid"
ok "The server of the snap starts with what was set" wait_until 20 snap/local/healthy "$server_port"
ok "Its state lies in the snap's folder, which survives updates" test -e "$SNAP_COMMON/canon-printer-app.state.lock"
free_port
not_ok "A server that is not there is not healthy" snap/local/healthy "$port"

ask() { printf 'GET /healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" >&3; read -r _ code _ <&3; echo "$code"; }
is "It answers to the second of several names" "$(ask paper.example.com 3<>"/dev/tcp/127.0.0.1/$server_port")" 200
is "It answers to the address of a balancer, which is not its own" "$(ask 192.0.2.99:8000 3<>"/dev/tcp/127.0.0.1/$server_port")" 200
is "It refuses a name that nobody told it" "$(ask print.example.net 3<>"/dev/tcp/127.0.0.1/$server_port")" 400

if command -v gs >/dev/null; then
    ok "A queue is added to it" on_server add -d office -v "file://$T/out" -m canon_ir1020_ufr2lt
    # Helper programs, and what they are, lie where the sandbox has to be told that it may read.
    echo 'Printed from a snap' >"$T/text.txt"
    ok "It finds its helper programs in the snap and renders by them" on_server submit -d office -o wait=yes "$T/text.txt"
    ok "The page is there" test -n "$(find "$T/out" -type f -size +100c)"
else
    test_count=$((test_count + 1))
    echo "ok $test_count # SKIP rendering in a snap: needs gs"
fi

run_configure() { SET_STATE=$1 SET_LOG=$T/restarted PATH=$T/bin:$PATH snap/hooks/configure; }
ok "Settings before the first start are kept for it" run_configure inactive
not_ok "Nothing is restarted then" test -e "$T/restarted"
ok "Settings of a running server restart it" run_configure active
is "It is the server that is restarted" "$(cat "$T/restarted" 2>/dev/null)" "restart canon-printer-app.server"

done_testing
