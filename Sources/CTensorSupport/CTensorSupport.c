#define _GNU_SOURCE
#include "CTensorSupport.h"

#include <dlfcn.h>
#include <stddef.h>
#include <unistd.h>

#include "TensorCall.h"

#if defined(__linux__)
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

void *tensor_load_on_one_core(const char *name) { return dlopen(name, RTLD_NOW | RTLD_LOCAL); }

#endif
