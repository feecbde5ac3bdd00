/*
 * client-link.c - see client-link.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-link.h"

#include "options.h"
#include "system.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define START_POLLS 100 /* of 20 ms */
#define CONNECT_MS  10000

/* A server that ends completes the page that is on its way. */
#define END_MS 60000

#define SYSTEM_URI "ipp://localhost/ipp/system"
#define PRINT_URI  "ipp://localhost/ipp/print"

/* ---- finding the server ---- */

/* Whether a server answers there now or in a moment: it may have been started just before. The
 * place where it does. */
static const char *answering(const char *path, const char *other)
{
    const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};

    for (int i = 0; i < START_POLLS; i++) {
        if (system_socket_alive(path))
            return path;
        if (other != NULL && system_socket_alive(other))
            return other;
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/* Where root's server has its socket: papplMainloop looks there, too. */
static void socket_of_root(const char *name, char *path, size_t size)
{
    const char *snap = getenv("SNAP_COMMON");

    snprintf(path, size, "%s/%s.sock", snap != NULL ? snap : "/run", name);
}

/* Whoever listens at the socket is known to the system. */
static pid_t process_behind(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int who[3] = {0, 0, 0}; /* struct ucred: process, user, group */
    socklen_t size = sizeof(who);
    bool known;

    snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
    known = fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
            getsockopt(fd, SOL_SOCKET, SO_PEERCRED, who, &size) == 0;
    if (fd >= 0)
        close(fd);
    return known ? who[0] : 0;
}

/* Whether what stands behind a port in a socket's name is its user's number: 80 is no 8000. */
static bool is_of_user(const char *end, const char *path)
{
    struct stat info;
    char wanted[32];

    if (strcmp(end, ".sock") == 0)
        return true;
    if (lstat(path, &info) != 0)
        return false;
    snprintf(wanted, sizeof(wanted), "%u.sock", (unsigned)info.st_uid);
    return strcmp(end, wanted) == 0;
}

/*
 * The service has its sockets in a folder of its own, and its user's number in their names.
 *
 * name  as link_find has it
 *
 * False: none of that port answers there.
 */
static bool find_service(const char *name, char *path, size_t size)
{
    const char *snap = getenv("SNAP_COMMON");
    size_t n = strlen(name);
    char place[300];
    DIR *folder;
    const struct dirent *entry;
    bool found = false;

    snprintf(place, sizeof(place), "%s/" PROGRAM_NAME, snap != NULL ? snap : "/run");
    folder = opendir(place);
    while (!found && folder != NULL && (entry = readdir(folder)) != NULL)
        if (strncmp(entry->d_name, name, n) == 0 &&
            (size_t)snprintf(path, size, "%s/%s", place, entry->d_name) < size)
            found = is_of_user(entry->d_name + n, path) && system_socket_alive(path);
    if (folder != NULL)
        closedir(folder);
    return found;
}

/* As find_service. papplMainloop knows the service by its other name alone, so it gets this
 * where both are of one server. */
static bool find_service_of_port(unsigned port, char *name, size_t name_size, char *path,
                                 size_t path_size)
{
    char usual[512], wanted[64];

    snprintf(wanted, sizeof(wanted), PROGRAM_NAME "-%u", port);
    if (!find_service(wanted, path, path_size))
        return false;
    socket_of_root(PROGRAM_NAME, usual, sizeof(usual));
    if (process_behind(usual) == process_behind(path)) {
        snprintf(name, name_size, PROGRAM_NAME);
        snprintf(path, path_size, "%s", usual);
    }
    return true;
}

bool link_is_there(void)
{
    char path[512];

    if (options_socket_path(PROGRAM_NAME, path, sizeof(path)) && system_socket_alive(path))
        return true;
    socket_of_root(PROGRAM_NAME, path, sizeof(path));
    return system_socket_alive(path);
}

bool link_find(unsigned port, char *name, size_t name_size, char *path, size_t path_size)
{
    char of_root[512];
    const char *found = NULL;

    if (port != 0)
        snprintf(name, name_size, PROGRAM_NAME "-%u", port);
    else
        snprintf(name, name_size, PROGRAM_NAME);
    socket_of_root(name, of_root, sizeof(of_root));
    if (port != 0 && find_service_of_port(port, name, name_size, path, path_size))
        return true;
    if (options_socket_path(name, path, path_size))
        found = answering(path, getuid() != 0 ? of_root : NULL);
    if (found != NULL && found != path)
        snprintf(path, path_size, "%s", found);
    if (found != NULL)
        return true;
    if (port != 0)
        fprintf(stderr,
                PROGRAM_NAME ": No server of yours runs on port %u of this computer. "
                             "Start it with: " PROGRAM_NAME " server -o server-port=%u\n",
                port, port);
    else
        fprintf(stderr,
                PROGRAM_NAME ": No server runs. Start it with: " PROGRAM_NAME " server\n");
    return false;
}

int link_watch(const char *path)
{
    pid_t process = process_behind(path);

    return process > 0 ? (int)syscall(SYS_pidfd_open, process, 0) : -1;
}

bool link_wait_end(int watch)
{
    struct pollfd poll_fd = {.fd = watch, .events = POLLIN};

    return watch >= 0 && poll(&poll_fd, 1, END_MS) > 0;
}

/* ---- requests ---- */

ipp_t *link_request(ipp_op_t op, const struct link_queue *queue, int job)
{
    ipp_t *request = ippNewRequest(op);

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL,
                 queue != NULL ? queue->uri : PRINT_URI);
    if (job > 0)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 cupsUser());
    return request;
}

