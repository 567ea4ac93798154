#ifndef TENSOR_SORT_ORDERS_H
#define TENSOR_SORT_ORDERS_H

/// Elements that one thread encodes or decodes at a time.
#define TENSOR_SORT_GRAIN 16384

#endif
