#!/usr/bin/env python3
"""Writes Tests/TensorGraphRewritesTests/Expected/stability.jsonl: formulas as people write them, with their exact values.

  .venv/bin/python scripts/make_stability_cases.py

A formula stands in the table below with its inputs; what it gives is computed with 1000 digits (exact_arrays.py).
"""

import json

import numpy as np
from exact_arrays import evaluate
from worker_process import ROOT

TARGET = ROOT / "Tests" / "TensorGraphRewritesTests" / "Expected" / "stability.jsonl"
INF, NAN = float("inf"), float("nan")

# Where inputs come from. Every formula has one of these, or its own.
WIDE = {"x": [-800.0, -300.5, -36.04, -2.5, -1e-3, -1e-12, 0.0, 1e-18, 1e-9, 0.4, 1.0, 3.7, 38.0, 800.0, NAN]}
UP = {"x": [1e-18, 1e-9, 0.4, 1.0, 3.7, 38.0, 400.0, 800.0]}
DOWN = {"x": [-800.0, -745.5, -36.04, -2.5, -1e-3, -1e-12]}
TINY = {"x": [-1e-3, -1e-12, 0.0, 1e-18, 1e-9, 0.25, 0.9, NAN]}
POSITIVE = {"x": [1e-310, 1e-200, 1e-18, 1e-3, 0.5, 1.0, 7.0, 1e18, 1e200, 1e308]}
SIZES = {"x": [-1e200, -3.0, -1e-200, 1e-310, 1e-200, 0.5, 1.0, 1e200, NAN]}
TWO = {"x": [1000.0, -1000.0, 0.3, 5.0, -800.0], "y": [999.0, -1001.5, 0.7, -900.0, 800.0]}
THREE = {"a": [1000.0, -1000.0, 0.3], "b": [999.0, -1001.5, 0.7], "c": [998.0, -1003.0, -900.0]}
PAIRS = {"x": [1e200, 1e-200, -1e200, 3.0, 1e-5, 1e300, 0.1], "y": [1e200, 1e-200, -1e250, 0.25, 1e5, 1e-300, 10.0]}
ROW = {"x": [1000.0, 990.0, -1000.0]}
ROWS = {"m": [[1000.0, 990.0, -1000.0], [-1000.0, -1001.0, -1002.5], [0.5, 0.25, -3.0]]}
WEIGHTED = {"x": [1000.0, 999.0, -1000.0], "w": [0.25, 0.5, 0.25]}

