/* Internal to the controller: positions of a batch's inputs in buffers, and which have left with which result. */
#ifndef EXEUNT_BATCH_H
#define EXEUNT_BATCH_H

#include "exeunt_controller.h"

/* State of a step of the current batch. */
enum { EXEUNT_STEP_WAITING, EXEUNT_STEP_RUNNING, EXEUNT_STEP_ENDED };

/* Index of the controller's input among the members. */
#define EXEUNT_INPUT EXEUNT_MAX_STEPS

/* The last computation on the path before a place; -1 if there is none. */
int exeunt_stage_before(const exeunt_controller *c, int place);

void exeunt_batch_begin(exeunt_controller *c, int count);

/*
 * Moves the continuing inputs to the front of the buffers that a step reads, those of one step together. Buffers that
 * another step is reading stay as they are, and the others follow them. Returns the number of inputs, which are the
 * same in each of the buffers; or -1 if two that are being read hold different inputs, so that the step has to wait.
 */
int exeunt_batch_align(exeunt_controller *c, int step);

/* Inputs that leave at an exit. Decisions apply in path order: an input leaves at the first exit that lets it. */
void exeunt_batch_leave(exeunt_controller *c, int step, int64_t latency_ns, exeunt_result *results);

/* Inputs that reached the end: the largest of the last stage's logits, the first of equal ones. */
void exeunt_batch_finish(exeunt_controller *c, int64_t latency_ns, exeunt_result *results);

/* Number of the first `count` inputs that have not left. */
int exeunt_batch_alive(const exeunt_controller *c, int count);

#endif
