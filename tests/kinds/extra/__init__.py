"""Kinds of output from outside the program, as somebody who extends it would write them."""
