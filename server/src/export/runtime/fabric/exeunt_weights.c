#include "exeunt_registers.h"

#include <string.h>

/* Bytes of one input's weights, in whole words. */
static uint64_t weight_bytes(const exeunt_weights *w) { return ((uint64_t)w->bytes * w->repeats + 7) / 8 * 8; }

void exeunt_lay_out_weights(exeunt_fabric *f) {
  const exeunt_hardware *h = f->hardware;
  int i;
  for (i = 0; i < h->weight_count; i++) {
    const exeunt_weights *w = &h->weights[i];
    const size_t bytes = (size_t)weight_bytes(w);
    uint32_t k;
    f->weights[i] = (unsigned char *)f->platform->allocate(f->platform->context, bytes);
    if (!f->weights[i]) {
      exeunt_failed(f, EXEUNT_NO_WEIGHTS, w->module, (uint32_t)bytes);
      return;
    }
    for (k = 0; k < w->repeats; k++) memcpy(f->weights[i] + (size_t)k * w->bytes, w->data, w->bytes);
    memset(f->weights[i] + (size_t)w->repeats * w->bytes, 0, bytes - (size_t)w->repeats * w->bytes);
    if (f->platform->flush) f->platform->flush(f->platform->context, f->weights[i], bytes);
  }
}

static int is_of(const exeunt_fabric *f, int stream, int step) {
  const exeunt_branch *branches = f->hardware->design->branches;
  return f->hardware->weights[stream].module == (branches ? branches[step].module : step);
}

int exeunt_send_weights(exeunt_fabric *f, int step, int count, int begins, uint32_t *errors) {
  const exeunt_lane_address *lane = exeunt_lane_of(f, step);
  int i, done = 1;
  for (i = 0; i < f->hardware->weight_count; i++) {
    const exeunt_weights *w = &f->hardware->weights[i];
    uintptr_t dma;
    if (!is_of(f, i, step)) continue;
    dma = lane->weights[w->stream];
    if (begins) {
      f->sent[i] = 0;
    } else {
      const uint32_t status = exeunt_get(f, dma + MM2S_STATUS);
      *errors |= status & DMA_ERRORS;
      if (!(status & DMA_IDLE)) {
        done = 0;
        continue;
      }
    }
    if (f->sent[i] == count) continue;
    f->sent[i]++;
    done = 0;
    exeunt_start_channel(f, dma, f->weights[i], (uint32_t)weight_bytes(w));
  }
  return done;
}
