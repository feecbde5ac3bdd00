/*
 * options.c - see options.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "options.h"

#include "http/http-access.h"

#include <cups/cups.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

/* One job, and a picture that is read out of order; all jobs; what stays free of the disk. */
#define DEFAULT_MAX_STORAGE ((uint64_t)4 << 30)
#define DEFAULT_MAX_SPOOL   ((uint64_t)8 << 30)
#define DEFAULT_KEEP_FREE   ((uint64_t)64 << 20)

/* A log file before it is turned over. */
#define DEFAULT_MAX_LOG ((uint64_t)10 << 20)

/* Jobs that wait, and ended ones that are remembered. */
#define DEFAULT_MAX_JOBS    5000
#define DEFAULT_MAX_HISTORY 100

static const struct {
    const char *name;
    pappl_loglevel_t level;
} levels[] = {
    {"debug", PAPPL_LOGLEVEL_DEBUG},
    {"info",  PAPPL_LOGLEVEL_INFO },
    {"warn",  PAPPL_LOGLEVEL_WARN },
    {"error", PAPPL_LOGLEVEL_ERROR},
    {"fatal", PAPPL_LOGLEVEL_FATAL},
};

/* The first variable of the environment that is set and not empty. */
static const char *environment(const char *first, const char *second)
{
    const char *value = getenv(first);

    if ((value == NULL || value[0] == '\0') && second != NULL)
        value = getenv(second);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static void default_places(struct options *o)
{
    const char *snap = environment("SNAP_COMMON", NULL);
    const char *config = environment("XDG_CONFIG_HOME", NULL);
    const char *home = environment("HOME", NULL);
    char folder[900];

    if (snap != NULL)
        snprintf(folder, sizeof(folder), "%s", snap);
    else if (getuid() == 0) {
        snprintf(o->state_file, sizeof(o->state_file), "/var/lib/" PROGRAM_NAME ".state");
        snprintf(o->spool_folder, sizeof(o->spool_folder), "/var/spool/" PROGRAM_NAME);
        return;
    } else if (config != NULL)
        snprintf(folder, sizeof(folder), "%s", config);
    else if (home != NULL)
        snprintf(folder, sizeof(folder), "%s/.config", home);
    else
        snprintf(folder, sizeof(folder), "%s/" PROGRAM_NAME "-%u", papplGetTempDir(),
                 (unsigned)getuid());
    snprintf(o->state_file, sizeof(o->state_file), "%s/" PROGRAM_NAME ".state", folder);
    snprintf(o->spool_folder, sizeof(o->spool_folder), "%s/" PROGRAM_NAME ".d", folder);
}

void options_init(struct options *o)
{
    const char *value;

    memset(o, 0, sizeof(*o));
    default_places(o);
    /* a container says where its volume is */
    if ((value = environment("CANON_PRINTER_APP_STATE", NULL)) != NULL)
        snprintf(o->state_file, sizeof(o->state_file), "%s", value);
    if ((value = environment("CANON_PRINTER_APP_SPOOL", NULL)) != NULL)
        snprintf(o->spool_folder, sizeof(o->spool_folder), "%s", value);
    snprintf(o->log_file, sizeof(o->log_file), "-");
    o->log_level = PAPPL_LOGLEVEL_INFO;
    o->flags = PAPPL_SOPTIONS_MULTI_QUEUE;
    o->max_storage = DEFAULT_MAX_STORAGE;
    o->max_spool = DEFAULT_MAX_SPOOL;
    o->keep_free = DEFAULT_KEEP_FREE;
    o->max_log = DEFAULT_MAX_LOG;
    o->max_jobs = DEFAULT_MAX_JOBS;
    o->max_history = DEFAULT_MAX_HISTORY;
    o->web = true;
    snprintf(o->web_allow, sizeof(o->web_allow), "local");
    o->scan = true;
    snprintf(o->scan_allow, sizeof(o->scan_allow), "local");
}

static bool parse_number(const char *text, uint64_t max, uint64_t *number)
{
    char *end;

    if (!isdigit((unsigned char)text[0]))
        return false;
    *number = strtoull(text, &end, 10);
    return *end == '\0' && *number <= max;
}

static bool copy_value(char *to, size_t size, const char *value)
{
    return value[0] != '\0' && (size_t)snprintf(to, size, "%s", value) < size;
}

static bool parse_flags(struct options *o, const char *value)
{
    char list[256];
    char *rest = NULL;

    if (!copy_value(list, sizeof(list), value))
        return false;
    for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        if (strcmp(word, "none") == 0)
            continue;
        if (strcmp(word, "dnssd-host") == 0)
            o->flags |= PAPPL_SOPTIONS_DNSSD_HOST;
        else if (strcmp(word, "no-tls") == 0)
            o->flags |= PAPPL_SOPTIONS_NO_TLS;
        else
            return false;
    }
    return true;
}

