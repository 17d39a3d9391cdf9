"""An article's text against the ledger: which figures of it were taken up, and which were not.

It knows the ledger and the units of `analysis`, and reads one text; it knows no chapter and no
build. The words it understands are English; digits may be of any script.
"""
