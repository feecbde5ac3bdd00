/*
 * main.c - the command line of the virtual printer.
 * Effects: standard output and error, the exit status; those of server.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/receiver.h"
#include "tests/virtual-printer/server.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE 65536u

/* In two halves: C promises strings of 4095 bytes only. */
static const char help_use[] =
    "usage: virtual-printer --listen ADDRESS:PORT --output FOLDER [OPTION]...\n"
    "       virtual-printer --decode FILE --output FOLDER\n"
    "\n"
    "A Canon imageRUNNER 1020 without the machine: takes print jobs in UFR II LT as the\n"
    "machine does, and writes each one as pictures.\n"
    "\n"
    "  --listen ADDRESS:PORT   take raw jobs there (the machine's port is 9100); port 0 takes\n"
    "                          any free one; IPv6 as [::1]:9100\n"
    "  --lpd ADDRESS:PORT      take jobs by LPD (RFC 1179), any queue name\n"
    "  --snmp ADDRESS:PORT     answer SNMP version 1, community public\n"
    "  --output FOLDER         where jobs go; it is made if it is not there\n"
    "  --model MODEL           canon_ir1020_ufr2lt (default) or canon_ir1018_ufr2lt\n"
    "  --speed N               print N pages a minute (default 0: at once)\n"
    "  --buffer BYTES          page data the machine takes while it prints another page\n"
    "                          (default 2097152)\n"
    "  --fault SPEC            something is wrong, see below; may be given more than once\n"
    "  --control FILE          read faults and speed from FILE; its changes take effect at\n"
    "                          once, and on SIGHUP\n"
    "  --idle-timeout SECONDS  give up a connection that sends nothing for so long (default\n"
    "                          300; 0: never)\n"
    "  --decode FILE           decode a saved stream (- for standard input) and end\n"
    "  --help, --version\n"
    "\n"
    "What comes out\n"
    "  FOLDER/job-0001/stream.prn     the bytes as they came\n"
    "  FOLDER/job-0001/ticket.json    title, user, copies, sides, source, type, size, ...\n"
    "  FOLDER/job-0001/page-001.pbm   the bitmap as it was sent, page width x height\n"
    "  FOLDER/job-0001/page-001.png   the side of the sheet as it would look, 600 dpi\n"
    "  A folder gets its name when the job is complete (it is .job-0001.part before). A job\n"
    "  that is damaged or breaks off becomes job-0001.broken, with \"complete\": false and "
    "the\n"
    "  reason in its ticket.json, and with the pages that were complete. Numbers go on after\n"
    "  the jobs that are in FOLDER. Pages are written once, however many copies are asked "
    "for.\n"
    "  A PNG is as large as the paper. The back of a two-sided sheet is shown as one sees it\n"
    "  when the sheet is turned over like a page of a book: upright for long-edge binding,\n"
    "  upside down for short-edge binding, which is what the machine makes of the upright\n"
    "  bitmap it gets. Bitmaps sent turned by 90 degrees are turned back.\n"
    "\n"
    "How it takes jobs\n"
    "  One connection at a time, raw or LPD; others stay unaccepted in the queue of the\n"
    "  socket. Several jobs may follow one another in a connection. What is no UFR II LT is\n"
    "  taken and thrown away, as the machine does. @PJL INFO ID is answered between jobs. "
    "With\n"
    "  --speed, data beyond the buffer is not read until the page before is printed.\n"
    "\n";

static const char help_faults[] =
    "Faults: NAME[:NUMBER][,for=SECONDS][,times=N]\n"
    "  stall[:BYTES]           read nothing more from a connection after BYTES bytes of it\n"
    "  close[:BYTES]           close each connection after BYTES bytes\n"
    "  power-loss[:BYTES]      reset the connection at byte BYTES, then be off: refuse\n"
    "                          connections, answer no SNMP; with ,total BYTES counts those of\n"
    "                          all connections\n"
    "  refuse                  take no new connection\n"
    "  slow:BYTES              read so many bytes a second\n"
    "  paper-out[:PAGES]       the tray holds PAGES pages; then nothing more is read until\n"
    "                          there is paper\n"
    "  jam[:PAGES]  door[:PAGES]  toner-out[:PAGES]   the same with another reason\n"
    "  toner-low               only says so, by SNMP\n"
    "  for=SECONDS ends a fault by itself (the tray is filled, the power comes back);\n"
    "  times=N lets it happen N times at most. Without for= it lasts until the faults are\n"
    "  changed. Paper, jam, door and toner show in SNMP.\n"
    "  A control file has one fault a line, or \"speed N\"; # begins a comment; an empty file\n"
    "  means that all is well. Replace it by rename, so that it is never read half-written.\n"
    "  SIGHUP without --control takes all faults away.\n"
    "\n"
    "Examples\n"
    "  virtual-printer --listen 127.0.0.1:9100 --output /tmp/pages\n"
    "  virtual-printer --listen 127.0.0.1:0 --output out --speed 20 --fault "
    "paper-out:3,for=10\n"
    "  virtual-printer --listen 127.0.0.1:0 --output out --fault "
    "power-loss:100000,for=5,times=1\n"
    "  echo 'stall:4096' > f.new && mv f.new faults    (with --control faults)\n"
    "\n"
    "On standard output: a line \"virtual-printer: listening on ADDRESS:PORT\" for each port\n"
    "(\"LPD on\", \"SNMP on\"), then one JSON object a line for what happens, such as\n"
    "  {\"event\": \"job-complete\", \"job\": 1, \"pages\": 2, \"bytes\": 70871, \"path\": "
    "\"out/job-0001\", \"title\": \"letter\"}\n"
    "Events: connect, disconnect, job-start, ticket, page, page-printed, job-complete,\n"
    "job-broken, fault, fault-end, faults, control-error.\n"
    "\n"
    "Exit status: 0 ended by SIGTERM or SIGINT, or all jobs of the decoded file complete;\n"
    "1 it could not start or go on, or the file is damaged; 2 wrong usage.\n";

