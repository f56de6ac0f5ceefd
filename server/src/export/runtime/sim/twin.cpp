// The software twin: the design's controller, its kernels compiled for this computer, and modelled times.
//
//     twin [--images FILE --labels FILE --profile FILE] [--count N] [--predictions FILE | --logits FILE | --inputs
//     FILE]
//
// Images and labels are IDX files, as MNIST's are: images of bytes, N x rows x columns, or with channels as the second
// or the last dimension. Without them the golden inputs of the export run, which have no labels. --profile reads
// each image's exit and label in the design's profile, and counts the differences. --predictions writes exits and
// labels of this run; --logits every exit's logits of each input, which then all take the whole path; --inputs writes
// the inputs in the board's format.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <chrono>
#include <string>
#include <vector>

#include "exeunt_controller.h"
#include "exeunt_simulation.h"
#include "exeunt_tables.h"
#include "logits.hpp"
#include "pictures.hpp"
#include "profile.hpp"
#include "twin.hpp"

namespace {

using twin::idx_file;
using twin::layout;
using twin::refuse;

struct task {
  const char *kind;
  int step;
  int64_t start_ns, end_ns;
};

std::vector<task> tasks;
bool record = false;

void compute(void *, int step, const void *const *inputs, void *const *outputs, int count) {
  twin::run_kernel(step, inputs, outputs, count);
}

void ended(void *, const char *kind, int step, int64_t start_ns, int64_t end_ns) {
  if (record) tasks.push_back(task{kind, step, start_ns, end_ns});
}

double ms(double ns) { return ns / 1e6; }

const exeunt_design &design = exeunt_tables;

bool is_decision(int step) { return design.branches && design.branches[step].case_count > 0; }
bool is_exit(int step) { return design.steps[step].is_check && !is_decision(step); }
bool is_end(int step) {
  return !is_decision(step) && (design.branches ? design.branches[step].next < 0 : step + 1 == design.step_count);
}

// The index of an exit in network order; for the end, the number of exits.
int exits_before(int step) {
  int count = 0;
  for (int s = 0; s < step; ++s) count += is_exit(s);
  return count;
}

// The last computation up to a step; steps of a path are consecutive.
std::string stage_at(int step) {
  while (step > 0 && design.steps[step].is_check) --step;
  return design.steps[step].name;
}

// One input (or batch) on an idle machine, beside the predicted timeline.
bool print_timeline() {
  bool same = true;
  printf("\nOne input along the whole path, ms from its start (measured in the model's clock | predicted):\n");
  for (int i = 0; i < twin::predicted_count; ++i) {
    const twin::predicted_task &p = twin::predicted[i];
    const task *found = nullptr;
    for (const task &t : tasks) {
      // The same module may be on several paths, and its load wasted on one of them.
      const bool alike = !strcmp(design.steps[t.step].name, design.steps[p.step].name) && !strcmp(t.kind, p.kind);
      if (alike && (!found || (t.start_ns == p.start_ns && t.end_ns == p.end_ns))) found = &t;
    }
    const std::string name = std::string(p.kind) + " " + design.steps[p.step].name;
    if (!found) {
      printf("  %-28s %32s | %10.4f .. %10.4f\n", name.c_str(), "did not run", ms(p.start_ns), ms(p.end_ns));
      same = false;
      continue;
    }
    const bool equal = found->start_ns == p.start_ns && found->end_ns == p.end_ns;
    same &= equal;
    printf("  %-28s %10.4f .. %10.4f | %10.4f .. %10.4f%s\n", name.c_str(), ms(found->start_ns), ms(found->end_ns),
           ms(p.start_ns), ms(p.end_ns), equal ? "" : "  DIFFERS");
  }
  printf(same ? "  equal to the nanosecond\n" : "  NOT as predicted\n");
  return same;
}

exeunt_simulation simulation() {
  exeunt_simulation s;
  memset(&s, 0, sizeof s);
  s.design = &design;
  s.fixed_ns = twin::fixed_ns;
  s.input_ns = twin::input_ns;
  s.load_ns = twin::load_ns;
  s.compute = compute;
  s.ended = ended;
  return s;
}

exeunt_controller controller;

void check(enum exeunt_error error) {
  if (error == EXEUNT_OK) return;
  const int step = controller.error_step;
  refuse(std::string(exeunt_error_text(error)) + (step >= 0 ? std::string(": ") + design.steps[step].name : ""));
}

// The same inputs with every exit's threshold out of reach, so that all take the predicted whole path.
void whole_path(void *, int step, const void *const *, void *const *outputs, int count) {
  if (design.steps[step].is_check) {
    const exeunt_decision stays = {0, twin::labels[step]};
    for (int i = 0; i < count; ++i) {
      memcpy(static_cast<uint8_t *>(outputs[0]) + size_t{design.steps[step].result_bytes[0]} * i, &stays, sizeof stays);
    }
  }
}

struct options {
  const char *images, *labels, *profile, *predictions, *logits, *inputs;
  long count;
};

options read_options(int argc, char **argv) {
  options o = {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, -1};
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (i + 1 == argc) {
      refuse(name + " wants a value; usage: twin [--images FILE --labels FILE --profile FILE] [--count N] " +
             "[--predictions FILE | --logits FILE | --inputs FILE]");
    }
    const char *value = argv[++i];
    if (name == "--images") o.images = value;
    else if (name == "--labels") o.labels = value;
    else if (name == "--profile") o.profile = value;
    else if (name == "--predictions") o.predictions = value;
    else if (name == "--logits") o.logits = value;
    else if (name == "--inputs") o.inputs = value;
    else if (name == "--count") {
      char *end = nullptr;
      o.count = strtol(value, &end, 10);
      if (*end || o.count < 1) refuse("--count wants a number from 1 up");
    } else {
      refuse("there is no option " + name);
    }
  }
  if (o.predictions && o.logits)
    refuse("--predictions and --logits need separate runs: with --logits all inputs take the whole path");
  return o;
}

