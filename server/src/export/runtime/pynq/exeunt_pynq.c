/* The controller as a library for exeunt.py, which provides the platform. */
#include <stdio.h>
#include <string.h>

#include "design.h"
#include "exeunt_fabric.h"
#include "exeunt_system.h"
#include "exeunt_worker.h"

static exeunt_controller controller;
static exeunt_fabric fabric;
static exeunt_platform machine;
static exeunt_worker worker;
static exeunt_backend backend;

/* Called for each input, in their order; `failed` is NULL, or says why it has no label. */
typedef void (*exeunt_pynq_left)(int64_t input, int label, int exit_step, int64_t ns, const char *failed);

/* The stream under way. */
static struct {
  const unsigned char *data;
  int64_t count;
  exeunt_pynq_left left;
} inputs;

/* The design's properties that Python needs, as JSON. */
const char *exeunt_pynq_describe(void) {
  static char text[256 * EXEUNT_MAX_STEPS];
  const exeunt_design *d = &exeunt_the_design;
  int i, listed = 0,
         length = snprintf(text, sizeof text, "{\"inputBytes\":%u,\"batch\":%d,\"steps\":[", exeunt_input_bytes(d),
                           d->batch);
  for (i = 0; i < d->step_count; i++) {
    length += snprintf(text + length, sizeof text - (size_t)length, "%s\"%s\"", i ? "," : "", d->steps[i].name);
  }
  length += snprintf(text + length, sizeof text - (size_t)length, "],\"files\":[");
  for (i = 0; i < d->step_count; i++) {
    const char *file = exeunt_the_hardware.modules[i].file;
    int before;
    /* A module that several steps load is listed once. */
    for (before = 0; file && before < i; before++) {
      const char *other = exeunt_the_hardware.modules[before].file;
      if (other && !strcmp(other, file)) file = NULL;
    }
    if (!file) continue;
    length += snprintf(text + length, sizeof text - (size_t)length, "%s\"%s\"", listed++ ? "," : "", file);
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

/* Empty if fabric and files are of one build of this design, else the reason. `manifest`: the text of EXEUNT_MANIFEST.
 */
const char *exeunt_pynq_check(const exeunt_platform *platform, const char *manifest) {
  static char error[400];
  error[0] = 0;
  exeunt_check_build(&exeunt_the_system, platform, manifest, error, sizeof error);
  return error;
}

/* The same of one file. */
const char *exeunt_pynq_check_file(const char *manifest, const char *file, const void *data, uint64_t bytes) {
  static char error[400];
  uint32_t sums[2] = {0, 0};
  error[0] = 0;
  exeunt_checksum(sums, data, (size_t)bytes);
  exeunt_check_file(manifest, file, bytes, sums, error, sizeof error);
  return error;
}

int exeunt_pynq_open(const exeunt_platform *platform, int in_flight) {
  exeunt_worker_open(&worker);
  machine = *platform;
  machine.start_software = start_software;
  machine.poll_software = poll_software;
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = &machine;
  backend = exeunt_fabric_backend(&fabric);
  return exeunt_open(&controller, &exeunt_the_design, &backend, in_flight);
}

static int next(void *user, int64_t first) {
  const int64_t left = inputs.count - first;
  (void)user;
  if (left <= 0) return 0;
  return (int)(left < exeunt_the_design.batch ? left : exeunt_the_design.batch);
}

static int fill(void *user, int64_t first, int count, void *memory, int64_t *arrival_ns) {
  const size_t bytes = exeunt_input_bytes(&exeunt_the_design);
  (void)user;
  (void)arrival_ns;
  memcpy(memory, inputs.data + bytes * (size_t)first, bytes * (size_t)count);
  return 1;
}

static const char *reason(int step, enum exeunt_error error) {
  static char text[400];
  snprintf(text, sizeof text, "%s: %s: %s", step < 0 ? "design" : exeunt_the_design.steps[step].name,
           exeunt_error_text(error), exeunt_fault_text(fabric.fault));
  return text;
}

static void left(void *user, int64_t input, const exeunt_result *r) {
  (void)user;
  inputs.left(input, r->label, r->exit_step, r->latency_ns,
              r->error == EXEUNT_OK ? NULL : reason(r->last_step, r->error));
}

static const exeunt_stream stream = {NULL, next, fill, left};

/* Begins a stream of `count` inputs in memory that the caller keeps until exeunt_pynq_proceed returns 0. */
void exeunt_pynq_begin(const void *data, int64_t count, exeunt_pynq_left to) {
  inputs.data = (const unsigned char *)data;
  inputs.count = count;
  inputs.left = to;
  exeunt_begin(&controller, &stream);
}

int exeunt_pynq_proceed(void) { return exeunt_proceed(&controller); }

/* No further inputs: those under way are the last. */
void exeunt_pynq_stop(void) { inputs.count = 0; }

const char *exeunt_pynq_error(void) { return reason(controller.error_step, controller.error); }
