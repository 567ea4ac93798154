// Products of complex numbers along rows.
#include "CTensorProducts.h"

// Four products, each rounded, as elementwise multiplication has it.
#pragma STDC FP_CONTRACT OFF

// Elements that are worth a thread.
#define GRAIN 4096

typedef struct {
  const TensorComplexRows *job;
  const void *source;
  void *result;
} Work;

#define DEFINE_ROWS(Real)                                                                                              \
  static void multiply_##Real(const TensorComplexRows *job, const Real *source, Real *result) {                        \
    Real real = 1, imaginary = 0;                                                                                      \
    for (int64_t i = 0; i < job->extent; i++) {                                                                        \
      const Real a = source[2 * i], b = source[2 * i + 1];                                                             \
      const Real next = real * a - imaginary * b, other = real * b + imaginary * a;                                    \
      /* What the first is multiplied by is no number: 1 times infinity would be NaN. */                               \
      real = i == 0 ? a : next;                                                                                        \
      imaginary = i == 0 ? b : other;                                                                                  \
      if (job->is_running) {                                                                                           \
        result[2 * i] = real;                                                                                          \
        result[2 * i + 1] = imaginary;                                                                                 \
      }                                                                                                                \
    }                                                                                                                  \
    if (!job->is_running) {                                                                                            \
      result[0] = real;                                                                                                \
      result[1] = imaginary;                                                                                           \
    }                                                                                                                  \
  }                                                                                                                    \
  static void multiply_part_##Real(                                                                                    \
      TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {                         \
    const Work *work = environment;                                                                                    \
    const int64_t extent = 2 * work->job->extent, step = work->job->is_running ? extent : 2;                           \
    for (int64_t row = begin; row < end; row++)                                                                        \
      multiply_##Real(work->job, (const Real *)work->source + row * extent, (Real *)work->result + row * step);        \
  }

DEFINE_ROWS(float)
DEFINE_ROWS(double)

void tensor_multiply_complex(
    TensorContext *context, const TensorComplexRows *job, const void *source, void *result) {
  Work work = {job, source, result};
  const int64_t grain = job->extent > 0 ? GRAIN / job->extent : GRAIN;
  context->parallel_for(
      context, job->bytes == 4 ? multiply_part_float : multiply_part_double, &work, job->rows, grain > 0 ? grain : 1);
}
