#ifndef CTENSORCOMPACTION_H
#define CTENSORCOMPACTION_H

#include <stdint.h>

/// Writes the values whose mask byte is 1 (not 0) to `out`, in order: `kept` of `count`, each of 1, 2, 4, 8 or 16 bytes.
/// Nothing is written behind them. The arrays do not overlap.
void tensor_compact(const uint8_t *mask, const void *values, void *out, int64_t count, int64_t kept, int64_t byte_count);

/// The inverse: writes the values, in order, where the mask byte is 1, and zeros elsewhere: `kept` values to `count` places.
void tensor_spread(const uint8_t *mask, const void *values, void *out, int64_t count, int64_t kept, int64_t byte_count);

#endif
