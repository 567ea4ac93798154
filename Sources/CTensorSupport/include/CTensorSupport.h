#ifndef CTENSORSUPPORT_H
#define CTENSORSUPPORT_H

#include <stdint.h>

#include "CTensorCompaction.h"
#include "CTensorSymbols.h"

/// The address to which the calling function returns: where in the user's code an operator was written.
/// The caller must not be inlined.
static inline __attribute__((always_inline)) uintptr_t tensor_return_address(void) {
  return (uintptr_t)__builtin_return_address(0);
}

struct TensorContext;

/// The iterations `begin ..< end` of a parallel loop, on worker `worker`.
typedef void (*TensorLoopBody)(struct TensorContext *context, void *environment, int64_t begin, int64_t end,
                               int64_t worker);

/// What a compiled program knows of its surroundings: a table of runtime functions and the scratch memory.
/// Version TENSOR_ABI_VERSION; part of the key of the object cache.
typedef struct TensorContext {
  /// Runs a body over 0 ..< count in chunks of at least `grain`, on this call's threads, and returns when all is done.
  void (*parallel_for)(struct TensorContext *context, TensorLoopBody body, void *environment, int64_t count,
                       int64_t grain);
  /// Records a failed check.
  void (*fail)(struct TensorContext *context, int64_t site, int64_t order, int64_t index, int64_t extent);
  /// Calls routine number `routine` of the library.
  void (*library)(struct TensorContext *context, int64_t routine, const int64_t *integers, void *const *pointers);
  /// Bytes between the scratch buffers of neighbouring workers: scratch buffer b of worker w is buffers[b] + w * stride.
  int64_t scratch_stride;
  /// How many threads may work on this call.
  int64_t threads;
  /// The host's record of this call.
  void *owner;
} TensorContext;

#define TENSOR_ABI_VERSION 1

/// A compiled program. `buffers` in the order of the program's list, `symbols` likewise. Returns 0, or 1 if a check failed.
typedef int32_t (*TensorEntry)(TensorContext *context, void *const *buffers, const int64_t *symbols);

#include "CTensorProducts.h"
#include "CTensorSort.h"
#include "TensorCall.h"

#endif
