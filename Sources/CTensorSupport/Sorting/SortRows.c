// Sorting of rows: elements become keys, keys are sorted, and become elements again.
#include <stdlib.h>
#include <string.h>

#include "CTensorSort.h"
#include "ParallelSort.h"
#include "SortKeys.h"
#include "SortOrders.h"
#include "Sorters.h"

// Keys of narrow elements that have room on the stack.
#define FEW 4096

static bool is_float(const TensorSortRows *job) {
  return job->kind == TENSOR_SORT_FLOAT || job->kind == TENSOR_SORT_BFLOAT;
}

static void *advanced(const void *base, int64_t bytes) { return (char *)base + bytes; }

// MARK: What equal keys do not tell apart

// The parts of the wanted places that hold zeros of both signs, or NaNs: which is which is told by the source alone.
typedef struct {
  int64_t zeros, zerosEnd, nans, nansEnd;
} Alike;

#define DEFINE_ALIKE(BITS, Key, NAN)                                                                                   \
  static int64_t first_from_##BITS(const Key *keys, int64_t count, Key key) {                                          \
    int64_t low = 0;                                                                                                   \
    while (count > 0) {                                                                                                \
      int64_t half = count / 2;                                                                                        \
      if (keys[low + half] < key) {                                                                                    \
        low += half + 1;                                                                                               \
        count -= half + 1;                                                                                             \
      } else {                                                                                                         \
        count = half;                                                                                                  \
      }                                                                                                                \
    }                                                                                                                  \
    return low;                                                                                                        \
  }                                                                                                                    \
  /* Of sorted keys. Those of zeros are -1 and 0, whichever way round. */                                              \
  static Alike alike_##BITS(const TensorSortRows *job, const Key *keys, int64_t count) {                               \
    Alike alike = {0, 0, 0, 0};                                                                                        \
    if (!is_float(job) || count == 0) return alike;                                                                    \
    const Key nan = (Key)(NAN ^ (Key)job->flip);                                                                       \
    if (keys[job->flip ? 0 : count - 1] == nan) {                                                                      \
      alike.nans = job->flip ? 0 : first_from_##BITS(keys, count, nan);                                                \
      alike.nansEnd = job->flip ? first_from_##BITS(keys, count, nan + 1) : count;                                     \
    }                                                                                                                  \
    alike.zeros = first_from_##BITS(keys, count, -1);                                                                  \
    alike.zerosEnd = first_from_##BITS(keys, count, 1);                                                                \
    const bool isWhole = job->count == job->extent;                                                                    \
    const int64_t middle = first_from_##BITS(keys, count, 0);                                                          \
    if (isWhole && (middle == alike.zeros || middle == alike.zerosEnd)) alike.zerosEnd = alike.zeros;                  \
    return alike;                                                                                                      \
  }

DEFINE_ALIKE(32, int32_t, (job->width == 4 ? INT32_MAX : INT16_MAX))
DEFINE_ALIKE(64, int64_t, INT64_MAX)

#define DEFINE_RESTORE(Bits, SIGN, INFINITY_BITS)                                                                      \
  static void restore_##Bits(const TensorSortRows *job, const Bits *source, Bits *result, Alike alike) {               \
    int64_t zero = 0, nan = 0;                                                                                         \
    if (job->count < job->extent) {                                                                                    \
      /* How many of either stand before the wanted places. */                                                         \
      int64_t lower = 0, nans = 0;                                                                                     \
      for (int64_t i = 0; i < job->extent; i++) {                                                                      \
        Bits magnitude = source[i] & (Bits)~SIGN;                                                                      \
        bool isNaN = magnitude > INFINITY_BITS, isNegative = source[i] & SIGN;                                         \
        nans += isNaN;                                                                                                 \
        lower += job->flip ? isNaN || (magnitude && !isNegative) : magnitude && isNegative && !isNaN;                  \
      }                                                                                                                \
      zero = lower - job->first - alike.zeros;                                                                         \
      nan = (job->flip ? 0 : job->extent - nans) - job->first - alike.nans;                                            \
    }                                                                                                                  \
    const int64_t zeros = alike.zerosEnd - alike.zeros, nans = alike.nansEnd - alike.nans;                             \
    for (int64_t i = 0; i < job->extent; i++) {                                                                        \
      Bits magnitude = source[i] & (Bits)~SIGN;                                                                        \
      if (magnitude == 0) {                                                                                            \
        if (zero >= 0 && zero < zeros) result[alike.zeros + zero] = source[i];                                         \
        zero++;                                                                                                        \
      } else if (magnitude > INFINITY_BITS) {                                                                          \
        if (nan >= 0 && nan < nans) result[alike.nans + nan] = source[i];                                              \
        nan++;                                                                                                         \
      }                                                                                                                \
    }                                                                                                                  \
  }

