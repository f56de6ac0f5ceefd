/* The controller as a library for exeunt.py, which provides the platform. */
#include <stdio.h>
#include <string.h>

#include "design.h"
#include "exeunt_fabric.h"
#include "exeunt_worker.h"

static exeunt_controller controller;
static exeunt_fabric fabric;
static exeunt_platform machine;
static exeunt_worker worker;
static exeunt_backend backend;
static exeunt_result results[EXEUNT_MAX_BATCH];

/* The design's properties that Python needs, as JSON. */
const char *exeunt_pynq_describe(void) {
  static char text[64 * EXEUNT_MAX_STEPS];
  const exeunt_design *d = &exeunt_the_design;
  int i, length = snprintf(text, sizeof text, "{\"inputBytes\":%u,\"batch\":%d,\"steps\":[", exeunt_input_bytes(d),
                           d->batch);
  for (i = 0; i < d->step_count; i++) {
    length += snprintf(text + length, sizeof text - (size_t)length, "%s\"%s\"", i ? "," : "", d->steps[i].name);
  }
  snprintf(text + length, sizeof text - (size_t)length, "]}");
  return text;
}

static enum exeunt_status start_software(void *context, exeunt_software work, const void *const *inputs,
                                         void *const *outputs, int count) {
  (void)context;
  return exeunt_worker_start(&worker, work, inputs, outputs, count) == 0 ? EXEUNT_BUSY : EXEUNT_FAILED;
}

static enum exeunt_status poll_software(void *context) {
  (void)context;
  return exeunt_worker_poll(&worker);
}

int exeunt_pynq_open(const exeunt_platform *platform) {
  exeunt_worker_open(&worker);
  machine = *platform;
  machine.start_software = start_software;
  machine.poll_software = poll_software;
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = &machine;
  backend = exeunt_fabric_backend(&fabric);
  return exeunt_open(&controller, &exeunt_the_design, &backend);
}

void *exeunt_pynq_input(void) { return exeunt_input(&controller); }

int exeunt_pynq_run(int count) { return exeunt_run(&controller, count, 0, results); }

void exeunt_pynq_result(int index, int *label, int *exit_step, int64_t *ns) {
  *label = results[index].label;
  *exit_step = results[index].exit_step;
  *ns = results[index].latency_ns;
}

const char *exeunt_pynq_error(void) {
  static char text[400];
  snprintf(text, sizeof text, "%s: %s: %s",
           controller.error_step < 0 ? "design" : exeunt_the_design.steps[controller.error_step].name,
           exeunt_error_text(controller.error), exeunt_fault_text(fabric.fault));
  return text;
}
