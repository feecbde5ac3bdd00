/*
 * scan-metrics.h - what /metrics shows of scanning.
 * Effects: writes to the stream.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_METRICS_H
#define SERVER_SCAN_SCAN_METRICS_H

#include <stdio.h>

/* scan_put_metrics - scans by how they ended, those under way, pages; in the text format of
 * Prometheus. */
void scan_put_metrics(FILE *out);

#endif