DEFINE_RESTORE(uint16_t, 0x8000u, (job->kind == TENSOR_SORT_BFLOAT ? 0x7f80u : 0x7c00u))
DEFINE_RESTORE(uint32_t, 0x80000000u, 0x7f800000u)
DEFINE_RESTORE(uint64_t, 0x8000000000000000u, 0x7ff0000000000000u)

/// Zeros of both signs and NaNs in the order in which they stand in the source.
static void restore(const TensorSortRows *job, const void *source, void *result, Alike alike) {
  if (alike.zeros == alike.zerosEnd && alike.nans == alike.nansEnd) return;
  if (job->width == 2) restore_uint16_t(job, source, result, alike);
  if (job->width == 4) restore_uint32_t(job, source, result, alike);
  if (job->width == 8) restore_uint64_t(job, source, result, alike);
}

// MARK: Rows

#define DEFINE_ROW(BITS, Key)                                                                                          \
  static void sort_row_##BITS(const TensorSortRows *job, const Key *source, Key *result, Key *workspace) {             \
    const bool isWhole = job->count == job->extent;                                                                    \
    Key *keys = isWhole ? result : workspace;                                                                          \
    tensor_encode_##BITS(job, source, keys, 0, job->extent, false);                                                    \
    if (isWhole) {                                                                                                     \
      tensor_sorter_##BITS()->sort(keys, job->extent);                                                                 \
    } else {                                                                                                           \
      tensor_sorter_##BITS()->select(keys, job->extent, job->first, job->first + job->count);                          \
      memcpy(result, keys + job->first, (size_t)job->count * sizeof(Key));                                             \
    }                                                                                                                  \
    Alike alike = alike_##BITS(job, result, job->count);                                                               \
    tensor_decode_##BITS(job, result, 0, job->count);                                                                  \
    restore(job, source, result, alike);                                                                               \
  }

DEFINE_ROW(32, int32_t)
DEFINE_ROW(64, int64_t)

// Elements of short rows that are encoded and decoded together.
#define TOGETHER 4096

/* Short rows: what does not depend on the row is done for many at once. -0 and NaNs are rare, and looked for first. */
#define DEFINE_SHORT_ROWS(BITS, Key)                                                                                   \
  static void sort_short_rows_##BITS(const TensorSortRows *job, const Key *source, Key *result, int64_t rows) {        \
    const Key nan = (Key)(NAN_KEY(Key) ^ (Key)job->flip);                         \
    const Key negativeZero = (Key)(-1 ^ (Key)job->flip);                                                               \
    const int64_t count = rows * job->extent;                                                                          \
    tensor_encode_##BITS(job, source, result, 0, count, false);                                                        \
    int rare = 0;                                                                                                      \
    if (is_float(job))                                                                                                 \
      for (int64_t i = 0; i < count; i++) rare |= (result[i] == nan) | (result[i] == negativeZero);                    \
    const Sorter##BITS *sorter = tensor_sorter_##BITS();                                                               \
    for (int64_t row = 0; row < rows; row++) sorter->sort(result + row * job->extent, job->extent);                    \
    if (!rare) return tensor_decode_##BITS(job, result, 0, count);                                                     \
    for (int64_t row = 0; row < rows; row++) {                                                                         \
      Key *keys = result + row * job->extent;                                                                          \
      Alike alike = alike_##BITS(job, keys, job->extent);                                                              \
      tensor_decode_##BITS(job, keys, 0, job->extent);                                                                 \
      restore(job, source + row * job->extent, keys, alike);                                                           \
    }                                                                                                                  \
  }

DEFINE_SHORT_ROWS(32, int32_t)
DEFINE_SHORT_ROWS(64, int64_t)

/// Elements of which there are few values are counted.
static bool count_row(const TensorSortRows *job, const void *source, void *result) {
  const int64_t values = job->width == 1 ? 256 : 65536, half = job->kind == TENSOR_SORT_SIGNED ? values / 2 : 0;
  int64_t few[256] = {0}, *counts = job->width == 1 ? few : calloc((size_t)values, sizeof(int64_t));
  if (!counts) return false;
  if (job->width == 1) {
    for (int64_t i = 0; i < job->extent; i++) counts[((const uint8_t *)source)[i]]++;
  } else {
    for (int64_t i = 0; i < job->extent; i++) counts[((const uint16_t *)source)[i]]++;
  }
  // Places of the sorted row, of which some are wanted.
  int64_t place = 0;
  for (int64_t i = 0; i < values; i++) {
    const int64_t order = job->flip ? values - 1 - i : i, value = (order + half) & (values - 1);
    int64_t begin = place - job->first, end = begin + counts[value];
    place += counts[value];
    if (begin < 0) begin = 0;
    if (end > job->count) end = job->count;
    if (begin >= end) continue;
    if (job->width == 1) {
      memset((uint8_t *)result + begin, (int)value, (size_t)(end - begin));
    } else {
      for (; begin < end; begin++) ((uint16_t *)result)[begin] = (uint16_t)value;
    }
  }
  if (counts != few) free(counts);
  return true;
}

