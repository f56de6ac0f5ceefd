// A stand-in for hls::stream and dataflow regions, for C++ compilers without Xilinx's headers.
//
// A read from an empty stream or left-over data stops the program. Processes run one after the other over unbounded
// streams; with EXEUNT_CONCURRENT they run concurrently over streams of their real depth, and a deadlock is reported.
// With EXEUNT_COUNT the iterations of their loops are counted.
#ifndef EXEUNT_SIMULATION_HPP
#define EXEUNT_SIMULATION_HPP

#include <stdio.h>
#include <stdlib.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#ifdef EXEUNT_CONCURRENT
#include <ucontext.h>

#include <memory>
#endif

namespace exeunt {
namespace simulation {

[[noreturn]] inline void stop(const char *what, const char *name) {
  fprintf(stderr, "stream %s: %s\n", name, what);
  exit(3);
}

// Loop iterations by process since the start.
inline std::map<std::string, long long> &cycles() {
  static std::map<std::string, long long> counts;
  return counts;
}

inline long long *&counter() {
  static long long unnamed = 0;
  static long long *current = &unnamed;
  return current;
}

inline void cycle() {
#ifdef EXEUNT_COUNT
  ++*counter();
#endif
}

// Percentage of its depth that a FIFO at a join gets; tests reduce it.
inline int &join_percent() {
  static int percent = 100;
  return percent;
}

inline size_t join_depth(size_t depth) {
  const size_t scaled = depth * static_cast<size_t>(join_percent()) / 100;
  return scaled < 1 ? 1 : scaled;
}

#ifdef EXEUNT_CONCURRENT

const size_t stack_bytes = 256 * 1024;

struct process_state {
  ucontext_t context;
  std::vector<char> stack;
  std::function<void()> work;
  std::string name;
  const char *waits_for;
  bool ended;
};

struct scheduler {
  std::vector<std::unique_ptr<process_state> > processes;
  ucontext_t main_context;
  process_state *current;
  bool progress;
};

inline scheduler &machine() {
  static scheduler s;
  return s;
}

inline void entry() {
  scheduler &s = machine();
  s.current->work();
  s.current->ended = true;
  swapcontext(&s.current->context, &s.main_context);
}

template <typename Work>
void process(const char *name, Work work) {
  scheduler &s = machine();
  s.processes.push_back(std::unique_ptr<process_state>(new process_state()));
  process_state &p = *s.processes.back();
  p.work = work;
  p.name = name;
  p.waits_for = "";
  p.ended = false;
  p.stack.resize(stack_bytes);
  getcontext(&p.context);
  p.context.uc_stack.ss_sp = p.stack.data();
  p.context.uc_stack.ss_size = p.stack.size();
  p.context.uc_link = nullptr;
  makecontext(&p.context, entry, 0);
}

// Runs all processes to their end; a round without progress is a deadlock.
inline void join() {
  scheduler &s = machine();
  for (size_t left = s.processes.size(); left > 0;) {
    s.progress = false;
    left = 0;
    for (auto &p : s.processes) {
      if (p->ended) continue;
      s.current = p.get();
      counter() = &cycles()[p->name];
      swapcontext(&s.main_context, &p->context);
      if (p->ended) s.progress = true;
      else ++left;
    }
    if (left > 0 && !s.progress) {
      for (auto &p : s.processes) {
        if (!p->ended) fprintf(stderr, "process %s waits for stream %s\n", p->name.c_str(), p->waits_for);
      }
      fprintf(stderr, "deadlock\n");
      exit(4);
    }
  }
  s.current = nullptr;
  s.processes.clear();
}

inline void wait_for(const char *stream) {
  scheduler &s = machine();
  s.current->waits_for = stream;
  swapcontext(&s.current->context, &s.main_context);
}

#else

template <typename Work>
void process(const char *name, Work work) {
#ifdef EXEUNT_COUNT
  counter() = &cycles()[name];
#else
  (void)name;
#endif
  work();
}

inline void join() {}

#endif

}  // namespace simulation
}  // namespace exeunt

namespace hls {

template <typename T>
class stream {
 public:
  stream() : name_("unnamed"), depth_(0), head_(0) {}
  explicit stream(const char *name) : name_(name), depth_(0), head_(0) {}
  stream(const stream &) = delete;
  stream &operator=(const stream &) = delete;
  ~stream() {
    if (!empty()) exeunt::simulation::stop("data is left over", name_);
  }

  // Only concurrent processes can wait for each other; otherwise a stream is unbounded.
  void bound(size_t depth) { depth_ = depth; }
  bool empty() const { return head_ == values_.size(); }
  size_t size() const { return values_.size() - head_; }

  void write(const T &value) {
#ifdef EXEUNT_CONCURRENT
    while (depth_ > 0 && size() >= depth_ && exeunt::simulation::machine().current) {
      exeunt::simulation::wait_for(name_);
    }
    exeunt::simulation::machine().progress = true;
#endif
    values_.push_back(value);
  }

  T read() {
#ifdef EXEUNT_CONCURRENT
    while (empty() && exeunt::simulation::machine().current) exeunt::simulation::wait_for(name_);
    exeunt::simulation::machine().progress = true;
#endif
    if (empty()) exeunt::simulation::stop("read while it is empty", name_);
    const T value = values_[head_++];
    if (head_ == values_.size()) {
      values_.clear();
      head_ = 0;
    } else if (head_ >= 4096 && head_ * 2 >= values_.size()) {
      values_.erase(values_.begin(), values_.begin() + static_cast<long>(head_));
      head_ = 0;
    }
    return value;
  }

 private:
  const char *name_;
  size_t depth_;
  size_t head_;
  std::vector<T> values_;
};

}  // namespace hls

#endif
