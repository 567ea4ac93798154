#include "CTensorCompaction.h"

#include <string.h>

// Each variant writes the first `kept` places of `out` and nothing behind them: what follows belongs to another thread.

#define DEFINE_COMPACT(type)                                                                                            \
  static void compact_##type(const uint8_t *mask, const type *values, type *out, int64_t count, int64_t kept) {         \
    int64_t place = 0, i = 0;                                                                                           \
    /* Stores are made whether or not the element is kept; eight can be made while eight places are left. */            \
    for (; i + 8 <= count && place + 8 <= kept; i += 8) {                                                               \
      for (int k = 0; k < 8; k++) {                                                                                     \
        out[place] = values[i + k];                                                                                     \
        place += mask[i + k];                                                                                           \
      }                                                                                                                 \
    }                                                                                                                   \
    for (; i < count && place < kept; i++) {                                                                            \
      out[place] = values[i];                                                                                           \
      place += mask[i];                                                                                                 \
    }                                                                                                                   \
  }

typedef struct {
  uint64_t low, high;
} pair64;

DEFINE_COMPACT(uint8_t)
DEFINE_COMPACT(uint16_t)
DEFINE_COMPACT(uint32_t)
DEFINE_COMPACT(uint64_t)
DEFINE_COMPACT(pair64)

#define DEFINE_SPREAD(type)                                                                                             \
  static void spread_##type(const uint8_t *mask, const type *values, type *out, int64_t count, int64_t kept) {          \
    int64_t place = 0, i = 0;                                                                                           \
    const type zero = {0};                                                                                              \
    for (; i < count && place < kept; i++) {                                                                            \
      type value = values[place];                                                                                       \
      out[i] = mask[i] ? value : zero;                                                                                  \
      place += mask[i];                                                                                                 \
    }                                                                                                                   \
    if (i < count) memset(out + i, 0, (size_t)(count - i) * sizeof(type));                                              \
  }

DEFINE_SPREAD(uint8_t)
DEFINE_SPREAD(uint16_t)
DEFINE_SPREAD(uint32_t)
DEFINE_SPREAD(uint64_t)
DEFINE_SPREAD(pair64)

#if defined(__x86_64__)
#include <immintrin.h>

// In registers of 64 bytes: `lanes` elements, of which a group's bits say which are kept. A compressed register is stored whole where that
// stays inside what is kept, else by its first lanes. (Compressing straight to memory is slow on some processors.)
#define DEFINE_WIDE(name, features, type, lanes, group_type, compress, load, store, store_some)                          \
  __attribute__((target(features))) static void name(const uint8_t *mask, const type *values, type *out,                 \
                                                     int64_t count, int64_t kept) {                                      \
    int64_t place = 0, i = 0;                                                                                            \
    for (; i + 64 <= count; i += 64) {                                                                                   \
      __m512i flags = _mm512_loadu_si512((const void *)(mask + i));                                                      \
      uint64_t bits = (uint64_t)_mm512_test_epi8_mask(flags, flags);                                                     \
      for (int k = 0; k < 64; k += lanes) {                                                                              \
        group_type group = (group_type)(bits >> k);                                                                      \
        int64_t number = __builtin_popcountll((uint64_t)group);                                                          \
        __m512i picked = compress(group, load((const void *)(values + i + k)));                                          \
        if (place + lanes <= kept) {                                                                                     \
          store((void *)(out + place), picked);                                                                          \
        } else {                                                                                                         \
          store_some((void *)(out + place), (group_type)(number == 64 ? ~0ull : (1ull << number) - 1), picked);          \
        }                                                                                                                \
        place += number;                                                                                                 \
      }                                                                                                                  \
    }                                                                                                                    \
    for (; i < count && place < kept; i++) {                                                                             \
      out[place] = values[i];                                                                                            \
      place += mask[i];                                                                                                  \
    }                                                                                                                    \
  }

DEFINE_WIDE(wide_uint64_t, "avx512f,avx512bw", uint64_t, 8, __mmask8, _mm512_maskz_compress_epi64, _mm512_loadu_si512,
            _mm512_storeu_si512, _mm512_mask_storeu_epi64)
DEFINE_WIDE(wide_uint32_t, "avx512f,avx512bw", uint32_t, 16, __mmask16, _mm512_maskz_compress_epi32,
            _mm512_loadu_si512, _mm512_storeu_si512, _mm512_mask_storeu_epi32)
DEFINE_WIDE(wide_uint16_t, "avx512f,avx512bw,avx512vbmi2", uint16_t, 32, __mmask32, _mm512_maskz_compress_epi16,
            _mm512_loadu_si512, _mm512_storeu_si512, _mm512_mask_storeu_epi16)
