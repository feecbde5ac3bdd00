/*
 * compat-hostname.c - the name of this server is not the name of the computer, and not the only
 * one.
 *
 * papplSystemSetHostName(system, name) does not only note the name under which clients reach
 * the server: it writes /etc/hostname, calls sethostname and renames the computer in Avahi.
 * As root, that renames the machine. The three calls end here and in compat-dnssd.c, so setting
 * the name is safe. And PAPPL takes the computer's name from Avahi, or asks DNS for it, which
 * may take as long as DNS likes: its Avahi is none (compat-dnssd.c) and tells it what we know.
 *
 * PAPPL 1.3 accepts one name in a client's Host field, to the letter, beside .local, localhost
 * and all that begins with a digit: a client that knows this computer by another of its names
 * gets 400, and so does one that writes the name in capitals, while a stranger's 1.example.com
 * is accepted. So which names are ours is decided here (host-names.h): while a client's thread
 * looks at the field, PAPPL is told that the system's name is what the client wrote, or that
 * the client wrote something that is no name. It also takes the last colon of the field for the
 * one before the port, of [::1] too: there the port is added. Effects: none but refusing and
 * the names; other files are opened as ever.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"
#include "host-names.h"

#include <avahi-client/client.h>
#include <cups/file.h>
#include <cups/http.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef cups_file_t *(*file_open_fn)(const char *, const char *);
typedef const char *(*get_field_fn)(http_t *, http_field_t);
typedef char *(*get_name_fn)(pappl_system_t *, char *, size_t);

/* How often the computer is asked for its names again when a client uses another. */
#define LOOK_AGAIN_SECONDS 60

static char server_name[HOST_NAME_SIZE]; /* set once, before there are clients */
static char more_names[2048];
static int server_port;
static _Atomic(bool) checking;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static struct host_names names;
static time_t looked; /* when the names were found; 0: never */

/* Of this client's thread: the host as PAPPL will compare it, and the field as it will read it.
 */
static _Thread_local char accepted[HOST_NAME_SIZE];
static _Thread_local char field[HOST_NAME_SIZE + 16];

void compat_server_names(const char *name, const char *aliases, int port)
{
    snprintf(server_name, sizeof(server_name), "%s", name);
    snprintf(more_names, sizeof(more_names), "%s%s%s", name,
             name[0] != '\0' && aliases[0] != '\0' ? "," : "", aliases);
    server_port = port;
    checking = true;
}

/* ---- the name of the server ---- */

int sethostname(const char *name, size_t length)
{
    (void)name;
    (void)length;
    errno = EPERM;
    return -1;
}

const char *avahi_client_get_host_name_fqdn(AvahiClient *client)
{
    typedef const char *(*get_fn)(AvahiClient *);
    static _Thread_local char name[HOST_NAME_SIZE + 8];
    get_fn next = (get_fn)compat_next("avahi_client_get_host_name_fqdn");

    if (compat_avahi_is_nothing(client)) {
        host_names_own(server_name, name, sizeof(name));
        return name;
    }
    return next != NULL ? next(client) : NULL;
}

cups_file_t *cupsFileOpen(const char *path, const char *mode)
{
    static _Atomic(compat_fn) known;
    file_open_fn next = (file_open_fn)compat_cached(&known, "cupsFileOpen");

    if (path != NULL && mode != NULL && strcmp(path, "/etc/hostname") == 0 && mode[0] != 'r') {
        errno = EPERM;
        return NULL;
    }
    return next != NULL ? next(path, mode) : NULL;
}

/* ---- the names that clients use ---- */

static bool is_ours(const char *host)
{
    time_t now = time(NULL);
    bool ours;

    pthread_mutex_lock(&mutex);
    ours = looked != 0 && host_is_ours(&names, host);
    /* the computer may have got another name or network since */
    if (!ours && (looked == 0 || now < looked || now - looked >= LOOK_AGAIN_SECONDS)) {
        host_names_find(&names, more_names);
        looked = now;
        ours = host_is_ours(&names, host);
    }
    pthread_mutex_unlock(&mutex);
    return ours;
}

/* The field in this thread's memory, as PAPPL is to read it. */
static const char *judge(const char *value)
{
    const char *colon = strrchr(value, ':'), *bracket = strrchr(value, ']');
    size_t n = colon != NULL && (bracket == NULL || colon > bracket) ? (size_t)(colon - value)
                                                                     : strlen(value);

    accepted[0] = '\0';
    if (n >= sizeof(accepted))
        return "!"; /* no name is longer; and none is this */
    memcpy(accepted, value, n);
    accepted[n] = '\0';
    if (!is_ours(accepted)) {
        accepted[0] = '\0';
        snprintf(field, sizeof(field), "!%.*s", (int)n, value);
    } else if (value[0] == '[' && value[n] == '\0')
        snprintf(field, sizeof(field), "%s:%d", value, server_port);
    else
        snprintf(field, sizeof(field), "%s", value);
    return field;
}

/* HTTP 1.0 has no Host field; PAPPL looks for one all the same. */
static const char *own_address(http_t *http)
{
    http_addr_t address;
    socklen_t size = sizeof(address);
    char text[HOST_NAME_SIZE];

    if (httpGetVersion(http) >= HTTP_VERSION_1_1 ||
        getsockname(httpGetFd(http), &address.addr, &size) != 0)
        return "";
    if (httpAddrFamily(&address) == AF_LOCAL)
        snprintf(text, sizeof(text), "localhost");
    else
        httpAddrString(&address, text, sizeof(text));
    snprintf(field, sizeof(field), "%s:%d", text, server_port);
    return field;
}

const char *httpGetField(http_t *http, http_field_t which)
{
    static _Atomic(compat_fn) known;
    get_field_fn next = (get_field_fn)compat_cached(&known, "httpGetField");
    const char *value = next != NULL ? next(http, which) : NULL;

    if (which != HTTP_FIELD_HOST || !checking || value == NULL)
        return value;
    return value[0] != '\0' ? judge(value) : own_address(http);
}

/* What a client's Host field is compared with. */
char *papplSystemGetHostName(pappl_system_t *system, char *buffer, size_t bufsize)
{
    static _Atomic(compat_fn) known; /* each request asks */
    get_name_fn next = (get_name_fn)compat_cached(&known, "papplSystemGetHostName");

    if (buffer == NULL || bufsize == 0 || (accepted[0] == '\0' && server_name[0] == '\0'))
        return next != NULL ? next(system, buffer, bufsize) : NULL;
    papplCopyString(buffer, accepted[0] != '\0' ? accepted : server_name, bufsize);
    accepted[0] = '\0'; /* once */
    return buffer;
}
