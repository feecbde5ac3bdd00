/*
 * ipp-access.h - who may do what by IPP, and by PAPPL's listener: administrators (access.h) by
 * the domain socket or by HTTP's Basic, and those who may print (access-print.h).
 *
 * PAPPL refuses by an HTTP status behind which it sends an answer that says ok, and takes every
 * program of this computer for an administrator. So its operations that change something are
 * hidden from it when who asks may not, as those on jobs are (ipp-jobs.h), and its own question
 * papplClientIsAuthorized is answered here. Effects: answers clients; access.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_ACCESS_H
#define SERVER_IPP_ACCESS_H

#include "access-people.h"
#include "ipp-call.h"

#include <cups/cups.h>

/*
 * In the range for private use, about the system or a printer; administrators only.
 *
 * administrator-action (keyword): "list" answers administrator-names (name) in the printer
 * group; "add", "remove" with administrator-name, administrator-password (text) and
 * even-the-last (boolean); "code" answers administrator-code (text); "allow", at a printer,
 * sets its list of networks to printer-allow (text), without it answers it and print-allow.
 */
#define IPP_OP_ADMINISTRATORS 0x4F61

/* What an operation becomes that whoever asks may not do. */
#define IPP_OP_REFUSED 0x4F62

/* ipp_access_take - a request was read from a client: take its password out, before it is
 * logged, and hide what it may not do. http: of the client. */
void ipp_access_take(http_t *http, ipp_t *request);

/*
 * ipp_is_administrator - whether a client may administrate: at the domain socket root and the
 * server's user; with the name and password of an administrator by TLS or from this computer;
 * without an administrator whoever is on this computer. ipp_by - who it is, for the log.
 */
bool ipp_is_administrator(pappl_client_t *client);
void ipp_by(pappl_client_t *client, char *by, size_t size);

/* ipp_may_print - whether a client's address may print on a queue. */
bool ipp_may_print(pappl_client_t *client, int queue);

/* ipp_refuse - to a client that is no administrator: where there is one, an HTTP status by
 * which it can show that it is, in place of the answer to the IPP operation of this thread;
 * else text, "": that was answered. */
void ipp_refuse(pappl_client_t *client, const char *text);

/* ipp_refusal - the HTTP status for a page: 401, 426: with encryption, 403. */
http_status_t ipp_refusal(pappl_client_t *client);

/* ipp_access_answer - the HTTP status that is to be sent in place of the answer to the
 * operation of this thread, 0: none. Once. */
http_status_t ipp_access_answer(void);

void call_administrators(struct call *c);
void call_refused(struct call *c);

#endif
