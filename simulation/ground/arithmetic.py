"""Arithmetic whose bits hang on no mathematics library.

``exp`` and ``log`` follow the classic range reduction with minimax polynomials in float32; their error is
tested against NumPy in double precision. ``normal`` is Acklam's rational approximation of the quantile.
A bare float literal would turn a kernel's arithmetic into float64, so every constant has a name and a type.
"""

from __future__ import annotations

import numpy as np
from numpy import float32 as f4
from numpy import int32 as i4

from .cache import kernel, merged

ZERO, HALF, ONE, TWO = f4(0), f4(0.5), f4(1), f4(2)
WEEKS_A_YEAR = f4(52)
LOWEST, HIGHEST = f4(-87), f4(88)
LOG2_E, LN2_HIGH, LN2_LOW = f4(1.44269504), f4(0.693359375), f4(-2.12194440e-4)
E0, E1, E2 = f4(1.9875691500e-4), f4(1.3981999507e-3), f4(8.3334519073e-3)
E3, E4, E5 = f4(4.1665795894e-2), f4(1.6666665459e-1), f4(5.0000001201e-1)
SQRT_HALF = f4(0.70710678)
L0, L1, L2 = f4(7.0376836292e-2), f4(-1.1514610310e-1), f4(1.1676998740e-1)
L3, L4, L5 = f4(-1.2420140846e-1), f4(1.4249322787e-1), f4(-1.6668057665e-1)
L6, L7, L8 = f4(2.0000714765e-1), f4(-2.4999993993e-1), f4(3.3333331174e-1)
BIAS, SHIFT = i4(127), i4(23)
MANTISSA, HALF_BITS = i4(0x007FFFFF), i4(0x3F000000)


@merged
def exp(x: np.float32) -> np.float32:
    """E to the power x in float32, relative error below 2e-7 for -87 <= x <= 88 (clamped outside)."""
    x = min(max(x, LOWEST), HIGHEST)
    whole = np.floor(x * LOG2_E + HALF)
    r = x - whole * LN2_HIGH - whole * LN2_LOW
    y = ((((E0 * r + E1) * r + E2) * r + E3) * r + E4) * r + E5
    power = i4((i4(whole) + BIAS) << SHIFT).view(f4)
    return (y * r * r + r + ONE) * power  # type: ignore[no-any-return]


@kernel
def log(x: np.float32) -> np.float32:
    """Natural logarithm in float32 of a positive number, error below 3e-7 relative or absolute."""
    bits = f4(x).view(i4)
    exponent = f4((bits >> SHIFT) - i4(126))
    m = i4((bits & MANTISSA) | HALF_BITS).view(f4)
    if m < SQRT_HALF:
        exponent -= ONE
        m = m + m - ONE
    else:
        m = m - ONE
    z = m * m
    y = (((((((L0 * m + L1) * m + L2) * m + L3) * m + L4) * m + L5) * m + L6) * m + L7) * m + L8
    return m + (m * z * y + exponent * LN2_LOW - HALF * z) + exponent * LN2_HIGH


@merged
def weekly(rate: np.float32) -> np.float32:
    """Probability in one week of an event with this rate per person-year: 1 - exp(-rate / 52)."""
    x = rate / WEEKS_A_YEAR
    # below 0.01 the series is exact in float32, where 1 - exp(-x) would lose digits
    return x * (ONE - x * (HALF - x * f4(0.16666667))) if x < f4(0.01) else ONE - exp(-x)


A0, A1, A2 = f4(-39.69683028665376), f4(220.9460984245205), f4(-275.9285104469687)
A3, A4, A5 = f4(138.3577518672690), f4(-30.66479806614716), f4(2.506628277459239)
B0, B1, B2 = f4(-54.47609879822406), f4(161.5858368580409), f4(-155.6989798598866)
B3, B4 = f4(66.80131188771972), f4(-13.28068155288572)
C0, C1, C2 = f4(-0.007784894002430293), f4(-0.3223964580411365), f4(-2.400758277161838)
C3, C4, C5 = f4(-2.549732539343734), f4(4.374664141464968), f4(2.938163982698783)
D0, D1, D2 = f4(0.007784695709041462), f4(0.3224671290700398), f4(2.445134137142996)
D3 = f4(3.754408661907416)
TAIL, TINY = f4(0.02425), f4(2.0**-25)


@kernel
def normal(u: np.float32) -> np.float32:
    """The standard normal quantile of a uniform number in [0, 1), error below 5e-4 for 1e-6 < u < 1 - 1e-6."""
    u = min(max(u, TINY), ONE - TINY)
    low = min(u, ONE - u)
    if low < TAIL:
        q = np.sqrt(-TWO * log(low))
        top = ((((C0 * q + C1) * q + C2) * q + C3) * q + C4) * q + C5
        z = top / ((((D0 * q + D1) * q + D2) * q + D3) * q + ONE)
        return z if u < HALF else -z  # type: ignore[no-any-return]
    q = u - HALF
    r = q * q
    top = (((((A0 * r + A1) * r + A2) * r + A3) * r + A4) * r + A5) * q
    return top / (((((B0 * r + B1) * r + B2) * r + B3) * r + B4) * r + ONE)


@merged
def clip(x: np.float32, low: np.float32, high: np.float32) -> np.float32:
    """x, or the nearer end of the interval."""
    return min(max(x, low), high)
