// Plain loops, one body a kernel and element type, on threads that spin between the calls.

#include "limit_kernels.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// OpenBLAS is loaded, not linked: machines that run programs have the library, but not always what linking needs.
static void *openblas(const char *function) {
  static const char *const names[] = {"libopenblas.so.0", "libopenblas.so", "libopenblas.0.dylib", "libopenblas.dylib"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    void *found = library ? dlsym(library, function) : NULL;
    if (found) return found;
  }
  fprintf(stderr, "limits: no OpenBLAS with %s\n", function);
  exit(69);
}

#define LOADED_GEMM(T, NAME)                                                                                          \
  static void NAME(int order, int ta, int tb, int m, int n, int k, T alpha, const T *a, int lda, const T *b,         \
                   int ldb, T beta, T *c, int ldc) {                                                                 \
    static void (*_Atomic function)(int, int, int, int, int, int, T, const T *, int, const T *, int, T, T *, int);           \
    if (!function) function = openblas(#NAME);                                                                       \
    function(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);                                           \
  }
LOADED_GEMM(double, cblas_dgemm)
LOADED_GEMM(float, cblas_sgemm)

// One clone for each width of vector; the loader picks the widest that the processor has.
#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

typedef struct {
  long n, m, k;
  void *a, *b, *c, *d;
  long *index;
  double results[64];
} Job;

typedef void (*Body)(Job *, long first, long last, int part);

#define BODIES(T, S, LANES, GEMM)                                                                                     \
  typedef T S##_vector __attribute__((vector_size(64), aligned(sizeof(T)), may_alias));                               \
                                                                                                                      \
  CLONES static void S##_copy(Job *job, long first, long last, int part) {                                            \
    const T *restrict x = job->a;                                                                                     \
    T *restrict y = job->b;                                                                                           \
    for (long i = first; i < last; i++) y[i] = x[i];                                                                  \
  }                                                                                                                   \
  CLONES static void S##_triad(Job *job, long first, long last, int part) {                                           \
    const T *restrict x = job->a, *restrict y = job->b;                                                               \
    T *restrict z = job->c;                                                                                           \
    for (long i = first; i < last; i++) z[i] = x[i] + (T)2.5 * y[i];                                                  \
  }                                                                                                                   \
  CLONES static void S##_triad3(Job *job, long first, long last, int part) {                                          \
    const T *restrict x = job->a, *restrict y = job->b, *restrict z = job->c;                                         \
    T *restrict w = job->d;                                                                                           \
    for (long i = first; i < last; i++) w[i] = x[i] + y[i] * z[i];                                                    \
  }                                                                                                                   \
  CLONES static void S##_fill(Job *job, long first, long last, int part) {                                            \
    T *restrict y = job->b;                                                                                           \
    for (long i = first; i < last; i++) y[i] = (T)1;                                                                  \
  }                                                                                                                   \
  CLONES static void S##_sum(Job *job, long first, long last, int part) {                                             \
    const T *x = job->a;                                                                                              \
    S##_vector total[8] = {0};                                                                                        \
    long i = first;                                                                                                   \
    for (; i + 8 * LANES <= last; i += 8 * LANES)                                                                     \
      for (int j = 0; j < 8; j++) total[j] += *(const S##_vector *)(x + i + j * LANES);                               \
    for (; i < last; i++) total[0][0] += x[i];                                                                        \
    for (int j = 1; j < 8; j++) total[0] += total[j];                                                                 \
    T result = 0;                                                                                                     \
    for (int j = 0; j < LANES; j++) result += total[0][j];                                                            \
    job->results[part] = result;                                                                                      \
  }                                                                                                                   \
  CLONES static void S##_chain(Job *job, long first, long last, int part) {                                           \
    _Pragma("STDC FP_CONTRACT OFF") const T *x = job->a;                                                              \
    T *y = job->b;                                                                                                    \
    const long steps = job->k / 2;                                                                                    \
    long i = first;                                                                                                   \
    for (; i + 8 * LANES <= last; i += 8 * LANES) {                                                                   \
      S##_vector v[8];                                                                                                \
      for (int j = 0; j < 8; j++) v[j] = *(const S##_vector *)(x + i + j * LANES);                                    \
      for (long s = 0; s < steps; s++)                                                                                \
        for (int j = 0; j < 8; j++) v[j] = v[j] * (T)0.75 + (T)0.25;                                                  \
      for (int j = 0; j < 8; j++) *(S##_vector *)(y + i + j * LANES) = v[j];                                          \
    }                                                                                                                 \
    for (; i < last; i++) {                                                                                           \
      T v = x[i];                                                                                                     \
      for (long s = 0; s < steps; s++) v = v * (T)0.75 + (T)0.25;                                                     \
      y[i] = v;                                                                                                       \
    }                                                                                                                 \
  }                                                                                                                   \
  CLONES static void S##_flops(Job *job, long first, long last, int part) {                                           \
    _Pragma("STDC FP_CONTRACT ON") S##_vector v[16];                                                                  \
    for (int j = 0; j < 16; j++) v[j] = (S##_vector){0} + (T)(part + j);                                              \
    for (long i = first; i < last; i += 16 * LANES)                                                                   \
      for (int j = 0; j < 16; j++) v[j] = v[j] * (T)0.75 + (T)0.25;                                                   \
    for (int j = 1; j < 16; j++) v[0] += v[j];                                                                        \
    job->results[part] = v[0][0];                                                                                     \
  }                                                                                                                   \
  CLONES static void S##_gather(Job *job, long first, long last, int part) {                                          \
    const T *e = job->a;                                                                                              \
    T *out = job->b;                                                                                                  \
    for (long i = first; i < last; i++) {                                                                             \
      const T *restrict row = e + job->index[i] * job->m;                                                             \
      T *restrict to = out + i * job->m;                                                                              \
      for (long j = 0; j < job->m; j++) to[j] = row[j];                                                               \
    }                                                                                                                 \
  }                                                                                                                   \
  static void S##_gemm(Job *job, long first, long last, int part) {                                                   \
    if (last <= first) return;                                                                                        \
    const T *a = job->a, *b = job->b;                                                                                 \
    T *c = job->c;                                                                                                    \
    GEMM(101, 111, 111, (int)(last - first), (int)job->m, (int)job->k, 1, a + first * job->k, (int)job->k, b,         \
         (int)job->m, 0, c + first * job->m, (int)job->m);                                                            \
  }

