#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64

#include "exeunt_ps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Zynq-7000, UG585 appendix B: SLCR and AFI. */
#define SLCR_LOCK 0xf8000004u
#define SLCR_UNLOCK 0xf8000008u
#define SLCR_LOCK_STATE 0xf800000cu
#define SLCR_LOCK_KEY 0x767bu
#define SLCR_UNLOCK_KEY 0xdf0du
#define ARM_PLL_CTRL 0xf8000100u
#define DDR_PLL_CTRL 0xf8000104u
#define IO_PLL_CTRL 0xf8000108u
#define FPGA0_CLK_CTRL 0xf8000170u
#define FPGA0_THR_CTRL 0xf8000178u
#define THROTTLED 0x1u
#define AFI 0xf8008000u
#define AFI_STRIDE 0x1000u
#define AFI_WIDTH_MASK 0x1u

/* Zynq UltraScale+, UG1087: CRL_APB, CRF_APB, FPD_SLCR and AFIFM; S_AXI_HP0_FPD is AFIFM2. */
#define IOPLL_CTRL 0xff5e0020u
#define RPLL_CTRL 0xff5e0030u
#define PL0_REF_CTRL 0xff5e00c0u
#define CLOCK_ACTIVE (1u << 24)
#define DPLL_CTRL 0xfd1a002cu
#define DPLL_TO_LPD_CTRL 0xfd1a0048u
#define AFI_FS 0xfd615000u
#define HPM0_WIDTH_MASK 0x300u
#define HPM0_128_BIT 0x200u
#define AFIFM2 0xfd380000u
#define AFIFM_STRIDE 0x10000u
#define AFIFM_WIDTH_MASK 0x3u

/* The same in both: control of reads and of writes. */
#define READ_CONTROL 0x0u
#define WRITE_CONTROL 0x14u
/* 64 bits on Zynq-7000, 128 on UltraScale+. */
#define WIDEST 0x0u
#define DIVISOR_MASK 0x3f3f00u
#define LARGEST_DIVISOR 63

/* Above the clock that it was built for a design computes wrong; Vivado rounds by less. */
#define MOST_ABOVE 1.005
/* Below it the predicted times no longer hold. */
#define LEAST_BELOW 0.99

typedef struct {
  const exeunt_system *system;
  int file;
  double reference;
  char *said, *error;
  size_t said_size, error_size;
} ps;

static int refuse(ps *p, const char *what, const char *way_out) {
  snprintf(p->error, p->error_size, "%s. %s", what, way_out);
  return -1;
}

static void say(ps *p, const char *text) {
  const size_t length = strlen(p->said);
  snprintf(p->said + length, p->said_size - length, "%s%s", length ? "; " : "", text);
}

/* Maps the register's page for one access; 0 on success. */
static int access_register(ps *p, uint64_t address, uint32_t *value, int writes) {
  const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), base = address / page * page;
  unsigned char *at =
      (unsigned char *)mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_SHARED, p->file, (off_t)base);
  volatile uint32_t *word;
  if (at == (unsigned char *)MAP_FAILED) return -1;
  word = (volatile uint32_t *)(void *)(at + (address - base));
  if (writes) *word = *value;
  else *value = *word;
  munmap(at, (size_t)page);
  return 0;
}

static int get(ps *p, uint64_t address, uint32_t *value) {
  if (access_register(p, address, value, 0) == 0) return 0;
  snprintf(p->error, p->error_size,
           "cannot map the processor's registers at 0x%llX: %s. The kernel may need iomem=relaxed on its command line",
           (unsigned long long)address, strerror(errno));
  return -1;
}

/* Writes and reads back: some firmware ignores what the kernel may not change. */
static int set(ps *p, uint64_t address, uint32_t mask, uint32_t value) {
  uint32_t now;
  if (get(p, address, &now) != 0) return -1;
  now = (now & ~mask) | value;
  if (access_register(p, address, &now, 1) != 0 || get(p, address, &now) != 0) return -1;
  return (now & mask) == value ? 0 : 1;
}

