"""What a notebook cell calls: open a chapter, say, record, show, table.

Knows how Jupyter displays; knows nothing of how notebooks are run or turned into documents.
"""
