// The lexicographic order of vectors: a stable merge sort of their places. Elements become keys once, so that one comparison serves all types.
#include <string.h>

#include "CTensorSort.h"
#include "SortKeys.h"
#include "SortOrders.h"

// Vectors that are put in order one by one before runs are merged.
#define RUN 12
// Vectors that one thread sorts by itself.
#define ALONE 4096

typedef struct {
  const TensorVectors *vectors;
  const void *source;
  void *keys;
  int64_t *result, *room;
  /// Of the runs that are merged: their length, and where they are and go.
  int64_t length;
  int64_t *from, *to;
} Work;

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static void encode_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Work *work = environment;
  const TensorSortRows job = {.width = work->vectors->bytes, .kind = work->vectors->kind};
  switch (job.width) {
  case 8: tensor_encode_64(&job, work->source, work->keys, begin, end, true); break;
  case 4: tensor_encode_32(&job, work->source, work->keys, begin, end, true); break;
  default: tensor_encode_narrow(&job, work->source, work->keys, begin, end, true);
  }
}

#define DEFINE_ORDER(BITS, Key)                                                                                        \
  static inline bool is_less_##BITS(const Key *keys, int64_t width, int64_t a, int64_t b) {                            \
    const Key *first = keys + a * width, *second = keys + b * width;                                                   \
    for (int64_t i = 0; i < width; i++)                                                                                \
      if (first[i] != second[i]) return first[i] < second[i];                                                          \
    return false;                                                                                                      \
  }                                                                                                                    \
  static void merge_##BITS(                                                                                            \
      const Key *keys, int64_t width, const int64_t *from, int64_t *to, int64_t begin, int64_t middle, int64_t end) {  \
    int64_t i = begin, j = middle;                                                                                     \
    for (int64_t k = begin; k < end; k++) {                                                                            \
      const bool isSecond = i == middle || (j < end && is_less_##BITS(keys, width, from[j], from[i]));                 \
      to[k] = isSecond ? from[j++] : from[i++];                                                                        \
    }                                                                                                                  \
  }                                                                                                                    \
  /* Sorts `begin ..< end` of the places in `result`; `room` is as large. */                                           \
  static void sort_##BITS(                                                                                             \
      const Key *keys, int64_t width, int64_t *result, int64_t *room, int64_t begin, int64_t end) {                    \
    for (int64_t start = begin; start < end; start += RUN) {                                                           \
      for (int64_t i = start; i < least(start + RUN, end); i++) {                                                      \
        int64_t j = i;                                                                                                 \
        for (; j > start && is_less_##BITS(keys, width, i, result[j - 1]); j--) result[j] = result[j - 1];             \
        result[j] = i;                                                                                                 \
      }                                                                                                                \
    }                                                                                                                  \
    int64_t *from = result, *to = room;                                                                                \
    for (int64_t length = RUN; length < end - begin; length *= 2) {                                                    \
      for (int64_t start = begin; start < end; start += 2 * length)                                                    \
        merge_##BITS(                                                                                                  \
            keys, width, from, to, start, least(start + length, end), least(start + 2 * length, end));                 \
      int64_t *last = from;                                                                                            \
      from = to;                                                                                                       \
      to = last;                                                                                                       \
    }                                                                                                                  \
    if (from != result) memcpy(result + begin, from + begin, (size_t)(end - begin) * sizeof(int64_t));                 \
  }                                                                                                                    \
  static void sort_rows_##BITS(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) { \
    const Work *work = environment;                                                                                    \
    const int64_t count = work->vectors->count, width = work->vectors->width;                                          \
    for (int64_t row = begin; row < end; row++)                                                                        \
      sort_##BITS(                                                                                                     \
          (const Key *)work->keys + row * count * width, width, work->result + row * count, work->room + row * count,  \
          0, count);                                                                                                   \
  }                                                                                                                    \
  static void sort_part_##BITS(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) { \
    const Work *work = environment;                                                                                    \
    for (int64_t part = begin; part < end; part++)                                                                     \
      sort_##BITS(                                                                                                     \
          work->keys, work->vectors->width, work->result, work->room, part * ALONE,                                    \
          least((part + 1) * ALONE, work->vectors->count));                                                            \
  }                                                                                                                    \
  static void merge_part_##BITS(                                                                                       \
      TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {                         \
    const Work *work = environment;                                                                                    \
    const int64_t count = work->vectors->count, length = work->length;                                                 \
    for (int64_t pair = begin; pair < end; pair++) {                                                                   \
      const int64_t start = 2 * length * pair;                                                                         \
      merge_##BITS(                                                                                                    \
          work->keys, work->vectors->width, work->from, work->to, start, least(start + length, count),                 \
          least(start + 2 * length, count));                                                                           \
    }                                                                                                                  \
  }

DEFINE_ORDER(32, int32_t)
DEFINE_ORDER(64, int64_t)

/// One long row, on all threads: parts, then pairs of them, and pairs of these.
static void order_long_row(TensorContext *context, Work *work) {
  const int64_t count = work->vectors->count;
  const bool isWide = work->vectors->bytes == 8;
  context->parallel_for(context, isWide ? sort_part_64 : sort_part_32, work, (count + ALONE - 1) / ALONE, 1);
  work->from = work->result;
  work->to = work->room;
  for (work->length = ALONE; work->length < count; work->length *= 2) {
    const int64_t pairs = (count + 2 * work->length - 1) / (2 * work->length);
    context->parallel_for(context, isWide ? merge_part_64 : merge_part_32, work, pairs, 1);
    int64_t *last = work->from;
    work->from = work->to;
    work->to = last;
  }
  if (work->from != work->result) memcpy(work->result, work->from, (size_t)count * sizeof(int64_t));
}

void tensor_order_vectors(
    TensorContext *context, const TensorVectors *vectors, const void *source, int64_t *result, void *keys,
    int64_t *room) {
  const int64_t rows = vectors->rows, count = vectors->count, size = count * vectors->width;
  if (rows <= 0 || count <= 0) return;
  Work work = {.vectors = vectors, .source = source, .keys = keys, .result = result, .room = room};
  if (size > 0) context->parallel_for(context, encode_part, &work, rows * size, TENSOR_SORT_GRAIN);
  const bool isWide = vectors->bytes == 8;
  if (count <= ALONE) {
    const int64_t grain = ALONE / count;
    context->parallel_for(context, isWide ? sort_rows_64 : sort_rows_32, &work, rows, grain > 0 ? grain : 1);
    return;
  }
  for (int64_t row = 0; row < rows; row++) {
    const int64_t step = row * size * (isWide ? 8 : 4);
    work.keys = (char *)keys + step;
    work.result = result + row * count;
    work.room = room + row * count;
    order_long_row(context, &work);
  }
}
