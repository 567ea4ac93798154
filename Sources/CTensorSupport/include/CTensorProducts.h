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

#endif
