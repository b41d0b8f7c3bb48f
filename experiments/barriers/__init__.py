"""Barriers: which one holds a system back, and which first step against one recovers most for the same money.

*Held back* is a game: its players are the barriers that are removed, its worth is the outcome; ``game`` shares it out.
*Within reach* is what policies that exist recover. The second is what somebody who decides can use.
"""
