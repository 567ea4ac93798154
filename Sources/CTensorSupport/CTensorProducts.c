// Products, recurrences and extremes of complex numbers along rows.
#include "CTensorProducts.h"

// Four products, each rounded, as elementwise multiplication has it.
#pragma STDC FP_CONTRACT OFF

// Elements that are worth a thread.
#define GRAIN 4096

typedef struct {
  const TensorComplexRows *job;
  const void *source, *terms;
  void *result;
} Work;

static int64_t grain_of(const TensorComplexRows *job) {
  return job->extent > 0 && job->extent < GRAIN ? GRAIN / job->extent : 1;
}

#define DEFINE_ROWS(Real)                                                                                              \
  /* The result goes on by `step`: by nothing where the last product alone is wanted, which is 1 of no elements. */     \
  static void multiply_##Real(const Real *source, int64_t extent, Real *result, int64_t step) {                        \
    Real real = 1, imaginary = 0;                                                                                      \
    if (step == 0) {                                                                                                   \
      result[0] = real;                                                                                                \
      result[1] = imaginary;                                                                                           \
    }                                                                                                                  \
    for (int64_t i = 0; i < extent; i++, result += step) {                                                             \
      const Real a = source[2 * i], b = source[2 * i + 1];                                                             \
      const Real next = real * a - imaginary * b, other = real * b + imaginary * a;                                    \
      /* What the first is multiplied by is no number: 1 times infinity would be NaN. */                               \
      result[0] = real = i == 0 ? a : next;                                                                            \
      result[1] = imaginary = i == 0 ? b : other;                                                                      \
    }                                                                                                                  \
  }                                                                                                                    \
  /* Whether a comes before b, or is equal to it; NaN makes it false. */                                               \
  static int precedes_##Real(Real a, Real b, Real c, Real d) {                                                         \
    return (a < c && b == b && d == d) || (a == c && b <= d);                                                          \
  }                                                                                                                    \
  static void extremes_##Real(const Real *source, int64_t extent, Real *result, int is_greatest) {                     \
    for (int64_t i = 0; i < extent; i++, source += 2, result += 2) {                                                   \
      const Real *kept = i == 0 ? source : result - 2;                                                                 \
      const int stays = is_greatest ? precedes_##Real(source[0], source[1], kept[0], kept[1])                          \
                                    : precedes_##Real(kept[0], kept[1], source[0], source[1]);                         \
      if (!stays && kept[0] == kept[0] && kept[1] == kept[1]) kept = source;                                           \
      const Real real = kept[0], imaginary = kept[1];                                                                  \
      result[0] = real;                                                                                                \
      result[1] = imaginary;                                                                                           \
    }                                                                                                                  \
  }                                                                                                                    \
  static void accumulate_part_##Real(                                                                                  \
      TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {                         \
    const Work *work = environment;                                                                                    \
    const TensorComplexAccumulation kind = work->job->accumulation;                                                    \
    const int64_t extent = work->job->extent, results = kind == TENSOR_COMPLEX_PRODUCT ? 1 : extent;                   \
    for (int64_t row = begin; row < end; row++) {                                                                      \
      const Real *source = (const Real *)work->source + 2 * row * extent;                                              \
      Real *result = (Real *)work->result + 2 * row * results;                                                         \
      switch (kind) {                                                                                                  \
      case TENSOR_COMPLEX_PRODUCT: multiply_##Real(source, extent, result, 0); break;                                  \
      case TENSOR_COMPLEX_RUNNING_PRODUCT: multiply_##Real(source, extent, result, 2); break;                          \
      case TENSOR_COMPLEX_RUNNING_MAXIMUM: extremes_##Real(source, extent, result, 1); break;                          \
      case TENSOR_COMPLEX_RUNNING_MINIMUM: extremes_##Real(source, extent, result, 0); break;                          \
      }                                                                                                                \
    }                                                                                                                  \
  }

#define DEFINE_RECURRENCES(Real)                                                                                       \
  static void recur_part_##Real(                                                                                       \
      TensorContext *context, void *environment, int64_t begin, int64_t end, int64_t worker) {                         \
    const Work *work = environment;                                                                                    \
    for (int64_t row = begin; row < end; row++) {                                                                      \
      const int64_t start = 2 * row * work->job->extent;                                                               \
      const Real *factors = (const Real *)work->source + start, *terms = (const Real *)work->terms + start;            \
      Real *result = (Real *)work->result + start, real = 0, imaginary = 0;                                            \
      for (int64_t i = 0; i < work->job->extent; i++) {                                                                \
        const Real a = factors[2 * i], b = factors[2 * i + 1];                                                         \
        const Real next = real * a - imaginary * b, other = real * b + imaginary * a;                                  \
        const int is_first = i == 0 || (work->job->starts_anew && a == 0 && b == 0);                                   \
        result[2 * i] = real = is_first ? terms[2 * i] : next + terms[2 * i];                                          \
        result[2 * i + 1] = imaginary = is_first ? terms[2 * i + 1] : other + terms[2 * i + 1];                        \
      }                                                                                                                \
    }                                                                                                                  \
  }

DEFINE_RECURRENCES(float)
DEFINE_RECURRENCES(double)
DEFINE_ROWS(float)
DEFINE_ROWS(double)

void tensor_accumulate_complex(
    TensorContext *context, const TensorComplexRows *job, const void *source, void *result) {
  Work work = {.job = job, .source = source, .result = result};
  context->parallel_for(
      context, job->bytes == 4 ? accumulate_part_float : accumulate_part_double, &work, job->rows, grain_of(job));
}

void tensor_recur_complex(
    TensorContext *context, const TensorComplexRows *job, const void *factors, const void *terms, void *result) {
  Work work = {.job = job, .source = factors, .terms = terms, .result = result};
  context->parallel_for(
      context, job->bytes == 4 ? recur_part_float : recur_part_double, &work, job->rows, grain_of(job));
}
