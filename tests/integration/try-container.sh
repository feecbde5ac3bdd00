#!/bin/bash
# try-container.sh - build the container image, run it as snap/local/README.md says, print and scan in it.
# usage: try-container.sh      (make try-container)
# Not a part of the test suite: it wants podman, the network (packages of Debian) and some minutes. BASE is
# an image to build on; without it debootstrap makes one, which takes root. PODMAN_OPTIONS go to
# each call of podman, such as "--runtime runc", RUN_OPTIONS to each start of a container.
# Effects: images and containers in a folder of its own, which is removed at the end.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need podman virtual-printer

# A database of its own: nothing of the person's containers is touched.
pod() { podman --root "$T/store" --runroot "$T/run" ${PODMAN_OPTIONS:-} "$@"; }
image=localhost/canon-printer-app:tried
run() {
    # shellcheck disable=SC2086 # options have no spaces
    pod run --no-healthcheck --network host --read-only --read-only-tmpfs=false \
        --tmpfs /tmp:mode=1777,size=64m --cap-drop ALL --security-opt no-new-privileges \
        ${RUN_OPTIONS:-} -v office:/var/lib/canon-printer-app "$@"
}
end_containers() {
    pod rm -f -t 10 office >/dev/null 2>&1
    pod volume rm -f office >/dev/null 2>&1
    pod rmi -a -f >/dev/null 2>&1
    umount "$T/store/overlay" 2>/dev/null
}
trap 'end_containers; cleanup' EXIT

if [ -z "${BASE:-}" ]; then
    need debootstrap
    [ "$(id -u)" -eq 0 ] || skip_all "debootstrap takes root; or name an image: BASE="
    BASE=localhost/debian:12
    ok "A base is made of Debian's packages" debootstrap --variant=minbase bookworm "$T/base" "${MIRROR:-http://deb.debian.org/debian}"
    tar -C "$T/base" --exclude=./var/cache/apt/archives/*.deb -c . | pod import -q - "$BASE" >/dev/null
    rm -rf "$T/base"
fi
ok "The image is built" pod build --isolation chroot --format docker --build-arg "BASE=$BASE" \
    -f snap/local/Containerfile -t "$image" .
diag "$(pod images --format '{{.Repository}} {{.Size}}' | grep canon-printer-app)"

# SANE's driver that makes pictures up, which Debian has switched off.
mkdir "$T/dll.d"
echo test >"$T/dll.d/test"
chmod -R go+rX "$T/dll.d"
free_port
server_port=$port
free_port
other_port=$port
free_port
scan_port=$port
start() {
    run -d --name office -v "$T/dll.d:/etc/sane.d/dll.d:ro" "$image" server -o "server-port=$server_port" \
        -o listen-hostname=127.0.0.1 -o "scan-port=$scan_port" >/dev/null && wait_until 30 healthy
}
healthy() { pod exec office /usr/libexec/canon-printer-app/healthy "$server_port"; }
inside() { pod exec -i office canon-printer-app "$@"; }

start_printer paper --speed 0
ok "The server starts, read-only, as no root, without a capability, and is healthy" start || done_testing
is "It is the user by number, in group lp" "$(pod exec office id -u) $(pod exec office id -nG)" "6310 canon-printer-app lp"
not_ok "Nothing but its volume and /tmp can be written to" pod exec office touch /usr/x
is "The sandbox of the renderer lacks nothing in there" \
    "$(pod exec office /usr/libexec/canon-printer-app/canon-sandbox -- /bin/true 2>&1)" ""
is "All libraries are there" "$(pod exec office sh -c 'ldd /usr/bin/canon-printer-app /usr/bin/virtual-printer \
    /usr/bin/ufr2lt /usr/libexec/canon-printer-app/canon-*' 2>/dev/null | grep 'not found')" ""
ok "A queue is added" inside add -d office -v "socket://127.0.0.1:$printer_port" -m canon_ir1020_ufr2lt
printf 'Printed from a container\n' >"$T/text.txt"
ok "A text is printed" inside submit -d office -o wait=yes - <"$T/text.txt"
ok "PostScript is printed" inside submit -d office -o wait=yes - <resources/demo.ps
ok "Both have come out" wait_until 20 has_sides paper 2
ok "A scanner is set" inside scanner -d desk -o device=test:0
ok "A page is scanned" inside scan -d desk -o file=/tmp/page.png -o input=platen -o color=gray -o resolution=75
is "It is a picture" "$(pod exec office head -c 4 /tmp/page.png | tail -c 3)" PNG
not_ok "A second server on the same state is refused" run --rm "$image" server -o "server-port=$other_port"
like "It says why" "$(cat "$T/ok.out")" 'Another server uses the state file'
ok "It ends when it is told to" pod stop -t 90 office
is "It ends well" "$(pod inspect office --format '{{.State.ExitCode}}')" 0
pod rm office >/dev/null
ok "A new container goes on with the volume" start
is "Its queue is there" "$(inside printers)" office
like "So is its history" "$(inside history)" 'Printed'
done_testing