static bool parse_level(struct options *o, const char *value)
{
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
        if (strcmp(levels[i].name, value) == 0) {
            o->log_level = levels[i].level;
            return true;
        }
    return false;
}

static bool parse_boolean(const char *value, bool *flag)
{
    *flag = strcmp(value, "true") == 0 || strcmp(value, "yes") == 0;
    return *flag || strcmp(value, "false") == 0 || strcmp(value, "no") == 0;
}

/* A number with up to two digits behind its point, whatever the language, in hundredths. */
static bool parse_hundredths(const char *text, unsigned min, unsigned max, unsigned *hundredths)
{
    size_t whole = strspn(text, "0123456789");
    size_t part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *digits = text + whole + 1;

    if (whole == 0 || whole > 3 || part > 2 || text[whole + (part > 0 ? part + 1 : 0)] != '\0')
        return false;
    *hundredths = 100 * (unsigned)strtoul(text, NULL, 10);
    if (part > 0)
        *hundredths += 10 * (unsigned)(digits[0] - '0');
    if (part > 1)
        *hundredths += (unsigned)(digits[1] - '0');
    return *hundredths >= min && *hundredths <= max;
}

/* Those of the web page. */
static bool parse_web(struct options *o, const char *name, const char *value, bool *known)
{
    struct http_access access;
    uint64_t number = 0;
    bool good = false;

    *known = true;
    if (strcmp(name, "web") == 0)
        good = parse_boolean(value, &o->web);
    else if (strcmp(name, "web-port") == 0) {
        good = parse_number(value, 65535, &number) && number > 0;
        o->web_port = (unsigned)number;
    } else if (strcmp(name, "web-tls-port") == 0) {
        good = parse_number(value, 65535, &number) && number > 0;
        o->web_tls_port = (unsigned)number;
    } else if (strcmp(name, "web-allow") == 0)
        good = copy_value(o->web_allow, sizeof(o->web_allow), value) &&
               http_access_parse(&access, value);
    else
        *known = false;
    return good;
}

/* Those of the scanners. */
static bool parse_scan(struct options *o, const char *name, const char *value, bool *known)
{
    struct http_access access;
    uint64_t number = 0;
    bool good = false;

    if (strcmp(name, "scan") == 0)
        good = parse_boolean(value, &o->scan);
    else if (strcmp(name, "scan-port") == 0) {
        good = parse_number(value, 65535, &number) && number > 0;
        o->scan_port = (unsigned)number;
    } else if (strcmp(name, "scan-allow") == 0)
        good = copy_value(o->scan_allow, sizeof(o->scan_allow), value) &&
               http_access_parse(&access, value);
    else if (strcmp(name, "scan-mac-gamma") == 0)
        good = parse_hundredths(value, 20, 500, &o->scan_mac_gamma);
    else
        *known = false;
    return good;
}

