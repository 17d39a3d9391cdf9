"""Charts: a tidy frame goes in, a `Chart` comes out; one module per form.

The room reads no files and changes no global style. It knows the design tokens, how values are
worded, and nothing of notebooks or documents.
"""
