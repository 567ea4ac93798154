#!/usr/bin/env python3
"""Minimax polynomials for the expansions in Sources/TensorScalars, by Remez' exchange in 60-digit arithmetic.

    minimax.py [name ...]      prints coefficients and the largest error of each approximation in APPROXIMATIONS

Each entry approximates f(t) on [a, b] by a polynomial p(t) so that the largest |p(t) - f(t)| * w(t) is smallest;
w is chosen so that this is the error of the whole function relative to its value.
"""
import sys
import mpmath as mp

mp.mp.dps = 60


def remez(f, a, b, degree, weight, rounds=12, grid=600):
    a, b = mp.mpf(a), mp.mpf(b)
    # No weight may vanish.
    weight = (lambda given: lambda t: abs(given(t)) + mp.mpf("1e-40"))(weight)
    count = degree + 2
    points = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    # The dense grid is denser at the ends, where extrema crowd.
    dense = [(a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * i / grid) for i in range(grid + 1)]
    values = [(t, f(t), weight(t)) for t in dense]
    coefficients, error = None, None
    for _ in range(rounds):
        rows, right = [], []
        for i, t in enumerate(points):
            rows.append([t ** k for k in range(degree + 1)] + [(-1) ** i / weight(t)])
            right.append(f(t))
        solution = mp.lu_solve(mp.matrix(rows), mp.matrix(right))
        coefficients = [solution[k] for k in range(degree + 1)]
        errors = [(mp.polyval(coefficients[::-1], t) - v) * w for t, v, w in values]
        error = max(abs(e) for e in errors)
        # One extremum of each run of equal sign.
        extrema, best = [], 0
        for i in range(1, len(errors)):
            if mp.sign(errors[i]) != mp.sign(errors[best]) and errors[i] != 0:
                extrema.append(best)
                best = i
            elif abs(errors[i]) > abs(errors[best]):
                best = i
        extrema.append(best)
        while len(extrema) > count:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < count:
            break
        points = [dense[i] for i in extrema]
        if error < abs(solution[degree + 1]) * mp.mpf("1.01"):
            break
    return coefficients, error


def rounded(x, single):
    import struct
    if single:
        return struct.unpack("f", struct.pack("f", float(x)))[0]
    return float(x)


# name: (f, a, b, degree, weight, single)
APPROXIMATIONS = {}


def approximation(name, a, b, degree, weight=lambda t: mp.mpf(1), single=False):
    def register(f):
        APPROXIMATIONS[name] = (f, a, b, degree, weight, single)
        return f
    return register


HALF_LN2 = mp.log(2) / 2 * mp.mpf("1.0001")


# exp(r) = 1 + r + r^2 q(r)
def exp_tail(t):
    return mp.mpf("0.5") + t / 6 + t * t / 24 if abs(t) < mp.mpf("1e-15") else (mp.exp(t) - 1 - t) / t ** 2


for digits, degree, single in (("", 9, False), ("f", 4, True)):
    approximation("exp" + digits, -HALF_LN2, HALF_LN2, degree, lambda t: t * t * mp.exp(-t))(exp_tail)
approximation("expm1", -HALF_LN2, HALF_LN2, 10, lambda t: abs(t))(exp_tail)
approximation("expm1f", -HALF_LN2, HALF_LN2, 5, lambda t: abs(t), True)(exp_tail)


# log(1 + f) = 2 atanh(s), s = f / (2 + f): 2 atanh(s) = 2s + s z r(z), z = s^2
def log_tail(z):
    if z < mp.mpf("1e-20"):
        return mp.mpf(2) / 3 + z * 2 / 5
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) - 2 * s) / (s * z)


LOG_S = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mp.mpf("1.0001")
approximation("log", 0, LOG_S ** 2, 6, lambda z: z)(log_tail)
approximation("logdd", 0, LOG_S ** 2, 8, lambda z: z)(log_tail)


# log(1 + f) = f - f^2/2 + f^3 p(f)
def logf_tail(t):
    if abs(t) < mp.mpf("1e-15"):
        return mp.mpf(1) / 3 - t / 4
    return (mp.log1p(t) - t + t * t / 2) / t ** 3


approximation("logf", mp.mpf(2) / 3 - 1, mp.mpf(4) / 3 - 1, 7, lambda t: t * t, True)(logf_tail)

