"""Times the training steps of Examples/TrainDigits in JAX and PyTorch, beside ours.

  .venv-peers/bin/python scripts/demo-peers.py times.txt

times.txt is what train-digits --times wrote. What is not installed is left out. Each step is timed by itself, until its loss is there, as ours
are; the median counts. The same model, optimizer, batches of 64, element type.
"""

import argparse
import importlib.util
import statistics
import sys
import time
from pathlib import Path

import numpy as np

DIGITS = Path(__file__).resolve().parent.parent / "Examples" / "Data" / "digits.npz"
BATCH, STEPS, WARMUP = 64, 400, 50
# Where the cores are busy with other things, the threads of some peers wait for each other for very long.
LONGEST = 5
SIZES = {"Softmax regression": [64, 10], "Two-layer network": [64, 128, 10]}
MOMENTUM, BETA1, BETA2, EPSILON, DECAY = 0.9, 0.9, 0.999, 1e-8, 0.1


def data():
    archive = np.load(DIGITS)
    rows = np.arange(len(archive["labels"])) % 5 != 4
    return archive["images"][rows], archive["labels"][rows]


def start(sizes):
    random = np.random.default_rng(0)
    return [
        (random.normal(size=(n, m), scale=(2 / n) ** 0.5).astype(np.float32), np.zeros(m, np.float32))
        for n, m in zip(sizes, sizes[1:])
    ]


def median_us(step):
    images, labels = data()
    random = np.random.default_rng(1)
    times, end = [], None
    for number in range(WARMUP + STEPS):
        batch = random.permutation(len(labels))[:BATCH]
        rate = np.float32(1e-3 * (1 - number / (WARMUP + STEPS)))
        begin = time.perf_counter()
        step(rate, batch)
        times.append(time.perf_counter() - begin)
        if number == WARMUP:
            end = time.perf_counter() + LONGEST
        if end and time.perf_counter() > end:
            break
    return 1e6 * statistics.median(times[WARMUP:])


def with_jax(name):
    import jax
    import jax.numpy as jnp

    def loss(layers, x, y):
        for w, b in layers[:-1]:
            x = jnp.maximum(x @ w + b, 0)
        scores = x @ layers[-1][0] + layers[-1][1]
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(scores), y[:, None], axis=1))

    def sgd(p, g, state, rate):
        state = jax.tree.map(lambda v, d: MOMENTUM * v + d, state, g)
        return jax.tree.map(lambda q, d, v: q - rate * (d + MOMENTUM * v), p, g, state), state

    def adam(p, g, state, rate):
        count, mu, nu = state
        count = count + 1
        mu = jax.tree.map(lambda m, d: BETA1 * m + (1 - BETA1) * d, mu, g)
        nu = jax.tree.map(lambda v, d: BETA2 * v + (1 - BETA2) * d * d, nu, g)
        one, two = 1 - BETA1 ** count.astype(jnp.float32), 1 - BETA2 ** count.astype(jnp.float32)
        return jax.tree.map(lambda q, m, v: q - rate * (m / one / (jnp.sqrt(v / two) + EPSILON) + DECAY * q), p, mu, nu), (count, mu, nu)

    layers = start(SIZES[name])
    zeros = jax.tree.map(np.zeros_like, layers)
    optimizer, state = (sgd, zeros) if len(layers) == 1 else (adam, (np.int32(0), zeros, zeros))

    @jax.jit
    def step(layers, state, rate, images, labels, batch):
        x, y = images[batch].astype(jnp.float32) / 16, labels[batch]
        value, slopes = jax.value_and_grad(loss)(layers, x, y)
        return value, *optimizer(layers, slopes, state, rate)

    images, labels = map(jnp.asarray, data())

    def run(rate, batch):
        nonlocal layers, state
        value, layers, state = step(layers, state, rate, images, labels, batch)
        float(value)

    return median_us(run)


def torch_parts(name):
    import torch

    layers = [[torch.tensor(t, requires_grad=True) for t in layer] for layer in start(SIZES[name])]
    parameters = [t for layer in layers for t in layer]
    if len(layers) == 1:
        optimizer = torch.optim.SGD(parameters, lr=1e-3, momentum=MOMENTUM, nesterov=True)
    else:
        optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=DECAY)
    images, labels = map(torch.tensor, data())

    def loss(batch):
        x, y = images[batch].to(torch.float32) / 16, labels[batch]
        for w, b in layers[:-1]:
            x = torch.relu(x @ w + b)
        return torch.nn.functional.cross_entropy(x @ layers[-1][0] + layers[-1][1], y)

    return torch, optimizer, loss


def with_torch(name, compiled=False):
    """With one thread or with all, whichever is faster: these steps are small."""
    import torch

    threads = torch.get_num_threads()
    best = float("inf")
    for count in sorted({1, threads}):
        torch.set_num_threads(count)
        best = min(best, torch_time(name, compiled))
    torch.set_num_threads(threads)
    return best


def torch_time(name, compiled):
    torch, optimizer, loss = torch_parts(name)
    if compiled:
        loss = torch.compile(loss)

    def run(rate, batch):
        for group in optimizer.param_groups:
            group["lr"] = float(rate)
        optimizer.zero_grad()
        value = loss(torch.from_numpy(batch))
        value.backward()
        optimizer.step()
        value.item()

    return median_us(run)


PEERS = {
    "jax.jit": ("jax", with_jax),
    "torch": ("torch", with_torch),
    "torch.compile": ("torch", lambda name: with_torch(name, compiled=True)),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("times", help="what train-digits --times wrote")
    parser.add_argument("--peers", default="jax.jit,torch", help="of " + ", ".join(PEERS))
    arguments = parser.parse_args()
    peers = [peer for peer in arguments.peers.split(",") if importlib.util.find_spec(PEERS[peer][0])]
    if not peers:
        print("  Neither JAX nor PyTorch is installed here; PEERS=all scripts/peers.sh installs them into .venv-peers.")
    ours = {}
    for line in Path(arguments.times).read_text().splitlines():
        name, microseconds, _ = line.split("\t")
        ours[name] = float(microseconds)
    for name, own in ours.items():
        print(f"  {name + ', a step':<30} {'tensorjit':>14} {own:9.0f} us")
        for peer in peers:
            theirs = PEERS[peer][1](name)
            print(f"  {'':<30} {peer:>14} {theirs:9.0f} us   {theirs / own:5.1f} times ours")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
