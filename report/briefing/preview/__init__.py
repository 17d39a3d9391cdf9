"""The page while people work on it: built anew on every save, and shown in a browser at once.

Two processes. One serves, watches files and imports little. The other, the worker, has everything
imported and a warm process for kernels at its side, and is replaced when the package changes. May
know `run` and what builds and publishes; knows nothing of commands.
"""
