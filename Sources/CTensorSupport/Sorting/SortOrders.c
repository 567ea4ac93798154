// The order of elements: the places at which they stand, sorted.
//
// A key and its place go into one word: the key's distance from the least one above, the place below. Sorted words are in a
// stable order. Where both together have too many bits, the lowest bits of the distance are left out, and elements whose words do not tell
// them apart are put in order afterwards.
#include "SortOrders.h"

#include <stdlib.h>
#include <string.h>

#include "CTensorSort.h"
#include "ParallelSort.h"
#include "SortKeys.h"
#include "Sorters.h"

// Keys that are encoded at once.
#define BLOCK 512
// Parts in which a long row is looked through.
#define PARTS 64
// Runs of words that look alike are put in order one by one up to this length.
#define SHORT_RUN 24

typedef struct {
  const TensorSortRows *job;
  const void *source;
  int64_t *words, *result;
  int64_t least;
  int shift, placeBits;
} Order;

/// The same with what is found in its parts.
typedef struct {
  Order order;
  int64_t lowest[PARTS], highest[PARTS];
} LongOrder;

static int bits_of(uint64_t value) { return value ? 64 - __builtin_clzll(value) : 0; }

/// The keys of at most BLOCK elements.
static void encode(const Order *order, int64_t begin, int64_t end, int64_t *keys) {
  const TensorSortRows *job = order->job;
  if (job->width == 8) {
    tensor_encode_64(job, (const int64_t *)order->source + begin, keys, 0, end - begin, true);
    return;
  }
  int32_t narrow[BLOCK];
  const char *source = (const char *)order->source + begin * job->width;
  if (job->width == 4) tensor_encode_32(job, (const int32_t *)source, narrow, 0, end - begin, true);
  else tensor_encode_narrow(job, source, narrow, 0, end - begin, true);
  for (int64_t i = 0; i < end - begin; i++) keys[i] = narrow[i];
}

static int64_t key_at(const Order *order, int64_t place) {
  int64_t key;
  encode(order, place, place + 1, &key);
  return key;
}

static int64_t place_of(const Order *order, int64_t word) {
  return word & (int64_t)((1ull << order->placeBits) - 1);
}

static void widen_range(const int64_t *keys, int64_t count, int64_t *lowest, int64_t *highest) {
  int64_t low = *lowest, high = *highest;
  for (int64_t i = 0; i < count; i++) {
    low = keys[i] < low ? keys[i] : low;
    high = keys[i] > high ? keys[i] : high;
  }
  *lowest = low;
  *highest = high;
}

static void find_range(const Order *order, int64_t begin, int64_t end, int64_t *lowest, int64_t *highest) {
  int64_t keys[BLOCK];
  *lowest = INT64_MAX;
  *highest = INT64_MIN;
  if (order->job->width < 8) {
    // Distances and places fit whatever the keys are.
    *lowest = INT32_MIN;
    *highest = INT32_MAX;
    return;
  }
  for (int64_t start = begin; start < end; start += BLOCK) {
    const int64_t count = end - start < BLOCK ? end - start : BLOCK;
    encode(order, start, start + count, keys);
    widen_range(keys, count, lowest, highest);
  }
}

/// How distances and places share a word.
static void lay_out(Order *order, int64_t lowest, int64_t highest) {
  order->least = lowest;
  order->placeBits = bits_of((uint64_t)order->job->extent - 1);
  const int bits = bits_of((uint64_t)highest - (uint64_t)lowest) + order->placeBits;
  order->shift = bits > 64 ? bits - 64 : 0;
}

static void pack_keys(const Order *order, const int64_t *keys, int64_t start, int64_t count) {
  const uint64_t least = (uint64_t)order->least, sign = 1ull << 63;
  int64_t *words = order->words + start;
  const int shift = order->shift, placeBits = order->placeBits;
  // A row of one element has no bits for places, and no distance either: nothing is shifted by 64.
  for (int64_t i = 0; i < count; i++)
    words[i] = (int64_t)((((uint64_t)keys[i] - least) >> shift << placeBits | (uint64_t)(start + i)) ^ sign);
}

static void pack(const Order *order, int64_t begin, int64_t end) {
  int64_t keys[BLOCK];
  for (int64_t start = begin; start < end; start += BLOCK) {
    const int64_t count = end - start < BLOCK ? end - start : BLOCK;
    encode(order, start, start + count, keys);
    pack_keys(order, keys, start, count);
  }
}

