/*
 * smtp-server.h - a mail server for tests: takes one connection after the other, answers as it
 * is told, and keeps what it was sent. Effects: a socket of this computer, a thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_SMTP_SERVER_H
#define UNIT_SMTP_SERVER_H

#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct smtp_server {
    pthread_t thread;
    int fd;
    unsigned port;
    pthread_mutex_t mutex;
    /* Guarded by mutex. */
    const char *refused; /* the command that is not taken; NULL: none */
    const char *with;    /* the answer then; NULL: the connection is closed */
    unsigned mails;      /* that were taken whole */
    char commands[4000]; /* of the last connection */
    char mail[100000];   /* the last one */
};

static bool smtp_say(int fd, const char *text)
{
    return send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

/* One line with its end; false: the end of the connection. */
static bool smtp_line(int fd, char *line, size_t size)
{
    size_t n = 0;

    while (n + 1 < size && recv(fd, line + n, 1, 0) == 1)
        if (line[n++] == '\n') {
            line[n] = '\0';
            return true;
        }
    return false;
}

static void smtp_note(char *all, size_t size, const char *line)
{
    size_t n = strlen(all);

    snprintf(all + n, size - n, "%s", line);
}

/* A command; false: this connection ends. */
static bool smtp_answer(struct smtp_server *s, int fd, const char *line)
{
    bool refused, data = strncmp(line, "DATA", 4) == 0;
    const char *with;

    pthread_mutex_lock(&s->mutex);
    smtp_note(s->commands, sizeof(s->commands), line);
    refused = s->refused != NULL && strncmp(line, s->refused, strlen(s->refused)) == 0;
    with = s->with;
    if (data)
        s->mail[0] = '\0';
    pthread_mutex_unlock(&s->mutex);
    if (refused)
        return with != NULL && smtp_say(fd, with);
    if (strncmp(line, "EHLO", 4) == 0)
        return smtp_say(fd, "250-test\r\n250 8BITMIME\r\n");
    if (strncmp(line, "QUIT", 4) == 0)
        return smtp_say(fd, "221 bye\r\n") && false;
    return smtp_say(fd, data ? "354 go on\r\n" : "250 fine\r\n");
}

static void smtp_talk(struct smtp_server *s, int fd)
{
    char line[2000];
    bool in_data = false, good = smtp_say(fd, "220 test\r\n");

    pthread_mutex_lock(&s->mutex);
    s->commands[0] = '\0';
    pthread_mutex_unlock(&s->mutex);
    while (good && smtp_line(fd, line, sizeof(line))) {
        if (!in_data) {
            good = smtp_answer(s, fd, line);
            in_data = good && strncmp(line, "DATA", 4) == 0;
            continue;
        }
        pthread_mutex_lock(&s->mutex);
        if (strcmp(line, ".\r\n") == 0) {
            s->mails++;
            in_data = false;
        } else
            smtp_note(s->mail, sizeof(s->mail), line);
        pthread_mutex_unlock(&s->mutex);
        if (!in_data)
            good = smtp_say(fd, "250 taken\r\n");
    }
}

static void *smtp_serve(void *ctx)
{
    struct smtp_server *s = ctx;
    int fd;

    while ((fd = accept(s->fd, NULL, NULL)) >= 0) {
        smtp_talk(s, fd);
        close(fd);
    }
    return NULL;
}

static inline void smtp_start(struct smtp_server *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(at);

    memset(s, 0, sizeof(*s));
    pthread_mutex_init(&s->mutex, NULL);
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
        listen(s->fd, 5) != 0 || getsockname(s->fd, (struct sockaddr *)&at, &size) != 0 ||
        pthread_create(&s->thread, NULL, smtp_serve, s) != 0)
        exit(99);
    s->port = ntohs(at.sin_port);
}

/* The next connections: this command gets that answer. */
static inline void smtp_refuse(struct smtp_server *s, const char *command, const char *with)
{
    pthread_mutex_lock(&s->mutex);
    s->refused = command;
    s->with = with;
    pthread_mutex_unlock(&s->mutex);
}

static inline void smtp_stop(struct smtp_server *s)
{
    (void)shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    pthread_mutex_destroy(&s->mutex);
}

#endif
