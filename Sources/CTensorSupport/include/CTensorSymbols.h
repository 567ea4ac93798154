#ifndef CTENSORSYMBOLS_H
#define CTENSORSYMBOLS_H

#include <stdint.h>

/// The module (file name and load address) and the nearest symbol of an address of this process; false if there is none.
/// (The C library declares dladdr only with _GNU_SOURCE, which a module's importers cannot set.)
int tensor_describe_address(uintptr_t address, const char **file, uintptr_t *base, const char **symbol);

/// Tells versions of the program or library apart that this function is in: of its file the size, the time of its last change and its
/// number. 0 where there is no file.
uint64_t tensor_image_stamp(void);

#endif
