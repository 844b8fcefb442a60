"""The archive for programs: what can be asked of it and how, declared once for validation, answers and the OpenAPI description.

:mod:`archive.api.table` lists the operations; each has its parameters (:mod:`archive.api.parameters`), the fields of its answer
(:mod:`archive.api.fields`) and a function that makes it. :mod:`archive.api.description` describes them. ``docs/api.md`` has the promises.
"""