/* One option; *known is false when there is none of this name. */
static bool parse_option(struct options *o, const char *name, const char *value, bool *known)
{
    uint64_t number = 0;
    bool good = false;

    *known = true;
    if (strcmp(name, "server-port") == 0) {
        good = parse_number(value, 65535, &number) && number > 0;
        o->port = (unsigned)number;
    } else if (strcmp(name, "listen-hostname") == 0)
        good = copy_value(o->listen_hostname, sizeof(o->listen_hostname), value) &&
               value[0] != '/';
    else if (strcmp(name, "server-hostname") == 0)
        good = copy_value(o->server_hostname, sizeof(o->server_hostname), value);
    else if (strcmp(name, "host-aliases") == 0)
        good = copy_value(o->host_aliases, sizeof(o->host_aliases), value);
    else if (strcmp(name, "spool-directory") == 0)
        good = copy_value(o->spool_folder, sizeof(o->spool_folder), value);
    else if (strcmp(name, "state-file") == 0)
        good = copy_value(o->state_file, sizeof(o->state_file) - 16, value);
    else if (strcmp(name, "log-file") == 0)
        good = copy_value(o->log_file, sizeof(o->log_file), value);
    else if (strcmp(name, "log-max-size") == 0) {
        good = parse_number(value, (uint64_t)1 << 20, &number);
        o->max_log = number << 20;
    } else if (strcmp(name, "log-level") == 0)
        good = parse_level(o, value);
    else if (strcmp(name, "private-server") == 0)
        good = parse_boolean(value, &o->private_server);
    else if (strcmp(name, "server-options") == 0)
        good = parse_flags(o, value);
    else if (strcmp(name, "max-storage") == 0) {
        good = parse_number(value, (uint64_t)1 << 30, &number);
        o->max_storage = number << 20;
    } else if (strcmp(name, "max-spool") == 0) {
        good = parse_number(value, (uint64_t)1 << 30, &number);
        o->max_spool = number << 20;
    } else if (strcmp(name, "keep-free") == 0) {
        good = parse_number(value, (uint64_t)1 << 30, &number);
        o->keep_free = number << 20;
    } else if (strcmp(name, "max-jobs") == 0) {
        good = parse_number(value, 100000, &number) && number > 0;
        o->max_jobs = (unsigned)number;
    } else if (strcmp(name, "max-history") == 0) {
        good = parse_number(value, 10000, &number);
        o->max_history = (unsigned)number;
    } else if (strncmp(name, "scan", 4) == 0)
        good = parse_scan(o, name, value, known);
    else if (strncmp(name, "web", 3) == 0)
        good = parse_web(o, name, value, known);
    else
        good = ways_option(&o->ways, name, value, known);
    return good;
}

static bool parse_pairs(struct options *o, const char *text, char *why, size_t why_size)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(text, 0, &pairs);
    bool good = n > 0;

    if (!good)
        snprintf(why, why_size, "'%s' after -o is not of the form NAME=VALUE.", text);
    for (int i = 0; good && i < n; i++) {
        bool known;

        good = parse_option(o, pairs[i].name, pairs[i].value, &known);
        if (!known)
            snprintf(why, why_size, "The server has no option '%s'.", pairs[i].name);
        else if (!good)
            snprintf(why, why_size, "'%s' is no value for the server's option %s.",
                     pairs[i].value, pairs[i].name);
    }
    cupsFreeOptions(n, pairs);
    return good;
}

bool options_parse(struct options *o, int argc, char *const argv[], char *why, size_t why_size)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "server") == 0)
            continue;
        if (strcmp(argv[i], "-o") != 0) {
            snprintf(why, why_size, "The server does not understand '%s'.", argv[i]);
            return false;
        }
        if (++i == argc) {
            snprintf(why, why_size, "A NAME=VALUE is missing after the last -o.");
            return false;
        }
        if (!parse_pairs(o, argv[i], why, why_size))
            return false;
    }
    return true;
}

