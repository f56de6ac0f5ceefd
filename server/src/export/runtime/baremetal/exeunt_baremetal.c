#include "exeunt_baremetal.h"

#include <stdio.h>

#include "xil_cache.h"
#include "xil_io.h"
#include "xparameters.h"

/*
 * Platforms of a system device tree (SDT: the unified Vitis) have the timer in a library of its own, which does not
 * tell its rate. Its default on the Cortex-A9 is the global timer, at half of the core's clock.
 */
#ifdef SDT
#include "xiltimer.h"
#else
#include "xtime_l.h"
#endif
#ifndef COUNTS_PER_SECOND
#ifdef XPAR_CPU_TIMESTAMP_CLK_FREQ
#define COUNTS_PER_SECOND XPAR_CPU_TIMESTAMP_CLK_FREQ
#elif defined(XPAR_CPU_CORE_CLOCK_FREQ_HZ)
#define COUNTS_PER_SECOND (XPAR_CPU_CORE_CLOCK_FREQ_HZ / 2)
#else
#error "define COUNTS_PER_SECOND: ticks a second of XTime_GetTime"
#endif
#endif

#if defined(__aarch64__) || defined(ARMR5) || defined(EXEUNT_ULTRASCALE)
#include "xilfpga.h"
#define EXEUNT_XILFPGA 1
#else
#include "xdevcfg.h"
#endif

/* Longest cache line of both processors, for DMA alignment. */
#define LINE 64u

static uint32_t read_register(void *context, uintptr_t address) {
  (void)context;
  return Xil_In32(address);
}

static void write_register(void *context, uintptr_t address, uint32_t value) {
  (void)context;
  Xil_Out32(address, value);
}

static int64_t now_ns(void *context) {
  XTime ticks;
  (void)context;
  XTime_GetTime(&ticks);
  /* Whole seconds first: ticks times 10^9 overflow after half a minute. */
  return (int64_t)(ticks / COUNTS_PER_SECOND) * 1000000000 +
         (int64_t)(ticks % COUNTS_PER_SECOND) * 1000000000 / (int64_t)COUNTS_PER_SECOND;
}

static void *allocate(void *context, size_t bytes) {
  exeunt_baremetal *m = (exeunt_baremetal *)context;
  const size_t at = (m->memory_used + LINE - 1) / LINE * LINE;
  if (at > m->memory_bytes || bytes > m->memory_bytes - at) return NULL;
  m->memory_used = at + bytes;
  return m->memory + at;
}

static uint64_t bus_address(void *context, const void *memory) {
  (void)context;
  return (uint64_t)(uintptr_t)memory;
}

static void flush(void *context, const void *memory, size_t bytes) {
  (void)context;
  Xil_DCacheFlushRange((INTPTR)memory, bytes);
}

static void invalidate(void *context, void *memory, size_t bytes) {
  (void)context;
  Xil_DCacheInvalidateRange((INTPTR)memory, bytes);
}

static void pause_not(void *context) { (void)context; }

static void loaded(void *context, const exeunt_load_record *record) {
  exeunt_baremetal *m = (exeunt_baremetal *)context;
  char line[160];
  exeunt_load_line(line, sizeof line, m->hardware->design->steps[record->step].name, record);
  printf("%s\r\n", line);
}

#ifdef EXEUNT_XILFPGA

static XFpga port;

static int open_port(void) { return XFpga_Initialize(&port) == XFPGA_SUCCESS ? 0 : -1; }

/* xilfpga blocks until the transfer has ended: kernels keep running, software on this core does not. */
static enum exeunt_status transfer(exeunt_baremetal *m, const exeunt_bitstream *b) {
  const u32 status = XFpga_BitStream_Load(&port, (UINTPTR)b->data, (UINTPTR)0, (u32)b->bytes, XFPGA_PARTIAL_EN);
  m->load_status = status == XFPGA_SUCCESS ? EXEUNT_DONE : EXEUNT_FAILED;
  return m->load_status == EXEUNT_FAILED ? EXEUNT_FAILED : EXEUNT_BUSY;
}

static enum exeunt_status transfer_state(exeunt_baremetal *m) { return m->load_status; }

#else

