// Sorters in plain C: networks in short vectors, which every processor has, and partitions element by element.
// Vectors are passed between functions that are always inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#include <stddef.h>

#include "Networks.h"
#include "Sorters.h"

#define LANES 4
#define ROWS 8
#define TARGET
#define IS_PORTABLE 1

#define DEFINE_PARTS                                                                                                   \
  typedef KEY NAME(Lanes) __attribute__((vector_size(LANES * sizeof(KEY))));                                           \
  INLINE NAME(Lanes) NAME(load_prefix)(const KEY *keys, int64_t count) {                                        \
    NAME(Lanes) v;                                                                                                     \
    for (int i = 0; i < LANES; i++) v[i] = i < count ? keys[i] : KEY_MAX;                                              \
    return v;                                                                                                          \
  }                                                                                                                    \
  INLINE void NAME(store_prefix)(KEY *keys, NAME(Lanes) v, int64_t count) {                                     \
    for (int i = 0; i < LANES; i++)                                                                                    \
      if (i < count) keys[i] = v[i];                                                                                   \
  }

#define KEY int32_t
#define KEY_MAX INT32_MAX
#define NAME(x) portable32_##x
#define SORTER Sorter32
#define HEAP_SORT tensor_heap_sort_32
DEFINE_PARTS
#include "VectorSort.inc"

#undef KEY
#undef KEY_MAX
#undef NAME
#undef SORTER
#undef HEAP_SORT
#define KEY int64_t
#define KEY_MAX INT64_MAX
#define NAME(x) portable64_##x
#define SORTER Sorter64
#define HEAP_SORT tensor_heap_sort_64
DEFINE_PARTS
#include "VectorSort.inc"
