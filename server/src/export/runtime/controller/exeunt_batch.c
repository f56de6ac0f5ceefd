#include "exeunt_passage.h"

#include <string.h>

#define WORDS (EXEUNT_MAX_BATCH / 32)

static int has(const uint32_t *bits, int i) { return (int)(bits[i / 32] >> (i % 32) & 1u); }

static void put_out(uint32_t *bits, int i) { bits[i / 32] &= ~((uint32_t)1 << (i % 32)); }

void exeunt_batch_first(uint32_t *bits, int count) {
  int i;
  memset(bits, 0, WORDS * sizeof *bits);
  for (i = 0; i < count; i++) bits[i / 32] |= (uint32_t)1 << (i % 32);
}

static int number_of(const uint32_t *bits) {
  int i, count = 0;
  for (i = 0; i < EXEUNT_MAX_BATCH; i++) count += has(bits, i);
  return count;
}

int exeunt_batch_is_alive(const exeunt_passage *p) {
  int i;
  for (i = 0; i < WORDS; i++) {
    if (p->alive[i]) return 1;
  }
  return 0;
}

/* Leaves in a buffer only the given inputs. */
static void keep_members(const exeunt_design *d, exeunt_buffer *b, int from, const uint32_t *kept, int kept_count) {
  const int values = from < 0 ? 1 : d->steps[from].result_count;
  int i, k, at = 0, to = 0;
  if (b->member_count == kept_count) return;
  for (i = 0; at < b->member_count && to < kept_count; i++) {
    if (!has(b->members, i)) continue;
    if (has(kept, i)) {
      for (k = 0; k < values; k++) {
        const size_t bytes = from < 0 ? exeunt_input_bytes(d) : d->steps[from].result_bytes[k];
        if (to != at) memmove(b->data[k] + (size_t)to * bytes, b->data[k] + (size_t)at * bytes, bytes);
      }
      to++;
    }
    at++;
  }
  memcpy(b->members, kept, sizeof b->members);
  b->member_count = kept_count;
}

static exeunt_buffer *source_of(exeunt_controller *c, int passage, const exeunt_source *from) {
  return exeunt_buffer_of(c, passage, from->step < 0 ? EXEUNT_INPUT : exeunt_module_of(c->design, from->step));
}

int exeunt_batch_align(exeunt_controller *c, int passage, int place) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_step *s = &c->design->steps[p->path[place]];
  const int runs_ahead = c->design->policy == EXEUNT_SPECULATE;
  int k, count;
  if (!runs_ahead || (!s->is_check && exeunt_all_ended(c, p, place))) memcpy(p->members, p->alive, sizeof p->members);
  count = p->count > 1 ? number_of(p->members) : 1;
  for (k = 0; k < s->source_count; k++) {
    keep_members(c->design, source_of(c, passage, &s->sources[k]), s->sources[k].step, p->members, count);
  }
  return count;
}

/* An input's result, which is reported once those of all inputs before it are known. */
static exeunt_result *leaves(exeunt_controller *c, exeunt_passage *p, int member) {
  const int64_t now = c->backend->now_ns(c->backend->context);
  const size_t at = (size_t)((p->first + member) % EXEUNT_MAX_RESULTS);
  exeunt_result *r = &c->results[at];
  put_out(p->alive, member);
  c->is_known[at] = 1;
  r->label = -1;
  r->exit_step = -1;
  r->error = EXEUNT_OK;
  r->issued_ns = p->issued_ns;
  r->left_ns = now;
  /* It may fail before it has come. */
  r->latency_ns = now - (p->filled && p->arrived_ns > p->issued_ns ? p->arrived_ns : p->issued_ns);
  return r;
}

void exeunt_batch_leave(exeunt_controller *c, int passage, int step) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_buffer *b = exeunt_buffer_of(c, passage, exeunt_module_of(c->design, step));
  int i, at = 0;
  for (i = 0; at < b->member_count; i++) {
    exeunt_decision decision;
    exeunt_result *r;
    if (!has(b->members, i)) continue;
    memcpy(&decision, b->data[0] + (size_t)at++ * c->design->steps[step].result_bytes[0], sizeof decision);
    if (!decision.leaves || !has(p->alive, i)) continue;
    r = leaves(c, p, i);
    r->label = decision.label;
    r->exit_step = r->last_step = exeunt_parts(c->design) ? exeunt_own_step(c, i, step) : step;
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

/* Of a class, by its number in the model. */
static int32_t class_logit(const exeunt_design *d, const unsigned char *logits, int label) {
  const int channels = d->classes / d->pixels;
  return logit(d, logits, label % d->pixels * channels + label / d->pixels);
}

/* The largest of an input's logits, the first of equal ones; of a single one, its sign. */
static int label_of(const exeunt_design *d, const unsigned char *logits) {
  int k, label = d->classes == 1 && logit(d, logits, 0) > d->logit_zero;
  for (k = 1; k < d->classes; k++) {
    if (class_logit(d, logits, k) > class_logit(d, logits, label)) label = k;
  }
  return label;
}

void exeunt_batch_end(exeunt_controller *c, int passage, int input, int module, int step) {
  exeunt_passage *p = &c->passages[passage];
  const exeunt_buffer *b = exeunt_buffer_of(c, passage, module);
  exeunt_result *r = leaves(c, p, input);
  int i, at = 0;
  for (i = 0; i < input; i++) at += has(b->members, i);
  r->label = label_of(c->design, b->data[0] + (size_t)at * c->design->steps[module].result_bytes[0]);
  r->last_step = step;
}

void exeunt_batch_finish(exeunt_controller *c, int passage) {
  exeunt_passage *p = &c->passages[passage];
  const int module = exeunt_module_of(c->design, exeunt_stage_before(c, p, p->path_count));
  const int last = p->path[p->path_count - 1];
  int i;
  for (i = 0; i < p->count; i++) {
    if (has(p->alive, i)) exeunt_batch_end(c, passage, i, module, last);
  }
}

static void fail_input(exeunt_controller *c, exeunt_passage *p, int input, int step, enum exeunt_error error) {
  exeunt_result *r = leaves(c, p, input);
  r->error = error;
  r->last_step = step;
  if (c->error != EXEUNT_OK) return;
  c->error = error;
  c->error_step = step;
}

void exeunt_batch_fail_at(exeunt_controller *c, int passage, int module, enum exeunt_error error) {
  exeunt_passage *p = &c->passages[passage];
  int i;
  for (i = 0; i < p->count; i++) {
    const int step = has(p->alive, i) ? exeunt_own_step(c, i, module) : -1;
    if (step >= 0) fail_input(c, p, i, step, error);
  }
}

void exeunt_batch_fail(exeunt_controller *c, int passage, int step, enum exeunt_error error) {
  exeunt_passage *p = &c->passages[passage];
  int i;
  for (i = 0; i < p->count; i++) {
    if (has(p->alive, i)) fail_input(c, p, i, step, error);
  }
}
