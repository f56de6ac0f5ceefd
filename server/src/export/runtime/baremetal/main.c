/*
 * The design on bare metal: reads the .bin files and `inputs.bin` from the first partition of an SD card (xilffs),
 * runs every input, and prints its label. Inputs follow each other; with EXEUNT_IN_FLIGHT 1 each waits until the one
 * before has left. Add all .c files of this folder, ../controller, ../fabric and
 * ../design.c to an application of Vitis on the platform made from system.xsa.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "exeunt_baremetal.h"
#include "ff.h"

/* Most inputs (batches) under way: 0 for as many as there are buffers. */
#ifndef EXEUNT_IN_FLIGHT
#define EXEUNT_IN_FLIGHT 0
#endif

/* For inputs, results of every module, and weights that stream from memory: DDR has ample room. */
static unsigned char buffer[EXEUNT_BUFFER_BYTES] __attribute__((aligned(64)));
static exeunt_bitstream bitstreams[EXEUNT_MAX_STEPS];
static exeunt_controller controller;
static exeunt_fabric fabric;
static exeunt_baremetal machine;
static FATFS card;

/* The content and a zero behind it. */
static void *whole_file(const char *name, uint32_t *bytes) {
  FIL file;
  UINT got = 0;
  unsigned char *data;
  if (f_open(&file, name, FA_READ) != FR_OK) return NULL;
  *bytes = (uint32_t)f_size(&file);
  data = (unsigned char *)aligned_alloc(64, ((size_t)*bytes + 64u) / 64u * 64u);
  if (data) data[*bytes] = 0;
  if (data && (f_read(&file, data, *bytes, &got) != FR_OK || got != *bytes)) data = NULL;
  f_close(&file);
  return data;
}

static const char *step_name(int step) { return step < 0 ? "end" : exeunt_the_design.steps[step].name; }

/* inputs.bin. */
typedef struct {
  const unsigned char *data;
  int64_t count;
} input_data;

static int next(void *user, int64_t first) {
  const int64_t left = ((const input_data *)user)->count - first;
  return (int)(left < exeunt_the_design.batch ? left : exeunt_the_design.batch);
}

static int fill(void *user, int64_t first, int count, void *inputs, int64_t *arrival_ns) {
  const size_t bytes = exeunt_input_bytes(&exeunt_the_design);
  (void)arrival_ns;
  memcpy(inputs, ((const input_data *)user)->data + bytes * (size_t)first, bytes * (size_t)count);
  return 1;
}

static void left(void *user, int64_t input, const exeunt_result *r) {
  (void)user;
  if (r->error == EXEUNT_OK) {
    printf("input=%ld label=%d exit=%s us=%ld\r\n", (long)input, r->label, step_name(r->exit_step),
           (long)(r->latency_ns / 1000));
  } else {
    printf("input=%ld failed at=%s: %s: %s\r\n", (long)input, step_name(r->last_step), exeunt_error_text(r->error),
           exeunt_fault_text(fabric.fault));
  }
}

int main(void) {
  const exeunt_design *design = &exeunt_the_design;
  exeunt_stream stream = {NULL, next, fill, left};
  exeunt_backend backend;
  enum exeunt_error error;
  uint32_t bytes = 0;
  char reason[300];
  const char *manifest;
  input_data inputs;
  int step;
  if (f_mount(&card, "0:/", 1) != FR_OK) {
    printf("no SD card with a FAT partition\r\n");
    return 1;
  }
  for (step = 0; step < design->step_count; step++) {
    const char *name = exeunt_the_hardware.modules[step].file;
    if (!name) continue;
    bitstreams[step].data = whole_file(name, &bitstreams[step].bytes);
    if (!bitstreams[step].data) {
      printf("%s is not on the card, or does not fit into the heap: enlarge it in lscript.ld\r\n", name);
      return 1;
    }
  }
  inputs.data = (const unsigned char *)whole_file("inputs.bin", &bytes);
  inputs.count = bytes / exeunt_input_bytes(design);
  stream.user = &inputs;
  machine.hardware = &exeunt_the_hardware;
  machine.bitstreams = bitstreams;
  machine.memory = buffer;
  machine.memory_bytes = sizeof buffer;
  if (!inputs.data || exeunt_baremetal_open(&machine) != 0) {
    printf(inputs.data ? "no access to the configuration port\r\n" : "inputs.bin is not on the card\r\n");
    return 1;
  }
  manifest = (const char *)whole_file(EXEUNT_MANIFEST, &bytes);
  if (!manifest) {
    printf("%s is not on the card: copy it with the .bin files\r\n", EXEUNT_MANIFEST);
    return 1;
  }
  if (exeunt_baremetal_check(&machine, &exeunt_the_system, manifest, reason, sizeof reason) != 0) {
    printf("%s\r\n", reason);
    return 1;
  }
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = &machine.platform;
  backend = exeunt_fabric_backend(&fabric);
  if (exeunt_open(&controller, design, &backend, EXEUNT_IN_FLIGHT) != EXEUNT_OK) {
    printf("%s\r\n", exeunt_error_text(controller.error));
    return 1;
  }
  error = exeunt_run(&controller, &stream);
  exeunt_settle(&controller);
  return error == EXEUNT_OK ? 0 : 1;
}
