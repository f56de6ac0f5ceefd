#include "exeunt_registers.h"

uint32_t exeunt_get(const exeunt_fabric *f, uintptr_t address) {
  return f->platform->read(f->platform->context, address);
}

void exeunt_put(const exeunt_fabric *f, uintptr_t address, uint32_t value) {
  f->platform->write(f->platform->context, address, value);
}

int64_t exeunt_now(const exeunt_fabric *f) { return f->platform->now_ns(f->platform->context); }

enum exeunt_status exeunt_failed(exeunt_fabric *f, enum exeunt_fault fault, int step, uint32_t value) {
  f->fault = fault;
  f->fault_step = step;
  f->fault_register = value;
  return EXEUNT_FAILED;
}

const exeunt_lane_address *exeunt_lane_of(const exeunt_fabric *f, int step) {
  return &f->hardware->lanes[f->hardware->design->steps[step].lane];
}

int exeunt_settles(exeunt_fabric *f, uintptr_t address, uint32_t mask, uint32_t value) {
  const int64_t until = exeunt_now(f) + EXEUNT_QUIESCE_NS;
  while ((exeunt_get(f, address) & mask) != value) {
    if (exeunt_now(f) > until) return 0;
    f->platform->pause(f->platform->context);
  }
  return 1;
}

/* A reset of one channel resets both; a DMA may have only one of them. */
static int reset_dma(exeunt_fabric *f, uintptr_t channel) {
  exeunt_put(f, channel + MM2S_CONTROL, DMA_RESET);
  return exeunt_settles(f, channel + MM2S_CONTROL, DMA_RESET, 0);
}

/* A channel is halted before its first run and idle after it. */
static int channel_rests(exeunt_fabric *f, uintptr_t channel) {
  return (exeunt_get(f, channel + MM2S_STATUS) & (DMA_HALTED | DMA_IDLE)) != 0;
}

int exeunt_lane_rests(exeunt_fabric *f, const exeunt_lane_address *lane) {
  int i;
  for (i = 0; i < lane->weight_count; i++) {
    if (!channel_rests(f, lane->weights[i])) return 0;
  }
  for (i = 0; i < lane->reading; i++) {
    if (!channel_rests(f, lane->dmas[i])) return 0;
  }
  for (i = 0; i < lane->writing; i++) {
    if (!channel_rests(f, lane->dmas[i] + S2MM)) return 0;
  }
  return 1;
}

int exeunt_reset_lane(exeunt_fabric *f, const exeunt_lane_address *lane) {
  int i, done = 1;
  for (i = 0; i < lane->reading || i < lane->writing; i++) {
    done &= reset_dma(f, lane->dmas[i] + (i < lane->reading ? 0 : S2MM));
  }
  for (i = 0; i < lane->weight_count; i++) done &= reset_dma(f, lane->weights[i]);
  return done;
}

void exeunt_start_channel(exeunt_fabric *f, uintptr_t channel, const void *memory, uint32_t bytes) {
  const uint64_t address = f->platform->bus_address(f->platform->context, memory);
  exeunt_put(f, channel + MM2S_CONTROL, DMA_RUN);
  exeunt_put(f, channel + MM2S_STATUS, DMA_DONE);
  exeunt_put(f, channel + MM2S_ADDRESS, (uint32_t)address);
  exeunt_put(f, channel + MM2S_ADDRESS_HIGH, (uint32_t)(address >> 32));
  exeunt_put(f, channel + MM2S_LENGTH, bytes);
}
