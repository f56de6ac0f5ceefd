// Converts between layers: bytes in memory to words and back, word widths, copies for several readers.
#ifndef EXEUNT_WORDS_HPP
#define EXEUNT_WORDS_HPP

#include "exeunt_loops.hpp"
#include "exeunt_stream.hpp"

namespace exeunt {

constexpr int beat_bytes = 8;

// The values of each input, little-endian, BYTES each; every input starts with a new beat.
template <typename T, int BYTES, int COUNT>
void read_beats(hls::stream<beat> &in, hls::stream<word<T, beat_bytes / BYTES> > &out, int inputs) {
  const int lanes = beat_bytes / BYTES;
  digit<ceil_div(COUNT, lanes)> at;
  for (int n = 0; n < inputs;) {
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
    if (at.next()) ++n;
  }
}

// The last beat of the last input carries TLAST.
template <typename T, int BYTES, int COUNT>
void write_beats(hls::stream<word<T, beat_bytes / BYTES> > &in, hls::stream<beat> &out, int inputs) {
  const int lanes = beat_bytes / BYTES;
  digit<ceil_div(COUNT, lanes)> at;
  for (int n = 0; n < inputs;) {
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
    y.last = at.last() && n == inputs - 1;
    out.write(y);
    if (at.next()) ++n;
  }
}

// OUT is a multiple of IN: joins several words into one.
template <typename T, int IN, int OUT, int COUNT>
void widen(hls::stream<word<T, IN> > &in, hls::stream<word<T, OUT> > &out, int inputs) {
  T held[OUT];
#pragma HLS ARRAY_PARTITION variable=held complete
  for (int l = 0; l < OUT; ++l) {
#pragma HLS UNROLL
    held[l] = 0;
  }
  digit<OUT / IN> part;
  digit<COUNT / OUT> at;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, IN> x = in.read();
    // Shifted in from the top: lanes have fixed places.
    for (int l = 0; l + IN < OUT; ++l) held[l] = held[l + IN];
    for (int l = 0; l < IN; ++l) held[OUT - IN + l] = x.lane[l];
    word<T, OUT> y;
    for (int l = 0; l < OUT; ++l) y.lane[l] = held[l];
    if (part.last()) out.write(y);
    if (part.next() && at.next()) ++n;
  }
}

// IN is a multiple of OUT: splits a word into several.
template <typename T, int IN, int OUT, int COUNT>
void narrow(hls::stream<word<T, IN> > &in, hls::stream<word<T, OUT> > &out, int inputs) {
  T held[IN];
#pragma HLS ARRAY_PARTITION variable=held complete
  digit<IN / OUT> part;
  digit<COUNT / IN> at;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    if (part.first()) {
      const word<T, IN> x = in.read();
      for (int l = 0; l < IN; ++l) held[l] = x.lane[l];
    }
    word<T, OUT> y;
    for (int l = 0; l < OUT; ++l) y.lane[l] = held[l];
    // Shifted out at the bottom: lanes have fixed places.
    for (int l = 0; l + OUT < IN; ++l) held[l] = held[l + OUT];
    out.write(y);
    if (part.next() && at.next()) ++n;
  }
}

constexpr int common_divisor(int a, int b) { return b == 0 ? a : common_divisor(b, a % b); }

// Values of each word in turn: LANES, but for the last of each PACKET, which takes what is left.
template <int LANES, int PACKET>
struct packet_words {
  digit<ceil_div(PACKET, LANES)> at;

  int size() const {
#pragma HLS INLINE
    if (at.last()) return PACKET - (ceil_div(PACKET, LANES) - 1) * LANES;
    return LANES;
  }
};

// Any widths. Output words end with each PACKET_OUT values, input words with each PACKET_IN; unused lanes are 0. Values
// move in blocks of as many as all of these are multiples of.
template <typename T, int IN, int PACKET_IN, int OUT, int PACKET_OUT, int COUNT>
void repack(hls::stream<word<T, IN> > &in, hls::stream<word<T, OUT> > &out, int inputs) {
  const int block = common_divisor(common_divisor(IN, PACKET_IN), common_divisor(OUT, PACKET_OUT));
  const int from = IN / block, to = OUT / block;
  const int capacity = from + to - 1;
  T held[capacity * block];
#pragma HLS ARRAY_PARTITION variable=held complete
  for (int l = 0; l < capacity * block; ++l) {
#pragma HLS UNROLL
    held[l] = 0;
  }
  counter<capacity> count = 0;
  packet_words<from, PACKET_IN / block> coming;
  packet_words<to, PACKET_OUT / block> going;
  digit<COUNT / PACKET_IN> packet_in;
  digit<COUNT / PACKET_OUT> packet_out;
  int read = 0;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const int wanted = going.size();
    const bool writes = count >= wanted;
    int left = count;
    if (writes) {
      word<T, OUT> y;
      for (int b = 0; b < to; ++b) {
        for (int l = 0; l < block; ++l) y.lane[b * block + l] = b < wanted ? held[b * block + l] : static_cast<T>(0);
      }
      out.write(y);
      for (int b = 0; b + 1 < capacity; ++b) {
        if (b + wanted >= capacity) continue;
        for (int l = 0; l < block; ++l) held[b * block + l] = held[(b + wanted) * block + l];
      }
      left -= wanted;
    }
    // Only what the next word needs: a word that is ready does not wait for one behind it.
    if (read < inputs && left < to) {
      const word<T, IN> x = in.read();
      for (int b = 0; b < from; ++b) {
        for (int l = 0; l < block; ++l) held[(left + b) * block + l] = x.lane[b * block + l];
      }
      left += coming.size();
      if (coming.at.next() && packet_in.next()) ++read;
    }
    count = left;
    if (writes && going.at.next() && packet_out.next()) ++n;
  }
}

// Copies a stream for two readers.
template <typename T, int LANES, int WORDS>
void copy(hls::stream<word<T, LANES> > &in, hls::stream<word<T, LANES> > &first, hls::stream<word<T, LANES> > &second,
          int inputs) {
  digit<WORDS> at;
  for (int n = 0; n < inputs;) {
#pragma HLS PIPELINE II=1 style=flp
    EXEUNT_CYCLE();
    const word<T, LANES> x = in.read();
    first.write(x);
    second.write(x);
    if (at.next()) ++n;
  }
}

}  // namespace exeunt

#endif
