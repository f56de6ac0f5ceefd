#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64

#include "exeunt_linux.h"
#include "exeunt_manager.h"
#include "exeunt_memory.h"
#include "exeunt_ps.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* One slave of the address map. */
#define SLAVE_BYTES 0x10000u
#define PAUSE_NS 20000L
/* Alignment of DMA buffers, so that no cache line is shared. */
#define BUFFER_ALIGNMENT 64u

exeunt_linux_options exeunt_linux_defaults(void) {
  exeunt_linux_options o = {"/dev/mem", "/sys", "fpga0", "/lib/firmware", NULL, "/proc", 0, "/dev/dma_heap"};
  return o;
}

int exeunt_linux_complain(exeunt_linux *m, const char *what, const char *path, const char *way_out) {
  snprintf(m->error, sizeof m->error, "%s %s: %s. %s", what, path, strerror(errno), way_out);
  return -1;
}

static uint32_t read_register(void *context, uintptr_t address) {
  exeunt_linux *m = (exeunt_linux *)context;
  return *(volatile uint32_t *)(m->window + (address - m->window_base));
}

static void write_register(void *context, uintptr_t address, uint32_t value) {
  exeunt_linux *m = (exeunt_linux *)context;
  *(volatile uint32_t *)(m->window + (address - m->window_base)) = value;
}

