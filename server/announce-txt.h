/*
 * announce-txt.h - what DNS-SD tells of a queue and a scanner: the strings of their TXT
 * records.
 * Effects: none.
 * Source: Bonjour Printing Specification 1.2.1; RFC 6763, section 6; PWG 5100.14,
 * section 4.2.3; what AirPrint, CUPS, Android and Windows were seen to read. Of scanners:
 * sane-airscan, SANE's escl backend, AirSane's issues.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ANNOUNCE_TXT_H
#define SERVER_ANNOUNCE_TXT_H

#include <stdbool.h>
#include <stddef.h>

/* A string of a TXT record and its NUL. [RFC 6763, 6.1: 255 bytes with the key] */
#define TXT_SIZE        256
#define TXT_MAX_STRINGS 40

/* The value of the key "gateway" in records of raw ports and LPD: the queue is one of this
 * program's, and no machine that one could be made for (discover-dnssd.c). */
#define TXT_GATEWAY "canon-printer-app"

/* What is known of a scanner; "" where nothing is. */
struct announce_scan {
    unsigned port, tls_port; /* of its eSCL listeners; 0: none. Both 0: there is no scanner */
    char make_model[200];
    char uuid[64];       /* without urn:uuid: */
    char host[256];      /* for links; "": none are told */
    bool platen, feeder; /* where paper may lie */
    bool duplex;         /* the feeder reads both sides */
    bool gray, color;    /* what comes; black and white where one of them does */
};

/* What is known of a queue; "" where nothing is. Lists have commas between their items. */
struct announce_facts {
    char name[64];   /* the name it is announced by */
    char path[256];  /* of the queue's URI, without the first slash: "ipp/print/office" */
    char queue[128]; /* the queue's own name, for LPD */
    char maker[64];
    char model[128]; /* without the maker */
    char location[256];
    char admin_url[256];
    char formats[512]; /* the MIME types it prints */
    char kind[128];
    char urf[256]; /* as urf-supported */
    char uuid[64]; /* without urn:uuid: */
    bool color, duplex;
    bool tls;
    const char *paper_max; /* the class of its largest paper */
    unsigned raw_port;     /* of its raw listener, 0: none */
    unsigned lpd_port;     /* of its LPD listener, 0: none */
    unsigned page_port;    /* of the web page; 0: that of IPP */
    char page[64];         /* its path there, "/printers/1" */
    struct announce_scan scan;
};

/* announce_same - whether there is nothing new in the facts. */
bool announce_same(const struct announce_facts *a, const struct announce_facts *b);

struct announce_txt {
    char strings[TXT_MAX_STRINGS][TXT_SIZE];
    size_t n;
};

/* announce_txt_ipp - for _ipp._tcp and _ipps._tcp. */
void announce_txt_ipp(const struct announce_facts *facts, struct announce_txt *txt);

/* announce_txt_stream - for _pdl-datastream._tcp, and with lpd for _printer._tcp. */
void announce_txt_stream(const struct announce_facts *facts, bool lpd,
                         struct announce_txt *txt);

/* announce_txt_scan - for _uscan._tcp and _uscans._tcp. Links lead to the listener that is
 * announced: tls says which. */
void announce_txt_scan(const struct announce_scan *scan, const char *location, bool tls,
                       struct announce_txt *txt);

#endif
