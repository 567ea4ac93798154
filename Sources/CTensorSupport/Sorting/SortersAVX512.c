// Sorters in vectors of 512 bits.
#if defined(__x86_64__)
#include <immintrin.h>

#include "Networks.h"
#include "Sorters.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi2,popcnt")))
#define IS_PORTABLE 0
#define ROWS 16

// Memory is read and written under a mask of the first lanes: nothing outside is touched.
#define DEFINE_PARTS(BITS, MASK)                                                                                       \
  typedef KEY NAME(Lanes) __attribute__((vector_size(64)));                                                            \
  TARGET INLINE MASK NAME(first)(int64_t count) {                                                               \
    return (MASK)_bzhi_u32(~0u, (unsigned)(count < 0 ? 0 : count > LANES ? LANES : count));                            \
  }                                                                                                                    \
  TARGET INLINE NAME(Lanes) NAME(load_prefix)(const KEY *keys, int64_t count) {                                 \
    return (NAME(Lanes))_mm512_mask_loadu_epi##BITS((__m512i)(KEY_MAX - (NAME(Lanes)){0}), NAME(first)(count), keys);  \
  }                                                                                                                    \
  TARGET INLINE void NAME(store_prefix)(KEY *keys, NAME(Lanes) v, int64_t count) {                              \
    _mm512_mask_storeu_epi##BITS(keys, NAME(first)(count), (__m512i)v);                                                \
  }                                                                                                                    \
  TARGET INLINE unsigned NAME(less)(NAME(Lanes) v, NAME(Lanes) pivot) {                                         \
    return _mm512_cmplt_epi##BITS##_mask((__m512i)v, (__m512i)pivot);                                                  \
  }                                                                                                                    \
  TARGET INLINE NAME(Lanes) NAME(pack)(NAME(Lanes) v, unsigned mask) {                                          \
    return (NAME(Lanes))_mm512_maskz_compress_epi##BITS((MASK)mask, (__m512i)v);                                       \
  }                                                                                                                    \
  TARGET INLINE void NAME(store_at_end)(KEY *end, NAME(Lanes) v, unsigned mask) {                               \
    int count = LANES - __builtin_popcount(mask);                                                                      \
    NAME(store_prefix)(end - count, NAME(pack)(v, ~mask), count);                                                      \
  }

#define LANES 16
#define KEY int32_t
#define KEY_MAX INT32_MAX
#define NAME(x) avx512_32_##x
#define SORTER Sorter32
#define HEAP_SORT tensor_heap_sort_32
DEFINE_PARTS(32, __mmask16)
#include "VectorSort.inc"

#undef LANES
#undef KEY
#undef KEY_MAX
#undef NAME
#undef SORTER
#undef HEAP_SORT
#undef EACH_LANE
#define LANES 8
#define KEY int64_t
#define KEY_MAX INT64_MAX
#define NAME(x) avx512_64_##x
#define SORTER Sorter64
#define HEAP_SORT tensor_heap_sort_64
DEFINE_PARTS(64, __mmask8)
#include "VectorSort.inc"
#endif
