/*
 * Runs designs from standard input on the controller in virtual time and prints what it did. A design:
 * policy batch steps regions lanes branches, per step: check lane region fixed input and, with branches: module next
 * cases likeliest loads, followed by the steps of the cases and of the loads; per region: load; then failing loads, the
 * number of calls, and per call: arrival count, per input the step that it leaves at (-1: none), and by step the label
 * of a decision.
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

/* An input and every result carry the step that the input leaves at; a check's logits are not read. */
static void compute(void *user, int step, const void *input, void *output, int count) {
  int i;
  (void)user;
  for (i = 0; i < count; i++) {
    int32_t leaves_at[2];
    memcpy(leaves_at, (const char *)input + 8 * i, 8);
    if (steps[step].is_check) {
      exeunt_decision decision;
      decision.leaves = leaves_at[0] == step;
      decision.label = design.branches && branches[step].case_count > 0 ? labels[step] : leaves_at[1];
      memcpy((char *)output + 8 * i, &decision, 8);
    } else {
      /* As logits of the end: the label is the larger of the last two of four. */
      memcpy((char *)output + 8 * i, leaves_at, 8);
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
      steps[i].is_check = number();
      steps[i].lane = number();
      steps[i].region = number();
      fixed[i] = number();
      each[i] = number();
      steps[i].input_bytes = steps[i].output_bytes = 8;
      if (design.branches) {
        exeunt_branch *b = &branches[i];
        int k;
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
      const int count = number();
      for (i = 0; i < count; i++) {
        int32_t values[2];
        values[0] = number();
        /* Logits 0, 0, 1, 0: label 2. */
        values[1] = values[0] < 0 ? 1 : values[0];
        memcpy((char *)exeunt_input(&controller) + 8 * i, values, 8);
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
    for (i = 0; i < design.step_count; i++) free(controller.output[i]);
    free(controller.input);
  }
}
