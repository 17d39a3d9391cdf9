"""Runs of chapters with other assumptions, for readers who have no kernel.

Which assumptions, `data/explore.toml` says. This room knows the rooms up to `document`; the page
knows what it brings back (`model`) and nothing of how.
"""
