#include "ParallelSort.h"

#include <stdlib.h>
#include <string.h>

#include "Sorters.h"

#define MOST_ROUNDS 7
#define MOST_SEGMENTS (1 << MOST_ROUNDS)
#define SAMPLES 255
// Keys that one thread counts or moves at a time.
#define CHUNK 16384
// Fewer are sorted by one thread.
#define LEAST_COUNT 32768

typedef struct {
  int64_t start, count;
  int segment;
  int64_t less, lessPlace, restPlace;
} SortChunk;

int tensor_sort_rounds(const TensorContext *context, int64_t count) {
  if (context->threads < 2 || count < LEAST_COUNT) return 0;
  int rounds = 1;
  // Two buckets or more for each thread: they are not of one size.
  while (rounds < MOST_ROUNDS && 1 << rounds < 2 * context->threads && count >> rounds > LEAST_COUNT / 4) rounds++;
  return rounds;
}

/// Where the parts of chunks go, and where the segments of the next round begin.
static void place_chunks(SortChunk *chunks, int64_t count, const int64_t *old, int segments, int64_t *starts) {
  int64_t next = 0;
  for (int segment = 0; segment < segments; segment++) {
    int64_t less = 0, place = old[segment], i = next;
    for (; i < count && chunks[i].segment == segment; i++) {
      chunks[i].lessPlace = place + less;
      less += chunks[i].less;
    }
    int64_t rest = place + less;
    starts[2 * segment] = place;
    starts[2 * segment + 1] = rest;
    for (; next < i; next++) {
      chunks[next].restPlace = rest;
      rest += chunks[next].count - chunks[next].less;
    }
  }
  starts[2 * segments] = old[segments];
}

#define KEY int32_t
#define SORTER Sorter32
#define NAME(x) parallel32_##x
static const Sorter32 *parallel32_sorter_of_processor(void) { return tensor_sorter_32(); }
#include "ParallelSort.inc"

#undef KEY
#undef SORTER
#undef NAME
#define KEY int64_t
#define SORTER Sorter64
#define NAME(x) parallel64_##x
static const Sorter64 *parallel64_sorter_of_processor(void) { return tensor_sorter_64(); }
#include "ParallelSort.inc"

void tensor_sort_in_parallel_32(TensorContext *context, int32_t *keys, int32_t *other, int64_t count, int rounds) {
  parallel32_sort_in_parallel(context, keys, other, count, rounds);
}

void tensor_sort_in_parallel_64(TensorContext *context, int64_t *keys, int64_t *other, int64_t count, int rounds) {
  parallel64_sort_in_parallel(context, keys, other, count, rounds);
}
