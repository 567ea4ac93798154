#include "Sorters.h"

#include <stdatomic.h>

#include "CTensorSort.h"

static int best_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return 2;
  if (__builtin_cpu_supports("avx2")) return 1;
#endif
  return 0;
}

// -1: not known yet. Threads that find it out at once find the same.
static _Atomic int level = -1;

int tensor_sort_level(void) {
  int known = atomic_load_explicit(&level, memory_order_relaxed);
  if (known >= 0) return known;
  known = best_level();
  atomic_store_explicit(&level, known, memory_order_relaxed);
  return known;
}

void tensor_limit_sort_level(int most) {
  int best = best_level();
  atomic_store_explicit(&level, most < best ? most : best, memory_order_relaxed);
}

const Sorter32 *tensor_sorter_32(void) {
#if defined(__x86_64__)
  int level = tensor_sort_level();
  if (level == 2) return &avx512_32_sorter;
  if (level == 1) return &avx2_32_sorter;
#endif
  return &portable32_sorter;
}

const Sorter64 *tensor_sorter_64(void) {
#if defined(__x86_64__)
  int level = tensor_sort_level();
  if (level == 2) return &avx512_64_sorter;
  if (level == 1) return &avx2_64_sorter;
#endif
  return &portable64_sorter;
}

#define DEFINE_HEAP_SORT(name, Key)                                                                                    \
  static void name##_sift(Key *keys, int64_t place, int64_t count) {                                                   \
    Key key = keys[place];                                                                                             \
    while (2 * place + 1 < count) {                                                                                    \
      int64_t child = 2 * place + 1;                                                                                   \
      if (child + 1 < count && keys[child] < keys[child + 1]) child++;                                                 \
      if (keys[child] <= key) break;                                                                                   \
      keys[place] = keys[child];                                                                                       \
      place = child;                                                                                                   \
    }                                                                                                                  \
    keys[place] = key;                                                                                                 \
  }                                                                                                                    \
  void name(Key *keys, int64_t count) {                                                                                \
    for (int64_t i = count / 2 - 1; i >= 0; i--) name##_sift(keys, i, count);                                          \
    for (int64_t end = count - 1; end > 0; end--) {                                                                    \
      Key greatest = keys[0];                                                                                          \
      keys[0] = keys[end];                                                                                             \
      keys[end] = greatest;                                                                                            \
      name##_sift(keys, 0, end);                                                                                       \
    }                                                                                                                  \
  }

DEFINE_HEAP_SORT(tensor_heap_sort_32, int32_t)
DEFINE_HEAP_SORT(tensor_heap_sort_64, int64_t)
