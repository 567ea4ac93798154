// Sorting networks over the rows of a matrix of keys, one vector a row: each column is sorted by itself.
// The two large ones are the smallest known (see B. Dobbelaere's list of sorting networks).
#ifndef TENSOR_SORTING_NETWORKS_H
#define TENSOR_SORTING_NETWORKS_H

/// `EXCHANGE(i, j)` puts the lesser of rows i and j into row i.
#define NETWORK_2(EXCHANGE) EXCHANGE(0, 1)

#define NETWORK_4(EXCHANGE) EXCHANGE(0, 2) EXCHANGE(1, 3) EXCHANGE(0, 1) EXCHANGE(2, 3) EXCHANGE(1, 2)

#define NETWORK_8(EXCHANGE)                                                                                            \
  EXCHANGE(0, 2) EXCHANGE(1, 3) EXCHANGE(4, 6) EXCHANGE(5, 7)                                                          \
  EXCHANGE(0, 4) EXCHANGE(1, 5) EXCHANGE(2, 6) EXCHANGE(3, 7)                                                          \
  EXCHANGE(0, 1) EXCHANGE(2, 3) EXCHANGE(4, 5) EXCHANGE(6, 7)                                                          \
  EXCHANGE(2, 4) EXCHANGE(3, 5) EXCHANGE(1, 4) EXCHANGE(3, 6)                                                          \
  EXCHANGE(1, 2) EXCHANGE(3, 4) EXCHANGE(5, 6)

#define NETWORK_16(EXCHANGE)                                                                                           \
  EXCHANGE(0, 13) EXCHANGE(1, 12) EXCHANGE(2, 15) EXCHANGE(3, 14)                                                      \
  EXCHANGE(4, 8) EXCHANGE(5, 6) EXCHANGE(7, 11) EXCHANGE(9, 10)                                                        \
  EXCHANGE(0, 5) EXCHANGE(1, 7) EXCHANGE(2, 9) EXCHANGE(3, 4)                                                          \
  EXCHANGE(6, 13) EXCHANGE(8, 14) EXCHANGE(10, 15) EXCHANGE(11, 12)                                                    \
  EXCHANGE(0, 1) EXCHANGE(2, 3) EXCHANGE(4, 5) EXCHANGE(6, 8)                                                          \
  EXCHANGE(7, 9) EXCHANGE(10, 11) EXCHANGE(12, 13) EXCHANGE(14, 15)                                                    \
  EXCHANGE(0, 2) EXCHANGE(1, 3) EXCHANGE(4, 10) EXCHANGE(5, 11)                                                        \
  EXCHANGE(6, 7) EXCHANGE(8, 9) EXCHANGE(12, 14) EXCHANGE(13, 15)                                                      \
  EXCHANGE(1, 2) EXCHANGE(3, 12) EXCHANGE(4, 6) EXCHANGE(5, 7)                                                         \
  EXCHANGE(8, 10) EXCHANGE(9, 11) EXCHANGE(13, 14)                                                                     \
  EXCHANGE(1, 4) EXCHANGE(2, 6) EXCHANGE(5, 8) EXCHANGE(7, 10) EXCHANGE(9, 13) EXCHANGE(11, 14)                        \
  EXCHANGE(2, 4) EXCHANGE(3, 6) EXCHANGE(9, 12) EXCHANGE(11, 13)                                                       \
  EXCHANGE(3, 5) EXCHANGE(6, 8) EXCHANGE(7, 9) EXCHANGE(10, 12)                                                        \
  EXCHANGE(3, 4) EXCHANGE(5, 6) EXCHANGE(7, 8) EXCHANGE(9, 10) EXCHANGE(11, 12)                                        \
  EXCHANGE(6, 7) EXCHANGE(8, 9)

#endif
