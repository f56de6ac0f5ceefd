/*
 * The design on bare metal: reads the .bin files and `inputs.bin` from the first partition of an SD card (xilffs),
 * runs every input, and prints its label. Add all .c files of this folder, ../controller, ../fabric and
 * ../design.c to an application of Vitis on the platform made from system.xsa.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "exeunt_baremetal.h"
#include "ff.h"

/* For inputs, results of every module, and weights that stream from memory: DDR has ample room. */
static unsigned char buffer[EXEUNT_BUFFER_BYTES] __attribute__((aligned(64)));
static exeunt_bitstream bitstreams[EXEUNT_MAX_STEPS];
static exeunt_controller controller;
static exeunt_fabric fabric;
static exeunt_baremetal machine;
static FATFS card;

static void *whole_file(const char *name, uint32_t *bytes) {
  FIL file;
  UINT got = 0;
  unsigned char *data;
  if (f_open(&file, name, FA_READ) != FR_OK) return NULL;
  *bytes = (uint32_t)f_size(&file);
  data = (unsigned char *)aligned_alloc(64, ((size_t)*bytes + 63u) / 64u * 64u);
  if (data && (f_read(&file, data, *bytes, &got) != FR_OK || got != *bytes)) data = NULL;
  f_close(&file);
  return data;
}

static const char *step_name(int step) { return step < 0 ? "end" : exeunt_the_design.steps[step].name; }

int main(void) {
  const exeunt_design *design = &exeunt_the_design;
  exeunt_result results[EXEUNT_MAX_BATCH];
  exeunt_backend backend;
  uint32_t bytes = 0, at;
  const unsigned char *inputs;
  int step, i, index = 0;
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
  inputs = (const unsigned char *)whole_file("inputs.bin", &bytes);
  machine.hardware = &exeunt_the_hardware;
  machine.bitstreams = bitstreams;
  machine.memory = buffer;
  machine.memory_bytes = sizeof buffer;
  if (!inputs || exeunt_baremetal_open(&machine) != 0) {
    printf(inputs ? "no access to the configuration port\r\n" : "inputs.bin is not on the card\r\n");
    return 1;
  }
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = &machine.platform;
  backend = exeunt_fabric_backend(&fabric);
  if (exeunt_open(&controller, design, &backend) != EXEUNT_OK) {
    printf("%s\r\n", exeunt_error_text(controller.error));
    return 1;
  }
  for (at = 0; at + exeunt_input_bytes(design) <= bytes;) {
    int count = 0;
    while (count < design->batch && at + exeunt_input_bytes(design) <= bytes) {
      memcpy((unsigned char *)exeunt_input(&controller) + (size_t)count * exeunt_input_bytes(design), inputs + at,
             exeunt_input_bytes(design));
      at += exeunt_input_bytes(design);
      count++;
    }
    if (exeunt_run(&controller, count, 0, results) != EXEUNT_OK) {
      printf("%s: %s: %s\r\n", step_name(controller.error_step), exeunt_error_text(controller.error),
             exeunt_fault_text(fabric.fault));
      return 1;
    }
    for (i = 0; i < count; i++) {
      printf("input=%d label=%d exit=%s us=%ld\r\n", index++, results[i].label, step_name(results[i].exit_step),
             (long)(results[i].latency_ns / 1000));
    }
  }
  exeunt_settle(&controller);
  return 0;
}
