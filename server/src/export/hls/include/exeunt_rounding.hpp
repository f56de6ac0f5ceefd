// Converts accumulators to integers, bit for bit as onnxruntime does.
#ifndef EXEUNT_ROUNDING_HPP
#define EXEUNT_ROUNDING_HPP

#include <stdint.h>

namespace exeunt {

// value / 2^shift to the nearest, ties to even.
inline int64_t round_shift(int64_t value, int shift) {
#pragma HLS INLINE
  if (shift == 0) return value;
  const int64_t odd = (value >> shift) & 1;
  return (value + ((static_cast<int64_t>(1) << (shift - 1)) - 1 + odd)) >> shift;
}

// value / divisor to the nearest, ties to even, without a divider. value + divisor * offset is not negative;
// reciprocal = 2^shift / divisor, rounded up, with so large a shift that the product has the quotient's whole part.
inline int32_t round_divide(int32_t value, int32_t divisor, int32_t reciprocal, int shift, int32_t offset) {
#pragma HLS INLINE
  const int64_t lifted = value + static_cast<int64_t>(divisor) * offset;
  const int32_t quotient = static_cast<int32_t>((lifted * reciprocal) >> shift);
  const int32_t rest = static_cast<int32_t>(lifted - static_cast<int64_t>(quotient) * divisor);
  const int32_t whole = quotient - offset;
  const bool up = 2 * rest > divisor || (2 * rest == divisor && (whole & 1) != 0);
  return up ? whole + 1 : whole;
}

// A whole number rounded to float32: 24 significant bits times 2^exponent.
inline int64_t to_float24(int64_t value, int &exponent) {
#pragma HLS INLINE
  const uint64_t size = static_cast<uint64_t>(value < 0 ? -value : value);
#if defined(__GNUC__) && !defined(__SYNTHESIS__)
  const int bits = size ? 64 - __builtin_clzll(size) : 0;
#else
  int bits = 0;
  for (int b = 0; b < 63; ++b) {
#pragma HLS UNROLL
    if (size >> b) bits = b + 1;
  }
#endif
  exponent = bits > 24 ? bits - 24 : 0;
  return round_shift(value, exponent);
}

// acc * multiplier / 2^shift, used where it is proved equal to the product in float32.
inline int64_t scale_exact(int32_t acc, int32_t multiplier, int shift) {
#pragma HLS INLINE
  return round_shift(static_cast<int64_t>(acc) * multiplier, shift);
}

// The nearest whole number of float32(acc) * float32(multiplier / 2^shift) + zero, the product rounded to float32.
inline int64_t scale_float(int32_t acc, int32_t multiplier, int shift, int32_t zero = 0) {
#pragma HLS INLINE
  int first, second;
  const int64_t a = to_float24(acc, first);
  const int64_t product = to_float24(a * multiplier, second);
  const int right = shift - first - second;
  if (right <= 0) return product * (static_cast<int64_t>(1) << -right) + zero;
  // Less than one half.
  if (right > 26) return zero;
  return round_shift(product + zero * (static_cast<int64_t>(1) << right), right);
}

template <typename T>
T saturate(int64_t value, int least, int largest) {
#pragma HLS INLINE
  return static_cast<T>(value < least ? least : value > largest ? largest : value);
}

}  // namespace exeunt

#endif
