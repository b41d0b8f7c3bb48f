"""Trials: an evaluation as a researcher would hold it, lived in worlds in which the truth is known.

A trial is a TOML file (``design``, ``trial_file``). Each time it is held (``live``) there are new centres, people and
luck; participants are recruited, assigned, measured and lost (``conduct``), and the analysis that was specified
beforehand sees only what a researcher would see (``analysis``). The same people live in a second world without what is
tried: so the true effect, contamination and spill-over stand beside the estimate (``found``).
"""
