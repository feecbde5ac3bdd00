/*
 * ipp-access.c - see ipp-access.h.
 * Source: RFC 7617 (Basic), RFC 8010, section 8.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-access.h"

#include "access-print.h"
#include "access.h"
#include "ipp-jobs.h"
#include "log.h"
#include "vault.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define PASSWORD "administrator-password"

/* Of the request that this thread answers. */
static _Thread_local struct {
    http_status_t answer;                       /* in place of it; 0: none */
    char password[ACCESS_PASSWORD_BYTES + 100]; /* that it brought */
    const http_t *http;                         /* whose credentials were looked at last */
    uint8_t field[32];                          /* their hash */
    unsigned changes;                           /* access_people_changes then */
    bool right;
    char user[ACCESS_NAME_SIZE];
} mine;

/* ---- who asks ---- */

static bool is_socket(http_t *http)
{
    return httpAddrFamily(httpGetAddress(http)) == AF_LOCAL;
}

static bool is_here(http_t *http)
{
    return httpAddrLocalhost(httpGetAddress(http)) != 0;
}

/* Whoever opened the other end of a domain socket is known to the system. */
static bool is_root_or_us(http_t *http)
{
    struct {
        pid_t pid;
        uid_t uid;
        gid_t gid;
    } who = {.uid = (uid_t)-1}; /* struct ucred, which the C library has for extensions only */
    socklen_t size = sizeof(who);

    return is_socket(http) &&
           getsockopt(httpGetFd(http), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == 0 || who.uid == geteuid());
}

static void host_of(http_t *http, char *host, size_t size)
{
    char text[256];
    const char *at = text;
    size_t n;

    if (is_socket(http)) {
        snprintf(host, size, "127.0.0.1");
        return;
    }
    httpAddrString(httpGetAddress(http), text, sizeof(text));
    at += at[0] == '[';
    if (strncmp(at, "v1.", 3) == 0)
        at += 3;
    n = strcspn(at, "]+");
    snprintf(host, size, "%.*s", (int)n, at);
}

/* "Basic bmFtZTpwYXNzd29yZA==": name and password; false: it is none. */
static bool read_basic(const char *field, char *text, size_t size, char **password)
{
    int n = (int)size;

    if (strncasecmp(field, "Basic ", 6) != 0 || strlen(field) / 4 * 3 >= size)
        return false;
    field += 6 + strspn(field + 6, " ");
    if (httpDecode64_2(text, &n, field) == NULL || n <= 0 || (size_t)n >= size)
        return false;
    text[n] = '\0';
    *password = strchr(text, ':');
    if (*password == NULL)
        return false;
    *(*password)++ = '\0';
    return true;
}

static bool check_basic(http_t *http, const char *field)
{
    char text[ACCESS_NAME_SIZE + ACCESS_PASSWORD_BYTES + 8], host[256];
    char *password;
    unsigned wait;
    bool right = false;

    mine.user[0] = '\0';
    if (read_basic(field, text, sizeof(text), &password)) {
        host_of(http, host, sizeof(host));
        right = access_try(host, text, password, &wait) == ACCESS_DONE;
        if (right)
            snprintf(mine.user, sizeof(mine.user), "%.63s", text); /* a name is no longer */
    }
    vault_wipe(text, sizeof(text));
    return right;
}

/* A hash takes time and is asked for more than once for a request, and for each request of a
 * connection: what was found out for the same credentials is good until administrators change.
 */
static bool has_password(http_t *http)
{
    const char *field = httpGetField(http, HTTP_FIELD_AUTHORIZATION);
    unsigned changes = access_people_changes();
    uint8_t hash[32];

    if (field == NULL || field[0] == '\0' || (!httpIsEncrypted(http) && !is_here(http)) ||
        gnutls_hash_fast(GNUTLS_DIG_SHA256, field, strlen(field), hash) != 0)
        return false;
    if (mine.http == http && mine.changes == changes &&
        gnutls_memcmp(mine.field, hash, sizeof(hash)) == 0)
        return mine.right;
    mine.right = check_basic(http, field);
    mine.http = http;
    mine.changes = changes;
    memcpy(mine.field, hash, sizeof(hash));
    return mine.right;
}

