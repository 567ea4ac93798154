// Sorting of keys: signed integers of 32 and 64 bits, to which everything that can be sorted is mapped.
#ifndef TENSOR_SORTERS_H
#define TENSOR_SORTERS_H

#include <stdbool.h>
#include <stdint.h>

#define DECLARE_SORTER(Sorter, Key)                                                                                    \
  typedef struct {                                                                                                     \
    void (*sort)(Key *keys, int64_t count);                                                                            \
    /* Puts in place what belongs at `first ..< last`; lesser keys before, greater ones behind. */                     \
    void (*select)(Key *keys, int64_t count, int64_t first, int64_t last);                                             \
    int64_t (*count_less)(const Key *keys, int64_t count, Key pivot);                                                  \
    /* Copies what is less than the pivot to one place and the rest to another. */                                     \
    void (*distribute)(const Key *keys, int64_t count, Key pivot, Key *less, Key *rest);                               \
  } Sorter;

DECLARE_SORTER(Sorter32, int32_t)
DECLARE_SORTER(Sorter64, int64_t)

// Its arguments are known where it is called, or are vectors that have no place in registers by convention.
#define INLINE static inline __attribute__((always_inline))

extern const Sorter32 portable32_sorter;
extern const Sorter64 portable64_sorter;
#if defined(__x86_64__)
extern const Sorter32 avx2_32_sorter, avx512_32_sorter;
extern const Sorter64 avx2_64_sorter, avx512_64_sorter;
#endif

/// Those for this processor.
const Sorter32 *tensor_sorter_32(void);
const Sorter64 *tensor_sorter_64(void);

/// For a partition that goes wrong again and again.
void tensor_heap_sort_32(int32_t *keys, int64_t count);
void tensor_heap_sort_64(int64_t *keys, int64_t count);

#endif
