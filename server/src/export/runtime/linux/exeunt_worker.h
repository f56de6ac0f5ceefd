/* Runs software modules in a separate thread, in parallel to the controller. For Linux and PYNQ. */
#ifndef EXEUNT_WORKER_H
#define EXEUNT_WORKER_H

#include <pthread.h>

#include "exeunt_fabric.h"

typedef struct {
  exeunt_software work;
  const void *const *inputs;
  void *const *outputs;
  int count;
  /* Internal. The processor is one lane: never more than one module at a time. */
  pthread_t thread;
  pthread_mutex_t lock;
  int started;
  int ended;
} exeunt_worker;

void exeunt_worker_open(exeunt_worker *worker);
/* Waits for the running module. */
void exeunt_worker_close(exeunt_worker *worker);
/* Returns 0, or -1 if no thread can be created. */
int exeunt_worker_start(exeunt_worker *worker, exeunt_software work, const void *const *inputs, void *const *outputs,
                        int count);
enum exeunt_status exeunt_worker_poll(exeunt_worker *worker);

#endif
