/*
 * A machine in virtual time: modules compute at once, and their tasks take the modelled time. Alone, that is: all share
 * one memory. A task spreads its traffic evenly over its time. While those under way ask for more than the memory's
 * rate, it serves them in turn, so that each gets what it asks for up to an equal share, and who gets less takes
 * longer.
 */
#ifndef EXEUNT_SIMULATION_H
#define EXEUNT_SIMULATION_H

#include "exeunt_controller.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const exeunt_design *design;
  /* By step: n inputs take fixed_ns + n * input_ns. */
  const int64_t *fixed_ns;
  const int64_t *input_ns;
  /* By region. */
  const int64_t *load_ns;
  /* Time of the memory for the traffic of one input by step, and of a load by region; NULL for a memory without limit.
   */
  const double *memory_ns;
  const double *load_memory_ns;
  /* Computes a step's module on `count` inputs. */
  void (*compute)(void *user, int step, const void *const *inputs, void *const *outputs, int count);
  /* Called for each task that has ended, with the first input of its batch; may be NULL. */
  void (*ended)(void *user, const char *kind, int step, int64_t input, int64_t start_ns, int64_t end_ns);
  void *user;
  /* Internal. */
  int64_t clock_ns;
  int64_t busy_until_ns[EXEUNT_MAX_LANES];
  unsigned char busy[EXEUNT_MAX_LANES];
  /* By lane, as of the last change: time that its task would still take alone, what it asks of the memory, its speed.
   */
  int64_t changed_ns;
  double left_ns[EXEUNT_MAX_LANES];
  double demand[EXEUNT_MAX_LANES];
  double speed[EXEUNT_MAX_LANES];
  /* For tests: number of upcoming loads that fail. */
  int failing_loads;
} exeunt_simulation;

/* The backend of a simulation whose first fields are set. */
exeunt_backend exeunt_simulated(exeunt_simulation *simulation);

#ifdef __cplusplus
}
#endif

#endif