/* The part of a URI that names a queue on its server. */
static void path_of(const char *uri, char *path, size_t n)
{
    char scheme[32], user[256], host[256];
    int port;

    if (httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof(scheme), user, sizeof(user),
                        host, sizeof(host), &port, path, (int)n) < HTTP_URI_STATUS_OK)
        snprintf(path, n, "/ipp/print");
}

static ipp_t *send_to(struct link *link, const char *path, ipp_t *request)
{
    ipp_t *response = cupsDoRequest(link->http, request, path);

    if (response != NULL && cupsLastError() <= IPP_STATUS_OK_EVENTS_COMPLETE)
        return response;
    ippDelete(response);
    return NULL;
}

void link_path(const struct link_queue *queue, char *path, size_t n)
{
    path_of(queue != NULL ? queue->uri : PRINT_URI, path, n);
}

ipp_t *link_ask(struct link *link, const struct link_queue *queue, ipp_t *request)
{
    char path[512];

    link_path(queue, path, sizeof(path));
    return send_to(link, path, request);
}

ipp_t *link_ask_system(struct link *link, ipp_t *request)
{
    return send_to(link, "/ipp/system", request);
}

void link_add_system_uri(ipp_t *request)
{
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "system-uri", NULL, SYSTEM_URI);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 cupsUser());
}

const char *link_error(void)
{
    const char *text = cupsLastErrorString();

    return text != NULL && text[0] != '\0' ? text : "The server does not answer.";
}

/* ---- queues ---- */

static struct link_queue *add_queue(struct link *link)
{
    struct link_queue *more =
        realloc(link->queues, (link->num_queues + 1) * sizeof(*link->queues));

    if (more == NULL)
        return NULL;
    link->queues = more;
    memset(&more[link->num_queues], 0, sizeof(*more));
    return &more[link->num_queues++];
}

/* One printer's attributes of an answer; the attribute behind them. */
static ipp_attribute_t *read_printer(ipp_t *response, ipp_attribute_t *attr,
                                     struct link_queue *queue)
{
    char path[512];

    for (; attr != NULL && ippGetGroupTag(attr) == IPP_TAG_PRINTER;
         attr = ippNextAttribute(response)) {
        const char *name = ippGetName(attr);

        if (name == NULL) /* between two groups */
            break;
        if (strcmp(name, "printer-name") == 0)
            snprintf(queue->name, sizeof(queue->name), "%s", ippGetString(attr, 0, NULL));
        else if (strcmp(name, "printer-uri-supported") == 0) {
            path_of(ippGetString(attr, 0, NULL), path, sizeof(path));
            httpAssembleURI(HTTP_URI_CODING_ALL, queue->uri, sizeof(queue->uri), "ipp", NULL,
                            "localhost", 0, path);
        }
    }
    return attr;
}

