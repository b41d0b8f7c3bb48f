"""Luck: net benefits that were lived with several lucks, brought to the spread that they would have without luck.

The means over lucks of a draw still hold luck, and the best of several noisy numbers looks better than any of them is.
So means are drawn together until their variances and covariances are those between draws less those of luck, in the
manner of moment matching (Heath, Manolopoulou and Baio 2018): along the directions in which luck and draws differ most,
each by the root of the part that is not luck. Exact for normal net benefits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
TINY = 1e-9


def matched(total: Values, error: Values) -> Values:
    """The matrices that bring a covariance down by that of an error, as far as it goes, shape (..., arms, arms)."""
    arms = total.shape[-1]
    size = np.trace(total, axis1=-2, axis2=-1)[..., None, None] / arms
    w, v = np.linalg.eigh(error + (TINY * size + 1e-300) * np.eye(arms))
    root = np.sqrt(np.maximum(w, 1e-300))[..., None, :]
    half, inverse = (v * root) @ np.swapaxes(v, -1, -2), (v / root) @ np.swapaxes(v, -1, -2)
    over, u = np.linalg.eigh(inverse @ total @ inverse)
    kept = np.sqrt(np.clip(1 - 1 / np.maximum(over, TINY), 0, None))[..., None, :]
    found: Values = half @ ((u * kept) @ np.swapaxes(u, -1, -2)) @ inverse
    return found


def moments(values: Values, weights: Values) -> tuple[Values, Values, Values]:
    """Means, covariances between draws and covariances of luck in means over lucks, under weights of draws.

    Args:
        values: shape (draws, lucks, arms).
        weights: shape (resamples, draws), each row adding up to 1.
    """
    many, lucks, arms = values.shape
    means = values.mean(axis=1)
    mean = weights @ means
    # about the mean of all: an exact shift
    off = means - means.mean(axis=0)
    products = (weights @ (off[:, :, None] * off[:, None, :]).reshape(many, -1)).reshape(-1, arms, arms)
    moved = mean - means.mean(axis=0)
    total = (products - moved[:, :, None] * moved[:, None, :]) * many / (many - 1)
    if lucks < 2:
        return mean, total, np.zeros_like(total)
    left = values - means[:, None]
    luck = np.einsum("nka,nkb->nab", left, left) / (lucks - 1) / lucks
    return mean, total, (weights @ luck.reshape(many, -1)).reshape(-1, arms, arms)


def without_luck(values: Values) -> Values:
    """Values of each draw with luck taken out, shape (draws, arms)."""
    many = len(values)
    mean, total, error = moments(values, np.full((1, many), 1 / many))
    found: Values = mean + (values.mean(axis=1) - mean) @ matched(total, error)[0].T
    return found


def share_of_luck(values: Values) -> tuple[float, float]:
    """The part of the variance of all arms together that is luck: of one run, and of the mean over lucks; NaN of no variance."""
    many, lucks, _ = values.shape
    _, total, error = moments(values, np.full((1, many), 1 / many))
    luck = float(np.trace(error[0]))
    inputs = max(float(np.trace(total[0])) - luck, 0.0)
    if luck + inputs <= 0:
        return np.nan, np.nan
    return luck * lucks / (luck * lucks + inputs), luck / (luck + inputs)
