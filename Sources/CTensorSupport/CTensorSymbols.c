#define _GNU_SOURCE
#include "CTensorSymbols.h"
#include <dlfcn.h>
#include <sys/stat.h>

int tensor_describe_address(uintptr_t address, const char **file, uintptr_t *base, const char **symbol) {
  Dl_info info;
  if (!dladdr((const void *)address, &info) || !info.dli_fbase) return 0;
  *file = info.dli_fname;
  *base = (uintptr_t)info.dli_fbase;
  *symbol = info.dli_sname;
  return 1;
}

uint64_t tensor_image_stamp(void) {
  Dl_info info;
  struct stat file;
  if (!dladdr((void *)(uintptr_t)tensor_image_stamp, &info) || !info.dli_fname) return 0;
  // A program's own name may be relative to a directory that it has left.
  const char *self = "/proc/self/exe";
  if (stat(info.dli_fname, &file) != 0 && stat(self, &file) != 0) return 0;
#if defined(__APPLE__)
  const struct timespec changed = file.st_mtimespec;
#else
  const struct timespec changed = file.st_mtim;
#endif
  const uint64_t parts[] = {(uint64_t)file.st_size, (uint64_t)changed.tv_sec, (uint64_t)changed.tv_nsec, (uint64_t)file.st_ino};
  uint64_t stamp = 1469598103934665603ull;
  for (int i = 0; i < 4; i++) stamp = (stamp ^ parts[i]) * 1099511628211ull;
  return stamp;
}
