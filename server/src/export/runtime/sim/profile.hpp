// Compares the design's profile with the twin: the exit at which each sample leaves, and its label.
#ifndef EXEUNT_PROFILE_HPP
#define EXEUNT_PROFILE_HPP

#include <stdio.h>

#include <string>
#include <vector>

#include "pictures.hpp"

namespace twin {

// One sample: the exit's index in network order, with the end after the last exit; and the label.
struct leaving {
  int exit, label;
};

inline std::vector<leaving> read_profile(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) refuse(std::string("cannot read ") + path);
  std::vector<leaving> rows;
  char line[128];
  bool good = fgets(line, sizeof line, file) != nullptr;
  while (good && fgets(line, sizeof line, file)) {
    long sample = -1;
    leaving row = {-1, -1};
    good = sscanf(line, "%ld,%d,%d", &sample, &row.exit, &row.label) == 3 && sample == static_cast<long>(rows.size());
    rows.push_back(row);
  }
  fclose(file);
  if (!good) refuse(std::string(path) + " does not hold sample_id,exit,pred of sample 0 and all after it");
  return rows;
}

// Counts how the twin and the profile differ.
struct comparison {
  long compared, elsewhere, otherwise, first;

  void add(long sample, const leaving &own, const leaving &profile) {
    ++compared;
    if (own.exit != profile.exit) ++elsewhere;
    if (own.label != profile.label) ++otherwise;
    if (first < 0 && (own.exit != profile.exit || own.label != profile.label)) first = sample;
  }

  void print() const {
    if (elsewhere + otherwise == 0) {
      printf("profile: each of the %ld inputs leaves where it says, with the label that it says\n", compared);
      return;
    }
    printf("profile: of %ld inputs %ld leave elsewhere than it says, %ld have another label; the first is input %ld\n",
           compared, elsewhere, otherwise, first);
    printf(
        "  a profile of the float model differs so; that of the int8 model does not: bind the design to that model\n"
        "  (exeunt quantise --apply does) and run exeunt profile again\n");
  }
};

}  // namespace twin

#endif
