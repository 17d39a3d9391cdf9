"""Run the chapters: find them, settle their parameters, execute them through papermill.

Knows papermill and Jupyter kernels; knows nothing of documents. `chapters`, `parameters` and
`schedule` import neither, so that a refused command line costs no kernel and no slow import.
"""