static int wrong_usage(const char *text)
{
    fprintf(stderr, "virtual-printer: %s\nTry \"virtual-printer --help\".\n", text);
    return 2;
}

static int decode_file(const char *path, const struct server_options *options)
{
    static uint8_t bytes[PIECE];
    struct job_store store = {.band_rows = options->model->band_rows};
    struct receiver receiver = {.store = &store, .pjl_id = options->model->pjl_id};
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char why[400];
    bool bad;
    size_t n;

    if (!file) {
        fprintf(stderr, "virtual-printer: %s: %s\n", path, strerror(errno));
        return 1;
    }
    if (!job_store_open(&store, options->output, why, sizeof why)) {
        fprintf(stderr, "virtual-printer: %s\n", why);
        return 1;
    }
    receiver_start(&receiver);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        receiver_feed(&receiver, bytes, n);
    bad = ferror(file) != 0;
    if (bad)
        fprintf(stderr, "virtual-printer: %s: cannot be read\n", path);
    if (file != stdin)
        fclose(file);
    receiver_end(&receiver, bad ? "the file cannot be read" : NULL);
    if (receiver.complete == 0 && receiver.broken == 0)
        fprintf(stderr, "virtual-printer: %s: no job in it\n", path);
    if (receiver.broken > 0)
        fprintf(stderr, "virtual-printer: %s: damaged, see ticket.json\n", path);
    return bad || receiver.broken > 0 || receiver.complete == 0;
}

static bool parse_count(const char *text, double limit, double *number)
{
    char *end;

    *number = strtod(text, &end);
    return end != text && *end == '\0' && *number >= 0 && *number <= limit;
}

static const struct machine_model *find_model(const char *name)
{
    size_t i;

    for (i = 0; i < num_machine_models; i++)
        if (strcmp(machine_models[i].name, name) == 0)
            return &machine_models[i];
    return NULL;
}

enum { LISTEN = 256, LPD, SNMP, OUTPUT, MODEL, SPEED, BUFFER, FAULT, CONTROL, IDLE, DECODE };

/* One option; false and a sentence in why when its value is wrong. */
static bool set_option(struct server_options *o, int option, const char *value, char *why,
                       size_t why_size)
{
    double number = 0;

    snprintf(why, why_size, "\"%s\" is not a number that can be used there", value);
    switch (option) {
    case LISTEN:
        o->listen = value;
        return true;
    case LPD:
        o->lpd = value;
        return true;
    case SNMP:
        o->snmp = value;
        return true;
    case OUTPUT:
        o->output = value;
        return true;
    case CONTROL:
        o->control = value;
        return true;
    case MODEL:
        snprintf(why, why_size, "unknown model \"%s\"", value);
        o->model = find_model(value);
        return o->model != NULL;
    case SPEED:
        return parse_count(value, 1e6, &o->speed);
    case BUFFER:
        if (!parse_count(value, 1e12, &number))
            return false;
        o->buffer = (uint64_t)number;
        return true;
    case IDLE:
        if (!parse_count(value, 1e6, &number))
            return false;
        o->idle_timeout_s = (unsigned)number;
        return true;
    default:
        return faults_add(&o->faults, value, why, why_size);
    }
}

int main(int argc, char **argv)
{
    static const struct option names[] = {
        {"listen",       required_argument, NULL, LISTEN },
        {"lpd",          required_argument, NULL, LPD    },
        {"snmp",         required_argument, NULL, SNMP   },
        {"output",       required_argument, NULL, OUTPUT },
        {"model",        required_argument, NULL, MODEL  },
        {"speed",        required_argument, NULL, SPEED  },
        {"buffer",       required_argument, NULL, BUFFER },
        {"fault",        required_argument, NULL, FAULT  },
        {"control",      required_argument, NULL, CONTROL},
        {"idle-timeout", required_argument, NULL, IDLE   },
        {"decode",       required_argument, NULL, DECODE },
        {"help",         no_argument,       NULL, 'h'    },
        {"version",      no_argument,       NULL, 'V'    },
        {NULL,           0,                 NULL, 0      },
    };
    struct server_options options = {
        .model = &machine_models[0], .buffer = 2u << 20, .idle_timeout_s = 300};
    const char *decode = NULL;
    char why[400];
    int c;

    while ((c = getopt_long(argc, argv, "h", names, NULL)) != -1) {
        if (c == 'h' || c == 'V') {
            printf("%s%s", c == 'h' ? help_use : "virtual-printer " VERSION,
                   c == 'h' ? help_faults : "\n");
            return fflush(stdout) == 0 ? 0 : 1;
        }
        if (c == '?')
            return wrong_usage("that is not how it is called");
        if (c == DECODE)
            decode = optarg;
        else if (!set_option(&options, c, optarg, why, sizeof why))
            return wrong_usage(why);
    }
    if (optind < argc)
        return wrong_usage("it takes options only");
    if (!options.output)
        return wrong_usage("--output FOLDER is missing");
    if (decode)
        return decode_file(decode, &options);
    if (!options.listen && !options.lpd)
        return wrong_usage("--listen ADDRESS:PORT is missing");
    return server_run(&options);
}
