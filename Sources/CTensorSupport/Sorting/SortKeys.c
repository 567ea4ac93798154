#include "SortKeys.h"

#include "Sorters.h"

// Floats compare as their bits do, once those below zero are turned round. NaNs of either sign have the greatest key.
#define FLOAT_KEY(Key, bits, INFINITY_BITS)                                                                            \
  Key magnitude = (Key)(bits & NAN_KEY(Key));                                                                          \
  Key key = (Key)(bits ^ ((bits >> (sizeof(Key) * 8 - 1)) & NAN_KEY(Key)));                                            \
  if (equalZeros) key = magnitude == 0 ? 0 : key;                                                                      \
  key = magnitude > (Key)(INFINITY_BITS) ? NAN_KEY(Key) : key;

#define DEFINE_WIDE(BITS, Key, INFINITY_BITS)                                                                          \
  TARGET static void NAME(encode_##BITS)(                                                                              \
      const TensorSortRows *job, const Key *source, Key *keys, int64_t begin, int64_t end, bool equalZeros) {          \
    const Key flip = (Key)job->flip, sign = ~NAN_KEY(Key);                                                               \
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
  TARGET static void NAME(decode_##BITS)(const TensorSortRows *job, Key *keys, int64_t begin, int64_t end) {           \
    const Key flip = (Key)job->flip, sign = ~NAN_KEY(Key);                                                               \
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

#define ENCODE_INTEGERS(Element)                                                                                       \
  for (int64_t i = begin; i < end; i++) keys[i] = ((const Element *)source)[i] ^ flip

#define NAME(x) portable_##x
#define TARGET 
#include "SortKeys.inc"
#undef NAME
#undef TARGET

#if defined(__x86_64__)
#define NAME(x) avx2_##x
#define TARGET __attribute__((target("avx2")))
#include "SortKeys.inc"
#undef NAME
#undef TARGET

#define NAME(x) avx512_##x
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#include "SortKeys.inc"
#undef NAME
#undef TARGET

#define CHOOSE(call)                                                                                                   \
  {                                                                                                                    \
    const int level = tensor_sort_level();                                                                             \
    if (level == 2) return avx512_##call;                                                                              \
    if (level == 1) return avx2_##call;                                                                                \
    return portable_##call;                                                                                            \
  }
#else
#define CHOOSE(call) { return portable_##call; }
#endif

void tensor_encode_32(
    const TensorSortRows *job, const int32_t *source, int32_t *keys, int64_t begin, int64_t end, bool equalZeros)
CHOOSE(encode_32(job, source, keys, begin, end, equalZeros))

void tensor_encode_64(
    const TensorSortRows *job, const int64_t *source, int64_t *keys, int64_t begin, int64_t end, bool equalZeros)
CHOOSE(encode_64(job, source, keys, begin, end, equalZeros))

void tensor_encode_narrow(
    const TensorSortRows *job, const void *source, int32_t *keys, int64_t begin, int64_t end, bool equalZeros)
CHOOSE(encode_narrow(job, source, keys, begin, end, equalZeros))

void tensor_decode_32(const TensorSortRows *job, int32_t *keys, int64_t begin, int64_t end)
CHOOSE(decode_32(job, keys, begin, end))

void tensor_decode_64(const TensorSortRows *job, int64_t *keys, int64_t begin, int64_t end)
CHOOSE(decode_64(job, keys, begin, end))

void tensor_decode_narrow(const TensorSortRows *job, const int32_t *keys, void *result, int64_t begin, int64_t end)
CHOOSE(decode_narrow(job, keys, result, begin, end))