BODIES(float, f32, 16, cblas_sgemm)
BODIES(double, f64, 8, cblas_dgemm)

typedef struct {
  const char *name;
  Body single, full;
} Kernel;

#define KERNEL(name) {#name, f32_##name, f64_##name}
static const Kernel kernels[] = {
  KERNEL(copy), KERNEL(triad), KERNEL(triad3), KERNEL(fill), KERNEL(sum),
  KERNEL(chain), KERNEL(flops), KERNEL(gather), KERNEL(gemm),
};

// MARK: Threads

typedef struct {
  Job *job;
  Body body;
  long count;
  int threads;
  atomic_int generation, finished, stop;
} Team;

typedef struct {
  Team *team;
  int part;
} Member;

/// Spins; now and then lets another process have the core, should it be waiting for it.
static inline void relax(int *spins) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
  if (++*spins % 4096 == 0) sched_yield();
}

static void run_part(Team *team, int part) {
  // Borders at multiples of 256 elements keep the threads off each other's cache lines.
  long unit = team->count >= 256 * team->threads ? 256 : 1;
  long units = (team->count + unit - 1) / unit;
  long first = units * part / team->threads * unit, last = units * (part + 1) / team->threads * unit;
  team->body(team->job, first, last < team->count ? last : team->count, part);
}