static bool administrates(http_t *http)
{
    if (is_root_or_us(http))
        return true;
    return access_people_any() ? has_password(http) : is_here(http);
}

bool ipp_is_administrator(pappl_client_t *client)
{
    return administrates(papplClientGetHTTP(client));
}

void ipp_by(pappl_client_t *client, char *by, size_t size)
{
    http_t *http = papplClientGetHTTP(client);
    char host[256];

    host_of(http, host, sizeof(host));
    if (is_root_or_us(http))
        snprintf(by, size, "this computer");
    else if (access_people_any() && has_password(http))
        snprintf(by, size, "%s at %s", mine.user, host);
    else
        snprintf(by, size, "%s", host);
}

bool ipp_may_print(pappl_client_t *client, int queue)
{
    http_t *http = papplClientGetHTTP(client);
    char host[256];

    if (is_socket(http))
        return true;
    host_of(http, host, sizeof(host));
    return access_may_print(host, queue);
}

/* PAPPL's question. Exported in the place of its own, see compat.h. */
http_status_t papplClientIsAuthorized(pappl_client_t *client)
{
    if (client == NULL)
        return HTTP_STATUS_BAD_REQUEST;
    return ipp_is_administrator(client) ? HTTP_STATUS_CONTINUE : HTTP_STATUS_FORBIDDEN;
}

/* ---- refusals ---- */

http_status_t ipp_refusal(pappl_client_t *client)
{
    http_t *http = papplClientGetHTTP(client);
    bool tls =
        (papplSystemGetOptions(papplClientGetSystem(client)) & PAPPL_SOPTIONS_NO_TLS) == 0;

    if (!access_people_any())
        return HTTP_STATUS_FORBIDDEN;
    if (httpIsEncrypted(http) || is_here(http))
        return HTTP_STATUS_UNAUTHORIZED;
    return tls ? HTTP_STATUS_UPGRADE_REQUIRED : HTTP_STATUS_FORBIDDEN;
}

void ipp_refuse(pappl_client_t *client, const char *text)
{
    if (access_people_any())
        mine.answer = ipp_refusal(client);
    if (text[0] != '\0')
        papplClientRespondIPP(client, IPP_STATUS_ERROR_FORBIDDEN, "%s", text);
}

http_status_t ipp_access_answer(void)
{
    http_status_t answer = mine.answer;

    mine.answer = (http_status_t)0;
    return answer;
}

void call_refused(struct call *c)
{
    ipp_refuse(c->client, "This is possible only on the computer of the gateway.");
}

/* ---- a request was read ---- */

/* What PAPPL answers itself, and only to administrators. */
static bool needs_administrator(ipp_op_t op, ipp_t *request)
{
    static const int ops[] = {
        IPP_OP_SET_PRINTER_ATTRIBUTES, IPP_OP_CREATE_PRINTER,
        IPP_OP_DELETE_PRINTER,         IPP_OP_SET_SYSTEM_ATTRIBUTES,
        IPP_OP_DISABLE_ALL_PRINTERS,   IPP_OP_ENABLE_ALL_PRINTERS,
        IPP_OP_PAUSE_ALL_PRINTERS,     IPP_OP_PAUSE_ALL_PRINTERS_AFTER_CURRENT_JOB,
        IPP_OP_RESUME_ALL_PRINTERS,    IPP_OP_SHUTDOWN_ALL_PRINTERS,
        IPP_OP_PAPPL_FIND_DEVICES,     IPP_OP_PAPPL_FIND_DRIVERS,
    };
    static const int of_system[] = {
        IPP_OP_CREATE_SYSTEM_SUBSCRIPTIONS, IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES,
        IPP_OP_GET_SUBSCRIPTIONS,           IPP_OP_RENEW_SUBSCRIPTION,
        IPP_OP_CANCEL_SUBSCRIPTION,         IPP_OP_GET_NOTIFICATIONS,
    };

    for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
        if (ops[i] == (int)op)
            return true;
    for (size_t i = 0; i < sizeof(of_system) / sizeof(of_system[0]); i++)
        if (of_system[i] == (int)op)
            return ippFindAttribute(request, "system-uri", IPP_TAG_URI) != NULL;
    return false;
}

