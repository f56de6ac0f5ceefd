// The software twin: the design's controller, its kernels compiled for this computer, and modelled times.
//
//     twin [--images FILE --labels FILE --profile FILE] [--count N] [--in-flight N]
//          [--predictions FILE | --logits FILE | --inputs FILE]
//
// Images and labels are IDX files, as MNIST's are: images of bytes, N x rows x columns, or with channels as the second
// or the last dimension. Without them the golden inputs of the export run, which have no labels. --profile reads
// each image's exit and label in the design's profile, and counts the differences. Inputs follow each other, as many as
// there are buffers; with --in-flight 1 each waits until the one before has left. --predictions writes exits and
// labels of this run; --logits every exit's logits of each input, which then all take the whole path; --inputs writes
// the inputs in the board's format.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <chrono>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "exeunt_controller.h"
#include "exeunt_simulation.h"
#include "exeunt_tables.h"
#include "logits.hpp"
#include "options.hpp"
#include "pictures.hpp"
#include "profile.hpp"
#include "twin.hpp"

namespace {

using twin::idx_file;
using twin::layout;
using twin::options;
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

void ended(void *, const char *kind, int step, int64_t, int64_t start_ns, int64_t end_ns) {
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

// What runs at once shares the memory, or has it to itself, as the timeline of a single input takes it.
exeunt_simulation simulation(bool shares_memory = true) {
  exeunt_simulation s;
  memset(&s, 0, sizeof s);
  s.design = &design;
  s.fixed_ns = twin::fixed_ns;
  s.input_ns = twin::input_ns;
  s.load_ns = twin::load_ns;
  s.memory_ns = shares_memory ? twin::memory_ns : nullptr;
  s.load_memory_ns = shares_memory ? twin::load_memory_ns : nullptr;
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

// Inputs of a run, in the network's format.
struct source {
  const options &o;
  const idx_file &images;
  layout at;

  void write(int64_t index, uint8_t *input) const {
    if (o.images) twin::quantise(images.data.data() + at.size * static_cast<size_t>(index), at, input);
    else memcpy(input, twin::golden[index], exeunt_input_bytes(&design));
  }
};

// The inputs as the board's programs read them.
int write_inputs(const source &inputs, long count) {
  FILE *file = fopen(inputs.o.inputs, "wb");
  if (!file) refuse(std::string("cannot write ") + inputs.o.inputs);
  std::vector<uint8_t> input(exeunt_input_bytes(&design));
  for (long i = 0; i < count; ++i) {
    inputs.write(i, input.data());
    if (fwrite(input.data(), 1, input.size(), file) != input.size())
      refuse(std::string("cannot write ") + inputs.o.inputs);
  }
  if (fclose(file) != 0) refuse(std::string("cannot write ") + inputs.o.inputs);
  printf("%ld inputs of %zu bytes are in %s\n", count, input.size(), inputs.o.inputs);
  return 0;
}

// A stream through the machine. Results of all inputs.
struct passing {
  const source *inputs;
  long count;
  exeunt_simulation machine;
  std::vector<exeunt_result> results;
  twin::logits_file *logits;
  // What is known of each input, and the order in which they come once more; or nothing, and none.
  const std::vector<exeunt_result> *known;
  std::vector<int64_t> order;
};

// When the last input of a batch arrives; 0 back to back.
int64_t arrives(int64_t first) { return twin::arrival_ns * (first / design.batch); }

int next(void *user, int64_t first) {
  const int64_t left = static_cast<passing *>(user)->count - first;
  return static_cast<int>(left < design.batch ? left : design.batch);
}

int fill(void *user, int64_t first, int count, void *inputs, int64_t *arrival_ns) {
  const passing &p = *static_cast<passing *>(user);
  const int64_t at = arrives(first);
  if (at > 0) *arrival_ns = at;
  if (at > p.machine.clock_ns) return 0;
  const size_t size = exeunt_input_bytes(&design);
  for (int i = 0; i < count; ++i) {
    uint8_t *input = static_cast<uint8_t *>(inputs) + size * static_cast<size_t>(i);
    if (p.known) memcpy(input, &p.order[static_cast<size_t>(first + i)], sizeof(int64_t));
    else if (p.inputs) p.inputs->write(first + i, input);
  }
  return 1;
}

void left(void *user, int64_t, const exeunt_result *result) {
  static_cast<passing *>(user)->results.push_back(*result);
}

void run(passing &p, int in_flight) {
  const exeunt_stream stream = {&p, next, fill, left};
  const exeunt_backend backend = exeunt_simulated(&p.machine);
  check(exeunt_open(&controller, &design, &backend, in_flight));
  check(exeunt_run(&controller, &stream));
  exeunt_settle(&controller);
}

// When the last of a batch has left that takes the whole path of an idle machine.
int64_t left_alone(bool shares_memory) {
  passing alone = {nullptr, design.batch, simulation(shares_memory), {}, nullptr, nullptr, {}};
  alone.machine.compute = whole_path;
  run(alone, 0);
  return alone.results.back().left_ns;
}

// Inputs that have left are those before the current batch, since one batch is under way at a time.
void compute_logits(void *user, int step, const void *const *inputs, void *const *outputs, int count) {
  passing &p = *static_cast<passing *>(user);
  compute(nullptr, step, inputs, outputs, count);
  p.logits->add(step, static_cast<uint8_t *>(outputs[0]), static_cast<long>(p.results.size()), count);
}

int write_logits(const source &inputs, long count) {
  if (design.branches && design.batch > 1) refuse("--logits: inputs of a batch part at a switch; write batch 1");
  twin::logits_file file;
  if (!file.open(inputs.o.logits, design)) refuse(std::string("cannot write ") + inputs.o.logits);
  passing p = {&inputs, count, simulation(), {}, &file, nullptr, {}};
  p.machine.user = &p;
  p.machine.compute = compute_logits;
  run(p, 1);
  if (!file.close()) refuse(std::string("cannot write ") + inputs.o.logits);
  printf("every exit's logits of %ld inputs are in %s\n", count, inputs.o.logits);
  return 0;
}

// By the arrival, if inputs arrive at a fixed period; from the issue back to back.
double latency_of(const exeunt_result &r, int64_t input) {
  const int64_t ns = twin::arrival_ns > 0 ? r.left_ns - arrives(input / design.batch * design.batch) : r.latency_ns;
  return static_cast<double>(ns);
}

// Mean time between two inputs: between the first batch and the last, which has no successor; 0 for one batch.
double period_of(const passing &p) {
  const size_t batch = static_cast<size_t>(design.batch), batches = (p.results.size() - 1) / batch;
  if (batches == 0) return 0;
  return static_cast<double>(p.results[batches * batch].issued_ns - p.results[0].issued_ns) /
         static_cast<double>(batches * batch);
}

// The case that an input took at a decision; before one that it did not come to, the likeliest.
int label_at(int module, const exeunt_result &r) {
  int step = module;
  // A batch that parts runs a module as its first step; the input came to the last before where it left.
  for (int s = module; s <= r.last_step; ++s) {
    if (design.branches[s].module == design.branches[module].module && is_decision(s)) step = s;
  }
  const exeunt_branch &b = design.branches[design.batch > 1 ? step : module];
  int label = b.likeliest;
  for (int k = 0; k < b.case_count && r.last_step >= b.cases[0]; ++k) {
    if (b.cases[k] <= r.last_step) label = k;
  }
  return label;
}

// In place of its kernel: every value is the number of its input, and verdicts are those that are known.
void repeat(void *user, int step, const void *const *inputs, void *const *outputs, int count) {
  const passing &p = *static_cast<passing *>(user);
  const exeunt_step &s = design.steps[step];
  for (int i = 0; i < count; ++i) {
    int64_t number;
    memcpy(&number, static_cast<const uint8_t *>(inputs[0]) + size_t{s.sources[0].bytes} * i, sizeof number);
    const exeunt_result &r = (*p.known)[static_cast<size_t>(number)];
    const bool leaves =
        r.exit_step >= 0 &&
        (design.batch > 1 && design.branches ? design.branches[r.exit_step].module == step : r.exit_step == step);
    const exeunt_decision verdict = {leaves, is_decision(step) ? label_at(step, r) : r.label};
    for (int k = 0; k < s.result_count; ++k) {
      uint8_t *output = static_cast<uint8_t *>(outputs[k]) + size_t{s.result_bytes[k]} * i;
      if (s.is_check) memcpy(output, &verdict, sizeof verdict);
      else memcpy(output, &number, sizeof number);
    }
  }
}

// The stream's period if its inputs come in random orders, whatever comes behind what in the data.
double period_in_random_order(const std::vector<exeunt_result> &known) {
  const int orders = 10;
  std::mt19937 random(1);
  double sum = 0;
  passing p = {nullptr, static_cast<long>(known.size()), simulation(), {}, nullptr, &known, {}};
  for (size_t i = 0; i < known.size(); ++i) p.order.push_back(static_cast<int64_t>(i));
  for (int n = 0; n < orders; ++n) {
    for (size_t i = p.order.size() - 1; i > 0; --i) std::swap(p.order[i], p.order[random() % (i + 1)]);
    p.machine = simulation();
    p.machine.user = &p;
    p.machine.compute = repeat;
    p.results.clear();
    run(p, 0);
    sum += period_of(p);
  }
  return sum / orders;
}

// How fast inputs follow each other in the model's clock, and what buffers that takes.
void print_stream(const passing &p, int in_flight) {
  const size_t count = p.results.size();
  const bool follows = in_flight == 0;
  double latency = 0;
  for (size_t i = 0; i < count; ++i) latency += latency_of(p.results[i], static_cast<int64_t>(i));
  printf("in the model's clock, %s: mean latency %.4f ms",
         follows ? "inputs following each other" : ("at most " + std::to_string(in_flight) + " in flight").c_str(),
         ms(latency / static_cast<double>(count)));
  if (follows && twin::stream_latency_ns >= 0)
    printf(" (predicted %.4f ms)", ms(static_cast<double>(twin::stream_latency_ns)));
  const double period = period_of(p);
  if (period > 0 && twin::arrival_ns == 0) {
    const bool compares = follows && twin::period_ns > 0;
    printf("\nperiod %.4f ms an input", ms(period));
    if (compares) {
      printf(" (predicted %s%.4f ms: %+.2f %%)", twin::period_at_least ? "at least " : "", ms(twin::period_ns),
             100 * (period / twin::period_ns - 1));
    }
    printf(", %.1f inputs/s", 1e9 / period);
    if (compares) printf(" (predicted %.1f)", 1e9 / twin::period_ns);
    if (compares && count >= 1000) {
      const double mixed = period_in_random_order(p.results);
      printf("\nin random order, as the prediction takes them: period %.4f ms an input (%+.2f %%)", ms(mixed),
             100 * (mixed / twin::period_ns - 1));
    }
  }
  const bool parts = design.branches && design.batch > 1;
  printf("\nbuffers: %llu bytes, %s for each result and for the input%s\n",
         static_cast<unsigned long long>(exeunt_buffer_bytes(&design, in_flight)),
         in_flight == 1 || parts ? "one" : "two", parts ? ", and a copy of what each module reads" : "");
}

}  // namespace

int main(int argc, char **argv) {
  const options o = twin::read_options(argc, argv);
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

  record = true;
  const int64_t apart_ns = left_alone(false);
  record = false;
  const bool as_predicted = print_timeline();
  const int64_t shared_ns = left_alone(true);
  if (shared_ns != apart_ns) {
    printf("  with one memory for all that runs at once it leaves after %.4f ms, not %.4f\n",
           ms(static_cast<double>(shared_ns)), ms(static_cast<double>(apart_ns)));
  }

  passing stream = {&inputs, count, simulation(), {}, nullptr, nullptr, {}};
  const auto started = std::chrono::steady_clock::now();
  run(stream, o.in_flight);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  FILE *predictions = nullptr;
  if (o.predictions) {
    predictions = fopen(o.predictions, "w");
    if (!predictions) refuse(std::string("cannot write ") + o.predictions);
    fprintf(predictions, "sample_id,exit,pred,latency_ns\n");
  }
  // By step: inputs that left at it, then inputs whose path ended with it.
  const size_t steps = static_cast<size_t>(design.step_count);
  std::vector<long> left_at(2 * steps, 0), right(left_at);
  std::vector<double> latencies(left_at.size(), 0);
  twin::comparison compared = {0, 0, 0, -1};
  for (long input = 0; input < count; ++input) {
    const exeunt_result &r = stream.results[static_cast<size_t>(input)];
    const double latency = latency_of(r, input);
    const size_t step = static_cast<size_t>(r.last_step) + (r.exit_step < 0 ? steps : 0);
    ++left_at[step];
    latencies[step] += latency;
    if (o.labels && labels.data[static_cast<size_t>(input)] == r.label) ++right[step];
    if (o.profile) {
      const twin::leaving own = {exits_before(r.exit_step < 0 ? design.step_count : r.exit_step), r.label};
      compared.add(input, own, profile[static_cast<size_t>(input)]);
    }
    if (predictions) {
      fprintf(predictions, "%ld,%s,%d,%.0f\n", input, r.exit_step < 0 ? "end" : design.steps[r.exit_step].name, r.label,
              latency);
    } else if (!o.images) {
      printf("input %ld: label %d, leaves at %s after %.4f ms\n", input, r.label,
             r.exit_step < 0 ? "the end" : design.steps[r.exit_step].name, ms(latency));
    }
  }
  if (predictions && fclose(predictions) != 0) refuse(std::string("cannot write ") + o.predictions);

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
    const double share = static_cast<double>(left_at[s]) / static_cast<double>(count);
    std::string accuracy = "-", rate = "-", mean = "-";
    char text[32];
    if (o.labels && left_at[s]) {
      snprintf(text, sizeof text, "%.2f %%", 100.0 * static_cast<double>(right[s]) / static_cast<double>(left_at[s]));
      accuracy = text;
    }
    if (predicted >= 0) {
      snprintf(text, sizeof text, "%.2f %%", 100.0 * predicted);
      rate = text;
    }
    if (left_at[s]) {
      snprintf(text, sizeof text, "%.4f", ms(latencies[s] / static_cast<double>(left_at[s])));
      mean = text;
    }
    printf("  %-16s %10ld %7.2f %% %10s %10s %12s\n", name.c_str(), left_at[s], 100.0 * share, rate.c_str(),
           accuracy.c_str(), mean.c_str());
  }
  if (o.labels) {
    printf("accuracy %.2f %%", 100.0 * static_cast<double>(all_right) / static_cast<double>(count));
    if (twin::accuracy >= 0) printf(" (predicted %.2f %%)", 100.0 * twin::accuracy);
    printf("\n");
  }
  if (o.profile) compared.print();
  print_stream(stream, o.in_flight);
  printf("on this computer: %.0f inputs/s\n", static_cast<double>(count) / (seconds > 0 ? seconds : 1e-9));
  return as_predicted ? 0 : 1;
}