# name, expression, inputs, rtol
CASES = [
    # log1p and expm1.
    ("log(x+1)", "log(x + 1)", TINY),
    ("log(1.0+x)", "log(1.0 + x)", TINY),
    ("log(1-x)", "log(1 - x)", TINY),
    ("log(1+x+y)", "log(1 + (x + y))", {"x": [1e-18, 0.5], "y": [2e-18, 0.25]}),
    ("log(1+x**2)", "log(1 + x**2)", SIZES),
    ("log(1+x*x)", "log(x * x + 1)", SIZES),
    ("half log(1+x**2)", "0.5 * log(1 + x**2)", SIZES),
    ("Student's t", "-(5 + 1) / 2 * log(1 + x**2 / 5)", SIZES),
    ("Student's t, any degree", "log(1 + x**2 / y)", {"x": [1e200, 1e-10, 3.0], "y": [5.0, 2.0, 7.0]}),
    ("Cauchy", "-log(1 + (x / 3)**2)", SIZES),
    ("log1p of a product", "log(1 + x * y)", {"x": [1e200, 1e-10, -0.5], "y": [1e200, 1e-10, 0.25]}),
    ("log2(1+x)", "log2(1 + x)", TINY),
    ("log10(1+x)", "log10(1 + x)", TINY),
    ("log2(1-x)", "log2(1 - x)", TINY),
    ("log(1-x**2)", "log(1 - x**2)", {"x": [1e-12, 0.3, 0.9, 1 - 2**-53, -0.9999999999, 1.0, 2.0]}),
    ("log(1-x)+log(1+x)", "log((1 - x) * (1 + x))", {"x": [1e-12, 0.3, 0.9, -0.9999999999]}),
    ("log(x+1)-log(x)", "log(x + 1) - log(x)", {"x": [1e-310, 1e-5, 1.0, 1e10, 1e300, -3.0]}),
    ("log(1+1/x)", "log(1 + 1 / x)", {"x": [1e-5, 1.0, 1e10, 1e300]}),
    ("logit", "log(p) - log(1 - p)", {"p": [1e-300, 1e-18, 0.25, 0.75]}),
    ("logit of a quotient", "log(p / (1 - p))", {"p": [1e-300, 1e-18, 0.25, 0.75]}),
    ("exp(x)-1", "exp(x) - 1", WIDE),
    ("-1+exp(x)", "-1 + exp(x)", WIDE),
    ("1-exp(-x)", "1 - exp(-x)", WIDE),
    ("exp(2*x)-1", "exp(2 * x) - 1", WIDE),
    ("exp2(x)-1", "exp2(x) - 1", TINY),
    ("2**x-1", "2**x - 1", TINY),
    ("(exp(x)-1)/x", "(exp(x) - 1) / x", {"x": [1e-18, -1e-9, 1.0, 30.0]}),
    ("Planck", "1 / (exp(x) - 1)", UP),
    ("Bose", "x / (exp(x) - 1)", UP),
    ("Planck with powers", "x**3 / (exp(x) - 1)", UP),
    ("exp(x)/(exp(x)-1)", "exp(x) / (exp(x) - 1)", UP),
    ("saturation", "(1 - exp(-x)) / x", UP),
    ("expm1 over exp", "(exp(x) - 1) / exp(x)", WIDE),
    ("log(exp(x)-1)", "log(exp(x) - 1)", {"x": [1e-18, 0.5, 50.0, 1000.0, -1.0]}),
    ("log(1-exp(-x))", "log(1 - exp(-x))", {"x": [1e-18, 0.5, 50.0, 1000.0, -1.0]}),
    ("cloglog", "log(1 - exp(-exp(x)))", {"x": [-800.0, -50.0, -1.0, 1.0, 3.0]}),
    # Products of exponentials.
    ("exp(a)*exp(b)", "exp(x) * exp(y)", TWO),
    ("exp(a)/exp(b)", "exp(x) / exp(y)", TWO),
    ("log(exp(a)*exp(b))", "log(exp(x) * exp(y))", TWO),
    ("log(exp(a)/exp(b))", "log(exp(x) / exp(y))", TWO),
    ("exp(x)**2", "exp(x)**2", {"x": [-400.0, 0.25, 350.0, 400.0]}),
    ("sqrt(exp(x))", "sqrt(exp(x))", {"x": [-800.0, 0.25, 1000.0]}),
    ("1/exp(x)", "1 / exp(x)", {"x": [-710.0, 0.25, 710.0, 740.0]}),
    ("exp(x)-exp(y)", "exp(x) - exp(y)", {"x": [1e-18, 5.0, -30.0, 3.0], "y": [0.0, 5.000000000001, -30.0, -800.0]}),
    ("Bateman", "(exp(-x) - exp(-y)) / (y - x)", {"x": [0.3, 1.0, 1e-8], "y": [0.30000000001, 5.0, 2e-8]}),
    ("(1+x)**n", "(1 + x)**n", {"x": [1e-18, 1e-9, 0.05, -0.5, 3.0], "n": [1e18, 1e9, 360.0, 20.5, 10.0]}),
    ("(1+r/n)**n", "(1 + x / n)**n", {"x": [1.0, 0.05, -2.0], "n": [1e17, 365.0, 1e12]}),
    ("(1-p)**n", "(1 - p)**n", {"p": [1e-18, 0.25], "n": [1e18, 20.0]}),
    ("(1+x)**n-1", "(1 + x)**n - 1", {"x": [1e-18, 1e-9, 0.05, 1.0], "n": [12.0, 1e3, 360.0, 50.0]}),
    ("(1+x)**3-1", "(1 + x)**3 - 1", {"x": [1e-18, 1e-9, 0.05, -0.5, 1e30]}),
    ("1-(1-p)**n", "1 - (1 - p)**n", {"p": [1e-18, 1e-9, 0.05, 0.5], "n": [12.0, 1e3, 360.0, 50.0]}),
    ("annuity", "x / (1 - (1 + x)**-n)", {"x": [1e-12, 0.004], "n": [360.0, 360.0]}),
    ("(1+x)**2-1", "(1 + x)**2 - 1", {"x": [1e-18, -1e-9, 0.5, 1e5]}),
    # The logistic function.
    ("1/(1+exp(-x))", "1 / (1 + exp(-x))", WIDE),
    ("1/(exp(-x)+1)", "1 / (exp(-x) + 1)", WIDE),
    ("1.0/(1.0+exp(-x))", "1.0 / (1.0 + exp(-x))", WIDE),
    ("exp(x)/(exp(x)+1)", "exp(x) / (exp(x) + 1)", WIDE),
    ("(1+exp(-x))**-1", "(1 + exp(-x))**-1", WIDE),
    ("reciprocal(1+exp(-x))", "reciprocal(1 + exp(-x))", WIDE),
    ("exp(-x)/(1+exp(-x))", "exp(-x) / (1 + exp(-x))", WIDE),
    ("0.5*(1+tanh(x/2))", "0.5 * (1 + tanh(x / 2))", WIDE),
    ("0.5+0.5*tanh(x/2)", "0.5 + 0.5 * tanh(0.5 * x)", WIDE),
    ("(1+tanh(x))/2", "(1 + tanh(x)) / 2", WIDE),
    ("1-sigmoid", "1 - 1 / (1 + exp(-x))", WIDE),
    ("sigmoid-1", "1 / (1 + exp(-x)) - 1", WIDE),
    ("expit derivative", "expit(x) * (1 - expit(x))", WIDE),
    ("sigmoid derivative by hand", "exp(-x) / (1 + exp(-x))**2", {"x": [-300.0, -2.5, 0.0, 3.7, 300.0]}),
    ("silu by hand", "x / (1 + exp(-x))", {"x": [-800.0, -700.0, -2.5, 0.0, 3.0, 800.0]}),
    ("Fermi", "1 / (exp((x - 0.25) / 0.0078125) + 1)", {"x": [-9.0, 0.25, 0.5, 9.0]}),
    ("log(expit(x))", "log(expit(x))", WIDE),
    ("log(1-expit(x))", "log(1 - expit(x))", WIDE),
    ("log(1/(1+exp(x)))", "log(1 / (1 + exp(x)))", WIDE),
    ("-log(1+exp(-x))", "-log(1 + exp(-x))", WIDE),
    ("log(exp(x)/(1+exp(x)))", "log(exp(x) / (1 + exp(x)))", WIDE),
    ("log(exp(x)+1)-x", "log(exp(x) + 1) - x", WIDE),
    ("x-log(1+exp(x))", "x - log(1 + exp(x))", WIDE),
    ("log(p/(1-p)), p=expit", "log(expit(x) / (1 - expit(x)))", {"x": [-800.0, -40.0, 0.25, 40.0, 800.0]}),
    ("log(p)-log(1-p), p=expit", "log(expit(x)) - log(1 - expit(x))", {"x": [-800.0, -40.0, 0.25, 40.0, 800.0]}),
    ("binary cross-entropy", "-(y * log(1 / (1 + exp(-x))) + (1 - y) * log(1 - 1 / (1 + exp(-x))))",
     {"x": [800.0, -800.0, 0.5], "y": [0.0, 1.0, 1.0]}),
    ("binary cross-entropy, mean", "-mean(y * log(expit(x)) + (1 - y) * log(1 - expit(x)))",
     {"x": [800.0, -800.0, 0.5], "y": [0.0, 1.0, 1.0]}),
    ("focal loss", "-((1 - expit(x))**2) * log(expit(x))", {"x": [-800.0, 0.5, 40.0, 400.0]}),
    ("log2(expit(x))", "log2(expit(x))", {"x": [-800.0, 0.5, 40.0]}),
    ("softplus with a rate", "log(1 + exp(3 * x)) / 3", WIDE),
    ("stable softplus stays", "maximum(x, 0) + log(1 + exp(-abs(x)))", {"x": [-700.0, -1.0, 0.0, 2.0, 1000.0]}),
    ("log(2+exp(x))", "log(2 + exp(x))", {"x": [-800.0, 0.5, 1000.0]}),
    ("log(exp(x)+1e-8)", "log(exp(x) + 1e-8)", {"x": [-800.0, 0.5, 1000.0]}),
    ("log(1+y*exp(x))", "log(1 + y * exp(x))", {"x": [-700.0, 0.5, 1000.0, 1000.0], "y": [2.0, -0.25, 3.0, 0.0]}),
    ("log(1-p+p*exp(x))", "log(1 - p + p * exp(x))", {"x": [1000.0, -800.0, 0.5], "p": [0.25, 0.25, 0.75]}),
    # Hyperbolic functions.
    ("tanh", "(exp(x) - exp(-x)) / (exp(x) + exp(-x))", WIDE),
    ("tanh of 2x", "(exp(2 * x) - 1) / (exp(2 * x) + 1)", WIDE),
    ("tanh of -2x", "(1 - exp(-2 * x)) / (1 + exp(-2 * x))", WIDE),
    ("1-2/(exp(2x)+1)", "1 - 2 / (exp(2 * x) + 1)", WIDE),
    ("2/(1+exp(-2x))-1", "2 / (1 + exp(-2 * x)) - 1", WIDE),
    ("2*expit(2x)-1", "2 * expit(2 * x) - 1", WIDE),
    ("sinh/cosh", "sinh(x) / cosh(x)", WIDE),
    ("tanh of a difference", "(exp(x) - exp(y)) / (exp(x) + exp(y))", TWO),
    ("sinh by hand", "(exp(x) - exp(-x)) / 2", {"x": [-700.0, 1e-18, 0.5, 30.0, 710.0]}),
    ("sinh by hand, 0.5*", "0.5 * (exp(x) - exp(-x))", {"x": [-700.0, 1e-18, 0.5, 30.0, 710.0]}),
    ("cosh by hand", "(exp(x) + exp(-x)) / 2", {"x": [-710.0, 0.0, 0.5, 710.0]}),
    ("sech by hand", "2 / (exp(x) + exp(-x))", {"x": [-700.0, 0.0, 0.5, 700.0]}),
    ("1-tanh(x)", "1 - tanh(x)", WIDE),
    ("1+tanh(x)", "1 + tanh(x)", WIDE),
    ("1-tanh(x)**2", "1 - tanh(x)**2", {"x": [-350.0, -20.0, 0.0, 0.5, 20.0, 350.0]}),
    ("log(1-tanh(x)**2)", "log(1 - tanh(x)**2)", {"x": [-800.0, -20.0, 0.5, 20.0, 800.0]}),
    ("log(1-tanh(x)**2+eps) stays", "log(1 - tanh(x)**2 + 1e-6)", {"x": [-800.0, 0.5, 20.0]}),
    ("log(1+tanh(x))", "log(1 + tanh(x))", {"x": [-800.0, -1e-18, 1e-9, 0.5, 20.0]}),
    ("log(1-tanh(x))", "log(1 - tanh(x))", {"x": [800.0, -1e-18, 1e-9, 0.5, -20.0]}),
    ("log(tanh(x))", "log(tanh(x))", {"x": [1e-300, 0.5, 30.0, 300.0, -1.0]}),
    ("log(cosh(x))", "log(cosh(x))", {"x": [-1000.0, 1e-9, 0.5, 30.0, 1000.0]}),
    ("log(2*cosh(x))", "log(2 * cosh(x))", {"x": [-1000.0, 0.5, 1000.0]}),
    ("log(exp(x)+exp(-x))", "log(exp(x) + exp(-x))", {"x": [-1000.0, 0.5, 1000.0]}),
    ("log cosh by hand", "log((exp(x) + exp(-x)) / 2)", {"x": [-1000.0, 1e-9, 0.5, 1000.0]}),
    ("log(sinh(x))", "log(sinh(x))", {"x": [1e-300, 0.5, 30.0, 1000.0, -1.0]}),
    ("log(abs(sinh(x)))", "log(abs(sinh(x)))", {"x": [1e-300, 0.5, -30.0, -1000.0]}),
    ("log(1/cosh(x))", "log(1 / cosh(x))", {"x": [-1000.0, 1e-9, 0.5, 1000.0]}),
    ("cosh(x)-1", "cosh(x) - 1", {"x": [-1e-9, 1e-5, 0.5, 700.0]}),
    ("arcsinh", "log(x + sqrt(x**2 + 1))", {"x": [-1e200, -1e9, -0.5, 1e-18, 3.0, 1e200]}),
    ("arcsinh, other order", "log(sqrt(1 + x * x) + x)", {"x": [-1e200, -1e9, -0.5, 1e-18, 3.0, 1e200]}),
    ("arccosh", "log(x + sqrt(x**2 - 1))", {"x": [1.0, 1.0000000001, 3.0, 1e200]}),
    ("arctanh", "0.5 * log((1 + x) / (1 - x))", {"x": [-1.0, -0.999, 1e-18, 0.5, 0.999, 1.0]}),
    ("arctanh, difference", "0.5 * (log(1 + x) - log(1 - x))", {"x": [-0.999, 1e-18, 0.5, 0.999]}),
    ("Fisher's z", "log((1 - x) / (1 + x)) / 2", {"x": [-0.999, 1e-18, 0.5, 0.999]}),
    # Sums of exponentials.
    ("logaddexp", "log(exp(x) + exp(y))", TWO),
    ("logsubexp", "log(exp(x) - exp(y))", {"x": [1000.0, -900.0, 1.0], "y": [999.0, -901.0, 0.5]}),
    ("three exponentials", "log(exp(a) + exp(b) + exp(c))", THREE),
    ("three exponentials, the other nesting", "log(exp(a) + (exp(b) + exp(c)))", THREE),
    ("1 and two exponentials", "log(1 + exp(x) + exp(y))", TWO),
    ("a difference of three", "log(exp(a) + exp(b) - exp(c))", {"a": [1000.0, -1000.0], "b": [999.0, -1001.0], "c": [998.0, -1003.0]}),
    ("a mixture", "log(0.25 * exp(x) + 0.75 * exp(y))", TWO),
    ("a mixture with weights", "log(p * exp(x) + (1 - p) * exp(y))",
     {"x": [1000.0, -1000.0, 0.3], "y": [999.0, -1001.5, 0.7], "p": [0.25, 0.5, 0.0]}),
    ("log2(2**a+2**b)", "log2(2**x + 2**y)", {"x": [2000.0, -2000.0, 0.5], "y": [1999.0, -2001.5, 0.25]}),
    ("log2(exp2(a)+exp2(b))", "log2(exp2(x) + exp2(y))", {"x": [2000.0, -2000.0, 0.5], "y": [1999.0, -2001.5, 0.25]}),
    ("log10(10**a+10**b)", "log10(10**x + 10**y)", {"x": [400.0, -400.0, 0.5], "y": [399.0, -401.5, 0.25]}),
    ("log(sum(exp))", "log(sum(exp(x)))", ROW),
    ("log(sum(exp)) of rows", "log(sum(exp(m), axis=1))", ROWS),
    ("log(sum(exp)) of columns, kept", "log(sum(exp(m), axis=0, keepdims=True))", ROWS),
    ("log(mean(exp))", "log(mean(exp(m), axis=1))", ROWS),
    ("log(sum(exp)/n)", "log(sum(exp(m), axis=1) / 3)", ROWS),
    ("log(sum(exp))-log(n)", "log(sum(exp(m), axis=1)) - log(3)", ROWS),
    ("log(sum(w*exp))", "log(sum(w * exp(x)))", WEIGHTED),
    ("log(sum(exp*w))", "log(sum(exp(x) * w))", WEIGHTED),
    ("log(sum(exp/w))", "log(sum(exp(x) / w))", WEIGHTED),
    ("log(mean(w*exp))", "log(mean(w * exp(x)))", WEIGHTED),
    ("log(sum(w*exp)/sum(w))", "log(sum(w * exp(x)) / sum(w))", WEIGHTED),
    ("weighted rows", "log(sum(w * exp(m), axis=1))", ROWS | {"w": [0.25, 0.5, 0.25]}),
    ("weights of both signs", "log(sum(w * exp(x)))", {"x": [1000.0, 999.0, 900.0], "w": [1.0, -0.5, 0.0]}),
    ("log(sum(exp(x-c)))", "log(sum(exp(x - c)))", ROW | {"c": [3.0, 2.0, 1.0]}),
    ("shifted by hand stays", "log(sum(exp(x - max(x)))) + max(x)", ROW),
    ("log(sum(exp)+eps)", "log(sum(exp(x)) + 1e-8)", {"x": [1000.0, 2.0]}),
    ("log(1+sum(exp))", "log(1 + sum(exp(x)))", ROW),
    ("log2(sum(exp2))", "log2(sum(exp2(x)))", {"x": [2000.0, 1999.0, -3000.0]}),
    ("log10(sum(10**x))", "log10(sum(10**x))", {"x": [400.0, 399.0, -3000.0]}),
    ("log2(sum(exp))", "log2(sum(exp(x)))", ROW),
    ("log of a sum of scaled", "log(sum(exp(-x / 2)))", ROW),
    ("all far down", "log(sum(exp(x)))", {"x": [-1000.0, -1001.0]}),
    ("free energy", "-0.5 * log(sum(exp(-x / 0.5)))", ROW),
    # Softmax.
    ("softmax", "exp(x) / sum(exp(x))", ROW),
    ("softmax of rows", "exp(m) / sum(exp(m), axis=1, keepdims=True)", ROWS),
    ("softmax of rows, index", "exp(m) / sum(exp(m), axis=1)[:, None]", ROWS),
    ("softmax of rows, expand_dims", "exp(m) / expand_dims(sum(exp(m), axis=-1), axis=-1)", ROWS),
    ("softmax of columns", "exp(m) / sum(exp(m), axis=0)", ROWS),
    ("softmax by a reciprocal", "exp(x) * (1 / sum(exp(x)))", ROW),
    ("softmax with a temperature", "exp(x / 7) / sum(exp(x / 7))", ROW),
    ("shifted softmax", "exp(x - max(x)) / sum(exp(x - max(x)))", ROW),
    ("softmin", "exp(-x) / sum(exp(-x))", ROW),
    ("weighted softmax", "w * exp(x) / sum(w * exp(x))", WEIGHTED),
    ("softmax of two", "exp(x) / (exp(x) + exp(y))", TWO),
    ("softmax of three", "exp(a) / (exp(a) + exp(b) + exp(c))", THREE),
    ("softmax in the middle", "exp(b) / (exp(a) + exp(b) + exp(c))", THREE),
    ("softmax mean", "sum(exp(x) * v) / sum(exp(x))", ROW | {"v": [1.0, 2.0, 3.0]}),
    ("attention", "matmul(exp(m), v) / sum(exp(m), axis=1, keepdims=True)",
     ROWS | {"v": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}),
    ("exp(x-logsumexp)", "exp(x - log(sum(exp(x))))", ROW),
    ("log(softmax)", "log(softmax(x))", ROW),
    ("log(softmax) of a sure thing", "log(softmax(x))", {"x": [40.0, 0.0, -3.0]}),
    ("log(softmax by hand)", "log(exp(x) / sum(exp(x)))", ROW),
    ("log(softmax by hand) of rows", "log(exp(m) / sum(exp(m), axis=1, keepdims=True))", ROWS),
    ("x-log(sum(exp(x)))", "x - log(sum(exp(x)))", ROW),
    ("log(softmax)[i]", "log(softmax(x)[2])", ROW),
    ("log(softmax)[:, i]", "log(softmax(m, axis=1)[:, 1])", ROWS),
    ("log(softmax) taken", "log(take(softmax(x), 2))", ROW),
    ("log(softmax) taken along an axis", "log(take(softmax(m, axis=1), 2, axis=1))", ROWS),
    ("log(softmax.T)", "log(transpose(softmax(m, axis=1)))", ROWS),
    ("log(softmax) reshaped", "log(reshape(softmax(m, axis=1), (9,)))", ROWS),
    ("log(softmax) of a slice, twice", "log(softmax(m, axis=1)[1:][0, 2])", ROWS),
    ("log(1-softmax)", "log(1 - softmax(x))", {"x": [40.0, 0.0, -3.0]}),
    ("cross-entropy", "-sum(y * log(softmax(x)))", {"x": [1000.0, 0.0, 3.0], "y": [0.0, 1.0, 0.0]}),
    ("cross-entropy of rows", "-mean(sum(y * log(softmax(m, axis=1)), axis=1))",
     ROWS | {"y": [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]}),
    ("cross-entropy by hand", "-log(exp(x[1]) / sum(exp(x)))", ROW),
    ("entropy of softmax", "-sum(softmax(x) * log(softmax(x)))", {"x": [1000.0, 0.0, 3.0]}),
    ("divergence of softmax", "sum(softmax(x) * (log(softmax(x)) - log(softmax(y))))",
     {"x": [1000.0, 0.0, 3.0], "y": [0.0, 1000.0, 5.0]}),
    ("log2(softmax)", "log2(softmax(x))", ROW),
    ("log(softmax*w)", "log(softmax(x) * w)", WEIGHTED),
    ("log(softmax/2)", "log(softmax(x) / 2)", ROW),
    # Logarithms of products.
    ("log(x*y)", "log(x * y)", PAIRS),
    ("log(x/y)", "log(x / y)", {"x": [1e200, 1e-200, -1e200, 3.0, 1.0], "y": [1e-200, 1e200, -1e-250, 3.0000000001, 3.0]}),
    ("log(x)-log(y)", "log(x) - log(y)", {"x": [1e200, 1e100, 3.0], "y": [1e-200, 1.0000000001e100, 3.0000000001]}),
    ("log(x**2)", "log(x**2)", SIZES),
    ("log(x*x)", "log(x * x)", SIZES),
    ("log(x**3)", "log(x**3)", SIZES),
    ("log(x**2.5)", "log(x**2.5)", POSITIVE),
    ("log(x**-2)", "log(x**-2)", SIZES),
    ("log(x**p)", "log(x**p)", {"x": [1e200, 1e-200, 2.0, -1e200], "p": [3.5, 2.25, 2000.0, 2.0]}),
    ("log(2**x)", "log(2**x)", {"x": [-2000.0, 0.5, 2000.0]}),
    ("log(10**x)", "log(10**x)", {"x": [-2000.0, 0.5, 2000.0]}),
    ("log10(10**x)", "log10(10**x)", {"x": [-2000.0, 0.5, 2000.0]}),
    ("log2(x**2)", "log2(x**2)", SIZES),
    ("log10(x**2)", "log10(x**2)", SIZES),
    ("log(sqrt(x))", "log(sqrt(x))", POSITIVE),
    ("log(1/x)", "log(1 / x)", POSITIVE),
    ("log(x*exp(y))", "log(x * exp(y))", {"x": [2.0, 1e-300, 3.0, 0.0], "y": [1000.0, 900.0, -1000.0, 1.0]}),
    ("log(exp(x)/y)", "log(exp(x) / y)", {"x": [1000.0, -1000.0, 0.5], "y": [3.0, 0.1, 0.25]}),
    ("log(exp(x)*3)", "log(exp(x) * 3)", {"x": [1000.0, -1000.0, 0.5]}),
    ("log of a density", "log(exp(-x**2 / 2) / sqrt(2 * pi))", {"x": [0.0, 3.0, 50.0, -1000.0]}),
    ("log(exp(-0.5*x*x))", "log(exp(-0.5 * x * x))", {"x": [0.0, 3.0, 50.0, -1000.0]}),
    ("log of a density with a scale", "log(exp(-0.5 * ((x - 1) / s)**2) / (s * sqrt(2 * pi)))",
     {"x": [0.0, 300.0], "s": [0.5, 2.0]}),
    ("log(prod(x))", "log(prod(x))", {"x": [1e-200, 1e-200, 3.0]}),
    ("log(prod(x)) of rows", "log(prod(m, axis=1))", {"m": [[1e-200, 1e-200], [-1e200, -1e200], [2.0, 3.0]]}),
    ("log2(prod(x))", "log2(prod(x))", {"x": [1e-200, 1e-200, 3.0]}),
    ("log(abs(x*y))", "log(abs(x * y))", {"x": [-1e200, 3.0], "y": [1e200, -0.5]}),
    # Error functions.
    ("1-erf(x)", "1 - erf(x)", {"x": [-3.0, 1e-9, 0.5, 6.0, 20.0]}),
    ("erf(x)-1", "erf(x) - 1", {"x": [-3.0, 1e-9, 0.5, 6.0, 20.0]}),
    ("1+erf(-x)", "1 + erf(-x)", {"x": [-3.0, 1e-9, 0.5, 6.0, 20.0]}),
    ("1-erfc(x)", "1 - erfc(x)", {"x": [-3.0, 1e-18, 0.5, 6.0]}),
    ("2-erfc(x)", "2 - erfc(x)", {"x": [-20.0, -6.0, 0.5, 3.0]}),
    ("normal distribution", "0.5 * (1 + erf(x / sqrt(2)))", {"x": [-35.0, -8.0, -1.0, 0.5, 8.0]}, 1e-12),
    ("normal distribution, halves", "0.5 + 0.5 * erf(x / sqrt(2))", {"x": [-35.0, -8.0, -1.0, 0.5, 8.0]}, 1e-12),
    ("normal survival", "1 - 0.5 * (1 + erf(x / sqrt(2)))", {"x": [35.0, 8.0, -1.0, 0.5, -8.0]}, 1e-12),
    ("normal survival by halves", "(1 - erf(x / sqrt(2))) / 2", {"x": [35.0, 8.0, -1.0, 0.5, -8.0]}, 1e-12),
    ("gelu", "0.5 * x * (1 + erf(x / sqrt(2)))", {"x": [-35.0, -8.0, -1.0, 0.5, 8.0]}, 1e-12),
    ("gelu by tanh", "0.5 * x * (1 + tanh(0.7978845608 * (x + 0.044715 * x**3)))", {"x": [-15.0, -8.0, -1.0, 0.5, 8.0]}),
    ("log normal distribution", "log(0.5 * (1 + erf(x / sqrt(2))))", {"x": [-60.0, -8.0, 0.5, 8.0]}),
    ("log normal survival", "log(1 - 0.5 * (1 + erf(x / sqrt(2))))", {"x": [60.0, 8.0, 0.5, -8.0]}),
    ("log(erfc(x))", "log(erfc(x))", {"x": [-3.0, 1e-18, 1e-9, 0.5, 2.0, 30.0, 1000.0]}),
    ("log(1-erf(x))", "log(1 - erf(x))", {"x": [-3.0, 1e-18, 1e-9, 0.5, 2.0, 30.0]}),
    ("log(1+erf(x))", "log(1 + erf(x))", {"x": [3.0, 1e-18, 1e-9, -0.5, -2.0, -30.0]}),
    ("log(erfc(x)/2)", "log(erfc(x) / 2)", {"x": [-3.0, 0.5, 30.0, 1000.0]}),
    ("erf(x)-erf(y)", "erf(x) - erf(y)", {"x": [7.0, -6.0, 1.0, 3.0], "y": [6.0, -7.0, -1.0, 2.999999]}, 1e-9),
    # Cosines.
    ("1-cos(x)", "1 - cos(x)", {"x": [1e-170, 1e-10, -1e-4, 1.0, 6.283185307179586]}),
    ("cos(x)-1", "cos(x) - 1", {"x": [1e-10, -1e-4, 1.0, 6.283185307179586]}),
    ("1+cos(x)", "1 + cos(x)", {"x": [1e-10, 1.0, 3.141592653589793]}),
    ("(1-cos(x))/x**2", "(1 - cos(x)) / x**2", {"x": [1e-200, 1e-10, -1e-4, 1.0]}),
    ("(1-cos(x))/x", "(1 - cos(x)) / x", {"x": [1e-150, 1e-10, -1e-4, 1.0]}),
    ("1-cos(x)**2", "1 - cos(x)**2", {"x": [1e-10, -1e-4, 1.0, 3.141592653589793]}),
    ("1-sin(x)**2", "1 - sin(x)**2", {"x": [1e-10, 1.0, 1.5707963267948966]}),
    # Squares and roots.
    ("hypot", "sqrt(x**2 + y**2)", PAIRS),
    ("hypot by products", "sqrt(x * x + y * y)", PAIRS),
    ("a length in space", "sqrt(a**2 + b**2 + c**2)", {"a": [1e200, 1e-200, 3.0], "b": [1e200, 2e-200, 4.0], "c": [1e200, 2e-200, 12.0]}),
    ("sqrt(x**2)", "sqrt(x**2)", SIZES),
    ("sqrt(1+x**2)", "sqrt(1 + x**2)", SIZES),
    ("norm", "sqrt(sum(x**2))", {"x": [3e200, 4e200]}),
    ("norm of tiny", "sqrt(sum(x * x))", {"x": [3e-200, 4e-200]}),
    ("norms of rows", "sqrt(sum(m**2, axis=1))", {"m": [[3e200, 4e200], [3e-200, 4e-200], [3.0, 4.0], [0.0, 0.0]]}),
    ("normalized", "x / sqrt(sum(x**2))", {"x": [3e200, 4e200]}),
    ("x**2-y**2", "x**2 - y**2", {"x": [1e8, 3.0, 1e200], "y": [100000001.0, 2.9999999999, 1e200]}),
    ("x*x-1", "x * x - 1", {"x": [1.0000000001, -0.9999999999, 1e-10, 3.0]}),
    ("1-x**2", "1 - x**2", {"x": [1.0000000001, -0.9999999999, 1e-10, 3.0]}),
    ("sqrt(1-x**2)", "sqrt(1 - x**2)", {"x": [0.9999999999999999, -0.9999999999, 0.5, 2.0]}),
    ("sqrt(1+x)-1", "sqrt(1 + x) - 1", {"x": [1e-18, -1e-9, 0.5, 3.0, 1e300, INF, -1.0, -2.0]}),
    ("1-sqrt(1-x)", "1 - sqrt(1 - x)", {"x": [1e-18, -1e-9, 0.5, -1e300, -INF, 1.0, 2.0]}),
    ("sqrt(1+x**2)-1", "sqrt(1 + x**2) - 1", {"x": [1e-100, 1e-9, 0.5, 3.0, 1e200]}),
    ("sqrt(x+1)-sqrt(x)", "sqrt(x + 1) - sqrt(x)", {"x": [0.0, 0.5, 1e10, 1e300, -2.0]}),
    ("sqrt(x)-sqrt(x-1)", "sqrt(x) - sqrt(x - 1)", {"x": [1.0, 1e10, 1e300, 0.5]}),
    ("1/x-1/(x+1)", "1 / x - 1 / (x + 1)", {"x": [1e-10, 1.0, 1e10, 1e100]}),
    ("x**2/y**2", "x**2 / y**2", {"x": [1e200, 1e-200, 3.0], "y": [2e200, 4e-200, 2.0]}),
    ("mean(x**2)-mean(x)**2", "mean(x**2) - mean(x)**2", {"x": [1e9, 1e9 + 1, 1e9 + 2]}),
    ("mean(x**2)-mean(x)**2 of rows", "mean(m**2, axis=1) - mean(m, axis=1)**2", {"m": [[1e9, 1e9 + 1], [1.0, 2.0]]}),
    ("sum(x**2)/n-(sum(x)/n)**2", "sum(x[:3]**2) / 3 - (sum(x[:3]) / 3)**2", {"x": [1e9, 1e9 + 1, 1e9 + 2]}),
    ("standard deviation by hand", "sqrt(mean(x**2) - mean(x)**2)", {"x": [1e9, 1e9 + 1, 1e9 + 2]}),
    # What must stay as it is.
    ("0*x", "0 * x", {"x": [NAN, INF, 2.0]}),
    ("x/x", "x / x", {"x": [0.0, INF, 3.0]}),
    ("x-x", "x - x", {"x": [INF, 3.0, NAN]}),
    ("sqrt(x)**2", "sqrt(x)**2", {"x": [-1.0, 4.0]}),
    ("exp(log(x))", "exp(log(x))", {"x": [-1.0, 4.0]}),
    ("log(x) of negative", "log(x * y)", {"x": [-1.0, -1e200, 0.0], "y": [2.0, 1e200, -1.0]}),
    ("log(x)-log(y) of negative", "log(x) - log(y)", {"x": [-1.0, -1.0, 0.0, 0.0], "y": [2.0, -3.0, 0.0, 1.0]}),
    ("log(x*y) of 0*inf", "log(x * y)", {"x": [0.0, INF], "y": [INF, INF]}),
    ("log(x/y) of 0/0", "log(x / y)", {"x": [0.0, INF, 1.0], "y": [0.0, INF, 0.0]}),
    ("log(x**p) of 0 and 1", "log(x**p)", {"x": [0.0, 0.0, 1.0, -2.0, INF], "p": [0.0, 2.0, 5.0, 3.0, -1.0]}),
    ("log(x**2.5) of negative", "log(x**2.5)", {"x": [-2.0, 0.0, INF]}),
    ("log(1+x) below -1", "log(1 + x)", {"x": [-1.0, -2.0, INF]}),
    ("log(1-exp(x)) above 0", "log(1 - exp(x))", {"x": [0.0, 1.0, 1000.0]}),
    ("log(exp(x)-exp(y)) the wrong way", "log(exp(x) - exp(y))", {"x": [1.0, 1.0, 1000.0], "y": [2.0, 1.0, 1001.0]}),
    ("exp(a)*exp(b) of infinities", "exp(x) * exp(y)", {"x": [INF, INF, NAN], "y": [-INF, 1.0, 1.0]}),
    ("x**2-y**2 of infinities", "x**2 - y**2", {"x": [INF, 1.0], "y": [INF, INF]}),
    ("softmax of all -inf", "exp(x) / sum(exp(x))", {"x": [-INF, -INF]}),
    ("log(sum(w*exp)) negative", "log(sum(w * exp(x)))", {"x": [1000.0, 999.0], "w": [-1.0, 0.5]}),
    ("log(sum(w*exp)) of 0", "log(sum(w * exp(x)))", {"x": [1000.0, 999.0], "w": [0.0, 0.0]}),
    ("hypot of infinity", "sqrt(x**2 + y**2)", {"x": [INF, NAN], "y": [1.0, 1.0]}),
    ("norm of infinity", "sqrt(sum(m**2, axis=1))", {"m": [[INF, 1.0], [NAN, 1.0]]}),
    ("arccosh below 1", "log(x + sqrt(x**2 - 1))", {"x": [0.5, -3.0]}),
    ("arctanh beyond 1", "0.5 * log((1 + x) / (1 - x))", {"x": [2.0, -2.0]}),
    ("log1p is exact only at 1", "log(x + 1.000001)", {"x": [0.5, 2.0]}),
    ("variance of infinity", "mean(x**2) - mean(x)**2", {"x": [INF, 1.0]}),
    ("cosine of infinity", "1 - cos(x)", {"x": [INF, NAN]}),
    ("log(prod) negative", "log(prod(x))", {"x": [-1e200, 1e200]}),
    ("tanh keeps NaN", "(exp(x) - exp(-x)) / (exp(x) + exp(-x))", {"x": [NAN]}),
]


