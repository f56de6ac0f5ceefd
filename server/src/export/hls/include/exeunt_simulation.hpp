// A stand-in for hls::stream and dataflow regions, for C++ compilers without Xilinx's headers.
//
// A read from an empty stream or left-over data stops the program. Processes run one after the other over unbounded
// streams; with EXEUNT_CONCURRENT they run as exeunt_concurrent.hpp says.
#ifndef EXEUNT_SIMULATION_HPP
#define EXEUNT_SIMULATION_HPP

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <vector>

namespace exeunt {
namespace simulation {

[[noreturn]] inline void stop(const char *what, const char *name) {
  fprintf(stderr, "stream %s: %s\n", name, what);
  exit(3);
}

template <typename T>
class queue {
 public:
  queue() : head_(0) {}
  size_t size() const { return values_.size() - head_; }
  void push(const T &value) { values_.push_back(value); }
  const T &front() const { return values_[head_]; }
  const T &at(size_t place) const { return values_[head_ + place]; }
  void pop() {
    if (++head_ == values_.size()) {
      values_.clear();
      head_ = 0;
    } else if (head_ >= 4096 && head_ * 2 >= values_.size()) {
      values_.erase(values_.begin(), values_.begin() + static_cast<long>(head_));
      head_ = 0;
    }
  }

 private:
  std::vector<T> values_;
  size_t head_;
};

}  // namespace simulation
}  // namespace exeunt

#ifdef EXEUNT_CONCURRENT

#include "exeunt_concurrent.hpp"

#else

namespace exeunt {
namespace simulation {

inline void cycle() {}

template <typename Work>
void process(int, const char *, Work work) {
  work();
}

inline void join() {}

}  // namespace simulation
}  // namespace exeunt

namespace hls {

template <typename T>
class stream {
 public:
  explicit stream(const char *name = "unnamed") : name_(name) {}
  stream(const stream &) = delete;
  stream &operator=(const stream &) = delete;
  ~stream() {
    if (!empty()) exeunt::simulation::stop("data is left over", name_);
  }

  void bound(size_t) {}
  void bound_at_join(size_t, size_t) {}
  bool empty() const { return values_.size() == 0; }
  size_t size() const { return values_.size(); }
  void write(const T &value) { values_.push(value); }
  T read() {
    if (empty()) exeunt::simulation::stop("read while it is empty", name_);
    const T value = values_.front();
    values_.pop();
    return value;
  }

 private:
  const char *name_;
  exeunt::simulation::queue<T> values_;
};

}  // namespace hls

#endif

#endif
