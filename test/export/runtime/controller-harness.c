/*
 * Runs designs from standard input on the controller in virtual time and prints what it did. A design:
 * policy batch steps regions lanes branches, per step: check lane region fixed input, results, sources, per source the
 * step and its result, and, with branches: module next cases likeliest loads, followed by the steps of the cases and of
 * the loads; per region: load; then failing loads, the number of calls, and per call: arrival count, per input the step
 * that it leaves at (-1: none), and by step the label of a decision.
 */
#include "exeunt_simulation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static exeunt_controller controller;
static exeunt_step steps[EXEUNT_MAX_STEPS];
static exeunt_design design;
static exeunt_branch branches[EXEUNT_MAX_STEPS];
static int followers[EXEUNT_MAX_STEPS][EXEUNT_MAX_STEPS], early[EXEUNT_MAX_STEPS][EXEUNT_MAX_STEPS];
static int labels[EXEUNT_MAX_STEPS];

/* An input and every result carry the step that the input leaves at, and whose value they are. */
typedef struct {
  int32_t leaves_at, label, step, result, input, call;
} value;

static exeunt_source sources[EXEUNT_MAX_STEPS][EXEUNT_MAX_VALUES];
static uint32_t result_bytes[EXEUNT_MAX_STEPS][EXEUNT_MAX_VALUES];
static int current_call;

/* What a step reads are the values that it asks for, of one input, and of this call unless its work is in vain. */
static void check_sources(int step, const void *const *inputs, int i) {
  int k;
  value first;
  memcpy(&first, (const char *)inputs[0] + sizeof first * (size_t)i, sizeof first);
  for (k = 0; k < steps[step].source_count; k++) {
    const exeunt_source *from = &sources[step][k];
    value v;
    memcpy(&v, (const char *)inputs[k] + sizeof v * (size_t)i, sizeof v);
    if (v.step != from->step || v.result != from->result || v.input != first.input || v.call != current_call) {
      printf("WRONG: step %d reads result %d of step %d of input %d of call %d\n", step, v.result, v.step, v.input,
             v.call);
    }
  }
}

static void compute(void *user, int step, const void *const *inputs, void *const *outputs, int count) {
  int i, k;
  (void)user;
  for (i = 0; i < count; i++) {
    value v;
    memcpy(&v, (const char *)inputs[0] + sizeof v * (size_t)i, sizeof v);
    check_sources(step, inputs, i);
    v.step = step;
    if (steps[step].is_check) {
      v.leaves_at = v.leaves_at == step;
      if (design.branches && branches[step].case_count > 0) v.label = labels[step];
    }
    /* Of a stage, as logits of the end: the label is the larger of the last two of four. */
    for (k = 0; k < steps[step].result_count; k++) {
      v.result = k;
      memcpy((char *)outputs[k] + sizeof v * (size_t)i, &v, sizeof v);
    }
  }
}

static void ended(void *user, const char *kind, int step, int64_t start, int64_t end) {
  (void)user;
  printf("%s %d %lld %lld\n", kind, step, (long long)start, (long long)end);
}

static int number(void) {
  int value;
  if (scanf("%d", &value) != 1) exit(0);
  return value;
}

int main(void) {
  for (;;) {
    static int64_t fixed[EXEUNT_MAX_STEPS], each[EXEUNT_MAX_STEPS], loads[EXEUNT_MAX_LANES];
    static exeunt_result results[EXEUNT_MAX_BATCH];
    exeunt_simulation simulation;
    exeunt_backend backend;
    int i, calls, call;
    memset(&simulation, 0, sizeof simulation);
    design.policy = (enum exeunt_policy)number();
    design.batch = number();
    design.step_count = number();
    design.region_count = number();
    design.lane_count = number();
    design.branches = number() ? branches : NULL;
    design.steps = steps;
    design.classes = 4;
    design.logit_bytes = 2;
    design.logit_signed = 1;
    for (i = 0; i < design.step_count; i++) {
      int k;
      steps[i].is_check = number();
      steps[i].lane = number();
      steps[i].region = number();
      fixed[i] = number();
      each[i] = number();
      steps[i].result_count = number();
      steps[i].source_count = number();
      steps[i].result_bytes = result_bytes[i];
      steps[i].sources = sources[i];
      for (k = 0; k < EXEUNT_MAX_VALUES; k++) result_bytes[i][k] = sizeof(value);
      for (k = 0; k < steps[i].source_count; k++) {
        sources[i][k].step = number();
        sources[i][k].result = number();
        sources[i][k].bytes = sizeof(value);
      }
      if (design.branches) {
        exeunt_branch *b = &branches[i];
        b->module = number();
        b->next = number();
        b->case_count = number();
        b->likeliest = number();
        b->common_count = number();
        b->cases = followers[i];
        b->common = early[i];
        for (k = 0; k < b->case_count; k++) followers[i][k] = number();
        for (k = 0; k < b->common_count; k++) early[i][k] = number();
      }
    }
    for (i = 0; i < design.region_count; i++) loads[i] = number();
    simulation.design = &design;
    simulation.fixed_ns = fixed;
    simulation.input_ns = each;
    simulation.load_ns = loads;
    simulation.compute = compute;
    simulation.ended = ended;
    simulation.failing_loads = number();
    backend = exeunt_simulated(&simulation);
    exeunt_open(&controller, &design, &backend);
    calls = number();
    for (call = 0; call < calls; call++) {
      const int64_t arrival = number();
      current_call = call;
      const int count = number();
      for (i = 0; i < count; i++) {
        value v = {0, 0, -1, 0, 0, 0};
        v.leaves_at = number();
        /* Logits 0, 0, 1, 0: label 2. */
        v.label = v.leaves_at < 0 ? 1 : v.leaves_at;
        v.input = i;
        v.call = call;
        memcpy((char *)exeunt_input(&controller) + sizeof v * (size_t)i, &v, sizeof v);
      }
      for (i = 0; design.branches && i < design.step_count; i++) labels[i] = number();
      if (exeunt_run(&controller, count, arrival, results) != EXEUNT_OK) {
        printf("error %d %s\n", controller.error_step, exeunt_error_text(controller.error));
        continue;
      }
      printf("left %lld\n", (long long)simulation.clock_ns);
      for (i = 0; i < count; i++) {
        printf("result %d %d %lld\n", results[i].exit_step, results[i].label, (long long)results[i].latency_ns);
      }
    }
    exeunt_settle(&controller);
    printf("end\n");
    for (i = 0; i < design.step_count; i++) {
      int k;
      for (k = 0; k < steps[i].result_count; k++) free(controller.output[i][k]);
    }
    free(controller.input);
  }
}