static bool list_queues(struct link *link, const char *wanted)
{
    static const char *const names[] = {"printer-name", "printer-uri-supported"};
    ipp_t *request = ippNewRequest(IPP_OP_GET_PRINTERS), *response;

    link_add_system_uri(request);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL,
                  names);
    response = send_to(link, "/ipp/system", request);
    if (response == NULL) {
        /* PAPPL says so when there is no queue at all */
        if (cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND)
            return true;
        fprintf(stderr, PROGRAM_NAME ": The queues cannot be listed: %s\n", link_error());
        return false;
    }
    for (ipp_attribute_t *attr = ippFirstAttribute(response); attr != NULL;) {
        struct link_queue queue = {.name = ""}, *more;

        if (ippGetGroupTag(attr) != IPP_TAG_PRINTER) {
            attr = ippNextAttribute(response);
            continue;
        }
        attr = read_printer(response, attr, &queue);
        if (queue.uri[0] != '\0' && (wanted == NULL || strcmp(queue.name, wanted) == 0) &&
            (more = add_queue(link)) != NULL)
            *more = queue;
    }
    ippDelete(response);
    if (wanted == NULL || link->num_queues > 0)
        return true;
    fprintf(stderr, PROGRAM_NAME ": There is no queue '%s'.\n", wanted);
    return false;
}

bool link_list(struct link *link, const char *wanted)
{
    free(link->queues);
    link->queues = NULL;
    link->num_queues = 0;
    return list_queues(link, wanted);
}

/* A queue on any computer. */
static bool open_uri(struct link *link, const char *uri)
{
    char scheme[32], user[256], host[256], path[512];
    int port;
    struct link_queue *queue;
    const char *slash;

    if (httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof(scheme), user, sizeof(user),
                        host, sizeof(host), &port, path, sizeof(path)) < HTTP_URI_STATUS_OK ||
        strncmp(scheme, "ipp", 3) != 0) {
        fprintf(stderr,
                PROGRAM_NAME ": '%s' is no address of a queue: "
                             "ipp://HOST/ipp/print/NAME.\n",
                uri);
        return false;
    }
    link->elsewhere = true;
    link->http = httpConnect2(host, port, NULL, AF_UNSPEC,
                              strcmp(scheme, "ipps") == 0 ? HTTP_ENCRYPTION_ALWAYS
                                                          : HTTP_ENCRYPTION_IF_REQUESTED,
                              1, CONNECT_MS, NULL);
    if (link->http == NULL) {
        fprintf(stderr, PROGRAM_NAME ": '%s' cannot be reached: %s.\n", uri,
                cupsLastErrorString());
        return false;
    }
    if ((queue = add_queue(link)) == NULL)
        return false;
    slash = strrchr(path, '/');
    snprintf(queue->name, sizeof(queue->name), "%.127s", slash != NULL ? slash + 1 : path);
    snprintf(queue->uri, sizeof(queue->uri), "%s", uri);
    return true;
}

bool link_open(struct link *link, unsigned port, const char *uri, const char *queue)
{
    char name[64], path[512];

    memset(link, 0, sizeof(*link));
    if (uri != NULL)
        return open_uri(link, uri);
    if (!link_find(port, name, sizeof(name), path, sizeof(path)))
        return false;
    link->http =
        httpConnect2(path, 0, NULL, AF_UNSPEC, HTTP_ENCRYPTION_NEVER, 1, CONNECT_MS, NULL);
    if (link->http == NULL) {
        fprintf(stderr, PROGRAM_NAME ": The server does not answer: %s.\n",
                cupsLastErrorString());
        return false;
    }
    return list_queues(link, queue);
}

void link_close(struct link *link)
{
    httpClose(link->http);
    free(link->queues);
    memset(link, 0, sizeof(*link));
}

const struct link_queue *link_find_job(struct link *link, int job)
{
    for (size_t i = 0; i < link->num_queues; i++) {
        const struct link_queue *queue = &link->queues[i];
        ipp_t *request = link_request(IPP_OP_GET_JOB_ATTRIBUTES, queue, job), *response;

        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                     "job-id");
        response = link_ask(link, queue, request);
        ippDelete(response);
        if (response != NULL)
            return queue;
        if (cupsLastError() != IPP_STATUS_ERROR_NOT_FOUND) {
            fprintf(stderr, PROGRAM_NAME ": Job %d: %s\n", job, link_error());
            return NULL;
        }
    }
    if (link->num_queues == 1)
        fprintf(stderr, PROGRAM_NAME ": The queue %s has no job %d.\n", link->queues[0].name,
                job);
    else
        fprintf(stderr, PROGRAM_NAME ": There is no job %d.\n", job);
    return NULL;
}
