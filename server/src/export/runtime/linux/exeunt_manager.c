#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64

#include "exeunt_manager.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Number of bytes searched for a bitstream's sync word. */
#define HEAD_BYTES 4096

void exeunt_manager_path(const exeunt_linux *m, const char *attribute, char *path, size_t size) {
  snprintf(path, size, "%s/class/fpga_manager/%s/%s", m->options.sysfs, m->options.manager, attribute);
}

static int write_attribute(const exeunt_linux *m, const char *attribute, const char *value) {
  char path[512];
  int file, ok;
  exeunt_manager_path(m, attribute, path, sizeof path);
  file = open(path, O_WRONLY | O_TRUNC);
  if (file < 0) return -1;
  ok = write(file, value, strlen(value)) == (ssize_t)strlen(value);
  return close(file) == 0 && ok ? 0 : -1;
}

int exeunt_manager_read(const exeunt_linux *m, const char *attribute, char *value, size_t size) {
  char path[512];
  ssize_t length;
  int file;
  exeunt_manager_path(m, attribute, path, sizeof path);
  file = open(path, O_RDONLY);
  if (file < 0) return -1;
  length = read(file, value, size - 1);
  close(file);
  if (length < 0) return -1;
  value[length] = 0;
  value[strcspn(value, "\n")] = 0;
  return 0;
}

/* The driver checks the sync word only in full bitstreams, and a wrong partial one hangs the port. */
int64_t exeunt_manager_size(exeunt_linux *m, const char *file) {
  unsigned char head[HEAD_BYTES];
  char path[512];
  struct stat status;
  ssize_t length;
  int opened;
  snprintf(path, sizeof path, "%s/%s", m->options.firmware, file);
  opened = open(path, O_RDONLY);
  if (opened < 0 || fstat(opened, &status) != 0) {
    if (opened >= 0) close(opened);
    return exeunt_linux_complain(m, "cannot read", path, "Copy the .bin files of vivado/bitstreams there");
  }
  length = read(opened, head, sizeof head);
  close(opened);
  if (length <= 0 || !exeunt_is_port_image(head, (size_t)length, (uint64_t)status.st_size)) {
    snprintf(m->error, sizeof m->error,
             "%s is no bitstream in the port's byte order: use the .bin that build.tcl makes by write_cfgmem", path);
    return -1;
  }
  return status.st_size;
}

/* Writing the file's name blocks until the transfer has ended, so it runs in its own thread. */
static void *load_in_background(void *context) {
  exeunt_linux *m = (exeunt_linux *)context;
  char state[64] = "";
  const int written = write_attribute(m, "firmware", m->load_file);
  const int ok =
      written == 0 && exeunt_manager_read(m, "state", state, sizeof state) == 0 && !strcmp(state, "operating");
  pthread_mutex_lock(&m->lock);
  if (!ok) snprintf(m->error, sizeof m->error, "loading %s ended in state \"%s\"", m->load_file, state);
  m->load_status = ok ? EXEUNT_DONE : EXEUNT_FAILED;
  pthread_mutex_unlock(&m->lock);
  return NULL;
}

static enum exeunt_status begin(exeunt_linux *m, const char *file, const char *flags) {
  uint64_t before;
  int64_t bytes;
  /* One that was given up may have ended since. */
  if (m->loader_started && exeunt_manager_poll(m, &before) == EXEUNT_BUSY) {
    snprintf(m->error, sizeof m->error,
             "the load of %s has not ended: the configuration port hangs. Power the board off and on", m->load_file);
    return EXEUNT_FAILED;
  }
  bytes = exeunt_manager_size(m, file);
  if (bytes < 0) return EXEUNT_FAILED;
  if (write_attribute(m, "flags", flags) != 0) {
    exeunt_linux_complain(m, "cannot write", "fpga_manager flags", "Run as root, on a kernel of AMD's (linux-xlnx)");
    return EXEUNT_FAILED;
  }
  snprintf(m->load_file, sizeof m->load_file, "%s", file);
  m->load_bytes = (uint64_t)bytes;
  m->load_status = EXEUNT_BUSY;
  if (pthread_create(&m->loader, NULL, load_in_background, m) != 0) return EXEUNT_FAILED;
  m->loader_started = 1;
  return EXEUNT_BUSY;
}

enum exeunt_status exeunt_manager_start(void *context, int step, const char *file) {
  (void)step;
  return begin((exeunt_linux *)context, file, "1");
}

enum exeunt_status exeunt_manager_poll(void *context, uint64_t *bytes) {
  exeunt_linux *m = (exeunt_linux *)context;
  enum exeunt_status status;
  pthread_mutex_lock(&m->lock);
  status = m->load_status;
  pthread_mutex_unlock(&m->lock);
  if (status == EXEUNT_BUSY || !m->loader_started) return status;
  pthread_join(m->loader, NULL);
  m->loader_started = 0;
  *bytes = m->load_bytes;
  return status;
}

int exeunt_linux_load_full(exeunt_linux *m, const char *file) {
  uint64_t bytes;
  enum exeunt_status status = begin(m, file, "0");
  while (status == EXEUNT_BUSY) {
    m->platform.pause(m);
    status = exeunt_manager_poll(m, &bytes);
  }
  return status == EXEUNT_DONE ? 0 : -1;
}