def text(value):
    if isinstance(value, list):
        return [text(v) for v in value]
    return value if np.isfinite(value) else str(value)


def main():
    lines = []
    for name, expression, inputs, *rtol in CASES:
        shapes = {n: ["f64", "f64[n]", "f64[n, k]"][np.ndim(v)] for n, v in inputs.items()}
        if any(np.ndim(v) == 2 for v in inputs.values()):
            # A vector beside a matrix goes along its columns.
            shapes = {n: "f64[k]" if s == "f64[n]" else s for n, s in shapes.items()}
        if "matmul" in expression:
            shapes = {"m": "f64[n, k]", "v": "f64[k, j]"}
        if "(9,)" in expression:
            shapes = {"m": "f64[3, 3]"}
        if "/ 3 - (" in expression or expression.endswith("axis=1) / 3)"):
            shapes = {n: s.replace("n", "3").replace("k", "3") for n, s in shapes.items()}
        parameters = ", ".join(f"{n}: {s}" for n, s in shapes.items())
        expected = evaluate(expression, inputs).tolist()
        case = {
            "name": name, "program": f"({parameters}) -> {expression}", "inputs": {n: text(v) for n, v in inputs.items()},
            "expected": text(expected), "rtol": rtol[0] if rtol else 1e-13,
        }
        lines.append(json.dumps(case))
    assert len({json.loads(line)["name"] for line in lines}) == len(lines), "two cases of one name"
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} cases in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
