#define _GNU_SOURCE
#include "CTensorSupport.h"

#include <dlfcn.h>
#include <stddef.h>
#include <unistd.h>

#include "TensorCall.h"

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>

int64_t tensor_usable_cores(void) {
  cpu_set_t cores;
  if (sched_getaffinity(0, sizeof cores, &cores) == 0) {
    int count = CPU_COUNT(&cores);
    if (count > 0) return count;
  }
  // More cores than the fixed set has room for.
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? count : 1;
}

int64_t tensor_current_core(void) { return sched_getcpu(); }

int64_t tensor_keep_off_core(uintptr_t thread, int64_t core) {
  // Written by the first call; calls are serialized by the caller.
  static cpu_set_t home;
  static int is_known = 0;
  cpu_set_t now, wanted;
  if (core < 0 || core >= CPU_SETSIZE) return 0;
  if (pthread_getaffinity_np((pthread_t)thread, sizeof now, &now) != 0) return 0;
  if (!is_known) {
    home = now;
    is_known = 1;
  }
  // Ours are the whole set and the whole set without one core; anything else somebody chose, and keeps.
  CPU_AND(&wanted, &now, &home);
  if (!CPU_EQUAL(&wanted, &now) || CPU_COUNT(&now) + 1 < CPU_COUNT(&home)) return 0;
  wanted = home;
  CPU_CLR((int)core, &wanted);
  if (CPU_COUNT(&wanted) == 0) return 0;
  return pthread_setaffinity_np((pthread_t)thread, sizeof wanted, &wanted) == 0;
}

void *tensor_load_on_one_core(const char *name) {
  cpu_set_t before, one;
  int bound = 0;
  int core = sched_getcpu();
  if (core >= 0 && core < CPU_SETSIZE && sched_getaffinity(0, sizeof before, &before) == 0) {
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    bound = sched_setaffinity(0, sizeof one, &one) == 0;
  }
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (bound) sched_setaffinity(0, sizeof before, &before);
  return library;
}

#else

int64_t tensor_usable_cores(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? count : 1;
}

int64_t tensor_current_core(void) { return -1; }

int64_t tensor_keep_off_core(uintptr_t thread, int64_t core) { return 0; }

void *tensor_load_on_one_core(const char *name) { return dlopen(name, RTLD_NOW | RTLD_LOCAL); }

#endif
