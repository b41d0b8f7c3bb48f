"""Sensitivity: which unknown numbers a result hangs on, and how much of it is luck.

``noise`` says how much is luck; ``screen`` (Morris) finds the few inputs that move anything; ``shares`` (Sobol) says
what part of the variance each explains; ``check`` (PAWN) looks at it in another way. All four are functions of arrays;
``asking`` has the runs lived and reads them from their stores; ``told`` and ``page`` say what was found.
"""
