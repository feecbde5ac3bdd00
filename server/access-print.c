/*
 * access-print.c - see access-print.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access-print.h"

#include "http/http-access.h"
#include "queue-settings.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/* Guarded by mutex. */
static struct http_access allowed = {.near_by = true, .local = true};
static char the_list[ACCESS_PRINT_LIST] = "private";

bool access_print_set(const char *list)
{
    struct http_access access;

    if (strlen(list) >= sizeof(the_list) || !http_access_parse(&access, list))
        return false;
    pthread_mutex_lock(&mutex);
    allowed = access;
    snprintf(the_list, sizeof(the_list), "%s", list);
    pthread_mutex_unlock(&mutex);
    return true;
}

void access_print_list(char list[ACCESS_PRINT_LIST])
{
    pthread_mutex_lock(&mutex);
    memcpy(list, the_list, sizeof(the_list));
    pthread_mutex_unlock(&mutex);
}

/* False: it is no address. */
static bool read_address(const char *host, struct sockaddr_storage *address)
{
    struct sockaddr_in *four = (struct sockaddr_in *)(void *)address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)(void *)address;
    char text[INET6_ADDRSTRLEN];
    size_t n;

    memset(address, 0, sizeof(*address));
    host += host[0] == '[';
    if (strncmp(host, "v1.", 3) == 0)
        host += 3;
    n = strcspn(host, "]%+");
    if (n >= sizeof(text))
        return false;
    memcpy(text, host, n);
    text[n] = '\0';
    four->sin_family = AF_INET;
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1)
        return true;
    memset(address, 0, sizeof(*address));
    six->sin6_family = AF_INET6;
    return inet_pton(AF_INET6, text, &six->sin6_addr) == 1;
}

void access_queue_list(int queue, char list[ACCESS_PRINT_LIST])
{
    (void)queue_setting_get(queue, ACCESS_PRINT_SETTING, list, ACCESS_PRINT_LIST);
}

/* A list that cannot be read, which nobody has set here, lets in nobody but this computer. */
static void queue_access(int queue, struct http_access *access)
{
    char list[ACCESS_PRINT_LIST];

    access_queue_list(queue, list);
    if (list[0] == '\0')
        *access = (struct http_access){.all = true};
    else if (!http_access_parse(access, list))
        *access = (struct http_access){.all = false};
}

bool access_may_print(const char *host, int queue)
{
    struct sockaddr_storage address;
    struct http_access all, own = {.all = true};

    if (!read_address(host, &address))
        return false;
    pthread_mutex_lock(&mutex);
    all = allowed;
    pthread_mutex_unlock(&mutex);
    if (queue != 0)
        queue_access(queue, &own);
    return http_access_allows(&all, (const struct sockaddr *)(const void *)&address) &&
           http_access_allows(&own, (const struct sockaddr *)(const void *)&address);
}

bool access_queue_set(int queue, const char *list, char *why, size_t why_size)
{
    struct http_access access;

    if (strlen(list) >= ACCESS_PRINT_LIST ||
        (list[0] != '\0' && !http_access_parse(&access, list))) {
        snprintf(why, why_size, "'%.200s' is no list of networks.", list);
        return false;
    }
    return queue_setting_set(queue, ACCESS_PRINT_SETTING, list, why, why_size);
}
