import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { library } from '../../../server/src/export/hls/library';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { seed } from '../../support/seed';

/** Every width; each against plain arithmetic modulo 2^width, all values of narrow ones, and edges and random ones of wide ones. */
const program = `
#include <stdio.h>
#include <stdlib.h>
#include "exeunt_integers.hpp"

typedef __int128 wide;
static unsigned long long state = SEEDull;
static unsigned long long next_random() {
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  return state ^ (state >> 29);
}
static wide modulo(wide value, int bits, bool is_signed) {
  const wide all = (wide)1 << bits;
  wide rest = value % all;
  if (rest < 0) rest += all;
  return is_signed && rest >= all / 2 ? rest - all : rest;
}
static long long checks = 0;
static void same(wide got, wide expected, int bits, const char *what) {
  ++checks;
  if (got == expected) return;
  printf("%s of %d bits: %lld, not %lld\\n", what, bits, (long long)got, (long long)expected);
  exit(1);
}
template <class I>
static wide plain(const I &value, bool is_signed) {
  return is_signed ? (wide)(int64_t)value : (wide)(uint64_t)value;
}
template <class I>
static void check(int64_t a, int64_t b, int bits, bool s) {
  const I x = a;
  const wide xs = modulo(a, bits, s);
  same(plain(x, s), xs, bits, "value");
  I y = x;
  same(plain(++y, s), modulo(xs + 1, bits, s), bits, "++");
  y = x;
  same(plain(--y, s), modulo(xs - 1, bits, s), bits, "--");
  y = x;
  same(plain(y += b, s), modulo(xs + b, bits, s), bits, "+=");
  y = x;
  same(plain(y -= b, s), modulo(xs - b, bits, s), bits, "-=");
  y = I(b);
  same(plain(y, s), modulo(b, bits, s), bits, "=");
  same((x == y) + 2 * (x < y), (xs == plain(y, s)) + 2 * (xs < plain(y, s)), bits, "comparison");
}
template <int BITS, bool SIGNED>
static void width() {
  typedef exeunt::integer<BITS, SIGNED> I;
  if (BITS <= 7) {
    const int64_t end = (int64_t)2 << (BITS & 7);
    for (int64_t a = -end; a <= end; ++a) {
      for (int64_t b = -end; b <= end; ++b) check<I>(a, b, BITS, SIGNED);
    }
  }
  const uint64_t top = (uint64_t)1 << (BITS - 1);
  uint64_t values[64];
  int n = 0;
  for (int d = -2; d <= 2; ++d) {
    values[n++] = (uint64_t)d;
    values[n++] = top + (uint64_t)d;
    values[n++] = 2 * top + (uint64_t)d;
    values[n++] = (uint64_t)0 - top + (uint64_t)d;
  }
  while (n < 64) values[n++] = next_random() >> (next_random() % 64);
  for (uint64_t a : values) {
    for (uint64_t b : values) check<I>((int64_t)a, (int64_t)b, BITS, SIGNED);
  }
}
template <int BITS>
struct widths {
  static void all() {
    width<BITS, true>();
    width<BITS, false>();
    widths<BITS - 1>::all();
  }
};
template <>
struct widths<0> {
  static void all() {}
};
int main() {
  widths<64>::all();
  for (long long most = 0; most < 5000; ++most) {
    const int bits = exeunt::bits_of(most);
    if (most >> bits || (bits > 1 && !(most >> (bits - 1)))) return 2;
  }
  printf("%lld\\n", checks);
}
`;

describe.each(['g++', 'clang++'].filter((compiler) => hasTool(compiler)))(
  'integers of any width (%s)',
  (compiler) => {
    const folder = temporaryFolder();

    test('wrap around and extend their sign as arithmetic modulo a power of two does', () => {
      const path = join(folder, compiler);
      mkdirSync(path);
      writeFileSync(join(path, 'exeunt_integers.hpp'), library['exeunt_integers.hpp'] ?? '');
      writeFileSync(join(path, 'test.cpp'), program.replace('SEED', String(seed)));
      const flags = ['-std=c++14', '-Wall', '-Wextra', '-Werror', '-O1'];
      execute(compiler, [
        ...flags,
        '-fno-sanitize-recover=all',
        join(path, 'test.cpp'),
        '-o',
        join(path, 'test'),
      ]);
      expect(Number(execute(join(path, 'test'), []))).toBeGreaterThan(1e6);
    });
  },
);
