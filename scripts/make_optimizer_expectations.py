"""Makes Tests/TensorOptimizersTests/Expected/optimizers.json: parameters after each step of optimizers of optax and PyTorch.

  python -m venv /tmp/venv; /tmp/venv/bin/pip install jax optax torch
  /tmp/venv/bin/python scripts/make_optimizer_expectations.py

The cost is sum(scale / 2 (p - target)^2 + p^4 / 10) over parameters p of several ranks.
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
OUT = Path(__file__).resolve().parent.parent / "Tests" / "TensorOptimizersTests" / "Expected" / "optimizers.json"
STEPS = 8
SHAPES = {"w": (3, 2), "b": (2,), "s": ()}
RATES = [0.1 / (1 + 0.5 * step) for step in range(STEPS)]

random = np.random.default_rng(7)
START = {name: random.normal(size=shape).round(3) for name, shape in SHAPES.items()}
TARGET = {name: random.normal(size=shape).round(3) for name, shape in SHAPES.items()}
SCALE = {name: random.uniform(0.2, 3, size=shape).round(3) for name, shape in SHAPES.items()}


def cost(p, dtype):
    return sum(
        jnp.sum(jnp.asarray(SCALE[k], dtype) / 2 * (p[k] - jnp.asarray(TARGET[k], dtype)) ** 2 + p[k] ** 4 / 10) for k in sorted(p)
    )


def with_optax(optimizer, dtype):
    p = {k: jnp.asarray(v, dtype) for k, v in START.items()}
    state, path = optimizer.init(p), []
    for _ in range(STEPS):
        slopes = jax.grad(lambda q: cost(q, dtype))(p)
        updates, state = optimizer.update(slopes, state, p)
        p = optax.apply_updates(p, updates)
        assert all(v.dtype == dtype for v in p.values())
        path.append({k: np.asarray(v, np.float64).ravel().tolist() for k, v in p.items()})
    return path


def with_torch(make, dtype):
    dtype = {"f32": torch.float32, "f64": torch.float64}[dtype]
    p = {k: torch.tensor(v, dtype=dtype, requires_grad=True) for k, v in START.items()}
    optimizer, path = make([p[k] for k in sorted(p)]), []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = sum(
            (torch.tensor(SCALE[k], dtype=dtype) / 2 * (p[k] - torch.tensor(TARGET[k], dtype=dtype)) ** 2 + p[k] ** 4 / 10).sum()
            for k in sorted(p)
        )
        loss.backward()
        optimizer.step()
        path.append({k: v.detach().double().numpy().ravel().tolist() for k, v in p.items()})
    return path


def schedule(count):
    return jnp.asarray(RATES)[count]


OPTAX = {
    "sgd": lambda: optax.sgd(0.1),
    "sgd-schedule": lambda: optax.sgd(schedule, momentum=0.8),
    "momentum": lambda: optax.sgd(0.05, momentum=0.9),
    "nesterov": lambda: optax.sgd(0.05, momentum=0.9, nesterov=True),
    "adam": lambda: optax.adam(0.1, b1=0.8, b2=0.95, eps=1e-6),
    "adamw": lambda: optax.adamw(0.1, weight_decay=0.02),
    "lbfgs": lambda: optax.lbfgs(0.7, memory_size=3, linesearch=None),
    "lbfgs-1": lambda: optax.lbfgs(1.0, memory_size=1, linesearch=None),
}
TORCH = {
    "sgd-decay": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1),
    "nesterov-decay": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.1, nesterov=True),
    "adamw-torch": lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.3),
}


def main():
    cases = []
    for dtype in ("f64", "f32"):
        kind = {"f64": jnp.float64, "f32": jnp.float32}[dtype]
        cases += [{"name": n, "type": dtype, "path": with_optax(make(), kind)} for n, make in OPTAX.items()]
        cases += [{"name": n, "type": dtype, "path": with_torch(make, dtype)} for n, make in TORCH.items()]
    flat = lambda table: {k: np.asarray(v).ravel().tolist() for k, v in table.items()}
    data = {
        "made by": f"scripts/make_optimizer_expectations.py: jax {jax.__version__}, optax {optax.__version__}, torch {torch.__version__}",
        "shapes": {k: list(v) for k, v in SHAPES.items()},
        "start": flat(START), "target": flat(TARGET), "scale": flat(SCALE), "rates": RATES, "cases": cases,
    }
    OUT.write_text(json.dumps(data, indent=None, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")


if __name__ == "__main__":
    main()
