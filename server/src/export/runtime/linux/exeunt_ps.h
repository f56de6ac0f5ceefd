/*
 * The processing system as the fabric needs it. Clock and port widths are those that the boot image set for its own
 * design: loading a bitstream changes neither.
 */
#ifndef EXEUNT_PS_H
#define EXEUNT_PS_H

#include "exeunt_system.h"

typedef struct {
  /* /dev/mem */
  const char *registers;
  /* /proc/device-tree, which tells the reference clock of the PLLs. */
  const char *device_tree;
  /* That clock, Hz; 0 to read it there. */
  uint32_t reference_hz;
} exeunt_ps_options;

/*
 * Checks clock 0 of the fabric, the widths of the memory ports and, on UltraScale+, of M_AXI_HPM0_FPD, and sets what
 * differs. What was set is said in `said`, which is empty otherwise. Returns 0, or -1 with the reason in `error`.
 */
int exeunt_ps_fit(const exeunt_system *system, const exeunt_ps_options *options, char *said, size_t said_size,
                  char *error, size_t error_size);

#endif
