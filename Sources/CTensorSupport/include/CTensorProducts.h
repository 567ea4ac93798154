#ifndef CTENSORPRODUCTS_H
#define CTENSORPRODUCTS_H

#include <stdint.h>

#include "CTensorSupport.h"

/// Products of complex numbers along rows, one after the other.
typedef struct TensorComplexRows {
  int64_t rows, extent;
  /// The bytes of a real part: 4 or 8.
  int32_t bytes;
  /// Whether the products up to each element are wanted, else those of whole rows.
  int32_t is_running;
} TensorComplexRows;

/// Multiplies in the order of the elements; each product is rounded as one of two complex numbers is. Pairs of real and imaginary part.
void tensor_multiply_complex(
    TensorContext *context, const TensorComplexRows *job, const void *source, void *result);

/// Linear recurrences of complex numbers along rows: each result is the factor times the last result plus the term, rounded as a product and
/// a sum of complex numbers are; nothing is before the first.
void tensor_recur_complex(
    TensorContext *context, const TensorComplexRows *job, const void *factors, const void *terms, void *result);

#endif