// Puts inputs into the controller's memory.
struct source {
  const options &o;
  const idx_file &images;
  layout at;

  void fill(long first, int count) const {
    for (int i = 0; i < count; ++i) {
      uint8_t *input = static_cast<uint8_t *>(exeunt_input(&controller)) + size_t{exeunt_input_bytes(&design)} * i;
      if (o.images) twin::quantise(images.data.data() + at.size * static_cast<size_t>(first + i), at, input);
      else memcpy(input, twin::golden[first + i], exeunt_input_bytes(&design));
    }
  }
};

// The inputs as the board's programs read them.
int write_inputs(const source &inputs, long count) {
  FILE *file = fopen(inputs.o.inputs, "wb");
  if (!file) refuse(std::string("cannot write ") + inputs.o.inputs);
  exeunt_simulation machine = simulation();
  const exeunt_backend backend = exeunt_simulated(&machine);
  check(exeunt_open(&controller, &design, &backend));
  const size_t size = exeunt_input_bytes(&design);
  for (long i = 0; i < count; ++i) {
    inputs.fill(i, 1);
    if (fwrite(exeunt_input(&controller), 1, size, file) != size)
      refuse(std::string("cannot write ") + inputs.o.inputs);
  }
  if (fclose(file) != 0) refuse(std::string("cannot write ") + inputs.o.inputs);
  printf("%ld inputs of %zu bytes are in %s\n", count, size, inputs.o.inputs);
  return 0;
}

struct logits_run {
  twin::logits_file file;
  long first;
};

void compute_logits(void *user, int step, const void *const *inputs, void *const *outputs, int count) {
  logits_run *run = static_cast<logits_run *>(user);
  compute(nullptr, step, inputs, outputs, count);
  run->file.add(step, static_cast<uint8_t *>(outputs[0]), run->first, count);
}

