/*
 * ipp-printer-places.c - where a queue is found: its addresses, its words in other languages.
 *
 * PAPPL tells a client on this computer one address but two kinds of security. RFC 8011 5.4.1
 * wants the three lists to be parallel, and clients take them so.
 * Source: RFC 8011, RFC 3380 (printer-xri-supported), PWG 5100.13 (printer-strings-uri).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer.h"
#include "ipp-printer-parts.h"
#include "site/site.h"
#include "strings.h"

#include <stdio.h>
#include <string.h>

static bool is_encrypted(const struct answer *a)
{
    return httpIsEncrypted(papplClientGetHTTP(a->client)) != 0;
}

/* The address of something on this server, as this client writes the server's name. */
static void address(const struct answer *a, const char *scheme, const char *path, char *uri,
                    size_t n)
{
    httpAssembleURI(HTTP_URI_CODING_ALL, uri, (int)n, scheme, NULL,
                    papplClientGetHostName(a->client), papplClientGetHostPort(a->client), path);
}

/* How it came first, then the other way. */
static int find_schemes(const struct answer *a, const char *schemes[2])
{
    bool tls =
        (papplSystemGetOptions(papplClientGetSystem(a->client)) & PAPPL_SOPTIONS_NO_TLS) == 0;

    schemes[0] = tls && is_encrypted(a) ? "ipps" : "ipp";
    schemes[1] = is_encrypted(a) ? "ipp" : "ipps";
    return tls ? 2 : 1;
}

static void put_xri(const struct answer *a, int n, const char *const uris[],
                    const char *const security[])
{
    ipp_t *columns[2] = {NULL, NULL};

    (void)answer_take(a, "printer-xri-supported");
    if (!answer_wants(a, "printer-xri-supported"))
        return;
    for (int i = 0; i < n; i++) {
        columns[i] = ippNew();
        ippAddString(columns[i], IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "xri-authentication", NULL,
                     "none");
        ippAddString(columns[i], IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "xri-security", NULL,
                     security[i]);
        ippAddString(columns[i], IPP_TAG_PRINTER, IPP_TAG_URI, "xri-uri", NULL, uris[i]);
    }
    ippAddCollections(a->response, IPP_TAG_PRINTER, "printer-xri-supported", n,
                      (const ipp_t **)(void *)columns);
    for (int i = 0; i < n; i++)
        ippDelete(columns[i]);
}

static void amend_uris(const struct answer *a)
{
    static const char *const nobody[] = {"none", "none"};
    static const char *const names[] = {"printer-uri-supported", "uri-security-supported",
                                        "uri-authentication-supported",
                                        "printer-xri-supported"};
    char path[512] = "", resource[600], text[2][1024];
    const char *schemes[2], *uris[2] = {text[0], text[1]}, *security[2];
    int n = find_schemes(a, schemes);

    if (!answer_wants_any(a, sizeof(names) / sizeof(names[0]), names))
        return;
    papplPrinterGetPath(a->printer, NULL, path, sizeof(path));
    snprintf(resource, sizeof(resource), "/ipp/print%s", path);
    for (int i = 0; i < n; i++) {
        address(a, schemes[i], resource, text[i], sizeof(text[i]));
        security[i] = strcmp(schemes[i], "ipps") == 0 ? "tls" : "none";
    }
    answer_put_strings(a, IPP_TAG_URI, "printer-uri-supported", n, uris);
    answer_put_keywords(a, "uri-security-supported", n, security);
    answer_put_keywords(a, "uri-authentication-supported", n, nobody);
    put_xri(a, n, uris, security);
}

static void strings_path(const char *language, char *path, size_t n)
{
    snprintf(path, n, "/strings/%s.strings", language);
}

/* As plain files: PAPPL's own strings have no place for ten languages (before 1.4.6 each
 * answer made the printer's list of languages longer). */
void ipp_serve_strings(pappl_system_t *system)
{
    size_t n;
    const char *const *languages = strings_languages(&n);
    char path[64];

    for (size_t i = 0; i < n; i++) {
        const struct strings_file *file = strings_find(languages[i]);

        strings_path(languages[i], path, sizeof(path));
        papplSystemAddResourceData(system, path, "text/strings", file->text, file->n);
    }
}

/* In the language of the request, English where we do not have it. */
static void put_strings_uri(const struct answer *a)
{
    ipp_attribute_t *attr =
        ippFindAttribute(a->request, "attributes-natural-language", IPP_TAG_LANGUAGE);
    const struct strings_file *file =
        strings_find(attr != NULL ? ippGetString(attr, 0, NULL) : NULL);
    char path[64], uri[1024];
    const char *value = uri;

    strings_path(file->language, path, sizeof(path));
    address(a, is_encrypted(a) ? "https" : "http", path, uri, sizeof(uri));
    answer_put_strings(a, IPP_TAG_URI, "printer-strings-uri", 1, &value);
}

static void amend_strings(const struct answer *a)
{
    size_t n;
    const char *const *languages = strings_languages(&n);

    answer_put_strings(a, IPP_CONST_TAG(IPP_TAG_LANGUAGE),
                       "printer-strings-languages-supported", (int)n, languages);
    if (answer_wants(a, "printer-strings-uri"))
        put_strings_uri(a);
}

/* Where a person reads more: the web page, or what is said in its place. */
static void amend_more_info(const struct answer *a)
{
    bool tls = is_encrypted(a);
    char path[64], uri[1024];
    const char *value = uri;

    if (site_port() == 0)
        return;
    snprintf(path, sizeof(path), "/printers/%d", papplPrinterGetID(a->printer));
    site_link(papplClientGetHostName(a->client), tls, path, uri, sizeof(uri));
    answer_put_strings(a, IPP_TAG_URI, "printer-more-info", 1, &value);
    answer_put_strings(a, IPP_TAG_URI, "printer-supply-info-uri", 1, &value);
}

void amend_places(const struct answer *a)
{
    amend_uris(a);
    amend_more_info(a);
    amend_strings(a);
}
