"""Declare the kinds of output: one module says all that the program knows of one of them.

Doors: `archives`, `calendar`, `cards`, `feeds`, `lists`, `posts`, `shared`, `singles`, `structured`.
"""
