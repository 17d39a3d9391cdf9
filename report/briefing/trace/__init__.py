"""The graph of a build: what every sentence, chart and verdict rests on, and rules it must keep.

It knows the ledger, the values of `analysis` and the document as assembled; it writes no pages.
"""
