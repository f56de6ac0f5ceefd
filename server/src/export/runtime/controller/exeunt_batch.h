/* The controller's own: which inputs of a batch lie where, which have left, and with what result. */
#ifndef EXEUNT_BATCH_H
#define EXEUNT_BATCH_H

#include "exeunt_controller.h"

/* State of a step of the current batch. */
enum { EXEUNT_STEP_WAITING, EXEUNT_STEP_RUNNING, EXEUNT_STEP_ENDED };

/* Index of the controller's input among the members. */
#define EXEUNT_INPUT EXEUNT_MAX_STEPS

/* The last computation on the path before a place, whose output is read there; -1 for the controller's input. */
int exeunt_source_of(const exeunt_controller *c, int place);

void exeunt_batch_begin(exeunt_controller *c, int count);

/* Moves the inputs that go on to the front of a buffer, unless something is reading it. Returns how many lie there. */
int exeunt_batch_compact(exeunt_controller *c, int source, unsigned char *data, uint32_t bytes);

/* Inputs that an exit lets go. Decisions count in path order: an input leaves at the first that lets it. */
void exeunt_batch_leave(exeunt_controller *c, int step, int64_t latency_ns, exeunt_result *results);

/* Inputs that went to the end: the largest of the last stage's logits, the first of equal ones. */
void exeunt_batch_finish(exeunt_controller *c, int64_t latency_ns, exeunt_result *results);

/* How many of the first `count` inputs have not left. */
int exeunt_batch_alive(const exeunt_controller *c, int count);

#endif
