"""The ground: knows no psychiatry; could serve any model."""

import os

# Compiling is most of a first run. At level 1 the kernels compile a quarter faster than at Numba's usual 3, run as
# fast and give the same bits (measured: docs/design/cache.md); whoever sets NUMBA_OPT decides otherwise.
os.environ.setdefault("NUMBA_OPT", "1")
