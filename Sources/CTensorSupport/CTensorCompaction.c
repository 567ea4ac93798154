#include "CTensorCompaction.h"

#include <string.h>

// Each variant writes the first `kept` places of `out` and nothing behind them: what follows belongs to another thread.

#define DEFINE_COMPACT(type)                                                                                             \
  static void compact_##type(const uint8_t *mask, const void *source, void *target, int64_t count, int64_t kept) {       \
    const type *values = source;                                                                                         \
    type *out = target;                                                                                                  \
    int64_t place = 0, i = 0;                                                                                            \
    /* Stores are made whether or not the element is kept; eight can be made while eight places are left. */             \
    for (; i + 8 <= count && place + 8 <= kept; i += 8) {                                                                \
      for (int k = 0; k < 8; k++) {                                                                                      \
        out[place] = values[i + k];                                                                                      \
        place += mask[i + k];                                                                                            \
      }                                                                                                                  \
    }                                                                                                                    \
    for (; i < count && place < kept; i++) {                                                                             \
      out[place] = values[i];                                                                                            \
      place += mask[i];                                                                                                  \
    }                                                                                                                    \
  }

typedef struct {
  uint64_t low, high;
} pair64;

DEFINE_COMPACT(uint8_t)
DEFINE_COMPACT(uint16_t)
DEFINE_COMPACT(uint32_t)
DEFINE_COMPACT(uint64_t)
DEFINE_COMPACT(pair64)

#define DEFINE_SPREAD(type)                                                                                              \
  static void spread_##type(const uint8_t *mask, const void *source, void *target, int64_t count, int64_t kept) {        \
    const type *values = source;                                                                                         \
    type *out = target;                                                                                                  \
    int64_t place = 0, i = 0;                                                                                            \
    const type zero = {0};                                                                                               \
    for (; i < count && place < kept; i++) {                                                                             \
      type value = values[place];                                                                                        \
      out[i] = mask[i] ? value : zero;                                                                                   \
      place += mask[i];                                                                                                  \
    }                                                                                                                    \
    if (i < count) memset(out + i, 0, (size_t)(count - i) * sizeof(type));                                               \
  }

DEFINE_SPREAD(uint8_t)
DEFINE_SPREAD(uint16_t)
DEFINE_SPREAD(uint32_t)
DEFINE_SPREAD(uint64_t)
DEFINE_SPREAD(pair64)

// What the processor has: registers of 32 bytes that are permuted, of 64 that are compressed by words, by bytes too.
enum support { unknown, plain, permuted, compressed_words, compressed_bytes };

#if defined(__x86_64__)
#include <immintrin.h>

// Packing alternates with computing the flags of the next block, which waits for memory: values are asked for before. What lies behind the
// last one may be asked for too: that is no access.
enum { ahead = 1 << 15 };

__attribute__((always_inline)) static inline void ask_ahead(const void *values, int64_t bytes) {
  for (int64_t k = 0; k < bytes; k += 64) _mm_prefetch((const char *)values + ahead + k, _MM_HINT_T1);
}

