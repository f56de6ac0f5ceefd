#include "exeunt_simulation.h"

#include <stdlib.h>

static int64_t now_ns(void *context) { return ((exeunt_simulation *)context)->clock_ns; }

static void *allocate(void *context, size_t bytes) {
  (void)context;
  return calloc(bytes ? bytes : 1, 1);
}

static void occupy(exeunt_simulation *s, int lane, int64_t duration_ns) {
  s->busy[lane] = 1;
  s->busy_until_ns[lane] = s->clock_ns + duration_ns;
}

static enum exeunt_status start_load(void *context, int step) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  occupy(s, EXEUNT_PORT(s->design), s->load_ns[s->design->steps[step].region]);
  return EXEUNT_BUSY;
}

static enum exeunt_status start_run(void *context, int step, const void *const *inputs, void *const *outputs,
                                    int count) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  if (s->compute) s->compute(s->user, step, inputs, outputs, count);
  occupy(s, s->design->steps[step].lane, s->fixed_ns[step] + count * s->input_ns[step]);
  return EXEUNT_BUSY;
}

static enum exeunt_status poll_lane(void *context, int lane) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  if (s->busy[lane] && s->busy_until_ns[lane] > s->clock_ns) return EXEUNT_BUSY;
  s->busy[lane] = 0;
  if (lane == EXEUNT_PORT(s->design) && s->failing_loads > 0) {
    s->failing_loads--;
    return EXEUNT_FAILED;
  }
  return EXEUNT_DONE;
}

/* Advances time to the next end of a task. */
static void wait_until(void *context, int64_t until_ns) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  int64_t next = until_ns;
  int lane;
  for (lane = 0; lane < s->design->lane_count; lane++) {
    if (s->busy[lane] && (next < 0 || s->busy_until_ns[lane] < next)) next = s->busy_until_ns[lane];
  }
  /* Without a running task the controller would wait forever. */
  if (next < 0) abort();
  if (next > s->clock_ns) s->clock_ns = next;
}

static void ended(void *context, const char *kind, int step, int64_t input, int64_t start_ns, int64_t end_ns) {
  exeunt_simulation *s = (exeunt_simulation *)context;
  if (s->ended) s->ended(s->user, kind, step, input, start_ns, end_ns);
}

exeunt_backend exeunt_simulated(exeunt_simulation *simulation) {
  exeunt_backend backend;
  backend.context = simulation;
  backend.now_ns = now_ns;
  backend.allocate = allocate;
  backend.start_load = start_load;
  backend.start_run = start_run;
  backend.poll = poll_lane;
  backend.wait = wait_until;
  backend.ended = ended;
  return backend;
}
