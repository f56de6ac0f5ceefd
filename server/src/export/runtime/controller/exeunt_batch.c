#include "exeunt_batch.h"

#include <string.h>

int exeunt_source_of(const exeunt_controller *c, int place) {
  int at = place - 1;
  while (at >= 0 && c->design->steps[c->path[at]].is_check) at--;
  return at < 0 ? -1 : c->path[at];
}

void exeunt_batch_begin(exeunt_controller *c, int count) {
  int i;
  for (i = 0; i < count; i++) {
    c->alive[i] = 1;
    c->members[EXEUNT_INPUT][i] = (int16_t)i;
  }
  c->member_count[EXEUNT_INPUT] = count;
}

int exeunt_batch_compact(exeunt_controller *c, int source, unsigned char *data, uint32_t bytes) {
  const exeunt_design *d = c->design;
  int16_t *members = c->members[source];
  int i, kept = 0, count = c->member_count[source];
  /* With several paths a batch is one input, so there is nothing to move. */
  if (d->branches) return count;
  for (i = 0; i < c->path_count; i++) {
    const int reads = exeunt_source_of(c, i);
    if (c->state[c->path[i]] == EXEUNT_STEP_RUNNING && (reads < 0 ? EXEUNT_INPUT : reads) == source) return count;
  }
  for (i = 0; i < count; i++) {
    if (!c->alive[members[i]]) continue;
    if (kept != i) memmove(data + (size_t)kept * bytes, data + (size_t)i * bytes, bytes);
    members[kept++] = members[i];
  }
  return c->member_count[source] = kept;
}

void exeunt_batch_leave(exeunt_controller *c, int step, int64_t latency_ns, exeunt_result *results) {
  int i;
  for (i = 0; i < c->member_count[step]; i++) {
    const int member = c->members[step][i];
    exeunt_decision decision;
    const unsigned char *record =
        (const unsigned char *)c->output[step] + (size_t)i * c->design->steps[step].output_bytes;
    memcpy(&decision, record, sizeof decision);
    if (!decision.leaves || !c->alive[member]) continue;
    c->alive[member] = 0;
    results[member].label = decision.label;
    results[member].exit_step = results[member].last_step = step;
    results[member].latency_ns = latency_ns;
  }
}

static int32_t logit(const exeunt_design *d, const unsigned char *at, int index) {
  if (d->logit_bytes == 2) {
    const unsigned char *two = at + (size_t)index * 2;
    const uint16_t bits = (uint16_t)(two[0] | two[1] << 8);
    return d->logit_signed ? (int32_t)(int16_t)bits : (int32_t)bits;
  }
  return d->logit_signed ? (int32_t)(int8_t)at[index] : (int32_t)at[index];
}

void exeunt_batch_finish(exeunt_controller *c, int64_t latency_ns, exeunt_result *results) {
  const exeunt_design *d = c->design;
  const int last = exeunt_source_of(c, c->path_count);
  int i, k;
  for (i = 0; i < c->member_count[last]; i++) {
    const int member = c->members[last][i];
    const unsigned char *at = (const unsigned char *)c->output[last] + (size_t)i * d->steps[last].output_bytes;
    if (!c->alive[member]) continue;
    c->alive[member] = 0;
    results[member].label = d->classes == 1 && logit(d, at, 0) > d->logit_zero;
    for (k = 1; k < d->classes; k++) {
      if (logit(d, at, k) > logit(d, at, results[member].label)) results[member].label = k;
    }
    results[member].exit_step = -1;
    results[member].last_step = c->path[c->path_count - 1];
    results[member].latency_ns = latency_ns;
  }
}

int exeunt_batch_alive(const exeunt_controller *c, int count) {
  int i, alive = 0;
  for (i = 0; i < count; i++) alive += c->alive[i];
  return alive;
}
