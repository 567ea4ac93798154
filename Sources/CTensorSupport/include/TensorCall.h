#ifndef TENSORCALL_H
#define TENSORCALL_H

#include <stdint.h>

#include "CTensorSupport.h"

/// A context as one thread of a call sees it. Every `TensorContext *` that the host hands out points to the first
/// member of one of these, so the host finds the number of the worker behind it.
typedef struct TensorParticipant {
  TensorContext context;
  int64_t worker;
} TensorParticipant;

/// The host's record of one call; lies on the stack of the caller. The contexts' `owner` points to it.
typedef struct TensorCall {
  TensorParticipant caller;
  int64_t failed;
  int64_t site;
  int64_t order;
  int64_t index;
  int64_t extent;
} TensorCall;

/// Tells the core that the thread waits in a loop.
static inline __attribute__((always_inline)) void tensor_spin_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

/// How many cores this process may use.
int64_t tensor_usable_cores(void);

/// The core the calling thread runs on, or -1 where the system does not say.
int64_t tensor_current_core(void);

/// Lets a thread (a pthread_t as a word) run on all cores that the first thread passed here could run on, but `core`.
/// Returns 0 if that leaves none, if somebody else has bound the thread since, or if the system has no such call.
int64_t tensor_keep_off_core(uintptr_t thread, int64_t core);

/// Loads a shared library while the calling thread is bound to one core, so that a library that starts a thread for
/// each core when it is loaded (OpenBLAS) starts none. The binding is undone. Returns dlopen's handle or null.
void *tensor_load_on_one_core(const char *name);

#endif
