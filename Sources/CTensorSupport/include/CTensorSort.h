#ifndef CTENSORSORT_H
#define CTENSORSORT_H

#include <stdint.h>

#include "CTensorSupport.h"

enum { TENSOR_SORT_UNSIGNED, TENSOR_SORT_SIGNED, TENSOR_SORT_FLOAT, TENSOR_SORT_BFLOAT };

/// What is sorted: rows one after the other, each by itself.
typedef struct TensorSortRows {
  /// How many rows there are, and the elements of each.
  int64_t rows, extent;
  /// The places of the sorted row that are wanted: `first ..< first + count`.
  int64_t first, count;
  /// The bytes of an element, and what its bits are.
  int32_t width;
  int32_t kind;
  /// 0, or -1 where the greatest come first.
  int64_t flip;
} TensorSortRows;

/// Sorts rows: elements in ascending order (descending ones: as their opposites), NaNs greatest, equal elements in the order in
/// which they stand. `workspace` has room for the elements of one row where all places are wanted, else for all rows.
void tensor_sort_rows(TensorContext *context, const TensorSortRows *job, const void *source, void *result, void *workspace);

/// The same for the places (i64) of elements. `workspace` has room for as many i64.
void tensor_argsort_rows(
    TensorContext *context, const TensorSortRows *job, const void *source, int64_t *result, void *workspace);

/// Vectors of which the order is wanted: rows of so many, each of so many elements.
typedef struct TensorVectors {
  int64_t rows, count, width;
  /// The bytes of an element, and what its bits are.
  int32_t bytes, kind;
} TensorVectors;

/// The places of vectors in lexicographic order, those of each row by themselves; equal ones as they stand. NaNs are equal, and the
/// greatest. `keys` has room for all elements, of 4 bytes each or of 8 if these have as many; `room` for as many places as the result.
void tensor_order_vectors(
    TensorContext *context, const TensorVectors *vectors, const void *source, int64_t *result, void *keys,
    int64_t *room);

/// A search in rows that are sorted.
typedef struct TensorSearch {
  /// Rows, the elements of each, and how many are searched in each.
  int64_t rows, extent, count;
  /// The bytes of an element, and what its bits are: integers, or floats of 4 or 8 bytes.
  int32_t width, kind;
  /// Whether equal elements stand before what is searched.
  int32_t is_right;
} TensorSearch;

/// For each value the number of elements of its row that stand before it. NaNs are the greatest.
void tensor_search_rows(
    TensorContext *context, const TensorSearch *search, const void *rows, const void *values, int64_t *result);

/// Which vectors sorting uses on this processor: 0 short ones, 1 those of AVX2, 2 those of AVX-512. Results are the same.
int tensor_sort_level(void);

/// Lets sorting use at most these: for tests.
void tensor_limit_sort_level(int most);

#endif
