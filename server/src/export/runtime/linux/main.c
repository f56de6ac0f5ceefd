/*
 * Runs a file of inputs on the board and prints their labels:
 *
 *     sudo ./exeunt [--full system.bin] [--buffer /dev/udmabuf0 | ADDRESS:BYTES] [--repeat N] inputs.bin
 *
 * inputs.bin: consecutive quantised inputs, each of the first module's input size (see `--sizes`).
 * Predictions go to standard output, one line per input; loads and their times to standard error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "exeunt_linux.h"

static exeunt_controller controller;
static exeunt_fabric fabric;
static exeunt_linux machine;

static int stop(const char *message) {
  fprintf(stderr, "exeunt: %s\n", message);
  return 1;
}

static const char *step_name(int step) { return step < 0 ? "end" : exeunt_the_design.steps[step].name; }

int main(int argc, char **argv) {
  exeunt_linux_options options = exeunt_linux_defaults();
  const exeunt_design *design = &exeunt_the_design;
  const char *full = NULL, *inputs = NULL;
  const char *sysfs = getenv("EXEUNT_SYSFS"), *firmware = getenv("EXEUNT_FIRMWARE"), *memory = getenv("EXEUNT_MEM");
  exeunt_backend backend;
  exeunt_result results[EXEUNT_MAX_BATCH];
  long index = 0, repeat = 1;
  int i;
  FILE *file;
  if (sysfs) options.sysfs = sysfs;
  if (firmware) options.firmware = firmware;
  if (memory) options.registers = memory;
  for (i = 1; i < argc && argv[i]; i++) {
    const char *value = i + 1 < argc ? argv[i + 1] : NULL;
    if (!strcmp(argv[i], "--sizes")) {
      printf("%u bytes an input, %d inputs a batch\n", exeunt_input_bytes(design), design->batch);
      return 0;
    } else if (!strcmp(argv[i], "--full") && value) {
      full = argv[++i];
    } else if (!strcmp(argv[i], "--buffer") && value) {
      options.buffer = argv[++i];
    } else if (!strcmp(argv[i], "--repeat") && value) {
      repeat = strtol(argv[++i], NULL, 10);
    } else if (argv[i][0] == '-' || inputs) {
      return stop("usage: exeunt [--full FILE.bin] [--buffer DEVICE | ADDRESS:BYTES] [--repeat N] [--sizes] INPUTS");
    } else {
      inputs = argv[i];
    }
  }
  if (!inputs) return stop("name a file of inputs");
  if (exeunt_linux_open(&machine, &exeunt_the_hardware, options) != 0) return stop(machine.error);
  if (full && exeunt_linux_load_full(&machine, full) != 0) return stop(machine.error);
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = &machine.platform;
  backend = exeunt_fabric_backend(&fabric);
  if (exeunt_open(&controller, design, &backend) != EXEUNT_OK) {
    if (fabric.fault != EXEUNT_NO_FAULT) {
      fprintf(stderr, "exeunt: %s: %s; design.h says how much\n", step_name(fabric.fault_step),
              exeunt_fault_text(fabric.fault));
    }
    return stop(exeunt_error_text(controller.error));
  }
  for (; repeat > 0; repeat--) {
    file = fopen(inputs, "rb");
    if (!file) return stop("cannot read the inputs");
    for (;;) {
      const int count = (int)fread(exeunt_input(&controller), exeunt_input_bytes(design), (size_t)design->batch, file);
      if (count == 0) break;
      if (exeunt_run(&controller, count, 0, results) != EXEUNT_OK) {
        fprintf(stderr, "exeunt: %s: %s", step_name(controller.error_step), exeunt_error_text(controller.error));
        fprintf(stderr, ": %s (register 0x%x). %s\n", exeunt_fault_text(fabric.fault), (unsigned)fabric.fault_register,
                machine.error);
        exeunt_linux_close(&machine);
        return 3;
      }
      for (i = 0; i < count; i++) {
        printf("input=%ld label=%d exit=%s ms=%.3f\n", index++, results[i].label, step_name(results[i].exit_step),
               (double)results[i].latency_ns / 1e6);
      }
    }
    fclose(file);
  }
  exeunt_settle(&controller);
  exeunt_linux_close(&machine);
  return 0;
}
