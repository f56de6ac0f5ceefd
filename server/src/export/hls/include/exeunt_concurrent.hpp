// The stand-in's processes side by side, by fibers, over streams of their real depth, where a deadlock is reported. The
// iterations of their loops are counted.
#if defined(EXEUNT_CONCURRENT) && !defined(EXEUNT_CONCURRENT_HPP)
#define EXEUNT_CONCURRENT_HPP

#include "exeunt_simulation.hpp"

#include <string.h>
#include <ucontext.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace exeunt {
namespace simulation {

// How the program runs, from its command line.
struct settings {
  // `cycles`: one process after the other, over unbounded streams, and the iterations of each are printed.
  bool cycles;
  // `lag=P`: how long results are in flight, in percent of the turns that each process has.
  int lag;
  // `seed=N`: each process has a random share of those turns instead of all.
  unsigned seed;
  // `joins=P`, `slack=P`: share in percent of its depth that a FIFO at a join gets, and of the words in it for what is
  // in flight.
  int joins;
  int slack;
};

inline settings &options() {
  static settings s = {false, 0, 0, 100, 100};
  return s;
}

inline void read_options(int count, char **words) {
  settings &s = options();
  for (int i = 1; i < count; ++i) {
    const char *value = strchr(words[i], '=');
    const std::string name(words[i], value ? static_cast<size_t>(value - words[i]) : strlen(words[i]));
    const int number = value ? atoi(value + 1) : 0;
    if (name == "cycles") {
      s.cycles = true;
    } else if (name == "lag") {
      s.lag = number;
    } else if (name == "seed") {
      s.seed = static_cast<unsigned>(number);
    } else if (name == "joins") {
      s.joins = number;
    } else if (name == "slack") {
      s.slack = number;
    } else {
      fprintf(stderr, "unknown option %s\n", words[i]);
      exit(2);
    }
  }
}

// Iterations by process since the start.
inline std::map<std::string, long long> &cycles() {
  static std::map<std::string, long long> counts;
  return counts;
}

// A stream, for processes that wait.
class channel {
 public:
  virtual const char *name() const = 0;
  virtual bool has_data() const = 0;
  // Whether there is room for all that was written up to this turn.
  virtual bool has_room(long long written) const = 0;
  // Makes it visible to the reader.
  virtual void arrive(long long written) = 0;

 protected:
  ~channel() {}
};

// A process whose loop is a pipeline that stalls (UG1448: `stp`): what a turn writes arrives `lag` turns later, and in
// each turn all stages move on or none does. None does without the turn's input, nor without room for what comes out.
struct process_state {
  // Its number, from 1, and that of no other.
  long long serial;
  std::string name;
  std::function<void()> work;
  long long lag;
  long long turn;
  long long *count;
  std::vector<channel *> outputs;
  // Waits for data of this, or for room in it.
  channel *waits_for;
  bool reads;
  bool ended;
  ucontext_t context;
  std::unique_ptr<char[]> stack;

