#include "exeunt_system.h"

#include <stdio.h>
#include <string.h>

#define BUILD_NUMBER 0x0
#define DESIGN_NUMBER 0x8

void exeunt_checksum(uint32_t sums[2], const void *data, size_t bytes) {
  const unsigned char *at = (const unsigned char *)data;
  size_t i;
  for (i = 0; i + 4 <= bytes; i += 4) {
    sums[0] += (uint32_t)at[i] | (uint32_t)at[i + 1] << 8 | (uint32_t)at[i + 2] << 16 | (uint32_t)at[i + 3] << 24;
    sums[1] += sums[0];
  }
}

/* The rest of the line that begins with a word and a blank, or NULL. */
static const char *line_of(const char *manifest, const char *word, const char *second) {
  const char *line = manifest;
  const size_t length = strlen(word), more = strlen(second);
  while (line && *line) {
    if (!strncmp(line, word, length) && line[length] == ' ') {
      const char *rest = line + length + 1;
      if (!more) return rest;
      if (!strncmp(rest, second, more) && rest[more] == ' ') return rest + more + 1;
    }
    line = strchr(line, '\n');
    if (line) line++;
  }
  return NULL;
}

static int numbered(const char *manifest, const char *word, uint32_t *value) {
  unsigned number;
  const char *rest = line_of(manifest, word, "");
  if (!rest || sscanf(rest, "%x", &number) != 1) return -1;
  *value = number;
  return 0;
}

int exeunt_check_build(const exeunt_system *system, const exeunt_platform *platform, const char *manifest, char *error,
                       size_t size) {
  const uint32_t build = platform->read(platform->context, system->numbers + BUILD_NUMBER);
  const uint32_t design = platform->read(platform->context, system->numbers + DESIGN_NUMBER);
  uint32_t listed, listed_design;
  if (numbered(manifest, "build", &listed) != 0 || numbered(manifest, "design", &listed_design) != 0) {
    snprintf(error, size, "%s is damaged: copy it from vivado/bitstreams again", EXEUNT_MANIFEST);
    return -1;
  }
  if (design != system->design) {
    snprintf(error, size,
             "the fabric holds another design (0x%08X) than this program was exported for (0x%08X). Load its full "
             "bitstream, system.bin, or export and build both again",
             (unsigned)design, (unsigned)system->design);
    return -1;
  }
  if (build != listed) {
    snprintf(error, size,
             "the fabric holds build 0x%08X, and the partial bitstreams are of build 0x%08X: they fit only the static "
             "part that they were built with. Load the system.bin beside them",
             (unsigned)build, (unsigned)listed);
    return -1;
  }
  return 0;
}

int exeunt_check_file(const char *manifest, const char *file, uint64_t bytes, const uint32_t sums[2], char *error,
                      size_t size) {
  unsigned long long listed;
  unsigned a, b;
  const char *rest = line_of(manifest, "file", file);
  if (!rest || sscanf(rest, "%llu %x %x", &listed, &a, &b) != 3) {
    snprintf(error, size, "%s is not in %s: copy the files of one build, all of vivado/bitstreams", file,
             EXEUNT_MANIFEST);
    return -1;
  }
  if (listed != bytes || a != sums[0] || b != sums[1]) {
    snprintf(error, size,
             "%s is not the file of this build (%llu bytes, here %llu): copy all of vivado/bitstreams again", file,
             listed, (unsigned long long)bytes);
    return -1;
  }
  return 0;
}
