// Binary search without branches, of many values at once: while one waits for memory, others go on.
#include <stdbool.h>

#include "CTensorSort.h"

// Values that are searched side by side.
#define TOGETHER 16
// Values of one piece of work for a thread.
#define GRAIN 1024

typedef struct {
  const TensorSearch *search;
  const char *rows, *values;
  int64_t *result;
} Search;

// What stands before a value: NaNs are equal, and greater than all else. (For integers the last parts are always false.)
#define BEFORE_LEFT(a, v, isNaN) (((a) < (v)) | ((isNaN) & ((a) == (a))))
#define BEFORE_RIGHT(a, v, isNaN) (((a) <= (v)) | (isNaN))

#define DEFINE_SEARCH(name, Element, BEFORE)                                                                           \
  static void name(const Element *row, int64_t extent, const Element *values, int64_t *result, int count) {            \
    int64_t base[TOGETHER] = {0};                                                                                      \
    if (extent > 0) {                                                                                                  \
      for (int64_t length = extent; length > 1;) {                                                                     \
        const int64_t half = length / 2;                                                                               \
        for (int i = 0; i < count; i++) {                                                                              \
          const Element a = row[base[i] + half - 1], v = values[i];                                                    \
          base[i] += BEFORE(a, v, v != v) ? half : 0;                                                                  \
        }                                                                                                              \
        length -= half;                                                                                                \
      }                                                                                                                \
      for (int i = 0; i < count; i++) {                                                                                \
        const Element a = row[base[i]], v = values[i];                                                                 \
        base[i] += BEFORE(a, v, v != v);                                                                               \
      }                                                                                                                \
    }                                                                                                                  \
    for (int i = 0; i < count; i++) result[i] = base[i];                                                               \
  }                                                                                                                    \
  static void name##_piece(const Search *work, int64_t row, int64_t begin, int64_t end) {                              \
    const TensorSearch *search = work->search;                                                                         \
    const Element *sorted = (const Element *)work->rows + row * search->extent;                                        \
    const Element *values = (const Element *)work->values + row * search->count;                                       \
    int64_t *result = work->result + row * search->count, i = begin;                                                   \
    for (; i + TOGETHER <= end; i += TOGETHER) name(sorted, search->extent, values + i, result + i, TOGETHER);         \
    if (i < end) name(sorted, search->extent, values + i, result + i, (int)(end - i));                                 \
  }

#define DEFINE_SEARCHES(name, Element)                                                                                 \
  DEFINE_SEARCH(name##_left, Element, BEFORE_LEFT)                                                                     \
  DEFINE_SEARCH(name##_right, Element, BEFORE_RIGHT)

DEFINE_SEARCHES(search_i8, int8_t)
DEFINE_SEARCHES(search_i16, int16_t)
DEFINE_SEARCHES(search_i32, int32_t)
DEFINE_SEARCHES(search_i64, int64_t)
DEFINE_SEARCHES(search_u8, uint8_t)
DEFINE_SEARCHES(search_u16, uint16_t)
DEFINE_SEARCHES(search_u32, uint32_t)
DEFINE_SEARCHES(search_u64, uint64_t)
DEFINE_SEARCHES(search_f32, float)
DEFINE_SEARCHES(search_f64, double)

typedef void (*Piece)(const Search *work, int64_t row, int64_t begin, int64_t end);

// By kind, then by width: 1, 2, 4, 8 bytes. Narrow floats are searched as wider ones.
#define PIECES(side)                                                                                                   \
  {                                                                                                                    \
    {search_u8_##side##_piece, search_u16_##side##_piece, search_u32_##side##_piece, search_u64_##side##_piece},       \
        {search_i8_##side##_piece, search_i16_##side##_piece, search_i32_##side##_piece, search_i64_##side##_piece},   \
        {0, 0, search_f32_##side##_piece, search_f64_##side##_piece},                                                  \
  }

static const Piece pieces[2][3][4] = {PIECES(left), PIECES(right)};

static void search_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Search *work = environment;
  const TensorSearch *search = work->search;
  const int number = search->width == 1 ? 0 : search->width == 2 ? 1 : search->width == 4 ? 2 : 3;
  const Piece piece = pieces[search->is_right][search->kind][number];
  const int64_t perRow = (search->count + GRAIN - 1) / GRAIN;
  for (int64_t i = begin; i < end; i++) {
    const int64_t first = i % perRow * GRAIN, last = first + GRAIN < search->count ? first + GRAIN : search->count;
    piece(work, i / perRow, first, last);
  }
}

void tensor_search_rows(
    TensorContext *context, const TensorSearch *search, const void *rows, const void *values, int64_t *result) {
  if (search->rows <= 0 || search->count <= 0) return;
  Search work = {search, rows, values, result};
  const int64_t perRow = (search->count + GRAIN - 1) / GRAIN;
  // Short rows: several to a thread.
  const int64_t grain = GRAIN / search->count;
  context->parallel_for(context, search_part, &work, search->rows * perRow, grain > 0 ? grain : 1);
}
