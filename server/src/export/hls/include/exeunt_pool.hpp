// Pooling.
#ifndef EXEUNT_POOL_HPP
#define EXEUNT_POOL_HPP

#include "exeunt_loops.hpp"
#include "exeunt_rounding.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

// L::sum is a maximum or sum in progress, as wide as it can become. L::start() and L::join(kept, value) compute it;
// L::output(kept, row, column) is the result.

// Which window a row (or column) is in, and at which of its rows. Windows have no gaps in them.
template <int SIZE, int OUT, int KERNEL, int STRIDE>
struct pool_axis {
  static constexpr int windows = ceil_div(SIZE, STRIDE);
  digit<SIZE> at;
  digit<STRIDE> tap;
  counter<windows> window;

  pool_axis() : window(0) {
#pragma HLS INLINE
  }
  bool covered() const {
#pragma HLS INLINE
    return tap.at < KERNEL && window < OUT;
  }
  bool ends() const {
#pragma HLS INLINE
    return tap.at == KERNEL - 1;
  }
  bool next() {
#pragma HLS INLINE
    const bool last = at.next();
    if (tap.next()) ++window;
    if (!last) return false;
    tap = digit<STRIDE>();
    window = 0;
    return true;
  }
};

// Windows that do not overlap: one row of outputs is in progress. L: rows, columns (with padding), words, out_rows,
// out_columns, kernel_*, stride_*.
template <class L, typename T, typename Out, int PE>
void pool(hls::stream<word<T, PE> > &in, hls::stream<word<Out, PE> > &out, int inputs) {
  typedef word<typename L::sum, PE> sums;
  typedef pool_axis<L::columns, L::out_columns, L::kernel_columns, L::stride_columns> columns;
  typedef pool_axis<L::rows, L::out_rows, L::kernel_rows, L::stride_rows> rows;
  // Few words come back too soon for a RAM: registers keep a window's sums until its last column, the RAM from row to
  // row.
  const bool few = L::words < ram_turns;
  const int back = few ? (L::columns - L::kernel_columns + 1) * L::words : L::words;
  store<sums, L::out_columns * L::words, back> row;
  store<sums, few ? L::words : 1, 1> window;
  counter<columns::windows * L::words> slot = 0;
  digit<L::words> w;
  columns x;
  rows y;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, PE> value = in.read();
    if (x.covered() && y.covered()) {
      const int at = slot + w.at;
      sums sum;
      if (y.tap.first() && x.tap.first()) {
        for (int pe = 0; pe < PE; ++pe) sum.lane[pe] = L::start();
      } else if (few && !x.tap.first()) {
        sum = window.read(w.at);
      } else {
        sum = row.read(at);
      }
      word<Out, PE> result;
      for (int pe = 0; pe < PE; ++pe) {
        sum.lane[pe] = L::join(sum.lane[pe], value.lane[pe]);
        result.lane[pe] = L::output(sum.lane[pe], y.window, x.window);
      }
      if (few) window.write(w.at, sum);
      if (!few || x.ends()) row.write(at, sum);
      if (y.ends() && x.ends()) out.write(result);
    }
    if (w.next()) {
      if (x.tap.last()) slot += L::words;
      if (x.next()) {
        slot = 0;
        if (y.next()) ++n;
      }
    }
  }
}

// Windows that overlap, as `window` writes them: all positions of a word, one after the other. L: words, out_rows,
// out_columns, kernel (positions).
template <class L, typename T, typename Out, int PE>
void window_pool(hls::stream<word<T, PE> > &in, hls::stream<word<Out, PE> > &out, int inputs) {
  typename L::sum sum[PE];
#pragma HLS ARRAY_PARTITION variable=sum complete
  digit<L::kernel> k;
  digit<L::words> w;
  digit<L::out_columns> column;
  digit<L::out_rows> row;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, PE> value = in.read();
    word<Out, PE> result;
    for (int pe = 0; pe < PE; ++pe) {
      if (k.first()) sum[pe] = L::start();
      sum[pe] = L::join(sum[pe], value.lane[pe]);
      result.lane[pe] = L::output(sum[pe], row.at, column.at);
    }
    if (k.last()) out.write(result);
    if (k.next() && w.next() && column.next() && row.next()) ++n;
  }
}

// The mean of a whole image, written after the last position. L: positions, words.
template <class L, typename T, typename Out, int PE>
void global_pool(hls::stream<word<T, PE> > &in, hls::stream<word<Out, PE> > &out, int inputs) {
  typedef word<typename L::sum, PE> sums;
  // Each word comes back with the next position.
  store<sums, L::words, L::words> kept;
  digit<L::words> w;
  digit<L::positions + 1> position;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    sums sum;
    if (position.first()) {
      for (int pe = 0; pe < PE; ++pe) sum.lane[pe] = L::start();
    } else {
      sum = kept.read(w.at);
    }
    if (position.last()) {
      word<Out, PE> result;
      for (int pe = 0; pe < PE; ++pe) result.lane[pe] = L::output(sum.lane[pe], 0, 0);
      out.write(result);
    } else {
      const word<T, PE> value = in.read();
      for (int pe = 0; pe < PE; ++pe) sum.lane[pe] = L::join(sum.lane[pe], value.lane[pe]);
      kept.write(w.at, sum);
    }
    if (w.next() && position.next()) ++n;
  }
}

}  // namespace exeunt

#endif
