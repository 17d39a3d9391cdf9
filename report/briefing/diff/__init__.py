"""What changed between two builds: their graphs compared, by claim, with the input that caused it.

`diffing` brings it together: `matching` finds which node of one build is which of the other,
`aspects` in what they differ, `causing` why, `belonging` which claims that touches. The result is
plain values (`changes`), told in words by `telling` and the modules ``as_…``.
"""
