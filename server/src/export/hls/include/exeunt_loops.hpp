// What the flat loops of processes are made of: counters that carry, and memories between turns.
//
// A process is one pipelined loop over all turns of all inputs. Nested loops would empty the pipeline at each end of an
// inner one, as only perfect nests are flattened (UG1399); a bound such as `inputs * constant` would be a 32-bit
// product.
//
//   digit<columns> column;
//   digit<rows> row;
//   for (int n = 0; n < inputs;) {
//     ...
//     if (column.next() && row.next()) ++n;
//   }
#ifndef EXEUNT_LOOPS_HPP
#define EXEUNT_LOOPS_HPP

#include "exeunt_integers.hpp"

namespace exeunt {

// One digit of a count of turns: 0 to COUNT - 1, as wide as that.
template <int COUNT>
struct digit {
  counter<COUNT - 1> at;

  digit() : at(0) {
#pragma HLS INLINE
  }
  bool first() const {
#pragma HLS INLINE
    return at == 0;
  }
  bool last() const {
#pragma HLS INLINE
    return at == COUNT - 1;
  }
  // Whether it was the last, and begins again.
  bool next() {
#pragma HLS INLINE
    if (last()) {
      at = 0;
      return true;
    }
    ++at;
    return false;
  }
};

// Turns after which a word that was written to a RAM can be read, computed with, and written again.
const int ram_turns = 4;

// A memory of COUNT words, of which none is read sooner than DISTANCE turns after it was written: a RAM if that is long
// enough for one, and registers if not, of which there are few then.
template <typename T, int COUNT, int DISTANCE, bool REGISTERS = (DISTANCE < ram_turns)>
class store {
 public:
  store() {
#pragma HLS INLINE
#pragma HLS AGGREGATE variable=words
    // At least ram_turns: the pragma of 2020.2 takes a literal only.
#pragma HLS DEPENDENCE variable=words inter RAW distance=4 true
  }
  template <typename Index>
  T read(Index i) const {
#pragma HLS INLINE
    return words[i];
  }
  template <typename Index>
  void write(Index i, const T &value) {
#pragma HLS INLINE
    words[i] = value;
  }

 private:
  static_assert(ram_turns == 4, "the distance of the pragma");
  T words[COUNT];
};

template <typename T, int COUNT, int DISTANCE>
class store<T, COUNT, DISTANCE, true> {
 public:
  store() {
#pragma HLS INLINE
#pragma HLS ARRAY_PARTITION variable=words complete
  }
  template <typename Index>
  T read(Index i) const {
#pragma HLS INLINE
    return words[i];
  }
  template <typename Index>
  void write(Index i, const T &value) {
#pragma HLS INLINE
    words[i] = value;
  }

 private:
  T words[COUNT];
};

}  // namespace exeunt

#endif
