#include "SortKeys.h"

// Floats compare as their bits do, once those below zero are turned round. NaNs of either sign have the greatest key.
#define FLOAT_KEY(Key, bits, INFINITY_BITS)                                                                            \
  Key magnitude = (Key)(bits & NAN_KEY(Key));                                                                          \
  Key key = (Key)(bits ^ ((bits >> (sizeof(Key) * 8 - 1)) & NAN_KEY(Key)));                                            \
  if (equalZeros) key = magnitude == 0 ? 0 : key;                                                                      \
  key = magnitude > (Key)(INFINITY_BITS) ? NAN_KEY(Key) : key;

#define DEFINE_WIDE(BITS, Key, INFINITY_BITS)                                                                          \
  void tensor_encode_##BITS(                                                                                           \
      const TensorSortRows *job, const Key *source, Key *keys, int64_t begin, int64_t end, bool equalZeros) {          \
    const Key flip = (Key)job->flip, sign = (Key)((Key)1 << (BITS - 1));                                               \
    switch (job->kind) {                                                                                               \
    case TENSOR_SORT_SIGNED:                                                                                           \
      for (int64_t i = begin; i < end; i++) keys[i] = source[i] ^ flip;                                                \
      return;                                                                                                          \
    case TENSOR_SORT_UNSIGNED:                                                                                         \
      for (int64_t i = begin; i < end; i++) keys[i] = source[i] ^ sign ^ flip;                                         \
      return;                                                                                                          \
    case TENSOR_SORT_FLOAT:                                                                                            \
    case TENSOR_SORT_BFLOAT:                                                                                           \
      for (int64_t i = begin; i < end; i++) {                                                                          \
        Key bits = source[i];                                                                                          \
        FLOAT_KEY(Key, bits, INFINITY_BITS)                                                                            \
        keys[i] = key ^ flip;                                                                                          \
      }                                                                                                                \
    }                                                                                                                  \
  }                                                                                                                    \
  void tensor_decode_##BITS(const TensorSortRows *job, Key *keys, int64_t begin, int64_t end) {                        \
    const Key flip = (Key)job->flip, sign = (Key)((Key)1 << (BITS - 1));                                               \
    switch (job->kind) {                                                                                               \
    case TENSOR_SORT_SIGNED:                                                                                           \
      if (flip)                                                                                                        \
        for (int64_t i = begin; i < end; i++) keys[i] ^= flip;                                                         \
      return;                                                                                                          \
    case TENSOR_SORT_UNSIGNED:                                                                                         \
      for (int64_t i = begin; i < end; i++) keys[i] ^= sign ^ flip;                                                    \
      return;                                                                                                          \
    case TENSOR_SORT_FLOAT:                                                                                            \
    case TENSOR_SORT_BFLOAT:                                                                                           \
      for (int64_t i = begin; i < end; i++) {                                                                          \
        Key key = keys[i] ^ flip;                                                                                      \
        keys[i] = key ^ ((key >> (BITS - 1)) & NAN_KEY(Key));                                                          \
      }                                                                                                                \
    }                                                                                                                  \
  }

DEFINE_WIDE(32, int32_t, 0x7f800000)
DEFINE_WIDE(64, int64_t, 0x7ff0000000000000)

#define ENCODE_INTEGERS(Element)                                                                                       \
  for (int64_t i = begin; i < end; i++) keys[i] = ((const Element *)source)[i] ^ flip

void tensor_encode_narrow(
    const TensorSortRows *job, const void *source, int32_t *keys, int64_t begin, int64_t end, bool equalZeros) {
  const int32_t flip = (int32_t)job->flip;
  if (job->width == 1) {
    if (job->kind == TENSOR_SORT_SIGNED) {
      ENCODE_INTEGERS(int8_t);
    } else {
      ENCODE_INTEGERS(uint8_t);
    }
    return;
  }
  if (job->kind == TENSOR_SORT_SIGNED) {
    ENCODE_INTEGERS(int16_t);
  } else if (job->kind == TENSOR_SORT_UNSIGNED) {
    ENCODE_INTEGERS(uint16_t);
  } else {
    const int16_t infinity = job->kind == TENSOR_SORT_BFLOAT ? 0x7f80 : 0x7c00;
    for (int64_t i = begin; i < end; i++) {
      int16_t bits = ((const int16_t *)source)[i];
      FLOAT_KEY(int16_t, bits, infinity)
      keys[i] = key ^ flip;
    }
  }
}

void tensor_decode_narrow(const TensorSortRows *job, const int32_t *keys, void *result, int64_t begin, int64_t end) {
  const int32_t flip = (int32_t)job->flip;
  if (job->width == 1) {
    for (int64_t i = begin; i < end; i++) ((int8_t *)result)[i] = (int8_t)(keys[i] ^ flip);
  } else if (job->kind == TENSOR_SORT_SIGNED || job->kind == TENSOR_SORT_UNSIGNED) {
    for (int64_t i = begin; i < end; i++) ((int16_t *)result)[i] = (int16_t)(keys[i] ^ flip);
  } else {
    for (int64_t i = begin; i < end; i++) {
      int16_t key = (int16_t)(keys[i] ^ flip);
      ((int16_t *)result)[i] = key ^ ((key >> 15) & INT16_MAX);
    }
  }
}