  // What was written up to this turn comes out at the end of the present one.
  long long due() const { return turn - lag; }
};

// As large as that of a program; memory that is not used is not taken.
const size_t stack_bytes = 4 << 20;

struct scheduler {
  std::vector<std::unique_ptr<process_state> > processes;
  long long started;
  ucontext_t main_context;
  process_state *current;
};

inline scheduler &machine() {
  static scheduler s;
  return s;
}

inline void wait_for(channel &c, bool reads) {
  scheduler &s = machine();
  s.current->waits_for = &c;
  s.current->reads = reads;
  swapcontext(&s.current->context, &s.main_context);
}

inline void wait_for_room(channel &c, long long written) {
  while (!c.has_room(written)) wait_for(c, false);
}

// A turn of a process begins.
inline void cycle() {
  scheduler &s = machine();
  if (s.current == nullptr) {
    if (!s.processes.empty()) ++*s.processes.back()->count;
    return;
  }
  process_state &p = *s.current;
  ++*p.count;
  for (channel *out : p.outputs) out->arrive(p.due());
  ++p.turn;
  for (channel *out : p.outputs) wait_for_room(*out, p.due());
}

// A process has ended, and all that is in flight comes out.
inline void flush(process_state &p) {
  for (const long long last = p.turn; p.due() <= last; ++p.turn) {
    for (channel *out : p.outputs) {
      wait_for_room(*out, p.due());
      out->arrive(p.due());
    }
  }
}

inline void entry() {
  scheduler &s = machine();
  process_state &p = *s.current;
  p.work();
  flush(p);
  p.ended = true;
  swapcontext(&p.context, &s.main_context);
}

// Turns for which the results of the next process are in flight.
inline long long lag_of(int most) {
  const settings &o = options();
  const long long all = static_cast<long long>(most) * o.lag / 100;
  if (o.seed == 0) return all;
  static unsigned state = o.seed;
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % static_cast<unsigned>(all + 1);
}

template <typename Work>
void process(int lag, const char *name, Work work) {
  scheduler &s = machine();
  s.processes.push_back(std::unique_ptr<process_state>(new process_state()));
  process_state &p = *s.processes.back();
  p.serial = ++s.started;
  p.name = name;
  p.lag = lag_of(lag);
  p.count = &cycles()[name];
  if (options().cycles) return work();
  p.work = work;
  p.stack.reset(new char[stack_bytes]);
  getcontext(&p.context);
  p.context.uc_stack.ss_sp = p.stack.get();
  p.context.uc_stack.ss_size = stack_bytes;
  p.context.uc_link = nullptr;
  makecontext(&p.context, entry, 0);
}

inline bool can_go_on(const process_state &p) {
  if (p.waits_for == nullptr) return true;
  return p.reads ? p.waits_for->has_data() : p.waits_for->has_room(p.due());
}

[[noreturn]] inline void deadlock() {
  for (auto &p : machine().processes) {
    if (p->ended) continue;
    const char *what = p->reads ? "a word of" : "room in";
    fprintf(stderr, "process %s waits for %s stream %s\n", p->name.c_str(), what, p->waits_for->name());
  }
  fprintf(stderr, "deadlock\n");
  exit(4);
}

// Runs all processes to their end; a round in which none can go on is a deadlock.
inline void join() {
  scheduler &s = machine();
  for (size_t left = options().cycles ? 0 : s.processes.size(); left > 0;) {
    bool stuck = true;
    left = 0;
    for (auto &p : s.processes) {
      if (p->ended) continue;
      if (can_go_on(*p)) {
        stuck = false;
        p->waits_for = nullptr;
        s.current = p.get();
        swapcontext(&s.main_context, &p->context);
        s.current = nullptr;
      }
      if (!p->ended) ++left;
    }
    if (left > 0 && stuck) deadlock();
  }
  s.processes.clear();
}

}  // namespace simulation
}  // namespace exeunt

namespace hls {

template <typename T>
class stream : public exeunt::simulation::channel {
  typedef exeunt::simulation::process_state process_state;

 public:
  explicit stream(const char *name = "unnamed") : name_(name), depth_(0), writer_(0), reader_(nullptr), read_in_(0) {}
  stream(const stream &) = delete;
  stream &operator=(const stream &) = delete;
  ~stream() {
    if (!empty() || in_flight_.size() > 0) exeunt::simulation::stop("data is left over", name_);
  }

  void bound(size_t depth) {
    if (!exeunt::simulation::options().cycles) depth_ = depth == 0 ? 1 : depth;
  }
  void bound_at_join(size_t depth, size_t slack) {
    const exeunt::simulation::settings &o = exeunt::simulation::options();
    const size_t held = depth - slack + slack * static_cast<size_t>(o.slack) / 100;
    bound(held * static_cast<size_t>(o.joins) / 100);
  }
  const char *name() const override { return name_; }
  bool empty() const { return visible() == 0; }
  size_t size() const { return visible(); }
  bool has_data() const override { return !empty(); }

  bool has_room(long long written) const override {
    size_t coming = 0;
    while (coming < in_flight_.size() && in_flight_.at(coming) <= written) ++coming;
    return coming == 0 || depth_ == 0 || taken() == 0 || taken() + coming <= depth_;
  }
  void arrive(long long written) override {
    while (in_flight_.size() > 0 && in_flight_.front() <= written) in_flight_.pop();
  }

  void write(const T &value) {
    values_.push(value);
    process_state *p = exeunt::simulation::machine().current;
    if (p == nullptr) return;
    if (writer_ != p->serial) {
      writer_ = p->serial;
      p->outputs.push_back(this);
    }
    in_flight_.push(p->turn);
    if (p->lag > 0) return;
    exeunt::simulation::wait_for_room(*this, p->turn);
    arrive(p->turn);
  }

  T read() {
    process_state *p = exeunt::simulation::machine().current;
    while (empty() && p) exeunt::simulation::wait_for(*this, true);
    if (empty()) exeunt::simulation::stop("read while it is empty", name_);
    const T value = values_.front();
    values_.pop();
    reader_ = p;
    read_in_ = p ? p->turn : 0;
    return value;
  }

 private:
  size_t visible() const { return values_.size() - in_flight_.size(); }
  // All reads of a turn happen at once: a word keeps its place until the reader has all that it needs.
  size_t taken() const {
    const bool held = reader_ && !reader_->ended && reader_->turn == read_in_;
    return visible() + (held ? 1 : 0);
  }

  const char *name_;
  size_t depth_;
  exeunt::simulation::queue<T> values_;
  // Of the newest values, those not yet visible: the turns in which they were written.
  exeunt::simulation::queue<long long> in_flight_;
  long long writer_;
  process_state *reader_;
  long long read_in_;
};

}  // namespace hls

#endif
