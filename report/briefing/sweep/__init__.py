"""Sweeps: many runs of chapters over values of their parameters, collected into one table.

May know `run` and what lies above it; nothing else in the package knows this room but its command.

A sweep is a list of **points**, each a set of parameter values. A point needs a **job** for each
chapter: one execution of one chapter with the values it declares and the findings it needs. Points
that agree in what a chapter sees share its job. Jobs go through a `concurrent.futures` executor,
on this machine or a Dask cluster, to **hosts** that fork a process for each; their results go to a
**journal** as they come, and from there into the **table**.
"""