static void sort_row_narrow(const TensorSortRows *job, const void *source, void *result) {
  const bool isCounted = !is_float(job) && job->extent >= (job->width == 1 ? 64 : 32768);
  if (isCounted && count_row(job, source, result)) return;
  int32_t few[FEW], *keys = few;
  if (job->extent > FEW) {
    keys = malloc((size_t)job->extent * sizeof(int32_t));
    if (!keys) abort();
  }
  tensor_encode_narrow(job, source, keys, 0, job->extent, false);
  tensor_sorter_32()->select(keys, job->extent, job->first, job->first + job->count);
  Alike alike = alike_32(job, keys + job->first, job->count);
  tensor_decode_narrow(job, keys + job->first, result, 0, job->count);
  if (is_float(job)) restore(job, source, result, alike);
  if (keys != few) free(keys);
}

typedef struct {
  const TensorSortRows *job;
  const void *source;
  void *result, *workspace;
} Rows;

static void sort_some_rows(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Rows *rows = environment;
  const TensorSortRows *job = rows->job;
  const int64_t bytes = job->extent * job->width;
  const int64_t together = TOGETHER / job->extent;
  if (together > 1 && job->width >= 4 && job->count == job->extent) {
    for (int64_t row = begin; row < end; row += together) {
      const void *source = advanced(rows->source, row * bytes);
      void *result = advanced(rows->result, row * bytes);
      const int64_t count = end - row < together ? end - row : together;
      if (job->width == 8) sort_short_rows_64(job, source, result, count);
      else sort_short_rows_32(job, source, result, count);
    }
    return;
  }
  for (int64_t row = begin; row < end; row++) {
    const void *source = advanced(rows->source, row * bytes);
    void *result = advanced(rows->result, row * job->count * job->width);
    void *workspace = job->count == job->extent ? NULL : advanced(rows->workspace, row * bytes);
    if (job->width == 8) {
      sort_row_64(job, source, result, workspace);
    } else if (job->width == 4) {
      sort_row_32(job, source, result, workspace);
    } else {
      sort_row_narrow(job, source, result);
    }
  }
}

static void encode_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Rows *rows = environment;
  if (rows->job->width == 8) tensor_encode_64(rows->job, rows->source, rows->workspace, begin, end, false);
  else tensor_encode_32(rows->job, rows->source, rows->workspace, begin, end, false);
}

static void decode_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Rows *rows = environment;
  if (rows->job->width == 8) tensor_decode_64(rows->job, rows->result, begin, end);
  else tensor_decode_32(rows->job, rows->result, begin, end);
}

static void sort_long_row(TensorContext *context, Rows rows, int rounds) {
  const TensorSortRows *job = rows.job;
  void *other = rows.workspace;
  rows.workspace = rounds & 1 ? other : rows.result;
  context->parallel_for(context, encode_part, &rows, job->extent, TENSOR_SORT_GRAIN);
  Alike alike;
  if (job->width == 8) {
    tensor_sort_in_parallel_64(context, rows.result, other, job->extent, rounds);
    alike = alike_64(job, rows.result, job->extent);
  } else {
    tensor_sort_in_parallel_32(context, rows.result, other, job->extent, rounds);
    alike = alike_32(job, rows.result, job->extent);
  }
  context->parallel_for(context, decode_part, &rows, job->extent, TENSOR_SORT_GRAIN);
  restore(job, rows.source, rows.result, alike);
}

void tensor_sort_rows(
    TensorContext *context, const TensorSortRows *job, const void *source, void *result, void *workspace) {
  if (job->count <= 0 || job->rows <= 0) return;
  Rows rows = {job, source, result, workspace};
  const int rounds = tensor_sort_rounds(context, job->extent);
  if (job->rows < context->threads && rounds > 0 && job->count == job->extent && job->width >= 4) {
    const int64_t bytes = job->extent * job->width;
    for (int64_t row = 0; row < job->rows; row++) {
      sort_long_row(context, rows, rounds);
      rows.source = advanced(rows.source, bytes);
      rows.result = advanced(rows.result, bytes);
    }
    return;
  }
  const int64_t grain = TENSOR_SORT_GRAIN / 4 / job->extent;
  context->parallel_for(context, sort_some_rows, &rows, job->rows, grain > 0 ? grain : 1);
}