/* In pieces that every compiler takes. */
static const char *const help[] = {
    "Usage: canon-printer-app SUB-COMMAND [OPTIONS]\n"
    "       canon-printer-app [OPTIONS] FILE...        (the same as submit)\n"
    "\n"
    "Makes a Canon imageRUNNER 1018 to 1025 an IPP Everywhere (AirPrint) printer.\n"
    "\n"
    "Sub-commands:\n"
    "  server             Run the server in the foreground.\n"
    "  add                Add a queue:       add -d office -v socket://192.0.2.7 -m auto\n"
    "  modify, delete     Change or remove a queue (-d NAME).\n"
    "  printers           List the queues.\n"
    "  default            Show the default queue, or set it with -d NAME.\n"
    "  devices            List the machines on USB and in the network: their addresses;\n"
    "                     -o verbose=yes what they say and which model they get,\n"
    "                     -o all=yes other printers too,\n"
    "                     -o snmp=ADDRESS,... asks these instead of the local networks.\n"
    "  drivers            List the models for -m.\n"
    "  find-language      Print a numbered page in each language the machine may speak, then\n"
    "                     say which came out: -o answer=N. -d NAME -v URI makes the queue\n"
    "                     first; -o models=MODEL,... tries these.\n"
    "  options            Show what a queue can do.\n"
    "  submit             Print files, or - for standard input: submit -d office -n 2 a.pdf\n"
    "  jobs, history      List the jobs that wait or print; those that have ended.\n"
    "  cancel ID          Cancel a job. -a: all jobs; -d NAME: what the queue prints now.\n"
    "  hold ID            Hold a job, until it is released or its time comes:\n"
    "                     -o job-hold-until=HH:MM, night, evening, day-time or weekend.\n"
    "  release ID         Print a job after all that is held, waits for who sent it, or\n"
    "                     whose proof is printed. -o code=CODE (or =-, to type it): that\n"
    "                     waits for its code. -o media=A4: on this paper, what waits for\n"
    "                     other paper.\n"
    "  move ID            Print a job next, or directly after another: -o after=ID.\n"
    "  priority ID        Give a job a priority: -o job-priority=N, from 1 to 100.\n"
    "  reprint ID         Print a job again that its queue has kept.\n"
    "  accounts           List the departments of people, or set one:\n"
    "                     -o user=NAME -o job-account-id=N -o job-account-pin=N (or =-, to\n"
    "                     type it); without an id the user is taken out; NAME * is all "
    "others.\n"
    "  report ID          Tell why a job did or did not print, without its content.\n"
    "                     -o file=NAME: into a file; -o names=yes: with title and user.\n"
    "  test-page          Print a page about queue and machine; -o page=demo shows what it\n"
    "                     can. With options of a job: -o media-source=tray-2.\n"
    "  calibrate          Print the page that tells where a tray prints:\n"
    "                     -o media-source=TRAY; or keep what it shows, in mm:\n"
    "                     -o media-source=TRAY -o front=X,Y -o back=X,Y.\n"
    "  scanners           List the scanners, their state and address; -o verbose=yes also\n"
    "                     what SANE finds that no scanner uses.\n"
    "  scanner            Set which device a scanner is: -d NAME -o device=auto (the\n"
    "                     queue's own machine), off, or a SANE device such as\n"
    "                     pixma:04A926E6_...; without a queue of this name it makes the\n"
    "                     scanner; -o delete=yes takes that out again.\n"
    "  scan               Scan into a file: -d NAME -o file=OUT.pdf (.jpg, .png), with\n"
    "                     input=auto|platen|feeder|duplex, color=color|gray|bw,\n"
    "                     resolution=N, area=a4|letter|legal|all; or by a profile:\n"
    "                     -o profile=NAME.\n"
    "  profiles           List the profiles: what one press of a button scans, and where\n"
    "                     it goes.\n"
    "  profile            Make or change one: -o profile=NAME -o folder=/srv/scans\n"
    "                     -o button=1 ...; or take it out: -o delete=NAME.\n"
    "  pause, resume      Stop and start a queue.\n"
    "  status             Show what server and queue are doing.\n"
    "  shutdown           End the server.\n"
    "\n",
    "Options:\n"
    "  -a                 All jobs (cancel), of one queue with -d.\n"
    "  -d NAME            The queue; submit without it: the default one.\n"
    "  -j ID              The job; the number alone will do.\n"
    "  -m MODEL           The model, or auto to ask the machine (add).\n"
    "  -n COPIES          Number of copies (submit).\n"
    "  -o NAME=VALUE      An option; for a queue as `options` lists them, and for modify\n"
    "                     quiet-hours=22:00-07:00, keep-printed=N, keep-printed-hours=N,\n"
    "                     release-jobs=all (each waits until it is released) or none,\n"
    "                     release-within=24h (else it is canceled), toner-changed=WORD,\n"
    "                     toner-pages=N, registration=LIST, other-paper=ask|print|wait|\n"
    "                     machine (for paper that is not loaded), blank-jobs=ask|print,\n"
    "                     stop-program-code=on|off.\n"
    "  -t TITLE           Title of the job (submit).\n"
    "  -u URI             Another server's queue, ipp://HOST/ipp/print/NAME.\n"
    "  -v URI             The machine: socket://HOST[:PORT], lpd://HOST/QUEUE,\n"
    "                     usb://MAKE/MODEL?serial=SN, file:///FOLDER (streams for tests).\n"
    "  --help, --version  This text; the version.\n"
    "\n",
    "Options of a job (submit; each as -o NAME=VALUE):\n"
    "  media=SIZE             A4, A5, Letter, iso_a4_210x297mm ...\n"
    "  media-source=DRAWER, media-type=KIND, output-bin=BIN\n"
    "                         As `options` lists them.\n"
    "  sides=WORD             one-sided, two-sided-long-edge, two-sided-short-edge.\n"
    "  page-ranges=LIST       Pages of the document: 2-3,5,9-\n"
    "  number-up=N            Pages on a side: 1, 2, 4, 6, 9 or 16; in the order of\n"
    "                         presentation-direction-number-up=toright-tobottom ...\n"
    "  page-border=WORD       none, single, single-thick, double, double-thick.\n"
    "  imposition-template=signature\n"
    "                         A booklet, to be folded in the middle.\n"
    "  page-delivery=reverse-order-face-down\n"
    "                         The last page first.\n"
    "  blank-pages=remove     Leave out pages without a dot.\n"
    "  watermark=WORDS        Words in light gray across each side.\n"
    "  print-scaling=WORD     auto, auto-fit, fit, fill, none.\n"
    "  orientation-requested=WORD\n"
    "                         portrait, landscape, reverse-landscape, reverse-portrait.\n"
    "  print-quality=WORD     draft, normal, high.\n"
    "  print-content-optimize=WORD\n"
    "                         auto, text, graphic, photo, text-and-graphic.\n"
    "  multiple-document-handling=separate-documents-uncollated-copies\n"
    "                         All copies of a page together; else sets (-collated-).\n"
    "  copies-order=group     Sets are grouped by the machine.\n"
    "  toner-save, image-refinement, halftone, binding-edge, binding-shift,\n"
    "  brightness=N, contrast=N\n"
    "                         As `options` lists them.\n"
    "  job-account-id=N, job-account-pin=N\n"
    "                         The department; a PIN of - is typed.\n"
    "  code=CODE              Wait until somebody gives the code, on the web page or with\n"
    "                         release; - is typed.\n"
    "  proof-print=N          Print N copies first, and wait for a release for the others.\n"
    "  job-hold-until=WHEN    HH:MM, indefinite, night, evening, day-time or weekend.\n"
    "  job-priority=N         1 to 100, 50 without it.\n"
    "  document-format=TYPE   What the file is, if it is not to be looked at.\n"
    "  ipp-attribute-fidelity=true\n"
    "                         Refuse the job when the queue lacks something of this.\n"
    "  wait=yes               Wait for the end: exit status 0 only if it is printed.\n"
    "\n",
    "Options of the server (each as -o NAME=VALUE):\n"
    "  server-port=N          The port. Without it 631 if it may be had and CUPS is not\n"
    "                         here, else the first free one from 8000; the next start\n"
    "                         has the same.\n"
    "  listen-hostname=ADDR   Only this address or name, such as localhost.\n"
    "  server-hostname=NAME   The name clients reach this server by. The computer itself\n"
    "                         is never renamed.\n"
    "  host-aliases=NAME,...  Other names clients reach this computer by, beside its own,\n"
    "                         those in .local and its addresses.\n"
    "  state-file=FILE        Where queues and settings are kept.\n"
    "  spool-directory=DIR    Where waiting jobs are kept.\n"
    "  log-file=-|FILE|syslog The log; without it standard error. SIGHUP opens it anew.\n"
    "  log-max-size=MIB       A log file that is larger becomes FILE.1, which becomes\n"
    "                         FILE.2, and that FILE.3; 10 without it, 0 for never.\n"
    "  log-level=LEVEL        debug, info, warn, error or fatal; info without it.\n"
    "  max-storage=MIB        Disk one job may need, 4096 without it.\n"
    "  max-spool=MIB          Disk all waiting jobs may need, 8192 without it.\n"
    "  keep-free=MIB          What of the disk stays free, 64 without it.\n"
    "  max-jobs=N             Jobs that may wait, 5000 without it.\n"
    "  max-history=N          Ended jobs that are remembered, 100 without it.\n"
    "  raw-listen=ADDR:PORT=QUEUE,...\n"
    "                         Take documents at raw ports, 192.0.2.5:9100=office.\n"
    "  lpd-listen=ADDR,...    Take documents by LPD (port 515, or ADDR:PORT).\n"
    "  upload=yes|local       Take documents by HTTP: POST /print/QUEUE.\n"
    "  watch=FOLDER=QUEUE,... Print what is put into a folder; watch-keep=yes keeps it\n"
    "                         in FOLDER/printed.\n"
    "  web=yes|no             Serve the web page (yes).\n"
    "  web-port=N             Its port; the first free one from 8080 on without it.\n"
    "  web-tls-port=N         The same with encryption; from 8443 on without it.\n"
    "  web-allow=LIST         Whose addresses may use it, as scan-allow (local).\n"
    "  scan=yes|no            Serve the scanners of the machines (yes).\n"
    "  scan-port=N            The first scanner's port, the others follow; without it\n"
    "                         those of earlier starts, else free ones from 8010.\n"
    "  scan-allow=LIST        Whose addresses may scan: local (this computer and its\n"
    "                         networks, the default), all, 192.0.2.0/24,...\n"
    "  scan-mac-gamma=N       Where Macs show scans too dark: 1.8 makes theirs lighter.\n"
    "  private-server=true    Only for programs of this user on this computer.\n"
    "  server-options=LIST    dnssd-host: a queue whose name is taken in the network gets\n"
    "                         the computer's name, too; no-tls.\n"
    "\n"
    "Several servers: start each with its own server-port, state-file and\n"
    "spool-directory. The other sub-commands talk to the first one; with\n"
    "-o server-port=N to the one on port N.\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 the arguments make no sense.\n",
};

void options_help(FILE *file)
{
    for (size_t i = 0; i < sizeof(help) / sizeof(help[0]); i++)
        fputs(help[i], file);
}

void options_version(FILE *file)
{
    fprintf(file, PROGRAM_NAME " " VERSION "\n");
}

bool options_socket_path(const char *name, char *path, size_t path_size)
{
    const char *snap = getenv("SNAP_COMMON");
    int n;

    if (getuid() != 0)
        n = snprintf(path, path_size, "%s/%s%d.sock", papplGetTempDir(), name, (int)getuid());
    else if (snap != NULL)
        n = snprintf(path, path_size, "%s/%s.sock", snap, name);
    else
        n = snprintf(path, path_size, "/run/%s.sock", name);
    return n > 0 && (size_t)n < path_size &&
           (size_t)n < sizeof(((struct sockaddr_un *)0)->sun_path);
}
