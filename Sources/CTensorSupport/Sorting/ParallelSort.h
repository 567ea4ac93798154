#ifndef TENSOR_PARALLEL_SORT_H
#define TENSOR_PARALLEL_SORT_H

#include "CTensorSort.h"

/// How often keys are parted before threads sort the parts; 0: one thread does it all.
int tensor_sort_rounds(const TensorContext *context, int64_t count);

/// Sorts keys that lie in `keys` if `rounds` is even, else in `other`; at the end they are in `keys`.
void tensor_sort_in_parallel_32(TensorContext *context, int32_t *keys, int32_t *other, int64_t count, int rounds);
void tensor_sort_in_parallel_64(TensorContext *context, int64_t *keys, int64_t *other, int64_t count, int rounds);

#endif
