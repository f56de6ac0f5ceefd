/*
 * What a program presumes of the board and of the static part of the design, so that it can be checked before anything
 * runs: clock, widths of memory ports, and which build is in the fabric.
 */
#ifndef EXEUNT_SYSTEM_H
#define EXEUNT_SYSTEM_H

#include "exeunt_fabric.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  /* Zynq UltraScale+, else Zynq-7000. */
  int ultrascale;
  /* Clock that the design was built for, Hz. */
  uint32_t clock_hz;
  /* S_AXI_HP0 and the following, 64 bits wide on Zynq-7000 and 128 on UltraScale+. */
  int memory_ports;
  /* Registers with the numbers of build and design: at 0 and 8. */
  uintptr_t numbers;
  uint32_t design;
  /* Memory for DMA that all buffers together need, aligned. */
  size_t buffer_bytes;
} exeunt_system;

/* Name of the list of a build's files, beside its bitstreams. */
#define EXEUNT_MANIFEST "exeunt_build.txt"

/* Most bytes of it: a line of at most 300 for each module. */
#define EXEUNT_MANIFEST_BYTES (320 * (EXEUNT_MAX_STEPS + 4))

/* Fletcher's checksum over little-endian words. Begin with zeros; every part but the last has whole words. */
void exeunt_checksum(uint32_t sums[2], const void *data, size_t bytes);

/*
 * Whether the fabric holds this program's design, and the build that `manifest` (text of EXEUNT_MANIFEST) is of.
 * Returns 0, or -1 with the reason in `error`.
 */
int exeunt_check_build(const exeunt_system *system, const exeunt_platform *platform, const char *manifest, char *error,
                       size_t size);

/* Whether a .bin file is the one of the manifest, by length and checksum. Returns 0, or -1 with the reason. */
int exeunt_check_file(const char *manifest, const char *file, uint64_t bytes, const uint32_t sums[2], char *error,
                      size_t size);

#ifdef __cplusplus
}
#endif

#endif