/* The frequency of the PLL behind the clock, with what divides it first; 0 if it is off. */
static int pll_hz(ps *p, uint32_t control, double *hz) {
  uint32_t pll, lpd;
  *hz = p->reference;
  if (!p->system->ultrascale) {
    const uint32_t source = control >> 4 & 3;
    if (get(p, source < 2 ? IO_PLL_CTRL : source == 2 ? ARM_PLL_CTRL : DDR_PLL_CTRL, &pll) != 0) return -1;
    if (pll & 0x10u) return 0;
    *hz = pll & 0x3u ? 0 : p->reference * (pll >> 12 & 0x7f);
    return 0;
  }
  if (get(p, (control & 7) == 2 ? RPLL_CTRL : (control & 7) == 3 ? DPLL_CTRL : IOPLL_CTRL, &pll) != 0) return -1;
  if (!(pll & 0x8u)) *hz = pll & 0x1u ? 0 : p->reference * (pll >> 8 & 0x7f) / (pll >> 16 & 1 ? 2 : 1);
  if ((control & 7) == 3) {
    if (get(p, DPLL_TO_LPD_CTRL, &lpd) != 0) return -1;
    if (lpd >> 8 & 0x3f) *hz /= lpd >> 8 & 0x3f;
  }
  return 0;
}

/* Zynq-7000 has its second divisor at bit 20, UltraScale+ at bit 16. */
static double clock_of(const ps *p, double hz, uint32_t control) {
  const uint32_t first = control >> 8 & 0x3f, second = control >> (p->system->ultrascale ? 16 : 20) & 0x3f;
  return hz / (first ? first : 1) / (second ? second : 1);
}

/* Divisors of the fastest clock that the design bears, as bits of the control register. */
static uint32_t best_divisors(const ps *p, double hz, double *best) {
  const int shift = p->system->ultrascale ? 16 : 20;
  uint32_t found = 0;
  uint32_t a, b;
  *best = 0;
  for (a = 1; a <= LARGEST_DIVISOR; a++) {
    for (b = 1; b <= LARGEST_DIVISOR; b++) {
      const double clock = hz / a / b;
      if (clock > p->system->clock_hz * MOST_ABOVE || clock <= *best) continue;
      *best = clock;
      found = a << 8 | b << shift;
    }
  }
  return found;
}

static int fit_clock(ps *p) {
  const int plus = p->system->ultrascale;
  const uint64_t address = plus ? PL0_REF_CTRL : FPGA0_CLK_CTRL;
  const uint32_t mask = plus ? DIVISOR_MASK | CLOCK_ACTIVE : 0x3f03f00u;
  const double wanted = p->system->clock_hz;
  uint32_t control, gate = 0, divisors, lock = 0;
  double hz, now, best;
  char text[200];
  int gated, failed;
  if (get(p, address, &control) != 0 || pll_hz(p, control, &hz) != 0) return -1;
  if (!plus && get(p, FPGA0_THR_CTRL, &gate) != 0) return -1;
  gated = plus ? !(control & CLOCK_ACTIVE) : (gate & THROTTLED) != 0;
  now = clock_of(p, hz, control);
  divisors = best_divisors(p, hz, &best);
  if (!gated && now <= wanted * MOST_ABOVE && now >= best * LEAST_BELOW && now > 0) return 0;
  snprintf(text, sizeof text, "the fabric's clock is %s, and the design was built for %.3f MHz",
           gated ? "stopped" : "other", wanted / 1e6);
  if (!gated) {
    snprintf(text, sizeof text, "the fabric's clock is %.3f MHz, and the design was built for %.3f MHz", now / 1e6,
             wanted / 1e6);
  }
  if (best <= 0) return refuse(p, text, "Its PLL is off: boot with the FSBL of system.xsa");
  if (!plus) {
    uint32_t key = SLCR_UNLOCK_KEY;
    if (get(p, SLCR_LOCK_STATE, &lock) != 0) return -1;
    if ((lock & 1) && access_register(p, SLCR_UNLOCK, &key, 1) != 0) return -1;
  }
  failed = set(p, address, mask, divisors | (plus ? CLOCK_ACTIVE : 0));
  if (failed == 0 && !plus && gated) failed = set(p, FPGA0_THR_CTRL, THROTTLED, 0);
  if (!plus && (lock & 1)) {
    uint32_t key = SLCR_LOCK_KEY;
    access_register(p, SLCR_LOCK, &key, 1);
  }
  if (failed < 0) return -1;
  if (failed) {
    return refuse(p, text,
                  "It cannot be set from here: boot with the FSBL of system.xsa, or give the clock to the device tree "
                  "(assigned-clock-rates of fclk0 or pl0_ref)");
  }
  snprintf(text, sizeof text, "set the fabric's clock from %.3f to %.3f MHz%s", gated ? 0.0 : now / 1e6, best / 1e6,
           best < wanted * LEAST_BELOW ? ", the most that its PLL makes: predicted times are of a faster one" : "");
  say(p, text);
  return 0;
}

