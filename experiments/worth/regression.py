"""Regression: what net benefits are on average where some inputs are known, learnt from the draws themselves.

Strong, Oakley and Brennan (2014, doi:10.1177/0272989X13505910): the expected net benefit given an input is the
regression of net benefits on that input over a sample, so that no inner loop of runs is needed; all other inputs, and
luck, are its residual. One input alone: a regression spline (a generalised additive model of one term). Several
together: a Gaussian process. Both take their pieces from scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
KNOTS = 4
LEVELS = 4
"""An input with no more values than this gets a mean of its own for each of them."""
PARTS = np.array([0.0, 0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99])
"""Parts of the variance that a group may explain."""
BEFORE = np.array([0.5, *(0.5 * (w := np.diff(np.concatenate([[0.0], (PARTS[1:-1] + PARTS[2:]) / 2, [1.0]])) / (PARTS[1:] + 0.05)) / w.sum())])
"""How likely each is beforehand: as likely nothing as anything, and small parts likelier than large ones."""
FEW = 20
WIDTHS = (0.5, 2.0, 8.0)
"""Squared widths of the process's kernel, in squared standard deviations of an input, times the number of inputs."""


def spline(column: Values) -> Values:
    """The spline's columns of one input, centred, shape (draws, terms)."""
    levels = np.unique(column)
    if len(levels) <= LEVELS:
        terms = (column[:, None] == levels[1:]).astype(float)
    else:
        from sklearn.preprocessing import SplineTransformer

        terms = SplineTransformer(n_knots=KNOTS, degree=3, knots="quantile", include_bias=False).fit_transform(column[:, None])
    found: Values = terms - terms.mean(axis=0)
    return found


def by_spline(means: Values, terms: Values, weights: Values, times: int) -> tuple[Values, Values]:
    """Means, and what the spline adds to them in each draw, shapes (resamples, arms) and (resamples, draws, arms).

    A fit holds a little of its residual: so many terms' worth. What it adds is drawn together until its variance is
    right without that, arm by arm.

    Args:
        means: net benefits, means over lucks, shape (draws, arms).
        terms: of the spline.
        weights: shape (resamples, draws), each row adding up to 1.
        times: how often the error of the fit is in it: twice in a resample, which holds that of the sample and its own.
    """
    many, arms = means.shape
    k, resamples = terms.shape[1], len(weights)
    off = means - means.mean(axis=0)
    at, mean = weights @ terms, weights @ off
    inner = (weights @ (terms[:, :, None] * terms[:, None, :]).reshape(many, -1)).reshape(resamples, k, k) - at[:, :, None] * at[:, None, :]
    outer = (weights @ (terms[:, :, None] * off[:, None, :]).reshape(many, -1)).reshape(resamples, k, arms) - at[:, :, None] * mean[:, None, :]
    slopes = np.linalg.pinv(inner, rcond=1e-10, hermitian=True) @ outer
    added = terms @ slopes - (at[:, None, :] @ slopes)
    explained = np.einsum("rka,rka->ra", slopes, outer)
    total = weights @ off**2 - mean**2
    residual = np.maximum(total - explained, 0) * many / max(many - k - 1, 1)
    error = times * residual * k / many
    kept = np.sqrt(np.clip(1 - error / np.maximum(explained, 1e-300), 0, None))
    return mean + means.mean(axis=0), added * kept[:, None, :]


@dataclass(frozen=True)
class Process:
    """A Gaussian process of a group of inputs, not yet seen any net benefit.

    Attributes:
        values, vectors: of each of its kernels, of unit variance about the mean.
    """

    values: tuple[Values, ...]
    vectors: tuple[Values, ...]

    def draws(self, means: Values, noise: Values) -> Values:
        """What knowing the group adds in each draw, as the process may have it, shape (samples, draws, arms).

        The part of the variance that is the group's and the kernel are drawn too, by how likely they make what is seen.

        Args:
            means: net benefits, means over lucks, shape (draws, arms).
            noise: standard normal numbers, shape (samples, draws, arms); what arms have in common should be in it.
        """
        rng = np.random.default_rng(1)
        samples, many, arms = noise.shape
        found = np.zeros((samples, many, arms))
        for arm in range(arms):
            y = means[:, arm] - means[:, arm].mean()
            size = y.std()
            if size <= 0:
                continue
            turned = [v.T @ (y / size) for v in self.vectors]
            score = np.stack([
                [-0.5 * float((np.log(part * w + 1 - part) + z**2 / (part * w + 1 - part)).sum()) for part in PARTS]
                for w, z in zip(self.values, turned, strict=True)
            ])
            chance = np.exp(score - score.max()) * BEFORE
            picked = rng.choice(chance.size, size=samples, p=(chance / chance.sum()).ravel())
            for which in np.unique(picked):
                kernel, part = divmod(int(which), len(PARTS))
                w, v, p = self.values[kernel], self.vectors[kernel], PARTS[part]
                gain = p * w / (p * w + 1 - p)
                mine = picked == which
                spread = np.sqrt(np.maximum(p * w * (1 - gain), 0))
                found[mine, :, arm] = size * ((gain * turned[kernel])[None] + (noise[mine, :, arm] @ v) * spread) @ v.T
        return found


def process(columns: Values) -> Process:
    """A Gaussian process of several inputs: linear, and smooth with several widths; of many inputs smooth in each alone.

    Args:
        columns: shape (draws, inputs).
    """
    from sklearn.gaussian_process.kernels import RBF, DotProduct

    spread = columns.std(axis=0)
    x = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1)
    many, inputs = x.shape
    kernels = [DotProduct(sigma_0=0)(x)]
    if inputs <= FEW:
        kernels += [RBF(float(np.sqrt(width * inputs)))(x) for width in WIDTHS]
    else:
        kernels.append(sum((RBF(1.0)(x[:, [j]]) for j in range(inputs)), np.zeros((many, many))))
    values, vectors = [], []
    for kernel in kernels:
        centred = kernel - kernel.mean(axis=0) - kernel.mean(axis=1)[:, None] + kernel.mean()
        w, v = np.linalg.eigh(centred * (many / max(float(np.trace(centred)), 1e-300)))
        values.append(np.maximum(w, 0.0))
        vectors.append(v)
    return Process(tuple(values), tuple(vectors))
