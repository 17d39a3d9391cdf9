"""Estimates that carry their origins, their wording, likelihood, verdict rules.

Pure: no file is read, no frame is shown, nothing random without a seed.
"""
