/*
 * main.c - the command line of the virtual printer.
 * Effects: standard output and error, the exit status; those of server.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/help.h"
#include "tests/virtual-printer/receiver.h"
#include "tests/virtual-printer/server.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE 65536u

static int wrong_usage(const char *text)
{
    fprintf(stderr, "virtual-printer: %s\nTry \"virtual-printer --help\".\n", text);
    return 2;
}

static int decode_file(const char *path, const struct server_options *options)
{
    static uint8_t bytes[PIECE];
    struct job_store store = {.band_rows = options->model->band_rows,
                              .pictures = options->pictures};
    struct receiver receiver = {
        .store = &store,
        .pjl_id = options->model->pjl_id,
        .languages = ANY_UFR2LT | ANY_PCL5E | ANY_PCLXL, /* whatever the file has */
    };
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

/* Its languages stay as they were said. */
static bool find_model(const char *name, struct machine_model *model)
{
    size_t i;

    for (i = 0; i < num_machine_models; i++)
        if (strcmp(machine_models[i].name, name) == 0) {
            const unsigned languages = model->languages;

            *model = machine_models[i];
            model->languages = languages;
            return true;
        }
    return false;
}

static bool find_pictures(const char *name, enum pictures *pictures)
{
    static const char *const names[] = {
        [PICTURES_BOTH] = "both", [PICTURES_PBM] = "pbm", [PICTURES_NONE] = "none"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0) {
            *pictures = (enum pictures)i;
            return true;
        }
    return false;
}

/* "ufr2lt,pcl5e" */
static bool find_languages(const char *list, unsigned *found)
{
    *found = 0;
    for (;;) {
        size_t n = strcspn(list, ",");
        enum any_language language = any_language_find(list, n);

        if (language == ANY_NONE)
            return false;
        *found |= language;
        list += n;
        if (*list == '\0')
            return true;
        list++;
    }
}

enum {
    LISTEN = 256,
    LPD,
    SNMP,
    COMMUNITY,
    OUTPUT,
    MODEL,
    LANGUAGES,
    ID,
    DESCRIPTION,
    PICTURES,
    BUFFER,
    FAULT,
    SCENARIO,
    CONTROL,
    IDLE,
    DECODE,
    SETTING, /* and all above it: what settings_add() knows by the option's name */
};

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
    case COMMUNITY:
        o->community = value;
        return value[0] != '\0' && strlen(value) < 128;
    case PICTURES:
        snprintf(why, why_size, "pictures are both, pbm or none, not \"%s\"", value);
        return find_pictures(value, &o->pictures);
    case SCENARIO:
        return scenario_read(&o->scenario, value, why, why_size);
    case CONTROL:
        o->control = value;
        return true;
    case MODEL:
        snprintf(why, why_size, "unknown model \"%s\"", value);
        return find_model(value, &o->own_model);
    case LANGUAGES:
        snprintf(why, why_size, "languages are ufr2lt, pcl5e and pclxl, not \"%s\"", value);
        return find_languages(value, &o->own_model.languages);
    case ID:
        o->own_model.pjl_id = value;
        return strlen(value) < 128;
    case DESCRIPTION:
        o->own_model.description = value;
        return strlen(value) < 128;
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

/* An option with the name of a setting. */
static bool set_setting(struct server_options *o, const char *name, const char *value,
                        char *why, size_t why_size)
{
    char line[128];

    snprintf(why, why_size, "\"%.80s\" is too long", value);
    return snprintf(line, sizeof line, "%s %s", name, value) < (int)sizeof line &&
           settings_add(&o->settings, line, why, why_size);
}

int main(int argc, char **argv)
{
    static const struct option names[] = {
        {"listen",       required_argument, NULL, LISTEN     },
        {"lpd",          required_argument, NULL, LPD        },
        {"snmp",         required_argument, NULL, SNMP       },
        {"community",    required_argument, NULL, COMMUNITY  },
        {"output",       required_argument, NULL, OUTPUT     },
        {"model",        required_argument, NULL, MODEL      },
        {"languages",    required_argument, NULL, LANGUAGES  },
        {"id",           required_argument, NULL, ID         },
        {"description",  required_argument, NULL, DESCRIPTION},
        {"pictures",     required_argument, NULL, PICTURES   },
        {"buffer",       required_argument, NULL, BUFFER     },
        {"fault",        required_argument, NULL, FAULT      },
        {"scenario",     required_argument, NULL, SCENARIO   },
        {"control",      required_argument, NULL, CONTROL    },
        {"idle-timeout", required_argument, NULL, IDLE       },
        {"decode",       required_argument, NULL, DECODE     },
        {"speed",        required_argument, NULL, SETTING    },
        {"paper",        required_argument, NULL, SETTING    },
        {"tray",         required_argument, NULL, SETTING    },
        {"toner",        required_argument, NULL, SETTING    },
        {"life",         required_argument, NULL, SETTING    },
        {"warmup",       required_argument, NULL, SETTING    },
        {"sleep",        required_argument, NULL, SETTING    },
        {"wake",         required_argument, NULL, SETTING    },
        {"sleep-mode",   required_argument, NULL, SETTING    },
        {"help",         no_argument,       NULL, 'h'        },
        {"version",      no_argument,       NULL, 'V'        },
        {NULL,           0,                 NULL, 0          },
    };
    static struct server_options options;
    const char *decode = NULL;
    char why[400];
    int c, i = 0;

    options.own_model = machine_models[0];
    options.model = &options.own_model;
    options.community = "public";
    options.buffer = 2u << 20;
    options.idle_timeout_s = 300;
    while ((c = getopt_long(argc, argv, "h", names, &i)) != -1) {
        if (c == 'h' || c == 'V') {
            if (c == 'h')
                help_print();
            else
                printf("virtual-printer " VERSION "\n");
            return fflush(stdout) == 0 ? 0 : 1;
        }
        if (c == '?')
            return wrong_usage("that is not how it is called");
        if (c == DECODE)
            decode = optarg;
        else if (c == SETTING) {
            if (!set_setting(&options, names[i].name, optarg, why, sizeof why))
                return wrong_usage(why);
        } else if (!set_option(&options, c, optarg, why, sizeof why))
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