// In registers of 64 bytes: `lanes` elements, of which a group's bits say which are kept. A compressed register is stored whole where that
// stays inside what is kept, else by its first lanes. (Compressing straight to memory is slow on some processors.)
#define DEFINE_WIDE(name, features, type, lanes, group_type, compress, load, store, store_some)                          \
  __attribute__((target(features))) static void name(const uint8_t *mask, const void *source, void *target,              \
                                                        int64_t count, int64_t kept) {                                   \
    const type *values = source;                                                                                         \
    type *out = target;                                                                                                  \
    int64_t place = 0, i = 0;                                                                                            \
    for (; i + 64 <= count; i += 64) {                                                                                   \
      ask_ahead(values + i, 64 * (int64_t)sizeof(type));                                                                 \
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
  __attribute__((target(features))) static void name(const uint8_t *mask, const void *source, void *target,              \
                                                     int64_t count, int64_t kept) {                                      \
    const type *values = source;                                                                                         \
    type *out = target;                                                                                                  \
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

// For every byte of flags, the numbers of the bits that are set, in order, a byte each.
#define PICKED_BIT(flags, k)                                                                                             \
  ((uint64_t)(((flags) >> (k)) & 1) * ((uint64_t)(k) << (8 * __builtin_popcount((flags) & ((1 << (k)) - 1)) & 63)))
#define PICKED(flags)                                                                                                    \
  PICKED_BIT(flags, 0) | PICKED_BIT(flags, 1) | PICKED_BIT(flags, 2) | PICKED_BIT(flags, 3) | PICKED_BIT(flags, 4) |     \
    PICKED_BIT(flags, 5) | PICKED_BIT(flags, 6) | PICKED_BIT(flags, 7)
#define FOUR(entry, flags) entry((flags)), entry((flags) + 1), entry((flags) + 2), entry((flags) + 3)
#define SIXTEEN(entry, flags) FOUR(entry, flags), FOUR(entry, (flags) + 4), FOUR(entry, (flags) + 8), FOUR(entry, (flags) + 12)
#define EVERY_BYTE_OF_64(entry, flags)                                                                                   \
  SIXTEEN(entry, flags), SIXTEEN(entry, (flags) + 16), SIXTEEN(entry, (flags) + 32), SIXTEEN(entry, (flags) + 48)
#define EVERY_BYTE(entry)                                                                                                \
  EVERY_BYTE_OF_64(entry, 0), EVERY_BYTE_OF_64(entry, 64), EVERY_BYTE_OF_64(entry, 128), EVERY_BYTE_OF_64(entry, 192)
static const uint64_t picked_bits[256] = {EVERY_BYTE(PICKED)};

__attribute__((target("avx2"))) static inline uint32_t flags_of_32(const uint8_t *mask) {
  __m256i flags = _mm256_loadu_si256((const void *)mask);
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(flags, _mm256_setzero_si256()));
}

// Registers of 32 bytes cannot be compressed, but permuted: groups of lanes by what the table says of their flags. `bits` are the flags that
// the table is asked for.
#define DEFINE_PERMUTED(type, lanes, bits, permuted_store)                                                               \
  __attribute__((target("avx2"))) static void permuted_##type(const uint8_t *mask, const void *source, void *target,     \
                                                                 int64_t count, int64_t kept) {                          \
    const type *values = source;                                                                                         \
    type *out = target;                                                                                                  \
    int64_t place = 0, i = 0;                                                                                            \
    for (; i + 32 <= count && place + 32 <= kept; i += 32) {                                                             \
      ask_ahead(values + i, 32 * (int64_t)sizeof(type));                                                                 \
      uint32_t all = flags_of_32(mask + i);                                                                              \
      for (int k = 0; k < 32; k += lanes) {                                                                              \
        uint32_t group = (all >> k) & ((1u << lanes) - 1);                                                               \
        const uint64_t *picked = &picked_bits[bits];                                                                     \
        permuted_store;                                                                                                  \
        place += __builtin_popcount(group);                                                                              \
      }                                                                                                                  \
    }                                                                                                                    \
    compact_##type(mask + i, values + i, out + place, count - i, kept - place);                                          \
  }

// Elements of eight bytes are two lanes of four: their flags count twice.
static const uint8_t doubled[16] = {0, 3, 12, 15, 48, 51, 60, 63, 192, 195, 204, 207, 240, 243, 252, 255};

#define STORE_WORDS                                                                                                      \
  _mm256_storeu_si256(                                                                                                   \
    (void *)(out + place),                                                                                               \
    _mm256_permutevar8x32_epi32(                                                                                         \
      _mm256_loadu_si256((const void *)(values + i + k)), _mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)picked))))
// The bytes of the words w are those numbered 2 w and 2 w + 1.
#define STORE_HALVES                                                                                                     \
  _mm_storeu_si128(                                                                                                      \
    (void *)(out + place),                                                                                               \
    _mm_shuffle_epi8(                                                                                                    \
      _mm_loadu_si128((const void *)(values + i + k)),                                                                   \
      _mm_add_epi16(                                                                                                     \
        _mm_mullo_epi16(_mm_cvtepu8_epi16(_mm_loadl_epi64((const void *)picked)), _mm_set1_epi16(0x0202)),               \
        _mm_set1_epi16(0x0100))))
#define STORE_BYTES                                                                                                      \
  _mm_storel_epi64(                                                                                                      \
    (void *)(out + place),                                                                                               \
    _mm_shuffle_epi8(                                                                                                    \
      _mm_loadl_epi64((const void *)(values + i + k)), _mm_loadl_epi64((const void *)picked)))

DEFINE_PERMUTED(uint64_t, 4, doubled[group], STORE_WORDS)
DEFINE_PERMUTED(uint32_t, 8, group, STORE_WORDS)
DEFINE_PERMUTED(uint16_t, 8, group, STORE_HALVES)
DEFINE_PERMUTED(uint8_t, 8, group, STORE_BYTES)

// For every byte of flags, how many bits are set below each bit that is; 0x80 for the others.
#define RANKED_BIT(flags, k)                                                                                             \
  ((((flags) >> (k)) & 1 ? (uint64_t)__builtin_popcount((flags) & ((1 << (k)) - 1)) : 0x80) << (8 * (k)))