static int64_t now_ns(void *context) {
  struct timespec t;
  (void)context;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *allocate(void *context, size_t bytes) {
  exeunt_linux *m = (exeunt_linux *)context;
  const size_t at = (m->memory_used + BUFFER_ALIGNMENT - 1) / BUFFER_ALIGNMENT * BUFFER_ALIGNMENT;
  if (at > m->memory_bytes || bytes > m->memory_bytes - at) return NULL;
  m->memory_used = at + bytes;
  return m->memory + at;
}

static uint64_t bus_address(void *context, const void *memory) {
  exeunt_linux *m = (exeunt_linux *)context;
  return m->memory_bus + (uint64_t)((const unsigned char *)memory - m->memory);
}

static void pause_a_little(void *context) {
  const struct timespec t = {0, PAUSE_NS};
  (void)context;
  nanosleep(&t, NULL);
}

static enum exeunt_status start_software(void *context, exeunt_software work, const void *const *inputs,
                                         void *const *outputs, int count) {
  exeunt_linux *m = (exeunt_linux *)context;
  if (exeunt_worker_start(&m->worker, work, inputs, outputs, count) == 0) return EXEUNT_BUSY;
  snprintf(m->error, sizeof m->error, "no thread for a module on the processor");
  return EXEUNT_FAILED;
}

static enum exeunt_status poll_software(void *context) {
  return exeunt_worker_poll(&((exeunt_linux *)context)->worker);
}

static void loaded(void *context, const exeunt_load_record *record) {
  exeunt_linux *m = (exeunt_linux *)context;
  char line[256];
  exeunt_load_line(line, sizeof line, m->hardware->design->steps[record->step].name, record);
  fprintf(stderr, "%s\n", line);
}

static int map_registers(exeunt_linux *m, uintptr_t numbers) {
  const exeunt_hardware *h = m->hardware;
  uintptr_t first = numbers, last = numbers + SLAVE_BYTES;
  int lane, file;
  void *window;
  for (lane = 0; lane < h->design->lane_count; lane++) {
    const exeunt_lane_address *at = &h->lanes[lane];
    const uintptr_t own[2] = {at->kernel, at->decoupler};
    const int dmas = at->reading > at->writing ? at->reading : at->writing;
    int i;
    for (i = 0; i < 2 + dmas + at->weight_count; i++) {
      const uintptr_t address = i < 2 ? own[i] : i < 2 + dmas ? at->dmas[i - 2] : at->weights[i - 2 - dmas];
      if (!address) continue;
      if (address < first) first = address;
      if (address + SLAVE_BYTES > last) last = address + SLAVE_BYTES;
    }
  }
  file = open(m->options.registers, O_RDWR | O_SYNC);
  if (file < 0) return exeunt_linux_complain(m, "cannot open", m->options.registers, "Run as root");
  window = mmap(NULL, last - first, PROT_READ | PROT_WRITE, MAP_SHARED, file, (off_t)first);
  close(file);
  if (window == MAP_FAILED)
    return exeunt_linux_complain(m, "cannot map", m->options.registers, "The kernel may need iomem=relaxed");
  m->window = (volatile unsigned char *)window;
  m->window_base = first;
  m->window_bytes = last - first;
  return 0;
}

int exeunt_linux_open(exeunt_linux *m, const exeunt_hardware *hardware, const exeunt_system *system,
                      exeunt_linux_options options) {
  char state[64];
  int step;
  memset(m, 0, sizeof *m);
  m->options = options;
  m->hardware = hardware;
  snprintf(m->device_tree, sizeof m->device_tree, "%s/device-tree", options.proc);
  pthread_mutex_init(&m->lock, NULL);
  exeunt_worker_open(&m->worker);
  if (map_registers(m, system->numbers) != 0 || exeunt_memory_open(m, system) != 0) return -1;
  if (hardware->design->region_count > 0) {
    char path[512];
    if (exeunt_manager_read(m, "state", state, sizeof state) != 0) {
      return exeunt_linux_complain(m, "no FPGA manager", options.manager,
                                   "Enable CONFIG_FPGA_MGR_ZYNQ_FPGA or CONFIG_FPGA_MGR_ZYNQMP_FPGA");
    }
    exeunt_manager_path(m, "flags", path, sizeof path);
    if (access(path, W_OK) != 0) {
      return exeunt_linux_complain(
          m, "cannot write", path,
          "The attributes `flags` and `firmware` are in AMD's kernels (linux-xlnx, PetaLinux, Ubuntu for Zynq, PYNQ). "
          "The mainline's loads partial bitstreams only at the word of other drivers, so a program cannot");
    }
    for (step = 0; step < hardware->design->step_count; step++) {
      if (hardware->modules[step].file && exeunt_manager_size(m, hardware->modules[step].file) < 0) return -1;
    }
  }
  m->platform.context = m;
  m->platform.read = read_register;
  m->platform.write = write_register;
  m->platform.now_ns = now_ns;
  m->platform.allocate = allocate;
  m->platform.bus_address = bus_address;
  m->platform.start_load = exeunt_manager_start;
  m->platform.poll_load = exeunt_manager_poll;
  m->platform.pause = pause_a_little;
  m->platform.loaded = loaded;
  m->platform.start_software = start_software;
  m->platform.poll_software = poll_software;
  return 0;
}

static sigjmp_buf no_answer;

static void on_bus_error(int signal) {
  (void)signal;
  siglongjmp(no_answer, 1);
}

/* An address that nothing in the fabric answers is a bus error. */
static int check_build(exeunt_linux *m, const exeunt_system *system, const char *manifest) {
  struct sigaction catches, before;
  int result;
  memset(&catches, 0, sizeof catches);
  catches.sa_handler = on_bus_error;
  sigaction(SIGBUS, &catches, &before);
  if (sigsetjmp(no_answer, 1) == 0) {
    result = exeunt_check_build(system, &m->platform, manifest, m->error, sizeof m->error);
  } else {
    snprintf(m->error, sizeof m->error,
             "no answer from the fabric at 0x%llX: it does not hold this design. Load system.bin with --full",
             (unsigned long long)system->numbers);
    result = -1;
  }
  sigaction(SIGBUS, &before, NULL);
  return result;
}

static int check_files(exeunt_linux *m, const char *manifest) {
  int step;
  for (step = 0; step < m->hardware->design->step_count; step++) {
    const char *name = m->hardware->modules[step].file;
    unsigned char block[4096];
    uint32_t sums[2] = {0, 0};
    uint64_t bytes = 0;
    char path[512];
    size_t length;
    FILE *file;
    if (!name) continue;
    snprintf(path, sizeof path, "%s/%s", m->options.firmware, name);
    file = fopen(path, "rb");
    if (!file) return exeunt_linux_complain(m, "cannot read", path, "Copy the files of vivado/bitstreams there");
    while ((length = fread(block, 1, sizeof block, file)) > 0) {
      exeunt_checksum(sums, block, length);
      bytes += length;
    }
    fclose(file);
    if (exeunt_check_file(manifest, name, bytes, sums, m->error, sizeof m->error) != 0) return -1;
  }
  return 0;
}

int exeunt_linux_check(exeunt_linux *m, const exeunt_system *system) {
  const exeunt_ps_options ps = {m->options.registers, m->device_tree, m->options.reference_hz};
  static char manifest[EXEUNT_MANIFEST_BYTES];
  char path[512];
  size_t length;
  FILE *file;
  if (exeunt_ps_fit(system, &ps, m->said, sizeof m->said, m->error, sizeof m->error) != 0) return -1;
  snprintf(path, sizeof path, "%s/%s", m->options.firmware, EXEUNT_MANIFEST);
  file = fopen(path, "rb");
  if (!file)
    return exeunt_linux_complain(m, "cannot read", path, "Copy it from vivado/bitstreams, with the .bin files");
  length = fread(manifest, 1, sizeof manifest - 1, file);
  fclose(file);
  manifest[length] = 0;
  return check_build(m, system, manifest) == 0 && check_files(m, manifest) == 0 ? 0 : -1;
}

void exeunt_linux_close(exeunt_linux *m) {
  uint64_t bytes;
  /* A load that hangs holds its thread, which needs the lock, for ever. */
  const int hangs = m->loader_started && exeunt_manager_poll(m, &bytes) == EXEUNT_BUSY;
  if (hangs) pthread_detach(m->loader);
  m->loader_started = 0;
  exeunt_worker_close(&m->worker);
  if (m->window) munmap((void *)m->window, m->window_bytes);
  if (m->memory) munmap(m->memory, m->memory_bytes);
  m->window = NULL;
  m->memory = NULL;
  if (!hangs) pthread_mutex_destroy(&m->lock);
}
