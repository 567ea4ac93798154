// Elements as keys: signed integers in the same order.
#ifndef TENSOR_SORT_KEYS_H
#define TENSOR_SORT_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "CTensorSort.h"

/// The key of NaNs: no number has it.
#define NAN_KEY(Key) ((Key)(~0ull >> (65 - 8 * sizeof(Key))))

/// Keys of elements `begin ..< end` of 4 bytes; -0 is less than 0 unless zeros are to be equal.
void tensor_encode_32(
    const TensorSortRows *job, const int32_t *source, int32_t *keys, int64_t begin, int64_t end, bool equalZeros);
void tensor_encode_64(
    const TensorSortRows *job, const int64_t *source, int64_t *keys, int64_t begin, int64_t end, bool equalZeros);
/// Of elements of 1 or 2 bytes, as keys of 4.
void tensor_encode_narrow(
    const TensorSortRows *job, const void *source, int32_t *keys, int64_t begin, int64_t end, bool equalZeros);
/// The elements of keys.
void tensor_decode_32(const TensorSortRows *job, int32_t *keys, int64_t begin, int64_t end);
void tensor_decode_64(const TensorSortRows *job, int64_t *keys, int64_t begin, int64_t end);
void tensor_decode_narrow(const TensorSortRows *job, const int32_t *keys, void *result, int64_t begin, int64_t end);

#endif
