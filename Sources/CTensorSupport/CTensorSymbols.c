#define _GNU_SOURCE
#include "CTensorSymbols.h"
#include <dlfcn.h>

int tensor_describe_address(uintptr_t address, const char **file, uintptr_t *base, const char **symbol) {
  Dl_info info;
  if (!dladdr((const void *)address, &info) || !info.dli_fbase) return 0;
  *file = info.dli_fname;
  *base = (uintptr_t)info.dli_fbase;
  *symbol = info.dli_sname;
  return 1;
}