# sin(r) = r + r z p(z), cos(r) = 1 - z/2 + z^2 q(z), z = r^2
PI4 = mp.pi / 4 * mp.mpf("1.0001")
approximation("sin", 0, PI4 ** 2, 5, lambda z: z)(
    lambda z: -mp.mpf(1) / 6 + z / 120 if z < mp.mpf("1e-18") else (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z)
approximation("cos", 0, PI4 ** 2, 5, lambda z: z * z)(
    lambda z: mp.mpf(1) / 24 - z / 720 if z < mp.mpf("1e-18") else (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z ** 2)
approximation("sinf", 0, PI4 ** 2, 2, lambda z: z, True)(APPROXIMATIONS["sin"][0])
approximation("cosf", 0, PI4 ** 2, 2, lambda z: z * z, True)(APPROXIMATIONS["cos"][0])

# arctan(t) = t + t z p(z), |t| <= tan(pi/8); arcsin(s) = s + s z p(z), s <= 1/2
def odd_tail(f, third, fifth):
    def tail(z):
        if z < mp.mpf("1e-18"):
            return third + z * fifth
        t = mp.sqrt(z)
        return (f(t) / t - 1) / z
    return tail


approximation("arctan", 0, mp.tan(mp.pi / 8) ** 2 * mp.mpf("1.0001"), 10, lambda z: z)(
    odd_tail(mp.atan, -mp.mpf(1) / 3, mp.mpf(1) / 5))
approximation("arcsin", 0, mp.mpf("0.25"), 12, lambda z: z)(odd_tail(mp.asin, mp.mpf(1) / 6, mp.mpf(3) / 40))

# log(1 + f) = 2s + s^3 (2/3 + z p(z)): what power needs
approximation("logpower", 0, LOG_S ** 2, 7, lambda z: z * z)(
    lambda z: (log_tail(z) - mp.mpf(2) / 3) / z if z > mp.mpf("1e-14") else mp.mpf(2) / 5 + z * 2 / 7 + z * z * 2 / 9)

# (1 + f)^(-1/3), the start of the cube root's iteration
approximation("cbrt", mp.sqrt(mp.mpf(1) / 2) - 1, mp.sqrt(2) - 1, 5)(lambda t: (1 + t) ** (-mp.mpf(1) / 3))


# erf(x) = x + x q(x^2), x <= 1
def erf_ratio(z):
    return 2 / mp.sqrt(mp.pi) - 1 if z == 0 else mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1


approximation("erf", 0, 1, 11)(erf_ratio)
approximation("erff", 0, 1, 6, single=True)(erf_ratio)


# erfc(x) = e^(-x^2) r(t), t = (x - c) / (x + c); the largest x is where erf is 1, or erfc 0.
def scaled_erfc(c):
    def r(t):
        x = c * (1 + t) / (1 - t)
        return mp.erfc(x) * mp.exp(x * x)
    return r


def mapped(x, c):
    return (mp.mpf(x) - c) / (mp.mpf(x) + c)


def abscissa(c):
    return lambda t: c * (1 + t) / (1 - t)


# erf needs the tail relative to 1, erfc relative to itself.
approximation("erftail", mapped(1, 2), mapped(6, 2), 12, lambda t: mp.exp(-abscissa(2)(t) ** 2))(scaled_erfc(2))
approximation("erfctail", mapped("0.5", 3), mapped(28, 3), 22)(
    lambda t: scaled_erfc(3)(t) * (1 + 2 * abscissa(3)(t)))
# erfc(x) = e^(-x^2) s(t) / (1 + 9x/8) from 0 on: the factor makes s flat at 0.
def complement(c):
    return lambda t: scaled_erfc(c)(t) * (1 + mp.mpf("1.125") * abscissa(c)(t))


for name, c, greatest, degree, single in (("erfc", "4.5", "27.25", 21, False), ("erfcf", "2.5", "10.1", 9, True)):
    s = complement(mp.mpf(c))
    approximation(name, -1, mapped(greatest, mp.mpf(c)), degree, lambda t, s=s: 1 / s(t), single)(s)
# In f32 erf itself: a polynomial in x - 2.5 on [1, 4].
approximation("erftailf", mp.mpf("-1.5"), mp.mpf("1.5"), 13, single=True)(lambda t: mp.erf(t + mp.mpf("2.5")))

# tanh(x) = x + x z p(z), z = x^2, x <= 0.55
approximation("tanhf", 0, mp.mpf("0.3025"), 4, lambda z: z, True)(odd_tail(mp.tanh, -mp.mpf(1) / 3, mp.mpf(2) / 15))


def main():
    for name in sys.argv[1:] or APPROXIMATIONS:
        f, a, b, degree, weight, single = APPROXIMATIONS[name]
        coefficients, error = remez(f, a, b, degree, weight)
        print(f"// {name}: degree {degree} on [{float(a):.6g}, {float(b):.6g}], largest error {mp.nstr(error, 3)}")
        print("[" + ", ".join(repr(rounded(c, single)) for c in coefficients) + "]")


if __name__ == "__main__":
    main()
