/* The controller as a library for exeunt.py, which brings the platform. */
#include <stdio.h>
#include <string.h>

#include "design.h"
#include "exeunt_fabric.h"

static exeunt_controller controller;
static exeunt_fabric fabric;
static exeunt_backend backend;
static exeunt_result results[EXEUNT_MAX_BATCH];

/* What Python has to know of the design, as JSON. */
const char *exeunt_pynq_describe(void) {
  static char text[64 * EXEUNT_MAX_STEPS];
  const exeunt_design *d = &exeunt_the_design;
  int i, length = snprintf(text, sizeof text, "{\"inputBytes\":%u,\"batch\":%d,\"steps\":[", d->steps[0].input_bytes, d->batch);
  for (i = 0; i < d->step_count; i++) {
    length += snprintf(text + length, sizeof text - (size_t)length, "%s\"%s\"", i ? "," : "", d->steps[i].name);
  }
  snprintf(text + length, sizeof text - (size_t)length, "]}");
  return text;
}

int exeunt_pynq_open(const exeunt_platform *platform) {
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = platform;
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
