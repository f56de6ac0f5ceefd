// The twin's command line.
#ifndef EXEUNT_OPTIONS_HPP
#define EXEUNT_OPTIONS_HPP

#include <stdlib.h>

#include <string>

#include "pictures.hpp"

namespace twin {

struct options {
  const char *images, *labels, *profile, *predictions, *logits, *inputs;
  long count;
  // Most inputs (batches) under way; 0 for as many as there are buffers.
  int in_flight;
};

inline long number(const std::string &name, const char *value) {
  char *end = nullptr;
  const long n = strtol(value, &end, 10);
  if (*end || n < 1) refuse(name + " wants a number from 1 up");
  return n;
}

inline options read_options(int argc, char **argv) {
  options o = {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, -1, 0};
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (i + 1 == argc) {
      refuse(name + " wants a value; usage: twin [--images FILE --labels FILE --profile FILE] [--count N] " +
             "[--in-flight N] [--predictions FILE | --logits FILE | --inputs FILE]");
    }
    const char *value = argv[++i];
    if (name == "--images") o.images = value;
    else if (name == "--labels") o.labels = value;
    else if (name == "--profile") o.profile = value;
    else if (name == "--predictions") o.predictions = value;
    else if (name == "--logits") o.logits = value;
    else if (name == "--inputs") o.inputs = value;
    else if (name == "--count") o.count = number(name, value);
    else if (name == "--in-flight") o.in_flight = static_cast<int>(number(name, value));
    else {
      refuse("there is no option " + name);
    }
  }
  if (o.predictions && o.logits)
    refuse("--predictions and --logits need separate runs: with --logits all inputs take the whole path");
  return o;
}

}  // namespace twin

#endif