static int fit_field(ps *p, const char *what, uint64_t address, uint32_t mask, uint32_t value) {
  uint32_t now;
  char text[160];
  int failed;
  if (get(p, address, &now) != 0) return -1;
  if ((now & mask) == value) return 0;
  failed = set(p, address, mask, value);
  if (failed < 0) return -1;
  snprintf(text, sizeof text, "%s is not as wide as the design has it", what);
  if (failed) return refuse(p, text, "It cannot be set from here: boot with the FSBL of system.xsa");
  snprintf(text, sizeof text, "set the width of %s", what);
  say(p, text);
  return 0;
}

static int fit_widths(ps *p) {
  const int plus = p->system->ultrascale;
  int i;
  for (i = 0; i < p->system->memory_ports; i++) {
    const uint64_t base = plus ? AFIFM2 + (uint64_t)i * AFIFM_STRIDE : AFI + (uint64_t)i * AFI_STRIDE;
    const uint32_t mask = plus ? AFIFM_WIDTH_MASK : AFI_WIDTH_MASK;
    char name[40];
    snprintf(name, sizeof name, "S_AXI_HP%d, reads", i);
    if (fit_field(p, name, base + READ_CONTROL, mask, WIDEST) != 0) return -1;
    snprintf(name, sizeof name, "S_AXI_HP%d, writes", i);
    if (fit_field(p, name, base + WRITE_CONTROL, mask, WIDEST) != 0) return -1;
  }
  return plus ? fit_field(p, "M_AXI_HPM0_FPD", AFI_FS, HPM0_WIDTH_MASK, HPM0_128_BIT) : 0;
}

/* The clock of the PLLs: property of the clock controller on Zynq-7000, a fixed clock on UltraScale+. */
static int reference(ps *p, const exeunt_ps_options *options) {
  static const char *const names[] = {"axi/slcr@f8000000/clkc@100/ps-clk-frequency",
                                      "amba/slcr@f8000000/clkc@100/ps-clk-frequency", "pss_ref_clk/clock-frequency",
                                      "pss-ref-clk/clock-frequency"};
  const int first = p->system->ultrascale ? 2 : 0;
  int i;
  p->reference = options->reference_hz;
  for (i = first; i < first + 2 && p->reference <= 0; i++) {
    unsigned char word[4];
    char path[400];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", options->device_tree, names[i]);
    file = fopen(path, "rb");
    if (!file) continue;
    if (fread(word, 1, 4, file) == 4) {
      p->reference = (double)((uint32_t)word[0] << 24 | (uint32_t)word[1] << 16 | (uint32_t)word[2] << 8 | word[3]);
    }
    fclose(file);
  }
  if (p->reference > 0) return 0;
  return refuse(p, "the device tree does not tell the reference clock of the processor, so the fabric's is not known",
                "Give it in Hz with --reference-clock: it is in the board's manual, 33333333 or 50000000 on most");
}

int exeunt_ps_fit(const exeunt_system *system, const exeunt_ps_options *options, char *said, size_t said_size,
                  char *error, size_t error_size) {
  ps p = {system, -1, 0, said, error, said_size, error_size};
  int result;
  said[0] = 0;
  p.file = open(options->registers, O_RDWR | O_SYNC);
  if (p.file < 0) {
    snprintf(error, error_size, "cannot open %s: %s. Run as root", options->registers, strerror(errno));
    return -1;
  }
  result = reference(&p, options) == 0 && fit_clock(&p) == 0 && fit_widths(&p) == 0 ? 0 : -1;
  close(p.file);
  return result;
}
