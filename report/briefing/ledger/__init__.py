"""Claims, sources, evidence, verdicts: read them, check them, relate them.

Knows the files in a project's `data/` folder and nothing else.
"""