/* Drivers are found by base address in platforms of a system device tree (SDT), and by number in classic ones. */
#ifdef SDT
#define DEVCFG XPAR_XDCFG_0_BASEADDR
#else
#define DEVCFG XPAR_XDCFG_0_DEVICE_ID
#endif

static XDcfg port;

static int open_port(void) {
  XDcfg_Config *config = XDcfg_LookupConfig(DEVCFG);
  if (!config || XDcfg_CfgInitialize(&port, config, config->BaseAddr) != XST_SUCCESS) return -1;
  /* PCAP, not ICAP, owns the configuration memory. */
  XDcfg_SetControlRegister(&port, XDCFG_CTRL_PCAP_PR_MASK | XDCFG_CTRL_PCAP_MODE_MASK);
  return 0;
}

static enum exeunt_status transfer(exeunt_baremetal *m, const exeunt_bitstream *b) {
  XDcfg_IntrClear(&port, XDCFG_IXR_DMA_DONE_MASK | XDCFG_IXR_D_P_DONE_MASK | XDCFG_IXR_ERROR_FLAGS_MASK);
  /* Lengths are words, not bytes. */
  m->load_status = XDcfg_Transfer(&port, (void *)(uintptr_t)b->data, b->bytes / 4, (void *)XDCFG_DMA_INVALID_ADDRESS, 0,
                                  XDCFG_NON_SECURE_PCAP_WRITE) == XST_SUCCESS
                       ? EXEUNT_BUSY
                       : EXEUNT_FAILED;
  return m->load_status;
}

/* The DMA finishes first, then the port. */
static enum exeunt_status transfer_state(exeunt_baremetal *m) {
  const u32 status = XDcfg_IntrGetStatus(&port);
  if (status & XDCFG_IXR_ERROR_FLAGS_MASK) m->load_status = EXEUNT_FAILED;
  else if ((status & XDCFG_IXR_DMA_DONE_MASK) && (status & XDCFG_IXR_D_P_DONE_MASK)) m->load_status = EXEUNT_DONE;
  return m->load_status;
}

#endif

static enum exeunt_status start_load(void *context, int step, const char *file) {
  exeunt_baremetal *m = (exeunt_baremetal *)context;
  const exeunt_bitstream *b = &m->bitstreams[step];
  (void)file;
  if (!b->data || !exeunt_is_port_image((const unsigned char *)b->data, b->bytes, b->bytes)) return EXEUNT_FAILED;
  m->load_bytes = b->bytes;
  Xil_DCacheFlushRange((INTPTR)b->data, b->bytes);
  return transfer(m, b);
}

static enum exeunt_status poll_load(void *context, uint64_t *bytes) {
  exeunt_baremetal *m = (exeunt_baremetal *)context;
  const enum exeunt_status status = transfer_state(m);
  *bytes = m->load_bytes;
  return status;
}

int exeunt_baremetal_open(exeunt_baremetal *m) {
  m->memory_used = 0;
  m->platform.context = m;
  m->platform.read = read_register;
  m->platform.write = write_register;
  m->platform.now_ns = now_ns;
  m->platform.allocate = allocate;
  m->platform.bus_address = bus_address;
  m->platform.flush = flush;
  m->platform.invalidate = invalidate;
  m->platform.start_load = start_load;
  m->platform.poll_load = poll_load;
  m->platform.pause = pause_not;
  m->platform.loaded = loaded;
  m->platform.start_software = NULL;
  m->platform.poll_software = NULL;
  return m->hardware->design->region_count > 0 ? open_port() : 0;
}

int exeunt_baremetal_check(exeunt_baremetal *m, const exeunt_system *system, const char *manifest, char *error,
                           size_t size) {
  int step;
  if (exeunt_check_build(system, &m->platform, manifest, error, size) != 0) return -1;
  for (step = 0; step < m->hardware->design->step_count; step++) {
    const char *file = m->hardware->modules[step].file;
    uint32_t sums[2] = {0, 0};
    if (!file) continue;
    exeunt_checksum(sums, m->bitstreams[step].data, m->bitstreams[step].bytes);
    if (exeunt_check_file(manifest, file, m->bitstreams[step].bytes, sums, error, size) != 0) return -1;
  }
  return 0;
}
