/*
 * Runs a file of inputs on the board and prints their labels:
 *
 *     sudo ./exeunt [--full system.bin] [--buffer /dev/udmabuf0 | /dev/dma_heap/NAME | ADDRESS:BYTES] [--repeat N]
 *                   [--in-flight N] [--reference-clock HZ] inputs.bin
 *
 * inputs.bin: consecutive quantised inputs, each of the first module's input size (see `--sizes`).
 * Predictions go to standard output, one line per input; loads and their times to standard error. Inputs follow each
 * other; with `--in-flight 1` each waits until the one before has left. Returns 3 if an input failed.
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

/* The file's inputs, as often as asked for. */
typedef struct {
  FILE *file;
  int64_t count;
  int64_t total;
  int is_short;
} input_file;

static int next(void *user, int64_t first) {
  const input_file *f = (const input_file *)user;
  const int64_t left = f->total - first;
  return (int)(left < exeunt_the_design.batch ? left : exeunt_the_design.batch);
}

static int fill(void *user, int64_t first, int count, void *inputs, int64_t *arrival_ns) {
  input_file *f = (input_file *)user;
  const size_t bytes = exeunt_input_bytes(&exeunt_the_design);
  int i;
  (void)arrival_ns;
  for (i = 0; i < count; i++) {
    if ((first + i) % f->count == 0) rewind(f->file);
    if (fread((unsigned char *)inputs + bytes * (size_t)i, 1, bytes, f->file) != bytes) f->is_short = 1;
  }
  return 1;
}

static void left(void *user, int64_t input, const exeunt_result *r) {
  (void)user;
  if (r->error == EXEUNT_OK) {
    printf("input=%lld label=%d exit=%s ms=%.3f\n", (long long)input, r->label, step_name(r->exit_step),
           (double)r->latency_ns / 1e6);
    return;
  }
  printf("input=%lld failed at=%s\n", (long long)input, step_name(r->last_step));
  fprintf(stderr, "exeunt: input %lld: %s: %s: %s (register 0x%x). %s\n", (long long)input, step_name(r->last_step),
          exeunt_error_text(r->error), exeunt_fault_text(fabric.fault), (unsigned)fabric.fault_register, machine.error);
}

/* Opens it and counts its inputs; returns 0 on success. */
static int open_inputs(input_file *f, const char *path) {
  long bytes;
  f->file = fopen(path, "rb");
  if (!f->file || fseek(f->file, 0, SEEK_END) != 0 || (bytes = ftell(f->file)) < 0) return -1;
  f->count = bytes / (long)exeunt_input_bytes(&exeunt_the_design);
  return 0;
}

int main(int argc, char **argv) {
  exeunt_linux_options options = exeunt_linux_defaults();
  const exeunt_design *design = &exeunt_the_design;
  const char *full = NULL, *inputs = NULL;
  const char *sysfs = getenv("EXEUNT_SYSFS"), *firmware = getenv("EXEUNT_FIRMWARE"), *memory = getenv("EXEUNT_MEM");
  const char *proc = getenv("EXEUNT_PROC");
  exeunt_backend backend;
  input_file input = {NULL, 0, 0, 0};
  exeunt_stream stream = {NULL, next, fill, left};
  enum exeunt_error error;
  long repeat = 1;
  int i, in_flight = 0;
  if (sysfs) options.sysfs = sysfs;
  if (firmware) options.firmware = firmware;
  if (memory) options.registers = memory;
  if (proc) options.proc = proc;
  for (i = 1; i < argc && argv[i]; i++) {
    const char *value = i + 1 < argc ? argv[i + 1] : NULL;
    if (!strcmp(argv[i], "--sizes")) {
      printf("%u bytes an input, %d inputs a batch, %llu bytes of buffers\n", exeunt_input_bytes(design), design->batch,
             (unsigned long long)exeunt_buffer_bytes(design, in_flight));
      return 0;
    } else if (!strcmp(argv[i], "--full") && value) {
      full = argv[++i];
    } else if (!strcmp(argv[i], "--buffer") && value) {
      options.buffer = argv[++i];
    } else if (!strcmp(argv[i], "--repeat") && value) {
      repeat = strtol(argv[++i], NULL, 10);
    } else if (!strcmp(argv[i], "--reference-clock") && value) {
      options.reference_hz = (uint32_t)strtoul(argv[++i], NULL, 10);
    } else if (!strcmp(argv[i], "--in-flight") && value) {
      in_flight = atoi(argv[++i]);
    } else if (argv[i][0] == '-' || inputs) {
      return stop(
          "usage: exeunt [--full FILE.bin] [--buffer DEVICE | HEAP | ADDRESS:BYTES] [--repeat N] [--in-flight N] "
          "[--reference-clock HZ] [--sizes] INPUTS");
    } else {
      inputs = argv[i];
    }
  }
  if (!inputs) return stop("name a file of inputs");
  if (open_inputs(&input, inputs) != 0) return stop("cannot read the inputs");
  input.total = input.count * repeat;
  stream.user = &input;
  if (exeunt_linux_open(&machine, &exeunt_the_hardware, &exeunt_the_system, options) != 0) return stop(machine.error);
  if (full && exeunt_linux_load_full(&machine, full) != 0) return stop(machine.error);
  if (exeunt_linux_check(&machine, &exeunt_the_system) != 0) return stop(machine.error);
  if (machine.said[0]) fprintf(stderr, "exeunt: %s\n", machine.said);
  fabric.hardware = &exeunt_the_hardware;
  fabric.platform = &machine.platform;
  backend = exeunt_fabric_backend(&fabric);
  if (exeunt_open(&controller, design, &backend, in_flight) != EXEUNT_OK) {
    if (fabric.fault != EXEUNT_NO_FAULT) {
      fprintf(stderr, "exeunt: %s: %s; design.h says how much\n", step_name(fabric.fault_step),
              exeunt_fault_text(fabric.fault));
    }
    return stop(exeunt_error_text(controller.error));
  }
  error = exeunt_run(&controller, &stream);
  exeunt_settle(&controller);
  exeunt_linux_close(&machine);
  fclose(input.file);
  if (input.is_short) return stop("the file of inputs has become shorter");
  return error == EXEUNT_OK ? 0 : 3;
}