static void unpack(const Order *order, int64_t begin, int64_t end) {
  const int64_t *words = order->words + order->job->first, mask = (int64_t)((1ull << order->placeBits) - 1);
  int64_t *result = order->result;
  for (int64_t i = begin; i < end; i++) result[i] = words[i] & mask;
}

// MARK: Words that look alike

static void sort_alike_one_by_one(const Order *order, int64_t *words, int64_t count) {
  for (int64_t i = 1; i < count; i++) {
    const int64_t word = words[i], key = key_at(order, place_of(order, word));
    int64_t j = i;
    for (; j > 0 && key_at(order, place_of(order, words[j - 1])) > key; j--) words[j] = words[j - 1];
    words[j] = word;
  }
}

static void order_row(const TensorSortRows *job, const void *source, int64_t *result, int64_t *words);

static void sort_alike(const Order *order, int64_t *words, int64_t count) {
  if (count < 2) return;
  int64_t *room = count > SHORT_RUN ? malloc((size_t)count * 3 * sizeof(int64_t)) : NULL;
  // (Without memory: slow.)
  if (!room) return sort_alike_one_by_one(order, words, count);
  int64_t *keys = room, *places = room + count, *old = room + 2 * count;
  for (int64_t i = 0; i < count; i++) keys[i] = key_at(order, place_of(order, words[i]));
  // What differs between these keys are the bits that were left out: fewer than before.
  const TensorSortRows inner = {
      .rows = 1, .extent = count, .first = 0, .count = count, .width = 8, .kind = TENSOR_SORT_SIGNED, .flip = 0};
  order_row(&inner, keys, places, places);
  memcpy(old, words, (size_t)count * sizeof(int64_t));
  for (int64_t i = 0; i < count; i++) words[i] = old[places[i]];
  free(room);
}

/// Puts the runs that begin in a part of the words in order; the last may go on to `limit`.
static void order_runs(const Order *order, int64_t begin, int64_t end, int64_t least, int64_t limit) {
  int64_t *words = order->words;
  // (Another thread may be exchanging words of a run, but not what is compared.)
  #define DISTANCE(i) (__atomic_load_n(&words[i], __ATOMIC_RELAXED) >> order->placeBits)
  int64_t i = begin;
  while (i > least && i < end && DISTANCE(i) == DISTANCE(i - 1)) i++;
  while (i < end) {
    int64_t next = i + 1;
    const int64_t distance = DISTANCE(i);
    while (next < limit && DISTANCE(next) == distance) next++;
    if (next - i > 1) sort_alike(order, words + i, next - i);
    i = next;
  }
  #undef DISTANCE
}

// MARK: Rows

/// The wanted places of the row's order.
static void select_words(Order *order) {
  const TensorSortRows *job = order->job;
  int64_t *words = order->words, first = job->first, last = job->first + job->count;
  tensor_sorter_64()->select(words, job->extent, first, last);
  if (order->shift == 0) return;
  // Words beyond that look like the outermost ones may belong in their stead.
  const int64_t low = words[first] >> order->placeBits, high = words[last - 1] >> order->placeBits;
  for (int64_t i = first - 1; i >= 0; i--) {
    if (words[i] >> order->placeBits != low) continue;
    const int64_t word = words[i];
    words[i] = words[--first];
    words[first] = word;
  }
  for (int64_t i = last; i < job->extent; i++) {
    if (words[i] >> order->placeBits != high) continue;
    const int64_t word = words[i];
    words[i] = words[last];
    words[last++] = word;
  }
  tensor_sorter_64()->sort(words + first, last - first);
  order_runs(order, first, last, first, last);
}

static void order_row(const TensorSortRows *job, const void *source, int64_t *result, int64_t *words) {
  Order order = {.job = job, .source = source, .words = words, .result = result};
  int64_t lowest, highest;
  find_range(&order, 0, job->extent, &lowest, &highest);
  lay_out(&order, lowest, highest);
  pack(&order, 0, job->extent);
  if (job->count < job->extent) {
    select_words(&order);
  } else {
    tensor_sorter_64()->sort(words, job->extent);
    if (order.shift > 0) order_runs(&order, 0, job->extent, 0, job->extent);
  }
  unpack(&order, 0, job->count);
}

