"""Formats that other programs read: ClaimReview, Data Package, RO-Crate, JUnit.

One module writes one format, with one function that gives the whole file. It knows the ledger, the
graph and which edition a build shows; never the clock, so that the same build gives the same bytes.
"""