int write_logits(const source &inputs, long count) {
  logits_run run;
  if (!run.file.open(inputs.o.logits, design)) refuse(std::string("cannot write ") + inputs.o.logits);
  exeunt_simulation machine = simulation();
  machine.user = &run;
  machine.compute = compute_logits;
  const exeunt_backend backend = exeunt_simulated(&machine);
  std::vector<exeunt_result> results(static_cast<size_t>(design.batch));
  check(exeunt_open(&controller, &design, &backend));
  for (run.first = 0; run.first < count; run.first += design.batch) {
    const int size = static_cast<int>(count - run.first < design.batch ? count - run.first : design.batch);
    inputs.fill(run.first, size);
    check(exeunt_run(&controller, size, 0, results.data()));
  }
  check(exeunt_settle(&controller));
  if (!run.file.close()) refuse(std::string("cannot write ") + inputs.o.logits);
  printf("every exit's logits of %ld inputs are in %s\n", count, inputs.o.logits);
  return 0;
}

}  // namespace

int main(int argc, char **argv) {
  const options o = read_options(argc, argv);
  idx_file images, labels;
  layout at = {0, 0, 0};
  long count = twin::golden_count;
  if (o.images) {
    if (!twin::takes_pixels) refuse("the network's input is no picture of bytes; run it without --images");
    images = twin::read_idx(o.images);
    at = twin::layout_of(images, o.images);
    count = static_cast<long>(images.dims[0]);
  }
  if (o.labels) {
    labels = twin::read_idx(o.labels);
    if (!o.images) refuse("--labels without --images");
    if (labels.dims.size() != 1 || labels.dims[0] != images.dims[0]) {
      refuse(std::string(o.labels) + " does not hold one label for each image");
    }
  }
  if (o.count >= 0 && o.count < count) count = o.count;
  std::vector<twin::leaving> profile;
  if (o.profile) {
    profile = twin::read_profile(o.profile);
    if (!o.images || profile.size() < static_cast<size_t>(count)) {
      refuse(std::string(o.profile) + " does not hold a row for each image");
    }
  }

  printf("%s: %d steps, policy %s, batch %d\n", design.name, design.step_count, twin::policy_name, design.batch);
  for (const char *const *note = twin::notes; *note; ++note) printf("%s\n", *note);
  const source inputs = {o, images, at};
  if (o.inputs) return write_inputs(inputs, count);
  if (o.logits) return write_logits(inputs, count);

  exeunt_simulation alone = simulation();
  alone.compute = whole_path;
  exeunt_backend backend = exeunt_simulated(&alone);
  std::vector<exeunt_result> results(static_cast<size_t>(design.batch));
  record = true;
  check(exeunt_open(&controller, &design, &backend));
  check(exeunt_run(&controller, design.batch, 0, results.data()));
  check(exeunt_settle(&controller));
  record = false;
  const bool as_predicted = print_timeline();

  exeunt_simulation machine = simulation();
  backend = exeunt_simulated(&machine);
  check(exeunt_open(&controller, &design, &backend));
  FILE *predictions = nullptr;
  if (o.predictions) {
    predictions = fopen(o.predictions, "w");
    if (!predictions) refuse(std::string("cannot write ") + o.predictions);
    fprintf(predictions, "sample_id,exit,pred,latency_ns\n");
  }
  // By step: inputs that left at it, then inputs whose path ended with it.
  const size_t steps = static_cast<size_t>(design.step_count);
  std::vector<long> left(2 * steps, 0), right(left);
  std::vector<int64_t> latencies(left.size(), 0);
  double latency_sum = 0;
  twin::comparison compared = {0, 0, 0, -1};
  const auto started = std::chrono::steady_clock::now();
  for (long first = 0; first < count; first += design.batch) {
    const int size = static_cast<int>(count - first < design.batch ? count - first : design.batch);
    inputs.fill(first, size);
    check(exeunt_run(&controller, size, twin::arrival_ns * (first / design.batch), results.data()));
    for (int i = 0; i < size; ++i) {
      const exeunt_result &r = results[static_cast<size_t>(i)];
      const size_t step = static_cast<size_t>(r.last_step) + (r.exit_step < 0 ? steps : 0);
      ++left[step];
      latencies[step] += r.latency_ns;
      latency_sum += static_cast<double>(r.latency_ns);
      if (o.labels && labels.data[static_cast<size_t>(first + i)] == r.label) ++right[step];
      if (o.profile) {
        const twin::leaving own = {exits_before(r.exit_step < 0 ? design.step_count : r.exit_step), r.label};
        compared.add(first + i, own, profile[static_cast<size_t>(first + i)]);
      }
      if (predictions) {
        fprintf(predictions, "%ld,%s,%d,%lld\n", first + i, r.exit_step < 0 ? "end" : design.steps[r.exit_step].name,
                r.label, static_cast<long long>(r.latency_ns));
      } else if (!o.images) {
        printf("input %ld: label %d, leaves at %s after %.4f ms\n", first + i, r.label,
               r.exit_step < 0 ? "the end" : design.steps[r.exit_step].name, ms(static_cast<double>(r.latency_ns)));
      }
    }
  }
  check(exeunt_settle(&controller));
  if (predictions && fclose(predictions) != 0) refuse(std::string("cannot write ") + o.predictions);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

  printf("\n%ld inputs%s\n", count, o.images ? "" : ": the export's golden inputs, which are no pictures");
  printf("  %-16s %10s %9s %10s %10s %12s\n", "leaves at", "inputs", "share", "predicted", "right", "mean ms");
  long all_right = 0;
  int ends = 0;
  for (size_t s = 0; s < steps; ++s) ends += is_end(static_cast<int>(s));
  for (size_t s = 0; s < 2 * steps; ++s) {
    const int step = static_cast<int>(s % steps);
    const bool end = s >= steps;
    if (end ? !is_end(step) : !is_exit(step)) continue;
    const std::string name = !end ? design.steps[step].name : ends == 1 ? "the end" : "end of " + stage_at(step);
    const double predicted = end ? twin::end_rates[step] : twin::rates[step];
    all_right += right[s];
    const double share = static_cast<double>(left[s]) / static_cast<double>(count);
    std::string accuracy = "-", rate = "-", mean = "-";
    char text[32];
    if (o.labels && left[s]) {
      snprintf(text, sizeof text, "%.2f %%", 100.0 * static_cast<double>(right[s]) / static_cast<double>(left[s]));
      accuracy = text;
    }
    if (predicted >= 0) {
      snprintf(text, sizeof text, "%.2f %%", 100.0 * predicted);
      rate = text;
    }
    if (left[s]) {
      snprintf(text, sizeof text, "%.4f", ms(static_cast<double>(latencies[s]) / static_cast<double>(left[s])));
      mean = text;
    }
    printf("  %-16s %10ld %7.2f %% %10s %10s %12s\n", name.c_str(), left[s], 100.0 * share, rate.c_str(),
           accuracy.c_str(), mean.c_str());
  }
  if (o.labels) {
    printf("accuracy %.2f %%", 100.0 * static_cast<double>(all_right) / static_cast<double>(count));
    if (twin::accuracy >= 0) printf(" (predicted %.2f %%)", 100.0 * twin::accuracy);
    printf("\n");
  }
  if (o.profile) compared.print();
  const double per_input = static_cast<double>(machine.clock_ns) / static_cast<double>(count);
  printf("one behind the other, in the model's clock: mean latency %.4f ms",
         ms(latency_sum / static_cast<double>(count)));
  if (twin::stream_latency_ns >= 0) printf(" (predicted %.4f ms)", ms(static_cast<double>(twin::stream_latency_ns)));
  printf(", %.1f inputs/s", 1e9 / per_input);
  if (twin::throughput >= 0) printf(" (predicted %.1f)", twin::throughput);
  printf("\n");
  printf("on this computer: %.0f inputs/s\n", static_cast<double>(count) / (seconds > 0 ? seconds : 1e-9));
  return as_predicted ? 0 : 1;
}
