// Reads images and labels from IDX files, and converts pixels to the network's integers.
#ifndef EXEUNT_PICTURES_HPP
#define EXEUNT_PICTURES_HPP

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "twin.hpp"

namespace twin {

[[noreturn]] inline void refuse(const std::string &what) {
  fprintf(stderr, "twin: %s\n", what.c_str());
  exit(2);
}

struct idx_file {
  std::vector<uint32_t> dims;
  std::vector<uint8_t> data;
};

// Two zero bytes, the type (8: bytes), the number of dimensions, the dimensions, the values; big-endian.
inline idx_file read_idx(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) refuse(std::string("cannot read ") + path);
  uint8_t head[4];
  idx_file result;
  if (fread(head, 1, 4, file) != 4 || head[0] || head[1] || head[3] == 0 || head[3] > 4) {
    if (head[0] == 0x1f && head[1] == 0x8b) refuse(std::string(path) + " is compressed: run gunzip on it first");
    refuse(std::string(path) + " is no IDX file (its first bytes are not 00 00 TYPE DIMENSIONS)");
  }
  if (head[2] != 8) refuse(std::string(path) + " does not hold bytes");
  uint64_t size = 1;
  for (int i = 0; i < head[3]; ++i) {
    uint8_t b[4];
    if (fread(b, 1, 4, file) != 4) refuse(std::string(path) + " ends in its head");
    result.dims.push_back(uint32_t{b[0]} << 24 | uint32_t{b[1]} << 16 | uint32_t{b[2]} << 8 | b[3]);
    size *= result.dims.back();
    if (size > (uint64_t{1} << 32)) refuse(std::string(path) + " is larger than 4 GiB by its own words");
  }
  uint8_t block[65536];
  for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0 && result.data.size() <= size;) {
    result.data.insert(result.data.end(), block, block + got);
  }
  fclose(file);
  if (result.data.size() != size) {
    refuse(std::string(path) + ": its head asks for " + std::to_string(size) + " values, " +
           std::to_string(result.data.size()) + " are there");
  }
  return result;
}

// Offset of a position in an image, and the stride between its channels.
struct layout {
  size_t size, position_step, channel_step;
};

inline layout layout_of(const idx_file &images, const char *path) {
  const std::vector<uint32_t> &d = images.dims;
  const uint32_t c = channels, h = rows, w = columns;
  const size_t area = size_t{h} * w;
  if (d.size() == 3 && c == 1 && d[1] == h && d[2] == w) return {area, 1, 0};
  if (d.size() == 4 && d[1] == c && d[2] == h && d[3] == w) return {area * c, 1, area};
  if (d.size() == 4 && d[3] == c && d[1] == h && d[2] == w) return {area * c, c, 1};
  if (d.size() == 2 && h == 1 && w == 1 && d[1] == c) return {c, c, 1};
  std::string shape;
  for (size_t i = 1; i < d.size(); ++i) shape += (i > 1 ? "x" : "") + std::to_string(d[i]);
  refuse(std::string(path) + " holds images of " + shape + ", the design takes " + std::to_string(c) + "x" +
         std::to_string(h) + "x" + std::to_string(w));
}

// A picture's bytes as the network's integers, in stream order.
inline void quantise(const uint8_t *image, const layout &at, uint8_t *input) {
  for (int position = 0; position < rows * columns; ++position) {
    for (int c = 0; c < channels; ++c) {
      const int value = pixels[c][image[position * at.position_step + c * at.channel_step]];
      *input++ = static_cast<uint8_t>(value);
      if (input_value_bytes == 2) *input++ = static_cast<uint8_t>(value >> 8);
    }
  }
}

}  // namespace twin

#endif
