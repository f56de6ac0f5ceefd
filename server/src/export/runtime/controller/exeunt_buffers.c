#include "exeunt_passage.h"

#include <string.h>

static int is_alone(int in_flight) { return in_flight == 1; }

/* A check's result is read as soon as it has ended, so it has one buffer. */
static int buffers_of(const exeunt_controller *c, int module) {
  return module != EXEUNT_INPUT && c->design->steps[module].is_check ? 1 : c->buffer_count;
}

uint64_t exeunt_buffer_bytes(const exeunt_design *d, int in_flight) {
  const uint64_t copies = is_alone(in_flight) || exeunt_parts(d) ? 1 : 2;
  uint64_t bytes = copies * exeunt_input_bytes(d);
  int i, k;
  for (i = 0; i < d->step_count; i++) {
    if (exeunt_module_of(d, i) != i) continue;
    for (k = 0; k < d->steps[i].result_count; k++) {
      bytes += (d->steps[i].is_check ? 1 : copies) * d->steps[i].result_bytes[k];
    }
    for (k = 0; exeunt_parts(d) && k < d->steps[i].source_count; k++) bytes += d->steps[i].sources[k].bytes;
  }
  return bytes * (uint64_t)d->batch;
}

static int allocate(exeunt_controller *c, exeunt_buffer *b, int values, const uint32_t *bytes) {
  int k;
  b->owner = EXEUNT_NOBODY;
  for (k = 0; k < values; k++) {
    const size_t size = (size_t)bytes[k] * (size_t)c->design->batch;
    b->data[k] = (unsigned char *)c->backend->allocate(c->backend->context, size);
    if (!b->data[k]) return -1;
  }
  return 0;
}

/* A batch that parts is read through copies. */
static int allocate_copies(exeunt_controller *c, int module) {
  const exeunt_step *s = &c->design->steps[module];
  int k;
  for (k = 0; k < s->source_count; k++) {
    const size_t bytes = (size_t)s->sources[k].bytes * (size_t)c->design->batch;
    c->gathered[module][k] = (unsigned char *)c->backend->allocate(c->backend->context, bytes);
    if (!c->gathered[module][k]) return -1;
  }
  return 0;
}

int exeunt_buffers_open(exeunt_controller *c) {
  const exeunt_design *d = c->design;
  const uint32_t input_bytes = exeunt_input_bytes(d);
  int i, copy;
  c->buffer_count = is_alone(c->in_flight) ? 1 : 2;
  for (i = 0; i < d->step_count; i++) {
    if (exeunt_module_of(d, i) != i) continue;
    for (copy = 0; copy < buffers_of(c, i); copy++) {
      if (allocate(c, &c->buffers[i][copy], d->steps[i].result_count, d->steps[i].result_bytes) != 0) return -1;
    }
    if (exeunt_parts(d) && allocate_copies(c, i) != 0) return -1;
  }
  for (copy = 0; copy < c->buffer_count; copy++) {
    if (allocate(c, &c->buffers[EXEUNT_INPUT][copy], 1, &input_bytes) != 0) return -1;
  }
  return 0;
}

exeunt_buffer *exeunt_buffer_of(exeunt_controller *c, int passage, int module) {
  int copy;
  for (copy = 0; copy < buffers_of(c, module); copy++) {
    if (c->buffers[module][copy].owner == passage) return &c->buffers[module][copy];
  }
  return NULL;
}

int exeunt_has_room(const exeunt_controller *c, int passage, int module) {
  const int next = c->turn[module];
  if (buffers_of(c, module) == 1 && module != EXEUNT_INPUT && c->design->steps[module].is_check) return 1;
  /* A module that ran for a path not taken may run once more for the same input. */
  if (exeunt_buffer_of((exeunt_controller *)c, passage, module)) return 1;
  return c->buffers[module][next].owner == EXEUNT_NOBODY;
}

exeunt_buffer *exeunt_take_buffer(exeunt_controller *c, int passage, int module, int step) {
  exeunt_buffer *b = exeunt_buffer_of(c, passage, module);
  if (!b) {
    b = &c->buffers[module][c->turn[module]];
    c->turn[module] = (unsigned char)((c->turn[module] + 1) % buffers_of(c, module));
  }
  b->owner = passage;
  b->step = step;
  return b;
}

