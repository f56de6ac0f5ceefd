#include "exeunt_worker.h"

#include <string.h>

void exeunt_worker_open(exeunt_worker *worker) {
  memset(worker, 0, sizeof *worker);
  pthread_mutex_init(&worker->lock, NULL);
}

void exeunt_worker_close(exeunt_worker *worker) {
  if (worker->started) pthread_join(worker->thread, NULL);
  worker->started = 0;
  pthread_mutex_destroy(&worker->lock);
}

static void *work(void *context) {
  exeunt_worker *w = (exeunt_worker *)context;
  w->work(w->inputs, w->outputs, w->count);
  pthread_mutex_lock(&w->lock);
  w->ended = 1;
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

int exeunt_worker_start(exeunt_worker *w, exeunt_software software, const void *const *inputs, void *const *outputs,
                        int count) {
  w->work = software;
  w->inputs = inputs;
  w->outputs = outputs;
  w->count = count;
  w->ended = 0;
  if (pthread_create(&w->thread, NULL, work, w) != 0) return -1;
  w->started = 1;
  return 0;
}

enum exeunt_status exeunt_worker_poll(exeunt_worker *w) {
  int ended;
  pthread_mutex_lock(&w->lock);
  ended = w->ended;
  pthread_mutex_unlock(&w->lock);
  if (!ended) return EXEUNT_BUSY;
  if (w->started) pthread_join(w->thread, NULL);
  w->started = 0;
  return EXEUNT_DONE;
}
