// Converts between layers: bytes in memory to words and back, word widths, copies for several readers.
#ifndef EXEUNT_WORDS_HPP
#define EXEUNT_WORDS_HPP

#include "exeunt_stream.hpp"

namespace exeunt {

constexpr int beat_bytes = 8;

// The values of each input, little-endian, BYTES each; every input starts with a new beat.
template <typename T, int BYTES, int COUNT>
void read_beats(hls::stream<beat> &in, hls::stream<word<T, beat_bytes / BYTES> > &out, int inputs) {
  const int lanes = beat_bytes / BYTES;
  for (int i = 0; i < inputs * ceil_div(COUNT, lanes); ++i) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const uint64_t data = in.read().data;
    word<T, lanes> x;
    for (int l = 0; l < lanes; ++l) {
#pragma HLS UNROLL
      const uint64_t bits = data >> (8 * BYTES * l) & (BYTES == 1 ? 0xff : 0xffff);
      x.lane[l] = static_cast<T>(bits);
    }
    out.write(x);
  }
}

// The last beat of the last input carries TLAST.
template <typename T, int BYTES, int COUNT>
void write_beats(hls::stream<word<T, beat_bytes / BYTES> > &in, hls::stream<beat> &out, int inputs) {
  const int lanes = beat_bytes / BYTES;
  const int beats = inputs * ceil_div(COUNT, lanes);
  for (int i = 0; i < beats; ++i) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, lanes> x = in.read();
    uint64_t data = 0;
    for (int l = 0; l < lanes; ++l) {
#pragma HLS UNROLL
      const uint64_t bits = static_cast<uint64_t>(x.lane[l]) & (BYTES == 1 ? 0xff : 0xffff);
      data |= bits << (8 * BYTES * l);
    }
    beat y;
    y.data = data;
    y.keep = 0xff;
    y.strb = 0xff;
    y.last = i == beats - 1;
    out.write(y);
  }
}

// OUT is a multiple of IN: joins several words into one.
template <typename T, int IN, int OUT, int COUNT>
void widen(hls::stream<word<T, IN> > &in, hls::stream<word<T, OUT> > &out, int inputs) {
  T held[OUT] = {};
#pragma HLS ARRAY_PARTITION variable=held complete
  for (int i = 0; i < inputs * (COUNT / OUT); ++i) {
    for (int part = 0; part < OUT / IN; ++part) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      const word<T, IN> x = in.read();
      // Shifted in from the top: lanes have fixed places.
      for (int l = 0; l + IN < OUT; ++l) held[l] = held[l + IN];
      for (int l = 0; l < IN; ++l) held[OUT - IN + l] = x.lane[l];
      word<T, OUT> y;
      for (int l = 0; l < OUT; ++l) y.lane[l] = held[l];
      if (part == OUT / IN - 1) out.write(y);
    }
  }
}

// IN is a multiple of OUT: splits a word into several.
template <typename T, int IN, int OUT, int COUNT>
void narrow(hls::stream<word<T, IN> > &in, hls::stream<word<T, OUT> > &out, int inputs) {
  T held[IN] = {};
#pragma HLS ARRAY_PARTITION variable=held complete
  for (int i = 0; i < inputs * (COUNT / IN); ++i) {
    for (int part = 0; part < IN / OUT; ++part) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      if (part == 0) {
        const word<T, IN> x = in.read();
        for (int l = 0; l < IN; ++l) held[l] = x.lane[l];
      }
      word<T, OUT> y;
      for (int l = 0; l < OUT; ++l) y.lane[l] = held[l];
      // Shifted out at the bottom: lanes have fixed places.
      for (int l = 0; l + OUT < IN; ++l) held[l] = held[l + OUT];
      out.write(y);
    }
  }
}

// Any widths. Output words end with each PACKET_OUT values, input words with each PACKET_IN; unused lanes are 0.
template <typename T, int IN, int PACKET_IN, int OUT, int PACKET_OUT, int COUNT>
void repack(hls::stream<word<T, IN> > &in, hls::stream<word<T, OUT> > &out, int inputs) {
  const int words_in = COUNT / PACKET_IN * ceil_div(PACKET_IN, IN);
  const int words_out = COUNT / PACKET_OUT * ceil_div(PACKET_OUT, OUT);
  const int capacity = IN + OUT;
  for (int n = 0; n < inputs; ++n) {
    T held[capacity];
#pragma HLS ARRAY_PARTITION variable=held complete
    int count = 0, left_in = PACKET_IN, left_out = PACKET_OUT;
    for (int r = 0, w = 0; w < words_out;) {
#pragma HLS PIPELINE II=1 style=flp
      EXEUNT_CYCLE();
      if (r < words_in && count + IN <= capacity) {
        const word<T, IN> x = in.read();
        const int fresh = left_in < IN ? left_in : IN;
        for (int l = 0; l < IN; ++l) {
          if (l < fresh) held[count + l] = x.lane[l];
        }
        count += fresh;
        left_in = left_in == fresh ? PACKET_IN : left_in - fresh;
        ++r;
      }
      const int wanted = left_out < OUT ? left_out : OUT;
      if (count >= wanted) {
        word<T, OUT> y;
        for (int l = 0; l < OUT; ++l) y.lane[l] = l < wanted ? held[l] : static_cast<T>(0);
        for (int l = 0; l < capacity; ++l) {
          if (l + wanted < count) held[l] = held[l + wanted];
        }
        count -= wanted;
        left_out = left_out == wanted ? PACKET_OUT : left_out - wanted;
        out.write(y);
        ++w;
      }
    }
  }
}

// Copies a stream for two readers.
template <typename T, int LANES, int WORDS>
void copy(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &first, hls::stream<word<T, LANES> > &second,
          int inputs) {
  for (int i = 0; i < inputs * WORDS; ++i) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, LANES> x = in.read();
    first.write(x);
    second.write(x);
  }
}

}  // namespace exeunt

#endif
