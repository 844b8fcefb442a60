"""The archive for language models: the Model Context Protocol, each request by itself.

:mod:`archive.api.mcp.tools` is what a model can ask for, :mod:`archive.api.mcp.protocol` how a message is answered.
"""
