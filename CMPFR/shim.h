#include <mpfr.h>

// What MPFR's header has as macros, as functions.
static inline int exact_compare(mpfr_srcptr a, mpfr_srcptr b) { return mpfr_cmp(a, b); }
static inline int exact_is_negative(mpfr_srcptr a) { return mpfr_signbit(a) != 0; }
static inline int exact_copy(mpfr_ptr r, mpfr_srcptr a, mpfr_rnd_t mode) { return mpfr_set(r, a, mode); }
static inline int exact_absolute(mpfr_ptr r, mpfr_srcptr a, mpfr_rnd_t mode) { return mpfr_abs(r, a, mode); }
static inline int exact_copysign(mpfr_ptr r, mpfr_srcptr a, mpfr_srcptr b, mpfr_rnd_t mode) {
  return mpfr_copysign(r, a, b, mode);
}
static inline int exact_floor(mpfr_ptr r, mpfr_srcptr a, mpfr_rnd_t mode) { (void)mode; return mpfr_floor(r, a); }
static inline int exact_ceiling(mpfr_ptr r, mpfr_srcptr a, mpfr_rnd_t mode) { (void)mode; return mpfr_ceil(r, a); }
static inline int exact_truncate(mpfr_ptr r, mpfr_srcptr a, mpfr_rnd_t mode) { (void)mode; return mpfr_trunc(r, a); }
static inline int exact_set_double(mpfr_ptr r, double value) { return mpfr_set_d(r, value, MPFR_RNDN); }
static inline int exact_scale(mpfr_ptr r, mpfr_srcptr a, long exponent) {
  return mpfr_mul_2si(r, a, exponent, MPFR_RNDN);
}
static inline int exact_is_nan(mpfr_srcptr a) { return mpfr_nan_p(a) != 0; }
static inline int exact_is_infinite(mpfr_srcptr a) { return mpfr_inf_p(a) != 0; }
static inline int exact_is_zero(mpfr_srcptr a) { return mpfr_zero_p(a) != 0; }
static inline long exact_exponent(mpfr_srcptr a) { return mpfr_get_exp(a); }
// The widest exponents there are; a setting of the thread.
static inline void exact_widen(void) {
  mpfr_set_emax(mpfr_get_emax_max());
  mpfr_set_emin(mpfr_get_emin_min());
}
// Whether the last operation left even these exponents.
static inline int exact_escaped(void) { return mpfr_overflow_p() || mpfr_underflow_p(); }
