// Sorters in vectors of 256 bits.
#if defined(__x86_64__)
#include <immintrin.h>

#include "Networks.h"
#include "PackedLanes.inc"
#include "Sorters.h"

#define TARGET __attribute__((target("avx2,bmi,popcnt")))
#define IS_PORTABLE 0
#define ROWS 8

// What is packed has the other lanes behind: so one vector, written at both ends, does for both parts.
#define DEFINE_PARTS(BITS, FLOAT, PACKED)                                                                              \
  typedef KEY NAME(Lanes) __attribute__((vector_size(32)));                                                            \
  TARGET INLINE NAME(Lanes) NAME(first)(int64_t count) {                                                        \
    const KEY lanes = (KEY)(count < 0 ? 0 : count > LANES ? LANES : count);                                            \
    return (lanes - (NAME(Lanes)){0}) > (NAME(Lanes)){EACH_NUMBER};                                                    \
  }                                                                                                                    \
  TARGET INLINE NAME(Lanes) NAME(load_prefix)(const KEY *keys, int64_t count) {                                 \
    NAME(Lanes) mask = NAME(first)(count);                                                                             \
    NAME(Lanes) v = (NAME(Lanes))_mm256_maskload_epi##BITS((const void *)keys, (__m256i)mask);                         \
    return v | (~mask & KEY_MAX);                                                                                      \
  }                                                                                                                    \
  TARGET INLINE void NAME(store_prefix)(KEY *keys, NAME(Lanes) v, int64_t count) {                              \
    _mm256_maskstore_epi##BITS((void *)keys, (__m256i)NAME(first)(count), (__m256i)v);                                 \
  }                                                                                                                    \
  TARGET INLINE unsigned NAME(less)(NAME(Lanes) v, NAME(Lanes) pivot) {                                         \
    return (unsigned)FLOAT(v < pivot);                                                                                 \
  }                                                                                                                    \
  TARGET INLINE NAME(Lanes) NAME(pack)(NAME(Lanes) v, unsigned mask) {                                          \
    __m256i lanes = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)PACKED[mask]));                                  \
    return (NAME(Lanes))_mm256_permutevar8x32_epi32((__m256i)v, lanes);                                                \
  }                                                                                                                    \
  TARGET INLINE void NAME(store_at_end)(KEY *end, NAME(Lanes) v, unsigned mask) {                               \
    NAME(Lanes) packed = NAME(pack)(v, mask);                                                                          \
    __builtin_memcpy(end - LANES, &packed, sizeof packed);                                                             \
  }

#define LESS_32(mask) _mm256_movemask_ps((__m256)(mask))
#define LESS_64(mask) _mm256_movemask_pd((__m256d)(mask))

#define LANES 8
#define KEY int32_t
#define KEY_MAX INT32_MAX
#define EACH_NUMBER 0, 1, 2, 3, 4, 5, 6, 7
#define NAME(x) avx2_32_##x
#define SORTER Sorter32
#define HEAP_SORT tensor_heap_sort_32
DEFINE_PARTS(32, LESS_32, packed_lanes_8)
#include "VectorSort.inc"

#undef LANES
#undef KEY
#undef KEY_MAX
#undef EACH_NUMBER
#undef NAME
#undef SORTER
#undef HEAP_SORT
#undef EACH_LANE
#define LANES 4
#define KEY int64_t
#define KEY_MAX INT64_MAX
#define EACH_NUMBER 0, 1, 2, 3
#define NAME(x) avx2_64_##x
#define SORTER Sorter64
#define HEAP_SORT tensor_heap_sort_64
DEFINE_PARTS(64, LESS_64, packed_lanes_4)
#include "VectorSort.inc"
#endif