static void take_password(ipp_t *request)
{
    ipp_attribute_t *attr;
    const char *text;

    vault_wipe(mine.password, sizeof(mine.password));
    while ((attr = ippFindAttribute(request, PASSWORD, IPP_TAG_ZERO)) != NULL) {
        text = ippGetString(attr, 0, NULL);
        if (text != NULL)
            snprintf(mine.password, sizeof(mine.password), "%s", text);
        ippDeleteAttribute(request, attr);
    }
}

void ipp_access_take(http_t *http, ipp_t *request)
{
    mine.answer = (http_status_t)0;
    if (ippGetOperation(request) == (ipp_op_t)IPP_OP_ADMINISTRATORS)
        take_password(request);
    /* as long as there is no administrator PAPPL's own rules are ours */
    if (access_people_any() && needs_administrator(ippGetOperation(request), request) &&
        !administrates(http))
        ippSetOperation(request, (ipp_op_t)IPP_OP_REFUSED);
}

/* ---- the administrators ---- */

static void answer(struct call *c, enum access_answer result)
{
    call_respond(c, result == ACCESS_DONE ? IPP_STATUS_OK : IPP_STATUS_ERROR_NOT_POSSIBLE,
                 access_answer_text(result));
}

static void list(struct call *c)
{
    char names[ACCESS_PEOPLE_MAX][ACCESS_NAME_SIZE];
    size_t n = access_people_list(names, ACCESS_PEOPLE_MAX);
    ipp_attribute_t *attr = NULL;

    call_done(c);
    for (size_t i = 0; i < n && i < ACCESS_PEOPLE_MAX; i++)
        if (attr == NULL)
            attr = ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_NAME,
                                "administrator-names", NULL, names[i]);
        else
            (void)ippSetString(c->response, &attr, (int)i, names[i]);
}

static void tell_code(struct call *c)
{
    char code[ACCESS_CODE_SIZE];

    if (!access_code(code)) {
        answer(c, ACCESS_TAKEN);
        return;
    }
    call_done(c);
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "administrator-code", NULL, code);
}

static void allow(struct call *c)
{
    const char *wanted = call_string(c->request, "printer-allow", IPP_TAG_ZERO);
    char text[ACCESS_PRINT_LIST], why[512] = "";
    int id = c->printer != NULL ? papplPrinterGetID(c->printer) : 0;

    if (id == 0) {
        call_respond(c, IPP_STATUS_ERROR_NOT_FOUND, "Say which printer.");
        return;
    }
    if (wanted != NULL &&
        !access_queue_set(id, strcmp(wanted, "-") == 0 ? "" : wanted, why, sizeof(why))) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
        return;
    }
    call_done(c);
    access_queue_list(id, text);
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-allow", NULL, text);
    access_print_list(text);
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "print-allow", NULL, text);
}

static void change(struct call *c, const char *action)
{
    const char *name = call_string(c->request, "administrator-name", IPP_TAG_ZERO);
    bool last =
        ippGetBoolean(ippFindAttribute(c->request, "even-the-last", IPP_TAG_BOOLEAN), 0) != 0;
    char by[320];

    ipp_by(c->client, by, sizeof(by));
    if (name == NULL)
        answer(c, ACCESS_BAD_NAME);
    else if (strcmp(action, "add") == 0)
        answer(c, access_add(name, mine.password, ACCESS_ANY, by));
    else
        answer(c, access_remove(name, last, by));
}

void call_administrators(struct call *c)
{
    const char *action = call_string(c->request, "administrator-action", IPP_TAG_ZERO);

    if (!call_administrates(c))
        ;
    else if (action == NULL || strcmp(action, "list") == 0)
        list(c);
    else if (strcmp(action, "code") == 0)
        tell_code(c);
    else if (strcmp(action, "allow") == 0)
        allow(c);
    else if (strcmp(action, "add") == 0 || strcmp(action, "remove") == 0)
        change(c, action);
    else
        call_respond(c, IPP_STATUS_ERROR_BAD_REQUEST, "There is no such action.");
    vault_wipe(mine.password, sizeof(mine.password));
}
