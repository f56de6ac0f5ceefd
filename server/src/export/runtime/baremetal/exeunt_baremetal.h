/* Bare metal on Zynq-7000 (DevCfg) and Zynq UltraScale+ (xilfpga), with bitstreams in memory. */
#ifndef EXEUNT_BAREMETAL_H
#define EXEUNT_BAREMETAL_H

#include "exeunt_system.h"

/* A step's .bin in memory: read from an SD card or flash, or linked into the program. 32-byte aligned. */
typedef struct {
  const void *data;
  uint32_t bytes;
} exeunt_bitstream;

typedef struct {
  exeunt_platform platform;
  const exeunt_hardware *hardware;
  /* By step. */
  const exeunt_bitstream *bitstreams;
  /* Memory for inputs and results; cached memory is flushed and invalidated around each transfer. */
  unsigned char *memory;
  size_t memory_bytes;
  /* Internal. */
  size_t memory_used;
  uint32_t load_bytes;
  enum exeunt_status load_status;
} exeunt_baremetal;

/* Fills in `platform` of a machine whose hardware, bitstreams and memory are set. Returns 0, or -1 without access to
 * the port. */
int exeunt_baremetal_open(exeunt_baremetal *machine);

/*
 * Refuses a fabric or bitstreams of another build or design. `manifest`: the text of EXEUNT_MANIFEST. Returns 0, or -1
 * with the reason in `error`.
 */
int exeunt_baremetal_check(exeunt_baremetal *machine, const exeunt_system *system, const char *manifest, char *error,
                           size_t size);

#endif
