"""The library for agents: a server of the Model Context Protocol.

desk        what the tools do, over one open library; their JSON is that of the commands
server      the tools and resources, as the protocol shows them
transports  stdin and stdout, or HTTP on this machine

Nothing here changes a library.
"""

from rag.mcp_server.transports import serve_http, serve_stdio

__all__ = ["serve_http", "serve_stdio"]
