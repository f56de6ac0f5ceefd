#include "exeunt_batch.h"

#include <string.h>

int exeunt_stage_before(const exeunt_controller *c, int place) {
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

static int members_of(int source_step) { return source_step < 0 ? EXEUNT_INPUT : source_step; }

static int reads(const exeunt_step *s, int from) {
  int k;
  for (k = 0; k < s->source_count; k++) {
    if (members_of(s->sources[k].step) == from) return 1;
  }
  return 0;
}

static int is_being_read(const exeunt_controller *c, int from) {
  int i;
  for (i = 0; i < c->path_count; i++) {
    const int step = c->path[i];
    if (c->state[step] == EXEUNT_STEP_RUNNING && reads(&c->design->steps[step], from)) return 1;
  }
  return 0;
}

/* Whether all of the first members are among the second; both are in ascending order. */
static int are_among(const int16_t *a, int a_count, const int16_t *b, int b_count) {
  int i, k = 0;
  for (i = 0; i < a_count; i++) {
    while (k < b_count && b[k] < a[i]) k++;
    if (k == b_count || b[k] != a[i]) return 0;
  }
  return 1;
}

static void keep(unsigned char *data, size_t bytes, const int16_t *members, int count, const int16_t *kept,
                 int kept_count) {
  int i, k = 0;
  for (i = 0; i < count && k < kept_count; i++) {
    if (members[i] != kept[k]) continue;
    if (k != i) memmove(data + (size_t)k * bytes, data + (size_t)i * bytes, bytes);
    k++;
  }
}

/* Leaves in the buffers of a step, or of the controller's input, only the given inputs. */
static void keep_members(exeunt_controller *c, int from, const int16_t *kept, int kept_count) {
  const exeunt_design *d = c->design;
  int k;
  if (c->member_count[from] == kept_count) return;
  if (from == EXEUNT_INPUT) {
    keep((unsigned char *)c->input, exeunt_input_bytes(d), c->members[from], c->member_count[from], kept, kept_count);
  } else {
    for (k = 0; k < d->steps[from].result_count; k++) {
      keep((unsigned char *)c->output[from][k], d->steps[from].result_bytes[k], c->members[from], c->member_count[from],
           kept, kept_count);
    }
  }
  memcpy(c->members[from], kept, (size_t)kept_count * sizeof *kept);
  c->member_count[from] = kept_count;
}

int exeunt_batch_align(exeunt_controller *c, int step) {
  const exeunt_step *s = &c->design->steps[step];
  int16_t kept[EXEUNT_MAX_BATCH];
  int i, k, kept_count = 0, fixed = -1;
  const int first = members_of(s->sources[0].step);
  for (k = 0; k < s->source_count; k++) {
    const int from = members_of(s->sources[k].step);
    /* With several paths a batch is one input, so there is nothing to move. */
    if (c->design->branches || is_being_read(c, from)) fixed = from;
  }
  if (fixed >= 0) {
    kept_count = c->member_count[fixed];
    memcpy(kept, c->members[fixed], (size_t)kept_count * sizeof kept[0]);
  } else {
    for (i = 0; i < c->member_count[first]; i++) {
      if (c->alive[c->members[first][i]]) kept[kept_count++] = c->members[first][i];
    }
  }
  for (k = 0; k < s->source_count; k++) {
    const int from = members_of(s->sources[k].step);
    if (!are_among(kept, kept_count, c->members[from], c->member_count[from])) return -1;
    if (c->member_count[from] != kept_count && is_being_read(c, from)) return -1;
  }
  for (k = 0; k < s->source_count; k++) keep_members(c, members_of(s->sources[k].step), kept, kept_count);
  memcpy(c->members[step], kept, (size_t)kept_count * sizeof kept[0]);
  c->member_count[step] = kept_count;
  return kept_count;
}

void exeunt_batch_leave(exeunt_controller *c, int step, int64_t latency_ns, exeunt_result *results) {
  int i;
  for (i = 0; i < c->member_count[step]; i++) {
    const int member = c->members[step][i];
    exeunt_decision decision;
    const unsigned char *record =
        (const unsigned char *)c->output[step][0] + (size_t)i * c->design->steps[step].result_bytes[0];
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
  const int last = exeunt_stage_before(c, c->path_count);
  int i, k;
  for (i = 0; i < c->member_count[last]; i++) {
    const int member = c->members[last][i];
    const unsigned char *at = (const unsigned char *)c->output[last][0] + (size_t)i * d->steps[last].result_bytes[0];
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