/// Rows of which several fit into a block: their keys are made at once.
static void order_short_rows(const TensorSortRows *job, const char *source, int64_t *result, int64_t rows) {
  const int64_t extent = job->extent, together = BLOCK / extent;
  int64_t keys[BLOCK];
  for (int64_t row = 0; row < rows; row += together) {
    const int64_t count = rows - row < together ? rows - row : together;
    Order order = {.job = job, .source = source + row * extent * job->width};
    encode(&order, 0, count * extent, keys);
    for (int64_t i = 0; i < count; i++) {
      order.source = source + (row + i) * extent * job->width;
      order.words = order.result = result + (row + i) * extent;
      int64_t lowest = INT64_MAX, highest = INT64_MIN;
      widen_range(keys + i * extent, extent, &lowest, &highest);
      lay_out(&order, lowest, highest);
      pack_keys(&order, keys + i * extent, 0, extent);
      tensor_sorter_64()->sort(order.words, extent);
      if (order.shift > 0) order_runs(&order, 0, extent, 0, extent);
      unpack(&order, 0, extent);
    }
  }
}

typedef struct {
  const TensorSortRows *job;
  const char *source;
  int64_t *result, *workspace;
} Rows;

static void order_some_rows(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Rows *rows = environment;
  const TensorSortRows *job = rows->job;
  if (job->extent <= BLOCK / 2 && job->count == job->extent) {
    const char *source = rows->source + begin * job->extent * job->width;
    return order_short_rows(job, source, rows->result + begin * job->extent, end - begin);
  }
  for (int64_t row = begin; row < end; row++) {
    int64_t *result = rows->result + row * job->count;
    int64_t *words = job->count == job->extent ? result : rows->workspace + row * job->extent;
    order_row(job, rows->source + row * job->extent * job->width, result, words);
  }
}

static int64_t part_start(const Order *order, int64_t part) {
  // Extents times PARTS would overflow only beyond all memory.
  return order->job->extent * part / PARTS;
}

static void find_ranges(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  LongOrder *whole = environment;
  const Order *order = &whole->order;
  for (int64_t i = begin; i < end; i++)
    find_range(order, part_start(order, i), part_start(order, i + 1), &whole->lowest[i], &whole->highest[i]);
}

static void pack_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  pack(environment, begin, end);
}

static void unpack_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  unpack(environment, begin, end);
}

static void order_part(TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {
  const Order *order = environment;
  order_runs(order, begin, end, 0, order->job->extent);
}

static void order_long_row(
    TensorContext *context, const TensorSortRows *job, const void *source, int64_t *result, int64_t *other, int rounds) {
  LongOrder whole = {.order = {.job = job, .source = source, .words = rounds & 1 ? other : result, .result = result}};
  context->parallel_for(context, find_ranges, &whole, PARTS, 1);
  int64_t lowest = INT64_MAX, highest = INT64_MIN;
  for (int i = 0; i < PARTS; i++) {
    lowest = whole.lowest[i] < lowest ? whole.lowest[i] : lowest;
    highest = whole.highest[i] > highest ? whole.highest[i] : highest;
  }
  Order order = whole.order;
  lay_out(&order, lowest, highest);
  context->parallel_for(context, pack_part, &order, job->extent, TENSOR_SORT_GRAIN);
  tensor_sort_in_parallel_64(context, result, other, job->extent, rounds);
  order.words = result;
  if (order.shift > 0) context->parallel_for(context, order_part, &order, job->extent, TENSOR_SORT_GRAIN);
  context->parallel_for(context, unpack_part, &order, job->extent, TENSOR_SORT_GRAIN);
}

void tensor_argsort_rows(
    TensorContext *context, const TensorSortRows *job, const void *source, int64_t *result, void *workspace) {
  if (job->count <= 0 || job->rows <= 0) return;
  const int rounds = tensor_sort_rounds(context, job->extent);
  if (job->rows < context->threads && rounds > 0 && job->count == job->extent) {
    for (int64_t row = 0; row < job->rows; row++) {
      const char *start = (const char *)source + row * job->extent * job->width;
      order_long_row(context, job, start, result + row * job->extent, workspace, rounds);
    }
    return;
  }
  Rows rows = {job, source, result, workspace};
  const int64_t grain = TENSOR_SORT_GRAIN / 4 / job->extent;
  context->parallel_for(context, order_some_rows, &rows, job->rows, grain > 0 ? grain : 1);
}
