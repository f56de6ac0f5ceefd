/* Linux: registers and buffers by mmap, modules through the FPGA manager. */
#ifndef EXEUNT_LINUX_H
#define EXEUNT_LINUX_H

#include <pthread.h>

#include "exeunt_fabric.h"
#include "exeunt_system.h"
#include "exeunt_worker.h"

typedef struct {
  /* /dev/mem: registers of the fabric. */
  const char *registers;
  /* /sys, and the FPGA manager below it. */
  const char *sysfs;
  const char *manager;
  /* The kernel's firmware folder. */
  const char *firmware;
  /*
   * A u-dma-buf device (/dev/udmabuf0), a heap of contiguous memory (/dev/dma_heap/linux,cma) or, as ADDRESS:BYTES,
   * memory reserved from the kernel, which knows it as RAM. NULL for /dev/udmabuf0 if it is there, else a heap.
   */
  const char *buffer;
  /* /proc: the device tree, and which addresses are RAM. */
  const char *proc;
  /* Reference clock of the processor's PLLs, Hz; 0 to take it from the device tree. */
  uint32_t reference_hz;
  /* /dev/dma_heap */
  const char *heaps;
} exeunt_linux_options;

typedef struct {
  exeunt_linux_options options;
  exeunt_platform platform;
  const exeunt_hardware *hardware;
  /* Text, if something is missing. */
  char error[1200];
  /* What exeunt_linux_check had to set, if anything. */
  char said[600];
  /* Internal. */
  volatile unsigned char *window;
  uintptr_t window_base;
  size_t window_bytes;
  unsigned char *memory;
  uint64_t memory_bus;
  size_t memory_bytes;
  size_t memory_used;
  exeunt_worker worker;
  pthread_t loader;
  int loader_started;
  pthread_mutex_t lock;
  enum exeunt_status load_status;
  uint64_t load_bytes;
  char load_file[256];
  char device_tree[256];
} exeunt_linux;

/* Defaults of a PetaLinux, Ubuntu or PYNQ image. */
exeunt_linux_options exeunt_linux_defaults(void);

/* Maps everything and checks what loading needs; touches nothing in the fabric. Returns 0 on success; otherwise `error`
 * says what is missing and what to do. */
int exeunt_linux_open(exeunt_linux *machine, const exeunt_hardware *hardware, const exeunt_system *system,
                      exeunt_linux_options options);
void exeunt_linux_close(exeunt_linux *machine);
/* Notes what failed, why and what to do. Returns -1. */
int exeunt_linux_complain(exeunt_linux *machine, const char *what, const char *path, const char *way_out);

/* Loads a full bitstream (flags 0) and waits. Returns 0 on success. */
int exeunt_linux_load_full(exeunt_linux *machine, const char *file);

/*
 * Sets clock and port widths as the design needs them, and refuses a fabric or partial bitstreams of another build or
 * design. After the full bitstream, before anything runs. Returns 0, or -1 with `error`.
 */
int exeunt_linux_check(exeunt_linux *machine, const exeunt_system *system);

#endif
