// Integers of any width, exactly as wide as the hardware needs them: ap_int in synthesis, and everywhere else built-in
// types that wrap around and extend their sign as ap_int does.
//
// Sums and products are those of the built-in types, so that both give the same: cast to int32_t or int64_t before an
// operation whose result needs more bits than an int has.
#ifndef EXEUNT_INTEGERS_HPP
#define EXEUNT_INTEGERS_HPP

#include <stdint.h>

#if defined(__VITIS_HLS__) || defined(__VIVADO_HLS__)

#include <ap_int.h>

namespace exeunt {
template <int BITS>
using exeunt_int = ap_int<BITS>;
template <int BITS>
using exeunt_uint = ap_uint<BITS>;
}  // namespace exeunt

#else

namespace exeunt {

// The least built-in type for numbers of so many bytes, and the one that computes with them.
template <int BYTES, bool SIGNED>
struct built_in : built_in<BYTES + 1, SIGNED> {};
template <>
struct built_in<1, true> {
  typedef int8_t held;
  typedef int32_t computed;
};
template <>
struct built_in<2, true> {
  typedef int16_t held;
  typedef int32_t computed;
};
template <>
struct built_in<4, true> {
  typedef int32_t held;
  typedef int32_t computed;
};
template <>
struct built_in<8, true> {
  typedef int64_t held;
  typedef int64_t computed;
};
template <>
struct built_in<1, false> {
  typedef uint8_t held;
  typedef int32_t computed;
};
template <>
struct built_in<2, false> {
  typedef uint16_t held;
  typedef int32_t computed;
};
template <>
struct built_in<4, false> {
  typedef uint32_t held;
  typedef int64_t computed;
};
template <>
struct built_in<8, false> {
  typedef uint64_t held;
  typedef uint64_t computed;
};

template <int BITS, bool SIGNED>
class integer {
  static_assert(BITS >= 1 && BITS <= 64, "an integer of 1 to 64 bits");
  typedef built_in<(BITS + 7) / 8, SIGNED> types;

 public:
  integer() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): as ap_int has it.
  constexpr integer(int64_t value) : held_(wrapped(static_cast<uint64_t>(value))) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr operator typename types::computed() const { return held_; }

  integer &operator++() { return *this = integer(static_cast<int64_t>(raw() + 1)); }
  integer &operator--() { return *this = integer(static_cast<int64_t>(raw() - 1)); }
  integer &operator+=(int64_t value) {
    return *this = integer(static_cast<int64_t>(raw() + static_cast<uint64_t>(value)));
  }
  integer &operator-=(int64_t value) {
    return *this = integer(static_cast<int64_t>(raw() - static_cast<uint64_t>(value)));
  }

 private:
  typename types::held held_;

  uint64_t raw() const { return static_cast<uint64_t>(held_); }
  static constexpr uint64_t mask() { return ~static_cast<uint64_t>(0) >> (64 - BITS); }
  static constexpr uint64_t sign() { return SIGNED ? static_cast<uint64_t>(1) << (BITS - 1) : 0; }
  // The lowest bits, of which the first is the sign.
  static constexpr typename types::held wrapped(uint64_t value) {
    return static_cast<typename types::held>(((value & mask()) ^ sign()) - sign());
  }
};

template <int BITS>
using exeunt_int = integer<BITS, true>;
template <int BITS>
using exeunt_uint = integer<BITS, false>;

}  // namespace exeunt

#endif

namespace exeunt {

// Bits of an unsigned number from 0 to `most`.
constexpr int bits_of(int64_t most) { return most < 2 ? 1 : 1 + bits_of(most / 2); }

// Counts from 0 to MOST.
template <int MOST>
using counter = exeunt_uint<bits_of(MOST)>;

}  // namespace exeunt

#endif