#define RANKED(flags)                                                                                                    \
  RANKED_BIT(flags, 0) | RANKED_BIT(flags, 1) | RANKED_BIT(flags, 2) | RANKED_BIT(flags, 3) | RANKED_BIT(flags, 4) |     \
    RANKED_BIT(flags, 5) | RANKED_BIT(flags, 6) | RANKED_BIT(flags, 7)
static const uint64_t ranked_bits[256] = {EVERY_BYTE(RANKED)};

#define DEFINE_PERMUTED_SPREAD(type, lanes, bits)                                                                        \
  __attribute__((target("avx2"))) static void permuted_spread_##type(                                                    \
    const uint8_t *mask, const void *source, void *target, int64_t count, int64_t kept) {                                \
    const type *values = source;                                                                                         \
    type *out = target;                                                                                                  \
    int64_t place = 0, i = 0;                                                                                            \
    for (; i + 32 <= count && place + 32 <= kept; i += 32) {                                                             \
      uint32_t all = flags_of_32(mask + i);                                                                              \
      for (int k = 0; k < 32; k += lanes) {                                                                              \
        uint32_t group = (all >> k) & ((1u << lanes) - 1);                                                               \
        __m256i ranks = _mm256_cvtepi8_epi32(_mm_loadl_epi64((const void *)&ranked_bits[bits]));                         \
        __m256i next = _mm256_permutevar8x32_epi32(_mm256_loadu_si256((const void *)(values + place)), ranks);           \
        _mm256_storeu_si256((void *)(out + i + k), _mm256_andnot_si256(_mm256_srai_epi32(ranks, 31), next));             \
        place += __builtin_popcount(group);                                                                              \
      }                                                                                                                  \
    }                                                                                                                    \
    spread_##type(mask + i, values + place, out + i, count - i, kept - place);                                           \
  }

DEFINE_PERMUTED_SPREAD(uint64_t, 4, doubled[group])
DEFINE_PERMUTED_SPREAD(uint32_t, 8, group)

static enum support found_support(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return plain;
  if (!__builtin_cpu_supports("avx512bw")) return permuted;
  return __builtin_cpu_supports("avx512vbmi2") ? compressed_bytes : compressed_words;
}
#else
static enum support found_support(void) { return plain; }
#endif

// Threads that find out at once find the same.
static enum support cpu_support(void) {
  static enum support known = unknown;
  enum support support = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (support == unknown) {
    support = found_support();
    __atomic_store_n(&known, support, __ATOMIC_RELAXED);
  }
  return support;
}

typedef void Kernel(const uint8_t *mask, const void *source, void *target, int64_t count, int64_t kept);

// For elements of 1, 2, 4, 8 and 16 bytes.
static Kernel *const packing[][5] = {
  [plain] = {compact_uint8_t, compact_uint16_t, compact_uint32_t, compact_uint64_t, compact_pair64},
#if defined(__x86_64__)
  [permuted] = {permuted_uint8_t, permuted_uint16_t, permuted_uint32_t, permuted_uint64_t, compact_pair64},
  [compressed_words] = {permuted_uint8_t, permuted_uint16_t, wide_uint32_t, wide_uint64_t, compact_pair64},
  [compressed_bytes] = {wide_uint8_t, wide_uint16_t, wide_uint32_t, wide_uint64_t, compact_pair64},
#endif
};

static Kernel *const spreading[][5] = {
  [plain] = {spread_uint8_t, spread_uint16_t, spread_uint32_t, spread_uint64_t, spread_pair64},
#if defined(__x86_64__)
  [permuted] = {spread_uint8_t, spread_uint16_t, permuted_spread_uint32_t, permuted_spread_uint64_t, spread_pair64},
  [compressed_words] = {spread_uint8_t, spread_uint16_t, wide_spread_uint32_t, wide_spread_uint64_t, spread_pair64},
  [compressed_bytes] = {spread_uint8_t, spread_uint16_t, wide_spread_uint32_t, wide_spread_uint64_t, spread_pair64},
#endif
};

static Kernel *kernel(Kernel *const table[][5], int64_t byte_count) {
  return table[cpu_support()][__builtin_ctzll((uint64_t)byte_count)];
}

void tensor_compact(const uint8_t *mask, const void *values, void *out, int64_t count, int64_t kept, int64_t byte_count) {
  if (count <= 0 || kept <= 0) return;
  if (kept == count) {
    memcpy(out, values, (size_t)(count * byte_count));
  } else {
    kernel(packing, byte_count)(mask, values, out, count, kept);
  }
}

void tensor_spread(const uint8_t *mask, const void *values, void *out, int64_t count, int64_t kept, int64_t byte_count) {
  if (count <= 0) return;
  if (kept <= 0) {
    memset(out, 0, (size_t)(count * byte_count));
  } else {
    kernel(spreading, byte_count)(mask, values, out, count, kept);
  }
}