int exeunt_reads(const exeunt_design *d, int step, int module) {
  const exeunt_step *s = &d->steps[step];
  int k;
  for (k = 0; k < s->source_count; k++) {
    const int from = s->sources[k].step;
    if ((from < 0 ? EXEUNT_INPUT : exeunt_module_of(d, from)) == module) return 1;
  }
  return 0;
}

static int runs(const exeunt_controller *c, int lane, int passage) {
  return c->occupant[lane] >= 0 && lane != EXEUNT_PORT(c->design) && c->runs_for[lane] == passage;
}

static int is_being_read(const exeunt_controller *c, int passage, int module) {
  int lane;
  for (lane = 0; lane < c->design->lane_count; lane++) {
    if (runs(c, lane, passage) && exeunt_reads(c->design, c->occupant[lane], module)) return 1;
  }
  return 0;
}

static int is_being_written(const exeunt_controller *c, int passage, int module) {
  int lane;
  for (lane = 0; lane < c->design->lane_count; lane++) {
    if (runs(c, lane, passage) && exeunt_module_of(c->design, c->occupant[lane]) == module) return 1;
  }
  return 0;
}

static int place_of(const exeunt_controller *c, const exeunt_passage *p, int module) {
  int at;
  for (at = 0; at < p->path_count; at++) {
    if (exeunt_module_of(c->design, p->path[at]) == module) return at;
  }
  return -1;
}

/* Whether a module makes the value that a passage ends with, on any path that is still open. */
static int may_be_last(const exeunt_controller *c, const exeunt_passage *p, int place, int module) {
  const exeunt_design *d = c->design;
  const int open = exeunt_open_place(c, p);
  int at, step;
  for (at = place + 1; at < p->path_count && at <= open && d->steps[p->path[at]].is_check; at++) continue;
  if (at == p->path_count) return 1;
  if (at > open && place <= open && c->may_end[p->path[open]]) return 1;
  for (step = exeunt_open_step(c, p) + 1; step < exeunt_open_end(c, p); step++) {
    if (!d->steps[step].is_check && c->may_end[step] && exeunt_module_of(d, step) == module) return 1;
  }
  return 0;
}

/* Whether a step that a passage may still come to reads a value. */
static int is_unread(const exeunt_controller *c, const exeunt_passage *p, int place, int module) {
  const int open = exeunt_open_place(c, p);
  int at, step;
  for (at = place + 1; at < p->path_count && at <= open; at++) {
    step = p->path[at];
    if (p->state[step] != EXEUNT_STEP_ENDED && exeunt_reads(c->design, step, module)) return 1;
  }
  for (step = exeunt_open_step(c, p) + 1; step < exeunt_open_end(c, p); step++) {
    if (p->state[step] != EXEUNT_STEP_ENDED && exeunt_reads(c->design, step, module)) return 1;
  }
  return 0;
}

static int is_needed(const exeunt_controller *c, int passage, int module) {
  const exeunt_passage *p = &c->passages[passage];
  int place = -1;
  /* Its groups read what they have in common one after the other. */
  if (exeunt_parts(c->design)) return !p->has_left || p->running > 0;
  if (is_being_read(c, passage, module) || is_being_written(c, passage, module)) return 1;
  if (module != EXEUNT_INPUT) {
    place = place_of(c, p, module);
    /* Made for a path that was not taken: what was begun there may read it. */
    if (place < 0) return p->vain > 0;
    if (p->state[p->path[place]] == EXEUNT_STEP_WAITING) return !p->has_left || p->vain > 0;
  }
  if (p->has_left) return 0;
  return is_unread(c, p, place, module) || (module != EXEUNT_INPUT && may_be_last(c, p, place, module));
}

void exeunt_release_buffers(exeunt_controller *c) {
  int module, copy;
  for (module = 0; module <= EXEUNT_INPUT; module++) {
    if (module == c->design->step_count) module = EXEUNT_INPUT;
    if (module != EXEUNT_INPUT &&
        (c->design->steps[module].is_check || exeunt_module_of(c->design, module) != module)) {
      continue;
    }
    for (copy = 0; copy < c->buffer_count; copy++) {
      exeunt_buffer *b = &c->buffers[module][copy];
      if (b->owner != EXEUNT_NOBODY && !is_needed(c, b->owner, module)) b->owner = EXEUNT_NOBODY;
    }
  }
}
