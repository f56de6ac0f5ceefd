#include "exeunt_passage.h"

#include <string.h>

#define WORDS (EXEUNT_MAX_BATCH / 32)

static int has(const uint32_t *bits, int i) { return (int)(bits[i / 32] >> (i % 32) & 1u); }

int exeunt_parts(const exeunt_design *d) { return d->branches && d->batch > 1; }

static int is_end(const exeunt_design *d, int step) {
  return d->branches[step].next < 0 && d->branches[step].case_count == 0;
}

int exeunt_own_step(const exeunt_controller *c, int input, int module) {
  const exeunt_design *d = c->design;
  int step = c->from[input];
  while (step >= 0 && d->branches[step].module != module) step = d->branches[step].next;
  return step;
}

/* Whether an input is the first of its group, whose inputs have decided the same so far. */
static int leads_group(const exeunt_controller *c, const exeunt_passage *p, int input) {
  int other;
  if (!has(p->alive, input)) return 0;
  for (other = 0; other < input; other++) {
    if (has(p->alive, other) && c->from[other] == c->from[input]) return 0;
  }
  return 1;
}

/* The waiting module that comes first behind a rank, on what is decided of each input's way; -1 if there is none. */
static int next_module(const exeunt_controller *c, const exeunt_passage *p, int rank) {
  const exeunt_branch *branches = c->design->branches;
  int i, step, found = -1;
  for (i = 0; i < p->count; i++) {
    if (!leads_group(c, p, i)) continue;
    for (step = c->from[i]; step >= 0; step = branches[step].next) {
      const int module = branches[step].module;
      if (branches[module].rank <= rank || p->state[module] == EXEUNT_STEP_ENDED) continue;
      if (found < 0 || branches[module].rank < branches[found].rank) found = module;
    }
  }
  return found;
}

void exeunt_parted_follow(exeunt_controller *c, exeunt_passage *p, int count) {
  int module = -1;
  p->path_count = count;
  do {
    module = next_module(c, p, module < 0 ? -1 : c->design->branches[module].rank);
    if (module >= 0) p->path[p->path_count++] = (int16_t)module;
  } while (module >= 0 && !exeunt_is_decision(c->design, module));
}

void exeunt_parted_begin(exeunt_controller *c, exeunt_passage *p) {
  memset(c->from, 0, sizeof c->from);
  memset(c->last_stage, 0, sizeof c->last_stage);
  exeunt_parted_follow(c, p, 0);
}

/* Remembers the last stage of what an input has passed. */
static void pass_stages(exeunt_controller *c, int input) {
  const exeunt_design *d = c->design;
  int step;
  for (step = c->from[input]; step >= 0; step = d->branches[step].next) {
    if (!d->steps[step].is_check) c->last_stage[input] = (int16_t)step;
  }
}

int exeunt_parted_decide(exeunt_controller *c, int passage, int module) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_design *d = c->design;
  const exeunt_buffer *b = exeunt_buffer_of(c, passage, module);
  int i, at = 0;
  for (i = 0; at < b->member_count; i++) {
    const exeunt_branch *own;
    exeunt_decision decision;
    if (!has(b->members, i)) continue;
    memcpy(&decision, b->data[0] + (size_t)at++ * d->steps[module].result_bytes[0], sizeof decision);
    if (!has(p->alive, i)) continue;
    own = &d->branches[exeunt_own_step(c, i, module)];
    if (decision.label < 0 || decision.label >= own->case_count) return -1;
    pass_stages(c, i);
    c->from[i] = (int16_t)own->cases[decision.label];
  }
  return 0;
}

void exeunt_parted_finish(exeunt_controller *c, int passage, int module) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_design *d = c->design;
  int i;
  for (i = 0; i < p->count; i++) {
    int step;
    if (!has(p->alive, i)) continue;
    step = exeunt_own_step(c, i, module);
    if (step < 0 || !is_end(d, step)) continue;
    pass_stages(c, i);
    exeunt_batch_end(c, passage, i, d->branches[c->last_stage[i]].module, step);
  }
}

/* Inputs that a module runs for. */
static void members_of(const exeunt_controller *c, const exeunt_passage *p, int module, uint32_t *members) {
  int i;
  memset(members, 0, WORDS * sizeof *members);
  for (i = 0; i < p->count; i++) {
    if (has(p->alive, i) && exeunt_own_step(c, i, module) >= 0) members[i / 32] |= (uint32_t)1 << (i % 32);
  }
}

int exeunt_parted_gather(exeunt_controller *c, int passage, int module, const void **inputs) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_design *d = c->design;
  const exeunt_step *s = &d->steps[module];
  int i, k, at, count = 0;
  members_of(c, p, module, p->members);
  for (k = 0; k < s->source_count; k++) {
    const size_t bytes = s->sources[k].bytes;
    count = 0;
    for (i = 0; i < p->count; i++) {
      const exeunt_source *from;
      const exeunt_buffer *b;
      int before;
      if (!has(p->members, i)) continue;
      from = &d->steps[exeunt_own_step(c, i, module)].sources[k];
      b = exeunt_buffer_of(c, passage, from->step < 0 ? EXEUNT_INPUT : d->branches[from->step].module);
      for (before = 0, at = 0; before < i; before++) at += has(b->members, before);
      memcpy(c->gathered[module][k] + bytes * (size_t)count++,
             b->data[from->step < 0 ? 0 : from->result] + bytes * (size_t)at, bytes);
    }
    inputs[k] = c->gathered[module][k];
  }
  return count;
}

/* From a step on, whether every way has a module as the first in its region behind a rank. */
static int is_always_first(const exeunt_controller *c, int step, int module, int rank) {
  const exeunt_design *d = c->design;
  const int region = d->steps[module].region;
  for (; step >= 0; step = d->branches[step].next) {
    const exeunt_branch *b = &d->branches[step];
    int k;
    if (d->steps[step].region == region && d->branches[b->module].rank > rank) return b->module == module;
    for (k = 0; k < b->case_count; k++) {
      if (!is_always_first(c, b->cases[k], module, rank)) return 0;
    }
    if (b->case_count > 0) return 1;
  }
  return 0;
}

/* From a step on, whether some way has another module in its region before it. */
static int is_ever_later(const exeunt_controller *c, int step, int module, int rank) {
  const exeunt_design *d = c->design;
  const int region = d->steps[module].region;
  for (; step >= 0; step = d->branches[step].next) {
    const exeunt_branch *b = &d->branches[step];
    const int own = d->branches[b->module].rank;
    int k;
    if (d->steps[step].region == region && own > rank) return own < d->branches[module].rank;
    for (k = 0; k < b->case_count; k++) {
      if (is_ever_later(c, b->cases[k], module, rank)) return 1;
    }
  }
  return 0;
}

int exeunt_parted_common(const exeunt_controller *c, const exeunt_passage *p, int rank) {
  const exeunt_design *d = c->design;
  const int open = d->branches[p->path[p->path_count - 1]].rank;
  int i, module, found = -1;
  for (module = 0; module < d->step_count; module++) {
    const exeunt_branch *b = &d->branches[module];
    int always = 0, later = 0;
    if (b->module != module || d->steps[module].region < 0 || b->rank <= rank || b->rank <= open) continue;
    if (found >= 0 && d->branches[found].rank < b->rank) continue;
    for (i = 0; i < p->count; i++) {
      if (!leads_group(c, p, i)) continue;
      always |= is_always_first(c, c->from[i], module, open);
      later |= is_ever_later(c, c->from[i], module, open);
    }
    if (always && !later) found = module;
  }
  return found;
}
