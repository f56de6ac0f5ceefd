// Element-wise layers.
#ifndef EXEUNT_ELEMENTS_HPP
#define EXEUNT_ELEMENTS_HPP

#include "exeunt_loops.hpp"
#include "exeunt_rounding.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// Repeats each position `scale_columns` times in its row, and each row `scale_rows` times. L: rows, columns (of the
// input), words, scale_rows, scale_columns.
template <class L, typename T, int PE>
void upsample(hls::stream<word<T, PE> > &in, hls::stream<word<T, PE> > &out, int inputs) {
  // A position of few words is repeated too soon for a RAM.
  const bool few = L::words < ram_turns;
  const int repeated = few ? L::columns * L::scale_columns * L::words : L::words;
  store<word<T, PE>, L::columns * L::words, repeated> line;
  store<word<T, PE>, few ? L::words : 1, 1> position;
  counter<L::columns * L::words> slot = 0;
  digit<L::words> w;
  digit<L::scale_columns> again;
  digit<L::columns> x;
  digit<L::scale_rows> copy;
  digit<L::rows> y;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const int at = slot + w.at;
    word<T, PE> value;
    if (copy.first() && again.first()) {
      value = in.read();
      line.write(at, value);
    } else if (few && !again.first()) {
      value = position.read(w.at);
    } else {
      value = line.read(at);
    }
    if (few) position.write(w.at, value);
    out.write(value);
    if (w.next() && again.next()) {
      slot += L::words;
      if (x.next()) {
        slot = 0;
        if (copy.next() && y.next()) ++n;
      }
    }
  }
}

}  // namespace exeunt

#endif
