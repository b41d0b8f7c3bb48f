"""Compiled code, kept between sessions and never stale.

Numba's own cache looks at the file of a kernel, not at the files of the functions it calls, so an edit
in a called function would go unnoticed. Here the cache lives in a folder named by a hash of every source
of the package, of Python and of Numba: any edit anywhere starts a fresh folder.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import int64, njit
from numba.core.types import Integer, unliteral

PACKAGE = Path(__file__).resolve().parent.parent
"""The folder of the package whose sources name the cache."""

Function = TypeVar("Function", bound=Callable[..., Any])


NO_WRAPPER: dict[str, Any] = {"no_cfunc_wrapper": True}
"""Nobody calls a kernel from C, and with dozens of arguments that wrapper costs a tenth of the compile time."""


@lru_cache(maxsize=1)
def source_hash() -> str:
    """Hash of all Python sources of the package (16 hex digits), part of every provenance."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda p: p.relative_to(PACKAGE).as_posix()):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def base_folder() -> Path:
    """Where compiled code is kept: ``MINGA_CACHE_DIR`` or the user's cache folder."""
    if named := os.environ.get("MINGA_CACHE_DIR"):
        return Path(named)
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        root = str(Path.home() / "Library" / "Caches")
    else:
        root = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    return Path(root) / "minga"


@lru_cache(maxsize=1)
def folder() -> Path:
    """The folder of this exact source, Python and Numba; a temporary one if the usual is not writable."""
    name = f"{source_hash()}-py{platform.python_version()}-numba{numba.__version__}"
    try:
        path = base_folder() / name
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError:
        path = Path(tempfile.gettempdir()) / "minga-cache" / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def prune(days: float = 30.0) -> int:
    """Remove compiled code of other sources that nobody has used for so many days; returns how many folders."""
    before = time.time() - days * 86_400
    removed = 0
    for other in folder().parent.iterdir():
        if other != folder() and "-numba" in other.name and other.is_dir() and other.stat().st_mtime < before:
            shutil.rmtree(other, ignore_errors=True)
            removed += 1
    return removed


def is_warm() -> bool:
    """Whether this exact source has been warmed on this machine."""
    return (folder() / "warm").is_file()


def mark_warm() -> None:
    """Note that it has, and clear away what old versions left behind."""
    (folder() / "warm").touch()
    prune()


def kernel(function: Function, inline: bool = False, merge: bool = False) -> Function:
    """Compile a function of whole columns to machine code on its first call.

    ``inline`` pastes the function into its callers before LLVM sees them: only where a loop around it must
    become vector code, because it costs compile time in every caller. ``merge`` lets LLVM do it.

    No fast-math: the same bits on every run. Functions of this package are cached on disk; a user's own
    are compiled anew in each process, because nothing here can tell when their sources changed.
    """
    path = Path(function.__code__.co_filename)
    ours = path.is_absolute() and PACKAGE in path.parents
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    try:
        if ours:
            numba.config.CACHE_DIR = str(folder())  # type: ignore[attr-defined]
        compiled: Any = njit(
            function,
            cache=ours,
            nogil=True,
            **NO_WRAPPER,
            error_model="numpy",
            inline="always" if inline else "never",
            forceinline=merge,
        )
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]
    compile_for = compiled.compile
    compiled.compile = lambda asked: compile_for(widened(asked))
    return compiled  # type: ignore[no-any-return]


def widened(types: Any) -> Any:
    """The argument types for which a function is compiled: whole numbers are 64 bits wide.

    A function that many kernels call would otherwise be compiled anew for each mix of a byte and a short that
    callers give it, which took a sixth of all compile time.
    """
    if not isinstance(types, tuple):
        return types
    plain = (unliteral(one) for one in types)  # type: ignore[no-untyped-call]
    return tuple(int64 if isinstance(one, Integer) and one.signed else one for one in plain)  # type: ignore[attr-defined]


def inlined(function: Function) -> Function:
    """A ``kernel`` that is pasted into its callers."""
    return kernel(function, inline=True)


def merged(function: Function) -> Function:
    """A ``kernel`` of a few lines that is called for many residents: its callers take in the compiled lines."""
    return kernel(function, merge=True)