DEFINE_WIDE(wide_uint8_t, "avx512f,avx512bw,avx512vbmi2", uint8_t, 64, __mmask64, _mm512_maskz_compress_epi8,
            _mm512_loadu_si512, _mm512_storeu_si512, _mm512_mask_storeu_epi8)

// What a group's bits say are to be filled takes the next values; values behind the last one are not read.
#define DEFINE_WIDE_SPREAD(name, features, type, lanes, group_type, expand, load, load_some)                             \
  __attribute__((target(features))) static void name(const uint8_t *mask, const type *values, type *out,                 \
                                                     int64_t count, int64_t kept) {                                      \
    int64_t place = 0, i = 0;                                                                                            \
    for (; i + 64 <= count; i += 64) {                                                                                   \
      __m512i flags = _mm512_loadu_si512((const void *)(mask + i));                                                      \
      uint64_t bits = (uint64_t)_mm512_test_epi8_mask(flags, flags);                                                     \
      for (int k = 0; k < 64; k += lanes) {                                                                              \
        group_type group = (group_type)(bits >> k);                                                                      \
        int64_t number = __builtin_popcountll((uint64_t)group);                                                          \
        __m512i next = place + lanes <= kept                                                                             \
          ? load((const void *)(values + place))                                                                         \
          : load_some((group_type)(number == 64 ? ~0ull : (1ull << number) - 1), (const void *)(values + place));        \
        _mm512_storeu_si512((void *)(out + i + k), expand(group, next));                                                 \
        place += number;                                                                                                 \
      }                                                                                                                  \
    }                                                                                                                    \
    for (; i < count; i++) {                                                                                             \
      out[i] = mask[i] ? values[place] : 0;                                                                              \
      place += mask[i];                                                                                                  \
    }                                                                                                                    \
  }

DEFINE_WIDE_SPREAD(wide_spread_uint64_t, "avx512f,avx512bw", uint64_t, 8, __mmask8, _mm512_maskz_expand_epi64,
                   _mm512_loadu_si512, _mm512_maskz_loadu_epi64)
DEFINE_WIDE_SPREAD(wide_spread_uint32_t, "avx512f,avx512bw", uint32_t, 16, __mmask16, _mm512_maskz_expand_epi32,
                   _mm512_loadu_si512, _mm512_maskz_loadu_epi32)

// 0: not known yet, 1: none, 2: words, 3: bytes too. Threads that find out at once find the same.
static int wide_support = 0;

static int supports_wide(void) {
  int known = __atomic_load_n(&wide_support, __ATOMIC_RELAXED);
  if (known == 0) {
    __builtin_cpu_init();
    known = !__builtin_cpu_supports("avx512bw") ? 1 : __builtin_cpu_supports("avx512vbmi2") ? 3 : 2;
    __atomic_store_n(&wide_support, known, __ATOMIC_RELAXED);
  }
  return known;
}
#else
static int supports_wide(void) { return 1; }
#define wide_spread_uint64_t spread_uint64_t
#define wide_spread_uint32_t spread_uint32_t
#define wide_uint64_t compact_uint64_t
#define wide_uint32_t compact_uint32_t
#define wide_uint16_t compact_uint16_t
#define wide_uint8_t compact_uint8_t
#endif

void tensor_compact(const uint8_t *mask, const void *values, void *out, int64_t count, int64_t kept, int64_t byte_count) {
  if (count <= 0 || kept <= 0) return;
  if (kept == count) {
    memcpy(out, values, (size_t)(count * byte_count));
    return;
  }
  int wide = supports_wide();
  switch (byte_count) {
    case 1: (wide > 2 ? wide_uint8_t : compact_uint8_t)(mask, values, out, count, kept); break;
    case 2: (wide > 2 ? wide_uint16_t : compact_uint16_t)(mask, values, out, count, kept); break;
    case 4: (wide > 1 ? wide_uint32_t : compact_uint32_t)(mask, values, out, count, kept); break;
    case 8: (wide > 1 ? wide_uint64_t : compact_uint64_t)(mask, values, out, count, kept); break;
    case 16: compact_pair64(mask, values, out, count, kept); break;
    default: break;
  }
}

void tensor_spread(const uint8_t *mask, const void *values, void *out, int64_t count, int64_t kept, int64_t byte_count) {
  if (count <= 0) return;
  if (kept <= 0) {
    memset(out, 0, (size_t)(count * byte_count));
    return;
  }
  int wide = supports_wide();
  switch (byte_count) {
    case 1: spread_uint8_t(mask, values, out, count, kept); break;
    case 2: spread_uint16_t(mask, values, out, count, kept); break;
    case 4: (wide > 1 ? wide_spread_uint32_t : spread_uint32_t)(mask, values, out, count, kept); break;
    case 8: (wide > 1 ? wide_spread_uint64_t : spread_uint64_t)(mask, values, out, count, kept); break;
    case 16: spread_pair64(mask, values, out, count, kept); break;
    default: break;
  }
}
