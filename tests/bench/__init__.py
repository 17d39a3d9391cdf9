"""How long a build takes and how much memory it needs, against the plain tools.

Not a test: times depend on the machine. ``make bench`` prints a table for the README.
"""
