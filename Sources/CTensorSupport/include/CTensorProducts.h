#ifndef CTENSORPRODUCTS_H
#define CTENSORPRODUCTS_H

#include <stdint.h>

#include "CTensorSupport.h"

/// What the elements of a row come to, one after the other.
typedef enum TensorComplexAccumulation {
  /// The product of all, 1 of none.
  TENSOR_COMPLEX_PRODUCT = 0,
  /// The products, maxima or minima up to each element.
  TENSOR_COMPLEX_RUNNING_PRODUCT = 1,
  TENSOR_COMPLEX_RUNNING_MAXIMUM = 2,
  TENSOR_COMPLEX_RUNNING_MINIMUM = 3,
} TensorComplexAccumulation;

/// Complex numbers along rows.
typedef struct TensorComplexRows {
  int64_t rows, extent;
  /// The bytes of a real part: 4 or 8.
  int32_t bytes;
  /// A `TensorComplexAccumulation`.
  int32_t accumulation;
  /// Of recurrences: whether a factor of 0 leaves nothing of the last result, infinite or NaN as it may be.
  int32_t starts_anew;
} TensorComplexRows;

/// In the order of the elements; each product is rounded as one of two complex numbers is. Numbers are in order by real parts, and where these
/// are equal by imaginary ones; of equal ones and of NaNs the first stays. Pairs of real and imaginary part.
void tensor_accumulate_complex(
    TensorContext *context, const TensorComplexRows *job, const void *source, void *result);

/// Linear recurrences of complex numbers along rows: each result is the factor times the last result plus the term, rounded as a product and
/// a sum of complex numbers are; nothing is before the first.
void tensor_recur_complex(
    TensorContext *context, const TensorComplexRows *job, const void *factors, const void *terms, void *result);

#endif
