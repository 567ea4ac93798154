#ifndef CTENSORSYMBOLS_H
#define CTENSORSYMBOLS_H

#include <stdint.h>

/// The module (file name and load address) and the nearest symbol of an address of this process; false if there is none.
/// (The C library declares dladdr only with _GNU_SOURCE, which a module's importers cannot set.)
int tensor_describe_address(uintptr_t address, const char **file, uintptr_t *base, const char **symbol);

#endif
