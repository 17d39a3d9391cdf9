"""What the briefing costs in time and memory, side by side with what else one could use.

Not tests: times depend on the machine, and nothing is asserted. ``make bench`` measures everything
in one run and prints a table; ``python -m tests.bench NAME…`` measures only what is named.
"""