static void *member_main(void *argument) {
  Member *member = argument;
  Team *team = member->team;
  int seen = 0, spins = 0;
  for (;;) {
    while (atomic_load_explicit(&team->generation, memory_order_acquire) == seen) {
      if (atomic_load_explicit(&team->stop, memory_order_relaxed)) return NULL;
      relax(&spins);
    }
    seen++;
    run_part(team, member->part);
    atomic_fetch_add_explicit(&team->finished, 1, memory_order_release);
  }
}

static void run_all(Team *team) {
  if (team->threads > 1) {
    atomic_store_explicit(&team->finished, 0, memory_order_relaxed);
    atomic_fetch_add_explicit(&team->generation, 1, memory_order_release);
  }
  run_part(team, 0);
  int spins = 0;
  if (team->threads > 1)
    while (atomic_load_explicit(&team->finished, memory_order_acquire) < team->threads - 1) relax(&spins);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec * 1e-3;
}

// MARK: Buffers

static void *buffer(long elements, int single) {
  size_t bytes = (size_t)elements * (single ? 4 : 8);
  void *memory = NULL;
  if (posix_memalign(&memory, 4096, bytes + 4096)) return NULL;
  for (long i = 0; i < elements; i++) {
    double value = 0.5 + (double)(i % 1000) * 1e-3;
    if (single) ((float *)memory)[i] = (float)value; else ((double *)memory)[i] = value;
  }
  return memory;
}

static int prepare(Job *job, const char *name, int single) {
  long n = job->n, m = job->m, k = job->k, sizes[4] = {n, n, n, n};
  if (!strcmp(name, "gemm")) sizes[0] = n * k, sizes[1] = k * m, sizes[2] = n * m, sizes[3] = 1;
  if (!strcmp(name, "gather")) sizes[0] = n * m, sizes[1] = k * m, sizes[2] = sizes[3] = 1;
  if (!strcmp(name, "flops")) sizes[0] = sizes[1] = sizes[2] = sizes[3] = 1;
  void **buffers[4] = {&job->a, &job->b, &job->c, &job->d};
  for (int i = 0; i < 4; i++)
    if (!(*buffers[i] = buffer(sizes[i], single))) return -2;
  if (!strcmp(name, "gather")) {
    if (!(job->index = malloc((size_t)k * sizeof(long)))) return -2;
    unsigned long state = 88172645463325252ul;
    for (long i = 0; i < k; i++) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      job->index[i] = (long)(state % (unsigned long)n);
    }
  }
  return 0;
}

int limit_kernel_time(
  const char *name, int single, long n, long m, long k, int threads, int calls, double *microseconds) {
  const Kernel *kernel = NULL;
  for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
    if (!strcmp(kernels[i].name, name)) kernel = &kernels[i];
  if (!kernel || threads < 1 || threads > 64) return -1;

  ((void (*)(int))openblas("openblas_set_num_threads"))(1);
  Job job = {n, m, k};
  int status = prepare(&job, name, single);
  long count = strcmp(name, "gather") ? n : k;
  if (count < 20000 && strcmp(name, "gemm")) threads = 1;  // not worth a fork
  Team team = {&job, single ? kernel->single : kernel->full, count, threads, 0, 0, 0};
  Member members[64];
  pthread_t handles[64];
  int started = 0;
  for (int i = 1; i < threads && !status; i++) {
    members[i] = (Member){&team, i};
    if (pthread_create(&handles[i], NULL, member_main, &members[i])) status = -2; else started = i;
  }
  if (!status) {
    run_all(&team);
    for (int i = 0; i < calls; i++) {
      double start = now();
      run_all(&team);
      microseconds[i] = now() - start;
    }
  }
  atomic_store(&team.stop, 1);
  for (int i = 1; i <= started; i++) pthread_join(handles[i], NULL);
  free(job.a), free(job.b), free(job.c), free(job.d), free(job.index);
  return status;
}
