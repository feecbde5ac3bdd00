# lib-network.sh - a network of the test's own, a message bus and Avahi on it; to be sourced before
# lib.sh, for it may start the test anew in another name space.
# Where the system lets it, the test has nothing but a loopback interface, and its own /run, in
# which Avahi wants to be: network_place is "own". Else it is "shared": Avahi then has to be root's,
# where no other one runs, and is on the loopback interface alone.
# SPDX-License-Identifier: Apache-2.0

PATH=$PATH:/usr/sbin:/sbin
own_run='mount -t tmpfs tmpfs /run'
# no package of a small system sets a flag of an interface but perl: SIOCSIFFLAGS, up and running
own_lo='perl -e "my \$lo = pack(q(a16 s x22), q(lo), 0x49);
    socket(S, 2, 2, 0) and ioctl(S, 0x8914, \$lo) or exit 1"'
network_place=${TEST_NETWORK_PLACE:-shared}
if [ -z "${TEST_NETWORK_PLACE:-}" ]; then
    for options in -nm -rnm; do
        if unshare $options sh -c "$own_run && $own_lo" 2>/dev/null; then
            TEST_NETWORK_PLACE=own
            TEST_USER=$(id -u) TEST_GROUP=$(id -g)
            export TEST_NETWORK_PLACE TEST_USER TEST_GROUP
            exec unshare $options sh -c "$own_run && $own_lo && exec \"\$0\"" "$0"
        fi
    done
fi

# need_avahi: or the whole test is passed over
need_avahi() {
    need dbus-daemon avahi-daemon avahi-browse
    [ "$network_place" = shared ] || return 0
    [ "$(id -u)" -eq 0 ] || skip_all "Avahi needs root, or a system that lets users have a network of their own"
    avahi-daemon --check 2>/dev/null && skip_all "an Avahi runs on this computer, and there can be no network of our own"
}

# start_bus NAME: a message bus; its address in $bus
start_bus() {
    bus=unix:path=$T/$1
    cat >"$T/$1.conf" <<XML
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
    "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
    <type>system</type>
    <listen>$bus</listen>
    <auth>EXTERNAL</auth>
    <policy context="default">
        <allow user="*"/>
        <allow own="*"/>
        <allow send_destination="*"/>
        <allow receive_sender="*"/>
    </policy>
</busconfig>
XML
    dbus-daemon --config-file="$T/$1.conf" --nofork --nopidfile >"$T/$1.out" 2>&1 &
    children="$children $!"
    wait_until 20 test -S "$T/$1"
}

# start_avahi NAME BUS ADDRESSES [COMMAND...]: an Avahi for host NAME.local; its process in
# $avahi_pid. ADDRESSES: whether it tells the host's (yes or no; only one can be at 127.0.0.1).
# COMMAND is a prefix of its command.
start_avahi() {
    cat >"$T/$1.avahi" <<INI
[server]
host-name=$1
domain-name=local
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
disallow-other-stacks=no
[wide-area]
enable-wide-area=no
[publish]
publish-addresses=$3
publish-aaaa-on-ipv4=no
publish-hinfo=no
publish-workstation=no
INI
    avahi_name=$1 avahi_bus=$2
    shift 3
    DBUS_SYSTEM_BUS_ADDRESS=$avahi_bus "$@" avahi-daemon --file="$T/$avahi_name.avahi" \
        --no-drop-root --no-chroot --no-rlimits --no-proc-title >"$T/$avahi_name.out" 2>&1 &
    avahi_pid=$!
    children="$children $avahi_pid"
    wait_until 20 grep -q 'Server startup complete' "$T/$avahi_name.out"
}
